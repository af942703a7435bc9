"""Constancia de semanas cotizadas: has an NSS and no vigencia."""

from __future__ import annotations

from worker.core.kinds.base import Findings, holder_only
from worker.core.paper.headings import count_words, has_title
from worker.core.paper.lines import Sheet
from worker.core.school import School
from worker.core.types import Document

DOCUMENT = Document.SEMANAS

_TITLES = (
    "CONSTANCIA DE SEMANAS COTIZADAS EN EL IMSS",
    "CONSTANCIA DE SEMANAS COTIZADAS",
    "REPORTE DE SEMANAS COTIZADAS",
    "SEMANAS COTIZADAS EN EL IMSS",
    "DETALLE DE SEMANAS COTIZADAS",
    "CONSULTA DE SEMANAS COTIZADAS",
)
_MARKS = (
    "TOTAL DE SEMANAS COTIZADAS",
    "SEMANAS RECONOCIDAS",
    "SEMANAS DESCONTADAS",
    "SEMANAS REINTEGRADAS",
    "HISTORIA LABORAL",
)


def identify(sheet: Sheet) -> bool:
    """By its title, or two of the marks that only such a paper has together."""
    return has_title(sheet, _TITLES) or count_words(sheet, _MARKS) >= 2


def extract(sheet: Sheet, school: School) -> Findings:
    """Whom it is about; it has no vigencia."""
    return holder_only(sheet)
