from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from worker.core.identifiers import Curp, Nss, curp_head, parse_curp, parse_nss, repair_curp, repair_nss

VALID = ("92919084431", "84966311213", "48979152914", "12345678903", "71210501236", "03210512343", "71190460015")
INVALID = ("84966311215", "92119624722")
CURP = "HERI041213MVZRMTC7"

bodies = st.text("0123456789", min_size=10, max_size=10)
numbers = bodies.map(lambda body: body + luhn.calc_check_digit(body))


@pytest.mark.parametrize("digits", VALID)
def test_an_nss_whose_check_digit_holds_is_one(digits: str) -> None:
    assert Nss(digits).digits == digits


@pytest.mark.parametrize("digits", [*INVALID, "", "1234567890", "123456789031", "1234567890A", "١٢٣٤٥٦٧٨٩٠٣"])
def test_anything_else_is_refused_without_showing_it(digits: str) -> None:
    with pytest.raises(ValueError) as raised:
        Nss(digits)
    assert not digits or digits not in str(raised.value)
    assert parse_nss(digits) is None


@given(numbers, st.integers(0, 10), st.integers(1, 9))
def test_one_changed_digit_is_always_refused(digits: str, place: int, change: int) -> None:
    changed = str((int(digits[place]) + change) % 10)
    assert parse_nss(digits[:place] + changed + digits[place + 1 :]) is None


@given(numbers, st.lists(st.integers(1, 10), max_size=4, unique=True), st.sampled_from([" ", "-", "–", ". "]))
def test_every_printed_form_is_the_same_nss(digits: str, cuts: list[int], separator: str) -> None:
    ends = [0, *sorted(cuts), 11]
    printed = separator.join(digits[a:b] for a, b in itertools.pairwise(ends))
    assert parse_nss(printed) == Nss(digits)


def test_neither_identifier_shows_its_number() -> None:
    nss, curp = Nss("80240642175"), Curp(CURP)
    assert (repr(nss), str(nss), nss.masked, nss.birth_year2) == (
        "Nss(•••••••2175)",
        "Nss(•••••••2175)",
        "•••••••2175",
        "06",
    )
    assert f"{curp} {curp!r}" == "Curp(••••••••••••••MTC7) Curp(••••••••••••••MTC7)"


def test_a_curp_is_kept_in_capitals_without_separators() -> None:
    assert Curp(" heri041213-mvzrmtc7 ").text == CURP


@pytest.mark.parametrize(
    ("text", "born"),
    [(CURP, date(2004, 12, 13)), ("VELR980910HDFLPG07", date(1998, 9, 10)), ("SAMK980123MTLNRR13", date(1998, 1, 23))],
)
def test_character_17_tells_the_century(text: str, born: date) -> None:
    assert (Curp(text).birth_date, Curp(text).birth_year, Curp(text).plausible) == (born, born.year, True)


def test_sex_x_is_legal() -> None:
    assert Curp("HERI041213XVZRMTC1").text[10] == "X"


@pytest.mark.parametrize(
    "text",
    [
        "HERI041213MVZRMTC8",
        "HERI041313MVZRMTC7",
        "HERI041213MQQRMTC7",
        "HERI041213AVZRMTC7",
        "HERI041213MVZRMTC",
        "PUTA041213MVZRMTC7",
        "HER1041213MVZRMTC7",
    ],
)
def test_a_curp_with_a_false_part_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(ValueError) as raised:
        Curp(text)
    assert text not in str(raised.value)
    assert parse_curp(text) is None


def test_letters_read_for_digits_are_repaired_only_if_something_else_agrees() -> None:
    assert repair_nss("8O24O64Z17S", lambda nss: nss.birth_year2 == "06") == Nss("80240642175")
    assert repair_nss("8O24O64Z17S", lambda nss: False) is None
    assert repair_nss("8O24O64Z176", lambda nss: True) is None


@given(numbers, st.dictionaries(st.integers(0, 10), st.booleans()))
def test_an_nss_comes_back_from_any_of_the_known_confusions(digits: str, places: dict[int, bool]) -> None:
    looks = {"0": "O", "1": "l", "5": "S", "8": "B", "2": "Z", "6": "G"}
    confused = "".join(looks.get(char, char) if places.get(at) else char for at, char in enumerate(digits))
    assert repair_nss(confused, lambda nss: True) == Nss(digits)


def test_a_curp_is_repaired_by_its_places() -> None:
    assert repair_curp("HER1O41213MVZRMTC7", lambda curp: True) == Curp(CURP)
    assert repair_curp("HER1O41213MVZRMTC7", lambda curp: False) is None
    assert repair_curp("HER1O41213MVZRMTC", lambda curp: True) is None
    assert repair_curp("HER1O41213MVZRMTC8", lambda curp: True) is None


def test_zero_and_o_at_character_17_are_told_apart_by_who_can_be_alive() -> None:
    assert parse_curp("BALR980117HBSTNCO7") is not None
    assert repair_curp("BALR980117HBSTNCO7", lambda curp: True) == Curp("BALR980117HBSTNC07")
    # A year that neither century makes plausible stays undecided.
    assert not Curp("BALR980117HBSTNCO7").plausible


def test_the_head_of_a_damaged_curp_is_put_right_by_its_places() -> None:
    assert curp_head("6AJPO61101MTLRRRB") == "GAJP06"
