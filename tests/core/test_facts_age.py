"""A paper whose holder is no new student by age, where the case knows no number to compare."""

from __future__ import annotations

import pytest
from stdnum.mx import curp as mx_curp

from tests.core.counter import DAYS, TODAY, case, constancia, found, nss
from worker.core.cases import Case
from worker.core.facts import Identidad, combine, identity, may_be_student
from worker.core.identifiers import Curp


def born(year: int) -> Curp:
    """The CURP of somebody born in that year."""
    text = f"EEMA{year % 100:02}0101MDFJXL{'A' if year >= 2000 else '0'}"
    return Curp(text + mx_curp.calc_check_digit(text))


def identidad(year: int, of: Case) -> Identidad:
    reading = constancia(curp=found(born(year)))
    return combine(
        [reading], frozenset(), of, TODAY, constancia_days=DAYS, link=False, asked_before=False
    ).paper.identidad


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (13, Identidad.DISTINTA),
        (14, Identidad.NO_SE_SABE),
        (39, Identidad.NO_SE_SABE),
        (40, Identidad.DISTINTA),
        (52, Identidad.DISTINTA),
    ],
)
def test_where_no_number_is_known_the_age_tells_a_relative(age: int, expected: Identidad) -> None:
    assert identidad(TODAY.year - age, case()) is expected


def test_a_number_that_the_case_knows_counts_more_than_an_age() -> None:
    assert identidad(TODAY.year - 52, case(nss=nss())) is Identidad.COINCIDE
    assert identidad(TODAY.year - 52, case(curp=born(TODAY.year - 20))) is Identidad.DISTINTA


def test_without_a_curp_nobody_can_tell_the_age() -> None:
    reading = constancia(curp=None)
    assert may_be_student(reading, TODAY.year)
    assert identity(reading, case()) is Identidad.NO_SE_SABE
