"""What the sentences of a constancia say of its holder: vigente, not vigente, or something that may mean either.

A clause about a case ('si usted …'), about somebody else or about the paper says nothing. A sentence with a word of
denial never affirms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from worker.core.paper.agreement import seconded
from worker.core.paper.evidence import ALIGNED, ENOUGH_FOR_YES_OR_NO, Read, confidence_checks
from worker.core.paper.lines import CELL_GAP, Line, Run, Sheet, Token, folded_of
from worker.core.paper.pieces import LABEL_WORDS
from worker.core.paper.scope import Scope


def _loose(pattern: str) -> re.Pattern[str]:
    """The pattern with every blank optional: an OCR drops some."""
    return re.compile(pattern.replace(" ", " ?"))


_DENIED = _loose(
    r"\bNO (?:SE )?(?:ENCUENTRA|ESTA|CUENTA|TIENE|GOZA)(?: ACTUALMENTE| A LA FECHA)?"
    r"(?: CON)?(?: EL| SUS)? (?:VIGENTE?S?|DERECHOS?|VIGENCIA)\b"
    r"|\b(?:SE ENCUENTRA|ESTA|FUE) (?:NO VIGENTE|DAD[OA] DE BAJA|SIN VIGENCIA|SIN DERECHOS?)\b"
    r"|\bCAUSO BAJA\b|\bEST(?:ATUS|ADO) (?:ACTUAL )?(?:ES|DE|COMO) (?:NO VIGENTE|BAJA)\b"
    r"|\bSIN DERECHO AL? SERVICIOS? MEDICOS?\b|\bDEJO DE (?:ESTAR VIGENTE|TENER DERECHOS?)\b"
)
_AFFIRMED = _loose(
    r"\b(?:SE ENCUENTRA|ESTA)(?: ACTUALMENTE| A LA FECHA)? VIGENTE?\b(?! HASTA)"
    r"|\b(?:CUENTA CON|TIENE|GOZA DE)(?: EL| SUS)? DERECHOS? (?:VIGENTES?|AL? SERVICIOS? MEDICOS?)\b"
    r"|\bEST(?:ATUS|ADO) (?:ACTUAL )?(?:ES|DE|COMO) VIGENTE\b(?! HASTA)"
)
_CONDITION = re.compile(
    r"\b(?:EN ?CASO(?: ?DE(?: ?QUE)?)?"
    r"|CUANDO|SIEMPRE ?QUE|MIENTRAS|VERIFIQUE|VERIFICAR|DEBE|DEBERA|ACUDA|LLAME|SOLICITE|COMUNIQUESE)\b"
)
_SOMEBODY_ELSE = re.compile(r"PARA|PADRE|MADRE|HIJ[OA]S?|CONYUGE|[OQ]U[IL1]EN")
_NOT_THE_HOLDER = (
    "QUIEN",
    "CONSTANCIA",
    "DOCUMENTO",
    "COMPROBANTE",
    "IDENTIFICACION",
    "BENEFICIARI",
    "TITULAR",
    "SERVICIO",
    "CONTRATO",
    "POLIZA",
    "CREDENCIAL",
    "LICENCIA",
    "CARTILLA",
)
"""Words that an OCR may have glued to others or misread by a letter: 'aquien', 'quren', 'laconstancia'."""

_SUBJECT_WORDS = 5
_NEGATIONS = frozenset(
    {"NO", "NI", "TAMPOCO", "NUNCA", "JAMAS", "NINGUN", "NINGUNO", "NINGUNA", "NADIE"}
    | {"FALSO", "FALSA", "SIN", "DEJO", "DEJADO"}
)
_LIMITED = _loose(r"\bHASTA (?:EL )?(?:DIA )?\d|\bCONSERVACION\b")
_INCONSISTENT = _loose(
    r"\b(?:EXISTEN?|DETECTO|DETECTARON|PRESENTAN?|TIENEN?|HAY) (?:ALGUNAS? |UNAS? )?INCONSIST\w{4,9}\b"
)
_LOST = _loose(
    r"\b(?:PERDIO|SE LE SUSPENDIERON|SE SUSPENDIERON|SE TERMINARON) (?:SUS|LOS) DERECHOS?\b"
    r"|\bDERECHOS? (?:SUSPENDIDOS?|VENCIDOS?|PERDIDOS?|TERMINADOS?|CANCELADOS?)\b"
)
_DISPUTED = re.compile(r"\b(?:FALS[OA]|CIERTO|INCORRECTO)\b")
_IF = re.compile(r"si(?:usted|ud|no?|se|el|la|su|aun|ya|en|cuenta|tiene|esta)*|susted")
_ADVICE = ("acud", "llame", "solicite", "comuníq", "comuniq", "preséntese", "presentese")
_WORDS_BEFORE = 8
_ROOM = 1.5
"""Heights of a line: 'no' and the blank before it take more."""

_MISREAD = 2
_TELLING = 5
"""Letters of a label's word that are no other word misread: 'de' may be an 'si'."""

_GLUED_NO = re.compile(r".+no")


@dataclass(frozen=True)
class Said:
    """What the sentences say; `doubtful` if one speaks of the holder's status and may mean the opposite.

    `perhaps_not` if one denies it that may be advice to whoever is not vigente, its 'si' lost. `inconsistent` if one
    tells of an inconsistency in the institute's records.
    """

    reads: tuple[Read[bool], ...] = ()
    doubtful: bool = False
    perhaps_not: bool = False
    inconsistent: bool = False


def find_said(scope: Scope, answers: Sequence[Token]) -> Said:
    """What the sentences of the holder's part say. `answers` are words that a label announced: they are in none."""
    sentences = list(_sentences(scope.form.sheet, answers))
    said = [_said(scope, sentence) for sentence in sentences]
    return Said(
        tuple(read for one in said for read in one.reads),
        any(one.doubtful for one in said),
        any(one.perhaps_not for one in said),
        any(_tells_of_inconsistency(sentence) for sentence in sentences),
    )


def _tells_of_inconsistency(sentence: Run) -> bool:
    """Whether there is one, not what to do if there is."""
    folded = folded_of(sentence)
    match = _INCONSISTENT.search(folded)
    if match is None or _CONDITION.search(folded[: match.start()]):
        return False
    return not any(_is_if(token) for token in sentence[: len(folded[: match.start()].split())])


def _said(scope: Scope, sentence: Run) -> Said:
    folded = folded_of(sentence) if scope.sheet.printed else _heard(folded_of(sentence))
    denied, affirmed = (_clause(pattern, sentence, folded) for pattern in (_DENIED, _AFFIRMED))
    if _LOST.search(folded):
        return Said(doubtful=not _is_conditional(sentence, folded))
    if denied is not None:
        advice = any(token.text.startswith(_ADVICE) for token in sentence)
        # Of an OCR, 'usted no se encuentra vigente' may be advice whose 'si' it lost.
        told = scope.sheet.printed or "USTED" not in folded
        sure = told and not advice and not _DISPUTED.search(folded)
        return Said((_read(scope, sentence, False, denied),)) if sure else Said(doubtful=not advice, perhaps_not=advice)
    if affirmed is None or (affirmed[-1] is sentence[-1] and affirmed[-1].text.endswith((":", "?"))):
        # 'Cuenta con derecho al servicio médico:' announces an answer and is none.
        return Said()
    if _LIMITED.search(folded) or any(_negates(sentence, place) for place in range(len(sentence))):
        return Said(doubtful=True)
    return Said((_read(scope, sentence, True, affirmed),))


def _heard(folded: str) -> str:
    """The words, with the verb of the status as it is spelled: an OCR reads 'encventra', 'encuemtra'.

    What may be 'encuentre' states nothing: 'siempre que se encuentre vigente'.
    """
    return " ".join("ENCUENTRA" if _is_finds(word) else word for word in folded.split())


@lru_cache(maxsize=1024)
def _is_finds(word: str) -> bool:
    apart = Levenshtein.distance(word, "ENCUENTRA", score_cutoff=_MISREAD)
    return apart <= _MISREAD and apart < Levenshtein.distance(word, "ENCUENTRE")


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
    glued = token.folded == "USTEDNO"
    return (glued or token.folded in _NEGATIONS) and not (token.text == "No." and (after == "DE" or after.isdigit()))


def _sentences(sheet: Sheet, answers: Sequence[Token]) -> Iterator[Run]:
    """The words between one full stop, colon or answer and the next."""
    words = [(token, token is line.tokens[-1]) for line in sheet.lines for token in line.tokens if token.folded]
    start: list[Token] = []
    for place, (token, is_last) in enumerate(words):
        after = words[place + 1][0] if place + 1 < len(words) else None
        answered = any(token is answer for answer in answers)
        start += () if answered else (token,)
        if answered or after is None or _ends(token, after) or (is_last and _is_answer(token, after)):
            yield tuple(start)
            start = []


def _ends(token: Token, after: Token) -> bool:
    """Whether a sentence ends; a full stop before a small letter is a comma that an OCR misread."""
    if _is_comma(token, after):
        return False
    return token.text.endswith((".", ";", ":", "?")) and len(token.folded) > 2


def _is_comma(token: Token, after: Token) -> bool:
    return token.text.endswith((",", "..", ".,")) or (token.text.endswith(".") and after.text[:1].islower())


def _is_answer(token: Token, after: Token) -> bool:
    """Whether SI or NO at a line's end answers something: the next line begins a sentence, a capital and no more."""
    return token.text in ("SI", "SÍ", "NO") and after.text.istitle() and len(after.text) > 1


def _is_conditional(sentence: Run, before: str) -> bool:
    """Whether the clause speaks of a case ('si usted …'), of somebody else, or of the paper itself."""
    words = before.split()
    # 'NSS del asegurado titular 8024…' says whose a number is.
    subject = [word for word, after in pairwise([*words, ""]) if not after[:1].isdigit()][-_SUBJECT_WORDS:]
    if _CONDITION.search(before) or any(map(_is_somebody_else, subject)):
        return True
    return any(_is_if(token) for token in sentence[: len(words)])


@lru_cache(maxsize=1024)
def _is_somebody_else(word: str) -> bool:
    """Whether a word speaks of somebody or something else than the holder, whatever letter an OCR misread in it."""
    glued = any(other in word for other in _NOT_THE_HOLDER)
    misread = any(Levenshtein.distance(part, other) <= 1 for part in (word, word[1:]) for other in _NOT_THE_HOLDER)
    return glued or misread or _SOMEBODY_ELSE.fullmatch(word) is not None


def _is_if(token: Token) -> bool:
    """An unaccented 'si' not set in capitals is a condition; in capitals it cannot be told, so it counts as one.

    An OCR may have lost the blank after it.
    """
    return any(_IF.fullmatch(text.strip(".,;:()").lower()) for text in (token.text, token.second))


def _read(scope: Scope, sentence: Run, value: bool, run: Run) -> Read[bool]:
    whole = (ALIGNED,) if scope.sheet.printed or _no_hole(scope.form.sheet, sentence, run) else ()
    read = confidence_checks(run, scope.sheet) if _is_legible(scope, sentence, run) else ()
    return Read(value, run, (*read, *whole))


def _is_legible(scope: Scope, sentence: Run, run: Run) -> bool:
    """Whether an OCR was not at a loss with the words in front: those say whom the sentence is about, and if.

    It is not where it is in doubt of a label's letters.
    """
    place = next(index for index, token in enumerate(sentence) if token is run[0])
    named = [token for label in scope.form.labels for token in (*label.upper, *label.run)]
    return all(
        token.confidence >= ENOUGH_FOR_YES_OR_NO
        or seconded((token,))
        or (token.folded in LABEL_WORDS and len(token.folded) >= _TELLING)
        or any(token is other for other in named)
        for token in sentence[max(0, place - _WORDS_BEFORE) : place]
    )


def _no_hole(sheet: Sheet, sentence: Run, run: Run) -> bool:
    """Whether the words follow closely on the one before them and on each other.

    A word before them that ends in 'no' may be two of which an OCR lost the blank.
    """
    place = next(index for index, token in enumerate(sentence) if token is run[0])
    before = sentence[place - 1 : place]
    glued = any(_GLUED_NO.fullmatch(token.text) for token in before) and not seconded((*before, *run))
    # One word alone in front of it on its line may be the end of what another paper says: 'servicio' of its '…io'.
    line = sheet.lines[_line_of(sheet, run[0])]
    first = any(_first_word(line) is token for token in before)
    words = sentence[max(0, place - 1 - first) : place + len(run)]
    return place > 0 and not glued and all(_follows(sheet, *pair) for pair in pairwise(words))


def _follows(sheet: Sheet, before: Token, after: Token) -> bool:
    """Whether nothing was lost between two words, on one line or where a line ends with a comma or at the margin."""
    height, gap = after.height, after.left - before.right
    if abs(after.middle - before.middle) < height:
        return -height <= gap < CELL_GAP * height
    lines = [_line_of(sheet, token) for token in (before, after)]
    return _begins_like_others(sheet, lines[1], after) and (
        _is_comma(before, after) or _ends_at_margin(sheet, lines[0], before)
    )


def _line_of(sheet: Sheet, token: Token) -> int:
    return next(row for row, line in enumerate(sheet.lines) if any(token is other for other in line.tokens))


def _begins_like_others(sheet: Sheet, row: int, first: Token) -> bool:
    """Whether a word begins its line where the line above or below begins."""
    beside = [_first_word(sheet.lines[other]) for other in (row - 1, row + 1) if 0 <= other < len(sheet.lines)]
    near = any(abs(other.left - first.left) < first.height for other in beside)
    return near and _first_word(sheet.lines[row]) is first


def _first_word(line: Line) -> Token:
    """The first word of a line; an upright line at the paper's edge is none."""
    return next((token for token in line.tokens if token.text.strip("|")), line.tokens[0])


def _ends_at_margin(sheet: Sheet, row: int, last: Token) -> bool:
    """Whether no line near goes on so far to the right that a short word has room after this one."""
    near = sheet.lines[max(0, row - 2) : row + 3]
    ends = max(line.tokens[-1].right for line in near)
    return sheet.lines[row].tokens[-1] is last and ends - last.right < _ROOM * last.height
