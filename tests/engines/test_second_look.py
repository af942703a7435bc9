"""What the second engine is shown, read by both engines themselves."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageFilter

from tests.engines.drawn import encoded, pages_of, picture
from worker.core.types import Evidence
from worker.engines.base import Limits, Sheet
from worker.engines.opening import open_sheets
from worker.engines.ppocr.models import missing
from worker.engines.ppocr.second import confirmed
from worker.engines.recognise import recognise

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(bool(missing()), reason="the lighter engine reads the whole page at once"),
]

LIMITS = Limits(max_bytes=20_000_000, max_pages=1)
NUMBERS = ("12345678903", "92919084431", "84966311213", "48979152914", "71210501236", "03210512343", "71190460015")


def sheet_of(image: Image.Image) -> Sheet:
    sheets = open_sheets(encoded(image, "PNG"), LIMITS)
    assert isinstance(sheets, tuple)
    return sheets[0]


def grainy(number: str, seed: int, grain: float) -> Image.Image:
    """A number as on a dark photo."""
    sharp = picture((f"NSS {number}",), (700, 110), "L").filter(ImageFilter.GaussianBlur(0.8))
    tones = np.asarray(sharp, np.float32) * 0.45 + 60
    noise = np.random.default_rng(seed).normal(0, grain, tones.shape)
    return Image.fromarray((tones + noise).clip(0, 255).astype(np.uint8))


def seconds(image: Image.Image) -> list[str]:
    """What the second engine read in the places of the words that the first read as numbers."""
    sheet = sheet_of(image)
    page = pages_of(recognise(encoded(image, "PNG"), LIMITS))[0]
    doubts = [Evidence(1, word.box, page.engine, word.text) for word in page.words if word.text.isdigit()]
    return [word.second for word in confirmed(page, doubts, sheet, lambda x, y: 0.0).words if word.text.isdigit()]


def test_numbers_on_a_grainy_photo_are_read_a_second_time() -> None:
    """One look alone reads 9 or 10 of these 14, several reads them all."""
    shots = [(number, grainy(number, seed, grain)) for number in NUMBERS for seed, grain in ((1, 14.0), (2, 20.0))]
    agreeing = sum(seconds(shot) == [number] for number, shot in shots)
    assert agreeing >= 13


def test_the_sunlit_part_of_a_sheet_is_not_taken_for_the_sheet() -> None:
    lines = [f"Renglon numero {number} de la hoja que cruza de la sombra a la luz del sol" for number in range(1, 10)]
    tones = np.asarray(picture(lines, (1500, 2000), "L"), np.float32)
    shade = np.where(np.arange(tones.shape[1]) < 640, 0.55, 1.0)
    page = pages_of(recognise(encoded(Image.fromarray((tones * shade).astype(np.uint8)), "PNG"), LIMITS))[0]
    assert [word.text for word in page.words].count("Renglon") == len(lines)
