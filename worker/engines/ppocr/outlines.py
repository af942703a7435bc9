"""Outlines of lines of text: along the top from where the text begins, and back along the bottom.

A straight line has four points, one that bends has more: as many above as below, each pair across the line.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from worker.engines.ppocr.models import Floats

Quad = Floats
"""Points (x, y) of an outline in pixels of its picture, clockwise from the corner where its text begins."""

# How many points a line that bends has above, and as many below: it may be curled, and folded twice.
_KNOTS = 6
# Neighbouring pieces of it run on like each other, unless what was marked says more.
_STIFF = 0.3
# A marked line is this much more than its own height when it is bent, and long enough for that to mean something.
_BENT, _LONG = 1.35, 6.0


def corners(quad: Quad) -> Quad:
    """The four corners of an outline (4, 2), clockwise from the upper left one."""
    if not is_bent(quad):
        return quad
    half = len(quad) // 2
    ends = quad[[0, half - 1, half, -1]]
    return ends if _is_level(ends) else ordered(ends)


def _is_level(ends: Quad) -> bool:
    """Whether the first edge runs from left to right rather than up or down."""
    right, down = ends[1] - ends[0]
    return bool(right > abs(down))


def size_of(quad: Quad) -> tuple[float, float]:
    """Length and height of a line in pixels."""
    start_top, end_top, end_bottom, start_bottom = corners(quad)
    top, bottom = end_top - start_top, end_bottom - start_bottom
    left, right = start_bottom - start_top, end_bottom - end_top
    return (
        float(max(np.hypot(*top), np.hypot(*bottom))),
        float(max(np.hypot(*left), np.hypot(*right))),
    )


def is_bent(quad: Quad) -> bool:
    """Whether the outline has more than its corners."""
    return len(quad) > 4


def edges(quad: Quad, along: npt.NDArray[Any]) -> tuple[Quad, Quad]:
    """The points of its upper and of its lower edge at these shares (0 to 1) of a line's length, each (n, 2)."""
    half = len(quad) // 2
    above, below = quad[:half], quad[half:][::-1]
    knots = np.linspace(0, 1, half)
    upper, lower = (
        np.stack([np.interp(along, knots, edge[:, axis]) for axis in (0, 1)], axis=1).astype(np.float32)
        for edge in (above, below)
    )
    return upper, lower


def ordered(points: npt.NDArray[Any]) -> Quad:
    """Four corners clockwise from the upper left one, as they stand in the picture."""
    by_x = points[np.argsort(points[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    top_left, bottom_left = left[np.argsort(left[:, 1], kind="stable")]
    top_right, bottom_right = right[np.argsort(right[:, 1], kind="stable")]
    return np.array([top_left, top_right, bottom_right, bottom_left], dtype=np.float32)


def quartered(quad: Quad, height: int) -> Quad:
    """The outline after its picture, so many pixels high, was turned clockwise by 90 degrees."""
    turned = np.stack([height - quad[:, 1], quad[:, 0]], axis=1)
    if not is_bent(quad):
        return ordered(turned)
    half = len(quad) // 2
    return turned if turned[:half, 1].mean() <= turned[half:, 1].mean() else np.roll(turned, half, axis=0)


def outline_of(contour: npt.NDArray[np.int32], widened: float) -> Quad:
    """The outline of what a detector marked in the middle band of a line, `widened` to the line's whole height.

    Args:
        contour: the points around the mark, (n, 1, 2).
        widened: what a mark lacks, in areas of it by its length and height.
    """
    (x, y), (width, height), angle = cv2.minAreaRect(contour)
    length, thick = max(width, height), cv2.contourArea(contour) / max(width, height)
    if thick > 0 and length > _LONG * thick and min(width, height) > _BENT * thick:
        return _bent(contour, widened)
    grown = widened * width * height / (width + height)
    return ordered(cv2.boxPoints(((x, y), (width + grown, height + grown), angle)))


def _bent(contour: npt.NDArray[np.int32], widened: float) -> Quad:
    """The outline that follows the middle of a mark from its left end to its right one."""
    points = _inside(contour)
    middle = points.mean(axis=0)
    across = np.linalg.svd(points - middle, full_matrices=False)[2]
    along = across[0] if across[0][0] > 0 else -across[0]
    down = np.array([-along[1], along[0]])
    places, offsets = (points - middle) @ along, (points - middle) @ down
    length, thick = float(np.ptp(places)), len(points) / max(1.0, float(np.ptp(places)))
    grown = widened * length * thick / (length + thick)
    knots = np.linspace(places.min(), places.max(), _KNOTS)
    heights = _followed(places, offsets, knots)
    knots = knots + np.linspace(-grown, grown, _KNOTS) / 2
    half = (thick + grown) / 2
    above, below = (middle + np.outer(knots, along) + np.outer(heights + side, down) for side in (-half, half))
    return np.concatenate([above, below[::-1]]).astype(np.float32)


def _inside(contour: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """All points within a contour, (n, 2)."""
    left, top, width, height = cv2.boundingRect(contour)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [contour - np.array([left, top], dtype=np.int32)], (1,))
    rows, columns = np.nonzero(mask)
    return np.stack([columns + left, rows + top], axis=1).astype(np.float64)


def _followed(
    places: npt.NDArray[np.float64], offsets: npt.NDArray[np.float64], knots: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """How far down the middle of the points is at each knot: straight from one to the next, and not too crooked."""
    step = knots[1] - knots[0]
    hats = np.clip(1 - np.abs(places[:, None] - knots[None, :]) / step, 0, None)
    stiff = _STIFF * np.sqrt(len(places)) * np.diff(np.eye(len(knots)), n=2, axis=0)
    system, wanted = np.concatenate([hats, stiff]), np.concatenate([offsets, np.zeros(len(stiff))])
    return np.asarray(np.linalg.lstsq(system, wanted, rcond=None)[0], np.float64)
