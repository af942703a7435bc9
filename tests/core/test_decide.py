from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.counter import (
    ANA,
    NOW,
    PEOPLE,
    TODAY,
    Counter,
    answer,
    constancia,
    curp,
    found,
    nss,
    paper,
    wishes,
)
from worker.core.cases import EntryState, Stage
from worker.core.decide import is_ajeno
from worker.core.identifiers import Curp, Nss
from worker.core.rules import parse_rules
from worker.core.types import Document, Reading, Sort, Through
from worker.core.wishes import Wish
from worker.demo.people import parent
from worker.rulebook import DEFAULT_FOLDER


def test_a_sure_constancia_teaches_the_case(counter: Counter) -> None:
    outcome = counter.writes(wishes(Wish.CLINICA, clinic="25"), constancia())
    opened = counter.only_case()
    assert (opened.nss, opened.curp, opened.name) == (nss(), curp(), PEOPLE[0].name)
    assert (opened.vigente, opened.through, opened.issued, opened.umf) == (True, Through.TECNOLOGICO, TODAY, "25")
    assert (opened.contacts, opened.stage_since, opened.updated) == ((ANA,), NOW, NOW)
    entry = counter.entry(outcome)
    assert (entry.state, entry.sort, entry.folios, entry.reason) == (EntryState.DONE, Sort.STUDENT, (opened.folio,), "")
    assert entry.rules == ("vigente por el tecnológico", "hoja")
    assert (entry.pide, entry.facts["resultado"]) == (("clínica",), "papel válido: hoja")


@pytest.mark.parametrize("reading", [constancia(sure=False), paper(Document.ASIGNACION, nss=found(nss()))])
def test_an_unsure_paper_teaches_nothing(counter: Counter, reading: Reading) -> None:
    counter.writes(wishes(), reading)
    assert (counter.only_case().nss, counter.only_case().vigente) == (None, None)


def test_a_paper_of_another_person_is_named_to_the_officer_and_teaches_nothing(counter: Counter) -> None:
    opened = counter.open_case(nss=nss(0))
    outcome = counter.writes(wishes(), constancia(1), subject=f"[{opened.folio}]")
    after = counter.case(opened.folio)
    assert (after.nss, after.stage) == (nss(0), Stage.EN_REVISION)
    assert after.task == (
        "revisar el papel: el papel parece de otra persona: por sus números, o por la edad de su titular"
    )
    assert answer(outcome) == "en-revision"
    assert "parece de otra persona" in counter.replies()[0].body


def test_what_was_not_clear_is_named_to_the_officer(counter: Counter) -> None:
    counter.writes(wishes(), constancia(sure=False, problems=("No se lee el NSS.", "Falta la fecha.")))
    assert counter.only_case().task == "revisar el papel: No se lee el NSS. · Falta la fecha."


def test_a_doubt_without_a_problem_is_named_too(counter: Counter) -> None:
    counter.writes(wishes(), constancia(), constancia(through=None))
    assert counter.only_case().task == "revisar el papel: los papeles no dicen lo mismo, o falta la fecha"


def test_a_stage_that_does_not_change_keeps_its_day_and_its_task(counter: Counter) -> None:
    counter.writes(wishes(), constancia(through=None))
    counter.later(days=2)
    counter.writes(wishes(Wish.CLINICA, clinic="13"))
    after = counter.only_case()
    assert (after.stage_since, after.task, after.umf) == (NOW, "tramitar el alta", "13")


def test_thanks_get_no_reply_and_leave_a_reason(counter: Counter) -> None:
    counter.open_case(Stage.AFILIADO)
    outcome = counter.writes(wishes(Wish.GRACIAS))
    assert outcome.mails == ()
    assert counter.entry(outcome).reason == "La regla «gracias» no pide respuesta."


def test_thanks_of_somebody_unknown_open_no_case(counter: Counter) -> None:
    outcome = counter.writes(wishes(Wish.GRACIAS))
    assert (outcome.cases, counter.entry(outcome).folios) == ((), ())
    [event] = outcome.events
    assert event.folio is None


def test_a_claim_that_the_stage_does_not_allow_is_shown_to_the_officer(counter: Counter) -> None:
    counter.writes(wishes(Wish.HOJA), constancia(through=None))
    assert counter.only_case().attention is not None
    assert "no debería tenerla" in str(counter.only_case().attention)
    assert "todavía no debería existir" in counter.replies()[0].body


def test_a_question_beside_a_paper_that_was_not_understood_is_shown_to_the_officer(counter: Counter) -> None:
    counter.writes(wishes(Wish.OTRA, asks=True), constancia())
    assert counter.only_case().attention == "Además escribe algo que no se entendió con certeza."
    assert "ella te contesta" in counter.replies()[0].body


def test_a_remark_beside_a_sure_paper_needs_nobody(counter: Counter) -> None:
    counter.writes(wishes(Wish.OTRA), constancia())
    assert counter.only_case().attention is None
    assert "ella te contesta" not in counter.replies()[0].body


def test_a_remark_beside_a_doubtful_paper_is_shown_to_the_officer(counter: Counter) -> None:
    counter.writes(wishes(Wish.OTRA), paper(Document.CURP))
    assert counter.only_case().attention == "Además escribe algo que no se entendió con certeza."


def test_each_further_wish_gets_its_paragraph(counter: Counter) -> None:
    counter.writes(wishes(Wish.CLINICA, Wish.PREGUNTA, clinic="25"), constancia(through=None))
    body = counter.replies()[0].body
    assert "UMF 25" in body
    assert "Si te quedó una duda" in body


def test_the_wish_that_decided_gets_no_second_paragraph(counter: Counter) -> None:
    counter.writes(wishes(Wish.CLINICA, clinic="25"))
    assert counter.replies()[0].body.count("UMF 25") == 1


def test_a_foreign_text_gets_one_line_of_english(counter: Counter) -> None:
    counter.writes(wishes(Wish.PREGUNTA, spanish=False))
    assert counter.replies()[0].body.count("In English:") == 1


def test_the_same_question_again_is_for_a_person(counter: Counter) -> None:
    counter.writes(wishes(Wish.PREGUNTA))
    counter.delivers()
    counter.later(days=1)
    assert answer(counter.writes(wishes(Wish.PREGUNTA))) == "a-la-encargada"
    counter.delivers()
    counter.later(days=1)
    assert answer(counter.writes(wishes(Wish.PREGUNTA))) == "como-obtenerla"


def test_the_same_question_much_later_gets_its_ready_answer(counter: Counter) -> None:
    counter.writes(wishes(Wish.PREGUNTA))
    counter.delivers()
    counter.later(days=10)
    assert answer(counter.writes(wishes(Wish.PREGUNTA))) == "como-obtenerla"


def test_that_the_officer_answers_is_said_once(counter: Counter) -> None:
    assert answer(counter.writes(wishes(Wish.OTRA))) == "a-la-encargada"
    again = counter.writes(wishes(Wish.OTRA))
    assert again.mails == ()
    assert counter.entry(again).reason == "Ya se le dijo que la encargada le contesta."


# --- the officer's hand


def test_where_the_officer_answers_by_hand_the_worker_is_silent(counter: Counter) -> None:
    opened = counter.open_case(Stage.EN_REVISION, by_hand=True)
    outcome = counter.writes(wishes(Wish.ESTADO))
    assert outcome.mails == ()
    assert counter.entry(outcome).reason == "La encargada ya contesta en este hilo."
    after = counter.case(opened.folio)
    assert (after.by_hand, after.attention) == (True, "Escribió después de que le contestaste.")


def test_a_new_paper_ends_the_silence(counter: Counter) -> None:
    opened = counter.open_case(Stage.EN_REVISION, by_hand=True)
    assert answer(counter.writes(wishes(), constancia())) == "hoja"
    assert not counter.case(opened.folio).by_hand


def test_the_picture_of_a_signature_is_no_new_paper(counter: Counter) -> None:
    opened = counter.open_case(Stage.EN_REVISION, by_hand=True)
    logo = paper(Document.OTRO, inline=True)
    assert counter.writes(wishes(Wish.ESTADO), logo).mails == ()
    assert counter.case(opened.folio).by_hand


@pytest.mark.parametrize("kind", [Document.OTRO, Document.ILEGIBLE])
def test_the_picture_of_a_signature_is_no_paper_beside_a_wish_or_a_paper(counter: Counter, kind: Document) -> None:
    logo = paper(kind, inline=True)
    assert answer(counter.writes(wishes(Wish.PREGUNTA), logo)) == "como-obtenerla"
    assert answer(counter.writes(wishes(), logo, constancia())) == "hoja"


def test_a_photo_that_stands_inline_and_alone_is_a_paper(counter: Counter) -> None:
    assert answer(counter.writes(wishes(Wish.ENVIA), paper(Document.ILEGIBLE, inline=True))) == "mandalo-de-nuevo"


# --- ajeno


@pytest.mark.parametrize(
    ("readings", "about", "said", "text", "writer", "expected"),
    [
        ([], False, set(), "Hola, ¿comemos?", ANA, True),
        ([], True, set(), "hola", ANA, False),
        ([constancia()], False, set(), "", ANA, False),
        ([paper(Document.CURP)], False, set(), "", ANA, False),
        ([paper(Document.OTRO)], False, set(), "Va el acta", ANA, True),
        ([paper(Document.OTRO, for_a_person=True)], False, set(), "", ANA, False),
        ([paper(Document.ILEGIBLE)], False, set(), "", ANA, False),
        ([paper(Document.ILEGIBLE, inline=True)], False, set(), "Saludos", ANA, True),
        ([paper(Document.ILEGIBLE, foreign=True)], False, set(), "La lista", ANA, True),
        ([paper(Document.ILEGIBLE)], False, {Wish.OTRA}, "La lista", ANA, True),
        ([], False, set(), "", "ana@alumnos.escuela.test", False),
        ([], False, set(), "La lista", "ana@alumnos.escuela.test", True),
        ([paper(Document.OTRO)], False, set(), "La lista", "ana@alumnos.escuela.test", False),
        ([], False, set(), "", ANA, True),
    ],
)
def test_mail_of_a_stranger_that_is_not_about_the_tramite_is_ajeno(
    counter: Counter, readings: list[Reading], about: bool, said: set[Wish], text: str, writer: str, expected: bool
) -> None:
    received = counter.received(writer, wishes(*said, about=about), readings, text=text)
    assert is_ajeno(received, counter.house.school) is expected
    outcome = counter.decides(received)
    assert (counter.entry(outcome).sort is Sort.AJENO) is expected
    if expected:
        assert (outcome.mails, outcome.cases, [event.kind for event in outcome.events]) == ((), (), ["ajeno"])
        assert counter.entry(outcome).readings == ()


def test_a_known_students_mail_is_never_ajeno(counter: Counter) -> None:
    counter.open_case(Stage.AFILIADO)
    assert counter.entry(counter.writes(wishes(Wish.OTRA, about=False), text="¿Y el acta?")).sort is Sort.STUDENT


def test_rules_that_trust_a_doubtful_paper_do_not_make_it_teach_the_case(counter: Counter) -> None:
    papel = (DEFAULT_FOLDER / "papel.toml").read_text("utf-8")
    before, name, after = papel.partition('id = "constancia dudosa"')
    trusting = before + name + after.replace('resultado = "papel dudoso"', 'resultado = "papel válido: hoja"', 1)
    rules = parse_rules(trusting, (DEFAULT_FOLDER / "paso.toml").read_text("utf-8"))
    counter.house = replace(counter.house, rules=rules)
    counter.writes(wishes(), constancia(sure=False))
    assert (counter.only_case().stage, counter.only_case().nss) == (Stage.HOJA_POR_ENTREGAR, None)


# --- a relative's paper


def of_the_mother(through: Through | None = Through.EMPLEO) -> Reading:
    mother = parent(PEOPLE[0], "M")
    return constancia(through=through, nss=found(Nss(mother.nss)), curp=found(Curp(mother.curp)), name=None)


@pytest.mark.parametrize("through", [None, Through.EMPLEO])
def test_a_mothers_constancia_is_for_the_officer_and_teaches_nothing(counter: Counter, through: Through | None) -> None:
    assert answer(counter.writes(wishes(), of_the_mother(through))) == "en-revision"
    opened = counter.only_case()
    assert (opened.stage, opened.nss, opened.vigente) == (Stage.EN_REVISION, None, None)
    assert "por la edad de su titular" in str(opened.task)


def test_the_students_own_paper_after_the_mothers_is_decided_in_the_same_case(counter: Counter) -> None:
    counter.writes(wishes(), of_the_mother())
    assert answer(counter.writes(wishes(), constancia(through=None))) == "alta-recibida"
    opened = counter.only_case()
    assert (opened.stage, opened.nss) == (Stage.ALTA_POR_TRAMITAR, nss())
