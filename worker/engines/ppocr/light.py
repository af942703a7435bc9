"""What a camera adds taken out of a photo: shadows and gradients become even paper, and grain becomes smooth."""

from __future__ import annotations

import cv2
import numpy as np

from worker.engines.ppocr.models import Gray

# In shares of the shorter side: larger than any letter, smaller than any shadow.
_PATCH = 0.03
# Light changes slowly: it is measured on a picture so much smaller.
_COARSER = 8
# Gray tones of 256 between the brightest and the darkest paper of a page in even light, its folds included.
_UNEVEN = 70
# Pixels: about as wide as a stroke of a letter.
_GRAIN = 5


def is_uneven(picture: Gray) -> bool:
    """Whether the paper is much darker in one part of a picture (height, width) than in another."""
    paper = cv2.dilate(cv2.resize(picture, (32, 32), interpolation=cv2.INTER_AREA), np.ones((3, 3), np.uint8))
    low, high = np.percentile(paper, (5, 95))
    return bool(high - low > _UNEVEN)


def flattened(picture: Gray) -> Gray:
    """The picture (height, width) divided by the brightness of the paper around each point."""
    small = cv2.resize(picture, None, fx=1 / _COARSER, fy=1 / _COARSER, interpolation=cv2.INTER_AREA)
    size = max(3, round(_PATCH * min(small.shape))) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    paper = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), (0, 0), size / 2)
    height, width = picture.shape
    smooth = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    even = picture.astype(np.float32) * (235.0 / np.maximum(smooth.astype(np.float32), 20.0))
    return np.clip(even, 0, 255).astype(np.uint8)


def calmed(line: Gray) -> Gray:
    """A line (height, width) with its paper smoothed and its strokes left as they are.

    Wiener's filter: what varies around a point no more than around half of all points is its grain.
    """
    tones, around = line.astype(np.float32), (_GRAIN, _GRAIN)
    mean = cv2.blur(tones, around)
    varies = np.maximum(cv2.blur(tones * tones, around) - mean * mean, 1e-3)
    kept = np.maximum(varies - np.median(varies), 0) / varies
    return np.asarray(np.clip(mean + kept * (tones - mean), 0, 255), np.uint8)
