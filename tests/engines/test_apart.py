"""Two papers in one picture are parted by how their lines lie; one paper, be it folded or seen aslant, is not."""

from __future__ import annotations

import numpy as np
import pytest

from worker.engines.ppocr.apart import papers_apart
from worker.engines.ppocr.draft import Draft
from worker.engines.ppocr.lines import Letter
from worker.engines.ppocr.outlines import Quad


def line(x: float, y: float, angle: float, length: float = 200, height: float = 20) -> Quad:
    along = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    down = np.array([-along[1], along[0]])
    start = np.array([x, y])
    corners = [start, start + length * along, start + length * along + height * down, start + height * down]
    return np.array(corners, dtype=np.float32)


def paper(x: float, angle: float, lines: int = 6) -> list[Quad]:
    return [line(x, 100 + 60 * row, angle + row % 3 * 0.4) for row in range(lines)]


@pytest.mark.parametrize("angle", [8.0, -9.0, 25.0])
def test_the_lines_of_another_paper_are_told_by_their_direction_the_longer_list_first(angle: float) -> None:
    quads = [*paper(900, angle, 3), *paper(100, 0.0)]
    assert papers_apart(quads) == ([3, 4, 5, 6, 7, 8], [0, 1, 2])


def test_a_short_line_goes_with_the_nearest_longer_one() -> None:
    quads = [*paper(900, 15.0, 4), *paper(100, 0.0), line(150, 130, 40.0, length=30), line(950, 150, -20.0, length=30)]
    main, other = papers_apart(quads)
    assert 10 in main
    assert 11 in other


@pytest.mark.parametrize("spread", [0.0, 3.0, 8.0])
def test_lines_that_turn_little_by_little_are_of_one_paper(spread: float) -> None:
    assert papers_apart([line(100, 60 * row, spread * row / 10) for row in range(11)]) == ()


def test_one_line_askew_is_a_stamp_and_no_paper() -> None:
    assert papers_apart([*paper(100, 0.0), line(300, 300, 20.0)]) == ()
    assert papers_apart([]) == ()
    assert papers_apart([line(0, 0, 0.0)]) == ()


def test_a_draft_of_some_lines_keeps_what_was_read_of_them() -> None:
    quads = paper(100, 0.0)
    draft = Draft(np.full((600, 800), 255, np.uint8), 90, quads, {1: (Letter("A", 0.9, 0.5),), 4: ()})
    some = draft.only([4, 1, 2])
    assert (some.turn, sorted(some.read)) == (90, [0, 1])
    assert some.read[1] == draft.read[1]
    assert all(np.array_equal(quad, quads[place]) for quad, place in zip(some.quads, [4, 1, 2], strict=True))
