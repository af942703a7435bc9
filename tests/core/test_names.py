from __future__ import annotations

import pytest

from worker.core.identifiers import Curp
from worker.core.paper.names import agree, agree_with_head, may_lack_tilde


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


def test_names_that_may_lack_a_tilde() -> None:
    assert may_lack_tilde("PERLA IBANEZ RUIZ") and not may_lack_tilde("PERLA IBAÑEZ MARTINEZ")
