"""A page to draw on in millimetres, with several families of type; fpdf2 is known here only."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from importlib.util import find_spec
from typing import Literal

from fpdf import FPDF
from fpdf.enums import TextMode

Align = Literal["L", "C", "R"]
Colour = tuple[int, int, int]

BLACK: Colour = (24, 24, 26)
GREY: Colour = (110, 112, 116)
WHITE: Colour = (255, 255, 255)
LETTER = (215.9, 279.4)
LANDSCAPE = (279.4, 215.9)
A4 = (210.0, 297.0)
CORE = ("Helvetica", "Times", "Courier")
FAMILIES = (*CORE, "Roboto", "Lato", "Caladea")
HAND = "AmaticSC"
_PACKAGES = {"Roboto": "font_roboto", "Lato": "font_lato", "Caladea": "font_caladea", HAND: "font_amatic_sc"}
_INSTEAD = {"Roboto": "Helvetica", "Lato": "Helvetica", "Caladea": "Times", HAND: "Times"}
_MM = 25.4 / 72
_DIGIT = 0.70  # a digit's height in parts of the size of type
_LINE = 1.32 * _MM
# Fixed, so that the same paper drawn twice is the same file.
_MADE = datetime(2026, 11, 20, tzinfo=UTC)


def installed(font: str) -> bool:
    """Whether a family can be written in: the others than `CORE` come with the dependency group `bench`."""
    return font in CORE or find_spec(_PACKAGES[font]) is not None


@dataclass(frozen=True, slots=True)
class Spot:
    """A value that a reader has to make out: its box on the page and the height of its digits, in millimetres."""

    field: str
    left: float
    top: float
    width: float
    height: float
    digits: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished page: a PDF with a text layer, its size in millimetres, and where the deciding values stand on it."""

    pdf: bytes
    width: float
    height: float
    spots: tuple[Spot, ...]


class Canvas:
    """One page. `y` is where the next line's top will be; all lengths are millimetres, sizes of type points."""

    def __init__(
        self, size: tuple[float, float] = LETTER, font: str = "Helvetica", margin: float = 16, paper: Colour = WHITE
    ) -> None:
        self._pdf = FPDF(format=size, unit="mm")
        self._pdf.set_creation_date(_MADE)
        self._pdf.set_auto_page_break(False)
        self._pdf.add_page()
        self.page_width, self.page_height = size
        self.left, self.top, self.width = margin, margin, size[0] - 2 * margin
        self.y = margin
        self._spots: list[Spot] = []
        self._loaded: set[str] = set()
        self.use(font)
        if paper != WHITE:
            self.box(0, 0, *size, fill=paper)

    def use(self, font: str) -> None:
        """Write on in another family, one of `FAMILIES` or `HAND`; in one of `CORE` where it is not installed."""
        font = font if installed(font) else _INSTEAD[font]
        if font in _PACKAGES and font not in self._loaded:
            for style, name in (("", "Regular"), ("B", "Bold")):
                path = files(_PACKAGES[font]) / "files" / f"{font}-{name}.ttf"
                self._pdf.add_font(font, style, str(path))
            self._loaded.add(font)
        self.font = font

    def at(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 10,
        *,
        bold: bool = False,
        colour: Colour = BLACK,
        align: Align = "L",
        field: str = "",
    ) -> float:
        """Write one line whose top is at `y`, from, around or up to `x`; returns the x behind it.

        `field` names a value that a reader has to make out: where it stands is kept.
        """
        self._style(size, bold, colour)
        width = self._pdf.get_string_width(text)
        start = x - {"L": 0.0, "C": width / 2, "R": width}[align]
        self._pdf.text(start, y + size * _MM * 0.95, text)
        if field:
            self._spots.append(Spot(field, start, y, width, size * _MM * 1.2, size * _MM * _DIGIT))
        return start + width

    def line(
        self,
        text: str,
        size: float = 10,
        *,
        bold: bool = False,
        colour: Colour = BLACK,
        align: Align = "L",
        field: str = "",
    ) -> None:
        """Write one line at `y` and go on below it."""
        x = self.left + {"L": 0.0, "C": self.width / 2, "R": self.width}[align]
        self.at(x, self.y, text, size, bold=bold, colour=colour, align=align, field=field)
        self.y += size * _LINE

    def prose(
        self,
        text: str,
        size: float = 10,
        *,
        x: float | None = None,
        width: float | None = None,
        colour: Colour = BLACK,
        bold: bool = False,
        fields: Sequence[tuple[str, str]] = (),
    ) -> None:
        """A paragraph, broken into lines; `fields` are values in it (field, text) whose places are kept."""
        left, room = self.left if x is None else x, self.width if width is None else width
        for row in self.wrapped(text, size, room, bold=bold):
            self.at(left, self.y, row, size, colour=colour, bold=bold)
            self._spots += [self._spot_in(row, left, size, *pair) for pair in fields if pair[1] in row]
            self.y += size * _LINE

    def _spot_in(self, row: str, left: float, size: float, field: str, text: str) -> Spot:
        before = self._pdf.get_string_width(row[: row.index(text)])
        width = self._pdf.get_string_width(text)
        return Spot(field, left + before, self.y, width, size * _MM * 1.2, size * _MM * _DIGIT)

    def wrapped(self, text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
        """The lines that a text takes; a word longer than a line is cut."""
        self._style(size, bold, BLACK)
        rows = [""]
        for word in text.split():
            longer = f"{rows[-1]} {word}".strip()
            if self._pdf.get_string_width(longer) <= width:
                rows[-1] = longer
                continue
            if rows[-1]:
                rows.append("")
            for char in word:
                if self._pdf.get_string_width(rows[-1] + char) > width:
                    rows.append("")
                rows[-1] += char
        return rows

    def measure(self, text: str, size: float, *, bold: bool = False) -> float:
        """The width of a text in millimetres."""
        self._style(size, bold, BLACK)
        return self._pdf.get_string_width(text)

    def fitting(self, text: str, size: float, width: float, *, bold: bool = False) -> float:
        """The size of type, `size` at most, at which a text takes no more than a width."""
        return min(size, size * width / max(0.1, self.measure(text, size, bold=bold)))

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Colour | None = None,
        edge: Colour | None = None,
        round_by: float = 0.0,
        stroke: float = 0.25,
    ) -> None:
        """A box, filled or edged or both, its corners rounded by so much."""
        style = ("D" if edge else "") + ("F" if fill else "")
        if fill:
            self._pdf.set_fill_color(*fill)
        if edge:
            self._pdf.set_draw_color(*edge)
        self._pdf.set_line_width(stroke)
        self._pdf.rect(x, y, width, height, style=style, round_corners=bool(round_by), corner_radius=round_by)

    def rule(self, x: float, y: float, to_x: float, to_y: float, colour: Colour = GREY, stroke: float = 0.25) -> None:
        """A straight line."""
        self._pdf.set_draw_color(*colour)
        self._pdf.set_line_width(stroke)
        self._pdf.line(x, y, to_x, to_y)

    def picture(self, png: bytes, x: float, y: float, width: float) -> None:
        """A picture, so wide."""
        self._pdf.image(io.BytesIO(png), x, y, width)

    def hidden(self, x: float, y: float, text: str, size: float) -> None:
        """A line that is in the text layer and cannot be seen, as a scanning program lays it over a picture."""
        self._style(size, False, BLACK)
        with self._pdf.local_context(text_mode=TextMode.INVISIBLE):
            self._pdf.text(x, y + size * _MM * 0.95, text)

    def finish(self) -> Drawn:
        """The page."""
        return Drawn(bytes(self._pdf.output()), self.page_width, self.page_height, tuple(self._spots))

    def _style(self, size: float, bold: bool, colour: Colour) -> None:
        self._pdf.set_font(self.font, "B" if bold else "", size)
        self._pdf.set_text_color(*colour)
