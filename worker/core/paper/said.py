"""What the sentences of a constancia say of its holder: vigente, not vigente, or something that may mean either.

A clause about a case ('si usted …'), about somebody else or about the paper says nothing. A sentence with a word of
denial never affirms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from worker.core.paper.evidence import ALIGNED, Read, confidence_checks
from worker.core.paper.lines import CELL_GAP, Run, Sheet, Token, folded_of
from worker.core.paper.scope import Scope

_DENIED = re.compile(
    r"\bNO (?:SE )?(?:ENCUENTRA|ESTA|CUENTA|TIENE|GOZA)(?: ACTUALMENTE| A LA FECHA)?"
    r"(?: CON)?(?: EL)? (?:VIGENTES?|DERECHOS?|VIGENCIA)\b"
    r"|\b(?:SE ENCUENTRA|ESTA|FUE) (?:NO VIGENTE|DAD[OA] DE BAJA|SIN VIGENCIA|SIN DERECHOS?)\b"
    r"|\bCAUSO BAJA\b|\bEST(?:ATUS|ADO) (?:ACTUAL )?(?:ES|DE|COMO) (?:NO VIGENTE|BAJA)\b"
    r"|\bSIN DERECHO AL? SERVICIOS? MEDICOS?\b|\bDEJO DE (?:ESTAR VIGENTE|TENER DERECHOS?)\b"
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
_NEGATIONS = frozenset(
    {"NO", "NI", "TAMPOCO", "NUNCA", "JAMAS", "NINGUN", "NINGUNO", "NINGUNA", "NADIE"}
    | {"FALSO", "FALSA", "SIN", "DEJO", "DEJADO"}
)
_LIMITED = re.compile(r"\bHASTA (?:EL )?(?:DIA )?\d|\bCONSERVACION\b")
_DISPUTED = re.compile(r"\b(?:FALS[OA]|CIERTO|INCORRECTO)\b")


@dataclass(frozen=True)
class Said:
    """What the sentences say; `doubtful` if one speaks of the holder's status and may mean the opposite."""

    reads: tuple[Read[bool], ...] = ()
    doubtful: bool = False


def find_said(scope: Scope, answers: Sequence[Token]) -> Said:
    """What the sentences of the holder's part say. `answers` are words that a label announced: they are in none."""
    said = [_said(scope, sentence) for sentence in _sentences(scope.form.sheet, answers)]
    return Said(tuple(read for one in said for read in one.reads), any(one.doubtful for one in said))


def _said(scope: Scope, sentence: Run) -> Said:
    folded = folded_of(sentence)
    denied, affirmed = (_clause(pattern, sentence, folded) for pattern in (_DENIED, _AFFIRMED))
    if denied is not None:
        return Said(doubtful=True) if _DISPUTED.search(folded) else Said((_read(scope, sentence, False, denied),))
    if affirmed is None:
        return Said()
    if _LIMITED.search(folded) or any(_negates(sentence, place) for place in range(len(sentence))):
        return Said(doubtful=True)
    return Said((_read(scope, sentence, True, affirmed),))


def _clause(pattern: re.Pattern[str], sentence: Run, folded: str) -> Run | None:
    """The words that match, unless their clause speaks of something else."""
    match = pattern.search(folded)
    if match is None or _is_conditional(sentence, folded[: match.start()]):
        return None
    first = len(folded[: match.start()].split())
    return sentence[first : first + len(match[0].split())]


def _negates(sentence: Run, place: int) -> bool:
    """Whether a word denies; 'No.' before a number or 'de' is an abbreviation."""
    token = sentence[place]
    after = sentence[place + 1].folded if place + 1 < len(sentence) else ""
    return token.folded in _NEGATIONS and not (token.text == "No." and (after == "DE" or after.isdigit()))


def _sentences(sheet: Sheet, answers: Sequence[Token]) -> Iterator[Run]:
    """The words between one full stop, colon or answer and the next."""
    words = [(token, token is line.tokens[-1]) for line in sheet.lines for token in line.tokens if token.folded]
    start: list[Token] = []
    for place, (token, is_last) in enumerate(words):
        after = words[place + 1][0] if place + 1 < len(words) else None
        answered = any(token is answer for answer in answers)
        start += () if answered else (token,)
        if answered or after is None or _ends(token) or (is_last and _is_answer(token, after)):
            yield tuple(start)
            start = []


def _ends(token: Token) -> bool:
    return token.text.endswith((".", ";", ":")) and len(token.folded) > 2


def _is_answer(token: Token, after: Token) -> bool:
    """Whether SI or NO at a line's end answers something: the next line begins a sentence, a capital and no more."""
    return token.text in ("SI", "SÍ", "NO") and after.text.istitle() and len(after.text) > 1


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


def _read(scope: Scope, sentence: Run, value: bool, run: Run) -> Read[bool]:
    whole = (ALIGNED,) if scope.sheet.printed or _no_hole(sentence, run) else ()
    return Read(value, run, (*confidence_checks(run, scope.sheet), *whole))


def _no_hole(sentence: Run, run: Run) -> bool:
    """Whether the words follow closely on the one before them and on each other, all on one line."""
    place = next(index for index, token in enumerate(sentence) if token is run[0])
    words = sentence[max(0, place - 1) : place + len(run)]
    gaps = [after.left - before.right for before, after in pairwise(words)]
    return place > 0 and all(gap + run[0].height >= 0 and gap < CELL_GAP * run[0].height for gap in gaps)
