"""A picture with the words found on it, and what its print looks like: ink, paper, edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from worker.core.types import Box, Word

Gray = npt.NDArray[np.uint8]

FAINTEST_PRINT = 32
"""Gray tones of 256 between ink and paper; below it the grain of a photo looks like print."""

_ENOUGH = 6
_SAMPLED = 24
_GLANCE = 640
# A letter page's lines have about 85 letters, its margins take as much as 25 more.
_LETTERS_ACROSS = 110
_LINE = 4.0
_NEARLY = 0.8


@dataclass(frozen=True)
class Print:
    """The print at one word: ink and paper in gray tones of 256, and how wide its softer edges are, in pixels."""

    ink: int
    paper: int
    edge: float


@dataclass(frozen=True)
class View:
    """A gray picture and the telling ones of its words, in fractions of it."""

    gray: Gray
    words: tuple[Word, ...]

    @cached_property
    def letter(self) -> float:
        """The width of a letter in pixels; where too few words were found, that of a letter page that fills it."""
        wide = self.gray.shape[1]
        widths = [(word.box.right - word.box.left) * wide / len(word.text) for word in self.words]
        return float(np.median(widths)) if len(widths) >= _ENOUGH else min(self.gray.shape) / _LETTERS_ACROSS

    @cached_property
    def prints(self) -> tuple[Print, ...]:
        """The print at some of the words, evenly chosen; nothing where there are too few to tell."""
        step = max(1, len(self.words) // _SAMPLED)
        chosen = self.words[::step] if len(self.words) >= _ENOUGH else ()
        return tuple(_print(crop) for word in chosen if min((crop := crop_of(self.gray, word.box)).shape) >= 4)

    @cached_property
    def paper(self) -> float:
        """How bright the paper is around the words, 0 to 255; without words, how bright the picture gets."""
        if self.prints:
            return float(np.median([each.paper for each in self.prints]))
        return float(quantiles(self.glance, (0.95,))[0])

    @cached_property
    def tones(self) -> tuple[float, float]:
        """How bright the ink and the paper are around the words; 0 and `paper` without words."""
        return (float(np.median([each.ink for each in self.prints])) if self.prints else 0.0), self.paper

    @cached_property
    def glance(self) -> Gray:
        """The picture made small: about 640 pixels long, by a whole number."""
        height, width = self.gray.shape
        times = max(1, round(max(height, width) / _GLANCE))
        size = (width // times, height // times)
        whole = self.gray[: size[1] * times, : size[0] * times]
        return np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)

    @cached_property
    def thin_and_dark(self) -> float:
        """How much of the picture is darker than what is above and below it: lines of print, even blurred ones."""
        letter = min(self.glance.shape) / _LETTERS_ACROSS
        upright = np.ones((int(_LINE * letter) | 1, 1), np.uint8)
        deep = cv2.morphologyEx(self.glance, cv2.MORPH_BLACKHAT, upright)
        return float((deep > max(4.0, 0.06 * self.paper)).mean())

    @cached_property
    def light(self) -> float:
        """How much of the picture is nearly as bright as it gets."""
        return float((self.glance > _NEARLY * self.paper).mean())


def crop_of(gray: Gray, box: Box) -> Gray:
    """The part of a picture within a box; it may be empty."""
    height, width = gray.shape
    top, bottom = max(0, int(box.top * height)), int(np.ceil(box.bottom * height))
    left, right = max(0, int(box.left * width)), int(np.ceil(box.right * width))
    return np.ascontiguousarray(gray[top:bottom, left:right])


def quantiles(tones: Gray, shares: Sequence[float]) -> list[int]:
    """The tones below which these shares (0 to 1) of the pixels lie; much quicker on 8 bits than sorting."""
    counts = np.cumsum(cv2.calcHist([tones], [0], None, [256], [0, 256]))
    return [int(place) for place in np.searchsorted(counts, np.asarray(shares) * tones.size)]


def edges_of(tones: Gray, contrast: int) -> tuple[float, float]:
    """How many pixels the steepest edges take from ink to paper: in the direction where they are sharper, and softer.

    A sharp edge of a picture that was never enlarged takes 2. Letters have edges in both directions.
    """
    across = cv2.absdiff(np.ascontiguousarray(tones[:, 2:]), np.ascontiguousarray(tones[:, :-2]))
    down = cv2.absdiff(np.ascontiguousarray(tones[2:]), np.ascontiguousarray(tones[:-2]))
    steepest = sorted(quantiles(np.asarray(steps, dtype=np.uint8), (0.98,))[0] for steps in (across, down))
    return 2 * contrast / max(steepest[1], 1), 2 * contrast / max(steepest[0], 1)


def _print(crop: Gray) -> Print:
    ink, paper = quantiles(crop, (0.03, 0.92))
    return Print(ink, paper, edges_of(crop, paper - ink)[1])
