"""The engine for pages that are kept as text (Word, LibreOffice): the words are there, nothing has to be recognised."""

from __future__ import annotations

from worker.core.types import Page
from worker.engines.base import Sheet
from worker.engines.judge import Judge

NAME = "docx"


def read(sheet: Sheet, judge: Judge) -> Page | None:
    """The page's own words; None for every sheet that has none."""
    if not sheet.written:
        return None
    width, height = sheet.size
    return Page(sheet.number, width, height, sheet.written, NAME, path=sheet.path)
