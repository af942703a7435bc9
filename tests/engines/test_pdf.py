"""PDFs: the text layer where it says what a person sees, else the page as a picture."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from fpdf import FPDF

from tests.engines.drawn import LINES, NSS, document, is_upright, pages_of, picture, print_lines, saved, text_of, word
from tests.engines.drawn import with_page as paged
from worker.core.types import Box, Defect, Page, Unreadable, Word
from worker.engines import layer
from worker.engines.base import READING_PIXELS, Limits
from worker.engines.opening import open_sheets
from worker.engines.recognise import recognise

LIMITS = Limits(max_bytes=20_000_000, max_pages=30)

pytestmark = pytest.mark.integration


def read(content: bytes) -> tuple[Page, ...]:
    return pages_of(recognise(content, LIMITS))


def ink(content: bytes) -> Box:
    """Where the first page of a PDF has ink, as a viewer shows it."""
    with pypdfium2.PdfDocument(content) as pdf:
        shown = pdf[0].render(scale=2, grayscale=True).to_pil()
    left, top, right, bottom = shown.point(lambda value: 255 - value).getbbox()
    return Box(left / shown.width, top / shown.height, right / shown.width, bottom / shown.height)


def rotated_print(turn: int) -> bytes:
    """One line, printed turned, on a page whose /Rotate sets it upright."""
    pdf = FPDF(unit="pt", format=(400, 300))
    pdf.add_page()
    pdf.set_font("Helvetica", size=10)
    with pdf.rotation(turn, 200, 150):
        pdf.text(130, 130, "Constancia de la vigencia de los derechos del")
        pdf.text(130, 145, "asegurado que se expide a la persona")
    return paged(bytes(pdf.output()), Rotate=turn)


def test_a_text_layer_is_taken_as_it_is() -> None:
    (page,) = read(document(LINES))
    assert (page.engine, page.turn, page.width, page.height) == ("pdfplumber", 0, 450, 280)
    assert is_upright(page)
    assert word(page, NSS).confidence == 1.0


def test_bold_that_is_printed_twice_is_read_once() -> None:
    pdf = FPDF(unit="pt", format=(450, 280))
    pdf.add_page()
    print_lines(pdf, LINES)
    with pdf.local_context():
        pdf.set_font("Helvetica", size=13)
        for number, line in enumerate(LINES):
            pdf.text(20.4, 32 + 35 * number, line)
    (page,) = read(bytes(pdf.output()))
    assert (page.engine, text_of(page)) == ("pdfplumber", " ".join(LINES))


def test_a_scan_is_read_as_a_picture() -> None:
    (page,) = read(document(picture()))
    assert page.engine == "pp-ocr"
    assert is_upright(page)


def test_each_page_is_read_in_its_own_way() -> None:
    first, second = read(document(LINES, picture()))
    assert [(first.number, first.engine), (second.number, second.engine)] == [(1, "pdfplumber"), (2, "pp-ocr")]
    assert is_upright(first)
    assert is_upright(second)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "boxes",
    [{}, {"CropBox": [60, 40, 380, 290]}, {"CropBox": [60, 40, 380, 290], "MediaBox": [-30, -10, 420, 330]}],
    ids=["whole", "cropped", "shifted"],
)
def test_boxes_lie_where_a_viewer_shows_the_words(turn: int, boxes: dict[str, Any]) -> None:
    content = paged(rotated_print(turn), **boxes)
    (page,) = read(content)
    assert page.engine == "pdfplumber"
    shown = ink(content)
    assert min(word.box.left for word in page.words) == pytest.approx(shown.left, abs=0.01)
    assert max(word.box.right for word in page.words) == pytest.approx(shown.right, abs=0.01)
    assert min(word.box.top for word in page.words) == pytest.approx(shown.top, abs=0.02)
    assert max(word.box.bottom for word in page.words) == pytest.approx(shown.bottom, abs=0.02)


def test_words_that_the_crop_box_hides_are_not_read() -> None:
    (page,) = read(paged(document(LINES), CropBox=[0, 0, 450, 225]))
    assert "CONSTANCIA" not in text_of(page)
    assert NSS in text_of(page)


def test_print_that_runs_sideways_is_set_upright() -> None:
    pdf = FPDF(unit="pt", format=(280, 450))
    pdf.add_page()
    with pdf.rotation(90, 0, 0):
        pdf.set_font("Helvetica", size=13)
        for number, line in enumerate(LINES):
            pdf.text(-430, 32 + 35 * number, line)
    (page,) = read(bytes(pdf.output()))
    assert (page.engine, page.turn) == ("pp-ocr", 90)
    assert is_upright(page)


def test_a_layer_of_rubbish_is_not_believed() -> None:
    pdf = FPDF(unit="pt", format=(450, 280))
    pdf.add_page()
    print_lines(pdf, ["".join(chr((ord(letter) + 3) % 95 + 32) for letter in line) for line in LINES])
    pdf.image(picture(), 0, 0, 450, 280)
    (page,) = read(bytes(pdf.output()))
    assert page.engine == "pp-ocr"
    assert is_upright(page)


def test_an_invisible_layer_over_a_scan_is_not_believed() -> None:
    wrong = [line.replace(NSS, "98765432109") for line in LINES]
    with pikepdf.open(BytesIO(document(picture()))) as pdf, pikepdf.open(BytesIO(document(wrong))) as over:
        over.pages[0].contents_add(b"3 Tr", prepend=True)
        pdf.pages[0].add_overlay(over.pages[0], pikepdf.Rectangle(0, 0, 450, 280))
        hidden = saved(pdf)
    assert NSS in text_of(read(hidden)[0])


def test_a_stamp_on_a_scan_is_no_layer() -> None:
    pdf = FPDF(unit="pt", format=(450, 280))
    pdf.add_page()
    pdf.image(picture(), 0, 0, 450, 280)
    pdf.set_font("Helvetica", size=8)
    pdf.text(20, 270, "Recibido en la ventanilla de la oficina el dia de hoy")
    assert NSS in text_of(read(bytes(pdf.output()))[0])


def test_print_on_a_background_picture_is_a_layer() -> None:
    pdf = FPDF(unit="pt", format=(450, 280))
    pdf.add_page()
    pdf.image(picture(lines=()), 0, 0, 450, 280)
    print_lines(pdf, LINES)
    (page,) = read(bytes(pdf.output()))
    assert page.engine == "pdfplumber"


def test_a_note_typed_upon_the_page_is_read_too() -> None:
    pdf = FPDF(unit="pt", format=(450, 280))
    pdf.add_page()
    print_lines(pdf, LINES)
    pdf.set_font("Helvetica", size=13)
    pdf.free_text_annotation("CLINICA VEINTITRES", x=230, y=250, w=200, h=20)
    (page,) = read(bytes(pdf.output()))
    assert page.engine == "pp-ocr"
    assert "VEINTITRES" in text_of(page)


def test_a_page_that_claims_to_be_huge_costs_no_more_than_another() -> None:
    sheets = open_sheets(paged(document(picture()), MediaBox=[0, 0, 14_400, 14_400]), LIMITS)
    assert not isinstance(sheets, Unreadable)
    drawn = sheets[0].picture(READING_PIXELS)
    assert drawn.width * drawn.height < 5_000_000


def test_a_blank_file_is_empty_and_a_blank_page_among_others_has_no_words() -> None:
    assert recognise(document(()), LIMITS) == Unreadable(Defect.VACIO, "la hoja está en blanco")
    assert read(document((), LINES))[0].words == ()


def drawn_over(paint: Callable[[FPDF], None]) -> str:
    """The text that is read from a page of LINES on which something more is drawn."""
    pdf = FPDF(unit="pt", format=(450, 280))
    pdf.add_page()
    print_lines(pdf, LINES)
    paint(pdf)
    (page,) = read(bytes(pdf.output()))
    assert page.engine == "pdfplumber"
    return text_of(page)


def white(pdf: FPDF) -> None:
    pdf.set_text_color(250)
    pdf.text(20, 250, "SECRETO")


def invisible(pdf: FPDF) -> None:
    with pdf.local_context(text_mode="INVISIBLE"):
        pdf.text(20, 250, "SECRETO")


def covered(pdf: FPDF) -> None:
    pdf.text(20, 250, "SECRETO")
    pdf.set_fill_color(255)
    pdf.rect(10, 235, 200, 25, style="F")


def white_on_black(pdf: FPDF) -> None:
    pdf.rect(10, 235, 200, 25, style="F")
    pdf.set_text_color(255)
    pdf.text(20, 250, "SECRETO")


@pytest.mark.parametrize("paint", [white, invisible, covered])
def test_print_that_nobody_sees_is_not_read(paint: Callable[[FPDF], None]) -> None:
    assert drawn_over(paint) == " ".join(LINES)


def test_white_print_on_black_is_seen() -> None:
    assert "SECRETO" in drawn_over(white_on_black)


def words(text: str) -> list[Word]:
    return [Word(part, Box(0.1, 0.1, 0.2, 0.12)) for part in text.split()]


@pytest.mark.parametrize(
    ("text", "usable"),
    [
        (" ".join(LINES), True),
        ("Folio 7", False),
        ("(cid:12)(cid:33) (cid:5) " * 12, False),
        ("\ue012\ue013\ue020 vigencia de derechos del " * 6, False),
        ("FRQVWDQFLD GH YLJHQFLD GH GHUHFKRV GHO VHUYLFLR PHGLFR " * 4, False),
        ("1234 5678 / 9012 3456 -- 7890 1111 2222 3333", False),
        (" ".join(LINES * 9).replace(NSS, "(cid:20)(cid:21)(cid:22)(cid:23)", 1), False),
        ("Ob doscrobde ol vegoncea ro urodo " * 8, False),
        (" ".join(["(cid:127)", *LINES * 9]), True),
    ],
    ids=[
        "spanish",
        "too little",
        "cid",
        "private use",
        "shifted alphabet",
        "digits only",
        "one number",
        "other letters",
        "one bullet",
    ],
)
def test_what_makes_a_layer_usable(text: str, usable: bool) -> None:
    assert layer.is_usable(words(text)) is usable
