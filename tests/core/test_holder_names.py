"""Whose name a page bears, wherever and however it is set."""

from __future__ import annotations

import pytest
from stdnum.mx.curp import calc_check_digit

from tests.core.constancias import HEAD, SCHOOL, ocr, read
from tests.core.pages import page
from worker.core.reading import interpret
from worker.core.types import Reading

NUMBERS = "CURP:   HERI041213MVZRMTC7\nNSS:   80240442170\nVigente:   NO\n"
WHOLE = "ITZEL HERNANDEZ ROMERO"


def name(reading: Reading) -> str | None:
    return reading.name.value if reading.name else None


@pytest.mark.parametrize(
    "text",
    [
        "Nombre completo\nITZEL HERNANDEZ\nROMERO\n",
        "Nombre:   ITZEL HERNANDEZ\n          ROMERO\n",
        "Nombre\nITZEL\nHERNANDEZ\nROMERO\n",
        "Nombre:   ITZELHERNANDEZ ROMERO\n",
        "Apellidos y nombre:   HERNANDEZ ROMERO ITZEL\n",
        "Apellidos, nombre\nHERNANDEZ ROMERO, ITZEL\n",
        "Se hace constar que Itzel Hernandez Romero cursa aquí.\n",
        "Se hace constar que la C. ITZEL HERNANDEZ\nROMERO, inscrita aquí, consta.\n",
        "Derechohabiente       Sexo\nITZEL HERNANDEZ       MUJER\nROMERO\n",
        "ITZEL            HERNANDEZ\nROMERO\n",
        "Paterno: HERNANDEZ   Materno: ROMERO   Nombre(s): ITZEL\n",
        "Primer apellido\nHERNANDEZ\nITZEL\nROMERO\n",
    ],
)
def test_a_name_is_read_whole_wherever_it_stands(text: str) -> None:
    for take in (read, ocr):
        assert name(take(HEAD + text + NUMBERS)) == WHOLE


def test_a_name_that_ends_with_a_particle_goes_on_under_it() -> None:
    text = HEAD + "Nombre:   KARLA PEREZ MONTES DE\n          OCA\nCURP:   {}\nNSS:   80240442170\nVigente:   NO\n"
    curp = "PEMK041213MVZRNRA"
    assert name(read(text.format(curp + calc_check_digit(curp)))) == "KARLA PEREZ MONTES DE OCA"


def test_words_under_a_name_that_is_whole_are_no_part_of_it() -> None:
    assert name(read(HEAD + "Nombre:   ITZEL HERNANDEZ ROMERO\n          MATUTINO\n" + NUMBERS)) == WHOLE


def test_a_name_that_does_not_lead_to_the_curp_is_given_as_printed_and_is_not_sure() -> None:
    reading = read(HEAD + "Nombre:   JUAN PEREZ LOPEZ\n" + NUMBERS)
    assert (name(reading), reading.sure) == ("JUAN PEREZ LOPEZ", False)


def test_of_two_names_that_lead_to_the_curp_neither_is_chosen() -> None:
    text = HEAD + "      ITZEL HERNANDEZ ROMERO\n\n      ITZI HERNANDEZ ROMERO\n" + NUMBERS
    assert interpret("x", [page(text)], SCHOOL).name is None


def test_cells_that_make_two_names_make_none() -> None:
    text = HEAD + "ITZEL            HERNANDEZ\nROMERO           ROMANO\n" + NUMBERS
    assert name(read(text)) is None
