"""What a page is made of once it is laid out: tokens in lines, lines in a sheet, and runs of tokens as cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from statistics import median

from worker.core.boxes import around
from worker.core.types import Box, Page

CELL_GAP = 1.2
"""A blank wider than this many line heights starts a new cell."""


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Upper case, no accents, letters and digits only: 'Número(s):' becomes 'NUMEROS'."""
    return "".join(char for char in unicodedata.normalize("NFKD", text.upper()) if char.isascii() and char.isalnum())


# Tokens, lines and sheets are told apart by where they stand, not by what they say: a page may say it twice.
@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A word, or the piece of one between ':' and '|' or where a blank was lost.

    It has its place in page units after the slope was taken out.

    `raw` is the whole word that it was cut from; `middle` the height of its middle; `second` what another engine read
    here, as in `Word`.
    """

    text: str
    raw: str
    folded: str
    box: Box
    confidence: float
    left: float
    right: float
    middle: float
    height: float
    second: str = ""


Run = tuple[Token, ...]


@dataclass(frozen=True, eq=False)
class Line:
    """Tokens from left to right."""

    tokens: Run

    @cached_property
    def height(self) -> float:
        """The median height of its words."""
        return median(token.height for token in self.tokens)

    @cached_property
    def middle(self) -> float:
        """The median height at which its words stand."""
        return median(token.middle for token in self.tokens)

    @cached_property
    def cells(self) -> tuple[Run, ...]:
        """Runs of tokens with no wide blank inside."""
        return tuple(split_at_gaps(self.tokens, CELL_GAP * self.height))


@dataclass(frozen=True, eq=False)
class Sheet:
    """A page, or the part of it that is looked at, as lines from top to bottom."""

    page: Page
    lines: tuple[Line, ...]

    @cached_property
    def cells(self) -> tuple[Run, ...]:
        """All cells from top to bottom, left to right."""
        return tuple(cell for line in self.lines for cell in line.cells)

    @cached_property
    def folded(self) -> str:
        """All its words, folded, with single blanks and one at either end."""
        return f" {' '.join(token.folded for line in self.lines for token in line.tokens if token.folded)} "

    @property
    def printed(self) -> bool:
        """Whether the words come from a text layer, not from an OCR: every confidence is 1."""
        return all(word.confidence >= 1.0 for word in self.page.words)


def text_of(run: Sequence[Token]) -> str:
    """The run as read, with single blanks."""
    return " ".join(token.text for token in run)


def folded_of(run: Sequence[Token]) -> str:
    """The run folded, with single blanks."""
    return " ".join(token.folded for token in run if token.folded)


def box_of(run: Sequence[Token]) -> Box:
    """The smallest box around a run of at least one token."""
    return around(token.box for token in run)


def split_at_gaps(tokens: Sequence[Token], gap: float) -> Iterator[Run]:
    """Cut a run at ruled lines and where the blank to the next token is wider than `gap` (page units)."""
    ruled = [token for token in tokens if not _is_rule(token)] or list(tokens)
    start = 0
    for place in range(1, len(ruled) + 1):
        if place == len(ruled) or _is_parted(ruled[place - 1], ruled[place], tokens, gap):
            yield tuple(ruled[start:place])
            start = place


def _is_rule(token: Token) -> bool:
    """Whether a word is an upright line between two cells."""
    return not token.text.strip("|¦[]")


def _is_parted(token: Token, after: Token, tokens: Sequence[Token], gap: float) -> bool:
    """Whether a wide blank or an upright line stands between two neighbours."""
    ruled = any(_is_rule(other) and token.left <= other.left <= after.left for other in tokens)
    return ruled or after.left - token.right > gap
