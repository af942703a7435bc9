"""Level 5: what nobody can read. Nothing of it may be sure."""

from __future__ import annotations

import random

import cv2
import numpy as np
from PIL import Image

from bench import legible, light
from bench.carriers import File, Given
from bench.raster import Floats, Pixels, jpeg, pdf_of, png, render


def _flat(given: Given, per_mm: float) -> Floats:
    return render(given.page, per_mm).astype(np.float32)


def _sent(picture: Floats, rng: random.Random) -> File:
    whole: Pixels = np.clip(picture, 0, 255).astype(np.uint8)
    return File(jpeg(whole, rng.randint(50, 85)), ".jpg")


def blurred(given: Given) -> File:
    """Out of focus by more than the title bears."""
    per_mm = given.rng.uniform(4, 7)
    spread = legible.LOST_SPREAD * legible.TITLE_MM * per_mm * given.rng.uniform(1, 1.6)
    return _sent(np.asarray(cv2.GaussianBlur(_flat(given, per_mm), (0, 0), spread), dtype=np.float32), given.rng)


def shaken(given: Given) -> File:
    """Smeared along a line by more than the title bears, and a little across it."""
    per_mm = given.rng.uniform(4, 7)
    spread = legible.LOST_SPREAD * legible.TITLE_MM * per_mm
    picture = light.moved(_flat(given, per_mm), spread * 12**0.5, given.rng.uniform(0, 180))
    return _sent(np.asarray(cv2.GaussianBlur(picture, (0, 0), spread * 0.5), dtype=np.float32), given.rng)


def tiny(given: Given) -> File:
    """A thumbnail: the title's letters are three pixels high."""
    return _sent(_flat(given, legible.LOST_HEIGHT / legible.TITLE_MM * given.rng.uniform(0.6, 1)), given.rng)


def dark(given: Given) -> File:
    """Taken in the dark: what is left of the print is less than the noise."""
    rng = given.rng
    picture = _flat(given, rng.uniform(4, 6)) * rng.uniform(0.006, 0.012) + rng.uniform(2, 8)
    return _sent(light.noisy(rng, picture, 9), rng)


def washed_out(given: Given) -> File:
    """All white: the print is gone in the light."""
    rng = given.rng
    picture = 255 - (255 - _flat(given, rng.uniform(4, 6))) * 0.012
    return _sent(light.noisy(rng, picture, 8), rng)


def blank(given: Given) -> File:
    """A sheet with nothing on it, as a picture or a scan."""
    tone = given.rng.randint(244, 255)
    pixels = np.full((1650, 1275, 3), tone, np.uint8)
    if given.rng.random() < 0.5:
        return File(png(pixels), ".png")
    return File(pdf_of([Image.fromarray(pixels)], 150, 80), ".pdf")
