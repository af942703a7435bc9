"""What can be opened and who reads it. A new format or engine is one file and its line here."""

from __future__ import annotations

from collections.abc import Mapping

from worker.engines import ocr, pdf, pdf_text, picture
from worker.engines.base import JPEG, PDF, PNG, TIFF, Engine, Format

FORMATS: Mapping[str, Format] = {
    PDF: pdf,
    PNG: picture,
    JPEG: picture,
    TIFF: picture,
}

# In this order; the first that vouches for a page reads it. The last one takes every page.
ENGINES: tuple[Engine, ...] = (pdf_text, ocr)
