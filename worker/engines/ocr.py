"""The engine that reads a page from its picture, whichever way up it lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from PIL import Image

from worker.core.types import Page, Word
from worker.engines import tesseract
from worker.engines.again import improved
from worker.engines.base import CROP_PIXELS, READING_PIXELS, Sheet
from worker.engines.judge import Judge
from worker.engines.turning import QUARTERS, turned

NAME = "tesseract"

# A page that is read the wrong way up gives a few real-looking words among dozens of odd ones.
_CONFIDENT = 0.70
_ENOUGH_WORDS = 4
_ENOUGH_SHARE = 0.6
# Below this Tesseract's own judgement of the orientation is wrong as often as right.
_SURE_OF_TURN = 2.0


def read(sheet: Sheet, judge: Judge) -> Page:
    """The words of the page as a picture, upright. Raises `Damaged`, `TooLarge`, `EngineMissing`."""
    picture = _sized(sheet.picture(READING_PIXELS))
    best = _Attempt(picture, 0) if _is_blank(picture) else _upright(picture)
    words = improved(best.words, turned(sheet.picture(CROP_PIXELS), best.turn)) if best.words else best.words
    return Page(sheet.number, best.picture.width, best.picture.height, words, NAME, best.turn)


@dataclass(frozen=True)
class _Attempt:
    """A picture turned one way, and what is read from it so; `stored` is the picture before turning."""

    stored: Image.Image
    turn: int

    @cached_property
    def picture(self) -> Image.Image:
        return turned(self.stored, self.turn)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return () if _is_blank(self.stored) else tesseract.words_of(self.picture)

    @cached_property
    def score(self) -> int:
        """How many words are read with confidence, lying flat."""
        return sum(word.confidence >= _CONFIDENT for word in _telling(self))

    def convinces(self) -> bool:
        """Whether this is surely the right way up."""
        return self.score >= max(_ENOUGH_WORDS, _ENOUGH_SHARE * sum(1 for _ in _telling(self)))


def _telling(attempt: _Attempt) -> Iterator[Word]:
    """Words long enough to mean something. Tesseract also reads lines that run upwards: those are taller than wide."""
    for word in attempt.words:
        box, picture = word.box, attempt.picture
        flat = (box.right - box.left) * picture.width > (box.bottom - box.top) * picture.height
        if flat and sum(map(str.isalnum, word.text)) >= 3:
            yield word


def _upright(picture: Image.Image) -> _Attempt:
    """The way up that reads best, found with as few readings as it takes."""
    stored = _Attempt(picture, 0)
    if stored.convinces():
        return stored
    guess, confidence = tesseract.guess_turn(picture)
    turns = (guess,) if confidence >= _SURE_OF_TURN else (guess, *QUARTERS)
    return _best([stored, *(_Attempt(picture, turn) for turn in dict.fromkeys(turns) if turn)])


def _best(attempts: list[_Attempt]) -> _Attempt:
    """The first that convinces, else the one that reads best; reading the wrong way up is slow, so none is in vain."""
    convincing = (attempt for attempt in attempts if attempt.convinces())
    return next(convincing, None) or max(attempts, key=lambda attempt: attempt.score)


def _sized(picture: Image.Image) -> Image.Image:
    """The picture with about `READING_PIXELS`: larger ones only take longer, smaller ones are read worse."""
    scale = min(3.0, (READING_PIXELS / (picture.width * picture.height)) ** 0.5)
    if 0.97 < scale < 1.03:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS if scale < 1 else Image.Resampling.BICUBIC)


def _is_blank(picture: Image.Image) -> bool:
    low, high = picture.getextrema()
    return low == high
