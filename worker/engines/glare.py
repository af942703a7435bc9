"""Spots of light on a photographed page that hide what is printed under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from worker.core.boxes import around
from worker.core.types import Box, Fault, Flaw, Word
from worker.engines.view import Gray, View

Mask = npt.NDArray[np.bool_]

SATURATED = 250
# Paper this bright is a clean scan's or a screen's: nothing stands out from it.
WHITE_PAPER = 235.0
# How far the paper around a spot has risen towards white: light fades, the white box of a form on a screen does not.
SOFT_RIM = 0.3
# In letters: less than this hides no number, and the white between two lines of brightly lit paper is flatter.
_WIDTH, _HEIGHT, _AREA = 6.0, 3.0, 20.0


def glares(view: View) -> Iterator[Flaw]:
    """Saturated spots on darker paper, within the printed part, with soft rims and no words in them."""
    if view.paper >= WHITE_PAPER:
        return
    small, letter = view.glance, view.letter * view.glance.shape[1] / view.gray.shape[1]
    mask = _wordless(np.asarray(cv2.medianBlur(small, 3)) >= SATURATED, view.words)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    for spot in range(1, count):
        left, top, width, height, area = (int(figure) for figure in stats[spot])
        large = width >= _WIDTH * letter and height >= _HEIGHT * letter and area >= _AREA * letter**2
        if large and _has_soft_rim(np.asarray(labels == spot), small, view.paper):
            yield Flaw(Fault.REFLEJO, _fraction(left, top, width, height, small))


def _wordless(mask: Mask, words: Sequence[Word]) -> Mask:
    """The mask where the page is printed, less the words: those can be read."""
    kept = np.zeros_like(mask)
    printed = _slices(around(word.box for word in words), mask)
    kept[printed] = mask[printed]
    for word in words:
        kept[_slices(word.box, mask)] = False
    return kept


def _slices(box: Box, mask: Mask) -> tuple[slice, slice]:
    height, width = mask.shape
    return (
        slice(max(0, int(box.top * height)), int(box.bottom * height) + 1),
        slice(max(0, int(box.left * width)), int(box.right * width) + 1),
    )


def _has_soft_rim(spot: Mask, small: Gray, paper: float) -> bool:
    inner = np.asarray(cv2.dilate(spot.astype(np.uint8), np.ones((3, 3), np.uint8)))
    outer = np.asarray(cv2.dilate(inner, np.ones((5, 5), np.uint8)))
    rim = (outer > 0) & (inner == 0)
    return bool(rim.any()) and float(np.median(small[rim])) - paper > SOFT_RIM * (255 - paper)


def _fraction(left: int, top: int, width: int, height: int, small: Gray) -> Box:
    high, wide = small.shape
    return Box(left / wide, top / high, (left + width) / wide, (top + height) / high)
