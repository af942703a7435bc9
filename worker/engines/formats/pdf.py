"""PDF files as sheets, drawn by PDFium."""

from __future__ import annotations

from contextlib import closing
from functools import partial

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from worker.core.types import Defect, Unreadable
from worker.engines.base import CROP_PIXELS, Damaged, Limits, Sheet, TooLarge
from worker.engines.formats import pdf_photo
from worker.engines.formats.tones import reduced
from worker.engines.walls.room import kept, make_room

_LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
# Keeps a page that is a thousand times longer than wide from becoming a picture that no engine takes.
_LONGEST_SIDE = 20_000
# What PDFium takes for a pixel of a picture, and for all of them at most.
_BYTES_A_PIXEL = 4
_MOST_BYTES = 240_000_000


def sheets(content: bytes, limits: Limits, mime: str) -> tuple[Sheet, ...] | Unreadable:
    """The pages of a PDF in order; `PROTEGIDO` where it asks for a password, `DANADO` where PDFium cannot open it."""
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            count = len(document)
    except pypdfium2.PdfiumError as error:
        return Unreadable(Defect.PROTEGIDO if error.err_code in _LOCKED else Defect.DANADO)
    if count == 0:
        return Unreadable(Defect.DANADO, "no tiene páginas")
    return limits.refuse_pages(count) or tuple(
        Sheet(place, mime, content, partial(_draw, content, place)) for place in range(1, count + 1)
    )


def without_text(content: bytes, place: int, pixels: int) -> Image.Image:
    """Page `place` drawn as for its sheet, but without any text: what is still seen is none. Raises `Damaged`."""
    return _draw(content, place, pixels, text=False)


def _draw(content: bytes, place: int, pixels: int, text: bool = True) -> Image.Image:
    """Page `place` with about `pixels` pixels, whatever size its boxes claim. Raises `Damaged`, `TooLarge`."""
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            # Without this the fields of a form, filled or not, are left out of the picture.
            document.init_forms()
            page = document[place - 1]
            if pdf_photo.largest_picture(page) < pdf_photo.LARGE:
                return _rendered(page, pixels, text)
    except pypdfium2.PdfiumError as error:
        raise Damaged from error
    return reduced(_kept(content, place, max(pixels, CROP_PIXELS), text), pixels)


# A page is drawn in several sizes one after the other, and decoding its pictures is what takes the time.
@kept
def _kept(content: bytes, place: int, pixels: int, text: bool) -> Image.Image:
    """Page `place`, on which there are large pictures."""
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            document.init_forms()
            page = document[place - 1]
            needed = pdf_photo.lighten(page, pixels) * _BYTES_A_PIXEL
            if needed > _MOST_BYTES:
                raise TooLarge
            make_room(needed)
            return _rendered(page, pixels, text)
    except pypdfium2.PdfiumError as error:
        raise Damaged from error


def _rendered(page: pypdfium2.PdfPage, pixels: int, text: bool) -> Image.Image:
    if not text:
        _hide_text(page)
    width, height = page.get_size()
    picture: Image.Image = page.render(scale=_scale(width, height, pixels), grayscale=True).to_pil()
    return picture.convert("L")


def _hide_text(page: pypdfium2.PdfPage) -> None:
    for text in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        pdfium.FPDFTextObj_SetTextRenderMode(text.raw, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def _scale(width: float, height: float, pixels: int) -> float:
    """Pixels per point for a page of this size in points. Raises `Damaged` where it has no area."""
    if width <= 0 or height <= 0:
        raise Damaged
    return min(float((pixels / (width * height)) ** 0.5), _LONGEST_SIDE / max(width, height))
