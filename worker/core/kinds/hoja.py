"""Hoja de afiliación: no fixed title is known, so the titles are a list that the office can lengthen."""

from __future__ import annotations

from worker.core.kinds.base import Findings, holder_only
from worker.core.paper.headings import has_title
from worker.core.paper.lines import Sheet
from worker.core.school import School
from worker.core.types import Document

DOCUMENT = Document.HOJA

TITLES = (
    "HOJA DE AFILIACION",
    "HOJA DE AFILIACION DE ESTUDIANTES",
    "HOJA DE AFILIACION AL IMSS",
    "AVISO DE INSCRIPCION DEL TRABAJADOR",
    "AVISO DE INSCRIPCION DEL ESTUDIANTE",
    "AVISO DE INSCRIPCION DEL ASEGURADO",
    "AFILIACION AL SEGURO FACULTATIVO",
    "INSCRIPCION AL SEGURO FACULTATIVO",
    "AVISO AFILIATORIO DE ALTA",
    "AVISO DE ALTA DEL TRABAJADOR",
    "AVISO DE INSCRIPCION",
    "HOJA ROSA",
    "CEDULA DE AFILIACION",
    "ALTA AL SEGURO FACULTATIVO",
    "INCORPORACION AL SEGURO FACULTATIVO",
    "AFILIACION DE ESTUDIANTES",
)


def identify(sheet: Sheet) -> bool:
    """By one of its titles."""
    return has_title(sheet, TITLES)


def extract(sheet: Sheet, school: School) -> Findings:
    """Whom it is about; it has no vigencia."""
    return holder_only(sheet)
