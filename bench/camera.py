"""A telephone's photo of a page: geometry, surroundings, light, lens, sensor, compression, in that order."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import cv2
import numpy as np

from bench import legible, light, marks
from bench.canvas import Drawn, Spot
from bench.optics import Bend, View, view
from bench.raster import Floats, Pixels, jpeg, render
from bench.worn import worn

_PAPER_MINUS_INK = 200.0
_MOST_PIXELS = 3600


@dataclass(frozen=True, slots=True)
class Shot:
    """How photos of one kind are taken.

    `long_side` in pixels from, to; `tilt` and `roll` most degrees; `fill` part of the photo that the page spans from,
    to; `bend` waves and `creases` folds of the sheet in millimetres and number; `shade` most light lost; `spread` part
    of the allowed blur from, to; `noise` part of the allowed noise; `quality` of the JPEG from, to; `floor` the
    smallest digits in pixels; `screen` for a photo of a screen,
    `marks` for a sheet that was stamped and written on, `worn` for one that a copier and a bag have had.
    """

    long_side: tuple[int, int] = (1600, 2400)
    tilt: float = 14.0
    roll: float = 7.0
    fill: tuple[float, float] = (0.82, 1.03)
    bend: float = 1.2
    creases: int = 0
    shade: float = 0.5
    glare: bool = False
    cast: float = 0.12
    spread: tuple[float, float] = (0.3, 0.95)
    noise: float = 0.6
    quality: tuple[int, int] = (45, 85)
    marks: bool = False
    screen: bool = False
    worn: bool = False
    floor: float = legible.FLOOR


def photograph(page: Drawn, shot: Shot, rng: random.Random, beside: Drawn | None = None) -> Pixels:
    """A photo of a page, upright, before compression; `beside` is another paper that lies partly in it."""
    seen = _aimed(page, shot, rng)
    scale = max(seen.pixels_per_mm(spot) for spot in page.spots)
    picture = _surroundings(seen, rng, beside, shot)
    picture = _laid(picture, page, seen, min(14.0, 1.15 * scale), shot, rng)
    picture, contrast = _lit(picture, page, seen, shot, rng)
    return _sensed(picture, _digits(page, seen), contrast, shot, rng)


def compressed(picture: Pixels, shot: Shot, rng: random.Random) -> bytes:
    """The photo as the JPEG that is sent."""
    return jpeg(picture, rng.randint(*shot.quality))


def _digits(page: Drawn, seen: View) -> float:
    """The height in pixels of the smallest deciding digits."""
    return min(spot.digits * seen.pixels_per_mm(spot) for spot in page.spots)


def _aimed(page: Drawn, shot: Shot, rng: random.Random) -> View:
    """A view at which the deciding digits are high enough; a photo that would show them smaller is taken larger."""
    size, long_side = (page.width, page.height), rng.randint(*shot.long_side)
    fill, bend, state = rng.uniform(*shot.fill), _bend(shot, rng), rng.getstate()
    seen = view(rng, size, long_side, tilt=shot.tilt, fill=fill, roll=shot.roll, bend=bend)
    needed = shot.floor / _digits(page, seen)
    if needed <= 1:
        return seen
    rng.setstate(state)
    larger = min(_MOST_PIXELS, int(long_side * needed) + 2)
    return view(rng, size, larger, tilt=shot.tilt, fill=fill, roll=shot.roll, bend=bend)


def _bend(shot: Shot, rng: random.Random) -> Bend:
    def wave() -> tuple[float, float, float]:
        return rng.uniform(0, shot.bend), rng.uniform(0.4, 1.2), rng.uniform(0, 6.3)

    creases = tuple(
        (rng.choice((0.25, 0.33, 0.5, 0.67)) + rng.uniform(-0.03, 0.03), rng.random() < 0.4, rng.uniform(0.5, 2.0))
        for _ in range(shot.creases)
    )
    return Bend(wave(), wave(), creases)


def _surroundings(seen: View, rng: random.Random, beside: Drawn | None, shot: Shot) -> Floats:
    if shot.screen:
        return np.full((seen.height, seen.width, 3), rng.randint(8, 40), np.float32)
    ground = light.table(rng, seen.width, seen.height).astype(np.float32)
    if beside is None:
        return ground
    other = render(beside, 5.0)
    angle, side = rng.uniform(-25, 25), rng.choice((-1, 1))
    matrix = cv2.getRotationMatrix2D((other.shape[1] / 2, other.shape[0] / 2), angle, seen.width / other.shape[1] * 0.8)
    matrix[:, 2] += [
        seen.width / 2 + side * seen.width * 0.62 - other.shape[1] / 2,
        rng.uniform(-0.1, 0.5) * seen.height,
    ]
    cv2.warpAffine(
        other.astype(np.float32), matrix, (seen.width, seen.height), dst=ground, borderMode=cv2.BORDER_TRANSPARENT
    )
    return ground


def _laid(ground: Floats, page: Drawn, seen: View, per_mm: float, shot: Shot, rng: random.Random) -> Floats:
    """The page on its ground, with the shade that its edge throws."""
    x, y = seen.page_map()
    sheet = render(page, per_mm)
    if shot.worn:
        sheet = worn(sheet, rng, later=False)
    if shot.marks:
        sheet = marks.marked(sheet, page, per_mm, rng)
    laid = cv2.remap(sheet, x * per_mm - 0.5, y * per_mm - 0.5, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    picture = np.asarray(laid, dtype=np.float32)
    if shot.screen:
        picture = light.moire(picture, x, y, rng.uniform(0.16, 0.3), rng.uniform(0.12, 0.3))
    picture = marks.folded(picture, x, y, seen.page, seen.bend.creases)
    inside = ((x >= 0) & (x <= page.width) & (y >= 0) & (y <= page.height)).astype(np.float32)
    soft = np.asarray(cv2.blur(inside, (3, 3)), dtype=np.float32)[..., None]
    small = cv2.resize(inside, (seen.width // 8, seen.height // 8))
    shadow = np.asarray(cv2.resize(cv2.GaussianBlur(small, (0, 0), 2.5), (seen.width, seen.height)), dtype=np.float32)
    lying = ground * (1 - 0.5 * shadow[..., None])
    return np.asarray(picture * soft + lying * (1 - soft), dtype=np.float32)


def _lit(picture: Floats, page: Drawn, seen: View, shot: Shot, rng: random.Random) -> tuple[Floats, float]:
    """The photo under its light, and the contrast (tones of 256) that the worst-lit deciding value keeps."""
    field = light.shade(rng, seen.width, seen.height, rng.uniform(0.3, 1) * shot.shade)
    bright = rng.uniform(0.86, 1.0)
    warm, green = rng.uniform(-shot.cast, shot.cast), rng.uniform(-0.2, 0.2) * shot.cast
    cast = np.array([1 + warm, 1 + green, 1 - warm], np.float32)
    picture = picture * (field * bright)[..., None] * (cast / cast.max())
    added = _glare(page, seen, rng) if shot.glare else np.zeros((1, 1), np.float32)
    picture = picture + added[..., None] * (255 - picture)
    kept = bright * min(_at(field, spot, seen) * (1 - _at(added, spot, seen)) for spot in page.spots)
    return picture, _PAPER_MINUS_INK * kept


def _glare(page: Drawn, seen: View, rng: random.Random) -> Floats:
    """A lamp's spot, often upon the number; it leaves a third of the contrast on everything that decides."""
    target = rng.choice(page.spots)
    if rng.random() < 0.5:
        target = replace(target, left=rng.uniform(0, page.width * 0.8), top=rng.uniform(0, page.height * 0.8))
    at = seen.place(target.left + target.width / 2, target.top)
    full = light.glare(seen.width, seen.height, at, rng.uniform(0.06, 0.2) * seen.width, 1.0)
    worst = max(_at(full, spot, seen) for spot in page.spots)
    return full * min(rng.uniform(0.6, 1.0), 0.5 / max(worst, 1e-6))


def _at(field: Floats, spot: Spot, seen: View) -> float:
    """A field's value in the middle of a spot; of a field of one value that value."""
    column, row = seen.place(spot.left + spot.width / 2, spot.top + spot.height / 2)
    height, width = field.shape
    return float(field[min(height - 1, max(0, int(row))), min(width - 1, max(0, int(column)))])


def _sensed(picture: Floats, digits: float, contrast: float, shot: Shot, rng: random.Random) -> Pixels:
    """The photo through lens and sensor, within what a person can still read."""
    spread = rng.uniform(*shot.spread) * legible.MOST_SPREAD * digits
    shaken = rng.random() < 0.4
    defocus = spread * (rng.uniform(0.4, 0.8) if shaken else 1.0)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), max(0.3, defocus)), dtype=np.float32)
    if shaken:
        # A smear of length L has the spread L / sqrt(12).
        length = (max(0.0, spread**2 - defocus**2) * 12) ** 0.5
        picture = light.moved(picture, length, rng.uniform(0, 180))
    picture = light.noisy(rng, picture, rng.uniform(0.2, 1) * shot.noise * legible.most_noise(contrast))
    return np.clip(picture, 0, 255).astype(np.uint8)
