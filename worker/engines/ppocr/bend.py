"""How the lines of a page that is curled, or seen aslant, run: a smooth sheet fitted to the lines found on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from worker.core.boxes import bend_terms
from worker.engines.ppocr.outlines import Quad, edges, size_of

Numbers = npt.NDArray[np.float64]

# Shorter lines tell little of where they run, and few lines little of the page.
_STEADY, _FEWEST = 2.5, 8
# In heights of a line: what a line may differ from the sheet before it counts less, and what makes a page not flat.
_OFF, _BENT = 0.15, 0.25
# How much it costs to be bent, so that a few odd lines do not bend a page; and rounds in which those are put aside.
_STIFF, _ROUNDS = 1e-3, 8


def bend_of(quads: Sequence[Quad], width: int, height: int) -> tuple[float, ...]:
    """What `Page.slope` and `Page.bend` are: the slope, then the bend; nothing where straight lines fit as well.

    Args:
        quads: the outlines of lines in pixels of the upright page.
        width: of the page in pixels.
        height: of the page in pixels.
    """
    lines = list(_middles(quads, width, height))
    if len(lines) < _FEWEST:
        return ()
    system = np.concatenate([np.diff(_terms(points), axis=0) / high for points, high in lines])
    wanted = np.concatenate([np.diff(points[:, 1]) / high for points, high in lines])
    flat, sheet = _fitted(system[:, :1], wanted), _fitted(system, wanted)
    places = _terms(np.concatenate([points for points, _ in lines]))
    usual = float(np.median([high for _, high in lines]))
    if float(np.ptp(places @ sheet - places[:, 0] * flat[0])) < _BENT * usual:
        return ()
    fall, *bend = (float(number) for number in sheet)
    return (fall * height / width, *bend)


def _middles(quads: Sequence[Quad], width: int, height: int) -> Iterator[tuple[Numbers, float]]:
    """Points along the middle of each line, and its height, in fractions of the page."""
    for quad in quads:
        length, high = size_of(quad)
        if length >= _STEADY * high:
            upper, lower = edges(quad, np.linspace(0, 1, len(quad) // 2))
            yield (upper + lower) / 2 / np.array([width, height], dtype=np.float64), high / height


def _terms(points: Numbers) -> Numbers:
    x, y = points[:, 0], points[:, 1]
    return np.stack([x - 0.5, *bend_terms(x, y)], axis=1)


def _fitted(system: Numbers, wanted: Numbers) -> Numbers:
    """The numbers that fit best, odd lines counting less with each round; all but the first one cost something."""
    count = system.shape[1]
    cost = _STIFF * np.sqrt(len(wanted)) * np.diag([0.0, *[1.0] * (count - 1)])
    weight, fitted = np.ones(len(wanted)), np.zeros(count)
    for _ in range(_ROUNDS):
        rows, aims = system * weight[:, None], wanted * weight
        fitted = np.linalg.lstsq(np.concatenate([rows, cost]), np.concatenate([aims, np.zeros(count)]), rcond=None)[0]
        weight = 1 / np.maximum(1.0, np.abs(system @ fitted - wanted) / _OFF)
    return np.asarray(fitted, np.float64)
