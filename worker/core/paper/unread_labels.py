"""A status in words whose label could not be read: NO VIGENTE, alone in its cell, beside or under letters in doubt.

SI and NO say nothing without their label. A status word does, where no other answer stands anywhere on the page: of all
that a constancia prints, only the holder's status is answered so. Both engines must have read it.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from worker.core.paper.answers import verdict
from worker.core.paper.evidence import CONFIDENT, LABEL, SECONDED, UNREAD_LABEL, Read
from worker.core.paper.labelled_status import answer_of
from worker.core.paper.labels import Label
from worker.core.paper.lines import Run, Token, folded_of
from worker.core.paper.scope import Scope
from worker.core.paper.vocabulary import WORDS, Field

_FEWEST_LETTERS, _DOUBTFUL = 4, 0.75
_LIKE = 50.0
_ANSWER = 3


def beside_unread(scope: Scope) -> tuple[Read[bool], ...]:
    """The statuses in words by labels that an OCR could not read; none of a text layer, nor beside a readable one."""
    if scope.sheet.printed:
        return ()
    taken = [token for label in scope.form.labels for token in _value(scope, label)]
    reads = tuple(_unlabelled(read) for read in _answers(scope) if not _is_one_of(read.run[0], taken))
    said = [token for read in reads for token in read.run]
    lone = (cell for cell in scope.sheet.cells if verdict(folded_of(cell), Field.STATUS) is not None)
    return () if any(not _is_one_of(cell[0], said) for cell in lone) else reads


def _answers(scope: Scope) -> Iterator[Read[bool]]:
    for label in _unread(scope):
        read = answer_of(scope, label)
        if read is not None and len(folded_of(read.run)) > _ANSWER and {CONFIDENT, SECONDED} <= set(read.checks):
            yield read


def _unread(scope: Scope) -> Iterator[Label]:
    """The cells of a few letters in doubt that may have been a status's label."""
    known = [token for label in scope.form.labels for token in (*label.upper, *label.run)]
    for row, line in enumerate(scope.sheet.lines):
        for cell in line.cells:
            if _is_doubtful(cell) and not _is_one_of(cell[0], known):
                start = next(place for place, token in enumerate(line.tokens) if token is cell[0])
                yield Label(Field.STATUS, line, row, start, start + len(cell), row)


def _is_doubtful(cell: Run) -> bool:
    letters = "".join(token.folded for token in cell)
    mean = sum(token.confidence for token in cell) / len(cell)
    return len(letters) >= _FEWEST_LETTERS and mean < _DOUBTFUL and _is_like_status(letters)


def _is_like_status(letters: str) -> bool:
    """Whether what is left of a label is at least more like one of the status than like any other."""
    likeness = {field: max(fuzz.ratio(letters, phrase.replace(" ", "")) for phrase in WORDS[field]) for field in WORDS}
    best = max(likeness, key=lambda field: likeness[field])
    return best in (Field.STATUS, Field.YES_NO) and likeness[best] >= _LIKE


def _value(scope: Scope, label: Label) -> Run:
    return scope.form.right_of(label) or scope.form.below(label)


def _is_one_of(token: Token, others: list[Token]) -> bool:
    return any(token is other for other in others)


def _unlabelled(read: Read[bool]) -> Read[bool]:
    return Read(read.value, read.run, (UNREAD_LABEL, *(check for check in read.checks if check != LABEL)))
