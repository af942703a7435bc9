"""Boxes to tick, which no reader of letters sees: empty squares, and squares with something in them.

They are looked for around the words SI and NO only: that is where a tick decides, and squares are everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from worker.core.boxes import share_within
from worker.core.types import Box, Word
from worker.engines.ppocr.models import Gray

EMPTY, TICKED = "☐", "☒"

_ANSWER = re.compile(r"\W?(?:S[IÍT1L!|]|N[O0])\W?", re.IGNORECASE)
# In heights of the word: how far to its left and right, and above and below, its box and the other answer's may stand.
_BESIDE, _ABOVE = 12.0, 1.0
# In heights of the word: how large a box is; and how much of its width is frame.
_SMALLEST, _LARGEST = 0.6, 2.2
_SQUARE = 1.35
_FILLED = 0.8
_FRAME = 0.22
# Of so many points along each edge such a share is ink.
_POINTS, _DRAWN = 32, 0.7
# Which share of a box's inside is ink. What lies between is a speck, or a tick that is hardly there.
_BLANK, _INKED = 0.04, 0.10
_PIXELS = 64.0
_GLYPHS = 2
_SURE, _DOUBTFUL = 0.95, 0.3


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the page in gray, where it begins, and how much larger than the page it is drawn."""

    gray: Gray
    left: int
    top: int
    scale: float


def with_boxes(picture: Gray, words: Sequence[Word], slope: float) -> tuple[Word, ...]:
    """The words, with the boxes beside SI and NO as words of one character, ☐ or ☒.

    A box takes the place of the one or two letters that the reader made of it; where a longer word covers it, the
    reader saw more than the box, and the word stays.

    Args:
        picture: the page in gray (height, width), upright.
        words: what was read of it.
        slope: how far its lines fall, pixels down per pixel right.
    """
    found: list[Word] = []
    for word in words:
        if _is_answer(word.text):
            found.extend(box for box in _beside(picture, word, slope) if not any(_meet(box, old) for old in found))
    boxes = [box for box in found if not any(_is_more(word, box) for word in words)]
    return (*(word for word in words if not any(_is_glyph_of(word, box) for box in boxes)), *boxes)


def _is_answer(text: str) -> bool:
    return _ANSWER.fullmatch(text) is not None


def _beside(picture: Gray, word: Word, slope: float) -> Iterator[Word]:
    height, width = picture.shape
    part = _part(picture, word.box, slope)
    line = (word.box.bottom - word.box.top) * height
    for quad in _squares(part, line):
        x, y, side = (value / part.scale for value in (*quad[0], quad[1]))
        left, top = (part.left + x) / width, (part.top + y) / height
        box = Box(left - side / 2 / width, top - side / 2 / height, left + side / 2 / width, top + side / 2 / height)
        text, confidence = _tick(part.gray, quad)
        if _is_level(box, word.box, slope, width / height):
            yield Word(text, box, confidence)


def _part(picture: Gray, box: Box, slope: float) -> _Part:
    """What stands beside a word, enlarged so that its lines are `_PIXELS` high."""
    height, width = picture.shape
    line = max(1.0, (box.bottom - box.top) * height)
    falls = abs(slope) * _BESIDE * line
    left, right = (int(max(0, min(width, edge))) for edge in _reach(box.left, box.right, width, _BESIDE * line))
    top, bottom = (
        int(max(0, min(height, edge))) for edge in _reach(box.top, box.bottom, height, _ABOVE * line + falls)
    )
    gray = picture[top:bottom, left:right]
    scale = max(1.0, _PIXELS / line)
    enlarged = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return _Part(np.asarray(enlarged, np.uint8), left, top, scale)


def _reach(low: float, high: float, size: int, more: float) -> tuple[float, float]:
    return low * size - more, high * size + more + 1


_Square = tuple[tuple[float, float], float, npt.NDArray[np.int32]]
"""Middle, side and corners in pixels of the part."""


def _squares(part: _Part, line: float) -> Iterator[_Square]:
    """The outlines in a part that are about square, empty of other squares, and as large as a box would be."""
    ink = cv2.adaptiveThreshold(
        cv2.GaussianBlur(part.gray, (3, 3), 0), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 12
    )
    contours, _ = cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    unit = line * part.scale
    for contour in (np.asarray(each, np.int32) for each in contours):
        middle, (width, height), _angle = cv2.minAreaRect(contour)
        low, high = min(width, height), max(width, height)
        fits = _SMALLEST * unit <= low and high <= _LARGEST * unit and high <= _SQUARE * low
        if fits and cv2.contourArea(cv2.convexHull(contour)) >= _FILLED * low * high and _is_framed(contour, ink):
            yield (float(middle[0]), float(middle[1])), (low + high) / 2, _corners(contour)


def _is_framed(contour: npt.NDArray[np.int32], ink: npt.NDArray[Any]) -> bool:
    """Whether there is ink all along the four edges of an outline: no letter has that."""
    near = cv2.dilate(ink, np.ones((5, 5), np.uint8))
    corners = _corners(contour)
    return all(_is_drawn(near, start, end) for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True))


def _is_drawn(ink: npt.NDArray[Any], start: npt.NDArray[np.int32], end: npt.NDArray[np.int32]) -> bool:
    points = np.linspace(start, end, _POINTS).round().astype(int)
    x, y = points[:, 0].clip(0, ink.shape[1] - 1), points[:, 1].clip(0, ink.shape[0] - 1)
    return float((ink[y, x] > 0).mean()) >= _DRAWN


def _corners(contour: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    return np.asarray(cv2.boxPoints(cv2.minAreaRect(contour)), dtype=np.int32)


def _tick(gray: Gray, square: _Square) -> tuple[str, float]:
    """Whether a box is ticked, and how certain that is."""
    middle, _, corners = square
    inside = (corners - np.array(middle)) * (1 - 2 * _FRAME) + np.array(middle)
    mask = np.zeros(gray.shape, np.uint8)
    cv2.fillConvexPoly(mask, inside.astype(np.int32), (1,))
    tones = gray[mask == 1]
    around = np.zeros(gray.shape, np.uint8)
    cv2.polylines(around, [corners], True, (1,), 2)
    frame = gray[cv2.dilate(around, np.ones((3, 3), np.uint8)) == 1]
    if not tones.size or not frame.size:
        return EMPTY, _DOUBTFUL
    paper, ink = float(np.percentile(tones, 90)), float(np.percentile(frame, 10))
    share = float((tones < (paper + ink) / 2).mean())
    clear = share <= _BLANK or share >= _INKED
    return (TICKED if share >= (_BLANK + _INKED) / 2 else EMPTY), _SURE if clear else _DOUBTFUL


def _is_level(box: Box, word: Box, slope: float, aspect: float) -> bool:
    """Whether a box stands on the word's line."""
    right = (box.left + box.right - word.left - word.right) / 2
    down = (box.top + box.bottom - word.top - word.bottom) / 2 - slope * right * aspect
    return abs(down) < 0.6 * (word.bottom - word.top)


def _meet(one: Word, other: Word) -> bool:
    return share_within(one.box, other.box) > 0.3


def _covers(word: Word, box: Word) -> bool:
    return share_within(box.box, word.box) > 0.5


def _is_more(word: Word, box: Word) -> bool:
    """Whether what looks like a box is a letter of SI or NO, or was read together with its word."""
    return _covers(word, box) and (len(word.text) > _GLYPHS or _is_answer(word.text))


def _is_glyph_of(word: Word, box: Word) -> bool:
    return len(word.text) <= _GLYPHS and (share_within(word.box, box.box) > 0.5 or _covers(word, box))
