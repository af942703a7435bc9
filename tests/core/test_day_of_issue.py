"""On which day a constancia was issued."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.constancias import HOLDER, read

TITLE = "   Constancia de Vigencia de Derechos\n"
DAY = date(2026, 6, 5)


@pytest.mark.parametrize(
    "text",
    [
        "Tapachula, Chiapas, a 05/06/2026",
        "Tapachula, Chiapas, a 5 de junio de 2026",
        "Tapachula, Chiapas, 5 de junio de 2026",
        "Tapachula,Chiapas,a 5 dejunio de2026",
        "Expedida el 05/06/2026",
        "Expedida el 5 de junio de 2026",
        "Consulta realizada el 05/06/2026 10:22",
        "Emitido el\n5 de junio de 2026",
        "Fecha y hora de emisión:   2026-06-05 10:22:11",
        "Beneficiarios\nFecha de expedición     Folio\n05/06/2026              12345",
    ],
)
def test_the_day_is_read_in_every_wording(text: str) -> None:
    reading = read(TITLE + HOLDER + "Vigente:   NO\n" + text)
    assert reading.issued and reading.issued.value == DAY


@pytest.mark.parametrize(
    "text",
    [
        "Nacida en Tapachula, Chiapas, 5 de junio de 2004",
        "Patrón de Tapachula 5 de junio de 2026",
        "5 de junio de 2026",
        "Vigente hasta el 05/06/2026",
        "Baja a 05/06/2026",
        "El 31/31/2026",
    ],
)
def test_another_day_is_not_the_day_of_issue(text: str) -> None:
    assert read(TITLE + HOLDER + "Vigente:   NO\n" + text).issued is None
