"""Every file of the table does what the table says, within the limits, and the next file is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.hostile.table import CASES, CONSTANCIA, Case
from tests.hostile.trial import MEMORY, new_pool, tried
from worker.engines import Recogniser
from worker.engines.walls.confine import Confinement

pytestmark = pytest.mark.integration

# Also the first picture is read within it, for which a child loads its networks.
PAGE_SECONDS = 3
# What a file may take in all on a machine that does other things too: a new child's start, a page's limit, the kill.
MOST_SECONDS = 60
# Of computing: the opening and a page or two.
MOST_COMPUTED = 8


@pytest.fixture(scope="module")
def pool() -> Iterator[Recogniser]:
    with new_pool(PAGE_SECONDS) as pool:
        yield pool


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_no_file_does_more_than_its_line_says(pool: Recogniser, case: Case) -> None:
    trial = tried(case, pool)
    said = " ".join(trial.reading.problems)
    assert (trial.reading.document, bool(re.search(case.says, said))) == (case.outcome, True), said
    assert not trial.reading.sure
    assert trial.highest < MEMORY
    assert trial.seconds < MOST_SECONDS
    assert trial.computed < MOST_COMPUTED


def test_no_two_lines_are_of_the_same_file() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names)) > 80


def test_after_all_of_them_a_paper_is_read_by_children_that_are_walled_in(pool: Recogniser) -> None:
    ordinary = next(case for case in CASES if case.outcome is CONSTANCIA and case.name.startswith("PDF: cifrado"))
    assert tried(ordinary, pool).reading.nss is not None
    assert pool.confinement() == Confinement(network=True, files=True, privileges=True, calls=True)
