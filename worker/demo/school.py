"""The made-up school of the demo, and the other made-up bodies through which somebody is insured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from worker.demo.people import Person

SCHOOL_NAME = "Instituto Tecnológico de Villa Quimera"
PATRONES = (
    "INSTITUTO TECNOLOGICO DE VILLA QUIMERA",
    "INST TECNOLOGICO DE VILLA QUIMERA",
    "TECNM CAMPUS VILLA QUIMERA",
)
REGISTROS = ("A9900123321",)
STUDENT_DOMAIN = "alumnos.villaquimera.example"

MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Insurance:
    """Through whom somebody is or was insured, as a constancia prints it.

    `patron` and `registro` (11 characters, the 9th and 10th tell the modalidad) name who pays; `modality` is the
    printed text; `suffix` the agregado's last two letters; `holder` the insured relative of a beneficiary.
    """

    patron: str
    registro: str
    modality: str
    suffix: str
    holder: Person | None = None


SCHOOL = Insurance(PATRONES[0], REGISTROS[0], "32 SEGURO FACULTATIVO ESTUDIANTES", "ES")
SCHOOL_SHORT = Insurance(PATRONES[2], REGISTROS[0], "32 SEGURO FACULTATIVO ESTUDIANTES", "ES")
BACHILLERATO = Insurance(
    "COLEGIO DE BACHILLERES IMAGINARIO PLANTEL 99", "B9900456328", "32 SEGURO FACULTATIVO ESTUDIANTES", "ES"
)
EMPLOYER = Insurance("PAPELERIA Y REGALOS DE FANTASIA SA DE CV", "C9900789107", "10 TRABAJADORES PERMANENTES", "OR")
PROGRAMME = Insurance(
    "SECRETARIA DEL TRABAJO Y PREVISION SOCIAL", "D9900321320", "32 PROGRAMA JOVENES CONSTRUYENDO EL FUTURO", "SA"
)


def through(holder: Person) -> Insurance:
    """The insurance of somebody whom this relative's employer insures as a beneficiary."""
    return Insurance(EMPLOYER.patron, EMPLOYER.registro, EMPLOYER.modality, EMPLOYER.suffix, holder)


def long_date(day: date) -> str:
    """`5 de octubre de 2026`."""
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"
