"""The lines of a page looked for once more, closer: in the part of the picture that matters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from worker.core.types import Box
from worker.engines.ppocr.detect import CLOSE, Gray, Quad, lines_of

# In shares of the part's longer side: a faint label may stand beyond the outermost line that was found, and a line that
# is askew leaves the box in which it begins.
_MARGIN = 0.06
_SAME = 0.5

Part = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""


def around(picture: Gray, known: Sequence[Quad]) -> Part:
    """What is around the known lines of a picture (height, width); all of it if none are."""
    height, width = picture.shape
    if not known:
        return 0, 0, width, height
    corners = np.concatenate(known)
    low, high = corners.min(axis=0), corners.max(axis=0)
    margin = _MARGIN * float((high - low).max())
    left, top = (max(0, int(edge - margin)) for edge in low)
    right, bottom = (min(size, int(edge + margin) + 1) for edge, size in zip(high, (width, height), strict=True))
    return left, top, max(right, left + 1), max(bottom, top + 1)


def outline(box: Box, picture: Gray) -> Quad:
    """A box in fractions of the page as an outline in pixels of its picture (height, width)."""
    height, width = picture.shape
    left, top, right, bottom = box.left * width, box.top * height, box.right * width, box.bottom * height
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float32)


def closer_lines(picture: Gray, known: list[Quad], part: Part) -> list[Quad]:
    """The lines found in a part of a gray picture, and the known ones that were not found again, from top to bottom."""
    left, top, right, bottom = part
    shift = np.array([left, top], dtype=np.float32)
    found = [quad + shift for quad in lines_of(np.ascontiguousarray(picture[top:bottom, left:right]), CLOSE)]
    missed = [quad for quad in known if not any(_meet(quad, other) for other in found)]
    return sorted((*found, *missed), key=lambda quad: float(quad[:, 1].mean()))


def _meet(one: Quad, other: Quad) -> bool:
    """Whether most of the smaller outline's box lies in the other's."""
    low, high = np.maximum(one.min(axis=0), other.min(axis=0)), np.minimum(one.max(axis=0), other.max(axis=0))
    shared = float(np.prod(np.clip(high - low, 0, None)))
    return shared > _SAME * min(float(np.prod(np.ptp(quad, axis=0))) for quad in (one, other))
