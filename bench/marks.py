"""What people do to a sheet: stamps, handwriting, folds."""

from __future__ import annotations

import random

import cv2
import numpy as np

from bench.canvas import HAND, Canvas, Drawn
from bench.raster import Floats, Pixels, render

_INKS = ((40, 60, 150), (120, 40, 120), (170, 40, 50), (30, 30, 40))
_STAMPS = ("RECIBIDO", "COTEJADO", "SERVICIOS ESCOLARES", "ORIGINAL", "ENTREGADO")
_NOTES = ("entregar el lunes", "falta firma", "2o semestre", "copia para la escuela", "ok", "grupo 4B")


def marked(picture: Pixels, page: Drawn, per_mm: float, rng: random.Random) -> Pixels:
    """A rendered page with one to three marks on it: print stays darker than any ink, so that it shows through."""
    overlay = _marks(page, rng)
    ink = render(overlay, per_mm)
    ink = np.asarray(cv2.resize(ink, (picture.shape[1], picture.shape[0])), dtype=np.uint8)
    strength = rng.uniform(0.35, 0.6)
    return np.asarray(picture * (1 - strength * (1 - ink / 255.0)), dtype=np.uint8)


def _marks(page: Drawn, rng: random.Random) -> Drawn:
    canvas = Canvas((page.width, page.height), "Helvetica", 5)
    for _ in range(rng.randint(1, 3)):
        rng.choice((_stamp, _note, _ring))(canvas, page, rng)
    return canvas.finish()


def _stamp(canvas: Canvas, page: Drawn, rng: random.Random) -> None:
    text, ink = rng.choice(_STAMPS), rng.choice(_INKS)
    x, y = rng.uniform(0.05, 0.6) * page.width, rng.uniform(0.1, 0.9) * page.height
    wide = canvas.measure(text, 16, bold=True) + 8
    canvas.box(x, y, wide, 20, edge=ink, stroke=0.9, round_by=rng.choice((0.0, 3.0)))
    canvas.at(x + 4, y + 2, text, 16, bold=True, colour=ink)
    canvas.at(x + 4, y + 12, f"{rng.randint(1, 28):02} NOV 2026", 11, colour=ink)


def _note(canvas: Canvas, page: Drawn, rng: random.Random) -> None:
    canvas.use(HAND)
    x, y = rng.uniform(0.1, 0.6) * page.width, rng.uniform(0.05, 0.95) * page.height
    canvas.at(x, y, rng.choice(_NOTES), rng.uniform(18, 30), bold=True, colour=rng.choice(_INKS))
    canvas.use("Helvetica")


def _ring(canvas: Canvas, page: Drawn, rng: random.Random) -> None:
    """A pen's line around or under the number."""
    spot = next((spot for spot in page.spots if spot.field == "nss"), None)
    if spot is None:
        return
    ink, out = rng.choice(_INKS), rng.uniform(0.4, 1.4)
    if rng.random() < 0.5:
        canvas.box(spot.left - out - 1, spot.top - out, spot.width + 2 * out + 2, spot.height + 2 * out, edge=ink,
                   round_by=1.8, stroke=0.5)  # fmt: skip
        return
    base = spot.top + spot.height + 0.3
    canvas.rule(spot.left - 2, base, spot.left + spot.width + 3, base + rng.uniform(-0.2, 0.6), ink, 0.5)


def folded(
    picture: Floats, x: Floats, y: Floats, page: tuple[float, float], creases: tuple[tuple[float, bool, float], ...]
) -> Floats:
    """A photo (tones of 256) in which each crease throws light on one side and shade on the other.

    `x` and `y` are each pixel's place on the page in millimetres.
    """
    for where, vertical, depth in creases:
        away = (x / page[0] if vertical else y / page[1]) - where
        reach = np.exp(-np.abs(away) * 9)
        tone = 1 + 0.05 * depth * np.sign(away) * reach - 0.25 * np.exp(-((away * 420) ** 2))
        picture = picture * tone[..., None]
    return picture
