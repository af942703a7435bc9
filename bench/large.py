"""Large pictures of a made-up constancia: what phones, scanners and drawing programs make, in every format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from io import BytesIO
from typing import Any

import numpy as np
import pillow_heif
from fpdf import FPDF
from PIL import Image

from bench.mutants import zipped
from tests.engines.drawn import encoded, picture

# The files are made here; what is too large is for those to say who read them.
Image.MAX_IMAGE_PIXELS = None

_SHAPE = 4 / 3
_GRAIN = 3
_ROWS = 256
_SIDE = 600


@dataclass(frozen=True)
class Large:
    """A large file; `plain` is one that a student could well send, which has to be read."""

    name: str
    make: Callable[[], bytes]
    plain: bool = True


@lru_cache(maxsize=1)
def photo(megapixels: float, mode: str = "RGB") -> Image.Image:
    """A constancia photographed: print, a little grain, a gray that falls off to one side."""
    width = round((megapixels * 1e6 / _SHAPE) ** 0.5)
    image = picture(size=(900, 1200)).resize((width, round(width * _SHAPE)), Image.Resampling.BICUBIC)
    rows = np.asarray(image).copy()
    chance = np.random.default_rng(1)
    for top in range(0, len(rows), _ROWS):
        part = rows[top : top + _ROWS].astype(np.int16)
        part += chance.integers(-_GRAIN, _GRAIN, part.shape, dtype=np.int16) - 20 * top // len(rows)
        rows[top : top + _ROWS] = part.clip(0, 255)
    return Image.fromarray(rows).convert(mode)


def saved(megapixels: float, kind: str, mode: str = "RGB", **options: Any) -> bytes:
    """The photo as a file."""
    return encoded(photo(megapixels, mode), kind, **options)


def flat(megapixels: float, kind: str, mode: str = "RGB", **options: Any) -> bytes:
    """The same in few tones, as a program exports it: a small file, whatever its size in pixels."""
    few = photo(megapixels, "L").point(lambda tone: tone // 32 * 32)
    return encoded(few.convert(mode), kind, **options)


def deep(megapixels: float) -> bytes:
    """A PNG of 16 bits."""
    tones = np.asarray(photo(megapixels, "L").point(lambda tone: tone // 32 * 32)).astype(np.uint16) * 257
    return encoded(Image.fromarray(tones), "PNG", compress_level=1)


def heic(megapixels: float) -> bytes:
    """As an iPhone keeps it."""
    out = BytesIO()
    pillow_heif.from_pillow(photo(megapixels)).save(out, quality=50)
    return out.getvalue()


def fax(megapixels: float) -> bytes:
    """A scan in black and white, as group 4."""
    return encoded(
        photo(megapixels, "L").point(lambda tone: 255 * (tone > 128)).convert("1"), "TIFF", compression="group4"
    )


def in_pdf(*photos: bytes, framed: bool = False) -> bytes:
    """Each photo on a page of its own, which it fills, or with a line of print below it."""
    pdf = FPDF(unit="pt", format=(_SIDE, _SIDE * _SHAPE))
    pdf.set_auto_page_break(False)
    for content in photos:
        pdf.add_page()
        pdf.image(BytesIO(content), 0, 0, _SIDE, _SIDE * (_SHAPE - 0.1 * framed))
        if framed:
            pdf.set_font("Helvetica", size=12)
            pdf.text(20, _SIDE * _SHAPE - 20, "Escaneado con un programa del telefono")
    return bytes(pdf.output())


def warming() -> Iterator[bytes]:
    """Pages of many sizes: after them a child has all that it ever keeps."""
    for width, height in ((900, 1200), (1200, 900), (600, 1300), (2400, 3200)):
        yield encoded(picture(size=(900, 1200)).resize((width, height)), "JPEG")
    yield in_pdf(saved(3, "JPEG"), framed=True)


JPEG = [
    *(Large(f"JPEG, {size} MP", partial(saved, size, "JPEG", quality=85)) for size in (12, 33, 50, 108, 200)),
    *(Large(f"JPEG progresivo, {size} MP", partial(saved, size, "JPEG", progressive=True)) for size in (12, 50)),
    Large("JPEG progresivo, 50 MP, 4:4:4", partial(saved, 50, "JPEG", progressive=True, subsampling=0), plain=False),
    Large("JPEG progresivo, 37 MP, 4:4:4", partial(saved, 37, "JPEG", progressive=True, subsampling=0)),
    *(Large(f"JPEG CMYK, {size} MP", partial(saved, size, "JPEG", "CMYK")) for size in (12, 33, 50)),
]
PNG = [
    Large("PNG con grano, 12 MP", partial(saved, 12, "PNG", compress_level=1)),
    *(Large(f"PNG, {size} MP", partial(flat, size, "PNG", compress_level=1)) for size in (24, 50, 57)),
    Large("PNG transparente, 50 MP", partial(flat, 50, "PNG", "RGBA", compress_level=1)),
    Large("PNG de 16 bits, 50 MP", partial(deep, 50)),
    Large("PNG gris, 200 MP", partial(flat, 200, "PNG", "L", compress_level=1)),
    Large("PNG, 100 MP", partial(flat, 100, "PNG", compress_level=1), plain=False),
]
OTHER = [
    *(Large(f"HEIC, {size} MP", partial(heic, size)) for size in (12, 24, 50)),
    *(Large(f"WebP, {size} MP", partial(saved, size, "WEBP", method=0)) for size in (12, 17)),
    Large("AVIF, 12 MP", partial(saved, 12, "AVIF", speed=10)),
    *(Large(f"BMP, {size} MP", partial(saved, size, "BMP")) for size in (12,)),
    Large("GIF, 24 MP", partial(flat, 24, "GIF", "P")),
    *(Large(f"TIFF LZW, {size} MP", partial(flat, size, "TIFF", compression="tiff_lzw")) for size in (12, 50)),
    Large(
        "TIFF en una sola tira, 50 MP",
        partial(flat, 50, "TIFF", compression="tiff_deflate", strip_size=10**9),
        plain=False,
    ),
    *(Large(f"TIFF grupo 4, {size} MP", partial(fax, size)) for size in (35, 70, 200)),
]
PACKED = [
    *(Large(f"PDF de un JPEG, {size} MP", lambda size=size: in_pdf(saved(size, "JPEG"))) for size in (12, 50, 200)),
    Large("PDF de un JPEG progresivo, 50 MP", lambda: in_pdf(saved(50, "JPEG", progressive=True))),
    *(
        Large(f"PDF con un JPEG y texto, {size} MP", lambda size=size: in_pdf(saved(size, "JPEG"), framed=True))
        for size in (12, 50)
    ),
    Large(
        "PDF con un JPEG progresivo y texto, 50 MP", lambda: in_pdf(saved(50, "JPEG", progressive=True), framed=True)
    ),
    Large("PDF con un JPEG y texto, 200 MP", lambda: in_pdf(saved(200, "JPEG"), framed=True), plain=False),
    *(Large(f"PDF de un PNG, {size} MP", lambda size=size: in_pdf(flat(size, "PNG"))) for size in (12, 50)),
    Large("PDF de un fax, 35 MP", lambda: in_pdf(fax(35))),
    Large("PDF de seis JPEG, 12 MP", lambda: in_pdf(*[saved(12, "JPEG")] * 6)),
    Large("ZIP de diez JPEG, 12 MP", lambda: zipped(*((f"{n}.jpg", saved(12, "JPEG")) for n in range(10)))),
]
LARGE = (*JPEG, *PNG, *OTHER, *PACKED)
