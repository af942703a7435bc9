"""Pictures of every make, every way up, read by Tesseract itself."""

from __future__ import annotations

from io import BytesIO

import numpy
import pytest
from PIL import Image, ImageOps

from tests.engines.drawn import LINES, NSS, document, encoded, is_upright, pages_of, picture, text_of, word
from worker.core.types import Defect, Evidence, Page, Unreadable
from worker.engines import tesseract
from worker.engines.base import EngineMissing, Limits
from worker.engines.crop import crop
from worker.engines.recognise import recognise

LIMITS = Limits(max_bytes=20_000_000, max_pages=30)
ORIENTATION = 0x0112

pytestmark = pytest.mark.integration


def read(content: bytes) -> Page:
    (page,) = pages_of(recognise(content, LIMITS))
    return page


def deep(image: Image.Image) -> Image.Image:
    """The same in 16 bits of gray, of which a scanner used 12."""
    return Image.fromarray(numpy.asarray(image.convert("L")).astype(numpy.uint16) * 16)


def on_glass(image: Image.Image) -> Image.Image:
    """Black print on nothing: where there is no ink, the picture is transparent (and black beneath)."""
    clear = Image.new("RGBA", image.size, (0, 0, 0, 0))
    clear.putalpha(ImageOps.invert(image.convert("L")))
    return clear


@pytest.mark.parametrize(
    "content",
    [
        encoded(picture(), "JPEG", quality=80, progressive=True),
        encoded(picture(mode="CMYK"), "JPEG"),
        encoded(deep(picture()), "PNG"),
        encoded(picture(mode="1"), "TIFF", compression="group4"),
        encoded(picture(mode="P"), "PNG"),
        encoded(on_glass(picture()), "PNG"),
    ],
    ids=["progressive jpeg", "cmyk jpeg", "16-bit png", "1-bit tiff", "palette png", "alpha png"],
)
def test_every_make_of_picture_is_read(content: bytes) -> None:
    page = read(content)
    assert (page.engine, page.turn) == ("pp-ocr", 0)
    assert is_upright(page)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_picture_lying_on_its_side_or_head_is_set_upright(turn: int) -> None:
    lying = picture().rotate(turn, expand=True)  # anticlockwise, so that turning it clockwise sets it upright
    page = read(encoded(lying, "PNG"))
    assert page.turn == turn
    assert is_upright(page)
    assert page.width > page.height


def test_a_short_line_on_its_head_is_set_upright() -> None:
    page = read(encoded(picture(lines=LINES[1:3], size=(900, 200)).rotate(180), "PNG"))
    assert page.turn == 180
    assert NSS in text_of(page)


def test_exif_comes_before_turning() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera was held upright: to be shown turned clockwise by 90
    page = read(encoded(picture().rotate(90, expand=True), "JPEG", exif=exif))
    assert page.turn == 0
    assert is_upright(page)


def test_broken_exif_does_not_stop_the_reading() -> None:
    content = encoded(picture(), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\x01" * 30)
    assert is_upright(read(content))


def test_all_pages_of_a_tiff_are_read_and_its_thumbnail_is_not() -> None:
    small = [picture(lines=[LINES[0], f"Numero de pagina {word}"], size=(640, 200)) for word in ("UNO", "DOS", "TRES")]
    thumbnail = small[0].resize((64, 20))
    thumbnail.encoderinfo = {"tiffinfo": {254: 1}}
    pages = pages_of(recognise(encoded(small[0], "TIFF", save_all=True, append_images=[*small[1:], thumbnail]), LIMITS))
    assert [page.number for page in pages] == [1, 2, 3]
    assert [text_of(page).split()[-1] for page in pages] == ["UNO", "DOS", "TRES"]


def test_a_phones_second_picture_is_no_second_page() -> None:
    content = encoded(picture(), "MPO", save_all=True, append_images=[picture(lines=())])
    assert is_upright(read(content))


def test_what_came_of_a_photo_cut_short_is_read() -> None:
    whole = encoded(picture(), "JPEG", quality=90)
    page = read(whole[: len(whole) * 2 // 3])
    assert "VIGENCIA" in text_of(page)
    assert "interesada" not in text_of(page)


def test_a_blank_sheet_is_told_from_a_photo_that_nothing_can_be_read_on() -> None:
    blank, photo = picture(lines=()), Image.radial_gradient("L").resize((900, 1200))
    assert recognise(encoded(blank, "PNG"), LIMITS) == Unreadable(Defect.VACIO, "la hoja está en blanco")
    assert read(encoded(photo, "PNG")).words == ()
    assert read(encoded(Image.new("L", (900, 1200), 120), "PNG")).words == ()


@pytest.mark.parametrize(
    "content",
    [
        encoded(picture().rotate(90, expand=True), "PNG"),
        encoded(picture().resize((600, 373)), "PNG"),
        document(LINES),
        document(picture().rotate(180)),
    ],
    ids=["picture on its side", "small picture", "pdf with text", "scan on its head"],
)
def test_the_crop_of_a_value_says_the_value(content: bytes) -> None:
    page = read(content)
    for text in (NSS, "VIGENCIA", "interesada."):
        evidence = Evidence(page.number, word(page, text).box, page.engine, text, turn=page.turn)
        cut = crop(content, evidence, LIMITS)
        assert isinstance(cut, bytes)
        assert [found.text for found in tesseract.words_of_block(Image.open(BytesIO(cut)))] == [text]


def test_a_missing_tesseract_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    for use in (tesseract.check, lambda: read(encoded(picture(), "PNG"))):
        with pytest.raises(EngineMissing, match="apt-get install tesseract-ocr tesseract-ocr-spa"):
            use()


def test_missing_spanish_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path_factory.mktemp("tessdata")))
    for use in (tesseract.check, lambda: read(encoded(picture(), "PNG"))):
        with pytest.raises(EngineMissing, match="tesseract-ocr-spa"):
            use()
