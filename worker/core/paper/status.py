"""Whether a constancia says that its holder is vigente: SI or NO beside a label, a status word, or a sentence.

'Con derecho' alone proves nothing, a blank is unknown and never NO, and neither 'vigente hasta' nor the small print
('si usted no se encuentra vigente …') is a status.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from worker.core.paper.agreement import second_text
from worker.core.paper.answers import are_empty, has_boxes, verdict
from worker.core.paper.evidence import MIN_CONFIDENCE, Read, confidence_of
from worker.core.paper.labelled_status import DENIALS, labelled, places_of, status_labels, ticked_answer
from worker.core.paper.labels import Form, Label
from worker.core.paper.lines import CELL_GAP, Line, Token, fold, folded_of, text_of
from worker.core.paper.openness import is_open
from worker.core.paper.said import find_said
from worker.core.paper.scope import Scope
from worker.core.paper.unread_labels import beside_unread
from worker.core.paper.vocabulary import Field

_LEFT = re.compile(r"\bBAJA(?: (?:EL|DESDE|DEL?|A PARTIR))* (?:\d{6,8}\b|\d{1,2} DE [A-Z])")
_CANCELLED = re.compile(r"\b(?:CANCELAD[OA]|ANULAD[OA]|SIN VALIDEZ)\b")
_STAMP_WORDS = 4
_NO_ANSWER = frozenset({"PENSIONADO", "PENSIONADA"})
_ILLEGIBLE = re.compile(r"[15IL]?[S5N].{0,2}")
"""What may be left of a SI or NO."""

_LEGIBLE = 0.6
_SHORT = 4
_OF_STATUS = frozenset({"DERECHO", "DERECHOS", "SERVICIO", "MEDICO", "VIGENTE", "VIGENCIA", "ESTATUS", "SITUACION"})
_SENTENCE = 12
"""A line of more words is of the small print, also where all of it is in capitals."""


_ENDED = re.compile(r"BAJA|SUSPEN|CANCEL|TRAMITE|VENCID|TERMINAD|CONSERVACION")


@dataclass(frozen=True)
class Status:
    """What the page says: the value, if it says one thing, and what stands against it.

    `unclear` if the words may mean the other thing too: boxes for SI and NO, 'tampoco se encuentra vigente', a baja.
    `said_twice` if two places of the page say the same; `disputed` if a second engine read the opposite in one.
    """

    read: Read[bool] | None
    contradicts: bool = False
    blank: bool = False
    inconsistent: bool = False
    unclear: bool = False
    said_twice: bool = False
    disputed: bool = False


def find_status(scope: Scope) -> Status:
    """The status of the page's holder. Statements that disagree, or may mean the other thing too, give no value."""
    form = scope.form
    answers = list(labelled(scope))
    answered = [label for label, _ in answers]
    said = find_said(scope, [token for _, read in answers for token in read.run])
    reads = [*(read for _, read in answers), *said.reads] or list(beside_unread(scope))
    values = {read.value for read in reads}
    others = [label for label in status_labels(scope) if label not in answered]
    statuses = [label for label in others if label.field is Field.STATUS]
    asked = [label for label in others if label.field is Field.YES_NO]
    unclear = (
        said.doubtful
        or (said.perhaps_not and values != {False})
        or (True in values and _left(form))
        or any(is_open(form, label, read) for label, read in answers if not ticked_answer(scope, label))
        or any(_is_undecided(form, label) for label in asked)
        or any(_says_something_else(form, label, answered=bool(reads)) for label in statuses)
        or _is_cancelled(form)
        or _has_other_boxes(form, _tokens(reads))
    )
    best = max(reads, key=lambda read: len(read.checks), default=None)
    return Status(
        best if len(values) == 1 and not unclear else None,
        len(values) > 1,
        any(_is_blank(form, label, _tokens(reads)) for label in asked if not _is_undecided(form, label))
        or _has_empty_pair(form),
        said.inconsistent,
        unclear,
        len({id(read.run[0]) for read in reads}) > 1,
        any(_is_disputed(read) for read in reads),
    )


def _tokens(reads: Sequence[Read[bool]]) -> list[Token]:
    return [token for read in reads for token in read.run]


def _is_disputed(read: Read[bool]) -> bool:
    """Whether a second engine read the opposite answer in the same place."""
    return verdict(" ".join(fold(word) for word in second_text(read.run).split()), Field.STATUS) is (not read.value)


def _is_cancelled(form: Form) -> bool:
    """Whether a stamp, a few words alone, takes the paper back."""
    stamps = (folded_of(cell) for cell in form.sheet.cells if len(cell) <= _STAMP_WORDS)
    return any(_CANCELLED.search(stamp) for stamp in stamps)


def _says_something_else(form: Form, label: Label, *, answered: bool) -> bool:
    """Whether a status label has an answer in words that is neither yes nor no: 'SUSPENDIDO', 'EN TRÁMITE'."""
    run = form.right_of(label) or form.below(label)
    folded = folded_of(run)
    if folded in _NO_ANSWER or not run or _is_in_sentence(label):
        return False
    if folded_of(label.run).startswith("VIGENCIA") or (answered and _is_doubtful(form, label)):
        return _ENDED.search(folded) is not None
    return _ENDED.search(folded) is not None or (text_of(run).isupper() and folded.replace(" ", "").isalpha())


def _is_undecided(form: Form, label: Label) -> bool:
    """Whether SI or NO stands beside a label among other words: 'SI/NO', 'SI X NO', 'SI (SUSPENDIDO)'."""
    words = {token.folded for run in places_of(form, label) for token in run}
    return not _is_in_sentence(label) and bool(words & {"SI", "NO", "SINO"})


def _is_blank(form: Form, label: Label, answers: Sequence[Token]) -> bool:
    """Whether a SI/NO label has no answer, legible or not; a label that is itself the answer to another one is none."""
    first = label.line.tokens[label.start - 1 : label.start]
    answer = (*label.run[:1], *(token for token in first if token.folded in DENIALS))
    if any(token is other for token in answer for other in answers) or _is_in_sentence(label):
        return False
    if answers and (_begins_small(label) or _may_be_small_print(form, label)):
        return False
    # Beside a SI that stands elsewhere, what is left of an answer may be a NO: then it counts as none.
    excused = not answers and not form.sheet.printed
    return not any(
        verdict(folded, label.field) is not None or (excused and _ILLEGIBLE.fullmatch(folded))
        for folded in map(folded_of, places_of(form, label))
    )


def _has_empty_pair(form: Form) -> bool:
    """Whether two boxes with SI and NO are both empty, whatever became of their label."""
    return any(are_empty(line.tokens) and not _asks_another(line) for line in form.sheet.lines)


def _has_other_boxes(form: Form, answers: Sequence[Token]) -> bool:
    """Whether boxes with SI and NO stand on a line that gives no answer: their label was lost."""
    rows = (line.tokens for line in form.sheet.lines if has_boxes(line.tokens) and not _asks_another(line))
    return any(not any(token is answer for token in row for answer in answers) for row in rows)


def _asks_another(line: Line) -> bool:
    """Whether a line with boxes has a question that can be read, and it is not for the status: 'Pensionado'."""
    words = [token.folded for token in line.tokens if token.confidence >= MIN_CONFIDENCE and len(token.folded) > _SHORT]
    return bool(words) and not _OF_STATUS & set(words)


def _begins_small(label: Label) -> bool:
    """Whether a label's first word of letters begins with a small one, as in the middle of a sentence."""
    return next((token.text[:1].islower() for token in label.run if token.folded.isalpha()), False)


def _may_be_small_print(form: Form, label: Label) -> bool:
    """Whether words that are a label's may stand in a sentence: no colon, and badly read or on a line of many words."""
    announced = any(
        token.text.endswith(":") for token in (label.run[-1], *label.line.tokens[label.end : label.end + 1])
    )
    return not announced and (_is_doubtful(form, label) or len(label.line.tokens) > _SENTENCE)


def _is_doubtful(form: Form, label: Label) -> bool:
    """Whether a label was read so badly that, beside one that is answered, it may be any words of the small print."""
    return not form.sheet.printed and confidence_of(label.run) < _LEGIBLE


def _is_in_sentence(label: Label) -> bool:
    """Whether small letters go on right after it, as after the 'VIGENTE' of a sentence that wraps."""
    after = label.line.tokens[label.end] if label.end < len(label.line.tokens) else None
    near = after is not None and after.left - label.run[-1].right < CELL_GAP * label.line.height
    return after is not None and near and after.text.islower() and not label.run[-1].text.endswith(":")


def _left(form: Form) -> bool:
    """Whether the page gives the day of a baja."""
    days = (run for label in form.of(Field.UNTIL) if "BAJA" in folded_of(label.run) for run in form.places(label))
    return _LEFT.search(form.sheet.folded) is not None or any(char.isdigit() for run in days for char in folded_of(run))
