"""A proof of address: a bill for light, water or the telephone."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from worker.core.kinds.base import Findings, holder_only
from worker.core.paper.evidence import Read, confidence_checks, found
from worker.core.paper.headings import has_title, has_words
from worker.core.paper.lines import Sheet, folded_of
from worker.core.paper.naming import name_in
from worker.core.school import School
from worker.core.types import Document

DOCUMENT = Document.DOMICILIO

_TITLES = (
    "COMPROBANTE DE DOMICILIO",
    "CONSTANCIA DE DOMICILIO",
    "CONSTANCIA DE RESIDENCIA",
    "RECIBO DE AGUA",
    "RECIBO DE LUZ",
    "BOLETA PREDIAL",
)
_PAY = ("TOTAL A PAGAR", "IMPORTE A PAGAR", "PAGAR ANTES DE", "SALDO A PAGAR", "TOTAL POR PAGAR", "PAGUE ANTES DE")
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
    "PREDIAL",
    "ENERGIA",
    "INTERNET",
    "TELEFONIA",
)
_ADDRESS = re.compile(
    r"(?:CALLE|C|CLL|AV|AVE|AVENIDA|CALZ|CALZADA|BLVD|BOULEVARD|COL|COLONIA|AND|ANDADOR|PRIV|PRIVADA|CARR|CARRETERA|PROL"
    r"|MZ|MZA|MANZANA|LOTE|CTO|CIRCUITO|FRACC|BARRIO|CJON|CALLEJON|DOMICILIO) "
)


def identify(sheet: Sheet) -> bool:
    """By what is to be paid and for which service; CFE in words or letters stands on constancias too, as a patron."""
    return has_title(sheet, _TITLES) or (has_words(sheet, _PAY) and has_words(sheet, _SERVICE))


def extract(sheet: Sheet, school: School) -> Findings:
    """Whom it is addressed to; it has no vigencia."""
    findings = holder_only(sheet)
    name = findings.name or found(_addressee(sheet), sheet)
    return replace(findings, name=name)


def _addressee(sheet: Sheet) -> Read[str] | None:
    """The name over the address."""
    for above, below in pairwise(sheet.lines):
        for cell in below.cells:
            over = (upper for upper in above.cells if abs(upper[0].left - cell[0].left) < cell[0].height)
            named = next(filter(None, map(name_in, over)), None) if _ADDRESS.match(folded_of(cell)) else None
            if named is not None:
                return Read(named.value, named.run, confidence_checks(named.run, sheet))
    return None
