"""What can be opened and who reads it. A new format, container or engine is one file and its line here."""

from __future__ import annotations

from collections.abc import Mapping

from worker.engines import ocr, pdf_text, written
from worker.engines.base import (
    AVIF,
    BMP,
    DOCX,
    GIF,
    HEIC,
    JPEG,
    MAIL,
    ODT,
    PDF,
    PNG,
    TIFF,
    TNEF,
    WEBP,
    ZIP,
    Container,
    Engine,
    Format,
)
from worker.engines.formats import document, heif, mail, pdf, picture, tnef, zip_file
from worker.engines.ppocr import engine

FORMATS: Mapping[str, Format] = {
    PDF: pdf,
    HEIC: heif,
    **dict.fromkeys((PNG, JPEG, TIFF, AVIF, WEBP, GIF, BMP), picture),
}

CONTAINERS: Mapping[str, Container] = {
    ZIP: zip_file,
    TNEF: tnef,
    MAIL: mail,
    **dict.fromkeys((DOCX, ODT), document),
}

# In this order; the first that vouches for a page reads it. The last one takes every page.
ENGINES: tuple[Engine, ...] = (written, pdf_text, engine, ocr)
