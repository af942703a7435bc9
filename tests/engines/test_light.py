"""What is taken out of a photo: its light and its grain."""

from __future__ import annotations

import numpy as np
import pytest

from worker.engines.ppocr.light import calmed
from worker.engines.ppocr.models import Gray, missing

pytestmark = pytest.mark.skipif(bool(missing()), reason="the lighter engine reads the page as it is")

PAPER, INK = 210, 40
STROKES = slice(60, 64)


def grainy(height: int) -> Gray:
    """Strokes of four pixels on paper, with a sensor's noise."""
    sheet = np.full((height, 400), PAPER, np.float32)
    sheet[:, STROKES] = INK
    return np.asarray(np.clip(sheet + np.random.default_rng(5).normal(0, 12, sheet.shape), 0, 255), np.uint8)


@pytest.mark.parametrize("height", [48, 200])
def test_grain_is_smoothed_and_strokes_stay(height: int) -> None:
    before = grainy(height)
    after = calmed(before)
    assert after.shape == before.shape
    assert after[:, 100:].std() < before[:, 100:].std() / 2
    assert after[:, STROKES].mean() < INK + 10
