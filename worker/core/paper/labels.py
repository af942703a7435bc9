"""The labels that papers print beside or above their values, and the values that belong to them.

A label is known by its words. Its value stands right of it on the line (the first cell up to the next label),
else below it (the cell under it), else, where a sentence wraps, at the start of the next line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from math import inf

from rapidfuzz.distance import Levenshtein

from worker.core.paper.lines import CELL_GAP, Line, Run, Sheet, Token, split_at_gaps
from worker.core.paper.vocabulary import NEEDS_COLON, WORDS, Field

FUZZY_FROM = 6
"""Shorter labels must be read without a mistake."""

_MISTAKES_PER_LETTER = 0.15
_COST = 3
_MOST_WORDS = 9
_BELOW = 3.2
_SPECK_LETTERS = 2
_SPECK_CONFIDENCE = 0.5
_NEXT = 2.0
_DISTINCT = frozenset({Field.NSS, Field.CURP, Field.RELATIVE})
_PHRASES = tuple(
    (phrase.replace(" ", ""), len(phrase.split()), field) for field, phrases in WORDS.items() for phrase in phrases
)


@dataclass(frozen=True)
class Label:
    """A label on a line: its tokens are `line.tokens[start:end]`."""

    field: Field
    line: Line
    row: int
    start: int
    end: int

    @cached_property
    def run(self) -> Run:
        """The label's own tokens."""
        return self.line.tokens[self.start : self.end]


def _candidates(length: int) -> Iterator[tuple[str, int, Field, int]]:
    """The phrases that a text of this length could be, each with how many letters of it may be misread."""
    for phrase, count, field in _PHRASES:
        most = int(_MISTAKES_PER_LETTER * len(phrase)) or 1 if len(phrase) >= FUZZY_FROM else 0
        if abs(len(phrase) - length) <= most:
            yield phrase, count, field, most


_BY_LENGTH = {length: tuple(_candidates(length)) for length in range(1, 64)}


def _announced(line: Line, start: int, end: int, phrase: str, field: Field) -> bool:
    """Whether the words stand as a label does: followed by a colon, or first in their cell and not after one."""
    after = line.tokens[end].text[:1] if end < len(line.tokens) else ""
    if line.tokens[end - 1].text.endswith(":") or after == ":":
        return True
    before = next((token for token in reversed(line.tokens[:start]) if token.folded or token.text == ":"), None)
    if phrase in NEEDS_COLON or (before is not None and before.text.endswith(":")):
        return False
    # A label without a colon begins with a capital; 'vigente' at the start of a sentence's second line is none.
    first = not line.tokens[start].text[:1].islower() and any(line.tokens[start] is head for head in _heads(line))
    return first or field in _DISTINCT


def _heads(line: Line) -> Iterator[Token]:
    """The first word of each cell."""
    for cell in line.cells:
        yield next((token for token in cell if token.folded), cell[0])


def _matches(line: Line, row: int) -> Iterator[tuple[int, Label]]:
    """Every label that the words from some place on could be, with how well it fits."""
    for start, end, folded in _windows(line):
        for phrase, count, field, most in _BY_LENGTH.get(len(folded), ()):
            mistakes = Levenshtein.distance(folded, phrase, score_cutoff=most)
            if mistakes <= most and abs(end - start - count) <= 1 and _announced(line, start, end, phrase, field):
                yield len(phrase) - _COST * mistakes, Label(field, line, row, start, end)


def _windows(line: Line) -> Iterator[tuple[int, int, str]]:
    """Runs of words as long as labels are, no colon inside: where each begins and ends, and its letters."""
    folded = [token.folded for token in line.tokens]
    for start in range(len(folded)):
        for end in range(start + 1, min(len(folded), start + _MOST_WORDS) + 1):
            if folded[start] and folded[end - 1]:
                yield start, end, "".join(folded[start:end])
            if ":" in line.tokens[end - 1].text:
                break


def _labels_of(line: Line, row: int) -> list[Label]:
    """The labels of a line: of those that overlap, the one that fits best."""
    taken: list[Label] = []
    for _, label in sorted(_matches(line, row), key=lambda match: -match[0]):
        if all(label.end <= other.start or other.end <= label.start for other in taken):
            taken.append(label)
    return sorted(taken, key=lambda label: label.start)


@dataclass(frozen=True)
class Form:
    """A sheet with its labels found."""

    sheet: Sheet

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """All labels from top to bottom, left to right."""
        return tuple(label for row, line in enumerate(self.sheet.lines) for label in _labels_of(line, row))

    @cached_property
    def by_row(self) -> dict[int, tuple[Label, ...]]:
        """The labels of each line that has any."""
        rows = {label.row for label in self.labels}
        return {row: tuple(label for label in self.labels if label.row == row) for row in rows}

    def of(self, field: Field) -> tuple[Label, ...]:
        """The labels of one kind."""
        return tuple(label for label in self.labels if label.field is field)

    def _right_cells(self, label: Label) -> tuple[Run, ...]:
        ends = [other.start for other in self.by_row[label.row] if other.start >= label.end]
        tokens = label.line.tokens[label.end : min(ends, default=len(label.line.tokens))]
        return tuple(split_at_gaps(_without_marks(tokens), CELL_GAP * label.line.height))

    def right_of(self, label: Label) -> Run:
        """The first cell right of the label, up to the next label; empty if there is none."""
        return next((cell for cell in self._right_cells(label) if not _is_speck(cell)), ())

    def cell_right(self, label: Label) -> Run:
        """The first cell right of the label, be it another label or not."""
        return next(split_at_gaps(_without_marks(label.line.tokens[label.end :]), CELL_GAP * label.line.height), ())

    def cell_below(self, label: Label) -> Run:
        """The cell under the label, be it another label or not; empty if there is none near."""
        left, right = label.run[0].left, label.run[-1].right
        for row in range(label.row + 1, len(self.sheet.lines)):
            line = self.sheet.lines[row]
            if line.middle - label.line.middle > _BELOW * max(label.line.height, line.height):
                break
            under = [cell for cell in self._pieces(row) if cell[0].left < right and cell[-1].right > left]
            if under:
                best = max(under, key=lambda cell: min(cell[-1].right, right) - max(cell[0].left, left))
                return _without_marks(best)
        return ()

    def below(self, label: Label) -> Run:
        """The cell under the label; empty if the next thing under it is a label, or far away."""
        cell = self.cell_below(label)
        return () if cell and self._begins_label(cell[0]) else cell

    def next_line(self, label: Label) -> Run:
        """Where a sentence wraps right after the label: the first cell of the next line."""
        in_sentence = label.start > 0 and len(label.line.cells) == 1 and label.end == len(label.line.tokens)
        if not in_sentence or label.row + 1 >= len(self.sheet.lines):
            return ()
        return _without_marks(self.sheet.lines[label.row + 1].cells[0])

    def continued(self, run: Run) -> Run:
        """The line under a value that goes on with it: a cell that begins under its beginning, close by, no label."""
        row = self._row_of(run)
        for cell in self._pieces(row + 1) if row + 1 < len(self.sheet.lines) else ():
            near = cell[0].middle - run[0].middle < _NEXT * run[0].height
            if near and abs(cell[0].left - run[0].left) < run[0].height and not self._begins_label(cell[0]):
                return _without_marks(cell)
        return ()

    def neighbours(self, label: Label, value: Run) -> tuple[Run, ...]:
        """The other cells where the label's value stands, right of it or under the label, up to another label's."""
        row, beside = self._row_of(value), any(value[0] is token for token in label.line.tokens)
        after = label.line.tokens[label.end].left if label.end < len(label.line.tokens) else inf
        start, end = (value[-1].right, inf) if beside else (label.run[0].left, after)
        cells = [cell for cell in self._pieces(row) if cell[-1].right > start and cell[0].left < end]
        return tuple(takewhile(self._is_free, (cell for cell in cells if not any(value[0] is token for token in cell))))

    def next_cells(self, value: Run) -> tuple[Run, ...]:
        """The cells of the line close under a value, from its left end on, up to the first label."""
        lines, row = self.sheet.lines, self._row_of(value) + 1
        if row >= len(lines) or lines[row].middle - value[0].middle > _BELOW * value[0].height:
            return ()
        return tuple(run for cell in takewhile(self._is_free, self._pieces(row)) if (run := _without_marks(cell)))

    def _row_of(self, value: Run) -> int:
        return next(row for row, line in enumerate(self.sheet.lines) if any(value[0] is token for token in line.tokens))

    def _is_free(self, cell: Run) -> bool:
        """Whether a cell neither begins with a label nor has one of its own."""
        return not self._begins_label(cell[0]) and not any(token.text.endswith(":") for token in cell)

    def places(self, label: Label) -> Iterator[Run]:
        """Where the label's value may stand, the likeliest first."""
        yield from (run for run in (self.right_of(label), self.below(label), self.next_line(label)) if run)

    def _pieces(self, row: int) -> Iterator[Run]:
        """The cells of a line, cut at the labels inside them too."""
        starts = {id(label.run[0]) for label in self.by_row.get(row, ())}
        for cell in self.sheet.lines[row].cells:
            cuts = [place for place, token in enumerate(cell) if place and id(token) in starts]
            yield from (cell[a:b] for a, b in zip([0, *cuts], [*cuts, len(cell)], strict=True))

    def _begins_label(self, token: Token) -> bool:
        return any(token is label.run[0] for label in self.labels)


def _is_speck(cell: Run) -> bool:
    """Whether an OCR made a cell of dirt or of a ruled line: a letter or two, read with little confidence."""
    folded = "".join(token.folded for token in cell)
    return (
        len(folded) <= _SPECK_LETTERS
        and not folded.isdigit()
        and max(token.confidence for token in cell) < _SPECK_CONFIDENCE
    )


def _without_marks(run: Run) -> Run:
    """The run without the colons, dashes and rules at its ends."""
    marked = [place for place, token in enumerate(run) if token.folded]
    return run[marked[0] : marked[-1] + 1] if marked else ()
