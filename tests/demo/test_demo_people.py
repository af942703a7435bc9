from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.mx import curp as mx_curp

from worker.demo.people import curp_of, nss_of, parent, students


def test_every_student_has_numbers_whose_check_digits_hold() -> None:
    for person in students(120):
        assert mx_curp.is_valid(person.curp)
        assert len(person.nss) == 11
        assert luhn.is_valid(person.nss)


def test_curp_and_nss_tell_the_birth_and_sex_of_the_person() -> None:
    for person in students(120):
        assert mx_curp.get_birth_date(person.curp) == person.born
        assert person.curp[10] == person.sex
        assert person.nss[4:6] == f"{person.born:%y}"
        assert 2006 <= person.born.year <= 2008


def test_no_two_students_share_a_name_a_number_or_an_address() -> None:
    cast = students(120)
    for of in ("name", "curp", "nss", "mail"):
        assert len({getattr(person, of) for person in cast}) == len(cast)


def test_addresses_are_in_reserved_domains() -> None:
    assert {person.mail.partition("@")[2].split(".")[0] for person in students(120)} == {"example"}
    assert all(person.mail.isascii() for person in students(120))


def test_the_same_seed_gives_the_same_people_and_more_of_them_leave_the_first_as_they_were() -> None:
    assert students(5) == students(9)[:5]
    assert students(5) != students(5, seed=1)


def test_more_people_than_names_are_refused() -> None:
    with pytest.raises(ValueError, match="made-up names"):
        students(10_000)


@pytest.mark.parametrize(("sex", "surname"), [("H", "paternal"), ("M", "maternal")])
def test_a_parent_gives_the_surname_and_was_born_before(sex: str, surname: str) -> None:
    child = students(1)[0]
    elder = parent(child, sex)
    assert elder.paternal == getattr(child, surname)
    assert elder.born.year < 1980
    assert mx_curp.get_birth_date(elder.curp) == elder.born


def test_a_curp_that_would_begin_with_a_forbidden_word_gets_an_x() -> None:
    assert curp_of("OFELIA", "MAQUETA", "MODELO", "M", date(2007, 1, 2))[:4] == "MXMO"


@given(st.integers(0, 99), st.integers(1990, 2030), st.integers(1950, 2012), st.integers(0, 9999))
def test_any_nss_that_is_made_has_eleven_digits_and_a_good_check_digit(
    office: int, registered: int, born: int, serial: int
) -> None:
    nss = nss_of(office, registered, born, serial)
    assert len(nss) == 11
    assert luhn.is_valid(nss)
