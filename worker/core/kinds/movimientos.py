"""Movimientos afiliatorios that a patron presented over IDSE: names, NSS and no vigencia."""

from __future__ import annotations

from worker.core.kinds.base import Findings, holder_only
from worker.core.paper.headings import count_words, has_title
from worker.core.paper.lines import Sheet
from worker.core.school import School
from worker.core.types import Document

DOCUMENT = Document.MOVIMIENTOS

_TITLES = ("CONSTANCIA DE PRESENTACION DE MOVIMIENTOS AFILIATORIOS", "PRESENTACION DE MOVIMIENTOS AFILIATORIOS")
_MARKS = (
    "IMSS DESDE SU EMPRESA",
    "NUMERO DE LOTE",
    "NO DE LOTE",
    "MOVIMIENTOS AFILIATORIOS",
    "MOVIMIENTOS OPERADOS",
    "MOVIMIENTOS RECIBIDOS",
    "TIPO DE MOVIMIENTO",
)


def identify(sheet: Sheet) -> bool:
    """By its title, or two of the marks that only such a paper has together."""
    return has_title(sheet, _TITLES) or count_words(sheet, _MARKS) >= 2


def extract(sheet: Sheet, school: School) -> Findings:
    """Whom it is about; it has no vigencia."""
    return holder_only(sheet)
