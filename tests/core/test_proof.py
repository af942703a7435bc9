"""Each check of a constancia is there because of a page that would be surely wrong without it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.constancias import HEAD, HOLDER, NO, SCHOOL, STUDENT, TABLE
from tests.core.pages import looked_again, page, scan
from worker.core.kinds.constancia import examine
from worker.core.paper import proof
from worker.core.paper.layout import lay_out
from worker.core.paper.proof import CHECKS, EDITABLE, Check, is_sure, passed, problems
from worker.core.reading import interpret
from worker.core.types import Page

SURE = HEAD + HOLDER + "Vigente:   SI\n" + STUDENT
PARENT = HEAD + "Nombre:   ANA ROMERO DIAZ\nCURP:   RODA750310MCSMZN00\nNSS:   53977512341\nVigente:   NO\n"
BENEFICIARY = HEAD + HOLDER + "Vigente:   SI\nTipo de asegurado:   BENEFICIARIO HIJO(A)\nAgregado médico:   3F2004OR\n"
NUMBER, CURP_LINE = "80-24-04-4217-0", "CURP:                          HERI041213MVZRMTC7\n"

ONLY_THIS_FAILS: dict[str, Page] = {
    "tiene el título de una constancia": page(SURE.replace("Constancia de Vigencia de Derechos", "Consulta")),
    "no está escrita en un documento editable": page(SURE, engine="docx"),
    "tiene un NSS con etiqueta y dígito verificador": page(SURE.replace(NUMBER, "")),
    "el NSS es el de la cadena original": page(
        SURE + "Cadena original: ||Invocante:x|Número de Seguridad Social:71190460015||\n"
    ),
    "ninguna lectura da otro NSS": looked_again(scan(SURE), **{"80_24_04_4217_0": "80240642175"}),
    "el NSS se leyó con certeza": scan(SURE.replace(NUMBER, "80240642175")),
    "el NSS puede ser de quien tiene la CURP": page(SURE.replace(NUMBER, "53977512341")),
    "el titular está nombrado": page(SURE.replace(CURP_LINE, "").replace("ITZEL HERNANDEZ ROMERO", "")),
    "la CURP se leyó con certeza": page(SURE + "Cadena original: ||Invocante:x|Curp:RODA750310MCSDRN07|F:1||\n"),
    "el nombre va con la CURP": page(SURE.replace("ITZEL HERNANDEZ", "ANA HERNANDEZ")),
    "habla de una sola persona": page(SURE + "Asegurado:   JUAN PEREZ LOPEZ\n"),
    "no es la constancia de un familiar": page(
        PARENT + TABLE.format(row="ITZEL HERNANDEZ ROMERO        HIJO(A)       3F2004OR    HERI041213MVZRMTC7")
    ),
    "el NSS no es el del titular": page(BENEFICIARY.replace(NUMBER, "80240642175")),
    "dice si está vigente": page(HEAD + HOLDER + STUDENT),
    "la vigencia no está en blanco": page(SURE + "Con derecho al servicio médico:\n"),
    "la vigencia es clara": page(SURE + "Fecha de baja:   02/10/2025\n"),
    "la vigencia no se contradice": page(SURE + "Con derecho al servicio médico:   NO\n"),
    "ninguna lectura da otra vigencia": looked_again(scan(SURE), SI="NO"),
    "la vigencia se leyó con certeza": scan(SURE.replace("Vigente:   SI", "Estatus:      VIGENTE")),
    "el IMSS no avisa de inconsistencias": page(NO + "Existe inconsistencia en la información de su registro.\n"),
    "el seguro no se contradice": page(SURE + "Tipo de asegurado:   TRABAJADOR\n"),
    "está probado por quién está vigente": page(HEAD + HOLDER + "Vigente:   SI\nModalidad:   32\n"),
}


def test_every_check_has_its_page() -> None:
    assert list(ONLY_THIS_FAILS) == [check.name for check in CHECKS]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_without_this_check_the_page_is_read_as_sure(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = ONLY_THIS_FAILS[check.name]
    assert not interpret("x", [drawn], SCHOOL).sure
    monkeypatch.setattr(proof, "CHECKS", tuple(other for other in CHECKS if other is not check))
    assert interpret("x", [drawn], SCHOOL).sure


@pytest.mark.parametrize("name", list(ONLY_THIS_FAILS))
def test_nothing_but_this_check_fails_on_its_page(name: str) -> None:
    constancia = examine(lay_out(ONLY_THIS_FAILS[name]), SCHOOL)
    assert [check.name for check in CHECKS if not check.holds(constancia)] == [name]
    assert not is_sure(constancia)
    assert problems(constancia) and name not in passed(constancia)


def test_the_page_that_they_are_made_from_is_sure() -> None:
    for drawn in (page(SURE), scan(SURE), looked_again(scan(SURE)), page(NO)):
        assert is_sure(examine(lay_out(drawn), SCHOOL))


@pytest.mark.parametrize("engine", sorted(EDITABLE))
def test_a_typed_constancia_is_read_and_never_sure(engine: str) -> None:
    reading = interpret("x.docx", [page(SURE, engine=engine)], SCHOOL)
    assert (reading.nss is not None, reading.vigente is not None, reading.sure) == (True, True, False)
    assert proof.TYPED in reading.problems


def test_a_picture_in_a_typed_document_is_a_picture_like_any_other() -> None:
    typed = page("Buenas tardes, adjunto mi constancia.\nGracias.", engine="docx")
    assert interpret("x.docx", [typed, replace(scan(SURE), number=2)], SCHOOL).sure
