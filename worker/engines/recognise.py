"""From bytes to pages: open the file, give each page to the first engine that vouches for it.

This runs in the children of `pool`; nothing but tests calls it in the process that serves mail.
"""

from __future__ import annotations

from worker.core.types import Defect, Page, Unreadable
from worker.engines.base import Damaged, Limits, Sheet, TooLarge
from worker.engines.registry import ENGINES, FORMATS
from worker.engines.sniff import not_read, sniff


def recognise(content: bytes, limits: Limits) -> tuple[Page, ...] | Unreadable:
    """All pages of a file, in order and upright, or why there are none. Raises `EngineMissing`."""
    sheets = open_sheets(content, limits)
    if isinstance(sheets, Unreadable):
        return sheets
    try:
        return tuple(_read(sheet) for sheet in sheets)
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


def _read(sheet: Sheet) -> Page:
    pages = (engine.read(sheet) for engine in ENGINES)
    return next(page for page in pages if page is not None)
