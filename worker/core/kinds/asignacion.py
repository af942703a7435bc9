"""Asignación o localización de NSS: has an NSS and no vigencia."""

from __future__ import annotations

from worker.core.kinds.base import Findings, holder_only
from worker.core.paper.headings import has_title, has_words
from worker.core.paper.lines import Sheet
from worker.core.school import School
from worker.core.types import Document

DOCUMENT = Document.ASIGNACION

_TITLES = (
    "ASIGNACION DE NUMERO DE SEGURIDAD SOCIAL",
    "LOCALIZACION DE NUMERO DE SEGURIDAD SOCIAL",
    "ASIGNACION O LOCALIZACION DE NUMERO DE SEGURIDAD SOCIAL",
    "CONSTANCIA DE ASIGNACION DE NUMERO DE SEGURIDAD SOCIAL",
    "ASIGNACION DE TU NUMERO DE SEGURIDAD SOCIAL",
    "COMPROBANTE DE NUMERO DE SEGURIDAD SOCIAL",
    "CONSTANCIA DE NUMERO DE SEGURIDAD SOCIAL",
    "ASIGNACION O LOCALIZACION DE NSS",
    "ASIGNACION DE NSS",
    "LOCALIZACION DE NSS",
    "CONSULTA DE NSS",
)
_SENTENCES = (
    "TU NUMERO DE SEGURIDAD SOCIAL ES",
    "SU NUMERO DE SEGURIDAD SOCIAL ES",
    "TU NUMERO DE SEGURIDAD SOCIAL NSS ES",
    "SU NUMERO DE SEGURIDAD SOCIAL NSS ES",
    "SE LE HA ASIGNADO EL SIGUIENTE",
    "SE LE ASIGNO EL NUMERO DE SEGURIDAD SOCIAL",
    "SE TE ASIGNO EL NUMERO DE SEGURIDAD SOCIAL",
    "TE HA SIDO ASIGNADO EL NUMERO DE SEGURIDAD SOCIAL",
    "LE HA SIDO ASIGNADO EL NUMERO DE SEGURIDAD SOCIAL",
)


def identify(sheet: Sheet) -> bool:
    """By its title, or the sentence that gives the number."""
    return has_title(sheet, _TITLES) or has_words(sheet, _SENTENCES)


def extract(sheet: Sheet, school: School) -> Findings:
    """Whom it is about; it has no vigencia."""
    return holder_only(sheet)
