"""What the fuzz run has a child do with a file instead of reading it: all but the recognition of pictures."""

from __future__ import annotations

import time
from pathlib import Path

from worker.core.types import Page, Unreadable
from worker.engines import child
from worker.engines.base import Damaged, Limits, TooLarge
from worker.engines.child import Job

_PIXELS = 250_000


def prepare(folder: Path, places: tuple[int, ...]) -> None:
    """As every child is prepared. That it is named here has the child load this file before it is walled in."""
    child.prepare(folder, places)


def opened(content: bytes, limits: Limits, job: Job) -> tuple[tuple[Page, ...] | Unreadable, float]:
    """Open the file; of each page take what is kept as text and draw the picture. The page has no words then."""
    started = time.monotonic()
    return child.guarded(job, lambda: _opened(content, limits)), time.monotonic() - started


def _opened(content: bytes, limits: Limits) -> tuple[Page, ...] | Unreadable:
    from worker.core.types import Defect
    from worker.engines import pdf_text, written
    from worker.engines.judge import Judge
    from worker.engines.opening import open_sheets

    sheets = open_sheets(content, limits)
    if isinstance(sheets, Unreadable):
        return sheets
    try:
        judge = Judge(limits.school)
        for sheet in sheets:
            for engine in (written, pdf_text):
                engine.read(sheet, judge)
            sheet.picture(_PIXELS)
    except Damaged:
        return Unreadable(Defect.DANADO)
    except TooLarge:
        return Unreadable(Defect.TAMANO)
    return tuple(Page(sheet.number, 1, 1, (), "") for sheet in sheets)
