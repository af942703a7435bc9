"""The titles of a page, and the phrases anywhere on it, however an OCR spelt them."""

from __future__ import annotations

from collections import defaultdict
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
_FIGURES = 2
_LONGEST_TITLE = 13
"""Words of the longest title, and one more: an OCR may have cut a word in two."""


@dataclass(frozen=True, eq=False)
class _Heading:
    """The words of a cell: how many, how many letters, and by their letters its runs that begin with a capital."""

    count: int
    letters: int
    runs: dict[int, tuple[tuple[str, int], ...]]


@lru_cache(maxsize=8)
def _headings(lines: tuple[Line, ...]) -> tuple[_Heading, ...]:
    """Cells, and cells with the one that goes on right under them: a title may stand on two lines."""
    cells = [cell for line in lines for cell in line.cells]
    pairs = [
        upper + lower
        for above, below in pairwise(lines)
        for upper in _without_values(above)
        for lower in _without_values(below)
        if upper[0].left < lower[-1].right and lower[0].left < upper[-1].right
    ]
    return tuple(_heading(run) for run in (*cells, *pairs))


def _without_values(line: Line) -> tuple[Run, ...]:
    """The cells of a line but for labels: those with a number or a date right of them are no half of a title."""
    beside = (*line.cells[1:], ())
    return tuple(cell for cell, after in zip(line.cells, beside, strict=True) if not _is_number(after))


def _is_number(cell: Run) -> bool:
    return bool(cell) and any(map(str.isdigit, cell[0].text)) and sum(map(str.isdigit, cell[0].folded)) >= _FIGURES


def _heading(run: Run) -> _Heading:
    words = [token for token in run if token.folded]
    small = tuple(place for place, token in enumerate(words) if token.text[:1].islower())
    return _heading_of(tuple(token.folded for token in words), small)


@lru_cache(maxsize=1024)
def _heading_of(words: tuple[str, ...], small: tuple[int, ...]) -> _Heading:
    """The heading of these words; `small` are the places of those that begin with a small letter."""
    runs: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for start in (place for place in range(len(words)) if place not in small):
        for end in range(start + 1, min(len(words), start + _LONGEST_TITLE) + 1):
            text = "".join(words[start:end])
            runs[len(text)].append((text, end - start))
    return _Heading(len(words), sum(map(len, words)), {length: tuple(found) for length, found in runs.items()})


def has_title(sheet: Sheet, phrases: Sequence[str], more: int = _MORE_WORDS) -> bool:
    """Whether a cell is one of the titles: its words, at most `more` other ones, and not the middle of a sentence.

    A title of one word has one other word beside it at most.
    `phrases` are upper case without accents; an OCR may have misread one letter in nine, and lost any blank.
    """
    titles = tuple(phrases)
    return any(_is_one_of(heading, titles, more) for heading in _headings(sheet.lines))


@lru_cache(maxsize=8192)
def _is_one_of(heading: _Heading, phrases: tuple[str, ...], more: int) -> bool:
    return any(_is_title(heading, phrase, more) for phrase in phrases)


def _is_title(heading: _Heading, phrase: str, more: int) -> bool:
    letters, count, most = _parsed(phrase)
    if heading.count > count + (more if count > 1 else 1) or heading.letters < len(letters) - most:
        return False
    return any(
        words <= count + 1 and Levenshtein.distance(text, letters, score_cutoff=most) <= most
        for length in range(len(letters) - most, len(letters) + most + 1)
        for text, words in heading.runs.get(length, ())
    )


@lru_cache(maxsize=512)
def _parsed(phrase: str) -> tuple[str, int, int]:
    """A phrase's letters, how many words it has, and how many letters an OCR may misread in it as a title."""
    letters = phrase.replace(" ", "")
    return letters, phrase.count(" ") + 1, len(letters) // _LETTERS_PER_MISTAKE


def has_words(sheet: Sheet, phrases: Sequence[str]) -> bool:
    """Whether one of the phrases stands anywhere on the page, in a sentence or not."""
    return count_words(sheet, phrases) > 0


def count_words(sheet: Sheet, phrases: Sequence[str]) -> int:
    """How many of the phrases stand anywhere on the page; long ones may lack blanks or have a misread letter."""
    return sum(f" {phrase} " in sheet.folded or _is_near(phrase, sheet.folded) for phrase in phrases)


@lru_cache(maxsize=512)
def _is_near(phrase: str, folded: str) -> bool:
    """Whether a long phrase stands in a page's words, misread."""
    letters, count, _ = _parsed(phrase)
    if len(letters) < _LONG or not fuzz.partial_ratio(letters, folded.replace(" ", ""), score_cutoff=_LIKE):
        return False
    words, most = folded.split(), len(letters) // _LETTERS_PER_SLIP
    windows = ("".join(words[at : at + size]) for at in range(len(words)) for size in range(1, count + 2))
    return any(Levenshtein.distance(window, letters, score_cutoff=most) <= most for window in windows)
