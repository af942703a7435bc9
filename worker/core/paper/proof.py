"""What a constancia must pass before its reading is called sure: a list of checks, each with its name.

All must hold; there is no score. What fails becomes a problem that the student or the officer can act on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import combinations

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from worker.core.identifiers import Curp, Nss, parse_nss
from worker.core.paper.agreement import second_nss
from worker.core.paper.dates import parse_date
from worker.core.paper.evidence import (
    ALIGNED,
    BIRTH_YEAR,
    CADENA,
    CHECK_DIGIT,
    CONFIDENT,
    LABEL,
    NAME_AND_CURP,
    NAME_AND_HEAD,
    REPAIRED,
    SECONDED,
    UNLABELLED,
)
from worker.core.paper.holder import Holder
from worker.core.paper.insurance import Insurance, Kind, agregado_of, signals
from worker.core.paper.issue import Issue
from worker.core.paper.lines import Run, text_of
from worker.core.paper.scope import Scope
from worker.core.paper.status import Status
from worker.core.paper.students import may_be_student
from worker.core.types import Through

RELATIVE = "puede ser la constancia de un familiar"
TYPED = "La constancia está escrita en un documento de Word, que cualquiera puede editar."
EDITABLE = frozenset({"docx", "odt"})
"""The engines that give the words of a word processor's file."""

MOST_YEARS_APART = 12
"""The NSS has the year that its holder gave when it was assigned; more than this apart it is somebody else's."""

MISREAD_DIGITS = 4
"""More digits than an OCR misreads; two people's numbers differ in more."""

_ALIKE_NAMES = 85
"""An OCR's two readings of one name are at least this alike, of 100; two people's names hardly ever."""


@dataclass(frozen=True)
class Constancia:
    """Everything that was found on the page.

    `insurance` is None unless the holder is vigente; `titled` whether a constancia's title is seen.
    """

    scope: Scope
    holder: Holder
    status: Status
    insurance: Insurance | None
    issue: Issue
    titled: bool = True

    @property
    def printed(self) -> bool:
        """Whether the words come from a text layer: what stands there was not misread."""
        return self.scope.sheet.printed


def _is_not_typed(page: Constancia) -> bool:
    """Words that a word processor keeps were typed by whoever liked to; a picture in its file is one like any other."""
    return page.scope.sheet.page.engine not in EDITABLE


def _nss_stands(page: Constancia) -> bool:
    """The holder's number by its label or by the seal, and its check digit holds.

    Where an OCR lost the label, the one number that is printed as an NSS, of the holder's own year of birth.
    """
    nss = page.holder.nss
    if nss is None or CHECK_DIGIT not in nss.checks:
        return False
    told = {UNLABELLED, BIRTH_YEAR} <= set(nss.checks) and not _is_dependant(page)
    return told or bool({LABEL, CADENA} & set(nss.checks))


def _is_dependant(page: Constancia) -> bool:
    """Whether anything makes the holder somebody's beneficiary, whose number may be the one that is printed."""
    named = bool(page.scope.relative_runs) or page.scope.titular_apart
    return named or any(signal.kind is Kind.BENEFICIARY for signal in signals(page.scope))


def _nss_is_the_seals(page: Constancia) -> bool:
    """Where a cadena original parses, printed or in a code, it is about the same number."""
    nss, seal = page.holder.nss, page.scope.cadena
    return not seal.contradicts and (nss is None or seal.nss in (None, nss.value))


def _nss_is_undisputed(page: Constancia) -> bool:
    """No second engine read another NSS in the same place. There is no vote, whatever the confidences."""
    nss = page.holder.nss
    return nss is None or second_nss(nss.run) in (None, nss.value)


def _nss_is_certain(page: Constancia) -> bool:
    """An OCR's number agrees with other ink: the seal, the CURP's year of birth; or with another engine's reading.

    One with repaired letters needs the seal or the other engine: the year of birth was used up by the repair.
    """
    nss = page.holder.nss
    if nss is None or page.printed:
        return True
    checks = set(nss.checks)
    alone = {CONFIDENT, BIRTH_YEAR} <= checks and REPAIRED not in checks
    return alone or CADENA in checks or second_nss(nss.run) == nss.value


def _years_agree(page: Constancia) -> bool:
    """Whether the NSS and the CURP can be one person's: not a parent's number under a child's name."""
    nss, curp = page.holder.nss, page.holder.curp
    if nss is None or curp is None:
        return True
    apart = (int(nss.value.birth_year2) - curp.value.birth_year) % 100
    return min(apart, 100 - apart) <= MOST_YEARS_APART


def _curp_is_certain(page: Constancia) -> bool:
    """A CURP goes with the seal and the agregado; an OCR's agrees with other ink or with another engine's reading."""
    curp = page.holder.curp
    if curp is None:
        return True
    if page.scope.cadena.curp not in (None, curp.value) or _sex_contradicts(page):
        return False
    if page.holder.name is None and LABEL not in curp.checks:
        return False
    return page.printed or bool({CADENA, SECONDED} & set(curp.checks)) or _year_is_seen_twice(page, curp.value)


def _year_is_seen_twice(page: Constancia, curp: Curp) -> bool:
    """Whether the NSS or the agregado médico has the CURP's year of birth."""
    nss, agregado = page.holder.nss, agregado_of(page.scope)
    by_nss = nss is not None and BIRTH_YEAR in nss.checks
    return by_nss or (agregado is not None and agregado[0][2] == curp.birth_year)


def _sex_contradicts(page: Constancia) -> bool:
    """F in the agregado is a woman for certain, H a man; M can be either."""
    agregado, curp = agregado_of(page.scope), page.holder.curp
    if agregado is None or curp is None:
        return False
    return (agregado[0][1], curp.value.text[10]) in {("F", "H"), ("H", "M")}


def _name_is_certain(page: Constancia) -> bool:
    """A name leads to the CURP where one was read, else it was read surely. An accent or a tilde is nobody else's."""
    name = page.holder.name
    if name is None:
        return True
    enough = {CONFIDENT, SECONDED} if page.holder.curp is None else {NAME_AND_CURP}
    return bool(enough & set(name.checks))


def _holder_is_named(page: Constancia) -> bool:
    """A CURP, or a labelled name; an OCR's name needs at least the beginning of a CURP to agree with."""
    name = page.holder.name
    if page.holder.curp is not None:
        return True
    return name is not None and LABEL in name.checks and (page.printed or NAME_AND_HEAD in name.checks)


def _one_person(page: Constancia) -> bool:
    holder = page.holder
    numbers = len(holder.nss_seen) <= 1 and all(_is_like_nss(text, page) for text in holder.numbers_seen)
    return numbers and len(holder.curps_seen) <= 1 and _one_name(page)


def _is_like_nss(text: str, page: Constancia) -> bool:
    """Whether a labelled number is the holder's NSS, or for an OCR may be it, some of its digits misread."""
    nss, number = page.holder.nss, re.sub(r"[^0-9A-Z]", "", text.upper())
    return nss is None or Levenshtein.distance(number, nss.value.digits) <= (0 if page.printed else MISREAD_DIGITS)


def _one_name(page: Constancia) -> bool:
    """Whether the labelled names are one: parts of it ('ANA' under 'Nombre'), or for an OCR nearly the same letters."""
    return all(_same_name(one, other, page) for one, other in combinations(page.holder.names_seen, 2))


def _same_name(one: str, other: str, page: Constancia) -> bool:
    words, others = set(one.split()), set(other.split())
    if words <= others or others <= words:
        return True
    return not page.printed and fuzz.token_sort_ratio(one, other) >= _ALIKE_NAMES


def _not_a_relatives(page: Constancia) -> bool:
    """No child of student age among the holder's beneficiaries, nor the holder as one of them."""
    year, curp = _year(page), page.holder.curp
    relatives = page.scope.relatives
    itself = curp is not None and any(each.curp == curp.value and each.child is not None for each in relatives)
    return not itself and not any(may_be_student(relative, year, _born(page)) for relative in relatives)


def _year(page: Constancia) -> int | None:
    """The year of issue; where that is not told, the last one that the page names."""
    day = page.issue.read.value if page.issue.read else page.scope.cadena.issued
    cells = page.scope.form.sheet.cells if day is None else ()
    return max((day.year for day in (day, *(parse_date(text_of(cell)) for cell in cells)) if day), default=None)


def _born(page: Constancia) -> int | None:
    """The holder's year of birth, by the CURP or the agregado médico."""
    curp, agregado = page.holder.curp, agregado_of(page.scope)
    return curp.value.birth_year if curp is not None else agregado[0][2] if agregado is not None else None


def _nss_is_not_the_titulars(page: Constancia) -> bool:
    """The NSS on a beneficiary's page has the beneficiary's year of birth: it is not the titular's."""
    return not _titulars_only(page)


def _titulars_only(page: Constancia) -> bool:
    """A beneficiary's page whose NSS nothing tells from the titular's: no year of birth, no seal, none set apart."""
    through = page.insurance.read.value if page.insurance and page.insurance.read else None
    titular = bool(page.scope.relative_runs) or page.scope.titular_apart
    if through is not Through.BENEFICIARIO and not titular:
        return False
    nss = page.holder.nss
    if nss is None:
        return True
    apart = any(other not in (None, nss.value) for other in map(_nss_in, page.scope.relative_runs))
    return not apart and not {BIRTH_YEAR, CADENA} & set(nss.checks)


def _nss_in(run: Run) -> Nss | None:
    return parse_nss(text_of(run).strip(" .,;"))


def _status_is_said(page: Constancia) -> bool:
    status = page.status
    return status.read is not None or status.contradicts or status.blank or status.unclear


def _status_is_filled(page: Constancia) -> bool:
    return not page.status.blank


def _status_is_clear(page: Constancia) -> bool:
    return not page.status.unclear


def _status_is_one(page: Constancia) -> bool:
    return not page.status.contradicts


def _status_is_undisputed(page: Constancia) -> bool:
    """No second engine read the opposite in the same place."""
    return not page.status.disputed


def _is_consistent(page: Constancia) -> bool:
    return not page.status.inconsistent


def _status_is_certain(page: Constancia) -> bool:
    """Said in two places, or read surely or by two engines with no hole where an OCR may have lost a 'NO'."""
    read = page.status.read
    if read is None or page.status.said_twice:
        return True
    return ALIGNED in read.checks and bool({CONFIDENT, SECONDED} & set(read.checks))


def _insurance_is_one(page: Constancia) -> bool:
    return page.insurance is None or not page.insurance.contradicts


def _through_is_proven(page: Constancia) -> bool:
    insurance = page.insurance
    return insurance is None or insurance.contradicts or (insurance.read is not None and insurance.proven)


class Doubt(Enum):
    """Which values a second look may settle where a check fails."""

    NSS = auto()
    HOLDER = auto()
    STATUS = auto()
    THROUGH = auto()


@dataclass(frozen=True)
class Check:
    """One thing that must hold, what to tell the student or the officer where it does not, and where to look again."""

    name: str
    holds: Callable[[Constancia], bool]
    problem: str
    doubt: Doubt | None = None


CHECKS = (
    Check("tiene el título de una constancia", lambda page: page.titled, "No se ve el título de la constancia."),
    Check("no está escrita en un documento editable", _is_not_typed, TYPED),
    Check(
        "tiene un NSS con etiqueta y dígito verificador", _nss_stands, "No se distingue un NSS con certeza.", Doubt.NSS
    ),
    Check("el NSS es el de la cadena original", _nss_is_the_seals, "El NSS no es el de la cadena original.", Doubt.NSS),
    Check("ninguna lectura da otro NSS", _nss_is_undisputed, "El NSS no se leyó con certeza."),
    Check("el NSS se leyó con certeza", _nss_is_certain, "El NSS no se leyó con certeza.", Doubt.NSS),
    Check("el NSS puede ser de quien tiene la CURP", _years_agree, "El NSS parece de otra persona que la CURP."),
    Check(
        "el titular está nombrado",
        _holder_is_named,
        "No se distingue con certeza de quién es la constancia.",
        Doubt.HOLDER,
    ),
    Check(
        "la CURP se leyó con certeza",
        _curp_is_certain,
        "La CURP no se leyó con certeza, o no es la del nombre.",
        Doubt.HOLDER,
    ),
    Check(
        "el nombre va con la CURP",
        _name_is_certain,
        "El nombre no se leyó con certeza o no va con la CURP.",
        Doubt.HOLDER,
    ),
    Check("habla de una sola persona", _one_person, "Hay datos de más de una persona en la constancia."),
    Check("no es la constancia de un familiar", _not_a_relatives, RELATIVE),
    Check("el NSS no es el del titular", _nss_is_not_the_titulars, RELATIVE, Doubt.NSS),
    Check("dice si está vigente", _status_is_said, "No se distingue si está vigente.", Doubt.STATUS),
    Check("la vigencia no está en blanco", _status_is_filled, "La vigencia está en blanco.", Doubt.STATUS),
    Check("la vigencia es clara", _status_is_clear, "No es claro lo que dice de la vigencia."),
    Check("la vigencia no se contradice", _status_is_one, "La constancia dice a la vez que está vigente y que no."),
    Check("ninguna lectura da otra vigencia", _status_is_undisputed, "La vigencia no se leyó con certeza."),
    Check("la vigencia se leyó con certeza", _status_is_certain, "La vigencia no se leyó con certeza.", Doubt.STATUS),
    Check(
        "el IMSS no avisa de inconsistencias",
        _is_consistent,
        "El IMSS avisa que existe inconsistencia en la información del registro.",
    ),
    Check(
        "el seguro no se contradice",
        _insurance_is_one,
        "Los datos de por quién está vigente no concuerdan.",
        Doubt.THROUGH,
    ),
    Check(
        "está probado por quién está vigente",
        _through_is_proven,
        "No se distingue por quién está vigente.",
        Doubt.THROUGH,
    ),
)


def passed(page: Constancia) -> tuple[str, ...]:
    """The names of the checks that hold."""
    return tuple(check.name for check in CHECKS if check.holds(page))


def is_sure(page: Constancia) -> bool:
    """Whether every check holds."""
    return all(check.holds(page) for check in CHECKS)


def _warnings(page: Constancia) -> Iterator[str]:
    """What the officer should know although it proves nothing against the reading."""
    nss, curp = page.holder.nss, page.holder.curp
    if nss is not None and curp is not None and BIRTH_YEAR not in nss.checks and _years_agree(page):
        yield "El año de nacimiento del NSS y el de la CURP no coinciden."
    if page.issue.contradicts:
        yield "Las fechas de la constancia no concuerdan."


def problems(page: Constancia) -> tuple[str, ...]:
    """What stands in the way of `is_sure`, and warnings, in sentences for the student or the officer."""
    return tuple(dict.fromkeys((*(check.problem for check in CHECKS if not check.holds(page)), *_warnings(page))))
