"""Text layers that do not say what a person sees: found out, and the page read as a picture."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from fpdf import FPDF
from PIL import Image

from tests.engines.drawn import LINES, NSS, document, encoded, pages_of, picture, print_lines, saved, text_of
from worker.core.types import Page, Unreadable
from worker.engines import pdf_text
from worker.engines.base import Limits, Sheet
from worker.engines.opening import open_sheets
from worker.engines.recognise import recognise

LIMITS = Limits(max_bytes=20_000_000, max_pages=30)
OTHER = "98765432109"
WRONG = [line.replace(NSS, OTHER) for line in LINES]

pytestmark = pytest.mark.integration


def page() -> FPDF:
    pdf = FPDF(unit="pt", format=(450, 280))
    pdf.set_auto_page_break(False)
    pdf.add_page()
    return pdf


def sheet(content: bytes) -> Sheet:
    sheets = open_sheets(content, LIMITS)
    assert not isinstance(sheets, Unreadable)
    return sheets[0]


def first(content: bytes) -> Page:
    return pages_of(recognise(content, LIMITS))[0]


def beneath() -> bytes:
    """A scan drawn over its own text, which stands there in plain black and says something else."""
    pdf = page()
    print_lines(pdf, WRONG)
    pdf.image(picture(), 0, 0, 450, 280)
    return bytes(pdf.output())


def beneath_in_a_form() -> bytes:
    """The same with the text in a form of its own."""
    with pikepdf.open(BytesIO(document(picture()))) as pdf, pikepdf.open(BytesIO(document(WRONG))) as under:
        pdf.pages[0].add_underlay(under.pages[0], pikepdf.Rectangle(0, 0, 450, 280))
        return saved(pdf)


def invisible() -> bytes:
    """What a scanner's own bad OCR leaves."""
    pdf = page()
    pdf.image(picture(), 0, 0, 450, 280)
    with pdf.local_context(text_mode="INVISIBLE"):
        print_lines(pdf, WRONG)
    return bytes(pdf.output())


def under_a_header() -> bytes:
    """A printed head with enough words, and the paper itself as a picture below it."""
    pdf = page()
    print_lines(pdf, ["Instituto de prueba de la ciudad: constancia de vigencia de los derechos del asegurado"])
    pdf.image(picture(), 0, 50, 370, 230)
    return bytes(pdf.output())


def in_strips() -> bytes:
    """The same, the picture cut into strips as some scanners do."""
    pdf, whole = page(), picture()
    print_lines(pdf, ["Instituto de prueba de la ciudad: constancia de vigencia de los derechos del asegurado"])
    for top in range(0, 560, 70):
        pdf.image(whole.crop((0, top, 900, top + 70)), 0, 50 + top * 230 / 560, 370, 230 / 8)
    return bytes(pdf.output())


def without_a_map(font: str) -> bytes:
    """A subset font whose letters nobody can tell from their numbers."""
    pdf = page()
    pdf.add_font("some", fname=font)
    pdf.set_font("some", size=13)
    for number, line in enumerate(LINES):
        pdf.text(20, 32 + 35 * number, line)
    with pikepdf.open(BytesIO(bytes(pdf.output()))) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                del thing["/ToUnicode"]
        return saved(opened)


@pytest.mark.parametrize("build", [beneath, beneath_in_a_form, invisible, under_a_header, in_strips])
def test_what_a_person_sees_is_read(build: Callable[[], bytes]) -> None:
    found = first(build())
    assert found.engine != "pdfplumber"
    assert NSS in text_of(found)
    assert OTHER not in text_of(found)


def test_a_font_without_a_map_is_read_as_a_picture(some_font: str) -> None:
    found = first(without_a_map(some_font))
    assert found.engine != "pdfplumber"
    assert NSS in text_of(found)


@pytest.fixture(scope="module")
def some_font(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Pillow's own font as a file."""
    from PIL import ImageFont

    font = ImageFont.load_default(20)
    assert isinstance(font, ImageFont.FreeTypeFont)
    path = tmp_path_factory.mktemp("font") / "some.ttf"
    data = font.font_bytes if isinstance(font.font_bytes, bytes) else font.path.getvalue()
    path.write_bytes(data)
    return str(path)


def test_print_above_a_picture_that_says_nothing_is_a_layer() -> None:
    pdf = page()
    pdf.image(Image.new("RGB", (300, 200), (235, 240, 235)), 0, 0, 450, 280)
    print_lines(pdf, LINES)
    found = first(bytes(pdf.output()))
    assert found.engine == "pdfplumber"
    assert NSS in text_of(found)


def test_a_letter_that_a_picture_covers_is_not_read() -> None:
    pdf = page()
    print_lines(pdf, [*LINES, "SECRETO"])
    pdf.image(picture(lines=("OTRA COSA",), size=(300, 80)), 10, 235, 90, 24)
    assert text_of(first(bytes(pdf.output()))) == " ".join(LINES)


def outlined() -> bytes:
    """A line drawn as shapes, as a designer's program leaves it."""
    pdf = page()
    print_lines(pdf, LINES)
    for number in range(12):
        with pdf.drawing_context() as drawing:
            from fpdf.drawing import PaintedPath

            shape = PaintedPath(100 + 9 * number, 250)
            shape.curve_to(104 + 9 * number, 244, 106 + 9 * number, 244, 107 + 9 * number, 250)
            for step in range(6):
                shape.line_to(107 + 9 * number - step, 250 + step % 2 * 4)
            shape.close()
            drawing.add_item(shape)
    return bytes(pdf.output())


def with_a_strip() -> bytes:
    """A number as a small picture beside its label."""
    pdf = page()
    print_lines(pdf, LINES)
    pdf.image(picture(lines=(NSS,), size=(300, 90)), 250, 235, 100, 30)
    return bytes(pdf.output())


def with_the_title_as_a_picture() -> bytes:
    """A page whose text lacks the title, which stands above it as a picture."""
    pdf = page()
    print_lines(pdf, ("", *LINES[1:]))
    pdf.image(picture(lines=(LINES[0],), size=(900, 90)), 0, 0, 450, 45)
    return bytes(pdf.output())


@pytest.mark.parametrize("build", [outlined, with_a_strip])
def test_a_page_that_shows_more_than_its_layer_says_so(build: Callable[[], bytes]) -> None:
    assert pdf_text.may_lack(sheet(build()))


def test_a_page_of_plain_text_lacks_nothing() -> None:
    assert not pdf_text.may_lack(sheet(document(LINES)))


def test_where_the_layer_lacks_what_the_picture_says_the_page_is_read_as_a_picture() -> None:
    page = first(with_the_title_as_a_picture())
    assert page.engine == "pp-ocr"
    assert "VIGENCIA" in text_of(page)


@pytest.mark.parametrize("kind", ["JPEG2000", "1", "CMYK", "P", "LA"])
def test_pictures_of_every_make_in_a_pdf_are_read(kind: str) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(450, 280))
    drawn = picture(mode="L" if kind == "JPEG2000" else kind)
    fpdf = page()
    fpdf.image(drawn, 0, 0, 450, 280)
    content = bytes(fpdf.output())
    if kind == "JPEG2000":
        with pikepdf.open(BytesIO(content)) as opened:
            (image,) = opened.pages[0].get_images().values()
            image.write(encoded(drawn, "JPEG2000"), filter=pikepdf.Name.JPXDecode)
            content = saved(opened)
    assert NSS in text_of(first(content))
