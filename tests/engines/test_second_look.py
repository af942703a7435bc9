"""What the second engine is shown, read by both engines themselves."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from tests.engines.drawn import encoded, pages_of, picture
from worker.core.boxes import around
from worker.core.types import Box, Evidence, Page, Word
from worker.engines.base import Limits, Sheet
from worker.engines.opening import open_sheets
from worker.engines.ppocr.models import missing
from worker.engines.ppocr.overlooked import with_overlooked
from worker.engines.ppocr.second import confirmed, with_earlier
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
    again = confirmed(page, doubts, sheet, lambda x, y: 0.0)
    return [re.sub(r"\W", "", word.second) for word in again.words if word.text.isdigit()]


def test_numbers_on_a_grainy_photo_are_read_a_second_time() -> None:
    """One look alone reads 9 or 10 of these 14, several reads them all."""
    shots = [(number, grainy(number, seed, grain)) for number in NUMBERS for seed, grain in ((1, 14.0), (2, 20.0))]
    agreeing = sum(seconds(shot) == [number] for number, shot in shots)
    assert agreeing >= 13


@pytest.mark.parametrize("groups", [("10", "21", "02", "7887", "4"), ("5917", "0151100")])
def test_what_tesseract_sees_as_one_word_confirms_the_words_that_it_is_of(groups: tuple[str, ...]) -> None:
    number = "".join(groups)
    sheet = sheet_of(picture((number,), (300, 110), "L"))
    ends = [40 + ImageFont.load_default(26).getlength(number[:end]) for end in accumulate(map(len, groups), initial=0)]
    boxes = (Box(left / 300, 43 / 110, right / 300, 66 / 110) for left, right in pairwise(ends))
    words = tuple(Word(text, box, 0.9) for text, box in zip(groups, boxes, strict=True))
    doubt = Evidence(1, around(word.box for word in words), "pp-ocr", number)
    again = confirmed(Page(1, 300, 110, words, "pp-ocr"), [doubt], sheet, lambda x, y: 0.0)
    assert [word.second for word in again.words] == [number, *[""] * (len(groups) - 1)]


def test_the_rules_of_a_table_do_not_keep_tesseract_from_what_stands_between() -> None:
    sheet = picture(("CON DERECHO AL SERVICIO MEDICO", "SI"), (900, 200), "L")
    pen = ImageDraw.Draw(sheet)
    for top, bottom in ((28, 98), (98, 168)):
        pen.rectangle((30, top, 880, bottom), outline=90, width=3)
    page = pages_of(recognise(encoded(sheet, "PNG"), LIMITS))[0]
    box = Box(0.03, 0.1, 0.97, 0.9)
    again = confirmed(page, [Evidence(1, box, page.engine, "")], sheet_of(sheet), lambda x, y: 0.0)
    words = sorted(again.words, key=lambda word: (round(word.box.top, 1), word.box.left))
    assert "".join(word.second for word in words) == "CONDERECHOALSERVICIOMEDICOSI"


def test_the_sunlit_part_of_a_sheet_is_not_taken_for_the_sheet() -> None:
    lines = [f"Renglon numero {number} de la hoja que cruza de la sombra a la luz del sol" for number in range(1, 10)]
    tones = np.asarray(picture(lines, (1500, 2000), "L"), np.float32)
    shade = np.where(np.arange(tones.shape[1]) < 640, 0.55, 1.0)
    page = pages_of(recognise(encoded(Image.fromarray((tones * shade).astype(np.uint8)), "PNG"), LIMITS))[0]
    assert [word.text for word in page.words].count("Renglon") == len(lines)


def pale(text: str, size: tuple[int, int], tone: int) -> Image.Image:
    """Words in a tone that is hardly darker than the paper."""
    sharp = np.asarray(picture((text,), size, "L"), np.float32)
    return Image.fromarray((255 - (255 - sharp) * (255 - tone) / 255).astype(np.uint8))


@pytest.mark.parametrize("answer", ["SI", "NO"])
def test_a_pale_answer_is_read_a_second_time(answer: str) -> None:
    """The first way to show it is too pale for Tesseract."""
    sheet = pale(answer, (300, 110), 196)
    left, top, right, bottom = ImageChops.invert(sheet).point(lambda tone: 255 if tone > 20 else 0).getbbox()  # type: ignore[misc]
    word = Word(answer, Box(left / 300, top / 110, right / 300, bottom / 110), 0.5)
    page = Page(1, 300, 110, (word,), "pp-ocr")
    again = confirmed(page, [Evidence(1, word.box, "pp-ocr", answer)], sheet_of(sheet), lambda x, y: 0.0)
    assert again.words[0].second.strip(".,|") == answer


def test_what_was_seen_in_an_earlier_look_is_remembered_of_the_same_words() -> None:
    box, apart = Box(0.1, 0.1, 0.3, 0.2), Box(0.5, 0.5, 0.7, 0.6)
    earlier = Page(1, 100, 100, (Word("VIGENTE", box, 0.9, "VIGENTE"), Word("NO", apart, 0.9, "NO")), "pp-ocr")
    now = (Word("VIGENTE", Box(0.11, 0.1, 0.3, 0.2), 0.9), Word("NO", box, 0.9), Word("NO", apart, 0.9, "N0"))
    again = with_earlier(Page(1, 100, 100, now, "pp-ocr"), earlier)
    assert [word.second for word in again.words] == ["VIGENTE", "", "N0"]


def test_a_label_that_the_first_look_missed_is_found_over_its_value() -> None:
    sheet = picture(("Con derecho al servicio medico", "SI"), (700, 200), "L")
    words = pages_of(recognise(encoded(sheet, "PNG"), LIMITS))[0].words
    value = next(word for word in words if word.text == "SI")
    page = Page(1, 700, 200, (value,), "pp-ocr")
    place = Box(0.0, value.box.top - 0.42, 0.9, value.box.top - 0.05)
    found = with_overlooked(page, [Evidence(1, place, "pp-ocr", "")], sheet_of(sheet), lambda x, y: 0.0)
    assert [word.text for word in found.words] == ["SI", "Con", "derecho", "al", "servicio", "medico"]
    label = found.words[1].box
    assert label.bottom < value.box.bottom
    assert abs(label.left - value.box.left) < 0.05


def test_words_that_are_known_are_not_found_again() -> None:
    sheet = picture(("Con derecho al servicio medico", "SI"), (700, 200), "L")
    page = pages_of(recognise(encoded(sheet, "PNG"), LIMITS))[0]
    doubt = Evidence(1, Box(0.0, 0.0, 1.0, 1.0), "pp-ocr", "")
    assert with_overlooked(page, [doubt], sheet_of(sheet), lambda x, y: 0.0) == page


def test_a_number_that_tesseract_skips_among_others_is_read_by_itself() -> None:
    number, said, size = "84966311213", "se encuentra adscrito a la Unidad de Medicina Familiar", (900, 400)
    sharp = Image.new("L", size, 230)
    places = []
    for text, top, height in ((number, 60, 26), (said, 200, 30)):
        font = ImageFont.load_default(height)
        ImageDraw.Draw(sharp).text((40, top), text, fill=40, font=font)
        places.append(Box(40 / 900, (top + 4) / 400, (40 + font.getlength(text)) / 900, (top + 4 + height) / 400))
    tones = np.asarray(sharp.filter(ImageFilter.GaussianBlur(0.8)), np.float32) * 0.6 + 40
    noise = np.random.default_rng(5).normal(0, 24, tones.shape)
    sheet = sheet_of(Image.fromarray((tones + noise).clip(0, 255).astype(np.uint8)))
    words = (Word(number, places[0], 0.9), Word("adscrito", places[1], 0.5))
    doubts = [Evidence(1, word.box, "pp-ocr", word.text) for word in words]
    again = confirmed(Page(1, *size, words, "pp-ocr"), doubts, sheet, lambda x, y: 0.0)
    assert again.words[0].second == number
