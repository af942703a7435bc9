"""From bytes to pages: open the file, give each page to the first engine that vouches for it.

This runs in the children of `pool`; nothing but tests calls it in the process that serves mail.
"""

from __future__ import annotations

from PIL import ImageFilter

from worker.core.types import Defect, Page, Unreadable
from worker.engines.base import Damaged, Limits, Sheet, TooLarge
from worker.engines.registry import ENGINES, FORMATS
from worker.engines.sniff import not_read, sniff

_GLANCE_PIXELS = 1_000_000
# Gray tones of 256, once the grain is smoothed: the shade of a scanned blank sheet stays below, any print is above.
_EVEN = 48


def recognise(content: bytes, limits: Limits) -> tuple[Page, ...] | Unreadable:
    """All pages of a file, in order and upright, or why there are none. Raises `EngineMissing`."""
    sheets = open_sheets(content, limits)
    if isinstance(sheets, Unreadable):
        return sheets
    try:
        pages = tuple(_read(sheet) for sheet in sheets)
        empty = not any(page.words for page in pages) and all(_is_even(sheet) for sheet in sheets)
        return Unreadable(Defect.VACIO, "la hoja está en blanco") if empty else pages
    except Damaged:
        return Unreadable(Defect.DANADO)
    except TooLarge:
        return Unreadable(Defect.TAMANO, "la imagen tiene demasiados píxeles")


def open_sheets(content: bytes, limits: Limits) -> tuple[Sheet, ...] | Unreadable:
    """The file's pages before they are read, or why it cannot be opened."""
    refused = limits.refuse(content)
    if refused is not None:
        return refused
    mime = sniff(content)
    opener = FORMATS.get(mime)
    return not_read(mime) if opener is None else opener.sheets(content, limits, mime)


def _is_even(sheet: Sheet) -> bool:
    """Whether the page is one tone all over: a blank sheet, not a photo that nothing can be read on."""
    counts = sheet.picture(_GLANCE_PIXELS).filter(ImageFilter.BoxBlur(2)).histogram()
    tones = [tone for tone, count in enumerate(counts) if count]
    return tones[-1] - tones[0] < _EVEN


def _read(sheet: Sheet) -> Page:
    pages = (engine.read(sheet) for engine in ENGINES)
    return next(page for page in pages if page is not None)
