"""The day on which a constancia was issued."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from worker.core.paper.dates import parse_date
from worker.core.paper.evidence import CADENA, CONFIDENT, LABEL, Read, confidence_checks
from worker.core.paper.lines import Run, folded_of, text_of
from worker.core.paper.scope import Scope
from worker.core.paper.vocabulary import Field

_PLACE_AND_DAY = re.compile(
    r"\b(?:A|AL|A LOS|EL DIA|EL) (\d{1,2} (?:DIAS )?(?:DEL? )?(?:MES )?(?:DE )?[A-Z]{4,10} (?:DEL? )?(?:ANO )?20\d\d)\b"
)
_OTHER_DAY = re.compile(r"\b(?:HASTA|VIGENTE|NACID[OA]|NACIMIENTO|DESDE|BAJA|ALTA|PARTIR|CONSERVACION)\b")


@dataclass(frozen=True)
class Issue:
    """The day, if the page names one; `contradicts` if it names several that nothing decides between."""

    read: Read[date] | None
    contradicts: bool = False

    @property
    def certain(self) -> bool:
        """Whether the day may be told: nothing contradicts it, and the engine or the seal is sure of it."""
        return self.read is not None and not self.contradicts and bool({CONFIDENT, CADENA} & set(self.read.checks))


def find_issue(scope: Scope, vigente: bool | None) -> Issue:
    """The day of issue: from its label, from 'LUGAR, a 23 de mayo de 2026', from the cadena original.

    The day beside a bare 'Vigencia' is the day of issue only for a holder who is vigente.
    """
    reads = [*_labelled(scope, Field.ISSUED), *_in_text(scope)]
    if not reads and vigente:
        reads = list(_beside_vigencia(scope))
    sealed = scope.cadena.issued
    days = {read.value for read in reads}
    if sealed in days:
        days = {sealed}
    if len(days) != 1:
        return Issue(_from_seal(scope) if not days else None, len(days) > 1)
    best = next(read for read in reads if read.value in days)
    checks = (*best.checks, *((CADENA,) if sealed == best.value else ()))
    return Issue(Read(best.value, best.run, checks), sealed is not None and sealed != best.value)


def _day_run(run: Run) -> tuple[date, Run] | None:
    """The shortest beginning of the run that names a day."""
    for end in range(1, len(run) + 1):
        day = parse_date(text_of(run[:end]))
        if day is not None:
            return day, run[:end]
    return None


def _labelled(scope: Scope, field: Field) -> Iterator[Read[date]]:
    for label in scope.form.of(field):
        found = next((found for run in scope.form.places(label) if (found := _day_run(run))), None)
        if found is not None:
            yield Read(found[0], _trim(found[1]), (LABEL, *confidence_checks(found[1], scope.sheet)))


def _beside_vigencia(scope: Scope) -> Iterator[Read[date]]:
    """A day that is all that stands beside 'Vigencia': 'al 31/12/2026' or two days are a term, no day of issue."""
    form = scope.form
    for label in form.of(Field.STATUS):
        run = form.right_of(label) or form.below(label)
        day = parse_date(text_of(run))
        if day is not None and folded_of(run).isdigit():
            yield Read(day, run, (LABEL, *confidence_checks(run, scope.sheet)))


def _trim(run: Run) -> Run:
    """The run without the words in front of the day's first figure."""
    first = next(place for place, token in enumerate(run) if any(char.isdigit() for char in token.text))
    return run[first:]


def _in_text(scope: Scope) -> Iterator[Read[date]]:
    for cell in scope.form.sheet.cells:
        words = tuple(token for token in cell if token.folded)
        folded = folded_of(words)
        match = _PLACE_AND_DAY.search(folded)
        if match is None or _OTHER_DAY.search(folded[: match.start()]):
            continue
        first = len(folded[: match.start(1)].split())
        run = words[first : first + len(match[1].split())]
        day = parse_date(match[1])
        if day is not None:
            yield Read(day, run, (LABEL, *confidence_checks(run, scope.sheet)))


def _from_seal(scope: Scope) -> Read[date] | None:
    day = scope.cadena.issued
    if day is None:
        return None
    runs = ((token,) for line in scope.seals for token in line.tokens if parse_date(token.text) == day)
    run = next(runs, None)
    return None if run is None else Read(day, run, confidence_checks(run, scope.sheet))
