"""Which of a holder's beneficiaries may be the student whose paper is asked for."""

from __future__ import annotations

from worker.core.paper.beneficiaries import Relative

STUDENT_AGE = range(15, 31)
YOUNGEST_PARENT = 15
"""A 'child' who is less years younger than the holder is no child of theirs, whatever the table says."""


def may_be_student(relative: Relative, year: int | None, parent_born: int | None = None) -> bool:
    """Whether a beneficiary is, or cannot be told not to be, a child who was of student age in `year`."""
    if relative.child is False or _too_old_a_child(relative, year, parent_born):
        return False
    if relative.born is None or year is None:
        return True
    return year - relative.born in STUDENT_AGE or year - relative.born - 1 in STUDENT_AGE


def may_have_student(born: int | None, year: int | None) -> bool:
    """Whether somebody born then may have a child who was of student age in `year`; unknown years tell nothing."""
    return born is None or year is None or year - born >= YOUNGEST_PARENT + STUDENT_AGE.start


def _too_old_a_child(relative: Relative, year: int | None, parent_born: int | None) -> bool:
    """Whether the holder is too young for a child of that age, or for any child of student age."""
    if parent_born is None:
        return False
    if relative.born is not None:
        return relative.born - parent_born < YOUNGEST_PARENT
    return not may_have_student(parent_born, year)
