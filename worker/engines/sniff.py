"""What a file is, by its content alone: names and claimed types are never believed."""

from __future__ import annotations

import filetype

from worker.core.types import Defect, Unreadable
from worker.engines.base import PDF

TEXT = "text/plain"
HTML = "text/html"
UNKNOWN = "application/octet-stream"

# Readers of PDF accept some bytes of rubbish (a mail gateway's, a printer's) before the header.
_PDF_HEADER_WITHIN = 1024
_WORDS = {
    "application/zip": "una carpeta comprimida (ZIP)",
    "application/x-rar-compressed": "una carpeta comprimida (RAR)",
    "application/x-7z-compressed": "una carpeta comprimida (7z)",
    "application/gzip": "una carpeta comprimida (GZ)",
    "application/msword": "un documento de Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "un documento de Word",
    "application/vnd.ms-excel": "una hoja de Excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "una hoja de Excel",
    "application/vnd.ms-powerpoint": "una presentación de PowerPoint",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "una presentación de PowerPoint",
    "application/vnd.oasis.opendocument.text": "un documento de LibreOffice",
    "application/rtf": "un documento RTF",
    "image/heic": "una foto HEIC (el formato del iPhone)",
    "image/avif": "una imagen AVIF",
    "image/webp": "una imagen WebP",
    "image/gif": "una imagen GIF",
    "image/bmp": "una imagen BMP",
    TEXT: "un archivo de texto",
    HTML: "una página web",
}
_FAMILIES = {"video": "un video", "audio": "un audio", "image": "una imagen de otro formato", "font": "una tipografía"}


def sniff(content: bytes) -> str:
    """The MIME type of a file, by its first bytes; `application/octet-stream` where they say nothing."""
    known = filetype.guess_mime(content)
    if known is not None:
        return str(known)
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return PDF
    return _text_type(content)


def not_read(mime: str) -> Unreadable:
    """The answer to a file of a type that no format is registered for, with what it is in plain Spanish."""
    family = _FAMILIES.get(mime.partition("/")[0], "un archivo de un tipo que no se reconoce")
    return Unreadable(Defect.FORMATO, _WORDS.get(mime, family))


def _text_type(content: bytes) -> str:
    head = content[:4096]
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return UNKNOWN
    lowered = head.lstrip().lower()
    return HTML if lowered.startswith((b"<!doctype html", b"<html")) else TEXT
