"""Where the sheet of paper lies on a photo taken from too far: the bright, even piece of it."""

from __future__ import annotations

import cv2
import numpy as np

from worker.engines.ppocr.models import Gray
from worker.engines.ppocr.outlines import Quad, ordered

_LONGEST = 400
_GRAIN = 9
# Shares of the photo: a smaller piece is no page that could be read, a larger one needs no looking for.
_SMALLEST, _LARGEST = 0.02, 0.6
_FILLED = 0.75


def sheet_of(picture: Gray) -> Quad | None:
    """The outline of the paper on a gray picture (height, width); None where no piece of it looks like one."""
    scale = _LONGEST / max(picture.shape)
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    small = cv2.medianBlur(np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8), _GRAIN)
    _, bright = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(contours, key=cv2.contourArea, default=None)
    if largest is None:
        return None
    rectangle = cv2.minAreaRect(largest)
    area = rectangle[1][0] * rectangle[1][1]
    if not _SMALLEST <= area / small.size <= _LARGEST or cv2.contourArea(largest) < _FILLED * area:
        return None
    return ordered(np.asarray(cv2.boxPoints(rectangle))) / np.float32(scale)
