"""The day on which a constancia was issued."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from worker.core.paper.dates import parse_date
from worker.core.paper.evidence import CADENA, CONFIDENT, LABEL, Read, confidence_checks
from worker.core.paper.labels import Form
from worker.core.paper.lines import Run, Sheet, folded_of, text_of
from worker.core.paper.scope import Scope
from worker.core.paper.vocabulary import Field

_DAY = r"\d{1,2} ?(?:DIAS )?(?:DEL? ?)?(?:MES )?(?:DE ?)?[A-Z]{4,10} ?(?:DEL? ?)?(?:ANO )?20\d\d"
_PLACE_AND_DAY = re.compile(
    rf"\b(?:(?:AL|A LOS|EL DIA|EL) (?!\d{{6}})|(?:A|FECHA|EMITID[OA]|EXPEDID[OA]|(?:REALIZ|GENER)AD[OA])(?: EL)? )"
    rf"({_DAY}|\d{{6,8}})\b"
)
"""'TUXTLA GUTIERREZ, CHIAPAS, a 23 de mayo de 2026' or '… a 23/05/2026', folded."""

_CITY_AND_DAY = re.compile(rf"^[A-Z ]*[A-Z] ({_DAY})\b")
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
    reads = [*(_labelled(scope, scope.form) or _labelled(scope, _table(scope))), *_in_text(scope)]
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


def _labelled(scope: Scope, form: Form) -> list[Read[date]]:
    """The days that the labels of a part announce."""
    found = [next(filter(None, map(_day_run, form.places(label))), None) for label in form.of(Field.ISSUED)]
    days = [(day, _trim(run)) for day, run in filter(None, found)]
    return [Read(day, run, (LABEL, *confidence_checks(run, scope.sheet))) for day, run in days]


def _table(scope: Scope) -> Form:
    """The beneficiaries' part, under which the day may stand."""
    return Form(Sheet(scope.sheet.page, scope.table))


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
        match = _PLACE_AND_DAY.search(folded) or (_CITY_AND_DAY.search(folded) if _names_city(words) else None)
        if match is None or _OTHER_DAY.search(folded[: match.start(1)]):
            continue
        first = len(folded[: match.start(1)].split())
        run = words[first : first + len(match[1].split())]
        day = parse_date(text_of(run))
        if day is not None:
            yield Read(day, run, (LABEL, *confidence_checks(run, scope.sheet)))


def _names_city(words: Run) -> bool:
    """Whether a comma stands right before the first figure: 'Tuxtla Gutiérrez, Chiapas, 15 de noviembre de 2026'."""
    figure = next((place for place, token in enumerate(words) if token.folded.isdigit()), 0)
    return figure > 0 and words[figure - 1].text.endswith(",")


def _from_seal(scope: Scope) -> Read[date] | None:
    day = scope.cadena.issued
    if day is None:
        return None
    runs = ((token,) for line in scope.seals for token in line.tokens if parse_date(token.text) == day)
    run = next(runs, None)
    return None if run is None else Read(day, run, confidence_checks(run, scope.sheet))
