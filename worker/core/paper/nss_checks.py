"""The checks of the holder's NSS: that it was read as it is printed, and that it is the holder's own."""

from __future__ import annotations

from worker.core.identifiers import Nss, parse_nss
from worker.core.paper.agreement import second_nss
from worker.core.paper.evidence import (
    BIRTH_YEAR,
    CADENA,
    CHECK_DIGIT,
    CONFIDENT,
    LABEL,
    LONE,
    REPAIRED,
    SECONDED,
    UNLABELLED,
)
from worker.core.paper.examined import Constancia
from worker.core.paper.lines import Run, text_of
from worker.core.paper.signals import Kind, signals
from worker.core.types import Through

MOST_YEARS_APART = 12
"""The NSS has the year that its holder gave when it was assigned; more than this apart it is somebody else's."""


def stands(page: Constancia) -> bool:
    """The holder's number by its label or by the seal, and its check digit holds.

    Where an OCR lost the label, the one number that is printed as an NSS, or that is as long and read by two engines,
    of the holder's own year of birth: of a thousand other numbers of that length one passes for it.
    """
    nss = page.holder.nss
    if nss is None or CHECK_DIGIT not in nss.checks:
        return False
    checks = set(nss.checks)
    told = UNLABELLED in checks or {LONE, SECONDED} <= checks
    return bool({LABEL, CADENA} & checks) or (told and BIRTH_YEAR in checks and not _may_be_the_titulars(page))


def _may_be_the_titulars(page: Constancia) -> bool:
    """Whether the number may be that of a titular whose beneficiary the holder is: theirs is not printed elsewhere."""
    nss = page.holder.nss
    apart = nss is not None and any(other not in (None, nss.value) for other in map(_nss_in, page.scope.relative_runs))
    return not apart and is_dependant(page)


def is_dependant(page: Constancia) -> bool:
    """Whether anything makes the holder somebody's beneficiary."""
    named = bool(page.scope.relative_runs) or page.scope.titular_apart
    return named or any(signal.kind is Kind.BENEFICIARY for signal in signals(page.scope))


def is_the_seals(page: Constancia) -> bool:
    """Where a cadena original parses, printed or in a code, it is about the same number."""
    nss, seal = page.holder.nss, page.scope.cadena
    return not seal.contradicts and (nss is None or seal.nss in (None, nss.value))


def is_undisputed(page: Constancia) -> bool:
    """No second engine read another NSS in the same place. There is no vote, whatever the confidences."""
    nss = page.holder.nss
    return nss is None or second_nss(nss.run) in (None, nss.value)


def is_certain(page: Constancia) -> bool:
    """An OCR's number agrees with other ink: the seal, the CURP's year of birth; or with another engine's reading.

    One with repaired letters needs the seal or the other engine: the year of birth was used up by the repair.
    """
    nss = page.holder.nss
    if nss is None or page.printed:
        return True
    checks = set(nss.checks)
    alone = {CONFIDENT, BIRTH_YEAR} <= checks and REPAIRED not in checks
    return alone or CADENA in checks or second_nss(nss.run) == nss.value


def years_agree(page: Constancia) -> bool:
    """Whether the NSS and the CURP can be one person's: not a parent's number under a child's name."""
    nss, curp = page.holder.nss, page.holder.curp
    if nss is None or curp is None:
        return True
    apart = (int(nss.value.birth_year2) - curp.value.birth_year) % 100
    return min(apart, 100 - apart) <= MOST_YEARS_APART


def is_not_the_titulars(page: Constancia) -> bool:
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
