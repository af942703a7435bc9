"""Through whom the holder is insured, told by the modalidad, the agregado médico and the patron together.

A patron's name alone proves nothing (the last one stays printed), so this is asked only of a holder who is vigente.
Signals that disagree give no answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from worker.core.paper.evidence import CONFIDENT, SECONDED, Read, confidence_checks, confidence_of
from worker.core.paper.lines import Run, folded_of
from worker.core.paper.patron import Likeness, compare_name, compare_registro, is_far, is_school, registros
from worker.core.paper.scope import Scope
from worker.core.paper.signals import Kind, Signal, is_worker, signals
from worker.core.school import School
from worker.core.types import Through

_CFE = "COMISIONFEDERALDEELECTRICIDAD"
_TWICE = 2


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
    own = scope.sheet.printed or any(signal.kind is Kind.OWN for signal in seen) or is_worker(scope)
    return Insurance(answer.read, answer.proven and own and not ours)


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
        in_doubt = None if is_far(scope, school) else registro
        return _other_school(scope, kinds, run, (in_doubt, name))
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
