"""Light and surroundings: uneven light, shadows, glare, table tops, the sensor's noise."""

from __future__ import annotations

import random

import cv2
import numpy as np

from bench.raster import Floats, Pixels

_SMALL = 96  # side of the coarse fields of light


def generator(rng: random.Random) -> np.random.Generator:
    """A numpy generator that follows from `rng`."""
    return np.random.default_rng(rng.getrandbits(64))


def shade(rng: random.Random, width: int, height: int, depth: float) -> Floats:
    """Factors of light from 1 down to 1 - depth: a slope, a soft shadow with an edge, darker corners."""
    rows, columns = np.mgrid[0 : 1 : _SMALL * 1j, 0 : 1 : _SMALL * 1j].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    slope = columns * np.cos(angle) + rows * np.sin(angle)
    slope = (slope - slope.min()) / np.ptp(slope)
    edge = rng.uniform(0.25, 0.75) + rng.uniform(-0.25, 0.25) * (columns if rng.random() < 0.5 else rows)
    side = (rows if rng.random() < 0.5 else columns) < edge
    shadow = cv2.GaussianBlur(side.astype(np.float32), (0, 0), rng.uniform(1.5, 9))
    corners = ((columns - 0.5) ** 2 + (rows - 0.5) ** 2) / 0.5
    mixed = rng.uniform(0.3, 1) * slope + rng.choice((0, 0.5, 1)) * shadow + rng.uniform(0, 0.4) * corners
    field = 1 - depth * mixed / max(1e-6, float(mixed.max()))
    return np.asarray(cv2.resize(field.astype(np.float32), (width, height)), dtype=np.float32)


def glare(width: int, height: int, at: tuple[float, float], radius: float, strength: float) -> Floats:
    """Light that a lamp adds around a pixel: 0 far from it, `strength` (0 to 1 of white) in the middle."""
    rows = np.arange(height, dtype=np.float32)[:, None] - at[1]
    columns = np.arange(width, dtype=np.float32)[None, :] - at[0]
    distance = (rows / (radius * 0.7)) ** 2 + (columns / radius) ** 2
    return np.asarray(strength * np.exp(-distance / 2), dtype=np.float32)


def table(rng: random.Random, width: int, height: int) -> Pixels:
    """A table top, a sheet of cloth, a floor: so large, in colour."""
    kind = rng.choice(("wood", "cloth", "plain", "tiles"))
    base = np.array(rng.choice(((150, 108, 70), (92, 70, 52), (168, 172, 178), (66, 82, 110), (190, 170, 160))))
    small = generator(rng).normal(0, 1, (height // 4 + 1, width // 4 + 1)).astype(np.float32)
    spreads = {"wood": (rng.uniform(12, 30), 0.9), "cloth": (1.2, 1.2), "plain": (20, 20), "tiles": (3, 3)}
    wide, high = spreads[kind]
    grain = cv2.GaussianBlur(small, (0, 0), sigmaX=wide, sigmaY=high)
    even = np.asarray(grain, dtype=np.float32) / max(1e-6, float(np.std(grain)))
    grain = np.asarray(cv2.resize(even, (width, height)), dtype=np.float32)
    pattern = _joints(rng, width, height) if kind == "tiles" else np.zeros((height, width), np.float32)
    tones = base[None, None, :] * (1 + 0.12 * grain - 0.35 * pattern)[..., None]
    return np.asarray(np.clip(tones, 0, 255), dtype=np.uint8)


def _joints(rng: random.Random, width: int, height: int) -> Floats:
    pitch = rng.randint(width // 5, width // 2)
    lines = np.zeros((height, width), np.float32)
    lines[:: max(8, pitch)] = 1
    lines[:, :: max(8, pitch)] = 1
    return np.asarray(cv2.GaussianBlur(lines, (0, 0), 2), dtype=np.float32) * 4


def noisy(rng: random.Random, picture: Floats, deviation: float) -> Floats:
    """A picture (tones of 256) with a sensor's grain: mostly the same in all colours, a little smeared."""
    tile = generator(rng).normal(0, 1, (384, 384, 3)).astype(np.float32)
    tile = 0.75 * tile.mean(axis=2, keepdims=True) * 1.7 + 0.5 * tile
    tile = np.asarray(cv2.GaussianBlur(tile, (0, 0), 0.6), dtype=np.float32)
    tile *= deviation / tile.std()
    rows, columns = -(-picture.shape[0] // 384), -(-picture.shape[1] // 384)
    return picture + np.tile(tile, (rows, columns, 1))[: picture.shape[0], : picture.shape[1]]


def moved(picture: Floats, length: float, angle: float) -> Floats:
    """A picture smeared along a line of so many pixels at an angle in degrees."""
    size = int(length) | 1
    if size < 3:
        return picture
    kernel = np.zeros((size, size), np.float32)
    kernel[size // 2] = 1
    turned = cv2.getRotationMatrix2D((size / 2 - 0.5, size / 2 - 0.5), angle, 1)
    kernel = np.asarray(cv2.warpAffine(kernel, turned, (size, size)), dtype=np.float32)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), dtype=np.float32)


def moire(picture: Floats, x: Floats, y: Floats, pitch: float, depth: float) -> Floats:
    """A picture of a screen whose dots are `pitch` millimetres wide, sampled where the photo's pixels happen to be.

    `x` and `y` are each pixel's place on the screen in millimetres; the dots of the three colours lie side by side.
    """
    phase = 2 * np.pi * x / pitch
    lines = 0.6 + 0.4 * np.cos(2 * np.pi * y / pitch)
    colours = [1 - depth + depth * lines * (1 + np.cos(phase + 2 * np.pi * part / 3)) for part in range(3)]
    return picture * np.stack(colours, axis=-1).astype(np.float32)
