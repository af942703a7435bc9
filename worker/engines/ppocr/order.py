"""In which order the lines of a page are read: what tells most for the least time comes first."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from worker.engines.ppocr.detect import Quad
from worker.engines.ppocr.lines import size_of

# In heights of the line. A label, a number, a name or a title is shorter; what is longer still is a sentence or a seal.
_SHORT = 14.0
_LONG = 20.0
# In heights of the page's usual line: a title stands out, small print is well below.
_TITLE = 1.25
_SMALL = 0.8


def turns_of(quads: Sequence[Quad]) -> tuple[list[int], list[int], list[int]]:
    """The places of the lines to read first, of those to read next, and of those to read last."""
    if not quads:
        return [], [], []
    sizes = [size_of(quad) for quad in quads]
    usual = median(height for _, height in sizes)
    turns: tuple[list[int], list[int], list[int]] = ([], [], [])
    for place, (length, height) in enumerate(sizes):
        turns[_turn(length / max(1.0, height), height / usual)].append(place)
    return turns


def _turn(shape: float, relative: float) -> int:
    if shape <= _SHORT or (relative >= _TITLE and shape <= _LONG):
        return 0
    return 1 if shape <= _LONG and relative >= _SMALL else 2
