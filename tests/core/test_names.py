from __future__ import annotations

import pytest

from worker.core.identifiers import Curp
from worker.core.paper.names import agree, agree_with_head, given_first, leads_to, parted


@pytest.mark.parametrize(
    ("name", "curp"),
    [
        ("ITZEL HERNANDEZ ROMERO", "HERI041213MVZRMTC7"),
        ("HERNANDEZ ROMERO ITZEL", "HERI041213MVZRMTC7"),
        ("MARIA JOSE RAMOS LUNA", "RALJ040511MVZMNSB2"),
        ("XIMENA QUIÑONES MORALES", "QUMX070607MJCXRMB4"),
        ("DULCE MARIA BAUTISTA LUNA", "BALD020705MCHTNLA6"),
    ],
)
def test_a_name_leads_to_its_curp(name: str, curp: str) -> None:
    assert agree(name, Curp(curp))


@pytest.mark.parametrize("name", ["", "ITZEL", "JUAN PEREZ LOPEZ", "DE LA"])
def test_another_name_does_not(name: str) -> None:
    assert not agree(name, Curp("HERI041213MVZRMTC7"))


def test_one_surname_gives_an_x() -> None:
    assert agree_with_head("ITZEL HERNANDEZ", "HEXI04")
    assert agree_with_head("JUAN BACA LOPEZ", "BXLJ04")


HERI = Curp("HERI041213MVZRMTC7")


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("HERNANDEZ ROMERO ITZEL", "ITZEL HERNANDEZ ROMERO"),
        ("HERNÁNDEZ ROMERO ITZEL", "ITZEL HERNÁNDEZ ROMERO"),
        ("ITZEL HERNANDEZ ROMERO", "ITZEL HERNANDEZ ROMERO"),
        ("JUAN PEREZ LOPEZ", "JUAN PEREZ LOPEZ"),
        ("HERNANDEZ-ROMERO ITZEL", "HERNANDEZ-ROMERO ITZEL"),
    ],
)
def test_given_names_are_put_first_where_the_curp_says_so(printed: str, canonical: str) -> None:
    assert given_first(printed, HERI) == canonical


def test_all_given_names_go_first() -> None:
    assert given_first("BAUTISTA LUNA DULCE MARIA", Curp("BALD020705MCHTNLA6")) == "DULCE MARIA BAUTISTA LUNA"
    assert given_first("RAMOS LUNA MARIA JOSE", Curp("RALJ040511MVZMNSB2")) == "MARIA JOSE RAMOS LUNA"


def test_a_lost_blank_is_put_back_where_only_one_place_leads_to_the_curp() -> None:
    assert parted("ITZELHERNANDEZ ROMERO", HERI) == "ITZEL HERNANDEZ ROMERO"
    assert parted("ITZEL HERNANDEZROMERO", HERI) == "ITZEL HERNANDEZ ROMERO"
    assert parted("JUANPEREZ LOPEZ", HERI) is None


def test_an_n_may_be_an_n_with_a_lost_tilde() -> None:
    assert agree("XIMENA QUINONES MORALES", Curp("QUMX070607MJCXRMB4"))
    assert agree("KARLA PAOLA IBANEZ IBANEZ", Curp("IAIK051218MVZBBRB6"))


def test_three_parts_lead_to_a_curp_in_their_places_only() -> None:
    assert leads_to("ITZEL", "HERNANDEZ", "ROMERO", HERI)
    assert not leads_to("HERNANDEZ", "ROMERO", "ITZEL", HERI)
