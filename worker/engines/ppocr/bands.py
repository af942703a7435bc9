"""The lines of a page looked for once more, closer: in the part of the picture that has any."""

from __future__ import annotations

import numpy as np

from worker.engines.ppocr.detect import CLOSE, Gray, Quad, lines_of

# In shares of the part: a faint label may stand beyond the outermost line that was found.
_MARGIN = 0.06
_SAME = 0.5


def closer_lines(picture: Gray, known: list[Quad]) -> list[Quad]:
    """The lines of a gray picture (height, width), those that are known of it among them, from top to bottom."""
    left, top, right, bottom = _part(picture, known)
    shift = np.array([left, top], dtype=np.float32)
    found = [quad + shift for quad in lines_of(np.ascontiguousarray(picture[top:bottom, left:right]), CLOSE)]
    missed = [quad for quad in known if not any(_meet(quad, other) for other in found)]
    return sorted((*found, *missed), key=lambda quad: float(quad[:, 1].mean()))


def _part(picture: Gray, known: list[Quad]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is around the known lines, in pixels; the whole picture if none are."""
    height, width = picture.shape
    if not known:
        return 0, 0, width, height
    corners = np.concatenate(known)
    low, high = corners.min(axis=0), corners.max(axis=0)
    margin = _MARGIN * float((high - low).max())
    left, top = (max(0, int(edge - margin)) for edge in low)
    right, bottom = (min(size, int(edge + margin) + 1) for edge, size in zip(high, (width, height), strict=True))
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _meet(one: Quad, other: Quad) -> bool:
    """Whether most of the smaller outline's box lies in the other's."""
    low, high = np.maximum(one.min(axis=0), other.min(axis=0)), np.minimum(one.max(axis=0), other.max(axis=0))
    shared = float(np.prod(np.clip(high - low, 0, None)))
    return shared > _SAME * min(float(np.prod(np.ptp(quad, axis=0))) for quad in (one, other))
