"""What lies on a PDF page, by pdfplumber: its letters, pictures and outlines, in fractions of what a viewer shows.

pdfplumber describes every line and rectangle in full; here only what reading needs is taken, in half the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pdfplumber
import pdfplumber.page
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTItem, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfplumber.utils.text import dedupe_chars, extract_words

from worker.core.types import Box

Letter = dict[str, Any]
"""A letter as pdfplumber's word finder takes it; what it is made of stays within this module and `pdf_text`."""

# A rectangle has five strokes; a letter drawn as an outline has more.
_FEWEST_STROKES = 7
# What a viewer draws and no text layer holds: filled fields, a student's typed notes, stamps.
_NO_DRAWN_ANNOTATIONS = ("Link", "Popup")


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page; its boxes in fractions of what is shown, beyond 0 to 1 where they lie outside of it."""

    frame: Frame
    letters: tuple[Letter, ...]
    pictures: tuple[Box, ...]
    outlines: tuple[Box, ...]
    annotated: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page, in pdfplumber's upright coordinates (points, from the top)."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, page: pdfplumber.page.Page) -> Frame:
        """The crop box. pdfplumber's own one is off on pages that are turned by 180 or 270 degrees."""
        media, crop = page.page_obj.mediabox, page.page_obj.cropbox
        # What is cut off the left, top, right and bottom of the page as stored; turning it turns their roles.
        insets = [crop[0] - media[0], media[3] - crop[3], media[2] - crop[2], crop[1] - media[1]]
        shift = page.rotation // 90 % 4
        left, top, right, bottom = (max(0.0, inset) for inset in insets[-shift:] + insets[:-shift])
        x0, y0, x1, y1 = page.bbox
        return cls(x0 + left, y0 + top, x1 - right, y1 - bottom)

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In points."""
        return self.bottom - self.top

    def box(self, thing: dict[str, Any]) -> Box:
        """A thing of pdfplumber's in fractions of the frame."""
        return Box(
            (thing["x0"] - self.left) / self.width,
            (thing["top"] - self.top) / self.height,
            (thing["x1"] - self.left) / self.width,
            (thing["bottom"] - self.top) / self.height,
        )

    @staticmethod
    def shows(box: Box) -> bool:
        """Whether the middle of a box is to be seen."""
        return 0 <= (box.left + box.right) / 2 <= 1 and 0 <= (box.top + box.bottom) / 2 <= 1

    @staticmethod
    def clip(box: Box) -> Box:
        """The part of a box that is to be seen."""
        return Box(*(min(1.0, max(0.0, edge)) for edge in (box.left, box.top, box.right, box.bottom)))


def page_of(content: bytes, place: int) -> PdfPage:
    """Page `place` (from 1) of a PDF. Raises whatever pdfminer raises for a broken one."""
    with pdfplumber.open(BytesIO(content), pages=[place]) as document:
        page = document.pages[0]
        frame = Frame.of(page)
        items = list(_flat(_laid_out(page)))
        return PdfPage(
            frame,
            tuple(_letter(item, page) for item in items if isinstance(item, LTChar)),
            tuple(frame.clip(frame.box(_placed(item, page))) for item in items if isinstance(item, LTImage)),
            tuple(frame.box(_placed(item, page)) for item in items if isinstance(item, LTCurve)),
            any(_is_drawn(annotation) for annotation in page.annots),
        )


def words_of(letters: list[Letter]) -> list[Letter]:
    """The words of these letters as pdfplumber finds them, in its order; print doubled in one place counts once."""
    single = dedupe_chars(letters) if _is_doubled(letters) else letters
    return extract_words(single, x_tolerance_ratio=0.15)


class _Device(PDFPageAggregator):
    """Collects what a page draws, without the plain lines and boxes: they cost as much as the letters."""

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        if len(path) >= _FEWEST_STROKES:
            super().paint_path(graphicstate, stroke, fill, evenodd, path)


def _laid_out(page: pdfplumber.page.Page) -> LTPage:
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    return device.get_result()


def _flat(items: LTContainer[Any]) -> Iterator[LTItem]:
    for item in items:
        if isinstance(item, LTContainer):
            yield from _flat(item)
        else:
            yield item


def _placed(item: Any, page: pdfplumber.page.Page) -> dict[str, Any]:
    """Where a thing is, from the top, as pdfplumber reckons: pdfminer's places count from the media box's corner."""
    left, top = page.mediabox[:2]
    return {
        "x0": item.x0 + left,
        "x1": item.x1 + left,
        "top": page.height - item.y1 + top,
        "bottom": page.height - item.y0 + top,
    }


def _letter(item: LTChar, page: pdfplumber.page.Page) -> Letter:
    place = _placed(item, page)
    return {
        **place,
        "doctop": place["top"],
        "text": item.get_text(),
        "size": item.size,
        "width": item.width,
        "height": item.height,
        "upright": item.upright,
        "fontname": item.fontname,
        "matrix": item.matrix,
        "object_type": "char",
    }


def _is_doubled(letters: list[Letter]) -> bool:
    """Whether letters are printed twice in one place to look bold; undoing that takes as long as all the rest."""
    places = {(letter["text"], round(letter["x0"]), round(letter["top"])) for letter in letters}
    return len(places) < len(letters)


def _is_drawn(annotation: dict[str, Any]) -> bool:
    kind = getattr(annotation["data"].get("Subtype"), "name", "")
    return kind not in _NO_DRAWN_ANNOTATIONS and bool(annotation["width"] * annotation["height"] > 0)
