"""Which sides of a page lie outside its picture: lines that run into an edge, print without any margin to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from worker.core.types import Box, Fault, Flaw, Word

Gray = npt.NDArray[np.uint8]

STRIP = 0.01
"""How broad, as a part of the picture, the box along a cut side is."""

# All in letters. Pages cropped through their lines have words that end within 0.2 of the edge (0.4 where a shadow lies
# there), on 5 lines and more; whole papers have 6 and more between their words and the edge, screens 2.5.
_AT_EDGE = 0.6
_FEWEST_LINES = 3
# Within how many letters of the edge there are so many letters of print on no whole page. What is as white as a screen
# may be one: it has its clock at the top, or a tab's name, and less of a margin at the bottom.
_MARGIN, _FEWEST_LETTERS = 4.0, 6
_SCREEN_HEAD = (4.0, 20)
_SCREEN_FOOT = (2.0, 10)
_SCREEN_WHITE = 245
# Every second to third line that is cut is cut through a stroke; none is where the picture merely ends at the text.
_CUT_THROUGH = 0.2
_STROKE = 0.2
# A row of letters that the edge cuts through: strokes, not specks nor a shadow, over this length without a wide gap.
_ROW = 10.0
_GAP = 2.5
_STROKES = 8
_THINNEST, _FULLEST = 0.15, 0.65
_PAPER = 0.8

# What decoders show of a JPEG where its data ended too soon, and the least of it, as a part of the picture.
_NO_DATA = 128
_MISSING = 0.03

LEFT, RIGHT = Box(0.0, 0.0, STRIP, 1.0), Box(1 - STRIP, 0.0, 1.0, 1.0)
TOP, BOTTOM = Box(0.0, 0.0, 1.0, STRIP), Box(0.0, 1 - STRIP, 1.0, 1.0)


def cut_sides(gray: Gray, words: Sequence[Word], letter: float, tones: tuple[float, float]) -> tuple[Flaw, ...]:
    """A flaw with a strip along each side that the print of an upright picture runs into.

    Args:
        gray: the picture.
        words: those found on it, in fractions of it.
        letter: the width of a letter in pixels.
        tones: how bright ink and paper are around the words, 0 to 255.
    """
    above = [(word.box.top * gray.shape[0] / letter, len(word.text)) for word in words]
    below = [((1 - word.box.bottom) * gray.shape[0] / letter, len(word.text)) for word in words]
    cut = (
        (LEFT, _lines_run_out(gray, words, letter, left=True)),
        (RIGHT, _lines_run_out(gray, words, letter, left=False)),
        (TOP, _is_crowded(above, _SCREEN_HEAD, tones) or _row_is_cut(gray, letter, tones)),
        (BOTTOM, _is_crowded(below, _SCREEN_FOOT, tones) or _row_is_cut(gray[::-1], letter, tones)),
    )
    return tuple(Flaw(Fault.CORTADA, strip) for strip, is_cut in cut if is_cut)


def unfinished(gray: Gray) -> tuple[Flaw, ...]:
    """A flaw with a strip along the side where the data of an upright picture ended too soon."""
    high, wide = (max(1, round(_MISSING * length)) for length in gray.shape)
    strips = ((LEFT, gray[:, :wide]), (RIGHT, gray[:, -wide:]), (TOP, gray[:high]), (BOTTOM, gray[-high:]))
    missing = (side for side, strip in strips if int(strip.min()) == int(strip.max()) == _NO_DATA)
    return tuple(Flaw(Fault.CORTADA, side) for side in missing)


def _lines_run_out(gray: Gray, words: Sequence[Word], letter: float, *, left: bool) -> bool:
    """Whether several lines end at the edge, some of them in the middle of a stroke."""
    width = gray.shape[1]
    at_edge = [word for word in words if (word.box.left if left else 1 - word.box.right) * width < _AT_EDGE * letter]
    through = sum(_stroke_at_edge(gray, word.box, letter, left=left) for word in at_edge)
    return len(at_edge) >= _FEWEST_LINES and through >= max(2, _CUT_THROUGH * len(at_edge))


def _stroke_at_edge(gray: Gray, box: Box, letter: float, *, left: bool) -> bool:
    """Whether ink, as dark as within the word, stands in the outermost columns, and paper too: no shadow, no table."""
    height, width = gray.shape
    rows = gray[int(box.top * height) : int(np.ceil(box.bottom * height))]
    word = rows[:, int(box.left * width) : int(np.ceil(box.right * width))]
    if word.size == 0:
        return False
    ink, paper = np.percentile(word, (3, 92))
    reach = max(2, round(_STROKE * letter))
    edge = rows[:, :reach] if left else rows[:, -reach:]
    middle = (ink + paper) / 2
    return bool(edge.min() < middle) and float((edge < middle).mean()) < _FULLEST


def _is_crowded(words: Sequence[tuple[float, int]], screen: tuple[float, int], tones: tuple[float, float]) -> bool:
    """Whether print stands where every page has its margin; of each word how far off it is and how many letters."""
    margin, fewest = screen if tones[1] >= _SCREEN_WHITE else (_MARGIN, _FEWEST_LETTERS)
    return sum(length for distance, length in words if distance < margin) >= fewest


def _row_is_cut(gray: Gray, letter: float, tones: tuple[float, float]) -> bool:
    """Whether the picture's first rows go through a line of print: strokes on paper, not the grain of a table."""
    darkest = gray[: max(2, round(_STROKE * letter))].min(axis=0)
    ink = darkest < np.percentile(darkest, 90) - (tones[1] - tones[0]) / 2
    rows = ((ink[start:end], darkest[start:end]) for start, end in _clusters(ink, _GAP * letter))
    return any(_is_row(strokes, letter) and np.median(seen[~strokes]) > _PAPER * tones[1] for strokes, seen in rows)


def _clusters(ink: npt.NDArray[np.bool_], gap: float) -> Iterator[tuple[int, int]]:
    """Where ink begins and ends, narrower gaps included."""
    places = np.flatnonzero(ink)
    if places.size:
        breaks = np.flatnonzero(np.diff(places) > gap)
        starts, ends = places[np.r_[0, breaks + 1]], places[np.r_[breaks, places.size - 1]]
        yield from ((int(start), int(end) + 1) for start, end in zip(starts, ends, strict=True))


def _is_row(ink: npt.NDArray[np.bool_], letter: float) -> bool:
    strokes = int(np.count_nonzero(np.diff(ink.astype(np.int8)) == 1)) + 1
    return ink.size >= _ROW * letter and strokes >= _STROKES and _THINNEST < float(ink.mean()) < _FULLEST
