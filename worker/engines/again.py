"""A second look, larger, at the lines that decide.

Tesseract drops a short word that stands alone in a table cell, and mistakes a letter here and there. The lines with a
word near which the values of an affiliation paper stand are cut out, enlarged, put into one picture (one call instead
of many) and read once more. Two readings that agree say more than one, and a gap is filled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from PIL import Image
from rapidfuzz import fuzz, process, utils

from worker.core.types import Box, Word
from worker.engines import tesseract

# What stands beside the values on any of these papers; which of them it is, core decides.
_ANCHORS = ("derecho", "vigente", "vigencia", "seguridad", "nss", "curp", "clave", "nombre", "asegurado", "patronal")
_ALIKE = 80
# In heights of the anchor word: above and below it, so that a value that sits a little higher is not cut.
_MARGIN = 0.75
_GAP = 24
_AGREED = 0.9
_MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class _Strip:
    """A band of the page, in pixels of the large picture, and where it stands in the montage."""

    top: int
    bottom: int
    at: int


def improved(words: tuple[Word, ...], large: Image.Image) -> tuple[Word, ...]:
    """The words with what a second reading of the lines that decide adds to them.

    Args:
        words: a first reading of the page.
        large: the same page, upright, as large as it can be had.
    """
    strips = _strips(words, large.height)
    if not strips:
        return words
    montage = tesseract.words_of_block(_montage(strips, large))
    second = [found for word in montage for found in _placed(word, strips, large)]
    return _merged(words, second)


def _strips(words: Sequence[Word], height: int) -> list[_Strip]:
    bands: list[list[float]] = []
    for word in sorted(filter(_is_anchor, words), key=lambda word: word.box.top):
        margin = _MARGIN * (word.box.bottom - word.box.top)
        top, bottom = word.box.top - margin, word.box.bottom + margin
        if bands and top <= bands[-1][1]:
            bands[-1][1] = max(bands[-1][1], bottom)
        else:
            bands.append([top, bottom])
    strips: list[_Strip] = []
    for top, bottom in bands[:_MOST_LINES]:
        at = strips[-1].at + strips[-1].bottom - strips[-1].top + _GAP if strips else _GAP
        strips.append(_Strip(max(0, int(top * height)), min(height, int(bottom * height) + 1), at))
    return strips


def _is_anchor(word: Word) -> bool:
    text = utils.default_process(word.text)
    return len(text) >= 3 and process.extractOne(text, _ANCHORS, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None


def _montage(strips: Sequence[_Strip], large: Image.Image) -> Image.Image:
    last = strips[-1]
    picture = Image.new("L", (large.width, last.at + last.bottom - last.top + _GAP), 255)
    for strip in strips:
        picture.paste(large.crop((0, strip.top, large.width, strip.bottom)), (0, strip.at))
    return picture


def _placed(word: Word, strips: Sequence[_Strip], large: Image.Image) -> Iterator[Word]:
    """The word where it stands on the page; none for what lies between two strips."""
    last = strips[-1]
    height = last.at + last.bottom - last.top + _GAP
    top, bottom = word.box.top * height, word.box.bottom * height
    for strip in strips:
        if strip.at <= (top + bottom) / 2 <= strip.at + strip.bottom - strip.top:
            shift = strip.top - strip.at
            box = replace(word.box, top=max(0.0, (top + shift) / large.height), bottom=(bottom + shift) / large.height)
            yield replace(word, box=box)


def _merged(first: Sequence[Word], second: Iterable[Word]) -> tuple[Word, ...]:
    """Each place once: agreement raises the confidence, a difference goes to the surer one, a gap is filled."""
    kept = list(first)
    for word in second:
        overlapping = [at for at, old in enumerate(kept) if _same_place(old.box, word.box)]
        if not overlapping:
            kept.append(word)
        elif len(overlapping) == 1:
            kept[overlapping[0]] = _surer(kept[overlapping[0]], word)
    return tuple(kept)


def _surer(one: Word, other: Word) -> Word:
    if one.text == other.text:
        return replace(one, confidence=max(one.confidence, other.confidence, _AGREED))
    return one if one.confidence >= other.confidence else other


def _same_place(one: Box, other: Box) -> bool:
    """Whether two boxes overlap so much that the narrower one is mostly within the other."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    if width <= 0 or height <= 0:
        return False
    narrower = min(one.right - one.left, other.right - other.left)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return width > 0.5 * narrower and height > 0.4 * lower
