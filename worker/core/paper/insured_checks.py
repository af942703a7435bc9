"""The checks of what the constancia says: whether the holder is vigente, and through whom."""

from __future__ import annotations

from worker.core.paper.evidence import ALIGNED, CONFIDENT, SECONDED
from worker.core.paper.examined import Constancia


def status_is_said(page: Constancia) -> bool:
    """The page says something of the vigencia, were it only that it is blank or not clear."""
    status = page.status
    return status.read is not None or status.contradicts or status.blank or status.unclear


def status_is_filled(page: Constancia) -> bool:
    """No label of the vigencia stands without an answer."""
    return not page.status.blank


def status_is_clear(page: Constancia) -> bool:
    """Nothing on the page may mean the other thing too."""
    return not page.status.unclear


def status_is_one(page: Constancia) -> bool:
    """No two places of the page say opposite things."""
    return not page.status.contradicts


def status_is_undisputed(page: Constancia) -> bool:
    """No second engine read the opposite in the same place."""
    return not page.status.disputed


def status_is_certain(page: Constancia) -> bool:
    """Said in two places, or read surely or by two engines with no hole where an OCR may have lost a 'NO'."""
    read = page.status.read
    if read is None or page.status.said_twice:
        return True
    return ALIGNED in read.checks and bool({CONFIDENT, SECONDED} & set(read.checks))


def is_consistent(page: Constancia) -> bool:
    """The IMSS does not warn that its own records of the holder disagree."""
    return not page.status.inconsistent


def through_is_one(page: Constancia) -> bool:
    """Nothing on the page speaks against what else it says of through whom the holder is insured."""
    return page.insurance is None or not page.insurance.contradicts


def through_is_proven(page: Constancia) -> bool:
    """Through whom is told and proven; a contradiction is another check's, and who is not vigente has none."""
    insurance = page.insurance
    return insurance is None or insurance.contradicts or (insurance.read is not None and insurance.proven)
