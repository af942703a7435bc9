"""A PDF page that is nothing but one large photo, as phones' scanning programs make it, drawn from the photo itself.

PDFium decodes a photo in full before it makes it smaller, which takes 200 MB for 50 megapixels and is done again for
each size that is asked for. A JPEG's own decoder skips what is not needed. Whatever else lies on a page, or the photo
in any unusual way, leaves the page to PDFium.
"""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from worker.engines import picture
from worker.engines.base import Damaged
from worker.engines.tones import reduced

_JPEG = ["DCTDecode"]
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
# Of the page's sides: what a photo may lack of the whole page, and how little it may be turned.
_EDGE = 0.005
_DEEPEST_FORM = 4


def largest_picture(page: pypdfium2.PdfPage) -> int:
    """The pixels of the largest picture on a page; 0 where there is none."""
    return max((width * height for width, height in map(_size, _pictures(page))), default=0)


def drawn(page: pypdfium2.PdfPage, pixels: int) -> Image.Image | None:
    """The page in gray with at most about `pixels` pixels; None where it is more or less than a plain photo.

    Raises `TooLarge`.
    """
    photo = _only_photo(page)
    stored = None if photo is None else _decoded(photo, pixels)
    return None if stored is None else _shown(stored, page, pixels)


def _decoded(photo: pypdfium2.PdfImage, pixels: int) -> Image.Image | None:
    try:
        return picture.as_stored(bytes(photo.get_data()), pixels)
    except Damaged:
        return None


def _shown(stored: Image.Image, page: pypdfium2.PdfPage, pixels: int) -> Image.Image:
    turn = _TURNS.get(page.get_rotation())
    whole = stored if turn is None else stored.transpose(turn)
    # The page may show the photo wider or higher than its pixels are.
    width, height = page.get_size()
    high = (whole.width * whole.height * height / width) ** 0.5
    return reduced(whole.resize((max(1, round(high * width / height)), max(1, round(high)))), pixels)


def _only_photo(page: pypdfium2.PdfPage) -> pypdfium2.PdfImage | None:
    if pdfium.FPDFPage_GetAnnotCount(page):
        return None
    seen = [thing for thing in page.get_objects(max_depth=1) if not _is_invisible(thing)]
    if len(seen) != 1 or not isinstance(seen[0], pypdfium2.PdfImage):
        return None
    photo = seen[0]
    plain = photo.get_filters() == _JPEG and not pdfium.FPDFPageObj_HasTransparency(photo)
    return photo if plain and _fills(photo, page) else None


def _is_invisible(thing: pypdfium2.PdfObject) -> bool:
    """Whether it is a letter of the layer that a scanner's reading leaves."""
    if thing.type != pdfium.FPDF_PAGEOBJ_TEXT:
        return False
    return bool(pdfium.FPDFTextObj_GetTextRenderMode(thing) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def _fills(photo: pypdfium2.PdfImage, page: pypdfium2.PdfPage) -> bool:
    """Whether the photo lies upright on the page and covers it to its edges, no more and no less."""
    a, b, c, d, e, f = photo.get_matrix().get()
    left, bottom, right, top = page.get_bbox()
    wide, high = right - left, top - bottom
    off = (abs(e - left) / wide, abs(f - bottom) / high, abs(e + a - right) / wide, abs(f + d - top) / high)
    return bool(a > 0 and d > 0 and max(*off, abs(b) / high, abs(c) / wide) <= _EDGE)


def _pictures(page: pypdfium2.PdfPage) -> Iterator[pypdfium2.PdfImage]:
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST_FORM):
        if isinstance(thing, pypdfium2.PdfImage):
            yield thing


def _size(image: pypdfium2.PdfImage) -> tuple[int, int]:
    width, height = image.get_px_size()
    return int(width), int(height)
