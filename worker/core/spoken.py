"""What days and papers are called in a letter to a student."""

from __future__ import annotations

from datetime import date

from worker.core.types import Document

_PAPERS = {
    Document.CONSTANCIA: "tu constancia de vigencia de derechos",
    Document.ASIGNACION: "tu asignación de Número de Seguridad Social",
    Document.SEMANAS: "tu constancia de semanas cotizadas",
    Document.MOVIMIENTOS: "una constancia de movimientos afiliatorios",
    Document.HOJA: "tu Hoja de Afiliación",
    Document.CARNET: "tu carnet o cartilla de salud",
    Document.CURP: "tu CURP",
    Document.IDENTIFICACION: "una identificación",
    Document.DOMICILIO: "un comprobante de domicilio",
    Document.OTRO: "un documento que no reconocimos",
    Document.ILEGIBLE: "un archivo que no pudimos leer",
    Document.PROTEGIDO: "un archivo con contraseña",
    Document.VACIO: "un archivo vacío",
    Document.NONE: "",
    Document.LINK: "una liga",
}
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)


def paper_words(document: Document) -> str:
    """What a student reads for a kind of paper: 'tu CURP'."""
    return _PAPERS[document]


def in_words(day: date | None) -> str:
    """'3 de agosto de 2026'; empty for no date."""
    return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}" if day else ""
