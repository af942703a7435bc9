"""The parts of a constancia as text, to be drawn by `pages`, and short ways to read one."""

from __future__ import annotations

from tests.core.pages import page, scan
from worker.core.reading import interpret
from worker.core.school import School
from worker.core.types import Reading, Through

SCHOOL = School(
    "INSTITUTO TECNOLOGICO DE PRUEBA",
    registros_patronales=("Y5412345328",),
    patrones=("TECNM CAMPUS PRUEBA", "INSTITUTO TECNOLOGICO DE PRUEBA"),
)

HEAD = """
INSTITUTO MEXICANO DEL SEGURO SOCIAL
              Constancia de Vigencia de Derechos
                          TUXTLA GUTIERREZ, CHIAPAS, a 23 de mayo de 2026
"""
HOLDER = """
Nombre:                        ITZEL HERNANDEZ ROMERO
CURP:                          HERI041213MVZRMTC7
Número de Seguridad Social:    80-24-04-4217-0
"""
STUDENT = """
Agregado médico:               1F2004ES
Modalidad:                     32 SEGURO FACULTATIVO
Registro patronal:             Y54-12345-32-8
Nombre o razón social:         INSTITUTO TECNOLOGICO DE PRUEBA
"""
SMALL = """
La presente constancia tiene una vigencia de 30 días naturales a partir de su fecha de emisión.
Si usted no se encuentra vigente acuda a su Subdelegación o llame al 800 623 2323 opción 5.
En caso de NO estar vigente y considerar que tiene derecho, presente identificación oficial.
Cadena original:
||Invocante:[VIGENCIA]|folio:71190460015|fecha:2026-05-23T13:14:53|GorX6txekzPvk1McuBJvP2Wl|283224513186561||
Sello digital:
zAvfA2fDakeqUZv8dsWJAkCUFWQl2KF8dwcuFp8Ha658fSfLDb5AZqPoqKnbHyde5nWzwrRGNXgHyYPa3WtD3bpLEPG8
Secuencia notarial: 12345678903   No. de serie del certificado: 20578130686988375294
"""

NO = HEAD + HOLDER + "Vigente:   NO\n"
RELATIVE = "puede ser la constancia de un familiar"
TABLE = """
Beneficiarios
Nombre                        Parentesco    Agregado    CURP                  NSS / Vigencia
{row}

La presente constancia tiene una vigencia de 30 días naturales a partir de su fecha de emisión.
"""


def read(text: str) -> Reading:
    """The reading of a born-digital page."""
    return interpret("x.pdf", [page(text)], SCHOOL)


def ocr(text: str, confidence: float = 0.95) -> Reading:
    """The reading of the same page from an OCR."""
    return interpret("x.jpg", [scan(text, confidence)], SCHOOL)


def told(reading: Reading) -> tuple[bool | None, Through | None]:
    """Whether vigente, and through whom."""
    return (
        reading.vigente.value if reading.vigente else None,
        reading.through.value if reading.through else None,
    )
