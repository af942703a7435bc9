from __future__ import annotations

import pytest

from worker.core.boxes import around, share_within, shared
from worker.core.types import Box

SQUARE = Box(0.25, 0.25, 0.5, 0.5)


def test_the_box_around_several_reaches_as_far_as_each() -> None:
    assert around([SQUARE]) == SQUARE
    assert around([SQUARE, Box(0.125, 0.375, 0.25, 0.75)]) == Box(0.125, 0.25, 0.5, 0.75)


def test_nothing_has_no_box_around_it() -> None:
    with pytest.raises(ValueError):
        around([])


@pytest.mark.parametrize(
    ("other", "common"),
    [
        (Box(0.375, 0.125, 0.75, 0.375), (0.125, 0.125)),
        (Box(0.0, 0.0, 1.0, 1.0), (0.25, 0.25)),
        (Box(0.5, 0.25, 0.75, 0.5), (0.0, 0.0)),
        (Box(0.25, 0.75, 0.5, 1.0), (0.0, 0.0)),
    ],
    ids=["overlapping", "inside", "touching", "apart"],
)
def test_what_two_boxes_share_is_the_same_from_either(other: Box, common: tuple[float, float]) -> None:
    assert shared(SQUARE, other) == shared(other, SQUARE) == common


def test_a_share_is_of_the_first_box() -> None:
    assert share_within(SQUARE, Box(0.375, 0.0, 1.0, 1.0)) == 0.5
    assert share_within(Box(0.0, 0.0, 0.5, 0.5), SQUARE) == 0.25
    assert share_within(Box(0.3, 0.3, 0.3, 0.4), SQUARE) == 0.0
