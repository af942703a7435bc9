"""HEIC (what iPhones make) as sheets, by libheif: every picture in the file, thumbnails and depth maps apart.

Not by way of Pillow's plugin, which would keep a 48-megapixel photo twice in memory. libheif itself turns the picture
as the file says; the EXIF orientation beside it is a remnant.
"""

from __future__ import annotations

from functools import partial
from io import BytesIO

import pillow_heif
from PIL import Image

from worker.core.types import Defect, Unreadable
from worker.engines.base import CROP_PIXELS, Damaged, Limits, Sheet, TooLarge
from worker.engines.formats.cut_short import padded
from worker.engines.formats.tones import from_bands, gray, reduced
from worker.engines.walls.room import kept, make_room

_BROKEN = (OSError, SyntaxError, ValueError, RuntimeError, EOFError, IndexError)
_MOST_PIXELS = 52_000_000
# As the camera stored it, and in colour.
_BYTES_A_PIXEL = 5

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
@kept
def _kept(content: bytes, place: int, pixels: int) -> Image.Image:
    picture = _opened(content)[place - 1]
    if not _is_allowed(picture):
        raise TooLarge
    if 0 in picture.size:
        raise Damaged
    make_room(picture.size[0] * picture.size[1] * _BYTES_A_PIXEL)
    try:
        return from_bands(picture.size, partial(_band, picture, picture.data), pixels)
    except _BROKEN as error:
        raise Damaged from error


def _is_allowed(picture: pillow_heif.HeifImage) -> bool:
    width, height = picture.size
    return int(width * height) <= _MOST_PIXELS


def _band(picture: pillow_heif.HeifImage, data: bytes, top: int, end: int) -> Image.Image:
    """The rows from `top` on of a decoded picture, in gray."""
    (width, _), stride = picture.size, picture.stride
    rows = bytes(memoryview(data)[top * stride : end * stride])
    band = Image.frombuffer(picture.mode, (width, end - top), rows, "raw", picture.mode, stride, 1)
    return gray(band, width * (end - top))
