"""Made-up papers as files: nothing here is of a real person, and nothing is taken from a real paper."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from worker.core.types import Page, Unreadable, Word

NSS = "12345678903"
LINES = (
    "CONSTANCIA DE VIGENCIA DE DERECHOS",
    "Nombre: FULANA DE TAL EJEMPLO",
    f"Numero de Seguridad Social: {NSS}",
    "Con derecho al servicio medico: SI",
    "Unidad de Medicina Familiar: 13",
    "Esta constancia se expide a solicitud de la persona interesada.",
)
SIZE = (900, 560)


def picture(lines: Sequence[str] = LINES, size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """Lines of black print on white, upright."""
    image = Image.new("RGB", size, "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(26)
    for number, line in enumerate(lines):
        pen.text((40, 40 + 70 * number), line, fill="black", font=font)
    return image.convert(mode)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The picture as a file of this kind of Pillow's."""
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def document(*pages: Sequence[str] | Image.Image) -> bytes:
    """A PDF with a page of text for each list of lines, and a page-filling picture for each picture."""
    pdf = FPDF(unit="pt", format=(450, 280))
    pdf.set_auto_page_break(False)
    for content in pages:
        pdf.add_page()
        if isinstance(content, Image.Image):
            pdf.image(content, 0, 0, 450, 280)
        else:
            print_lines(pdf, content)
    return bytes(pdf.output())


def print_lines(pdf: FPDF, lines: Sequence[str]) -> None:
    """The lines as text where `picture` has them."""
    pdf.set_font("Helvetica", size=13)
    for number, line in enumerate(lines):
        pdf.text(20, 32 + 35 * number, line)


def with_page(content: bytes, **entries: Any) -> bytes:
    """The PDF with these entries (`Rotate=90`, `CropBox=[…]`) set on its first page."""
    with pikepdf.open(BytesIO(content)) as pdf:
        for name, value in entries.items():
            pdf.pages[0].obj[f"/{name}"] = value
        return saved(pdf)


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    """The PDF as a file."""
    out = BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def pages_of(result: tuple[Page, ...] | Unreadable) -> tuple[Page, ...]:
    """The pages, or a failed test that says why there are none."""
    assert not isinstance(result, Unreadable), result
    return result


def text_of(page: Page) -> str:
    """The page's words in reading order, by lines."""
    return " ".join(word.text for word in page.words)


def word(page: Page, text: str) -> Word:
    """The one word that says exactly this."""
    (found,) = (word for word in page.words if word.text == text)
    return found


def is_upright(page: Page) -> bool:
    """Whether the NSS is there and the lines follow each other from the top."""
    tops = [word(page, text).box.top for text in ("VIGENCIA", NSS, "servicio")]
    return all(upper < lower for upper, lower in pairwise(tops))
