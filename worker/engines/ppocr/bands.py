"""The lines of a page looked for once more, closer: in the part of the picture that matters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from worker.core.types import Box
from worker.engines.ppocr.detect import CLOSE, lines_of
from worker.engines.ppocr.models import Gray
from worker.engines.ppocr.outlines import Quad, corners, edges, size_of

# In shares of the part's longer side: a faint label may stand beyond the outermost line that was found, and a line that
# is askew leaves the box in which it begins.
_MARGIN = 0.06
# The same around a few lines of a sheet that lies far away, most of whose print was too small to be found; and how
# often it is looked for.
_FAR, _MOST_STEPS = 1.0, 3
# Which share of a line's length is most of it, and all; and how far off its middle, in its heights, is still on it.
_MOST, _ALL, _LEVEL = 0.6, 0.9, 0.6

Part = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""


def around(picture: Gray, known: Sequence[Quad], share: float = _MARGIN) -> Part:
    """What is around the known lines of a picture (height, width); all of it if none are."""
    height, width = picture.shape
    if not known:
        return 0, 0, width, height
    corners = np.concatenate(known)
    low, high = corners.min(axis=0), corners.max(axis=0)
    margin = share * float((high - low).max())
    left, top = (max(0, int(edge - margin)) for edge in low)
    right, bottom = (min(size, int(edge + margin) + 1) for edge, size in zip(high, (width, height), strict=True))
    return left, top, max(right, left + 1), max(bottom, top + 1)


def outline(box: Box, picture: Gray) -> Quad:
    """A box in fractions of the page as an outline in pixels of its picture (height, width)."""
    height, width = picture.shape
    left, top, right, bottom = box.left * width, box.top * height, box.right * width, box.bottom * height
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float32)


def closer_lines(picture: Gray, known: list[Quad], part: Part, clear: Sequence[Quad] = ()) -> list[Quad]:
    """The lines found in a part of a gray picture, and the known ones that were not found again, from top to bottom.

    A line of which only a piece is found again, as where a fold crosses it, stays as it was known; so does a `clear`
    one, which needs no better look, unless it turns out to be a piece of a longer one.
    """
    left, top, right, bottom = part
    shift = np.array([left, top], dtype=np.float32)
    found = [quad + shift for quad in lines_of(np.ascontiguousarray(picture[top:bottom, left:right]), CLOSE)]
    longer = [quad for quad in found if _covered(quad, clear) < _ALL]
    kept = [quad for quad in known if _covered(quad, longer) < _MOST]
    new = [quad for quad in longer if _covered(quad, kept) < _MOST]
    return sorted((*new, *kept), key=lambda quad: float(quad[:, 1].mean()))


def spreading_lines(picture: Gray, known: list[Quad]) -> list[Quad]:
    """The lines of a far sheet of which a few are known, looked for around these as long as there are more."""
    for _ in range(_MOST_STEPS if known else 0):
        found = closer_lines(picture, known, around(picture, known, _FAR))
        if len(found) <= len(known):
            break
        known = found
    return closer_lines(picture, known, around(picture, known)) if known else known


def _covered(line: Quad, others: Sequence[Quad]) -> float:
    """Which share of a line's length others that lie on it take."""
    start_top, end_top = corners(line)[:2]
    along = end_top - start_top
    length = float(np.linalg.norm(along))
    end, covered = 0.0, 0.0
    level = [other for other in others if _are_beside(line, other) and _is_level(line, other)]
    for start, stop in sorted(_span(other - start_top, along / length) for other in level):
        covered += max(0.0, min(stop, length) - max(start, end))
        end = max(end, stop)
    return covered / length


def _are_beside(one: Quad, other: Quad) -> bool:
    """Whether two outlines reach over the same height of the picture: asked of each pair, so it is asked first."""
    return bool(other[:, 1].min() < one[:, 1].max() and other[:, 1].max() > one[:, 1].min())


def _is_level(one: Quad, other: Quad) -> bool:
    """Whether two outlines lie on one line; the longer one tells where that runs."""
    long, short = sorted((one, other), key=lambda quad: -size_of(quad)[0])
    start_top, end_top, _, start_bottom = corners(long)
    run, down = end_top - start_top, (start_bottom - start_top) / np.float32(size_of(long)[1])
    middle = corners(short).mean(axis=0)
    place = float((middle - start_top) @ run / (run @ run))
    off = float((middle - np.mean(edges(long, np.array([place])), axis=0)[0]) @ down)
    return abs(off) < _LEVEL * size_of(long)[1]


def _span(points: Quad, along: Quad) -> tuple[float, float]:
    places = points @ along
    return float(places.min()), float(places.max())
