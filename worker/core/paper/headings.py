"""The titles of a page, and the phrases anywhere on it, however an OCR spelt them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from worker.core.paper.lines import Line, Run, Sheet

_LETTERS_PER_MISTAKE = 9
_LETTERS_PER_SLIP = 15
_MORE_WORDS = 4
_LIKE = 92.0
_LONG = 14


@dataclass(frozen=True)
class _Heading:
    """The words of a cell, folded; `small` are those that begin with a small letter."""

    words: tuple[str, ...]
    small: tuple[bool, ...]


@lru_cache(maxsize=8)
def _headings(lines: tuple[Line, ...]) -> tuple[_Heading, ...]:
    """Cells, and cells with the one that goes on right under them: a title may stand on two lines."""
    cells = [cell for line in lines for cell in line.cells]
    pairs = [
        upper + lower
        for above, below in pairwise(lines)
        for upper in above.cells
        for lower in below.cells
        if upper[0].left < lower[-1].right and lower[0].left < upper[-1].right
    ]
    return tuple(_heading(run) for run in (*cells, *pairs))


def _heading(run: Run) -> _Heading:
    words = [token for token in run if token.folded]
    return _Heading(tuple(token.folded for token in words), tuple(token.text[:1].islower() for token in words))


def has_title(sheet: Sheet, phrases: Sequence[str], more: int = _MORE_WORDS) -> bool:
    """Whether a cell is one of the titles: its words, at most `more` other ones, and not the middle of a sentence.

    A title of one word has one other word beside it at most.
    `phrases` are upper case without accents; an OCR may have misread one letter in nine, and lost any blank.
    """
    return any(_is_title(heading, phrase, more) for heading in _headings(sheet.lines) for phrase in phrases)


def _is_title(heading: _Heading, phrase: str, more: int) -> bool:
    letters, count, words = phrase.replace(" ", ""), phrase.count(" ") + 1, heading.words
    most = len(letters) // _LETTERS_PER_MISTAKE
    if len(words) > count + (more if count > 1 else 1) or sum(map(len, words)) < len(letters) - most:
        return False
    return any(
        Levenshtein.distance("".join(words[start:end]), letters, score_cutoff=most) <= most
        for start, small in enumerate(heading.small)
        for end in range(start + 1, min(len(words), start + count + 1) + 1)
        if not small
    )


def has_words(sheet: Sheet, phrases: Sequence[str]) -> bool:
    """Whether one of the phrases stands anywhere on the page, in a sentence or not."""
    return count_words(sheet, phrases) > 0


def count_words(sheet: Sheet, phrases: Sequence[str]) -> int:
    """How many of the phrases stand anywhere on the page; long ones may lack blanks or have a misread letter."""
    return sum(f" {phrase} " in sheet.folded or _is_near(phrase, sheet.folded) for phrase in phrases)


def _is_near(phrase: str, folded: str) -> bool:
    """Whether a long phrase stands in a page's words, misread."""
    letters = phrase.replace(" ", "")
    if len(letters) < _LONG or not fuzz.partial_ratio(letters, folded.replace(" ", ""), score_cutoff=_LIKE):
        return False
    words, count, most = folded.split(), phrase.count(" ") + 1, len(letters) // _LETTERS_PER_SLIP
    windows = ("".join(words[at : at + size]) for at in range(len(words)) for size in range(1, count + 2))
    return any(Levenshtein.distance(window, letters, score_cutoff=most) <= most for window in windows)
