"""From bytes to pages: open the file, give each page to the first engine that vouches for it.

This runs in the children of `pool`; nothing but tests calls it in the process that serves mail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PIL import ImageFilter

from worker.core.boxes import share_within
from worker.core.types import Box, Defect, Page, Unreadable
from worker.engines import pdf_text
from worker.engines.base import Damaged, Limits, Sheet, TooLarge
from worker.engines.judge import Judge
from worker.engines.opening import open_sheets
from worker.engines.registry import ENGINES

_GLANCE_PIXELS = 1_000_000
# Which share of a word lies on one of the text layer, so that it is that word.
_SAME_PLACE = 0.2
# Gray tones of 256, once the grain is smoothed: the shade of a scanned blank sheet stays below, any print is above.
_EVEN = 48
# Paper is brighter even on a dim scan; what is as even and darker is a photo of a wall, a table, a pocket.
_PAPER = 170


def recognise(
    content: bytes, limits: Limits, page_begins: Callable[[], None] = lambda: None
) -> tuple[Page, ...] | Unreadable:
    """The pages of a file that can be drawn, in order and upright, or why there are none. Raises `EngineMissing`.

    `page_begins` is called before each page is read.
    """
    sheets = open_sheets(content, limits)
    if isinstance(sheets, Unreadable):
        return sheets
    judge = Judge(limits.school)
    results = tuple(_result(sheet, judge, page_begins) for sheet in sheets)
    pages = tuple(result for result in results if isinstance(result, Page))
    if not pages:
        return next(result for result in results if isinstance(result, Unreadable))
    empty = not any(page.words for page in pages) and len(pages) == len(sheets) and all(map(_is_even, sheets))
    return Unreadable(Defect.VACIO, "la hoja está en blanco") if empty else pages


def _result(sheet: Sheet, judge: Judge, page_begins: Callable[[], None]) -> Page | Unreadable:
    """The page read, or why it cannot be: one broken page must not hide the others."""
    page_begins()
    try:
        return replace(_read(sheet, judge), path=sheet.path)
    except Damaged:
        return Unreadable(Defect.DANADO)
    except TooLarge:
        return Unreadable(Defect.TAMANO, "la imagen tiene demasiados píxeles")


def _read(sheet: Sheet, judge: Judge) -> Page:
    """The page by the first engine that vouches for it; where that is a text layer, with what else is to be seen."""
    pages = (page for engine in ENGINES if (page := engine.read(sheet, judge)) is not None)
    page = next(pages)
    lacks = page.engine == pdf_text.NAME and not judge.suffices(page) and judge.misses(page)
    if lacks and pdf_text.may_lack(sheet):
        return max(page, completed(page, next(pages)), key=judge.worth)
    return page


def completed(layer: Page, seen: Page) -> Page:
    """A text layer's words, all of them, and those of the page's picture that stand where it has none."""
    if seen.turn:
        return layer
    new = (word for word in seen.words if not any(_is_same_place(word.box, other.box) for other in layer.words))
    return replace(seen, words=(*layer.words, *new))


def _is_same_place(one: Box, other: Box) -> bool:
    return max(share_within(one, other), share_within(other, one)) > _SAME_PLACE


def _is_even(sheet: Sheet) -> bool:
    """Whether the page is one bright tone all over: a blank sheet, not a photo that nothing can be read on."""
    counts = sheet.picture(_GLANCE_PIXELS).filter(ImageFilter.BoxBlur(2)).histogram()
    tones = [tone for tone, count in enumerate(counts) if count]
    return tones[0] >= _PAPER and tones[-1] - tones[0] < _EVEN
