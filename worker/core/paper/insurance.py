"""Through whom the holder is insured, told by the modalidad, the agregado médico and the patron together.

A patron's name alone proves nothing (the last one stays printed), so this is asked only of a holder who is vigente.
Signals that disagree give no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from rapidfuzz import fuzz

from worker.core.paper.dates import plain
from worker.core.paper.evidence import CONFIDENT, SECONDED, Read, confidence_checks, confidence_of
from worker.core.paper.labels import Label
from worker.core.paper.lines import Run, folded_of, text_of
from worker.core.paper.patron import (
    Likeness,
    compare_name,
    compare_registro,
    in_column,
    is_school,
    registro_of,
    registros,
)
from worker.core.paper.scope import Scope
from worker.core.paper.vocabulary import Field
from worker.core.school import School
from worker.core.types import Through


class Kind(Enum):
    """What a signal speaks for."""

    STUDENT = auto()
    FACULTATIVO = auto()
    WORK = auto()
    BENEFICIARY = auto()
    OWN = auto()
    PROGRAMME = auto()
    OTHER = auto()


@dataclass(frozen=True)
class Signal:
    """One thing on the page that speaks for a kind of insurance.

    `weak` for one that the page's own words overrule: a registro patronal's modalidad.
    """

    kind: Kind
    run: Run
    weak: bool = False


_AGREGADO = re.compile(r"([1-6])([HMF])(\d{4})([A-Z]{2})")
_TO_DIGIT = str.maketrans("OIZSBG", "012586")
_TO_LETTER = str.maketrans("0528", "OSZB")
_SUFFIXES = {"ES": Kind.STUDENT, "OR": Kind.WORK, "PE": Kind.OTHER, "SA": Kind.OTHER}
_WORK = frozenset({"10", "13", "14", "17", "30", "34", "36", "38", "42"})
_OTHER = frozenset({"33", "35", "40", "43", "44"})
_FACULTATIVO = "32"
_OTHER_WORDS = re.compile(
    r"PENSIONAD|JOVENES CONSTRUYENDO|IMSS ?/? ?CFE|CONTINUACION VOLUNTARIA|SALUD PARA LA FAMILIA|INDEPENDIENTE"
)
_PROGRAMMES = ("JOVENESCONSTRUYENDO", "FACULTATIVOIMSSCFE")
"""Seguro facultativo that is no school's, whatever else stands on the page."""
_DEPENDANT = re.compile(r"BENEFICIARI|\b(?:HIJ[OA]|CONYUGE|ESPOS[OA]|CONCUBIN[OA]|ASCENDIENTE|DEPENDIENTE)\b")
_CFE = "COMISIONFEDERALDEELECTRICIDAD"
_NOBODY = frozenset({"NINGUNO", "NINGUNA", "NADIE", "MISMO", "MISMA", "ESTUDIANTE", "TRABAJADOR", "PENSIONADO"})
_ALIKE = 90.0
_TWICE = 2


def parse_agregado(text: str) -> tuple[int, str, int, str] | None:
    """Digit, letter, year and suffix of an agregado médico, an OCR's confusions undone by place; or None."""
    if len(text) != 8:
        return None
    tidy = text[0].translate(_TO_DIGIT) + text[1] + text[2:6].translate(_TO_DIGIT) + text[6:].translate(_TO_LETTER)
    match = _AGREGADO.fullmatch(tidy)
    return (int(match[1]), match[2], int(match[3]), match[4]) if match else None


def agregado_of(scope: Scope) -> tuple[tuple[int, str, int, str], Run] | None:
    """The holder's agregado médico with its words; None if there is none or several."""
    tokens = [token for line in scope.form.sheet.lines for token in line.tokens]
    found = {parsed: (token,) for token in tokens if (parsed := parse_agregado(token.folded)) is not None}
    return next(iter(found.items())) if len(found) == 1 else None


def signals(scope: Scope) -> tuple[Signal, ...]:
    """Everything on the page that speaks for a kind of insurance."""
    return (
        *_from_agregado(scope),
        *_from_tipo(scope),
        *_from_modalidad(scope),
        *_from_registro(scope),
        *_from_words(scope),
        *_from_titular(scope),
        *_from_parentesco(scope),
    )


def _from_agregado(scope: Scope) -> Iterator[Signal]:
    agregado = agregado_of(scope)
    if agregado is None:
        return
    (digit, _, _, suffix), run = agregado
    if digit in (2, 3, 4):
        yield Signal(Kind.BENEFICIARY, run)
    elif digit in (5, 6):
        yield Signal(Kind.OTHER, run)
    elif suffix in _SUFFIXES:
        yield Signal(Kind.OWN, run)
        yield Signal(_SUFFIXES[suffix], run)


def _values(scope: Scope, field: Field) -> Iterator[Run]:
    form = scope.form
    yield from (
        run for label in form.of(field) if (run := form.right_of(label) or in_column(label, form.cell_below(label)))
    )


def _from_tipo(scope: Scope) -> Iterator[Signal]:
    for run in _values(scope, Field.TIPO):
        folded = plain(text_of(run))
        if _DEPENDANT.search(folded):
            yield Signal(Kind.BENEFICIARY, run)
        elif "PENSIONAD" in folded:
            yield Signal(Kind.OTHER, run)
        elif "ESTUDIANTE" in folded:
            yield Signal(Kind.STUDENT, run)
        elif "TRABAJADOR" in folded:
            yield Signal(Kind.WORK, run)


def _modalidad_kind(number: str) -> Kind | None:
    if number == _FACULTATIVO:
        return Kind.FACULTATIVO
    return Kind.WORK if number in _WORK else Kind.OTHER if number in _OTHER else None


def _from_modalidad(scope: Scope) -> Iterator[Signal]:
    for run in _values(scope, Field.MODALIDAD):
        folded = plain(text_of(run))
        number = re.search(r"(?<!\d)(\d{2})(?!\d)", folded)
        kind = _modalidad_kind(number[1]) if number else None
        if _OTHER_WORDS.search(folded):
            yield Signal(Kind.OTHER, run)
        elif kind is not None:
            yield Signal(kind, run)
        elif "FACULTATIVO" in folded:
            yield Signal(Kind.FACULTATIVO, run)
        if "ESTUDIANTE" in folded:
            yield Signal(Kind.STUDENT, run)


def _from_registro(scope: Scope) -> Iterator[Signal]:
    registro = registro_of(scope)
    kind = _modalidad_kind(registro.value[8:10]) if registro is not None else None
    if registro is not None and kind is not None:
        yield Signal(kind, registro.run, weak=True)


def _from_words(scope: Scope) -> Iterator[Signal]:
    """Words that tell wherever they stand on the holder's part of the page, blanks and a letter or two aside."""
    for cell in scope.form.sheet.cells:
        squashed = "".join(token.folded for token in cell)
        if any(_holds(squashed, words, scope) for words in _PROGRAMMES):
            yield Signal(Kind.PROGRAMME, cell)
        elif squashed in ("PENSIONADO", "PENSIONADA"):
            yield Signal(Kind.OTHER, cell)


def _holds(squashed: str, words: str, scope: Scope) -> bool:
    if scope.sheet.printed or len(squashed) < len(words):
        return words in squashed
    return fuzz.partial_ratio(words, squashed) >= _ALIKE


def _from_titular(scope: Scope) -> Iterator[Signal]:
    """Somebody else who is the titular makes the holder a beneficiary, whatever patron stands on the page."""
    for label in scope.form.of(Field.RELATIVE):
        run = scope.form.right_of(label) or scope.form.below(label)
        if _is_of_titular(label) and any(len(token.folded) > 2 and token.folded not in _NOBODY for token in run):
            yield Signal(Kind.BENEFICIARY, run)


def _is_of_titular(label: Label) -> bool:
    """Whether a label is 'NSS del titular', 'Titular:', not the value 'TITULAR ESTUDIANTE' nor who signs."""
    folded = folded_of(label.run)
    return "TITULAR" in folded and (folded != "TITULAR" or label.run[-1].text.endswith(":"))


def _from_parentesco(scope: Scope) -> Iterator[Signal]:
    """What the holder is to the titular; the table of beneficiaries, with its own 'Parentesco', is no part of this."""
    form = scope.form
    for label in form.labels:
        if folded_of(label.run) == "PARENTESCO":
            run = form.right_of(label) or form.below(label)
            if run and _DEPENDANT.search(plain(text_of(run))):
                yield Signal(Kind.BENEFICIARY, run)


@dataclass(frozen=True)
class Insurance:
    """Through whom, if it can be told, and whether that is proven; `contradicts` if the signals disagree."""

    read: Read[Through] | None
    proven: bool = False
    contradicts: bool = False


def find_insurance(scope: Scope, school: School) -> Insurance:
    """Through whom the holder, known to be vigente, is insured."""
    seen = _heard(signals(scope), scope)
    if len(registros(scope)) > 1:
        return Insurance(None, contradicts=True)
    kinds = {signal.kind for signal in seen}
    if Kind.PROGRAMME in kinds:
        return _plain(scope, seen, Kind.PROGRAMME, Through.OTRO, against=set())
    if Kind.BENEFICIARY in kinds:
        return _beneficiary(scope, seen)
    if Kind.OTHER in kinds:
        return _plain(scope, seen, Kind.OTHER, Through.OTRO, against={Kind.STUDENT, Kind.WORK})
    if kinds & {Kind.STUDENT, Kind.FACULTATIVO}:
        return Insurance(None, contradicts=True) if Kind.WORK in kinds else _facultativo(scope, school, kinds)
    if Kind.WORK in kinds:
        return _work(scope, school, seen)
    return Insurance(None)


def _heard(seen: tuple[Signal, ...], scope: Scope) -> tuple[Signal, ...]:
    """The signals that count: the registro's modalidad gives way to the page's words where those say it twice.

    On a text layer a student's need to say it only once.
    """
    student, work = (_places_of(seen, kinds) for kinds in ((Kind.STUDENT, Kind.FACULTATIVO), (Kind.WORK,)))
    overruled = student >= (1 if scope.sheet.printed else 2) or (work >= _TWICE and not student)
    return tuple(signal for signal in seen if not (overruled and signal.weak))


def _places_of(seen: tuple[Signal, ...], kinds: tuple[Kind, ...]) -> int:
    """In how many places the page's words speak for one of the kinds."""
    return len({id(signal.run[0]) for signal in seen if not signal.weak and signal.kind in kinds})


def _plain(scope: Scope, seen: tuple[Signal, ...], kind: Kind, through: Through, against: set[Kind]) -> Insurance:
    """An answer that needs no patron; proven by a text layer, by two signals, or by one that was read surely."""
    if any(signal.kind in against for signal in seen):
        return Insurance(None, contradicts=True)
    runs = [signal.run for signal in seen if signal.kind is kind]
    sure = max(runs, key=confidence_of)
    checks = confidence_checks(sure, scope.sheet)
    return Insurance(Read(through, sure, checks), bool(checks) or len(runs) > 1)


def _beneficiary(scope: Scope, seen: tuple[Signal, ...]) -> Insurance:
    """A dependant's own page; the agregado's first digit alone is no proof against a student's own insurance."""
    said_once = sum(signal.kind is Kind.BENEFICIARY for signal in seen) == 1
    against = {Kind.OWN, Kind.STUDENT, *((Kind.FACULTATIVO,) if said_once else ())}
    return _plain(scope, seen, Kind.BENEFICIARY, Through.BENEFICIARIO, against=against)


def _work(scope: Scope, school: School, seen: tuple[Signal, ...]) -> Insurance:
    """Insured by an employer; where the employer is the school itself, a person has to look.

    An OCR may have lost the word that the holder is a beneficiary: something must say that the insurance is their own.
    """
    answer = _plain(scope, seen, Kind.WORK, Through.EMPLEO, against=set())
    likenesses = (compare_name(scope, school)[0], compare_registro(scope, school)[0])
    ours = any(likeness not in (None, Likeness.OTHER) for likeness in likenesses)
    own = scope.sheet.printed or any(signal.kind is Kind.OWN for signal in seen) or _is_worker(scope)
    return Insurance(answer.read, answer.proven and own and not ours)


def _is_worker(scope: Scope) -> bool:
    return any("TRABAJADOR" in folded_of(run) or "TITULAR" in folded_of(run) for run in _values(scope, Field.TIPO))


def _facultativo(scope: Scope, school: School, kinds: set[Kind]) -> Insurance:
    """Seguro facultativo: through the Tecnológico or through another school, by registro and name together."""
    by_registro, registro = compare_registro(scope, school)
    by_name, name = compare_name(scope, school)
    if by_registro is Likeness.SAME and by_name is not Likeness.OTHER and registro is not None:
        return Insurance(Read(Through.TECNOLOGICO, registro, confidence_checks(registro, scope.sheet)), True)
    if name is not None and by_name is not Likeness.OTHER and _is_open(by_registro, scope):
        checks = confidence_checks(name, scope.sheet)
        proven = by_name is Likeness.SAME or (by_name is Likeness.NEAR and by_registro is Likeness.NEAR)
        return Insurance(Read(Through.TECNOLOGICO, name, checks), proven and bool(checks))
    if name is not None and _CFE in "".join(token.folded for token in name):
        return _plain(scope, (Signal(Kind.PROGRAMME, name),), Kind.PROGRAMME, Through.OTRO, against=set())
    run = name or registro
    if run is not None and {by_registro, by_name} <= {Likeness.OTHER, None}:
        return _other_school(scope, kinds, run, (registro, name))
    return Insurance(None, contradicts=run is not None)


def _is_open(by_registro: Likeness | None, scope: Scope) -> bool:
    """Whether the registro leaves the name to decide: an OCR may have misread figures, a text layer has none."""
    return by_registro is None or (by_registro is not Likeness.OTHER and not scope.sheet.printed)


def _other_school(scope: Scope, kinds: set[Kind], run: Run, runs: tuple[Run | None, ...]) -> Insurance:
    """Another patron; proven where it is a student's insurance or a school's name, and read surely."""
    checks = confidence_checks(run, scope.sheet)
    a_student = Kind.STUDENT in kinds or is_school(folded_of(run))
    certain = all({CONFIDENT, SECONDED} & set(confidence_checks(other, scope.sheet)) for other in runs if other)
    return Insurance(Read(Through.OTRA_ESCUELA, run, checks), a_student and certain)
