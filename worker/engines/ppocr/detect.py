"""Where the lines of a page stand: PP-OCR's detector and the outlines of what it marks.

The detector gives each point the probability that it lies in the middle band of a line (Liao et al., Real-time Scene
Text Detection with Differentiable Binarization, 2020). What it marks is thinner than the line, and is widened again.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from worker.engines.ppocr.models import Floats, Gray, detector
from worker.engines.ppocr.outlines import Quad, outline_of

Canvases = tuple[tuple[int, int], ...]

# Heights and widths of what the detector sees. There are few, because each new size costs it memory for good.
GLANCE: Canvases = ((736, 576), (576, 736), (736, 384))
CLOSE: Canvases = ((960, 736), (736, 960), (320, 960))
_BLANK = 255
_TEXT = 0.3
_SURE = 0.5
_WIDENED = 1.6
_THINNEST = 3.0


def lines_of(picture: Gray, canvases: Canvases = GLANCE) -> list[Quad]:
    """The lines in a gray picture (height, width), from top to bottom; it is made smaller for this, never larger.

    The larger the canvas, the smaller the print that is found, and the longer it takes: 85 and 140 ms here.
    """
    canvas, scale = _canvas(picture, canvases)
    marked = detector()(batch_of(canvas))[0, 0]
    return sorted((quad / np.float32(scale) for quad in _outlines(marked)), key=lambda quad: float(quad[:, 1].mean()))


def _canvas(picture: Gray, canvases: Canvases) -> tuple[Gray, float]:
    """The picture in the corner of the smallest canvas that shows it largest, and how much smaller it is there."""
    height, width = picture.shape
    fits = [(min(1.0, high / height, wide / width), -high * wide, (high, wide)) for high, wide in canvases]
    scale, _, (high, wide) = max(fits)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    canvas = np.full((high, wide), _BLANK, np.uint8)
    canvas[: size[1], : size[0]] = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return canvas, scale


def batch_of(gray: Gray) -> Floats:
    """A gray picture (height, width) as the networks take it: (1, 3, height, width), from -1 to 1."""
    plane = gray.astype(np.float32) / 127.5 - 1.0
    return np.broadcast_to(plane, (1, 3, *plane.shape)).copy()


def _outlines(marked: Floats) -> list[Quad]:
    """The outlines of what is marked, widened to the whole height of their lines."""
    mask = cv2.dilate((marked > _TEXT).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = (_outline(np.asarray(contour), marked) for contour in contours)
    return [quad for quad in found if quad is not None]


def _outline(contour: npt.NDArray[np.int32], marked: Floats) -> Quad | None:
    if min(cv2.minAreaRect(contour)[1]) < _THINNEST or _share(contour, marked) < _SURE:
        return None
    return outline_of(contour, _WIDENED)


def _share(contour: npt.NDArray[np.int32], marked: Floats) -> float:
    """The mean probability of text within the contour."""
    x, y, width, height = cv2.boundingRect(contour)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [contour - np.array([x, y], dtype=np.int32)], (1,))
    return float(cv2.mean(marked[y : y + height, x : x + width], mask)[0])
