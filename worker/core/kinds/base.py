"""What a kind of paper is, and what can be found on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from rapidfuzz.distance import Levenshtein

from worker.core.identifiers import Curp, Nss
from worker.core.paper.evidence import found
from worker.core.paper.holder import find_holder
from worker.core.paper.lines import Run, Sheet
from worker.core.paper.scope import part
from worker.core.school import School
from worker.core.types import Document, Found, Through


@dataclass(frozen=True)
class Findings:
    """What one page says, with `sure` only for a proven constancia; fields as in `Reading`."""

    nss: Found[Nss] | None = None
    curp: Found[Curp] | None = None
    name: Found[str] | None = None
    vigente: Found[bool] | None = None
    through: Found[Through] | None = None
    issued: Found[date] | None = None
    sure: bool = False
    checks: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


class Kind(Protocol):
    """A kind of paper; a module is one."""

    @property
    def DOCUMENT(self) -> Document:
        """What the reading calls it."""

    def identify(self, sheet: Sheet, /) -> bool:
        """Whether the page is such a paper, by its title words."""

    def extract(self, sheet: Sheet, school: School, /) -> Findings:
        """What the page says."""


_LETTERS_PER_MISTAKE = 9
_MORE_WORDS = 4


def _like(folded: str, phrase: str) -> bool:
    return Levenshtein.distance(folded, phrase) <= len(phrase) // _LETTERS_PER_MISTAKE


def _headings(sheet: Sheet) -> list[Run]:
    """Cells, and cells with the one that goes on right under them: a title may stand on two lines."""
    cells = list(sheet.cells)
    pairs = [
        upper + lower
        for above, below in zip(sheet.lines, sheet.lines[1:], strict=False)
        for upper in above.cells
        for lower in below.cells
        if upper[0].left < lower[-1].right and lower[0].left < upper[-1].right
    ]
    return cells + pairs


def has_title(sheet: Sheet, phrases: Sequence[str], more: int = _MORE_WORDS) -> bool:
    """Whether a cell is one of the titles: its words, at most `more` other ones, and not the middle of a sentence.

    `phrases` are upper case without accents; an OCR may have misread one letter in nine.
    """
    return any(_is_title(run, phrase, more) for run in _headings(sheet) for phrase in phrases)


def _is_title(run: Run, phrase: str, more: int) -> bool:
    words = [token for token in run if token.folded]
    count = len(phrase.split())
    if not count - 1 <= len(words) <= count + more:
        return False
    return any(
        _like("".join(token.folded for token in words[start : start + length]), phrase.replace(" ", ""))
        and not words[start].text[:1].islower()
        for length in (count, count - 1, count + 1)
        for start in range(len(words))
        if length > 0
    )


def has_words(sheet: Sheet, phrases: Sequence[str]) -> bool:
    """Whether one of the phrases stands anywhere on the page, in a sentence or not; read without a mistake."""
    return any(f" {phrase} " in sheet.folded for phrase in phrases)


def count_words(sheet: Sheet, phrases: Sequence[str]) -> int:
    """How many of the phrases stand anywhere on the page."""
    return sum(f" {phrase} " in sheet.folded for phrase in phrases)


def holder_only(sheet: Sheet) -> Findings:
    """What a paper without vigencia says: whom it is about."""
    holder = find_holder(part(sheet))
    return Findings(
        nss=found(holder.nss, sheet),
        curp=found(holder.curp, sheet),
        name=found(holder.name, sheet),
    )
