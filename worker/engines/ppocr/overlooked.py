"""Words where the page has none yet although something is expected: a pale label over a value.

The place is cut out and enlarged, its paper made white, and lines are looked for in that: the detector overlooks pale
letters on the whole page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from worker.core.boxes import fall_of, level_height, share_within
from worker.core.types import Box, Evidence, Page, Word
from worker.engines.base import CROP_PIXELS, Sheet
from worker.engines.montage import read_together
from worker.engines.ppocr.detect import CLOSE, lines_of
from worker.engines.ppocr.draft import words_on
from worker.engines.ppocr.lines import letters_of
from worker.engines.ppocr.places import Slope, cut, large_of, merged_places, on_page
from worker.engines.turning import turned

_MOST_PLACES = 8
# Which share of a word lies on one that is known, so that it is that one.
_KNOWN = 0.2


def with_overlooked(page: Page, doubts: Sequence[Evidence], sheet: Sheet, slope: Slope) -> Page:
    """The page with the words that were found in those boxes in doubt in which it has none.

    Raises `Damaged`, `TooLarge`.
    """
    boxes = merged_places([doubt.box for doubt in doubts if not doubt.text], fall_of(page))
    places = [box for box in boxes if not any(_is_on(word.box, box, page) for word in page.words)][:_MOST_PLACES]
    if not places:
        return page
    large = large_of(page, np.asarray(turned(sheet.picture(CROP_PIXELS), page.turn)), slope)
    pieces = [cut(place, large) for place in places]
    seen = read_together([Image.fromarray(piece.picture) for piece in pieces], _words_of)
    found = [on_page(word, pieces[place]) for place, word in seen]
    new = [word for word in found if not any(share_within(word.box, other.box) > _KNOWN for other in page.words)]
    return replace(page, words=(*page.words, *new))


def _is_on(box: Box, place: Box, page: Page) -> bool:
    """Whether the middle of a word is in a place that falls as the page's lines do."""
    x, y, fall = (box.left + box.right) / 2, (box.top + box.bottom) / 2, fall_of(page, place)
    down = y - (place.top + place.bottom) / 2 - fall * (x - (place.left + place.right) / 2)
    return place.left < x < place.right and abs(down) < level_height(place, fall) / 2


def _words_of(picture: Image.Image) -> Iterator[Word]:
    gray = np.asarray(picture)
    for quad in lines_of(gray, CLOSE):
        yield from words_on(quad, letters_of(gray, quad), picture.width, picture.height)
