"""A proof of address: a bill for light, water or the telephone."""

from __future__ import annotations

from worker.core.kinds.base import Findings, has_title, has_words, holder_only
from worker.core.paper.lines import Sheet
from worker.core.school import School
from worker.core.types import Document

DOCUMENT = Document.DOMICILIO

_TITLES = ("COMPROBANTE DE DOMICILIO", "COMISION FEDERAL DE ELECTRICIDAD", "CONSTANCIA DE RESIDENCIA", "RECIBO DE AGUA")
_PAY = ("TOTAL A PAGAR", "IMPORTE A PAGAR", "PAGAR ANTES DE", "SALDO A PAGAR")
_SERVICE = (
    "CFE",
    "SMAPA",
    "AGUA",
    "KWH",
    "CONSUMO",
    "LECTURA",
    "MEDIDOR",
    "NO DE SERVICIO",
    "TELMEX",
    "LIMITE DE PAGO",
    "PERIODO FACTURADO",
)


def identify(sheet: Sheet) -> bool:
    """By what is to be paid and for which service; CFE alone stands on constancias too."""
    return has_title(sheet, _TITLES) or (has_words(sheet, _PAY) and has_words(sheet, _SERVICE))


def extract(sheet: Sheet, school: School) -> Findings:
    """Whom it is about; it has no vigencia."""
    return holder_only(sheet)
