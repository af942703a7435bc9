"""Boxes to tick beside SI and NO, as printed, ticked by hand, askew and pale."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from worker.core.types import Box, Word
from worker.engines.ppocr.boxes import EMPTY, TICKED, with_boxes

SIZE = (1200, 300)
YES, NO = (620, 130), (900, 130)


def drawn(ticked: str, *, ink: int = 20, paper: int = 245, tilt: float = 0.0) -> Image.Image:
    """A line 'Vigente [ ] SI [ ] NO' with a cross in the box of SI, of NO, of both or of none."""
    image = Image.new("L", SIZE, paper)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(40)
    pen.text((60, 130), "Vigente:", fill=ink, font=font)
    for text, (x, y) in (("SI", YES), ("NO", NO)):
        pen.rectangle((x - 70, y, x - 26, y + 44), outline=ink, width=3)
        if text in ticked:
            pen.line((x - 64, y + 6, x - 32, y + 38), fill=ink, width=4)
            pen.line((x - 32, y + 6, x - 64, y + 38), fill=ink, width=4)
        pen.text((x, y), text, fill=ink, font=font)
    return image.rotate(-tilt, resample=Image.Resampling.BICUBIC, fillcolor=paper)


def words(tilt: float = 0.0) -> tuple[Word, ...]:
    """What a reader of letters makes of it: the two words."""
    return tuple(Word(text, _box(x, y, tilt)) for text, (x, y) in (("SI", YES), ("NO", NO)))


def _box(x: float, y: float, tilt: float) -> Box:
    width, height = SIZE
    angle = np.deg2rad(tilt)
    right, down = x + 24 - width / 2, y + 24 - height / 2
    middle = (
        width / 2 + right * np.cos(angle) - down * np.sin(angle),
        height / 2 + right * np.sin(angle) + down * np.cos(angle),
    )
    left, top = (middle[0] - 26) / width, (middle[1] - 19) / height
    return Box(float(left), float(top), float(left + 52 / width), float(top + 38 / height))


def seen(image: Image.Image, tilt: float = 0.0) -> str:
    found = with_boxes(np.asarray(image), words(tilt), float(np.tan(np.deg2rad(tilt))))
    return " ".join(word.text for word in sorted(found, key=lambda word: word.box.left))


@pytest.mark.parametrize("tilt", [0.0, 4.0, -5.0])
@pytest.mark.parametrize(("ink", "paper"), [(20, 245), (110, 190), (30, 90)])
@pytest.mark.parametrize(
    ("ticked", "expected"),
    [
        ("SI", f"{TICKED} SI {EMPTY} NO"),
        ("NO", f"{EMPTY} SI {TICKED} NO"),
        ("", f"{EMPTY} SI {EMPTY} NO"),
        ("SI NO", f"{TICKED} SI {TICKED} NO"),
    ],
)
def test_each_box_is_seen_empty_or_ticked(ticked: str, expected: str, ink: int, paper: int, tilt: float) -> None:
    assert seen(drawn(ticked, ink=ink, paper=paper, tilt=tilt), tilt) == expected


def test_where_there_are_no_boxes_none_are_seen() -> None:
    image = Image.new("L", SIZE, 245)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(40)
    for text, place in (("SI", YES), ("NO", NO), ("FOLIO 0DOQ", (100, 130))):
        pen.text(place, text, fill=20, font=font)
    assert seen(image) == "SI NO"


def test_a_letter_that_the_reader_made_of_a_box_gives_way_to_it() -> None:
    x, y = YES
    cross = Word("X", Box((x - 66) / SIZE[0], (y + 4) / SIZE[1], (x - 30) / SIZE[0], (y + 40) / SIZE[1]), 0.8)
    found = with_boxes(np.asarray(drawn("SI")), (*words(), cross), 0.0)
    assert sorted(word.text for word in found) == sorted(["SI", "NO", TICKED, EMPTY])


def test_a_word_without_width_is_no_reason_to_fail() -> None:
    nothing = Word("I", Box(1.0, 0.4, 1.0, 0.6), 0.5)
    assert nothing in with_boxes(np.asarray(drawn("SI")), (*words(), nothing), 0.0)
