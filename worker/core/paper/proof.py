"""What a constancia must pass before its reading is called sure: a list of checks, each with its name.

All must hold; there is no score. What fails becomes a problem that the student or the officer can act on.
What each check looks at is told in `nss_checks`, `holder_checks` and `insured_checks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from worker.core.paper import holder_checks, insured_checks, nss_checks
from worker.core.paper.evidence import BIRTH_YEAR
from worker.core.paper.examined import Constancia

RELATIVE = "puede ser la constancia de un familiar"
TYPED = "La constancia está escrita en un documento de Word, que cualquiera puede editar."
EDITABLE = frozenset({"docx", "odt"})
"""The engines that give the words of a word processor's file."""


def _is_not_typed(page: Constancia) -> bool:
    """Words that a word processor keeps were typed by whoever liked to; a picture in its file is one like any other."""
    return page.scope.sheet.page.engine not in EDITABLE


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
        "tiene un NSS con etiqueta y dígito verificador",
        nss_checks.stands,
        "No se distingue un NSS con certeza.",
        Doubt.NSS,
    ),
    Check(
        "el NSS es el de la cadena original",
        nss_checks.is_the_seals,
        "El NSS no es el de la cadena original.",
        Doubt.NSS,
    ),
    Check("ninguna lectura da otro NSS", nss_checks.is_undisputed, "El NSS no se leyó con certeza."),
    Check("el NSS se leyó con certeza", nss_checks.is_certain, "El NSS no se leyó con certeza.", Doubt.NSS),
    Check(
        "el NSS puede ser de quien tiene la CURP", nss_checks.years_agree, "El NSS parece de otra persona que la CURP."
    ),
    Check(
        "el titular está nombrado",
        holder_checks.is_named,
        "No se distingue con certeza de quién es la constancia.",
        Doubt.HOLDER,
    ),
    Check(
        "la CURP se leyó con certeza",
        holder_checks.curp_is_certain,
        "La CURP no se leyó con certeza, o no es la del nombre.",
        Doubt.HOLDER,
    ),
    Check(
        "el nombre va con la CURP",
        holder_checks.name_is_certain,
        "El nombre no se leyó con certeza o no va con la CURP.",
        Doubt.HOLDER,
    ),
    Check(
        "habla de una sola persona", holder_checks.is_one_person, "Hay datos de más de una persona en la constancia."
    ),
    Check("no es la constancia de un familiar", holder_checks.is_not_a_relatives, RELATIVE),
    Check("el NSS no es el del titular", nss_checks.is_not_the_titulars, RELATIVE, Doubt.NSS),
    Check("dice si está vigente", insured_checks.status_is_said, "No se distingue si está vigente.", Doubt.STATUS),
    Check(
        "la vigencia no está en blanco", insured_checks.status_is_filled, "La vigencia está en blanco.", Doubt.STATUS
    ),
    Check(
        "la vigencia es clara",
        insured_checks.status_is_clear,
        "No es claro lo que dice de la vigencia.",
        Doubt.STATUS,
    ),
    Check(
        "la vigencia no se contradice",
        insured_checks.status_is_one,
        "La constancia dice a la vez que está vigente y que no.",
    ),
    Check(
        "ninguna lectura da otra vigencia", insured_checks.status_is_undisputed, "La vigencia no se leyó con certeza."
    ),
    Check(
        "la vigencia se leyó con certeza",
        insured_checks.status_is_certain,
        "La vigencia no se leyó con certeza.",
        Doubt.STATUS,
    ),
    Check(
        "el IMSS no avisa de inconsistencias",
        insured_checks.is_consistent,
        "El IMSS avisa que existe inconsistencia en la información del registro.",
    ),
    Check(
        "el seguro no se contradice",
        insured_checks.through_is_one,
        "Los datos de por quién está vigente no concuerdan.",
        Doubt.THROUGH,
    ),
    Check(
        "está probado por quién está vigente",
        insured_checks.through_is_proven,
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
    if nss is not None and curp is not None and BIRTH_YEAR not in nss.checks and nss_checks.years_agree(page):
        yield "El año de nacimiento del NSS y el de la CURP no coinciden."
    if page.issue.contradicts:
        yield "Las fechas de la constancia no concuerdan."


def problems(page: Constancia) -> tuple[str, ...]:
    """What stands in the way of `is_sure`, and warnings, in sentences for the student or the officer."""
    return tuple(dict.fromkeys((*(check.problem for check in CHECKS if not check.holds(page)), *_warnings(page))))
