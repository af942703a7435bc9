"""Nothing that was not read yet, and no picture of it, makes a page sure against what its print says."""

from __future__ import annotations

from dataclasses import replace

from tests.core.constancias import HEAD, SCHOOL
from tests.core.pages import looked_again, scan
from worker.core.paper.students import may_have_student
from worker.core.types import Box, Page, Word
from worker.engines.judge import Judge
from worker.engines.recognise import completed

STUDENT = "\nNombre:                        ITZEL HERNANDEZ ROMERO\nCURP:                          HERI041213MVZRMTC7\n"
PARENT = "\nNombre:                        RAUL ROMERO DIAZ\nCURP:                          RODR750310HCSMZL05\n"
NO = "Vigente:                       NO\n"


def page_of(holder: str, nss: str) -> Page:
    return looked_again(scan(f"{HEAD}{holder}Número de Seguridad Social:    {nss}\n{NO}"))


def test_a_young_holders_page_settles_before_its_small_print_is_read() -> None:
    assert Judge(SCHOOL).settles(page_of(STUDENT, "80-24-04-4217-0"))


def test_a_page_of_somebody_old_enough_to_have_a_student_child_is_read_to_its_end() -> None:
    page = page_of(PARENT, "80937542175")
    assert Judge(SCHOOL).suffices(page)
    assert not Judge(SCHOOL).settles(page)


def test_who_may_have_a_child_of_student_age() -> None:
    assert may_have_student(1975, 2026)
    assert not may_have_student(2004, 2026)
    assert may_have_student(None, 2026)
    assert may_have_student(1975, None)


def test_a_picture_adds_to_a_text_layer_and_never_takes_its_place() -> None:
    line, code = Box(0.1, 0.8, 0.9, 0.82), Box(0.1, 0.1, 0.2, 0.12)
    layer = Page(1, 600, 800, (Word("BENEFICIARIO:", line),), "pdfplumber")
    seen = Page(1, 1200, 1600, (Word("8ENEFICIARI0", line, 0.7), Word("SI", code, 0.9)), "pp-ocr")
    both = completed(layer, seen)
    assert [word.text for word in both.words] == ["BENEFICIARIO:", "SI"]
    assert completed(layer, replace(seen, words=())).words == layer.words
    assert completed(layer, replace(seen, turn=90)) == layer
