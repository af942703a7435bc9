"""A second reader: Tesseract looks, enlarged, at the places where one engine alone is not sure.

Each place is set level, its paper made white and its letters brought to one size first, and all are read together:
Tesseract decides by a whole picture's tones what is ink.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from worker.core.boxes import around, fall_of, level_height, share_within, shared
from worker.core.identifiers import parse_nss
from worker.core.types import Box, Evidence, Page, Word
from worker.engines.base import CROP_PIXELS, Sheet
from worker.engines.montage import read_together
from worker.engines.ppocr.light import flattened
from worker.engines.ppocr.models import Gray
from worker.engines.turning import turned

# Pixels: the height of a word's box that Tesseract reads best.
_HEIGHT = 40.0
_SMALLEST, _LARGEST = 0.5, 4.0
_MOST_PLACES = 24
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
# In percent of a piece's points, from the darkest: what is ink, and what is paper whatever the letters take.
_TONES = (1, 70)
_DATE = 8
_MOST_WORDS = 10
# Tesseract makes letters of specks; it is less certain of these.
_MORE_THAN_GRAIN = 0.4
# Which share of what was seen lies on a word, so that it is that word, and so that it is none.
_IN_PLACE, _APART = 0.3, 0.2
# Which share of a word was seen as part of a longer one.
_MOST = 0.6
# In heights of a word: how far apart the middles of two words on one line are at most.
_ONE_LINE = 0.5


Slope = Callable[[float, float], float]
"""How far the lines around a point of the page (x, y in fractions) fall, pixels down per pixel right."""


@dataclass(frozen=True)
class _Piece:
    """A place of the page as a picture, and how its pixels (x, y, 1) become fractions of the page."""

    picture: Gray
    on_page: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Large:
    """The page as the pieces are cut from it: its lines' slope, and the usual height of its words in pixels."""

    picture: Gray
    slope: Slope
    line: float


def confirmed(page: Page, doubts: Sequence[Evidence], sheet: Sheet, slope: Slope) -> Page:
    """The page with `Word.second` set for the words in the boxes in doubt, and with words that were overlooked there.

    Raises `Damaged`, `TooLarge`, `EngineMissing`.
    """
    places = _places([doubt.box for doubt in doubts], fall_of(page))[:_MOST_PLACES]
    if not places:
        return page
    large = _large(page, np.asarray(turned(sheet.picture(CROP_PIXELS), page.turn)), slope)
    pieces = [_cut(place, large) for place in places]
    numbers = {place: piece for place, piece in zip(places, pieces, strict=True) if _has_number(page, place)}
    shown = [(piece, _whitened(_unruled(piece.picture))) for piece in pieces]
    shown += [(piece, show(_unruled(piece.picture))) for show in _OTHERWISE for piece in numbers.values()]
    looks = [_merged(page, seen, places) for seen in _readings(shown, len(pieces), len(numbers))]
    read = _completed(page, looks, list(numbers))
    return replace(read, blanks=(*page.blanks, *(blank for piece in pieces for blank in _blanks(piece))))


def _readings(shown: Sequence[tuple[_Piece, Gray]], pieces: int, numbers: int) -> list[list[Word]]:
    """What was read in all the pieces, and in those with a number once for each other way to show them."""
    readings: list[list[Word]] = [[] for _ in (None, *_OTHERWISE)]
    for place, word in read_together([Image.fromarray(picture) for _, picture in shown]):
        if word.confidence >= _MORE_THAN_GRAIN:
            way = 0 if place < pieces else 1 + (place - pieces) // numbers
            readings[way].append(_on_page(word, shown[place][0]))
    return readings


def _has_number(page: Page, place: Box) -> bool:
    """Whether a place is that of a number, with more digits than a date and few other words: an NSS and its label."""
    words = [word.text for word in page.words if _is_in(word.box, [place])]
    return len(words) <= _MOST_WORDS and sum(char.isdigit() for text in words for char in text) > _DATE


def _completed(page: Page, looks: Sequence[Page], numbers: Sequence[Box]) -> Page:
    """The page with what one of the looks at it saw of each number."""
    words = list(looks[0].words)
    for place in numbers:
        inside = [at for at, word in enumerate(page.words) if _is_in(word.box, [place])]
        seen = [_digits(look.words[at].second for at in inside) for look in looks]
        best = looks[_telling(seen, _digits(page.words[at].text for at in inside))]
        for at in inside:
            words[at] = replace(words[at], second=best.words[at].second)
    return replace(looks[0], words=tuple(words))


def _telling(seen: Sequence[str], first: str) -> int:
    """Which look tells most: the first one that saw a number, one that saw another NSS, one that saw the same."""
    if seen[0] == first or parse_nss(seen[0]) is not None:
        return 0
    other = [at for at, digits in enumerate(seen) if parse_nss(digits) not in (None, parse_nss(first))]
    return next((at for at in (*other, *(at for at, digits in enumerate(seen) if digits == first))), 0)


def _digits(texts: Iterable[str]) -> str:
    return "".join(char for text in texts for char in text if char.isdigit())


def _places(boxes: Sequence[Box], fall: float) -> list[Box]:
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


def _large(page: Page, picture: Gray, slope: Slope) -> _Large:
    height, width = picture.shape
    fall = abs(page.slope or 0.0)
    level = (
        max((word.box.bottom - word.box.top) * height - fall * (word.box.right - word.box.left) * width, 1.0)
        for word in page.words
    )
    return _Large(picture, slope, median(level) if page.words else _HEIGHT)


def _cut(place: Box, large: _Large) -> _Piece:
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
    return _Piece(flattened(np.asarray(warped, np.uint8)), to_page / np.array([[width], [height]]))


def _unruled(picture: Gray) -> Gray:
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


def _blanks(piece: _Piece) -> Iterator[Box]:
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


def _whitened(picture: Gray) -> Gray:
    return np.asarray(cv2.convertScaleAbs(picture, alpha=_WHITER), np.uint8)


def _smoothed(picture: Gray) -> Gray:
    """Without the grain of a dark photo and the grid of a screen."""
    return _whitened(np.asarray(cv2.GaussianBlur(picture, (0, 0), 1), np.uint8))


def _stretched(picture: Gray) -> Gray:
    """From the darkest ink to the paper's tone, whatever these are."""
    ink, paper = np.percentile(picture, _TONES)
    return np.asarray(
        cv2.convertScaleAbs(picture, alpha=255 / max(paper - ink, 1), beta=-ink * 255 / max(paper - ink, 1)), np.uint8
    )


_OTHERWISE = (_smoothed, _stretched)
"""How numbers are shown to Tesseract besides: one look alone misses an eighth of those that a person can read."""


def _on_page(word: Word, piece: _Piece) -> Word:
    """A word of a piece where it stands on the page."""
    height, width = piece.picture.shape
    x, y = np.array([word.box.left, word.box.right]) * width, np.array([word.box.top, word.box.bottom]) * height
    return replace(word, box=_placed_box(x, y, piece))


def _placed_box(x: npt.NDArray[Any], y: npt.NDArray[Any], piece: _Piece) -> Box:
    """Left and right, top and bottom in a piece as fractions of the page: the smallest box, for a piece lies askew."""
    corners = piece.on_page @ np.stack([x[[0, 1, 1, 0]], y[[0, 0, 1, 1]], np.ones(4)])
    left, above = corners.min(axis=1).clip(0, 1)
    right, below = corners.max(axis=1).clip(0, 1)
    return Box(float(left), float(above), float(right), float(below))


def _merged(page: Page, seen: Sequence[Word], places: Sequence[Box]) -> Page:
    """Each word in doubt with what was seen in its place, and what was seen where no word stands."""
    parts: dict[int, list[Word]] = {}
    new: list[Word] = []
    for word in seen:
        level = [(old, at) for at, old in enumerate(page.words) if _is_level(word, old, page)]
        share, place = max(((share_within(word.box, old.box), at) for old, at in level), default=(0.0, 0))
        joined = [at for old, at in level if share_within(old.box, word.box) > _MOST]
        if share > _IN_PLACE or joined:
            # Of several words that Tesseract saw as one, the first has it.
            there = parts.setdefault(min(joined, default=place), [])
            if not any(_is_again(word, other) for other in there):
                there.append(word)
        elif share <= _APART and not any(share_within(word.box, other.box) > _IN_PLACE for other in new):
            new.append(word)
    words = [
        _with_second(word, parts.get(place, [])) if _is_in(word.box, places) else word
        for place, word in enumerate(page.words)
    ]
    return replace(page, words=(*words, *new))


def _is_level(word: Word, old: Word, page: Page) -> bool:
    """Whether two words stand on one line: a label over a value is near it, and its box may reach into the value's."""
    right = (word.box.left + word.box.right - old.box.left - old.box.right) / 2 * page.width
    down = (word.box.top + word.box.bottom - old.box.top - old.box.bottom) / 2 * page.height
    height = (old.box.bottom - old.box.top) * page.height
    return abs(down - (page.slope or 0.0) * right) < _ONE_LINE * height


def _is_again(word: Word, other: Word) -> bool:
    """Whether two words are one that stands in two places which overlap."""
    return word.text == other.text and share_within(word.box, other.box) > _IN_PLACE


def _is_in(box: Box, places: Sequence[Box]) -> bool:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return any(place.left <= x <= place.right and place.top <= y <= place.bottom for place in places)


def _with_second(word: Word, parts: Sequence[Word]) -> Word:
    """The word with what the second reader saw in its place, from left to right."""
    return replace(word, second=" ".join(part.text for part in sorted(parts, key=lambda part: part.box.left)))
