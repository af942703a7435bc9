"""Constancia de semanas cotizadas: has an NSS and no vigencia."""

from __future__ import annotations

from worker.core.kinds.base import Findings, has_title, holder_only
from worker.core.paper.lines import Sheet
from worker.core.school import School
from worker.core.types import Document

DOCUMENT = Document.SEMANAS

_TITLES = (
    "CONSTANCIA DE SEMANAS COTIZADAS EN EL IMSS",
    "CONSTANCIA DE SEMANAS COTIZADAS",
    "REPORTE DE SEMANAS COTIZADAS",
    "SEMANAS COTIZADAS EN EL IMSS",
)


def identify(sheet: Sheet) -> bool:
    """By its title."""
    return has_title(sheet, _TITLES)


def extract(sheet: Sheet, school: School) -> Findings:
    """Whom it is about; it has no vigencia."""
    return holder_only(sheet)
