"""Pixels: pages rendered, pictures encoded. Arrays are height x width x 3, RGB, uint8, unless said otherwise."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from PIL import Image

from bench.canvas import Drawn

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
_MADE = time.gmtime(1_795_132_800)


def render(page: Drawn, per_mm: float) -> Pixels:
    """A page at so many pixels a millimetre."""
    document = pdfium.PdfDocument(page.pdf)
    try:
        bitmap = document[0].render(scale=per_mm * 25.4 / 72)
        return np.asarray(bitmap.to_pil().convert("RGB"), dtype=np.uint8).copy()
    finally:
        document.close()


def jpeg(pixels: Pixels, quality: int) -> bytes:
    """A JPEG of 1 to 95; gray where the array has two dimensions."""
    return _saved(Image.fromarray(pixels), "JPEG", quality=quality)


def png(pixels: Pixels) -> bytes:
    """A PNG."""
    return _saved(Image.fromarray(pixels), "PNG", compress_level=3)


def tiff(pictures: Sequence[Image.Image], dpi: int, compression: str = "group4") -> bytes:
    """A TIFF of one or more pages."""
    first, *rest = pictures
    return _saved(first, "TIFF", compression=compression, dpi=(dpi, dpi), save_all=True, append_images=rest)


def pdf_of(pictures: Sequence[Image.Image], dpi: int, quality: int) -> bytes:
    """A PDF whose pages are pictures; 1-bit ones are kept so, others become JPEGs."""
    first, *rest = pictures
    lossy = {} if first.mode == "1" else {"quality": quality}
    dates = {"creationDate": _MADE, "modDate": _MADE}
    return _saved(first, "PDF", resolution=dpi, save_all=True, append_images=rest, **lossy, **dates)


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
