"""Real files with accidents: whatever happens to one, a value comes out, and none of a kind that nobody foresaw."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.fuzz import MOST_SECONDS, run
from bench.mutants import seeds
from worker.engines.base import Limits
from worker.engines.opening import open_sheets

pytestmark = pytest.mark.integration

COUNT, SEED = 500, 20_260_907


@pytest.mark.parametrize("kind", seeds())
def test_the_files_are_sound_before_anything_happens_to_them(kind: str) -> None:
    for content in seeds()[kind]:
        assert isinstance(open_sheets(content, Limits(10**7, 30)), tuple)


def test_five_hundred_files_with_accidents() -> None:
    outcomes = list(run(COUNT, SEED))
    assert len(outcomes) == COUNT
    assert [each.what for each in outcomes if each.bad or "(" in each.what] == []
    assert max(each.seconds for each in outcomes) < MOST_SECONDS
    kinds = Counter(each.mutant.kind for each in outcomes if each.what == "leído")
    assert len(kinds) == len(seeds())
    assert sum(kinds.values()) < COUNT * 0.9
