"""The made-up school of the bench, and the others that insure people in its papers."""

from __future__ import annotations

import random
from dataclasses import dataclass

from worker.core.school import School
from worker.core.types import Through

NAME = "INSTITUTO TECNOLÓGICO DE LAGUNA HONDA"
OWN_REGISTROS = ("B5320817322", "C0411296329")
_OWN = (
    "INSTITUTO TECNOLOGICO DE LAGUNA HONDA",
    "INST. TEC. DE LAGUNA HONDA",
    "TECNM CAMPUS LAGUNA HONDA",
    "TECNOLOGICO NACIONAL DE MEXICO CAMPUS LAGUNA HONDA",
)
SCHOOL = School(NAME, OWN_REGISTROS, (NAME, *_OWN))
_OTHER_SCHOOLS = (
    "UNIVERSIDAD AUTONOMA DEL SOCONUSCO ALTO",
    "COLEGIO DE BACHILLERES PLANTEL 88",
    "CETIS 512",
    "INSTITUTO TECNOLOGICO DE RIO CLARO",
    "TECNM CAMPUS PUERTO VIEJO",
    "UNIVERSIDAD POLITECNICA DE LAS LOMAS",
    "CONALEP PLANTEL EL MIRADOR",
    "ESCUELA NORMAL DEL SUR",
)
_EMPLOYERS = (
    "ABARROTES LA GUADALUPANA SA DE CV",
    "TRANSPORTES DEL GRIJALVA SA DE CV",
    "FARMACIAS DEL PUEBLO",
    "SERVICIOS DE LIMPIEZA ARCOIRIS S DE RL",
    "MARIA ELENA CANCINO FARFAN",
    "RESTAURANTE EL JACAL",
    "CONSTRUCTORA SUMIDERO SA DE CV",
    "TIENDAS TRES HERMANOS SA DE CV",
)
_FACULTATIVO = ("SEGURO FACULTATIVO ESTUDIANTES", "SEGURO FACULTATIVO", "32 SEGURO FACULTATIVO ESTUDIANTES")
_WORK = ("TRABAJADORES PERMANENTES", "10 TRABAJADOR PERMANENTE", "TRABAJADORES PERMANENTES Y EVENTUALES DE LA CIUDAD")


@dataclass(frozen=True, slots=True)
class Insurance:
    """Who insures the holder, as it is printed. `agregado` has its first digit and its last two letters.

    `through` is what a careful reader makes of it for somebody who is vigente.
    """

    through: Through
    patron: str
    registro: str
    modalidad: str
    agregado: tuple[str, str]


def insurance(rng: random.Random, kind: str) -> Insurance:
    """An insurance of one of `KINDS`; raises KeyError for another."""
    return _MAKERS[kind](rng)


def registro(rng: random.Random, modalidad: str) -> str:
    """A registro patronal of eleven characters of the two-digit modalidad; never the campus's."""
    return f"{rng.choice('BCDEFYZ')}{rng.randint(1_000_000, 9_999_999)}{modalidad}{rng.randint(0, 9)}"


def _tecnologico(rng: random.Random) -> Insurance:
    return Insurance(
        Through.TECNOLOGICO,
        rng.choice(SCHOOL.patrones),
        rng.choice(OWN_REGISTROS),
        rng.choice(_FACULTATIVO),
        ("1", "ES"),
    )


def _other_school(rng: random.Random) -> Insurance:
    return Insurance(
        Through.OTRA_ESCUELA,
        rng.choice(_OTHER_SCHOOLS),
        registro(rng, "32"),
        rng.choice(_FACULTATIVO),
        ("1", "ES"),
    )


def _work(rng: random.Random) -> Insurance:
    return Insurance(Through.EMPLEO, rng.choice(_EMPLOYERS), registro(rng, "10"), rng.choice(_WORK), ("1", "OR"))


def _dependant(rng: random.Random) -> Insurance:
    return Insurance(
        Through.BENEFICIARIO,
        rng.choice(_EMPLOYERS),
        registro(rng, "10"),
        rng.choice(_WORK),
        (rng.choice("34"), "OR"),
    )


def _pension(rng: random.Random) -> Insurance:
    return Insurance(Through.OTRO, "PENSIONADO", "", "PENSIONADO", ("5", "PE"))


def _apprentice(rng: random.Random) -> Insurance:
    programme = "PROGRAMA JOVENES CONSTRUYENDO EL FUTURO"
    patron = rng.choice((programme, "SECRETARIA DEL TRABAJO Y PREVISION SOCIAL"))
    return Insurance(Through.OTRO, patron, registro(rng, "32"), programme, ("1", "SA"))


def _cfe(rng: random.Random) -> Insurance:
    text = "SEGURO FACULTATIVO IMSS / CFE"
    return Insurance(Through.OTRO, "COMISION FEDERAL DE ELECTRICIDAD", registro(rng, "32"), text, ("1", "SA"))


_MAKERS = {
    "tecnologico": _tecnologico,
    "otra escuela": _other_school,
    "empleo": _work,
    "beneficiario": _dependant,
    "pensionado": _pension,
    "jcf": _apprentice,
    "cfe": _cfe,
}
KINDS = tuple(_MAKERS)
