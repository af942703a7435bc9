"""Cartilla or carnet de citas médicas."""

from __future__ import annotations

from worker.core.kinds.base import Findings, holder_only
from worker.core.paper.headings import has_title, has_words
from worker.core.paper.lines import Sheet
from worker.core.school import School
from worker.core.types import Document

DOCUMENT = Document.CARNET

_TITLES = (
    "CARTILLA NACIONAL DE SALUD",
    "CARNET DE CITAS MEDICAS",
    "CARNET DE CITAS",
    "CARTILLA DE CITAS MEDICAS",
    "CARTILLA DE SALUD Y CITAS MEDICAS",
    "CARTILLA NACIONAL DE VACUNACION",
    "CARTILLA DE SALUD",
    "CARNET DE SALUD",
    "CARNET",
)


def identify(sheet: Sheet) -> bool:
    """By its title or its programme."""
    return has_title(sheet, _TITLES) or has_words(sheet, ("PREVENIMSS",))


def extract(sheet: Sheet, school: School) -> Findings:
    """Whom it is about; it has no vigencia."""
    return holder_only(sheet)
