"""The same facts in every layout and printed form, from a text layer and from an OCR."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.core.constancias import SCHOOL
from tests.core.layouts import LAYOUTS, layout, printed
from tests.core.pages import page, scan
from tests.core.people import Person, people
from worker.core.paper.names import name_words
from worker.core.reading import interpret
from worker.core.types import Document, Reading

PEOPLE = tuple(people())
# Whether SI/NO over its label is the answer to it, or to the label over that, cannot be told.
UNTOLD = "label below its value"
# The words of the seals at the end.
_SEALS = 14


def said(reading: Reading) -> tuple[object, ...]:
    """Kind, NSS, CURP, name without accents, status and day."""
    return (
        reading.document,
        reading.nss.value.digits if reading.nss else None,
        reading.curp.value.text if reading.curp else None,
        name_words(reading.name.value) if reading.name else None,
        reading.vigente.value if reading.vigente else None,
        reading.issued.value if reading.issued else None,
    )


def facts(person: Person, name: str) -> tuple[object, ...]:
    """What a reading of that layout has to say."""
    status = None if name == UNTOLD else False
    return Document.CONSTANCIA, person.nss, person.curp, name_words(person.name), status, date(2026, 5, 23)


@pytest.mark.parametrize("draw", [page, scan], ids=["text layer", "ocr"])
@pytest.mark.parametrize("form", range(6), ids=["plain", "hyphens", "spaces", "last", "two words", "full width"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_labels_are_known_by_meaning_wherever_they_stand(name: str, form: int, draw: type) -> None:
    person = PEOPLE[form % len(PEOPLE)]
    reading = interpret("x", [draw(layout(LAYOUTS[name], person, printed(person.nss)[form]))], SCHOOL)
    assert said(reading) == facts(person, name)
    assert reading.sure is (name != UNTOLD)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
@pytest.mark.parametrize("name", LAYOUTS)
def test_names_of_every_make_are_read_whole_and_given_names_first(name: str, person: Person) -> None:
    reading = interpret("x", [page(layout(LAYOUTS[name], person, person.nss))], SCHOOL)
    assert said(reading) == facts(person, name)


@pytest.mark.parametrize("name", [name for name, text in LAYOUTS.items() if "{by_chance}" in text])
def test_without_an_nss_no_other_number_is_taken_for_it(name: str) -> None:
    blank = re.sub(r"\{nss[^}]*\}", "", LAYOUTS[name])
    for draw in (page, scan):
        reading = interpret("x", [draw(layout(blank, PEOPLE[1], ""))], SCHOOL)
        assert (reading.nss, reading.sure) == (None, False)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_word_that_an_ocr_loses_makes_no_wrong_number_and_nothing_surely_wrong(name: str) -> None:
    person = PEOPLE[len(name) % len(PEOPLE)]
    whole = scan(layout(LAYOUTS[name], person, printed(person.nss)[len(name) % 6]))
    for place in range(0, len(whole.words) - _SEALS, 4):
        words = whole.words[:place] + whole.words[place + 1 :]
        reading = interpret("x", [replace(whole, words=words)], SCHOOL)
        assert reading.nss is None or reading.nss.value.digits == person.nss
        assert not (reading.sure and (reading.vigente is None or reading.vigente.value))
