"""The lines of a page found in four overlapping tiles, each seen twice as large as the whole page could be."""

from __future__ import annotations

import numpy as np

from worker.engines.ppocr.detect import Gray, Quad, lines_of

# In shares of the page: a line that is cut by the edge of one tile is mostly whole in its neighbour.
_OVERLAP = 0.06
_SAME = 0.5


def tiled_lines(picture: Gray) -> list[Quad]:
    """The lines of a gray picture (height, width), from top to bottom; a line that crosses tiles is in pieces."""
    height, width = picture.shape
    found: list[Quad] = []
    for top, bottom in _halves(height):
        for left, right in _halves(width):
            shift = np.array([left, top], dtype=np.float32)
            found.extend(quad + shift for quad in lines_of(np.ascontiguousarray(picture[top:bottom, left:right])))
    return sorted(_distinct(found), key=lambda quad: float(quad[:, 1].mean()))


def _halves(length: int) -> tuple[tuple[int, int], tuple[int, int]]:
    middle, overlap = length // 2, round(_OVERLAP * length)
    return (0, middle + overlap), (middle - overlap, length)


def _distinct(quads: list[Quad]) -> list[Quad]:
    """The longest of those that lie upon each other."""
    kept: list[Quad] = []
    for quad in sorted(quads, key=lambda quad: -float(np.ptp(quad[:, 0]))):
        if not any(_lies_in(quad, other) for other in kept):
            kept.append(quad)
    return kept


def _lies_in(one: Quad, other: Quad) -> bool:
    """Whether most of one outline's box lies in the other's."""
    low, high = np.maximum(one.min(axis=0), other.min(axis=0)), np.minimum(one.max(axis=0), other.max(axis=0))
    shared, own = np.clip(high - low, 0, None), np.ptp(one, axis=0)
    return float(np.prod(shared)) > _SAME * float(np.prod(own))
