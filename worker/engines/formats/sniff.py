"""What a file is, by its content alone: names and claimed types are never believed."""

from __future__ import annotations

import re

import filetype

from worker.core.types import Defect, Unreadable
from worker.engines.base import AVIF, DOCX, HEIC, MAIL, ODT, PDF, PNG, TNEF, ZIP, Damaged, Exhausted
from worker.engines.formats.zip_file import BROKEN, open_archive

TEXT = "text/plain"
HTML = "text/html"
UNKNOWN = "application/octet-stream"
OUTLOOK = "application/vnd.ms-outlook"
OFFICE = "application/x-ole-storage"
LOCKED_OFFICE = "application/x-ole-storage; encrypted"

# Readers of PDF accept some bytes of rubbish (a mail gateway's, a printer's) before the header.
_PDF_HEADER_WITHIN = 1024
# The first brands of the family of files that HEIC is one of; the brands that follow settle what mif1 leaves open.
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TNEF = b"\x78\x9f\x3e\x22"
_HEAD = 4096
_HEADERS = re.compile(
    rb"^(return-path|delivered-to|received|from|to|date|subject|message-id|mime-version|content-type)[ \t]*:",
    re.I | re.M,
)
_HEADER_LINE = re.compile(rb"[a-z][a-z0-9-]{1,60}:")
# A letter may begin with two of these words and a colon, no mail has fewer than these.
_FEWEST_HEADERS = 3
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
    OUTLOOK: "un correo guardado por Outlook (MSG)",
    OFFICE: "un documento de Office de formato antiguo",
    TEXT: "un archivo de texto",
    HTML: "una página web",
}
_FAMILIES = {"video": "un video", "audio": "un audio", "image": "una imagen de otro formato", "font": "una tipografía"}


def sniff(content: bytes) -> str:
    """The MIME type of a file, by its first bytes; `application/octet-stream` where they say nothing."""
    if content.startswith(b"PK\x03\x04"):
        return _packed_type(content)
    if content.startswith(_OLE):
        return _ole_type(content)
    if content.startswith(_TNEF):
        return TNEF
    return _family_of_heic(content[:64]) or _by_first_bytes(content)


def not_read(mime: str) -> Unreadable:
    """The answer to a file of a type that no format is registered for, with what it is in plain Spanish."""
    if mime == LOCKED_OFFICE:
        return Unreadable(Defect.PROTEGIDO)
    family = _FAMILIES.get(mime.partition("/")[0], "un archivo de un tipo que no se reconoce")
    return Unreadable(Defect.FORMATO, _WORDS.get(mime, family))


def _by_first_bytes(content: bytes) -> str:
    known = filetype.guess_mime(content)
    if known is not None:
        # Whoever cannot show that a PNG moves shows its first picture, and so do we.
        return PNG if known == "image/apng" else str(known)
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return PDF
    return _text_type(content)


def _packed_type(content: bytes) -> str:
    """What a ZIP is: an office document by the parts that it has, else just a ZIP."""
    try:
        with open_archive(content) as archive:
            names = archive.namelist()
            kind = archive.open("mimetype").read(100) if "mimetype" in names[:1] else b""
    except (Damaged, Exhausted, RuntimeError, *BROKEN):
        return ZIP
    if any(name.startswith("word/document") for name in names):
        return DOCX
    if kind.startswith(ODT.encode()):
        return ODT
    return str(filetype.guess_mime(content) or ZIP) if "[Content_Types].xml" in names or kind else ZIP


def _ole_type(content: bytes) -> str:
    """What a file of Microsoft's old kind is, by the names in its directory."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return LOCKED_OFFICE
    if "__properties_version1.0".encode("utf-16-le") in content:
        return OUTLOOK
    return str(filetype.guess_mime(content) or OFFICE)


def _family_of_heic(head: bytes) -> str | None:
    if head[4:8] != b"ftyp":
        return None
    length = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, length, 4))}
    if brands & _AVIF_BRANDS:
        return AVIF
    return HEIC if brands & _HEIC_BRANDS else None


def _text_type(content: bytes) -> str:
    head = content[:_HEAD]
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return UNKNOWN
    lowered = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if lowered.startswith((b"<!doctype html", b"<html")):
        return HTML
    first_headers = {found.lower() for found in _HEADERS.findall(head)}
    return MAIL if len(first_headers) >= _FEWEST_HEADERS and _HEADER_LINE.match(lowered) else TEXT
