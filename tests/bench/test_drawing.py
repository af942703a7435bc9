"""The bench's papers say what their truth says, are drawn alike again, and hold the traps that papers have."""

from __future__ import annotations

import io
import random
import re

import pypdfium2 as pdfium
import pytest

from bench.canvas import Drawn
from bench.carriers import Given
from bench.content import Content
from bench.facts import Facts, facts
from bench.layouts import HELD, LAYOUTS, SCREENS, TUNED, Layout
from bench.levels import LEVELS
from bench.machine import pictures
from bench.others import OTHERS
from bench.papers import OTHER_SHARE, draw
from bench.truth import about
from bench.wording import wording
from worker.core.types import Through

SEEDS = range(3)
CARRIERS = [(level, name) for level, carriers in LEVELS.items() for name in carriers]


def _constancia(layout: Layout, said: Facts, seed: int) -> Drawn:
    rng = random.Random(seed)
    return layout(Content(said, wording(rng), rng))


def _text(page: Drawn) -> str:
    """The page's text in one line, without what separates the groups of a number."""
    document = pdfium.PdfDocument(io.BytesIO(page.pdf))
    text = str(document[0].get_textpage().get_text_range())
    document.close()
    return re.sub(r"(?<=\d)[ -](?=\d)", "", " ".join(text.split()))


def _inside(page: Drawn) -> bool:
    """Whether all that decides stands on the sheet."""
    return all(
        0 <= spot.left <= spot.left + spot.width <= page.width and spot.top + spot.height <= page.height
        for spot in page.spots
    )


def _parents(count: int) -> list[Facts]:
    drawn = (facts(random.Random(seed)) for seed in range(1000))
    return [each for each in drawn if each.relatives][:count]


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_shows_what_the_truth_says(name: str) -> None:
    for seed in SEEDS:
        said = facts(random.Random(seed))
        page = _constancia(LAYOUTS[name], said, seed)
        text = _text(page)
        assert said.person.nss in text
        assert said.person.curp in text
        assert about(said).nss == (None if said.borrowed else said.person.nss)
        assert _inside(page)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_parents_page_names_the_children(name: str) -> None:
    for said in _parents(2):
        text = _text(_constancia(LAYOUTS[name], said, 1)).replace(" ", "")
        for child in said.beneficiaries:
            assert child.plain.replace(" ", "") in text
        assert about(said).sure == "never"


@pytest.mark.parametrize("name", OTHERS)
def test_another_paper_is_drawn_and_nobody_is_to_be_sure_of_it(name: str) -> None:
    page, said = OTHERS[name](random.Random(name))
    assert _inside(page)
    assert said.sure == "never"


@pytest.mark.parametrize(("level", "name"), CARRIERS)
def test_a_carrier_makes_a_file_that_the_reference_can_open(level: int, name: str) -> None:
    rng = random.Random(name)
    page, _ = OTHERS["cartilla"](rng)
    beside, _ = OTHERS["pago"](rng)
    file = LEVELS[level][name](Given(page, (beside, beside), rng))
    listed = list(pictures(file.content))
    assert len(listed) >= file.page
    assert listed[file.page - 1].mode == "RGB"


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_same_seed_draws_the_same_files(level: int) -> None:
    assert draw(2, 1, level) == draw(2, 1, level)


def test_another_seed_draws_another_file() -> None:
    assert draw(2, 5, 1)[0].content != draw(3, 5, 1)[0].content


def test_enough_layouts_are_there_and_some_are_held_apart() -> None:
    assert len(TUNED) >= 8
    assert len(HELD) >= 5
    assert not TUNED.keys() & HELD.keys()
    assert TUNED.keys() >= SCREENS & LAYOUTS.keys()


def test_a_paper_in_four_is_of_another_kind() -> None:
    assert OTHER_SHARE >= 0.25
    assert len(OTHERS) >= 12


def test_the_traps_that_papers_have_are_drawn() -> None:
    drawn = [facts(random.Random(seed)) for seed in range(1000)]
    traps: dict[str, list[Facts]] = {
        "not vigente": [each for each in drawn if each.vigente is False],
        "SI and NO left blank": [each for each in drawn if each.vigente is None and not each.inconsistent],
        "an inconsistency instead": [each for each in drawn if each.inconsistent],
        "a parent's page": [each for each in drawn if each.relatives],
        "a child too young to study": [each for each in drawn if each.beneficiaries and not each.relatives],
        "the titular apart": [each for each in drawn if each.titular and not each.borrowed],
        "the titular's number alone": [each for each in drawn if each.borrowed],
        **{str(through): [each for each in drawn if each.through is through] for through in Through},
    }
    assert not [trap for trap, found in traps.items() if len(found) < 10]
