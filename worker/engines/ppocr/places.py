"""Places of a page cut out, set level, enlarged to one size of letters and made black on white."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from worker.core.boxes import around, fall_of, level_height, shared
from worker.core.types import Box, Page, Word
from worker.engines.ppocr.light import flattened
from worker.engines.ppocr.models import Gray

# Pixels: the height of a word's box that Tesseract reads best.
_HEIGHT = 40.0
_SMALLEST, _LARGEST = 0.5, 4.0
# In heights of a word: enough for accents and for an edge that was measured a little tight.
_MARGIN = 0.35
# Paper that is not quite white is grain to Tesseract, and letters on it are doubtful.
_WHITER = 255 / 215
# Of 255, what `flattened` makes of paper, and what is ink, however pale, if it is darker.
_PAPER, _INK = 235, 196
# A rule runs through, and is thin for its height. In heights of a word: no stroke of a letter is so long, or so tall;
# and what blurred letters with serifs that touch are not as wide as.
_RULE, _THIN = 0.95, 0.3
_LONG, _TALL = 1.5, 1.3
_WIDE = 2.5
# In heights of a word: how far apart the middles of two words on one line are at most.
_ONE_LINE = 0.5
# In percent of a piece's points, from the darkest: what is ink, and what is paper whatever the letters take.
_TONES = (1, 70)

Slope = Callable[[float, float], float]
"""How far the lines around a point of the page (x, y in fractions) fall, pixels down per pixel right."""


@dataclass(frozen=True)
class Piece:
    """A place of the page as a picture, and how its pixels (x, y, 1) become fractions of the page."""

    picture: Gray
    on_page: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Large:
    """The page as the pieces are cut from it: its lines' slope, and the usual height of its words in pixels."""

    picture: Gray
    slope: Slope
    line: float


def large_of(page: Page, picture: Gray, slope: Slope) -> Large:
    """The page as its places are cut from a picture of it that stands upright."""
    height, width = picture.shape
    fall = abs(page.slope or 0.0)
    level = (
        max((word.box.bottom - word.box.top) * height - fall * (word.box.right - word.box.left) * width, 1.0)
        for word in page.words
    )
    return Large(picture, slope, median(level) if page.words else _HEIGHT)


def cut(place: Box, large: Large) -> Piece:
    """A place set level, enlarged, black on white."""
    height, width = large.picture.shape
    scale = min(_LARGEST, max(_SMALLEST, _HEIGHT / large.line))
    margin = _MARGIN * large.line
    wide = (place.right - place.left) * width
    x, y = (place.left + place.right) / 2, (place.top + place.bottom) / 2
    slope = large.slope(x, y)
    high = max((place.bottom - place.top) * height - abs(slope) * wide, large.line)
    size = (max(1, round((wide + 2 * margin) * scale)), max(1, round((high + 2 * margin) * scale)))
    to_page = _to_page((x * width, y * height), size, slope, scale)
    warped = cv2.warpAffine(
        large.picture, to_page, size, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    return Piece(flattened(np.asarray(warped, np.uint8)), to_page / np.array([[width], [height]]))


def unruled(picture: Gray) -> Gray:
    """Without the rules of a form, which Tesseract takes for letters or for the frame of a drawing."""
    ink = (cv2.GaussianBlur(picture, (3, 3), 0) < _INK).astype(np.uint8)
    rules = _runs(ink, round(_WIDE * _HEIGHT), 1) | _runs(ink, 1, round(_TALL * _HEIGHT))
    return np.where(cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0, np.uint8(_PAPER), picture)


def _runs(ink: npt.NDArray[np.uint8], width: int, height: int) -> npt.NDArray[np.uint8]:
    """The strokes that are at least so wide and so high."""
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((height, width), np.uint8)), np.uint8)


def _to_page(middle: tuple[float, float], size: tuple[int, int], slope: float, scale: float) -> npt.NDArray[np.float64]:
    """The matrix (2, 3) that takes a piece's pixel to the page's."""
    along = np.array([1.0, slope]) / np.hypot(1.0, slope) / scale
    down = np.array([-along[1], along[0]])
    start = np.array(middle) - along * size[0] / 2 - down * size[1] / 2
    return np.stack([along, down, start], axis=1)


def blanks_of(piece: Piece) -> Iterator[Box]:
    """Where a piece has no ink from top to bottom, but for rules, as far as its place reaches."""
    margin = round(_MARGIN * _HEIGHT)
    ink = (cv2.GaussianBlur(piece.picture, (3, 3), 0) < _INK).astype(np.uint8)
    share = _without_rules(ink)[margin:-margin].mean(axis=0)
    clear = (share == 0) | (share > _RULE)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], clear, [False])).astype(np.int8)))
    for left, right in edges.reshape(-1, 2):
        if right - left >= _HEIGHT and (share[left:right] > 0).sum() < _THIN * _HEIGHT:
            yield _placed_box(np.array([left, right]), np.array([margin, piece.picture.shape[0] - margin]), piece)


def _without_rules(ink: npt.NDArray[np.uint8]) -> npt.NDArray[Any]:
    """Ink without the level rules of a form: strokes that are longer than any letter is wide."""
    rules = _runs(ink, round(_LONG * _HEIGHT), 1)
    return np.where(cv2.dilate(rules, np.ones((5, 5), np.uint8)) > 0, 0, ink)


def whitened(picture: Gray) -> Gray:
    """With paper that is white to the last grain."""
    return np.asarray(cv2.convertScaleAbs(picture, alpha=_WHITER), np.uint8)


def _smoothed(picture: Gray) -> Gray:
    """Without the grain of a dark photo and the grid of a screen."""
    return whitened(np.asarray(cv2.GaussianBlur(picture, (0, 0), 1), np.uint8))


def _stretched(picture: Gray) -> Gray:
    """From the darkest ink to the paper's tone, whatever these are; without the grain that this brings out."""
    smooth = cv2.GaussianBlur(picture, (0, 0), 1)
    ink, paper = np.percentile(smooth, _TONES)
    return np.asarray(
        cv2.convertScaleAbs(smooth, alpha=255 / max(paper - ink, 1), beta=-ink * 255 / max(paper - ink, 1)), np.uint8
    )


OTHERWISE = (_smoothed, _stretched)
"""How numbers and answers are shown to Tesseract besides: one look misses an eighth of those that a person can read."""


def on_page(word: Word, piece: Piece) -> Word:
    """A word of a piece where it stands on the page."""
    height, width = piece.picture.shape
    x, y = np.array([word.box.left, word.box.right]) * width, np.array([word.box.top, word.box.bottom]) * height
    return replace(word, box=_placed_box(x, y, piece))


def _placed_box(x: npt.NDArray[Any], y: npt.NDArray[Any], piece: Piece) -> Box:
    """Left and right, top and bottom in a piece as fractions of the page: the smallest box, for a piece lies askew."""
    corners = piece.on_page @ np.stack([x[[0, 1, 1, 0]], y[[0, 0, 1, 1]], np.ones(4)])
    left, above = corners.min(axis=1).clip(0, 1)
    right, below = corners.max(axis=1).clip(0, 1)
    return Box(float(left), float(above), float(right), float(below))


def merged_places(boxes: Sequence[Box], fall: float) -> list[Box]:
    """The boxes, those that overlap on one line made one."""
    merged: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.top, box.left)):
        same = next((place for place, other in enumerate(merged) if _touch(box, other, fall)), None)
        if same is None:
            merged.append(box)
        else:
            merged[same] = around((box, merged[same]))
    return merged


def _touch(one: Box, other: Box, fall: float) -> bool:
    level = [_level(box, fall) for box in (one, other)]
    return shared(*level)[1] > 0.5 * min(box.bottom - box.top for box in level)


def _level(box: Box, fall: float) -> Box:
    """A box as it would lie if the page's lines did not fall."""
    middle = (box.top + box.bottom) / 2 - fall * (box.left + box.right) / 2
    half = level_height(box, fall) / 2
    return Box(box.left, middle - half, box.right, middle + half)


def is_in(box: Box, places: Sequence[Box]) -> bool:
    """Whether the middle of a box lies in one of the places."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return any(place.left <= x <= place.right and place.top <= y <= place.bottom for place in places)


def on_one_line(word: Word, old: Word, page: Page) -> bool:
    """Whether two words stand on one line: a label over a value is near it, and its box may reach into the value's."""
    right = (word.box.left + word.box.right - old.box.left - old.box.right) / 2
    down = (word.box.top + word.box.bottom - old.box.top - old.box.bottom) / 2
    return abs(down - fall_of(page, old.box) * right) < _ONE_LINE * (old.box.bottom - old.box.top)
