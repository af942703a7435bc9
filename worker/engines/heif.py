"""HEIC (what iPhones make) as sheets, by libheif: every picture in the file, thumbnails and depth maps apart.

Not by way of Pillow's plugin, which would keep a 48-megapixel photo twice in memory. libheif itself turns the picture
as the file says; the EXIF orientation beside it is a remnant.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from io import BytesIO

import pillow_heif
from PIL import Image

from worker.core.types import Defect, Unreadable
from worker.engines.base import CROP_PIXELS, Damaged, Limits, Sheet, TooLarge
from worker.engines.cut_short import padded
from worker.engines.tones import gray, reduced

_BROKEN = (OSError, SyntaxError, ValueError, RuntimeError, EOFError, IndexError)
_BAND_ROWS = 512
# 52 megapixels take some 300 MB at the peak.
_MOST_PIXELS = 52_000_000

pillow_heif.options.THUMBNAILS = False
pillow_heif.options.DEPTH_IMAGES = False
pillow_heif.options.AUX_IMAGES = False
pillow_heif.options.DECODE_THREADS = 1


def sheets(content: bytes, limits: Limits, mime: str) -> tuple[Sheet, ...] | Unreadable:
    """The pictures of a file in order; `DANADO` where there is none, `TAMANO` above the limits."""
    whole = padded(content, mime)
    try:
        file = _opened(whole)
    except Damaged:
        return Unreadable(Defect.DANADO)
    count = len(file)
    if any(not _is_allowed(picture) for picture in file):
        return Unreadable(Defect.TAMANO, "la imagen tiene demasiados píxeles")
    return limits.refuse_pages(count) or tuple(
        Sheet(place, mime, content, partial(_draw, whole, place)) for place in range(1, count + 1)
    )


def _opened(content: bytes) -> pillow_heif.HeifFile:
    try:
        return pillow_heif.open_heif(BytesIO(content), convert_hdr_to_8bit=True)
    except _BROKEN as error:
        raise Damaged from error


def _draw(content: bytes, place: int, pixels: int) -> Image.Image:
    """One picture in gray with about `pixels` pixels. Raises `Damaged`, `TooLarge`."""
    return reduced(_kept(content, place, max(pixels, CROP_PIXELS)), pixels)


# A page is drawn in several sizes one after the other, and decoding is what takes the time.
@lru_cache(maxsize=1)
def _kept(content: bytes, place: int, pixels: int) -> Image.Image:
    picture = _opened(content)[place - 1]
    if not _is_allowed(picture):
        raise TooLarge
    if 0 in picture.size:
        raise Damaged
    try:
        whole = Image.new("L", picture.size)
        for top, band in _bands(picture):
            whole.paste(gray(band), (0, top))
    except _BROKEN as error:
        raise Damaged from error
    return reduced(whole, pixels)


def _is_allowed(picture: pillow_heif.HeifImage) -> bool:
    width, height = picture.size
    return int(width * height) <= _MOST_PIXELS


def _bands(picture: pillow_heif.HeifImage) -> Iterator[tuple[int, Image.Image]]:
    """The picture from the top, some rows at a time, with the row that each band begins at."""
    data, stride = memoryview(picture.data), picture.stride
    width, height = picture.size
    for top in range(0, height, _BAND_ROWS):
        rows = min(_BAND_ROWS, height - top)
        band = bytes(data[top * stride : (top + rows) * stride])
        yield top, Image.frombuffer(picture.mode, (width, rows), band, "raw", picture.mode, stride, 1)
