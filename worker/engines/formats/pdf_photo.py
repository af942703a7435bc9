"""Large photos on a PDF page, as phones' scanning programs put them there, made smaller before PDFium draws the page.

PDFium decodes a photo in full before it makes it smaller, which takes from 200 to 330 MB for 50 megapixels. A JPEG's
own decoder skips what is not needed.
"""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from worker.engines.base import Damaged
from worker.engines.formats import picture

LARGE = 6_000_000
"""Pixels: a larger picture takes longer to decode than the rest of its page to draw."""

_JPEG = ["DCTDecode"]
_DEEPEST_FORM = 4


def largest_picture(page: pypdfium2.PdfPage) -> int:
    """The pixels of the largest picture on a page; 0 where there is none."""
    return max(map(_pixels, _pictures(page)), default=0)


def lighten(page: pypdfium2.PdfPage, pixels: int) -> int:
    """Put gray ones of about `pixels` pixels in the place of a page's large photos, as long as the page is open.

    Returns the pixels of the largest picture that is left as it was. Raises `TooLarge`.
    """
    left = 0
    for photo in list(_pictures(page)):
        small = _decoded(photo, pixels) if _pixels(photo) >= LARGE and _is_plain(photo) else None
        if small is None:
            left = max(left, _pixels(photo))
        else:
            photo.set_bitmap(pypdfium2.PdfBitmap.from_pil(small), pages=[page])
    return left


def _is_plain(photo: pypdfium2.PdfImage) -> bool:
    return bool(photo.get_filters() == _JPEG and not pdfium.FPDFPageObj_HasTransparency(photo))


def _decoded(photo: pypdfium2.PdfImage, pixels: int) -> Image.Image | None:
    try:
        return picture.as_stored(bytes(photo.get_data()), pixels)
    except Damaged:
        return None


def _pictures(page: pypdfium2.PdfPage) -> Iterator[pypdfium2.PdfImage]:
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST_FORM):
        if isinstance(thing, pypdfium2.PdfImage):
            yield thing


def _pixels(image: pypdfium2.PdfImage) -> int:
    width, height = image.get_px_size()
    return int(width) * int(height)
