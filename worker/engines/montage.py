"""Several pictures read in one call: the call costs more than what is read in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from PIL import Image

from worker.core.types import Box, Word
from worker.engines import tesseract

# Pixels of white around each picture.
_GAP = 28


def read_together(
    pictures: Sequence[Image.Image], read: Callable[[Image.Image], Iterable[Word]] = tesseract.words_of_block
) -> Iterator[tuple[int, Word]]:
    """The words of gray pictures, each with its picture's place in the sequence and in fractions of that picture.

    A word that reaches beyond its picture has a box that does, too. Raises what `read` raises, ValueError for no
    pictures.
    """
    montage, tops = _below_each_other(pictures)
    for word in read(montage):
        middle = (word.box.top + word.box.bottom) / 2 * montage.height
        for place, (picture, top) in enumerate(zip(pictures, tops, strict=True)):
            if top <= middle <= top + picture.height:
                yield place, replace(word, box=_within(word.box, montage, picture, top))


def _below_each_other(pictures: Sequence[Image.Image]) -> tuple[Image.Image, list[int]]:
    """The pictures on white, and where each begins."""
    *tops, height = accumulate((picture.height + _GAP for picture in pictures), initial=_GAP)
    montage = Image.new("L", (max(picture.width for picture in pictures) + 2 * _GAP, height), 255)
    for picture, top in zip(pictures, tops, strict=True):
        montage.paste(picture, (_GAP, top))
    return montage, tops


def _within(box: Box, montage: Image.Image, picture: Image.Image, top: int) -> Box:
    """A box of the montage in fractions of one of its pictures."""
    left, right = ((edge * montage.width - _GAP) / picture.width for edge in (box.left, box.right))
    above, below = ((edge * montage.height - top) / picture.height for edge in (box.top, box.bottom))
    return Box(left, above, right, below)
