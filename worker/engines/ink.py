"""Where a gray picture of a page has ink, asked letter by letter: plain bytes answer faster than pictures cut out."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor

from PIL import Image

from worker.core.types import Box

# Where every letter and digit has ink, in shares of its box: above the baseline and clear of rules and neighbours.
_HEART = Box(0.1, 0.25, 0.9, 0.7)
# Gray tones of 256 between a letter and what it stands on; the palest small print has more.
_CONTRAST = 24
# Gray tones below its commonest one that make a pixel print, and the share of such pixels that no empty form has.
_PRINT = 60
_BUSY_SHARE = 0.015


@dataclass(frozen=True, slots=True)
class Ink:
    """A picture's tones, row by row."""

    tones: bytes = field(repr=False)
    width: int
    height: int

    @classmethod
    def of(cls, picture: Image.Image) -> Ink:
        """The tones of an 8-bit gray picture."""
        return cls(picture.tobytes(), picture.width, picture.height)

    def has_letter(self, letter: Box) -> bool:
        """Whether a letter or digit can be seen in its box, in fractions of the picture."""
        tones = self._within(_heart(letter))
        return max(tones, default=0) - min(tones, default=0) >= _CONTRAST

    def differs(self, other: Ink, letter: Box) -> bool:
        """Whether the letter's box looks otherwise in a picture of the same size (any other size differs)."""
        pairs = zip(self._within(_heart(letter)), other._within(_heart(letter)), strict=False)
        return any(abs(one - two) >= _CONTRAST for one, two in pairs)

    def is_busy(self, box: Box) -> bool:
        """Whether so much stands out from the ground of this part of the picture that it may be print."""
        tones = self._within(box)
        counts = [tones.count(tone) for tone in range(256)]
        ground = max(range(256), key=counts.__getitem__)
        return sum(counts[: max(0, ground - _PRINT)]) > _BUSY_SHARE * len(tones)

    def _within(self, box: Box) -> bytes:
        left, right = floor(box.left * self.width), ceil(box.right * self.width)
        top, bottom = floor(box.top * self.height), ceil(box.bottom * self.height)
        rows = (self.tones[row * self.width + left : row * self.width + right] for row in range(top, bottom))
        return b"".join(rows)


def _heart(letter: Box) -> Box:
    width, height = letter.right - letter.left, letter.bottom - letter.top
    return Box(
        letter.left + _HEART.left * width,
        letter.top + _HEART.top * height,
        letter.left + _HEART.right * width,
        letter.top + _HEART.bottom * height,
    )
