"""The portal's refusal, which students send a picture of: it speaks of a constancia and is none."""

from __future__ import annotations

from worker.core.kinds.base import Findings
from worker.core.paper.headings import has_words
from worker.core.paper.lines import Sheet
from worker.core.school import School
from worker.core.types import Document

DOCUMENT = Document.OTRO
_SENTENCES = (
    "NO SE ENCUENTRA REGISTRADO AUN COMO DERECHOHABIENTE",
    "NO SE ENCUENTRA REGISTRADA AUN COMO DERECHOHABIENTE",
    "NO SE ENCUENTRA REGISTRADO COMO DERECHOHABIENTE",
    "NO SE ENCUENTRA REGISTRADA COMO DERECHOHABIENTE",
    "NO SE ENCUENTRA REGISTRADO COMO ASEGURADO",
    "NO SE ENCUENTRA REGISTRADA COMO ASEGURADA",
    "NO ESTA REGISTRADO COMO DERECHOHABIENTE",
    "NO ESTA REGISTRADA COMO DERECHOHABIENTE",
    "NO ESTAS REGISTRADO COMO DERECHOHABIENTE",
    "NO ESTAS REGISTRADA COMO DERECHOHABIENTE",
    "NO PODRA OBTENER SU COMPROBANTE",
    "NO PODRAS OBTENER TU COMPROBANTE",
    "NO PODRAS OBTENER TU CONSTANCIA",
    "NO PODRA OBTENER SU CONSTANCIA",
    "NO ES POSIBLE GENERAR SU CONSTANCIA",
    "NO ES POSIBLE GENERAR LA CONSTANCIA",
    "NO ES POSIBLE GENERAR TU CONSTANCIA",
    "NO FUE POSIBLE GENERAR LA CONSTANCIA",
    "NO FUE POSIBLE GENERAR SU CONSTANCIA",
    "NO FUE POSIBLE GENERAR TU CONSTANCIA",
)


def identify(sheet: Sheet) -> bool:
    """By its sentence."""
    return has_words(sheet, _SENTENCES)


def extract(sheet: Sheet, school: School) -> Findings:
    """Nothing but what it is: its numbers are not read, the officer decides."""
    return Findings(
        problems=("Es un aviso del portal del IMSS de que no pudo dar la constancia; no es la constancia.",)
    )
