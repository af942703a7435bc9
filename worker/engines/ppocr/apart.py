"""Two papers in one picture, told by how their lines lie: nobody lays them down quite parallel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from worker.engines.ppocr.outlines import Quad, corners, size_of

# The direction of a shorter line is too much a matter of its letters.
_STEADY = 3.0
# Degrees: what parts the lines of two papers, which those of one photographed aslant or folded are not.
_APART = 4.5
_FEWEST = 2


def papers_apart(quads: Sequence[Quad]) -> tuple[list[int], ...]:
    """The places of the lines of two papers, the one with more of them first; nothing where there is but one.

    Short lines go with the nearest longer one.
    """
    steady = [place for place, quad in enumerate(quads) if _shape(quad) >= _STEADY]
    angles = sorted((_angle(quads[place]), place) for place in steady)
    inner = range(_FEWEST, len(angles) - _FEWEST + 1)
    cut = max(inner, key=lambda at: angles[at][0] - angles[at - 1][0], default=0)
    if not cut or angles[cut][0] - angles[cut - 1][0] < _APART:
        return ()
    first = {place for _, place in angles[:cut]}
    middles = np.array([corners(quad).mean(axis=0) for quad in quads])
    known = np.array(steady)
    nearest = [known[np.hypot(*(middles[known] - middle).T).argmin()] for middle in middles]
    own = [place if _shape(quad) >= _STEADY else int(nearest[place]) for place, quad in enumerate(quads)]
    groups = [[place for place, line in enumerate(own) if (line in first) is side] for side in (True, False)]
    return tuple(sorted(groups, key=len, reverse=True))


def _shape(quad: Quad) -> float:
    length, height = size_of(quad)
    return length / max(1.0, height)


def _angle(quad: Quad) -> float:
    """How a line lies, in degrees clockwise."""
    start_top, end_top, end_bottom, start_bottom = corners(quad)
    right, down = (end_top + end_bottom - start_top - start_bottom) / 2
    return float(np.degrees(np.arctan2(down, right)))
