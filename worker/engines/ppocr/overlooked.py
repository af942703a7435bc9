"""Words that were not found on the page although they are expected: a pale label over a value.

The place is cut out and enlarged, its paper made white, and lines are looked for in that: the detector overlooks pale
letters on the whole page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from worker.core.boxes import fall_of, share_within
from worker.core.types import Evidence, Page, Word
from worker.engines.base import CROP_PIXELS, Sheet
from worker.engines.montage import read_together
from worker.engines.ppocr.detect import CLOSE, lines_of
from worker.engines.ppocr.draft import words_on
from worker.engines.ppocr.lines import letters_of
from worker.engines.ppocr.places import Slope, cut, large_of, merged_places, on_one_line, on_page
from worker.engines.turning import turned

_MOST_PLACES = 8
# Which share of a word lies on one that is known, so that it is that one.
_KNOWN = 0.2


def with_overlooked(page: Page, doubts: Sequence[Evidence], sheet: Sheet, slope: Slope) -> Page:
    """The page with what else was found in those boxes in doubt that have no text: where a label may stand.

    Raises `Damaged`, `TooLarge`.
    """
    places = merged_places([doubt.box for doubt in doubts if not doubt.text], fall_of(page))[:_MOST_PLACES]
    if not places:
        return page
    large = large_of(page, np.asarray(turned(sheet.picture(CROP_PIXELS), page.turn)), slope)
    pieces = [cut(place, large) for place in places]
    seen = read_together([Image.fromarray(piece.picture) for piece in pieces], _words_of)
    found = [on_page(word, pieces[place]) for place, word in seen]
    new = [word for word in found if not any(_is_known(word, other, page) for other in page.words)]
    return replace(page, words=(*page.words, *new))


def _is_known(word: Word, other: Word, page: Page) -> bool:
    return share_within(word.box, other.box) > _KNOWN and on_one_line(word, other, page)


def _words_of(picture: Image.Image) -> Iterator[Word]:
    gray = np.asarray(picture)
    for quad in lines_of(gray, CLOSE):
        yield from words_on(quad, letters_of(gray, quad), picture.width, picture.height)
