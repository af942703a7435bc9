from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.counter import DAYS, NOW, OFFICER, TODAY, case, constancia, nss, paper
from worker.core.cases import Stage
from worker.core.errors import RulesError
from worker.core.facts import Pide
from worker.core.house import House
from worker.core.reply import FRAME, Replies, Section, Situation, first_name, situation
from worker.core.spoken import in_words, paper_words
from worker.core.types import Document, Through

SMALL = {FRAME: "Hola:\n\n{{ cuerpo }}", "a": "Uno {{ folio }}.", "deseos/pregunta": "¿Y {{ nombre }}?"}

# --- one mail's text


def replies(**sources: str) -> Replies:
    return Replies({**SMALL, **sources})


def said(**changes: object) -> Situation:
    whole = Situation("Tec", "Lic. F.", "", (), 30, nombre="Ana", folio="AF-2026-00001")
    return replace(whole, **changes)  # type: ignore[arg-type]


def test_a_body_is_its_template_in_the_frame_with_a_paragraph_for_each_wish() -> None:
    body = replies().body([Section("a", said(), (Pide.PREGUNTA, Pide.CLINICA))])
    assert body == "Hola:\n\nUno AF-2026-00001.\n\n¿Y Ana?\n"


def test_several_cases_are_told_apart_by_name_and_folio() -> None:
    other = said(nombre="", folio="AF-2026-00002")
    body = replies().body([Section("a", said()), Section("a", other), Section("a", said(folio="", nombre=""))])
    assert "— Ana (AF-2026-00001) —\n\nUno AF-2026-00001." in body
    assert "— Caso (AF-2026-00002) —" in body
    assert body.endswith("\n\nUno .\n")


def test_a_template_alone_has_no_frame() -> None:
    assert replies().text("a", said()) == "Uno AF-2026-00001.\n"


def test_a_body_is_tidy() -> None:
    odd = replies(b="\n\n uno  \n\n\n\n dos\t\n \n")
    assert odd.body([Section("b", said())]) == "Hola:\n\nuno\n\n dos\n"


def test_an_unknown_name_is_an_error_with_its_file() -> None:
    with pytest.raises(RulesError) as caught:
        replies(b="{{ apellido }}").body([Section("b", said())])
    assert caught.value.file == "respuestas/b.txt"
    assert "apellido" in caught.value.what


def test_no_jinja_is_an_error_with_file_and_line() -> None:
    with pytest.raises(RulesError) as caught:
        replies(b="uno\n{% if %}")
    assert (caught.value.file, caught.value.line) == ("respuestas/b.txt", 2)


def test_without_the_frame_there_are_no_replies() -> None:
    with pytest.raises(RulesError) as caught:
        Replies({"a": "x"})
    assert caught.value.file == f"respuestas/{FRAME}.txt"


def test_a_template_that_is_asked_for_and_missing_is_named() -> None:
    with pytest.raises(RulesError, match=r"respuestas/zeta.txt: Falta la respuesta que pide «paso.toml»"):
        replies().require("zeta", "paso.toml")
    assert "a" in replies()
    assert "zeta" not in replies()


# --- what may be said


def test_a_situation_says_what_the_case_and_the_paper_know(house: House) -> None:
    full = case(Stage.ALTA_POR_TRAMITAR, nss=nss(), name="MARÍA JOSÉ PÉREZ LUNA", umf="25", vigente=False)
    now = situation(house.office, full, constancia(through=None), resultado="r", pide=Pide.CLINICA)
    assert (now.escuela, now.encargada, now.contacto) == ("Tecnológico Ficticio", "Lic. Ángeles Fingida", OFFICER)
    assert (now.nombre, now.folio, now.etapa, now.dias) == ("María", full.folio, "alta por tramitar", DAYS)
    assert (now.nss4, now.vigente, now.clinica) == (nss().digits[-4:], "no", "UMF 25 (frente al CRIT)")
    assert (now.papel, now.fecha, now.desde) == (
        "tu constancia de vigencia de derechos",
        "15 de septiembre de 2026",
        "15 de septiembre de 2026",
    )
    assert (now.resultado, now.pide, now.por, now.espanol) == ("r", "clínica", "", True)


def test_what_is_not_known_is_empty(house: House) -> None:
    now = situation(house.office, case(Stage.NEW, stage_since=None))
    assert (now.nombre, now.nss4, now.vigente, now.clinica, now.papel, now.fecha, now.por, now.desde) == ("",) * 8
    assert now.etapa == "falta documento"


def test_what_the_case_knew_is_said_where_the_paper_is_silent(house: House) -> None:
    full = case(through=Through.EMPLEO, issued=date(2026, 8, 1), umf="99", vigente=True)
    now = situation(house.office, full, paper(Document.CURP, problems=("Raro.", "La imagen está borrosa.")))
    assert (now.por, now.fecha, now.clinica, now.vigente) == ("un empleo", "1 de agosto de 2026", "UMF 99", "sí")
    assert (now.papel, now.problema) == ("tu CURP", "La imagen está borrosa.")
    assert now.consejo.startswith("Toma la foto otra vez")
    newer = situation(house.office, full, constancia(through=Through.OTRO, issued=TODAY))
    assert (newer.por, newer.fecha) == ("otra instancia", "15 de septiembre de 2026")


def test_every_kind_of_paper_has_words() -> None:
    assert [kind for kind in Document if not paper_words(kind)] == [Document.NONE]


@pytest.mark.parametrize(
    ("name", "first"),
    [("MARÍA JOSÉ PÉREZ LUNA", "María"), ("ÁNGEL X", "Ángel"), ("Ñ", "Ñ"), ("", ""), ("  ", ""), (None, "")],
)
def test_a_letter_names_the_first_name_alone(name: str | None, first: str) -> None:
    assert first_name(name) == first


def test_days_are_written_out() -> None:
    assert [in_words(date(2026, month, 3)) for month in (1, 9, 12)] == [
        "3 de enero de 2026",
        "3 de septiembre de 2026",
        "3 de diciembre de 2026",
    ]
    assert in_words(None) == ""
    assert in_words(NOW.date()) == "15 de septiembre de 2026"
