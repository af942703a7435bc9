"""Pages drawn with text, for tests: each character has its column, two blanks or more part two cells."""

from __future__ import annotations

import re
from dataclasses import replace

from worker.core.types import Box, Page, Word

COLUMN, ROW, HEIGHT = 6.0, 14.0, 10.0
WIDTH_OF_PAGE, HEIGHT_OF_PAGE = 700.0, 1000.0
_ASIDE = 250.0


def page(text: str, number: int = 1, engine: str = "texto", confidence: float = 1.0, slope: float = 0.0) -> Page:
    """A page of `text`, line by line; three blanks or more are a wide gap. `~` glued to a word halves its confidence.

    `slope` is how far the lines fall per unit to the right: the sheet is turned, and its columns with it.
    """
    words = tuple(
        _word(match[0], match.start(), row, confidence, slope)
        for row, line in enumerate(text.strip("\n").splitlines())
        for match in re.finditer(r"\S+", line)
    )
    return Page(number, WIDTH_OF_PAGE, HEIGHT_OF_PAGE, words, engine)


def _word(text: str, column: int, row: int, confidence: float, slope: float) -> Word:
    weak = text.endswith("~")
    level = 20 + row * ROW
    aside = _ASIDE * abs(slope) - slope * level
    left, right = column * COLUMN + aside, (column + len(text)) * COLUMN + aside
    top = level + slope * (left + right) / 2
    box = Box(left / WIDTH_OF_PAGE, top / HEIGHT_OF_PAGE, right / WIDTH_OF_PAGE, (top + HEIGHT) / HEIGHT_OF_PAGE)
    return Word(text.rstrip("~"), box, confidence / 2 if weak else confidence)


def scan(text: str, confidence: float = 0.95, number: int = 1) -> Page:
    """The same page as an OCR gives it."""
    return page(text, number, "tesseract", confidence)


def looked_again(first: Page, **other: str) -> Page:
    """The page after a second engine read it the same, but for the words in `other` (`_` for what no name has)."""
    return replace(
        first, words=tuple(replace(word, second=other.get(_key(word.text), word.text)) for word in first.words)
    )


def _key(text: str) -> str:
    return re.sub(r"\W", "_", text)
