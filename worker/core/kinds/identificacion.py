"""An identification: the INE, a passport or a school credential."""

from __future__ import annotations

from worker.core.kinds.base import Findings, has_title, holder_only
from worker.core.paper.lines import Sheet
from worker.core.school import School
from worker.core.types import Document

DOCUMENT = Document.IDENTIFICACION

_TITLES = (
    "INSTITUTO NACIONAL ELECTORAL",
    "INSTITUTO FEDERAL ELECTORAL",
    "CREDENCIAL PARA VOTAR",
    "CREDENCIAL DE ESTUDIANTE",
    "CREDENCIAL ESCOLAR",
    "PASAPORTE",
)


def identify(sheet: Sheet) -> bool:
    """By its title, or the machine-readable lines of the INE."""
    machine = any(token.text.upper().startswith("IDMEX") for cell in sheet.cells for token in cell)
    return machine or has_title(sheet, _TITLES)


def extract(sheet: Sheet, school: School) -> Findings:
    """Whom it is about; it has no vigencia."""
    return holder_only(sheet)
