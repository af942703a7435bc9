"""What a constancia must pass before its reading is called sure: a list of checks, each with its name.

All must hold; there is no score. What fails becomes a problem that the student or the officer can act on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from worker.core.identifiers import Curp
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
    confidence_of,
)
from worker.core.paper.holder import Holder
from worker.core.paper.insurance import Insurance, agregado_of
from worker.core.paper.issue import Issue
from worker.core.paper.names import may_lack_tilde
from worker.core.paper.scope import Relative, Scope
from worker.core.paper.status import Status
from worker.core.types import Through

RELATIVE = "puede ser la constancia de un familiar"
STUDENT_AGE = range(15, 31)
MOST_YEARS_APART = 12
"""The NSS has the year that its holder gave when it was assigned; more than this apart it is somebody else's."""

ALONE_CONFIDENCE = 0.90
"""An OCR's NSS with nothing else on the page to agree with must be read this surely."""


@dataclass(frozen=True)
class Constancia:
    """Everything that was found on the page. `insurance` is None unless the holder is vigente."""

    scope: Scope
    holder: Holder
    status: Status
    insurance: Insurance | None
    issue: Issue


def _nss_stands(page: Constancia) -> bool:
    nss = page.holder.nss
    return nss is not None and {CHECK_DIGIT, LABEL} <= set(nss.checks)


def _nss_is_certain(page: Constancia) -> bool:
    """Read surely; an OCR's with the seal, the year of birth or utmost confidence; a repaired one with the seal."""
    nss = page.holder.nss
    if nss is None:
        return True
    if CADENA in nss.checks or page.scope.cadena.nss is not None or REPAIRED in nss.checks:
        return CADENA in nss.checks
    if page.scope.sheet.printed or {CONFIDENT, BIRTH_YEAR} <= set(nss.checks):
        return True
    return confidence_of(nss.run) >= ALONE_CONFIDENCE


def _years_agree(page: Constancia) -> bool:
    """Whether the NSS and the CURP can be one person's: not a parent's number under a child's name."""
    nss, curp = page.holder.nss, page.holder.curp
    if nss is None or curp is None:
        return True
    apart = (int(nss.value.birth_year2) - curp.value.birth_year) % 100
    return min(apart, 100 - apart) <= MOST_YEARS_APART


def _curp_is_certain(page: Constancia) -> bool:
    """A CURP that is shown leads to the name; an OCR's also has its year of birth elsewhere, or stands in the seal."""
    curp, name = page.holder.curp, page.holder.name
    if curp is None:
        return True
    if page.scope.cadena.curp not in (None, curp.value) or _sex_contradicts(page):
        return False
    by_name = name is not None and NAME_AND_CURP in name.checks
    if page.scope.sheet.printed:
        return by_name or (name is None and LABEL in curp.checks)
    return by_name and (_year_is_seen_twice(page, curp.value) or CADENA in curp.checks)


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
    """A name that is shown was read surely, and leads to the CURP where one was read."""
    name = page.holder.name
    if name is None:
        return True
    if not page.scope.sheet.printed and may_lack_tilde(name.value):
        return False
    return CONFIDENT in name.checks and (page.holder.curp is None or NAME_AND_CURP in name.checks)


def _holder_is_named(page: Constancia) -> bool:
    """A CURP, or a labelled name; an OCR's name needs at least the beginning of a CURP to agree with."""
    name = page.holder.name
    if page.holder.curp is not None:
        return True
    return name is not None and LABEL in name.checks and (page.scope.sheet.printed or NAME_AND_HEAD in name.checks)


def _one_person(page: Constancia) -> bool:
    holder = page.holder
    return len(holder.nss_seen) <= 1 and len(holder.curps_seen) <= 1 and _one_name(holder)


def _one_name(holder: Holder) -> bool:
    """Whether the labelled names are parts of one: 'ANA' under 'Nombre' beside the whole name is no second person."""
    words = [set(name.split()) for name in holder.names_seen]
    return all(one <= other or other <= one for one in words for other in words)


def _not_a_relatives(page: Constancia) -> bool:
    """No child of student age among the holder's beneficiaries, and not only the titular's NSS."""
    year = page.issue.read.value.year if page.issue.read else None
    return not any(may_be_student(relative, year) for relative in page.scope.relatives) and not _titulars_only(page)


def may_be_student(relative: Relative, year: int | None) -> bool:
    """Whether a beneficiary is, or cannot be told not to be, a child who was of student age in `year`."""
    if relative.child is False:
        return False
    if relative.born is None or year is None:
        return True
    return year - relative.born in STUDENT_AGE or year - relative.born - 1 in STUDENT_AGE


def _titulars_only(page: Constancia) -> bool:
    """A beneficiary's page whose NSS is missing, or does not have the beneficiary's year of birth."""
    through = page.insurance.read.value if page.insurance and page.insurance.read else None
    titular = bool(page.scope.relative_runs) or page.scope.titular_apart
    if through is not Through.BENEFICIARIO and not titular:
        return False
    return page.holder.nss is None or BIRTH_YEAR not in page.holder.nss.checks


def _status_is_said(page: Constancia) -> bool:
    status = page.status
    return status.read is not None or status.contradicts or status.blank or status.unclear


def _status_is_certain(page: Constancia) -> bool:
    read = page.status.read
    return read is None or {CONFIDENT, ALIGNED} <= set(read.checks)


def _insurance_is_one(page: Constancia) -> bool:
    return page.insurance is None or not page.insurance.contradicts


def _through_is_proven(page: Constancia) -> bool:
    insurance = page.insurance
    return insurance is None or insurance.contradicts or (insurance.read is not None and insurance.proven)


@dataclass(frozen=True)
class Check:
    """One thing that must hold, and what to tell the student or the officer where it does not."""

    name: str
    holds: Callable[[Constancia], bool]
    problem: str


CHECKS = (
    Check("tiene un NSS con etiqueta y dígito verificador", _nss_stands, "No se distingue un NSS con certeza."),
    Check("el NSS se leyó con certeza", _nss_is_certain, "El NSS no se leyó con certeza."),
    Check("el NSS puede ser de quien tiene la CURP", _years_agree, "El NSS parece de otra persona que la CURP."),
    Check("el titular está nombrado", _holder_is_named, "No se distingue con certeza de quién es la constancia."),
    Check("la CURP se leyó con certeza", _curp_is_certain, "La CURP no se leyó con certeza, o no es la del nombre."),
    Check("el nombre se leyó con certeza", _name_is_certain, "El nombre no se leyó con certeza o no va con la CURP."),
    Check("habla de una sola persona", _one_person, "Hay datos de más de una persona en la constancia."),
    Check("no es la constancia de un familiar", _not_a_relatives, RELATIVE),
    Check("dice si está vigente", _status_is_said, "No se distingue si está vigente."),
    Check("la vigencia no está en blanco", lambda page: not page.status.blank, "La vigencia está en blanco."),
    Check("la vigencia es clara", lambda page: not page.status.unclear, "No es claro lo que dice de la vigencia."),
    Check(
        "la vigencia no se contradice",
        lambda page: not page.status.contradicts,
        "La constancia dice a la vez que está vigente y que no.",
    ),
    Check(
        "el IMSS no avisa de inconsistencias",
        lambda page: not page.status.inconsistent,
        "El IMSS avisa que existe inconsistencia en la información del registro.",
    ),
    Check("la vigencia se leyó con certeza", _status_is_certain, "La vigencia no se leyó con certeza."),
    Check("el seguro no se contradice", _insurance_is_one, "Los datos de por quién está vigente no concuerdan."),
    Check("está probado por quién está vigente", _through_is_proven, "No se distingue por quién está vigente."),
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
    return (*(check.problem for check in CHECKS if not check.holds(page)), *_warnings(page))
