"""A sheet of letter paper to draw on: fpdf2 is known here only."""

from __future__ import annotations

import base64
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from fpdf import FPDF
from fpdf.enums import EncryptionMethod

Align = Literal["L", "C", "R", "J"]
Colour = tuple[int, int, int]

BLACK: Colour = (20, 20, 20)
GREY: Colour = (105, 105, 105)
WIDTH, HEIGHT = 215.9, 279.4
_LINE = 0.47  # millimetres of line height for one point of type

# Fixed, so that the same paper drawn twice is the same file.
_MADE = datetime(2026, 1, 1, tzinfo=UTC)


class Sheet:
    """A letter page (215.9 x 279.4 mm) that is written from the top down with the built-in Latin-1 fonts.

    All lengths are millimetres, sizes of type are points. `font` is Helvetica, Times or Courier.
    """

    def __init__(self, font: str = "Helvetica", margin: float = 18.0) -> None:
        self._pdf = FPDF(format="letter", unit="mm")
        self._pdf.set_creation_date(_MADE)
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(margin)
        self._pdf.add_page()
        self._font, self._margin = font, margin
        self.width = WIDTH - 2 * margin

    def line(
        self, text: str, size: float = 10, *, bold: bool = False, align: Align = "L", colour: Colour = BLACK
    ) -> None:
        """One line over the whole width."""
        self._style(size, bold, colour)
        self._pdf.cell(self.width, size * _LINE, text, align=align, new_x="LMARGIN", new_y="NEXT")

    def prose(self, text: str, size: float = 10, *, align: Align = "J", colour: Colour = BLACK) -> None:
        """A paragraph over the whole width; what stands between two pairs of asterisks is bold."""
        self._style(size, False, colour)
        self._pdf.multi_cell(self.width, size * _LINE, text, align=align, markdown=True, new_x="LMARGIN", new_y="NEXT")

    def fields(self, rows: Sequence[tuple[str, str]], label: float = 62, size: float = 10) -> None:
        """Label and bold value, one pair a line; the values start `label` millimetres from the margin."""
        for name, value in rows:
            self._style(size, False, GREY)
            self._pdf.cell(label, size * _LINE * 1.12, name)
            self._style(size, True, BLACK)
            self._pdf.cell(self.width - label, size * _LINE * 1.12, value, new_x="LMARGIN", new_y="NEXT")

    def grid(
        self, rows: Sequence[Sequence[str]], shares: Sequence[float], size: float = 9, *, head: bool = True
    ) -> None:
        """A ruled table. `shares` are the columns' parts of the whole width; with `head` the first row is shaded."""
        self._pdf.set_draw_color(*GREY)
        for number, row in enumerate(rows):
            shaded = head and number == 0
            self._style(size, shaded, BLACK)
            self._pdf.set_fill_color(226, 230, 228)
            for text, share in zip(row, shares, strict=True):
                self._pdf.cell(self.width * share, size * _LINE * 1.35, text, border=1, fill=shaded)
            self._pdf.ln(size * _LINE * 1.35)

    def band(self, text: str, colour: Colour, size: float = 10) -> None:
        """A section's title, white on a coloured band."""
        self._style(size, True, (255, 255, 255))
        self._pdf.set_fill_color(*colour)
        self._pdf.cell(self.width, size * _LINE * 1.3, f" {text}", fill=True, new_x="LMARGIN", new_y="NEXT")
        self.space(1.2)

    def rule(self, colour: Colour = GREY) -> None:
        """A thin line across."""
        self._pdf.set_draw_color(*colour)
        self._pdf.line(self._margin, self._pdf.y, self._margin + self.width, self._pdf.y)
        self.space(1.5)

    def space(self, height: float) -> None:
        """Leave room."""
        self._pdf.ln(height)

    def frame(self, left: float, top: float, width: float, height: float, fill: Colour | None = None) -> None:
        """A box at a place on the page, filled or only drawn."""
        self._pdf.set_draw_color(*GREY)
        if fill:
            self._pdf.set_fill_color(*fill)
        self._pdf.rect(left, top, width, height, style="DF" if fill else "D")

    def at(
        self, left: float, top: float, text: str, size: float = 8, *, bold: bool = False, colour: Colour = BLACK
    ) -> None:
        """A text at a place on the page; the writing goes on where it was."""
        back = self._pdf.get_x(), self._pdf.get_y()
        self._style(size, bold, colour)
        self._pdf.text(left, top, text)
        self._pdf.set_xy(*back)

    def font(self, name: str) -> None:
        """Write on in another font."""
        self._font = name

    def picture(self, jpeg: bytes) -> None:
        """Cover the whole page with a picture."""
        self._pdf.image(jpeg, 0, 0, WIDTH, HEIGHT)

    def lock(self, password: str) -> None:
        """Let nobody open the file without the password."""
        self._pdf.set_encryption(password, password, encryption_method=EncryptionMethod.AES_128)

    def finish(self, *, mark: bool = True) -> bytes:
        """The PDF; with `mark` a line at the foot says that it is a demonstration."""
        if mark:
            self.at(self._margin, HEIGHT - 8, "DEMOSTRACIÓN · documento de una persona inventada", 6.5, colour=GREY)
        return bytes(self._pdf.output())

    def _style(self, size: float, bold: bool, colour: Colour) -> None:
        self._pdf.set_font(self._font, "B" if bold else "", size)
        self._pdf.set_text_color(*colour)


def seal(seed: str, length: int) -> str:
    """Noise as a digital seal looks: `length` characters of Base64, the same for the same seed."""
    return base64.b64encode(random.Random(seed).randbytes(length)).decode()[:length]


def number(seed: str, digits: int) -> str:
    """A number of so many digits, the same for the same seed."""
    rng = random.Random(seed)
    return "".join(rng.choice("0123456789") for _ in range(digits))
