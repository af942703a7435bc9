"""In which order the lines of a page are read: what tells most for the least time comes first."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from worker.engines.ppocr.outlines import Quad, size_of

# In heights of the line. A label, a number, a name, a title is shorter; what is longer is a sentence or a seal.
_LONG = 20.0
# In heights of the page's usual line: small print is well below.
_SMALL, _USUAL = 0.8, 0.95
_SHORT = 14.0


def turns_of(quads: Sequence[Quad]) -> tuple[list[int], list[int], list[int]]:
    """The places of labels and values, of sentences in the page's usual print, and of small print and seals."""
    turns: tuple[list[int], list[int], list[int]] = ([], [], [])
    sizes = [size_of(quad) for quad in quads]
    usual = median([height for _, height in sizes]) if sizes else 1.0
    for place, (length, height) in enumerate(sizes):
        turns[_turn(length / max(1.0, height), height / usual)].append(place)
    return turns


def _turn(shape: float, relative: float) -> int:
    if shape <= _SHORT or (shape <= _LONG and relative >= _SMALL):
        return 0
    return 1 if relative >= _USUAL else 2
