"""The ways in which a page arrives, by level: what a file of each looks like."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PIL import Image

from bench import legible, light
from bench.camera import Shot, compressed, photograph
from bench.canvas import Drawn
from bench.raster import Pixels, jpeg, pdf_of, png, render, tiff
from bench.worn import worn


@dataclass(frozen=True, slots=True)
class Given:
    """What a carrier takes: the page, other papers that may travel with it, and chance."""

    page: Drawn
    others: tuple[Drawn, ...]
    rng: random.Random


@dataclass(frozen=True, slots=True)
class File:
    """A finished file: its bytes, its name's ending, and the page of it that is the paper."""

    content: bytes
    suffix: str
    page: int = 1


Carrier = Callable[[Given], File]


# --- 1: born digital -----------------------------------------------------------------------------------------


def pdf_text(given: Given) -> File:
    """The PDF itself."""
    return File(given.page.pdf, ".pdf")


def screenshot(given: Given) -> File:
    """The page as a screen shows it, as a PNG; the digits are what a screen's are."""
    digits = legible.least_digits(given.page.spots)
    per_mm = max(given.rng.uniform(4.5, 8.0), (legible.SCREEN_FLOOR + 1) / digits)
    return File(png(render(given.page, per_mm)), ".png")


# --- 2: clean scans ------------------------------------------------------------------------------------------


def _scanned(given: Given, dpi: int, skew: float, grain: float) -> Pixels:
    """A flatbed's picture: slightly askew, nearly even."""
    rng = given.rng
    flat = render(given.page, dpi / 25.4)
    height, width = flat.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-skew, skew), 1)
    turned = cv2.warpAffine(flat, turn, (width, height), borderValue=(252, 252, 252))
    soft = np.asarray(cv2.GaussianBlur(turned, (0, 0), rng.uniform(0.4, 0.8)), dtype=np.float32)
    return np.clip(light.noisy(rng, soft * rng.uniform(0.95, 1), grain), 0, 255).astype(np.uint8)


def _gray(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _clean(given: Given) -> tuple[Pixels, int]:
    dpi = given.rng.choice((200, 200, 250, 300))
    pixels = _scanned(given, dpi, 1.2, given.rng.uniform(1, 4))
    return (pixels if given.rng.random() < 0.4 else _gray(pixels)), dpi


def scan_jpeg(given: Given) -> File:
    """A scan as a JPEG, gray or in colour."""
    pixels, _ = _clean(given)
    return File(jpeg(pixels, given.rng.randint(75, 92)), ".jpg")


def scan_pdf(given: Given) -> File:
    """A scan in a PDF without a text layer."""
    pixels, dpi = _clean(given)
    return File(pdf_of([Image.fromarray(pixels)], dpi, given.rng.randint(70, 90)), ".pdf")


def scan_later_page(given: Given) -> File:
    """A scanned PDF in which the page stands second or third, behind other papers."""
    before = given.others[: given.rng.randint(1, 2)]
    pictures = [_clean(replace(given, page=page)) for page in (*before, given.page)]
    return File(pdf_of([Image.fromarray(pixels) for pixels, _ in pictures], 200, 80), ".pdf", len(pictures))


def sharp_screenshot(given: Given) -> File:
    """A screenshot as a telephone shares it: a JPEG of its full size."""
    digits = legible.least_digits(given.page.spots)
    per_mm = max(given.rng.uniform(6, 8.0), (legible.SCREEN_FLOOR + 3) / digits)
    return File(jpeg(render(given.page, per_mm), given.rng.randint(80, 93)), ".jpg")


def scan_tiff(given: Given) -> File:
    """A scan in 1 bit at 300 dpi, as an office's device makes them."""
    pixels = _gray(_scanned(given, 300, 0.8, 2))
    return File(tiff([Image.fromarray(pixels > 150)], 300), ".tif")


# --- 3: fair -------------------------------------------------------------------------------------------------


def messenger(given: Given) -> File:
    """A scan or a straight photo that a messenger made small."""
    rng = given.rng
    if rng.random() < 0.5:
        return _shot(given, replace(_GOOD, long_side=(1280, 1280), quality=(50, 72)))
    digits, long_side = legible.least_digits(given.page.spots), max(given.page.width, given.page.height)
    per_mm = max(1280 / long_side, legible.FAIR_FLOOR / digits)
    pixels = _scanned(given, int(per_mm * 25.4), 2.0, rng.uniform(1, 5))
    return File(jpeg(pixels, rng.randint(48, 72)), ".jpg")


def fax(given: Given) -> File:
    """A fax-like scan: 1 bit, specks, ragged edges, about 200 dpi."""
    rng = given.rng
    pixels = _gray(_scanned(given, 204, 1.5, rng.uniform(6, 16))).astype(np.int16)
    specks = light.generator(rng).random(pixels.shape)
    dots = rng.uniform(0.0002, 0.0015)
    black = ((pixels < rng.randint(125, 165)) | (specks < dots)) & (specks < 1 - dots)
    picture = Image.fromarray(~black)
    if rng.random() < 0.5:
        return File(pdf_of([picture], 204, 75), ".pdf")
    return File(tiff([picture], 204), ".tif")


def rough_scan(given: Given) -> File:
    """A gray scan with grain, a shade at one edge and low contrast, more askew."""
    rng = given.rng
    pixels = _gray(_scanned(given, rng.choice((150, 170, 200)), 3.0, rng.uniform(5, 11))).astype(np.float32)
    shade = light.shade(rng, pixels.shape[1], pixels.shape[0], 0.3)
    faded = 255 - (255 - pixels * shade) * rng.uniform(0.6, 0.95)
    return File(jpeg(np.clip(faded, 0, 255).astype(np.uint8), rng.randint(50, 75)), ".jpg")


def small_screenshot(given: Given) -> File:
    """A screenshot that was made smaller and sent on as a JPEG."""
    rng = given.rng
    digits = legible.least_digits(given.page.spots)
    per_mm = max(rng.uniform(3.4, 5.0), legible.SCREEN_FLOOR / digits)
    large = render(given.page, per_mm * 1.6)
    size = round(given.page.width * per_mm), round(given.page.height * per_mm)
    pixels = np.asarray(cv2.resize(large, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return File(jpeg(pixels, rng.randint(62, 88)), ".jpg")


def worn_copy(given: Given) -> File:
    """A copy of a copy: augraphy's ink, paper and copier, then a scan."""
    rng = given.rng
    dpi = max(150.0, legible.FLOOR / legible.least_digits(given.page.spots) * 25.4)
    pixels = worn(render(given.page, dpi / 25.4), rng)
    turn = cv2.getRotationMatrix2D((pixels.shape[1] / 2, pixels.shape[0] / 2), rng.uniform(-1.5, 1.5), 1)
    turned = cv2.warpAffine(pixels, turn, (pixels.shape[1], pixels.shape[0]), borderMode=cv2.BORDER_REPLICATE)
    return File(jpeg(np.asarray(turned, dtype=np.uint8), rng.randint(55, 80)), ".jpg")


_GOOD = Shot(long_side=(1600, 2200), tilt=5, roll=3, bend=0.5, shade=0.25, cast=0.05, spread=(0.2, 0.6), noise=0.35,
             quality=(65, 88), floor=legible.FAIR_FLOOR)  # fmt: skip


def _shot(given: Given, shot: Shot) -> File:
    return File(compressed(photograph(given.page, shot, given.rng), shot, given.rng), ".jpg")


def good_photo(given: Given) -> File:
    """A careful photo."""
    return _shot(given, _GOOD)


def photo_in_pdf(given: Given) -> File:
    """A careful photo that a scanning app put into a PDF."""
    picture = Image.fromarray(photograph(given.page, _GOOD, given.rng))
    return File(pdf_of([picture], 150, 75), ".pdf")


# --- 4: hard, and still legible (see `legible`) -----------------------------------------------------------------


def hard_photo(given: Given) -> File:
    """A photo on a bed: leaning, curled, unevenly lit."""
    return _shot(given, Shot(glare=given.rng.random() < 0.3))


def turned_photo(given: Given) -> File:
    """A photo that lies on its side or stands on its head."""
    picture = photograph(given.page, Shot(tilt=10), given.rng)
    turned = np.ascontiguousarray(np.rot90(picture, given.rng.randint(1, 3)))
    return File(jpeg(turned, given.rng.randint(50, 85)), ".jpg")


def exif_photo(given: Given) -> File:
    """A photo that lies on its side, with the note in its EXIF that says so."""
    quarter, orientation = given.rng.choice(((1, 6), (2, 3), (3, 8)))
    picture = Image.fromarray(np.ascontiguousarray(np.rot90(photograph(given.page, Shot(tilt=10), given.rng), quarter)))
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x0112] = orientation
    picture.save(out, "JPEG", quality=given.rng.randint(55, 85), exif=exif)
    return File(out.getvalue(), ".jpg")


def beside_photo(given: Given) -> File:
    """A photo with another paper partly in it, the page small."""
    shot = Shot(fill=(0.6, 0.75), long_side=(2000, 2800))
    beside = given.others[0] if given.others else None
    return File(compressed(photograph(given.page, shot, given.rng, beside), shot, given.rng), ".jpg")


def folded_photo(given: Given) -> File:
    """A photo of a sheet that was folded twice."""
    return _shot(given, Shot(creases=given.rng.randint(1, 3), tilt=10))


def marked_photo(given: Given) -> File:
    """A photo of a sheet with stamps and handwriting on it."""
    return _shot(given, Shot(marks=True, tilt=10))


def worn_photo(given: Given) -> File:
    """A photo of a sheet whose ink and paper have suffered (augraphy), then a telephone."""
    return _shot(given, Shot(worn=True, tilt=10, noise=0.4))


def glare_photo(given: Given) -> File:
    """A photo with a lamp's spot and a shadow on it."""
    return _shot(given, Shot(glare=True, shade=0.45, tilt=10))


def small_photo(given: Given) -> File:
    """A sharp photo that a messenger made so small that the print is just large enough."""
    shot = Shot(long_side=(1280, 1280), tilt=8, spread=(0.1, 0.6), noise=0.4, quality=(60, 80), shade=0.4,
                fill=(0.9, 1.03), floor=legible.SMALL_FLOOR)  # fmt: skip
    return _shot(given, shot)


def far_photo(given: Given) -> File:
    """A large photo from afar: the page spans half of it."""
    shot = Shot(fill=(0.42, 0.55), long_side=(2400, 3200), tilt=10, bend=0.8, spread=(0.2, 0.8), shade=0.4)
    return _shot(given, shot)


def screen_photo(given: Given) -> File:
    """A photo of a screen, with moire."""
    return _shot(given, Shot(screen=True, bend=0.0, shade=0.3, cast=0.15, fill=(0.85, 1.0), tilt=9, spread=(0.4, 0.95)))
