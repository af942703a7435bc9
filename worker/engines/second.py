"""A second reader: Tesseract looks, enlarged, at the places where one engine alone is not sure.

All places are put into one picture, because a call costs more than what is read in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from worker.core.types import Box, Evidence, Page, Word
from worker.engines import tesseract
from worker.engines.base import CROP_PIXELS, Sheet
from worker.engines.turning import turned

# Pixels: the height of a line that Tesseract reads best, and the white between two pieces.
_HEIGHT = 48
_GAP = 28
_MOST_ENLARGED = 3.0
_MOST_PLACES = 24
# In heights of the box: enough for accents and for an edge that was measured a little tight.
_MARGIN = 0.25
_TALL = 1.8


@dataclass(frozen=True, slots=True)
class _Piece:
    """A place of the page in fractions, and where its picture stands in the montage in pixels."""

    place: Box
    left: int
    top: int
    right: int
    bottom: int


def confirmed(page: Page, doubts: Sequence[Evidence], sheet: Sheet) -> Page:
    """The page with `Word.second` set for the words in the boxes in doubt, and with words that were overlooked there.

    Raises `Damaged`, `TooLarge`, `EngineMissing`.
    """
    places = _places([doubt.box for doubt in doubts])[:_MOST_PLACES]
    if not places:
        return page
    montage, pieces = _montage(places, turned(sheet.picture(CROP_PIXELS), page.turn))
    seen = [_placed(word, pieces, montage) for word in tesseract.words_of_block(montage)]
    return _merged(page, [word for word in seen if word is not None], places)


def _places(boxes: Sequence[Box]) -> list[Box]:
    """The boxes with a margin, those that overlap on one line made one."""
    merged: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.top, box.left)):
        same = next((place for place, other in enumerate(merged) if _touch(box, other)), None)
        if same is None:
            merged.append(box)
        else:
            merged[same] = _around(box, merged[same])
    return merged


def _touch(one: Box, other: Box) -> bool:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return width > 0 and height > 0.5 * lower


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left), min(one.top, other.top), max(one.right, other.right), max(one.bottom, other.bottom)
    )


def _montage(places: Sequence[Box], large: Image.Image) -> tuple[Image.Image, list[_Piece]]:
    crops = [_crop(place, large) for place in places]
    width = max(crop.width for crop in crops) + 2 * _GAP
    picture = Image.new("L", (width, sum(crop.height + _GAP for crop in crops) + _GAP), 255)
    pieces, top = [], _GAP
    for place, crop in zip(places, crops, strict=True):
        picture.paste(crop, (_GAP, top))
        pieces.append(_Piece(_margined(place, large), _GAP, top, _GAP + crop.width, top + crop.height))
        top += crop.height + _GAP
    return picture, pieces


def _margined(box: Box, large: Image.Image) -> Box:
    down = _MARGIN * (box.bottom - box.top)
    along = down * large.height / large.width
    return Box(
        max(0.0, box.left - along), max(0.0, box.top - down), min(1.0, box.right + along), min(1.0, box.bottom + down)
    )


def _crop(place: Box, large: Image.Image) -> Image.Image:
    box = _margined(place, large)
    left, top = int(box.left * large.width), int(box.top * large.height)
    right, bottom = max(left + 1, int(box.right * large.width)), max(top + 1, int(box.bottom * large.height))
    piece = large.crop((left, top, right, bottom))
    scale = min(_MOST_ENLARGED, max(1.0, _HEIGHT / piece.height))
    return piece.resize(
        (max(1, round(piece.width * scale)), max(1, round(piece.height * scale))), Image.Resampling.BICUBIC
    )


def _placed(word: Word, pieces: Sequence[_Piece], montage: Image.Image) -> Word | None:
    """The word where it stands on the page; None for what lies between two pieces."""
    middle = (word.box.top + word.box.bottom) / 2 * montage.height
    for piece in pieces:
        if piece.top <= middle <= piece.bottom:
            return replace(word, box=_on_page(word.box, piece, montage))
    return None


def _on_page(box: Box, piece: _Piece, montage: Image.Image) -> Box:
    place = piece.place
    across = (place.right - place.left) / (piece.right - piece.left)
    down = (place.bottom - place.top) / (piece.bottom - piece.top)
    return Box(
        place.left + (box.left * montage.width - piece.left) * across,
        place.top + (box.top * montage.height - piece.top) * down,
        place.left + (box.right * montage.width - piece.left) * across,
        place.top + (box.bottom * montage.height - piece.top) * down,
    )


def _merged(page: Page, seen: Sequence[Word], places: Sequence[Box]) -> Page:
    """Each word in doubt with what was seen in its place, and what was seen where no word stands."""
    words = [_with_second(word, seen) if _is_in(word.box, places) else word for word in page.words]
    new = [word for word in seen if not any(_overlap(word.box, old.box) > 0.2 for old in page.words)]
    return replace(page, words=(*words, *new))


def _is_in(box: Box, places: Sequence[Box]) -> bool:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return any(place.left <= x <= place.right and place.top <= y <= place.bottom for place in places)


def _with_second(word: Word, seen: Sequence[Word]) -> Word:
    """What the second reader saw mostly within this word, in one piece."""
    inside = sorted((other for other in seen if _overlap(other.box, word.box) > 0.5), key=lambda other: other.box.left)
    return replace(word, second=" ".join(other.text for other in inside))


def _overlap(one: Box, other: Box) -> float:
    """Which share of the first box lies in the second."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    area = (one.right - one.left) * (one.bottom - one.top)
    return max(0.0, width) * max(0.0, height) / area if area > 0 else 0.0
