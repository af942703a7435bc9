"""The camera's geometry: where each pixel of a photo lies on the page (in millimetres), and how large print becomes."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from bench.canvas import Spot
from bench.raster import Floats

_STEP = 8  # the map is computed at every so many pixels and interpolated between: it is smooth
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bend:
    """How a sheet is not flat: waves (amplitude in mm, waves per page, phase) along and across, and creases.

    A crease is (position 0-1, along x rather than y, depth in mm).
    """

    along: tuple[float, float, float] = (0.0, 1.0, 0.0)
    across: tuple[float, float, float] = (0.0, 1.0, 0.0)
    creases: tuple[tuple[float, bool, float], ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A camera before a page: photo size in pixels, the homography from page millimetres to pixels, the bend."""

    width: int
    height: int
    matrix: Matrix
    bend: Bend
    page: tuple[float, float]

    def pixels_per_mm(self, spot: Spot) -> float:
        """The smallest magnification at a spot, in any direction."""
        x, y = spot.left + spot.width / 2, spot.top + spot.height / 2
        origin, right, down = (self._project(*point) for point in ((x, y), (x + 1, y), (x, y + 1)))
        jacobian = np.stack([right - origin, down - origin])
        return float(np.linalg.svd(jacobian, compute_uv=False)[-1])

    def place(self, x: float, y: float) -> tuple[float, float]:
        """The pixel of a point of the page."""
        column, row = self._project(x, y)
        return float(column), float(row)

    def _project(self, x: float, y: float) -> Matrix:
        far = self.matrix @ np.array([x, y, 1.0])
        return np.asarray(far[:2] / far[2], dtype=np.float64)

    def page_map(self) -> tuple[Floats, Floats]:
        """For every pixel of the photo the x and y on the page in millimetres (outside it where there is no page)."""
        columns = np.arange(0, self.width + _STEP, _STEP, dtype=np.float64)
        rows = np.arange(0, self.height + _STEP, _STEP, dtype=np.float64)
        grid = np.stack([*np.meshgrid(columns, rows), np.ones((rows.size, columns.size))])
        flat = np.tensordot(np.linalg.inv(self.matrix), grid, axes=1)
        x, y = bent(flat[0] / flat[2], flat[1] / flat[2], self.bend, self.page)
        return self._enlarged(x), self._enlarged(y)

    def _enlarged(self, coarse: Matrix) -> Floats:
        scale = np.array([[1 / _STEP, 0, 0], [0, 1 / _STEP, 0]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        fine = cv2.warpAffine(coarse.astype(np.float32), scale, (self.width, self.height), flags=flags)
        return np.asarray(fine, dtype=np.float32)


def bent(x: Matrix, y: Matrix, bend: Bend, page: tuple[float, float]) -> tuple[Matrix, Matrix]:
    """Points of a flat page, in millimetres, moved as its bend moves them."""
    width, height = page
    along, waves, phase = bend.along
    across, more, other = bend.across
    moved_y = y + along * np.sin(2 * math.pi * waves * x / width + phase)
    moved_x = x + across * np.sin(2 * math.pi * more * y / height + other)
    for where, vertical, depth in bend.creases:
        if vertical:
            moved_y = moved_y + depth * np.clip(1 - np.abs(x / width - where) * 3, 0, 1)
        else:
            moved_x = moved_x + depth * np.clip(1 - np.abs(y / height - where) * 3, 0, 1)
    return moved_x, moved_y


def view(
    rng: random.Random,
    page: tuple[float, float],
    long_side: int,
    *,
    tilt: float,
    fill: float,
    roll: float = 6.0,
    bend: Bend | None = None,
) -> View:
    """A camera that looks at a page of so many millimetres.

    `tilt` is the most degrees that it leans either way, `roll` the most that it is turned, `fill` the part of the
    photo that the page spans (over 1 cuts its margins). The photo stands or lies as the page does.
    """
    width, height = page
    frame = _frame(long_side, width, height)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    seen = _seen(corners - [width / 2, height / 2], rng, tilt, roll, distance=1.6 * max(page))
    low, high = seen.min(axis=0), seen.max(axis=0)
    scale = fill * min(frame[0] / (high[0] - low[0]), frame[1] / (high[1] - low[1]))
    shift = np.array(frame) / 2 - scale * (low + high) / 2
    spare = np.maximum(0, np.array(frame) - scale * (high - low)) / 2
    shift += spare * [rng.uniform(-0.7, 0.7), rng.uniform(-0.7, 0.7)]
    target = (seen * scale + shift).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return View(*frame, np.asarray(matrix, dtype=np.float64), bend or Bend(), page)


def _frame(long_side: int, width: float, height: float) -> tuple[int, int]:
    short = int(long_side * 0.75)
    return (long_side, short) if width > height else (short, long_side)


def _seen(points: Matrix, rng: random.Random, tilt: float, roll: float, distance: float) -> Matrix:
    """Points of the plane z = 0 as a leaning camera sees them, on a picture plane one unit away."""
    lean, turn, spin = (math.radians(rng.uniform(-most, most)) for most in (tilt, tilt, roll))
    space = np.column_stack([points, np.zeros(len(points))]) @ _rotation(lean, turn, spin).T
    depth = space[:, 2] + distance
    return np.asarray(space[:, :2] / depth[:, None], dtype=np.float64)


def _rotation(lean: float, turn: float, spin: float) -> Matrix:
    about_x = np.array([[1, 0, 0], [0, math.cos(lean), -math.sin(lean)], [0, math.sin(lean), math.cos(lean)]])
    about_y = np.array([[math.cos(turn), 0, math.sin(turn)], [0, 1, 0], [-math.sin(turn), 0, math.cos(turn)]])
    about_z = np.array([[math.cos(spin), -math.sin(spin), 0], [math.sin(spin), math.cos(spin), 0], [0, 0, 1]])
    return np.asarray(about_z @ about_y @ about_x, dtype=np.float64)
