"""Pages that were spoilt on purpose, and what a reader found on them before."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from worker.core.types import Box, Fault, Flaw, Word
from worker.engines import tesseract

Tones = np.ndarray[tuple[int, int], np.dtype[np.uint8]]


@dataclass(frozen=True)
class Shot:
    """A gray picture and the words that were read on it."""

    picture: Image.Image
    words: tuple[Word, ...]

    @property
    def letter(self) -> float:
        """The width of a letter in pixels."""
        widths = [(word.box.right - word.box.left) / len(word.text) for word in self.words if len(word.text) > 2]
        return float(np.median(widths)) * self.picture.width

    def box_of(self, text: str) -> Box:
        """Where this word stands."""
        return next(word.box for word in self.words if text in word.text)


def shot(picture: Image.Image) -> Shot:
    """The picture in gray, read."""
    gray = picture.convert("L")
    return Shot(gray, tesseract.words_of(gray))


def opened(content: bytes) -> Image.Image:
    """The first page of a PDF at 120 dpi, or a picture of at most 1600 pixels, in gray."""
    if content.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(content)
        page: Image.Image = document[0].render(scale=120 / 72).to_pil()
        return page.convert("L")
    picture = Image.open(io.BytesIO(content)).convert("L")
    picture.thumbnail((1600, 1600))
    return picture


def blurred(page: Shot, letters: float) -> Shot:
    """Out of focus: the blur's deviation in widths of a letter; the words stay known."""
    return Shot(page.picture.filter(ImageFilter.GaussianBlur(letters * page.letter)), page.words)


def darkened(page: Shot, share: float, grain: float = 4.0) -> Shot:
    """Taken with so much less light, and with a sensor's grain."""
    rng = np.random.default_rng(1)
    dark = np.asarray(page.picture, dtype=float) * share
    return Shot(_picture(dark + rng.normal(0, grain, dark.shape)), page.words)


def lit(page: Shot, over: Box, letters: float = 8.0) -> Shot:
    """With a lamp's reflection over a place, the rest exposed for it; the words under its core are lost."""
    tones = 0.8 * np.asarray(page.picture, dtype=float)
    height, width = tones.shape
    down, across = np.mgrid[:height, :width]
    middle = (over.left + over.right) / 2 * width, (over.top + over.bottom) / 2 * height
    distance = np.hypot(across - middle[0], 1.6 * (down - middle[1])) / (letters * page.letter)
    light = 260 * np.exp(-(distance**2) / 2)
    left = [word for word in page.words if light[_centre(word.box, width, height)] < 150]
    return Shot(_picture(tones + light), tuple(left))


def _centre(box: Box, width: int, height: int) -> tuple[int, int]:
    across, down = (box.left + box.right) / 2 * width, (box.top + box.bottom) / 2 * height
    return min(height - 1, int(down)), min(width - 1, int(across))


def cropped(page: Shot, left: float = 0, top: float = 0, right: float = 1, bottom: float = 1) -> Shot:
    """Only this part of it, in fractions, read anew."""
    wide, high = page.picture.size
    return shot(page.picture.crop((round(left * wide), round(top * high), round(right * wide), round(bottom * high))))


def shrunk(page: Shot, letter: float) -> Shot:
    """So small that a letter is this many pixels wide; the words stay known."""
    scale = letter / page.letter
    size = (round(page.picture.width * scale), round(page.picture.height * scale))
    return Shot(page.picture.resize(size, Image.Resampling.LANCZOS), page.words)


def faxed(page: Shot) -> Shot:
    """Black and white, with specks."""
    specks = np.random.default_rng(2).random((page.picture.height, page.picture.width))
    tones = np.where(np.asarray(page.picture) > 128, 255.0, 0.0)
    return Shot(_picture(np.where(specks < 0.004, 0.0, tones)), page.words)


def shadowed(page: Shot) -> Shot:
    """With the photographer's shadow over the lower half."""
    tones = np.asarray(page.picture, dtype=float)
    height = tones.shape[0]
    fall = 1 - 0.45 / (1 + np.exp(-(np.arange(height) - height * 0.35) / (height * 0.03)))
    return Shot(_picture(tones * fall[:, None]), page.words)


def faults(flaws: Sequence[Flaw]) -> set[Fault]:
    """What is wrong, without where."""
    return {flaw.fault for flaw in flaws}


def _picture(tones: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Image.Image:
    return Image.fromarray(np.clip(tones, 0, 255).astype(np.uint8))
