"""Every value carries the place it was read from: what is cut out there reads as the same value, and nothing else."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from worker.core.reading import interpret
from worker.core.school import School
from worker.core.types import Evidence, Reading, Unreadable
from worker.demo import photo
from worker.demo.constancias import constancia
from worker.demo.people import Person
from worker.demo.school import BACHILLERATO, PATRONES, REGISTROS, SCHOOL, SCHOOL_NAME
from worker.engines import Recogniser
from worker.engines.tesseract import words_of_block

pytestmark = pytest.mark.integration
SCHOOL_FACTS = School(SCHOOL_NAME, REGISTROS, PATRONES)
ISSUED = date(2026, 9, 1)


def drawn(person: Person, carrier: str, layout: int) -> bytes:
    paper = constancia(person, layout == 1, SCHOOL if layout == 1 else BACHILLERATO, issued=ISSUED, layout=layout)
    carriers = {
        "text layer": lambda: paper,
        "scan": lambda: photo.scan(paper),
        "turned scan": lambda: photo.turned(photo.screenshot(paper), 90),
    }
    return carriers[carrier]()


def values(reading: Reading) -> Iterator[tuple[str, Evidence, str]]:
    """Each value found: its place, and what its crop has to say when blanks, accents and case are folded."""
    if reading.nss is not None:
        yield "nss", reading.nss.evidence, reading.nss.value.digits
    if reading.curp is not None:
        yield "curp", reading.curp.evidence, reading.curp.value.text
    if reading.name is not None:
        yield "name", reading.name.evidence, folded(reading.name.value)
    if reading.vigente is not None:
        yield "vigente", reading.vigente.evidence, folded(reading.vigente.evidence.text)


def same(field: str, read: str, expected: str) -> bool:
    """Equal to the letter; in a CURP Tesseract takes letters for digits and doubles them, so nearly is enough."""
    return read == expected or (field == "curp" and Levenshtein.distance(alike(read), alike(expected)) <= 2)


def alike(text: str) -> str:
    return text.translate(str.maketrans("OQDILSBZG", "000115826"))


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    return re.sub(r"[^A-Z0-9]", "", plain)


@pytest.mark.parametrize("layout", [1, 2])
@pytest.mark.parametrize("carrier", ["text layer", "scan", "turned scan"])
def test_the_crop_of_each_value_reads_as_that_value(
    carrier: str, layout: int, people: tuple[Person, ...], recogniser: Recogniser
) -> None:
    content = drawn(people[layout], carrier, layout)
    pages, _ = recogniser(content)
    reading = interpret("papel", pages, SCHOOL_FACTS)
    checked = {}
    for field, evidence, expected in values(reading):
        cut = recogniser.crop(content, evidence)
        assert not isinstance(cut, Unreadable)
        with Image.open(io.BytesIO(cut)) as picture:
            words = words_of_block(picture)
        checked[field] = (folded("".join(word.text for word in words)), expected)
    assert checked.keys() >= {"nss", "vigente", "name"}
    assert {field: pair for field, pair in checked.items() if not same(field, *pair)} == {}


def test_every_value_names_its_engine_its_page_and_the_checks_it_passed(
    people: tuple[Person, ...], recogniser: Recogniser
) -> None:
    pages, _ = recogniser(drawn(people[0], "text layer", 1))
    reading = interpret("papel", pages, SCHOOL_FACTS)
    assert reading.sure
    assert reading.checks
    for _, evidence, _ in values(reading):
        assert evidence.page == 1
        assert evidence.engine == "pdfplumber"
        assert evidence.checks
