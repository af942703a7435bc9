"""Whether a constancia says that its holder is vigente: SI or NO beside a label, a status word, or a sentence.

'Con derecho' alone proves nothing, a blank is unknown and never NO, and neither 'vigente hasta' nor the small print
('si usted no se encuentra vigente …') is a status.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from worker.core.evidence import ALIGNED, ENOUGH_FOR_YES_OR_NO, LABEL, MIN_CONFIDENCE, Read, confidence_checks
from worker.core.labels import Form, Label
from worker.core.lines import CELL_GAP, Line, Run, Token, folded_of, text_of
from worker.core.scope import Scope
from worker.core.vocabulary import Field

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

_DENIED = re.compile(
    r"\bNO (?:SE )?(?:ENCUENTRA|ESTA|CUENTA|TIENE|GOZA)(?: ACTUALMENTE| A LA FECHA)?"
    r"(?: CON)?(?: EL)? (?:VIGENTES?|DERECHOS?|VIGENCIA)\b"
    r"|\b(?:SE ENCUENTRA|ESTA|FUE) (?:NO VIGENTE|DAD[OA] DE BAJA|SIN VIGENCIA|SIN DERECHOS?)\b"
    r"|\bCAUSO BAJA\b|\bEST(?:ATUS|ADO) (?:ACTUAL )?(?:ES|DE|COMO) (?:NO VIGENTE|BAJA)\b"
    r"|\bSIN DERECHO AL? SERVICIOS? MEDICOS?\b"
)
_AFFIRMED = re.compile(
    r"\b(?:SE ENCUENTRA|ESTA)(?: ACTUALMENTE| A LA FECHA)? VIGENTE\b(?! HASTA)"
    r"|\b(?:CUENTA CON|TIENE|GOZA DE)(?: EL| SUS)? DERECHOS? (?:VIGENTES?|AL? SERVICIOS? MEDICOS?)\b"
    r"|\bEST(?:ATUS|ADO) (?:ACTUAL )?(?:ES|DE|COMO) VIGENTE\b(?! HASTA)"
)
_CONDITION = re.compile(r"\b(?:EN CASO|CUANDO|SIEMPRE QUE|MIENTRAS|VERIFIQUE|VERIFICAR|DEBE|DEBERA)\b")
_SOMEBODY_ELSE = re.compile(
    r"\b(?:PARA|QUIEN|QUIENES|CONSTANCIA|DOCUMENTO|COMPROBANTE|IDENTIFICACION|BENEFICIARI[OA]S?|PADRE|MADRE|HIJ[OA]S?"
    r"|CONYUGE|TITULAR)\b"
)
_SUBJECT_WORDS = 5
_SECTIONS = frozenset({"VIGENCIA DE DERECHOS", "VIGENCIA"})
_INCONSISTENT = re.compile(r"\bEXISTE INCONSISTENCIA\b")


@dataclass(frozen=True)
class Status:
    """What the page says: the value, if it says one thing, and what stands against it."""

    read: Read[bool] | None
    contradicts: bool = False
    blank: bool = False
    inconsistent: bool = False


def find_status(scope: Scope) -> Status:
    """The status of the page's holder. Statements that disagree give no value."""
    form = scope.form
    reads = [*_labelled(scope), *_sentences(scope)]
    values = {read.value for read in reads}
    best = max(reads, key=lambda read: len(read.checks), default=None)
    answers = [token for read in reads for token in read.run]
    blank = any(_is_blank(form, label, answers) for label in form.of(Field.YES_NO))
    inconsistent = _INCONSISTENT.search(form.sheet.folded) is not None
    return Status(best if len(values) == 1 else None, len(values) > 1, blank, inconsistent)


def verdict(folded: str, field: Field) -> bool | None:
    """What the whole of a value says, or None. Only a status label may be answered by a bare 'VIGENTE'."""
    if folded in _YES or (field is Field.STATUS and folded in _STATUS_YES):
        return True
    if folded in _NO or (field is Field.STATUS and folded in _STATUS_NO):
        return False
    return False if _TAIL.match(folded) else None


def _labelled(scope: Scope) -> Iterator[Read[bool]]:
    form = scope.form
    for label in form.labels:
        if label.field in (Field.YES_NO, Field.STATUS):
            for run in _places(form, label):
                value = verdict(folded_of(run), label.field)
                if value is not None and _may_answer(form, label, run):
                    yield Read(value, run, _checks(scope, label, run))
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


# sentences -----------------------------------------------------------------------------------------------


def _words(lines: tuple[Line, ...]) -> tuple[Token, ...]:
    return tuple(token for line in lines for token in line.tokens if token.folded)


def _sentences(scope: Scope) -> Iterator[Read[bool]]:
    words = _words(scope.form.sheet.lines)
    for sentence in _split(words):
        folded = folded_of(sentence)
        for value, pattern in ((False, _DENIED), (True, _AFFIRMED)):
            match = pattern.search(folded)
            if match is not None and not _is_conditional(sentence, folded[: match.start()]):
                run = _run_of(sentence, folded, match.start(), match.end())
                if value is False or _DENIED.search(folded) is None:
                    yield Read(value, run, _sentence_checks(scope, sentence, run))


def _split(words: tuple[Token, ...]) -> Iterator[Run]:
    start = 0
    for place, token in enumerate(words, 1):
        if (token.text.endswith((".", ";", ":")) and len(token.folded) > 2) or place == len(words):
            yield words[start:place]
            start = place


def _is_conditional(sentence: Run, before: str) -> bool:
    """Whether the clause speaks of a case ('si usted …'), of somebody else, or of the paper itself."""
    words = before.split()
    subject = " ".join(words[-_SUBJECT_WORDS:])
    if _CONDITION.search(before) or _SOMEBODY_ELSE.search(subject):
        return True
    return any(_is_if(token) for token in sentence[: len(words)])


def _is_if(token: Token) -> bool:
    """An unaccented 'si' not set in capitals is a condition; in capitals it cannot be told, so it counts as one."""
    return token.text.strip(".,;:()").lower() == "si"


def _run_of(sentence: Run, folded: str, start: int, end: int) -> Run:
    first = len(folded[:start].split())
    return sentence[first : first + len(folded[start:end].split())]


def _sentence_checks(scope: Scope, sentence: Run, run: Run) -> tuple[str, ...]:
    certain = confidence_checks(run, scope.sheet)
    return (*certain, *((ALIGNED,) if scope.sheet.printed or _no_hole(sentence, run) else ()))


def _no_hole(sentence: Run, run: Run) -> bool:
    """Whether the words follow closely on the one before them and on each other, all on one line."""
    place = next(index for index, token in enumerate(sentence) if token is run[0])
    words = sentence[max(0, place - 1) : place + len(run)]
    gaps = [after.left - before.right for before, after in pairwise(words)]
    return place > 0 and all(gap + run[0].height >= 0 and gap < CELL_GAP * run[0].height for gap in gaps)
