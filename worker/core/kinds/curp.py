"""The CURP as the registry prints it."""

from __future__ import annotations

from worker.core.kinds.base import Findings, holder_only
from worker.core.paper.headings import count_words, has_title
from worker.core.paper.lines import Sheet
from worker.core.school import School
from worker.core.types import Document

DOCUMENT = Document.CURP

_OWN_TITLES = (
    "CONSTANCIA DE LA CLAVE UNICA DE REGISTRO DE POBLACION",
    "CONSTANCIA DE CLAVE UNICA DE REGISTRO DE POBLACION",
)
_TITLES = ("CLAVE UNICA DE REGISTRO DE POBLACION", "CLAVE UNICA DE REGISTRO DE POBLACION CURP")
_MARKS = (
    "ENTIDAD DE REGISTRO",
    "CURP CERTIFICADA",
    "REGISTRO CIVIL",
    "SECRETARIA DE GOBERNACION",
    "DOCUMENTO PROBATORIO",
    "RENAPO",
    "REGISTRO NACIONAL DE POBLACION",
    "TRAMITE GRATUITO",
)


_OTHER_TITLES = ("ACTA DE NACIMIENTO",)


def identify(sheet: Sheet) -> bool:
    """By its title; the bare words are a label on other papers, so they need a mark of the registry beside them."""
    if has_title(sheet, _OWN_TITLES):
        return True
    return has_title(sheet, _TITLES) and count_words(sheet, _MARKS) >= 1 and not has_title(sheet, _OTHER_TITLES)


def extract(sheet: Sheet, school: School) -> Findings:
    """Whom it is about; it has no vigencia."""
    return holder_only(sheet)
