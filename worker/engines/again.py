"""A second look, larger, at the lines that decide.

Tesseract drops a short word that stands alone in a table cell, and mistakes a letter here and there. The lines with a
word near which the values of an affiliation paper stand are cut out, enlarged and read once more, all together. Two
readings that agree say more than one, and a gap is filled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PIL import Image
from rapidfuzz import fuzz, process, utils

from worker.core.boxes import shared
from worker.core.types import Box, Word
from worker.engines.montage import read_together

# What stands beside the values on any of these papers; which of them it is, core decides.
_ANCHORS = ("derecho", "vigente", "vigencia", "seguridad", "nss", "curp", "clave", "nombre", "asegurado", "patronal")
_ALIKE = 80
# In heights of the anchor word: above and below it, so that a value that sits a little higher is not cut.
_MARGIN = 0.75
_AGREED = 0.9
_MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class _Strip:
    """A band of the page, in pixels of the large picture."""

    top: int
    bottom: int


def improved(words: tuple[Word, ...], large: Image.Image) -> tuple[Word, ...]:
    """The words with what a second reading of the lines that decide adds to them.

    Args:
        words: a first reading of the page.
        large: the same page, upright, as large as it can be had.
    """
    strips = _strips(words, large.height)
    if not strips:
        return words
    found = read_together([large.crop((0, strip.top, large.width, strip.bottom)) for strip in strips])
    return _merged(words, [_on_page(word, strips[place], large.height) for place, word in found])


def _strips(words: Sequence[Word], height: int) -> list[_Strip]:
    bands: list[list[float]] = []
    for word in sorted(filter(_is_anchor, words), key=lambda word: word.box.top):
        margin = _MARGIN * (word.box.bottom - word.box.top)
        top, bottom = word.box.top - margin, word.box.bottom + margin
        if bands and top <= bands[-1][1]:
            bands[-1][1] = max(bands[-1][1], bottom)
        else:
            bands.append([top, bottom])
    return [
        _Strip(max(0, int(top * height)), min(height, int(bottom * height) + 1)) for top, bottom in bands[:_MOST_LINES]
    ]


def _is_anchor(word: Word) -> bool:
    text = utils.default_process(word.text)
    return len(text) >= 3 and process.extractOne(text, _ANCHORS, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None


def _on_page(word: Word, strip: _Strip, height: int) -> Word:
    """A word of a strip where it stands on a page of so many pixels."""
    top, bottom = ((strip.top + edge * (strip.bottom - strip.top)) / height for edge in (word.box.top, word.box.bottom))
    left, right = max(0.0, word.box.left), min(1.0, word.box.right)
    return replace(word, box=Box(left, max(0.0, top), right, min(1.0, bottom)))


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
    width, height = shared(one, other)
    narrower = min(one.right - one.left, other.right - other.left)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return width > 0.5 * narrower and height > 0.4 * lower
