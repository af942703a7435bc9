"""Sheets that have been through printers, copiers and bags, by augraphy's effects; augraphy is known here only.

Only effects that leave print legible are used, one to three at a time. Augraphy takes its chance from the global
generators: they are set from ours and put back.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec

import cv2
import numpy as np

from bench.raster import Pixels

_INK = ("InkBleed", "LowInkRandomLines", "InkMottling", "LowInkPeriodicLines")
_PAPER = ("NoiseTexturize", "BrightnessTexturize", "ColorPaper", "Stains", "SubtleNoise")
_LATER = ("DirtyScreen", "Moire", "WaterMark")


def installed() -> bool:
    """Whether augraphy is: it comes with the dependency group `bench`."""
    return find_spec("augraphy") is not None


def worn(sheet: Pixels, rng: random.Random, *, later: bool = True) -> Pixels:
    """A rendered page after ink, paper and (with `later`) what came after. Raises ImportError without augraphy."""
    effects = [rng.choice(_INK), rng.choice(_PAPER), *([rng.choice(_LATER)] if later else [])]
    effects = [name for name in effects if rng.random() < 0.75] or effects[:1]
    augraphy = import_module("augraphy")  # takes seconds, and most papers do without
    with _seeded(rng.getrandbits(32)):
        for name in effects:
            made = getattr(augraphy, name)(p=1)(sheet)
            sheet = _colour(np.asarray(made, dtype=np.uint8), sheet)
    return sheet


def _colour(made: Pixels, like: Pixels) -> Pixels:
    """In colour and of the size that it had."""
    three = made if made.ndim == 3 else np.asarray(cv2.cvtColor(made, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
    if three.shape == like.shape:
        return three
    return np.asarray(cv2.resize(three, (like.shape[1], like.shape[0])), dtype=np.uint8)


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """The global generators set, and put back afterwards."""
    before, old = random.getstate(), np.random.get_state()
    random.seed(seed)
    np.random.seed(seed)
    cv2.setRNGSeed(seed % 2**31)
    try:
        yield
    finally:
        random.setstate(before)
        np.random.set_state(old)
