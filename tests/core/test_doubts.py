"""Which places a second engine is asked to look at: what keeps a constancia from being sure, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.constancias import HEAD, SCHOOL
from tests.core.pages import page, scan
from worker.core.boxes import fall_of, level_height
from worker.core.reading import open_questions
from worker.core.types import Evidence, Page, Word

NUMBERS = """
Nombre:                        ITZEL HERNANDEZ ROMERO
CURP:                          HERI041213MVZRMTC7
Número de Seguridad Social:    80-24-04-4217-0
"""
SURE = HEAD + NUMBERS + "Vigente:                       NO\n"


def asked(drawn: Page) -> tuple[Evidence, ...]:
    return open_questions([drawn], SCHOOL)


def covers(questions: tuple[Evidence, ...], word: Word) -> bool:
    x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
    return any(
        question.box.left <= x <= question.box.right and question.box.top <= y <= question.box.bottom
        for question in questions
    )


def word(drawn: Page, text: str) -> Word:
    return next(each for each in drawn.words if each.text == text)


def test_nothing_is_asked_of_a_page_that_is_sure_or_printed() -> None:
    assert asked(scan(SURE)) == ()
    assert asked(page(SURE.replace("NO\n", "\n"))) == ()


@pytest.mark.parametrize(
    ("was", "now", "place"),
    [
        ("80-24-04-4217-0", "80-24-99-4217-8~", "80-24-99-4217-8"),
        ("80-24-04-4217-0", "", "Social:"),
        ("HERI041213MVZRMTC7", "", "CURP:"),
        ("ITZEL HERNANDEZ ROMERO", "JOSE~ PEREZ~ SOLIS~", "JOSE"),
        ("ITZEL HERNANDEZ ROMERO", "JOSE~ PEREZ~ SOLIS~", "HERI041213MVZRMTC7"),
        ("NO", "NO~", "NO"),
        ("NO", "", "Vigente:"),
    ],
)
def test_what_is_in_doubt_or_missing_is_asked_for(was: str, now: str, place: str) -> None:
    drawn = scan(SURE.replace(was, now))
    questions = asked(drawn)
    assert covers(questions, word(drawn, place))
    assert all(question.page == 1 and question.engine == "tesseract" for question in questions)


def test_where_nobody_is_named_both_labels_are_asked_for() -> None:
    drawn = scan(SURE.replace("HERI041213MVZRMTC7", "").replace("ITZEL HERNANDEZ ROMERO", ""))
    assert all(covers(asked(drawn), word(drawn, label)) for label in ("CURP:", "Nombre:"))


def test_a_number_without_its_label_is_asked_for_with_what_stands_over_it() -> None:
    drawn = scan(SURE.replace("Número de Seguridad Social:", "").replace("80-24-04-4217-0", "80-24-04-4217-0~"))
    number = word(drawn, "80-24-04-4217-0")
    above = [question for question in asked(drawn) if not question.text]
    assert covers(asked(drawn), number)
    assert any(question.box.bottom <= number.box.top + 0.001 for question in above)


def test_a_lone_answer_without_its_label_is_asked_for() -> None:
    drawn = scan(HEAD + NUMBERS + "                       NO VIGENTE~\n")
    assert covers(asked(drawn), word(drawn, "VIGENTE"))


def test_through_whom_is_asked_for_where_it_is_not_proven() -> None:
    drawn = scan(
        HEAD + NUMBERS + "Vigente:   SI\nModalidad:   32~\nRegistro patronal:\nPatrón:   INSTITUTO~ DE~ NADA~\n"
    )
    questions = asked(drawn)
    assert covers(questions, word(drawn, "32"))
    assert covers(questions, word(drawn, "Registro"))


@pytest.mark.parametrize("slope", [0.1, -0.1])
def test_what_is_asked_for_follows_lines_that_fall(slope: float) -> None:
    text = SURE.replace("NO\n", f"{' ' * 40}N~\n").replace("80-24-04-4217-0", f"{' ' * 40}80-24-99-4217-8~")
    drawn = replace(page(text, 1, "tesseract", 0.95, slope), slope=slope)
    questions = asked(drawn)
    assert covers(questions, word(drawn, "N"))
    assert covers(questions, word(drawn, "80-24-99-4217-8"))
    fall = fall_of(drawn)
    highest = max(level_height(question.box, fall) for question in questions)
    assert highest < 5 * level_height(word(drawn, "Vigente:").box, fall)


def test_an_answer_that_may_be_the_other_one_is_asked_for() -> None:
    drawn = scan(SURE.replace("Vigente:                       NO", "Vigente: NO: Fecha de cobertura: 02/09/2026"))
    assert covers(asked(drawn), word(drawn, "NO:"))
