"""The engine that takes the words from a PDF's own text layer, by pdfplumber, where the layer is to be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pdfplumber
import pdfplumber.page
from PIL import Image

from worker.core.types import Box, Page, Word
from worker.engines import layer, pdf
from worker.engines.base import PDF, Sheet

NAME = "pdfplumber"

_STRAIGHT_SHARE = 0.8
# A letter page at about 100 dpi: enough to see whether a letter is there.
_GLANCE_PIXELS = 1_000_000
# What a viewer draws and no text layer holds: filled fields, a student's typed notes, stamps.
_NO_DRAWN_ANNOTATIONS = ("Link", "Popup")


def read(sheet: Sheet) -> Page | None:
    """The page from its text layer; None for pictures, and where the layer is not what a person sees.

    This is the one place that catches whatever pdfminer raises: it fails on a stranger's bytes in more ways than
    it names, and every one of them only means that the page has to be drawn and read.
    """
    if sheet.mime != PDF:
        return None
    try:
        return _from_layer(sheet)
    except MemoryError:
        raise
    except Exception:
        return None


def _from_layer(sheet: Sheet) -> Page | None:
    with pdfplumber.open(BytesIO(sheet.source), pages=[sheet.number]) as document:
        page = document.pages[0]
        frame = _Frame.of(page)
        if _is_turned(page) or any(_is_drawn(annotation) for annotation in page.annots):
            return None
        words = _words(page, frame, sheet.picture(_GLANCE_PIXELS))
        pictures = [frame.clip(frame.box(image)) for image in page.images]
    hidden = layer.has_large_pictures(pictures) and pdf.has_hidden_text(sheet.source, sheet.number)
    if not layer.is_usable(words, pictures, hidden):
        return None
    return Page(sheet.number, frame.right - frame.left, frame.bottom - frame.top, words, NAME)


def _words(page: pdfplumber.page.Page, frame: _Frame, picture: Image.Image) -> tuple[Word, ...]:
    """The words that stand upright within the visible part of the page and can be seen there."""

    def counts(thing: dict[str, Any]) -> bool:
        return thing["object_type"] != "char" or (_is_straight(thing) and _is_seen(thing, frame, picture))

    upright = page.filter(counts)
    single = upright.dedupe_chars() if _is_doubled(upright.chars) else upright
    found = single.extract_words(x_tolerance_ratio=0.15)
    words = (Word(word["text"], frame.box(word)) for word in found)
    return tuple(Word(word.text, frame.clip(word.box)) for word in words if frame.shows(word.box))


def _is_straight(char: dict[str, Any]) -> bool:
    a, b, *_ = char["matrix"]
    return bool(a > 0 and abs(b) < 0.1 * a)


def _is_seen(char: dict[str, Any], frame: _Frame, picture: Image.Image) -> bool:
    """Whether a letter or digit left ink; white, invisible and covered print did not.

    Marks are too small to tell, and what is cut off at the edge is its word's affair.
    """
    box = frame.box(char)
    return not char["text"].isalnum() or not frame.shows(box) or layer.has_ink(picture, frame.clip(box))


def _is_doubled(chars: list[dict[str, Any]]) -> bool:
    """Whether letters are printed twice in one place to look bold; undoing that takes as long as all the rest."""
    places = {(char["text"], round(char["x0"]), round(char["top"])) for char in chars}
    return len(places) < len(chars)


def _is_turned(page: pdfplumber.page.Page) -> bool:
    """Whether most of the text runs up, down or backwards although /Rotate is applied."""
    straight = sum(map(_is_straight, page.chars))
    return straight < _STRAIGHT_SHARE * len(page.chars)


def _is_drawn(annotation: dict[str, Any]) -> bool:
    kind = getattr(annotation["data"].get("Subtype"), "name", "")
    return kind not in _NO_DRAWN_ANNOTATIONS and annotation["width"] * annotation["height"] > 0


@dataclass(frozen=True, slots=True)
class _Frame:
    """The visible part of a page, in pdfplumber's upright coordinates (points, from the top)."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, page: pdfplumber.page.Page) -> _Frame:
        """The crop box. pdfplumber's own one is off on pages that are turned by 180 or 270 degrees."""
        media, crop = page.page_obj.mediabox, page.page_obj.cropbox
        # What is cut off the left, top, right and bottom of the page as stored; turning it turns their roles.
        insets = [crop[0] - media[0], media[3] - crop[3], media[2] - crop[2], crop[1] - media[1]]
        shift = page.rotation // 90 % 4
        left, top, right, bottom = (max(0.0, inset) for inset in insets[-shift:] + insets[:-shift])
        x0, y0, x1, y1 = page.bbox
        return cls(x0 + left, y0 + top, x1 - right, y1 - bottom)

    def box(self, thing: dict[str, Any]) -> Box:
        """A thing of pdfplumber's in fractions of the frame, beyond 0 to 1 where it lies outside."""
        width, height = self.right - self.left, self.bottom - self.top
        return Box(
            (thing["x0"] - self.left) / width,
            (thing["top"] - self.top) / height,
            (thing["x1"] - self.left) / width,
            (thing["bottom"] - self.top) / height,
        )

    def shows(self, box: Box) -> bool:
        """Whether the middle of a box is to be seen."""
        return 0 <= (box.left + box.right) / 2 <= 1 and 0 <= (box.top + box.bottom) / 2 <= 1

    def clip(self, box: Box) -> Box:
        """The part of a box that is to be seen."""
        return Box(*(min(1.0, max(0.0, edge)) for edge in (box.left, box.top, box.right, box.bottom)))
