"""Which lines of a page remain when it was looked at closer."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from tests.engines.drawn import picture
from worker.engines.ppocr.bands import around, closer_lines, spreading_lines
from worker.engines.ppocr.detect import lines_of
from worker.engines.ppocr.models import Gray, missing
from worker.engines.ppocr.outlines import Quad

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(bool(missing()), reason="the lighter engine reads the whole page at once"),
]

LINES = tuple(f"Renglon numero {number} de una hoja con pocas palabras" for number in range(1, 7))


def drawn(turned: float = 0.0) -> Gray:
    sheet = picture(LINES, (1100, 600), "L").rotate(turned, Image.Resampling.BICUBIC, fillcolor=255)
    return np.asarray(sheet)


def stretched(line: Quad, share: float) -> Quad:
    """The outline with its right end moved to this share of its length."""
    along = (line[1] - line[0]) * np.float32(share - 1)
    return line + np.array([0 * along, along, along, 0 * along], dtype=np.float32)


def looked(sheet: Gray, known: list[Quad], clear: list[Quad]) -> list[Quad]:
    return closer_lines(sheet, known, around(sheet, known), clear)


def has(lines: list[Quad], line: Quad) -> bool:
    return any(np.array_equal(line, other) for other in lines)


@pytest.mark.parametrize("turned", [0.0, 4.0, -4.0])
def test_every_line_stays_one_line_however_the_page_lies(turned: float) -> None:
    sheet = drawn(turned)
    known = lines_of(sheet)
    assert len(known) == len(LINES)
    assert len(looked(sheet, known, [])) == len(LINES)
    assert len(looked(sheet, known, known)) == len(LINES)


@pytest.mark.parametrize("turned", [0.0, 4.0])
def test_a_line_of_which_only_a_piece_is_found_again_stays_as_it_was(turned: float) -> None:
    sheet = drawn(turned)
    known = lines_of(sheet)
    folded = np.array(sheet)
    ends = known[2][[1, 2]].mean(axis=0).astype(int)
    folded[ends[1] - 30 : ends[1] + 30, (known[2][:, 0].min() + ends[0]).astype(int) // 2 - 40 :] = 255
    assert has(looked(folded, known, []), known[2])


def test_a_clear_line_needs_no_better_look_unless_it_is_a_piece() -> None:
    sheet = drawn()
    known = lines_of(sheet)
    assert all(has(looked(sheet, known, known), line) for line in known)
    piece = stretched(known[1], 0.5)
    pieces = [*known[:1], piece, *known[2:]]
    assert not has(looked(sheet, pieces, pieces), piece)
    assert len(looked(sheet, pieces, pieces)) == len(LINES)


def test_a_far_sheet_of_which_one_line_was_found_is_found_outward_from_it() -> None:
    sheet = np.full((2600, 2200), 255, np.uint8)
    sheet[1500:2100, 900:2000] = drawn()
    (known,) = [line + np.array([900, 1500], np.float32) for line in lines_of(drawn())[2:3]]
    assert len(spreading_lines(sheet, [known])) == len(LINES)
    assert spreading_lines(sheet, []) == []
