"""Two papers that lie in one photo."""

from __future__ import annotations

from tests.core.pages import page, scan
from tests.core.test_kinds import CONSTANCIA, SCHOOL
from worker.core.reading import interpret
from worker.core.types import Document

BESIDE = """
   Constancia de Vigencia de Derechos                       INSTITUTO NACIONAL ELECTORAL
Nombre:   ITZEL HERNANDEZ ROMERO                            CREDENCIAL PARA VOTAR
CURP:     HERI041213MVZRMTC7                                CURP {curp}
NSS:      80240442170
Vigente:  NO                                                IDMEX1234567890<<1234567890123
"""


def test_a_constancia_beside_another_paper_in_one_photo_is_read_by_itself() -> None:
    for draw in (page, scan):
        reading = interpret("x.jpg", [draw(BESIDE.format(curp="HERI041213MVZRMTC7"))], SCHOOL)
        assert (reading.document, reading.sure) == (Document.CONSTANCIA, True)
        assert reading.nss and reading.nss.value.digits == "80240442170"


def test_somebody_elses_paper_beside_it_makes_it_unsure() -> None:
    reading = interpret("x.jpg", [page(BESIDE.format(curp="PELJ060615HCSRPNA7"))], SCHOOL)
    assert (reading.document, reading.sure) == (Document.CONSTANCIA, False)


def test_a_constancia_over_another_paper_in_one_photo_is_read_by_itself() -> None:
    text = (
        CONSTANCIA.format(title="Constancia de Vigencia de Derechos") + "\n\n\n\n  CREDENCIAL PARA VOTAR\nIDMEX12<<12"
    )
    reading = interpret("x.jpg", [page(text)], SCHOOL)
    assert (reading.document, reading.sure) == (Document.CONSTANCIA, True)


def test_blanks_that_part_no_two_papers_leave_an_ambiguity() -> None:
    text = CONSTANCIA.format(title="Constancia de Vigencia de Derechos") + "CREDENCIAL PARA VOTAR"
    reading = interpret("x.jpg", [page(text + "\n\n\n\nUMF:   13\n\n\n\nTurno:   MATUTINO")], SCHOOL)
    assert (reading.document, reading.nss) == (Document.OTRO, None)


def test_two_titles_that_no_blank_parts_stay_an_ambiguity() -> None:
    text = CONSTANCIA.format(title="Constancia de Vigencia de Derechos") + "CREDENCIAL PARA VOTAR"
    reading = interpret("x.jpg", [page(text)], SCHOOL)
    assert (reading.document, reading.nss, reading.for_a_person) == (Document.OTRO, None, True)
