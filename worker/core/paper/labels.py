"""The labels that papers print beside or above their values, and the values that belong to them.

A label is known by its words. Its value stands right of it on the line (the first cell up to the next label),
else below it (the cell under it), else, where a sentence wraps, at the start of the next line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, takewhile
from math import inf

from worker.core.boxes import along, fall_of, level_height
from worker.core.paper.answers import heard_verdict, misread_verdict, verdict
from worker.core.paper.lines import CELL_GAP, Run, Sheet, Token, box_of, fold, split_at_gaps
from worker.core.paper.matching import Label, find_labels
from worker.core.paper.vocabulary import WORDS, Field
from worker.core.types import Box, Page

__all__ = ["Form", "Label", "area_of"]

_BELOW = 3.2
_AREA_BELOW = 2.2
"""How far under a label its value may stand in a picture that is read once more, in heights of the label."""

_SPECK_LETTERS = 2
_SPECK_CONFIDENCE = 0.5
_NEXT = 2.0
_BETWEEN_FIELDS = "\u00b7\u2022."
_MOST_LABEL = 5
_FIRST_WORDS = frozenset(phrase.split()[0] for phrases in WORDS.values() for phrase in phrases) - {"NO"}


def area_of(label: Label, page: Page) -> Box:
    """The label with what may stand right of it, up to where the page's words end, and under it."""
    box = box_of(label.run)
    fall = fall_of(page, box)
    line = along(box, box.left, max(word.box.right for word in page.words), fall)
    below = _AREA_BELOW * level_height(box, fall)
    return Box(line.left, max(0.0, line.top), line.right, min(1.0, line.bottom + below))


@dataclass(frozen=True)
class Form:
    """A sheet with its labels found."""

    sheet: Sheet

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """All labels from top to bottom, left to right."""
        return find_labels(self.sheet)

    def on_row(self, row: int) -> tuple[Label, ...]:
        """The labels of one line."""
        return self._by_row.get(row, ())

    @cached_property
    def _by_row(self) -> dict[int, tuple[Label, ...]]:
        return {row: tuple(labels) for row, labels in groupby(self.labels, key=lambda label: label.row)}

    def of(self, field: Field) -> tuple[Label, ...]:
        """The labels of one kind."""
        return self._by_field.get(field, ())

    @cached_property
    def _by_field(self) -> dict[Field, tuple[Label, ...]]:
        return {field: tuple(label for label in self.labels if label.field is field) for field in Field}

    def tokens_right(self, label: Label) -> Run:
        """The words right of the label, up to the next label."""
        ends = [other.start for other in self.on_row(label.row) if other.start >= label.end]
        return label.line.tokens[label.end : min(ends, default=len(label.line.tokens))]

    def _tokens_right_of_first_line(self, label: Label) -> Run:
        """The words right of a label of two lines that stand higher than its second line."""
        right = label.upper[-1].right
        lines = self.sheet.lines[label.first_row : label.row]
        tokens = (token for line in lines for token in line.tokens if token.left > right)
        return tuple(takewhile(lambda token: not self._begins_label(token), tokens))

    def right_of(self, label: Label) -> Run:
        """The first cell right of the label, up to the next label; empty if there is none."""
        beside = self._first_cell(label, self.tokens_right(label))
        if beside or not label.upper or self.below(label):
            return beside
        return self._first_cell(label, self._tokens_right_of_first_line(label))

    def _first_cell(self, label: Label, tokens: Run) -> Run:
        cells = split_at_gaps(_without_marks(tokens), CELL_GAP * label.line.height)
        return _without_marks(_own_field(next((cell for cell in cells if not _is_speck(cell)), ()), label.line.tokens))

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
            cells = [cell for cell in self._pieces(row) if not _is_speck(cell)]
            under = [cell for cell in cells if cell[0].left < right and cell[-1].right > left]
            if under:
                best = max(under, key=lambda cell: min(cell[-1].right, right) - max(cell[0].left, left))
                return _without_marks(best)
        return ()

    def cell_above(self, label: Label) -> Run:
        """The cell over the label, close by; empty if there is none or it begins with a label."""
        left, right = label.run[0].left, label.run[-1].right
        for row in range(label.first_row - 1, -1, -1):
            line = self.sheet.lines[row]
            if label.line.middle - line.middle > _NEXT * max(label.line.height, line.height):
                break
            over = [cell for cell in self._pieces(row) if cell[0].left < right and cell[-1].right > left]
            if over:
                return () if self._begins_label(over[0][0]) else _without_marks(over[0])
        return ()

    def tokens_below(self, label: Label) -> Run:
        """The words of the next line from under the label's beginning up to the first label, if it is near."""
        row = label.row + 1
        if row >= len(self.sheet.lines):
            return ()
        line, left = self.sheet.lines[row], label.run[0].left - label.line.height
        if line.middle - label.line.middle > _BELOW * max(label.line.height, line.height):
            return ()
        under = (token for token in line.tokens if token.left >= left)
        return tuple(takewhile(lambda token: not self._begins_label(token), under))

    def below(self, label: Label) -> Run:
        """The cell under the label; empty if the next thing under it is a label, or far away."""
        cell = self._set_right_below(label) or self.cell_below(label)
        return () if cell and self._begins_label(cell[0]) else cell

    def _set_right_below(self, label: Label) -> Run:
        """The line under a label that ends its own, set at the right; an OCR may have lost a label in front of it."""
        after = label.line.tokens[label.end :]
        alone = not any(token.folded for token in after) and (*label.run, *after)[-1].text.endswith(":")
        if not (self.sheet.printed and alone) or label.row + 1 >= len(self.sheet.lines):
            return ()
        line = self.sheet.lines[label.row + 1]
        near = line.middle - label.line.middle <= _NEXT * max(label.line.height, line.height)
        right = line.tokens[0].left > label.run[-1].right
        return _without_marks(line.tokens) if near and right and len(line.cells) == 1 else ()

    def next_line(self, label: Label) -> Run:
        """Where a sentence wraps right after the label: the first cell of the next line."""
        in_sentence = label.start > 0 and len(label.line.cells) == 1 and label.end == len(label.line.tokens)
        if not in_sentence or label.row + 1 >= len(self.sheet.lines):
            return ()
        return _without_marks(self.sheet.lines[label.row + 1].cells[0])

    def sentence_from(self, label: Label) -> Run:
        """The words after a label in a sentence, with those of the next line; empty if the label stands in a form."""
        if len(label.line.cells) > 1 or label.row + 1 >= len(self.sheet.lines):
            return ()
        after = self.sheet.lines[label.row + 1].tokens
        # A sentence goes on at the margin; what stands further right is the value of a label that an OCR lost.
        return label.line.tokens[label.end :] + after if after[0].left < label.run[-1].right else ()

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
        for cell in self.sheet.lines[row].cells:
            cuts = [place for place, token in enumerate(cell) if place and self._begins_label(token)]
            yield from (cell[a:b] for a, b in zip([0, *cuts], [*cuts, len(cell)], strict=True))

    @cached_property
    def pieces(self) -> tuple[Run, ...]:
        """All cells, cut at the labels inside them too."""
        return tuple(piece for row in range(len(self.sheet.lines)) for piece in self._pieces(row))

    def _begins_label(self, token: Token) -> bool:
        return id(token) in self._beginnings

    @cached_property
    def _beginnings(self) -> frozenset[int]:
        """The first words of all labels, and of each line of those of two lines."""
        return frozenset(id(token) for label in self.labels for token in (*label.upper[:1], label.run[0]))


def _own_field(cell: Run, line: Run) -> Run:
    """The cell up to the dot or semicolon after which the next field begins: 'SI · Vigencia al: 10/11/2026'."""
    for place, token in enumerate(cell[:-1]):
        parts = token.text in _BETWEEN_FIELDS or token.text.endswith((";", "\u00b7"))
        if parts and _is_field(line[next(row for row, other in enumerate(line) if other is token) + 1 :]):
            return cell[: place + 1]
    return cell


def _is_field(run: Run) -> bool:
    """Whether words begin as a label does and have a colon soon: no second answer, no 'SUSPENDIDO DESDE:'."""
    end = next((place for place, token in enumerate(run[:_MOST_LABEL]) if token.text.endswith(":")), None)
    return end is not None and (run[0].folded in _FIRST_WORDS or run[0].text == "No.")


def _is_speck(cell: Run) -> bool:
    """Whether an OCR made a cell of dirt or of a ruled line, a letter or two, or of dots that lead to a value.

    What may be a SI or NO is none: both are small, and often pale.
    """
    folded = "".join(token.folded for token in cell)
    if all(_is_leader(token) for token in cell):
        return True
    return (
        len(folded) <= _SPECK_LETTERS
        and not folded.isdigit()
        and not _may_answer(folded, "".join(fold(token.second) for token in cell))
        and max(token.confidence for token in cell) < _SPECK_CONFIDENCE
    )


def _is_leader(token: Token) -> bool:
    """Whether dots that lead to a value were read as something, or by one of two engines."""
    dots = token.text[:1] == "." or (bool(token.second) and not token.second.strip("."))
    return dots and token.confidence < _SPECK_CONFIDENCE


def _may_answer(folded: str, second: str) -> bool:
    """Whether a short text is SI or NO, or what an engine or two made of that."""
    kinds = (verdict(folded, Field.YES_NO), misread_verdict(folded, Field.YES_NO))
    return any(kind is not None for kind in (*kinds, heard_verdict(folded, second, Field.YES_NO)))


def _without_marks(run: Run) -> Run:
    """The run without the colons, dashes and rules at its ends."""
    marked = [place for place, token in enumerate(run) if token.folded]
    return run[marked[0] : marked[-1] + 1] if marked else ()
