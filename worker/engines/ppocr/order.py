"""In which order the lines of a page are read: what tells most for the least time comes first."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from worker.engines.ppocr.outlines import Quad, size_of

# In heights of the line. A label, a number, a name, a title is shorter; what is longer is a sentence or a seal.
_LONG = 20.0
# In heights of the page's usual line: small print is well below.
_SMALL = 0.8
_SHORT = 14.0


def turns_of(quads: Sequence[Quad]) -> tuple[list[int], list[int]]:
    """The places of the lines to read first, and of those to read where the first did not do."""
    if not quads:
        return [], []
    sizes = [size_of(quad) for quad in quads]
    usual = median(height for _, height in sizes)
    turns: tuple[list[int], list[int]] = ([], [])
    for place, (length, height) in enumerate(sizes):
        turns[_turn(length / max(1.0, height), height / usual)].append(place)
    return turns


def _turn(shape: float, relative: float) -> int:
    return 0 if shape <= _SHORT or relative >= _SMALL else 1
