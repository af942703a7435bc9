from __future__ import annotations

import pytest

from worker.core.boxes import along, around, fall_of, level_height, share_within, shared
from worker.core.types import Box, Page

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


def test_how_far_lines_fall_is_told_in_heights_of_the_page() -> None:
    assert fall_of(Page(1, 800, 400, (), "x", slope=0.25)) == 0.5
    assert fall_of(Page(1, 800, 400, (), "x")) == 0.0


@pytest.mark.parametrize("fall", [0.5, -0.5])
def test_a_box_on_a_line_that_falls_is_higher_than_its_words(fall: float) -> None:
    assert level_height(Box(0.25, 0.25, 0.5, 0.5), fall) == 0.125
    assert level_height(Box(0.0, 0.25, 1.0, 0.5), fall) == 0.0


@pytest.mark.parametrize(
    ("fall", "line"),
    [
        (0.0, Box(0.25, 0.25, 1.0, 0.5)),
        # From where the line begins, the words an eighth high, it falls by a half over the page's width.
        (0.5, Box(0.25, 0.25, 1.0, 0.75)),
        (-0.5, Box(0.25, 0.0, 1.0, 0.5)),
    ],
)
def test_a_line_is_followed_as_it_falls(fall: float, line: Box) -> None:
    assert along(SQUARE, 0.25, 1.0, fall) == line
    assert along(along(SQUARE, 0.25, 1.0, fall), 0.25, 0.5, fall) == SQUARE
