"""Whether a constancia says that its holder is vigente: SI or NO beside a label, a status word, or a sentence.

'Con derecho' alone proves nothing, a blank is unknown and never NO, and neither 'vigente hasta' nor the small print
('si usted no se encuentra vigente …') is a status.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from worker.core.paper.evidence import ALIGNED, ENOUGH_FOR_YES_OR_NO, LABEL, MIN_CONFIDENCE, Read, confidence_checks
from worker.core.paper.labels import Form, Label
from worker.core.paper.lines import Run, Token, folded_of, text_of
from worker.core.paper.said import find_said
from worker.core.paper.scope import Scope
from worker.core.paper.vocabulary import Field

_YES = frozenset({"SI", "SI VIGENTE", "SI TIENE DERECHO", "SI CON DERECHO"})
_NO = frozenset({"NO", "NO VIGENTE", "NO TIENE DERECHO", "SIN DERECHO", "NO CON DERECHO"})
_STATUS_YES = frozenset(
    {"VIGENTE", "ASEGURADO VIGENTE", "DERECHOS VIGENTES", "CON DERECHOS VIGENTES", "ACTIVO", "ACTIVA"}
)
_STATUS_NO = frozenset(
    {
        "BAJA",
        "DADO DE BAJA",
        "DADA DE BAJA",
        "EN BAJA",
        "SIN VIGENCIA",
        "SIN DERECHOS",
        "SIN DERECHO AL SERVICIO MEDICO",
        "SIN DERECHOS VIGENTES",
        "NO VIGENTES",
        "VENCIDA",
        "VENCIDO",
        "INACTIVO",
        "INACTIVA",
        "NO ACTIVO",
        "NO DERECHOHABIENTE",
    }
)
_TAIL = re.compile(r"^(?:(?:BAJA|NO VIGENTE|SIN VIGENCIA)|NO DESDE)(?: DESDE| A PARTIR| DE| DEL| EL)* \d[\w ]*$")

_SECTIONS = frozenset({"VIGENCIA DE DERECHOS", "VIGENCIA"})
_INCONSISTENT = re.compile(r"\bEXISTE INCONSISTENCIA\b")
_PERIOD = re.compile(r"^(?:HASTA\b|(?:AL|DEL) (?:DIA )?\d)")
_LEFT = re.compile(r"\bBAJA(?: (?:EL|DESDE|DEL?|A PARTIR))* (?:\d{6,8}\b|\d{1,2} DE [A-Z])")


@dataclass(frozen=True)
class Status:
    """What the page says: the value, if it says one thing, and what stands against it.

    `unclear` if the words may mean the other thing too: boxes for SI and NO, 'tampoco se encuentra vigente', a baja.
    """

    read: Read[bool] | None
    contradicts: bool = False
    blank: bool = False
    inconsistent: bool = False
    unclear: bool = False


def find_status(scope: Scope) -> Status:
    """The status of the page's holder. Statements that disagree, or may mean the other thing too, give no value."""
    form = scope.form
    labelled = list(_labelled(scope))
    said = find_said(scope, [token for _, read in labelled for token in read.run])
    reads = [*(read for _, read in labelled), *said.reads]
    values = {read.value for read in reads}
    best = max(reads, key=lambda read: len(read.checks), default=None)
    answers = [token for read in reads for token in read.run]
    blank = any(_is_blank(form, label, answers) for label in form.of(Field.YES_NO))
    inconsistent = _INCONSISTENT.search(form.sheet.folded) is not None
    is_open = any(_is_open(form, label, read.run) for label, read in labelled)
    unclear = said.doubtful or is_open or (True in values and _left(form))
    return Status(best if len(values) == 1 and not unclear else None, len(values) > 1, blank, inconsistent, unclear)


def verdict(folded: str, field: Field) -> bool | None:
    """What the whole of a value says, or None. Only a status label may be answered by a bare 'VIGENTE'."""
    if folded in _YES or (field is Field.STATUS and folded in _STATUS_YES):
        return True
    if folded in _NO or (field is Field.STATUS and folded in _STATUS_NO):
        return False
    return False if _TAIL.match(folded) else None


def _labelled(scope: Scope) -> Iterator[tuple[Label, Read[bool]]]:
    form = scope.form
    for label in form.labels:
        if label.field in (Field.YES_NO, Field.STATUS):
            for run in _places(form, label):
                value = verdict(folded_of(run), label.field)
                if value is not None and _may_answer(form, label, run):
                    yield label, Read(value, run, _checks(scope, label, run))
                    break


def _places(form: Form, label: Label) -> tuple[Run, ...]:
    """Beside and below; beside may be a word that is a label elsewhere ('Estatus   VIGENTE')."""
    return (form.right_of(label) or form.cell_right(label), form.cell_below(label))


def _may_answer(form: Form, label: Label, run: Run) -> bool:
    """Whether a cell can be a value although its words are a label's too: in capitals, and with no value of its own."""
    own = next((other for other in form.labels if other.run[0] is run[0]), None)
    if own is None:
        return True
    # 'VIGENCIA DE DERECHOS' over a blank 'VIGENTE', all in capitals, is a section's title over a label.
    title = folded_of(label.run) == "VIGENCIA DE DERECHOS" or text_of(label.run).isupper()
    section = title and folded_of(label.run) in _SECTIONS and run[0].middle > label.line.middle + label.line.height
    answered = any(verdict(folded_of(value), own.field) is not None for value in (form.right_of(own), form.below(own)))
    return text_of(run).isupper() and not text_of(run).endswith(":") and not section and not answered


def _checks(scope: Scope, label: Label, run: Run) -> tuple[str, ...]:
    least = ENOUGH_FOR_YES_OR_NO if folded_of(run) in ("SI", "NO") else MIN_CONFIDENCE
    short = scope.sheet.printed or verdict(folded_of(run), Field.YES_NO) is not None
    whole = (ALIGNED,) if short or _is_aligned(scope.form, label, run) else ()
    return (LABEL, *confidence_checks(run, scope.sheet, least), *whole)


def _is_aligned(form: Form, label: Label, run: Run) -> bool:
    """Whether the value begins right after its label, right under the label's beginning, or where other values do."""
    height = label.line.height
    if run[0].middle > label.line.middle + height:
        return abs(run[0].left - label.run[0].left) < 1.5 * height
    if run[0].left - label.run[-1].right < 1.5 * height:
        return True
    others = [value[0].left for other in form.labels if other is not label and (value := form.right_of(other))]
    return any(abs(run[0].left - left) < height / 2 for left in others)


def _is_blank(form: Form, label: Label, answers: list[Token]) -> bool:
    """Whether a SI/NO label has no legible answer; a label that is itself the answer to another one is none."""
    if any(label.run[0] is token for token in answers):
        return False
    return all(verdict(folded_of(run), label.field) is None for run in _places(form, label))


def _is_open(form: Form, label: Label, answer: Run) -> bool:
    """Whether the other answer stands beside this one or under it, as boxes have it, or a period limits it."""
    beside, after = form.neighbours(label, answer), form.next_cells(answer)
    under = [cell for cell in after[:1] if abs(cell[0].left - answer[0].left) < 1.5 * answer[0].height]
    said = {verdict(token.folded, label.field) for cell in (*beside, *under) for token in cell if token.text != "No."}
    opposite = verdict(folded_of(answer), label.field) is not True
    return opposite in said or any(_PERIOD.match(folded_of(cell)) for cell in (*beside, *after))


def _left(form: Form) -> bool:
    """Whether the page gives the day of a baja."""
    days = (run for label in form.of(Field.UNTIL) if "BAJA" in folded_of(label.run) for run in form.places(label))
    return _LEFT.search(form.sheet.folded) is not None or any(char.isdigit() for run in days for char in folded_of(run))
