"""Clean scans, screenshots and straight photos are read whole: not a value wrong, hardly one left open."""

from __future__ import annotations

from datetime import date

import pytest
from PIL import Image, ImageDraw, ImageFont

from worker.core.reading import interpret
from worker.core.school import School
from worker.core.types import Box, Reading, Through, Word
from worker.demo import photo
from worker.demo.constancias import constancia
from worker.demo.people import Person
from worker.demo.school import BACHILLERATO, EMPLOYER, PATRONES, REGISTROS, SCHOOL, SCHOOL_NAME, Insurance
from worker.engines import Recogniser
from worker.engines.again import improved
from worker.engines.base import CROP_PIXELS

pytestmark = pytest.mark.integration
SCHOOL_FACTS = School(SCHOOL_NAME, REGISTROS, PATRONES)
STATES: tuple[tuple[bool, Insurance, Through | None], ...] = (
    (True, SCHOOL, Through.TECNOLOGICO),
    (False, SCHOOL, None),
    (True, BACHILLERATO, Through.OTRA_ESCUELA),
    (True, EMPLOYER, Through.EMPLEO),
)


@pytest.mark.parametrize("layout", [1, 2])
@pytest.mark.parametrize("state", range(4))
def test_a_clean_scan_is_sure_and_right(
    state: int, layout: int, people: tuple[Person, ...], recogniser: Recogniser
) -> None:
    person = people[state]
    vigente, insurance, through = STATES[state]
    paper = photo.scan(constancia(person, vigente, insurance, issued=date(2026, 9, 1), layout=layout))
    reading = interpret("scan.pdf", recogniser(paper)[0], SCHOOL_FACTS)
    assert told(reading) == (True, person.nss, vigente, through), reading.problems


def told(reading: Reading) -> tuple[bool, str | None, bool | None, Through | None]:
    return (
        reading.sure,
        reading.nss.value.digits if reading.nss else None,
        reading.vigente.value if reading.vigente else None,
        reading.through.value if reading.through else None,
    )


def line(text: str, value: str) -> Image.Image:
    picture = Image.new("L", (1600, 400), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(40)
    draw.text((100, 150), text, 0, font)
    draw.text((1100, 150), value, 0, font)
    return picture


def test_a_word_that_the_first_look_dropped_is_found_by_the_second() -> None:
    assert CROP_PIXELS > 1600 * 400
    label = Word("derecho", Box(100 / 1600, 150 / 400, 260 / 1600, 195 / 400), 0.96)
    words = improved((label,), line("derecho", "SI"))
    assert "SI" in {word.text.upper().replace("Í", "I") for word in words}
    assert [word.text for word in words if word.box == label.box] == ["derecho"]


def test_two_looks_that_agree_are_surer_than_one() -> None:
    box = Box(100 / 1600, 155 / 400, 260 / 1600, 195 / 400)
    (word, *_) = improved((Word("derecho", box, 0.5),), line("derecho", ""))
    assert word.confidence > 0.5


def test_nothing_to_hold_on_to_leaves_the_words_as_they_are() -> None:
    words = (Word("factura", Box(0.1, 0.1, 0.2, 0.2), 0.9),)
    assert improved(words, line("factura", "SI")) == words
