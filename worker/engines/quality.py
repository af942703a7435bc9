"""What is wrong with the picture of a page, measured where its text is: blur, light, size; `cuts` and `glare` beside.

The unit is the letter: the mean width of a letter of the page's words, in pixels, which is about the x-height. Only
pictures are judged here; whether a flaw is worth telling (the page may have been read all the same) `core` decides.
It runs in the children of `pool`, after the words were read, and costs some 10 ms a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt

import numpy as np
from PIL import Image

from worker.core.types import Fault, Flaw, Word
from worker.engines.cuts import cut_sides, unfinished
from worker.engines.glare import glares
from worker.engines.view import FAINTEST_PRINT, Gray, View, edges_of, quantiles

# Clean, scanned and photographed pages drawn ever smaller: every word was found down to letters of 5 pixels, a tenth
# to a third were lost at 4, half at 3.
SMALLEST_LETTER = 4.5
# The same pages blurred: with edges of 0.2 to 0.3 letters every word was found, with 0.45 a quarter to a third were
# lost, with 0.75 all but the largest. The softest photo among the samples that reads well has 0.22.
SOFTEST_EDGE = 0.38
# Photos of the samples have paper of 159 to 219 around their words. Darkened, with a sensor's noise on them, they lost
# words from 80 downwards.
DARKEST_PAPER = 80.0
# Thin dark things, one above the other, on this much of a picture: pages have 0.02 to 0.15 even where they are so
# blurred that nobody can tell that it is print, a portrait and a bare wall 0.002.
LEAST_PRINT = 0.012
# Blurred still more, a page is one light tone on this much of the picture.
MOSTLY_PAPER = 0.6

_TELLING = 3
_CONFIDENCE = 0.4
_PIXEL_EDGE = 2.0
_TILE = 40


def flaws_of(picture: Image.Image | Gray, words: Sequence[Word]) -> tuple[Flaw, ...]:
    """What is wrong with the upright picture of a page, as far as it can be measured.

    Args:
        picture: 8-bit gray, upright, not enlarged: what a magnified picture lacks is seen as blur.
        words: what an engine found on it, in fractions of it.

    Returns:
        A flaw for each fault: for `CORTADA` one for each side, with a strip along it, for `REFLEJO` one for each spot,
        with its box. Nothing for a picture that is well taken, or that does not look like print at all.
    """
    gray = np.asarray(picture, dtype=np.uint8)
    if gray.ndim != 2 or min(gray.shape) < _TILE:
        return ()
    view = View(gray, tuple(word for word in words if _is_telling(word)))
    flaws = (*(Flaw(fault) for fault in _all_over(view)), *unfinished(gray))
    if not view.prints:
        return flaws
    return (*flaws, *cut_sides(gray, view.words, view.letter, view.tones), *glares(view))


def _is_telling(word: Word) -> bool:
    return sum(map(str.isalnum, word.text)) >= _TELLING and word.confidence >= _CONFIDENCE


def _all_over(view: View) -> Iterator[Fault]:
    if view.paper < DARKEST_PAPER:
        yield Fault.OSCURA
    if not view.prints and not _may_be_a_page(view):
        return
    if view.letter < SMALLEST_LETTER:
        yield Fault.PEQUENA
    elif softness(view) > SOFTEST_EDGE:
        yield Fault.BORROSA


def _may_be_a_page(view: View) -> bool:
    """Whether a picture without words may show a page all the same."""
    return view.thin_and_dark >= LEAST_PRINT or view.light >= MOSTLY_PAPER


def softness(view: View) -> float:
    """How wide the edges of the print are, in letters, beyond what pixels themselves make of a sharp edge."""
    edges = [each.edge for each in view.prints]
    letter = view.letter
    if not edges:
        edges = list(_edges_anywhere(view.glance))
        letter *= view.glance.shape[1] / view.gray.shape[1]
    widest = float(np.median(edges)) if edges else 0.0
    return sqrt(max(0.0, widest**2 - _PIXEL_EDGE**2)) / letter


def _edges_anywhere(small: Gray) -> Iterator[float]:
    """The edges of whatever can be seen on a picture without words: the sharper ones of each tile that has any."""
    for top in range(0, small.shape[0] - _TILE + 1, _TILE):
        for left in range(0, small.shape[1] - _TILE + 1, _TILE):
            tones = np.ascontiguousarray(small[top : top + _TILE, left : left + _TILE])
            ink, paper = quantiles(tones, (0.02, 0.98))
            if paper - ink > FAINTEST_PRINT:
                yield edges_of(tones, paper - ink)[0]
