from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pypdfium2
import pytesseract
import pytest
from PIL import Image, ImageChops

from worker.demo import photo
from worker.demo.constancias import constancia
from worker.demo.people import students
from worker.demo.school import BACHILLERATO, SCHOOL

WHO = students(1)[0]
PAPERS = {
    "form": constancia(WHO, True, SCHOOL, issued=date(2026, 9, 7)),
    "letter": constancia(WHO, False, BACHILLERATO, issued=date(2026, 9, 7), layout=2),
}
CARRIERS: dict[str, Callable[[bytes], bytes]] = {
    "scan": lambda pdf: photo.scan(pdf, 1),
    "photo": lambda pdf: photo.photo(pdf, 1),
    "screenshot": photo.screenshot,
}


def opened(content: bytes) -> Image.Image:
    if not content.startswith(b"%PDF"):
        return Image.open(io.BytesIO(content))
    image: Image.Image = pypdfium2.PdfDocument(content)[0].render(scale=200 / 72).to_pil()
    return image


def digits_read(content: bytes) -> str:
    text: str = pytesseract.image_to_string(opened(content), lang="spa")
    return text.replace(" ", "").replace("-", "")


@pytest.mark.integration
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("carrier", CARRIERS)
def test_tesseract_reads_the_nss_from(carrier: str, paper: str) -> None:
    assert WHO.nss in digits_read(CARRIERS[carrier](PAPERS[paper]))


@pytest.mark.integration
def test_tesseract_reads_nothing_from_an_unreadable_photo() -> None:
    read = digits_read(photo.unreadable(PAPERS["form"], 1))
    assert WHO.nss not in read
    assert WHO.curp not in read


def test_a_scan_has_one_grey_page_and_no_text_layer() -> None:
    document = pypdfium2.PdfDocument(photo.scan(PAPERS["form"]))
    assert len(document) == 1
    assert str(document[0].get_textpage().get_text_bounded()).strip() == ""
    red, green, blue = opened(photo.scan(PAPERS["form"])).convert("RGB").split()
    assert ImageChops.difference(red, green).getbbox() is None
    assert ImageChops.difference(green, blue).getbbox() is None


def test_carriers_are_what_their_names_say() -> None:
    assert opened(photo.photo(PAPERS["form"])).format == "JPEG"
    assert opened(photo.screenshot(PAPERS["form"])).format == "PNG"
    assert photo.scan(PAPERS["form"]).startswith(b"%PDF")


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_photo_turned_back_is_the_photo(degrees: int) -> None:
    shot = photo.photo(PAPERS["form"], 2)
    turned = opened(photo.turned(shot, degrees))
    original = opened(shot)
    assert turned.size == (original.size if degrees == 180 else original.size[::-1])
    back = turned.rotate(degrees, expand=True).convert("L").resize((60, 80))
    first, last = ImageChops.difference(back, original.convert("L").resize((60, 80))).getextrema()
    assert (first, last) <= (0, 12)


def test_a_turn_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        photo.turned(photo.photo(PAPERS["form"]), 45)


def test_a_protected_pdf_opens_with_its_password_only() -> None:
    locked = photo.protect(PAPERS["form"], "1234")
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(locked)
    assert len(pypdfium2.PdfDocument(locked, password="1234")) == 1


@pytest.mark.parametrize("carrier", CARRIERS)
def test_the_same_paper_carried_twice_is_the_same_file(carrier: str) -> None:
    assert CARRIERS[carrier](PAPERS["form"]) == CARRIERS[carrier](PAPERS["form"])
