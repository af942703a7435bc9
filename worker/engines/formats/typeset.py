"""Draws a typed page in PDFium's own Courier, so that a person can be shown what a value was read from."""

from __future__ import annotations

import ctypes
from contextlib import closing

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from worker.engines.formats.layout import CHARACTER, MARGIN, ROW, SIZE, Placed, Typed

# Of the height of a letter's cell; what is below the line that letters stand on.
_DESCENT = 0.2


def drawn(page: Typed, pixels: int) -> Image.Image:
    """The page in 8-bit gray with about `pixels` pixels."""
    with closing(pypdfium2.PdfDocument.new()) as document:
        sheet = document.new_page(page.width, page.height)
        font = pdfium.FPDFText_LoadStandardFont(document.raw, b"Courier")
        for word in page.placed:
            _print(document, sheet, font, word, page.height)
        sheet.gen_content()
        scale = (pixels / (page.width * page.height)) ** 0.5
        picture: Image.Image = sheet.render(scale=scale, grayscale=True).to_pil()
        return picture.convert("L")


def _print(
    document: pypdfium2.PdfDocument, sheet: pypdfium2.PdfPage, font: pdfium.FPDF_FONT, word: Placed, height: float
) -> None:
    text = pdfium.FPDFPageObj_CreateTextObj(document.raw, font, SIZE)
    encoded = word.text.encode("utf-16-le", "replace") + b"\0\0"
    buffer = ctypes.create_string_buffer(encoded, len(encoded))
    pdfium.FPDFText_SetText(text, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    left, baseline = MARGIN + word.column * CHARACTER, MARGIN + word.row * ROW + SIZE * (1 - _DESCENT)
    pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, left, height - baseline)
    pdfium.FPDFPage_InsertObject(sheet.raw, text)
