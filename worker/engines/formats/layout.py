"""Text without places set on pages as a typewriter would: what stands in a row stays in a row, columns stay columns.

The reading of papers needs places; a word processor's file has none until it is laid out. Every character is as wide as
every other, so that no font is needed to know where a word ends up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from worker.core.types import Box, Word

# Points: a letter page of 92 columns and 52 rows; a table that needs more columns makes the page wider.
CHARACTER, ROW, SIZE, MARGIN = 6.0, 14.0, 10.0, 30.0
_COLUMNS, _ROWS = 92, 52
_TAB = 6
_GUTTER = 3

Row = tuple[tuple[str, ...], ...]
"""A table's row: the lines of each cell."""
Block = str | tuple[Row, ...]
"""A paragraph, its lines parted by line ends, or a table."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A word in the grid of a page, by the column and the row that it begins at."""

    text: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Typed:
    """A page of words in a grid; width and height in points."""

    placed: tuple[Placed, ...]
    width: float
    height: float

    @property
    def words(self) -> tuple[Word, ...]:
        """The words with their boxes in fractions of the page."""
        return tuple(Word(each.text, self._box(each)) for each in self.placed)

    def _box(self, each: Placed) -> Box:
        left, top = MARGIN + each.column * CHARACTER, MARGIN + each.row * ROW
        right = left + len(each.text) * CHARACTER
        return Box(left / self.width, top / self.height, right / self.width, (top + SIZE) / self.height)


def typed(blocks: Iterable[Block]) -> tuple[Typed, ...]:
    """The blocks below each other on as many pages as they take; none for blocks without a word."""
    lines = [line for block in blocks for line in _lines(block)]
    pages = (lines[first : first + _ROWS] for first in range(0, len(lines), _ROWS))
    return tuple(_page(page) for page in pages if any(page))


Line = tuple[tuple[int, str], ...]
"""Words with their columns."""


def _page(lines: Sequence[Line]) -> Typed:
    placed = tuple(Placed(text, column, row) for row, line in enumerate(lines) for column, text in line)
    widest = max(_COLUMNS, *(each.column + len(each.text) for each in placed))
    return Typed(placed, 2 * MARGIN + widest * CHARACTER, 2 * MARGIN + _ROWS * ROW)


def _lines(block: Block) -> Iterator[Line]:
    if isinstance(block, str):
        for text in block.split("\n"):
            yield from _wrapped(text, 0, _COLUMNS)
    elif block:
        starts = _starts(block)
        for row in block:
            yield from _row(row, starts)


def _starts(rows: Sequence[Row]) -> list[int]:
    """The column that each cell of a table begins at: room for all its text, or at least for its longest word."""
    count = max(len(row) for row in rows)
    cells = [[row[at] for row in rows if at < len(row)] for at in range(count)]
    wanted = [max((len(line) for lines in each for line in lines), default=0) for each in cells]
    needed = [
        max((len(word) for lines in each for line in lines for word in line.split()), default=0) for each in cells
    ]
    share = max(1, _COLUMNS // count - _GUTTER)
    fits = sum(wanted) + _GUTTER * count <= _COLUMNS
    widths = wanted if fits else [max(low, min(high, share)) for low, high in zip(needed, wanted, strict=True)]
    return [sum(width + _GUTTER for width in widths[:at]) for at in range(count + 1)]


def _row(row: Row, starts: Sequence[int]) -> Iterator[Line]:
    columns = [
        [line for text in cell for line in _wrapped(text, start, end - start - _GUTTER)]
        for cell, start, end in zip(row, starts, starts[1:], strict=False)
    ]
    for at in range(max(map(len, columns), default=0)):
        yield tuple(word for column in columns if at < len(column) for word in column[at])


def _wrapped(text: str, start: int, width: int) -> Iterator[Line]:
    """The words of a line from column `start` on, in as many lines as `width` columns take; one where it is empty."""
    line: list[tuple[int, str]] = []
    column = 0
    for part in re.findall(r"\t|[^\s]+|[^\S\t]+", text):
        if part == "\t":
            column += _TAB - column % _TAB
        elif part.isspace():
            column += 1
        elif line and column + len(part) > width:
            yield tuple(line)
            line, column = [(start, part)], len(part)
        else:
            line.append((start + column, part))
            column += len(part)
    yield tuple(line)
