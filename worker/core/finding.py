"""Whose mail is it? From papers to persons, and from a message to the case that it belongs to.

The keys, strongest first: the thread (our own Message-IDs), the folio in the subject, NSS or CURP, and last the
writer's address where that is unambiguous. Where they disagree nobody guesses: the officer decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from worker.core.cases import Case, Stage
from worker.core.desk import Desk
from worker.core.facts import Identidad, identity, may_be_student
from worker.core.identifiers import Curp, Nss
from worker.core.types import Document, Reading

MERGED = "unido:"
"""The setting that says, by the folio it had, which case another was joined into."""

_OF_TWO = "El caso que tiene sus números lleva también los de otra persona de este correo."


@dataclass(frozen=True, slots=True)
class Person:
    """The papers of one holder. Both numbers are None for papers that name nobody."""

    readings: tuple[Reading, ...]
    nss: Nss | None = None
    curp: Curp | None = None


@dataclass(frozen=True, slots=True)
class Keys:
    """What a message offers to find its case by, papers apart."""

    references: tuple[str, ...]
    folio: str | None
    writer: str


@dataclass(frozen=True, slots=True)
class Match:
    """The case found (None: open one). `dispute` is one sentence where keys disagree; `others` are the other cases."""

    case: Case | None
    dispute: str | None = None
    others: tuple[Case, ...] = ()


def persons(readings: Sequence[Reading]) -> tuple[Person, ...]:
    """Split the papers of one mail by holder; one person unless two are proven.

    Only sure constancias prove a second person: a misread number on a second photo must not make one.
    """
    holders: list[Person] = []
    for reading in readings:
        if reading.document is Document.CONSTANCIA and reading.sure and not _known(holders, reading):
            holders.append(_holder((), reading))
    if len(holders) < 2:
        return (_everything(readings),)
    return tuple(_with_papers(holder, readings) for holder in holders)


def find_cases(desk: Desk, keys: Keys, group: Sequence[Person]) -> tuple[Match, ...]:
    """The case of each person of one mail; no two have the same.

    In a mail with papers of several people thread, folio and writer tell nothing of whose one is: the numbers do. A
    case that bears none yet (somebody asked first, and sends now) is the first one's who has no other.
    """
    if len(group) == 1:
        return (find_case(desk, keys, group[0]),)
    empty = _nobodys(desk, keys)
    taken: set[str] = set()
    matches = []
    for person in group:
        match = find_case(desk, Keys((), None, ""), person)
        if match.case is not None and match.case.folio in taken:
            match = Match(None, _OF_TWO, (match.case,))
        elif match.case is None:
            free = (case for case in empty if case.folio not in taken and not _contradicts(desk, case, person))
            match = Match(next(free, None))
        taken |= {match.case.folio} if match.case else set()
        matches.append(match)
    return tuple(matches)


def _nobodys(desk: Desk, keys: Keys) -> list[Case]:
    """The cases of this thread or writer that bear no number and no name."""
    named = [*desk.cases_by_reference(keys.references), *_folio_case(desk, keys.folio)]
    cases = _distinct(desk, [*named, *desk.cases_by_address(keys.writer)])
    unknown = [case for case in cases if case.nss is None and case.curp is None and case.name is None]
    return [case for case in unknown if case.stage is not Stage.CERRADO]


def find_case(desk: Desk, keys: Keys, person: Person) -> Match:
    """The one case that every key allows."""
    by_thread = _distinct(desk, [*desk.cases_by_reference(keys.references), *_folio_case(desk, keys.folio)])
    by_identity = _distinct(desk, desk.cases_by_identity(person.nss, person.curp))
    if len(by_identity) > 1:
        return Match(by_identity[0], "El NSS y la CURP del papel están en dos casos.", tuple(by_identity[1:]))
    if by_thread:
        return _explicit(by_thread, by_identity)
    if by_identity:
        return Match(by_identity[0])
    return _by_writer(desk, keys.writer, person)


def _explicit(named: Sequence[Case], by_identity: Sequence[Case]) -> Match:
    if by_identity:
        same = next((case for case in named if case.folio == by_identity[0].folio), None)
        if same is not None:
            return Match(same)
        return Match(named[0], "El hilo es de un caso y el papel es de otro.", (*named[1:], *by_identity))
    if len(named) == 1:
        return Match(named[0])
    return Match(named[0], "El correo puede ser de cualquiera de estos casos.", tuple(named[1:]))


def _by_writer(desk: Desk, writer: str, person: Person) -> Match:
    """The writer's only case that the paper does not contradict."""
    cases = desk.cases_by_address(writer)
    fitting = [case for case in cases if not _contradicts(desk, case, person)]
    if len(fitting) == 1:
        return Match(fitting[0])
    if fitting:
        return Match(fitting[0], "Quien escribe tiene varios casos y no dice de cuál habla.", tuple(fitting[1:]))
    if cases:
        return Match(None, "Desde esta dirección ya hay un caso, y el papel es de otra persona.", tuple(cases))
    return Match(None)


def _contradicts(desk: Desk, case: Case, person: Person) -> bool:
    """Whether a sure paper is of another person than the case's, or than its papers where they taught it nothing.

    A relative's paper that came before says nothing of whose the case is.
    """
    if any(identity(reading, case) is Identidad.DISTINTA for reading in _proven(person)):
        return True
    if case.nss is not None or case.curp is not None or not any(_proven(person)):
        return False
    before = [(reading, entry.received.year) for entry in desk.entries_of(case.folio) for reading in entry.readings]
    seen = [reading for reading, year in before if may_be_student(reading, year)]
    pairs = (
        (person.nss, {reading.nss.value for reading in seen if reading.nss}),
        (person.curp, {reading.curp.value for reading in seen if reading.curp}),
    )
    told = [(number, known) for number, known in pairs if number is not None and known]
    return bool(told) and not any(number in known for number, known in told)


def _proven(person: Person) -> Iterable[Reading]:
    return (reading for reading in person.readings if reading.sure)


def _everything(readings: Sequence[Reading]) -> Person:
    """All papers as one person's, with the numbers of a sure constancia, else of any constancia, else of any paper."""
    ranked = sorted(readings, key=lambda reading: (not reading.sure, reading.document is not Document.CONSTANCIA))
    nss = next((reading.nss.value for reading in ranked if reading.nss), None)
    curp = next((reading.curp.value for reading in ranked if reading.curp), None)
    return Person(tuple(readings), nss, curp)


def _holder(readings: tuple[Reading, ...], reading: Reading) -> Person:
    nss = reading.nss.value if reading.nss else None
    return Person(readings, nss, reading.curp.value if reading.curp else None)


def _known(holders: Sequence[Person], reading: Reading) -> bool:
    return any(_belongs(holder, reading) for holder in holders)


def _belongs(holder: Person, reading: Reading) -> bool:
    same_nss = reading.nss is not None and reading.nss.value == holder.nss
    same_curp = reading.curp is not None and reading.curp.value == holder.curp
    return same_nss or same_curp


def _with_papers(holder: Person, readings: Sequence[Reading]) -> Person:
    return Person(tuple(each for each in readings if _belongs(holder, each)), holder.nss, holder.curp)


def _folio_case(desk: Desk, folio: str | None) -> list[Case]:
    case = desk.case(folio) if folio else None
    return [case] if case else []


def _distinct(desk: Desk, cases: Iterable[Case]) -> list[Case]:
    """Each case once, and where one was joined into another, that other."""
    joined = [_joined(desk, case) for case in cases]
    return list({case.folio: case for case in joined}.values())


def _joined(desk: Desk, case: Case) -> Case:
    folio = desk.setting(MERGED + case.folio)
    into = desk.case(folio) if folio else None
    return _joined(desk, into) if into is not None else case
