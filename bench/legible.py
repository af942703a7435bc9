"""When can a person read a picture? The rule by which level 4 stays readable and level 5 does not.

It speaks of the deciding values and their labels, whose digits are (or would be) `h` pixels high in the finished
picture; the smallest of them counts:

- readable: h >= 12 (11 at level 3, 9 in a screenshot without blur, 8 in a photo that is sharp), defocus and motion
  together have a spread of at most 0.11 h, noise is at most 0.16 of the contrast that light and glare leave there,
  that contrast is at least a third of the printed one, JPEG of 40 or better;
- unreadable: h <= 3.5, or a spread of at least 0.42 of the largest title's height, or a contrast below the noise.

Between the two lies what one person reads and another does not; nothing is drawn there.
"""

from __future__ import annotations

from collections.abc import Sequence

from bench.canvas import Spot

FLOOR = 12.0
FAIR_FLOOR = 11.0
SCREEN_FLOOR = 9.0
SMALL_FLOOR = 8.0
MOST_SPREAD = 0.11
MOST_NOISE = 0.16
LEAST_CONTRAST = 0.34
LEAST_QUALITY = 40
LOST_SPREAD = 0.42
LOST_HEIGHT = 3.5
TITLE_MM = 6.0
"""Nothing on a page is printed taller than this."""


def least_digits(spots: Sequence[Spot]) -> float:
    """The height in millimetres of the smallest digits that decide."""
    return min(spot.digits for spot in spots)


def most_noise(contrast: float) -> float:
    """The greatest standard deviation of noise for a contrast, both in tones of 256."""
    return MOST_NOISE * contrast
