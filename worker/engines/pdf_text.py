"""The engine that takes the words from a PDF's own text layer, by pdfplumber, where the layer is to be trusted."""

from __future__ import annotations

from dataclasses import dataclass

from worker.core.types import Box, Page, Word
from worker.engines import layer
from worker.engines.base import PDF, Sheet
from worker.engines.formats import pdf
from worker.engines.formats.pdf_page import Frame, Letter, PdfPage, page_of, words_of
from worker.engines.ink import Ink
from worker.engines.judge import Judge

NAME = "pdfplumber"

# A scan has none; fewer make no page.
_FEWEST_LETTERS = 16
_STRAIGHT_SHARE = 0.8
# A letter page at about 100 dpi: enough to see whether a letter is there.
_GLANCE_PIXELS = 1_000_000


def read(sheet: Sheet, judge: Judge) -> Page | None:
    """The page from its text layer; None for pictures, and where the layer is not what a person sees.

    This is the one place that catches whatever pdfminer raises: it fails on a stranger's bytes in more ways than
    it names, and every one of them only means that the page has to be drawn and read.
    """
    if sheet.mime != PDF:
        return None
    try:
        return _from_layer(sheet, page_of(sheet.source, sheet.place))
    except MemoryError:
        raise
    except Exception:
        return None


def may_lack(sheet: Sheet) -> bool:
    """Whether a page that `read` took from its layer also shows what no layer holds: pictures, letters as outlines.

    Where such a page did not say all that it should, its picture may. Never raises for a page that `read` read.
    """
    page = page_of(sheet.source, sheet.place)
    return any(layer.may_say_something(picture) for picture in page.pictures) or layer.has_outlined_lines(page.outlines)


def _from_layer(sheet: Sheet, page: PdfPage) -> Page | None:
    if len(page.letters) < _FEWEST_LETTERS or page.annotated or _is_turned(page.letters):
        return None
    bare = Ink.of(pdf.without_text(sheet.source, sheet.place, _GLANCE_PIXELS)) if page.pictures else None
    if bare is not None and _pictures_speak(page.pictures, bare):
        return None
    look = _Look(page.frame, Ink.of(sheet.picture(_GLANCE_PIXELS)), bare)
    words = _words(page.frame, [letter for letter in page.letters if _is_straight(letter) and look.sees(letter)])
    if not layer.is_usable(words):
        return None
    return Page(sheet.number, page.frame.width, page.frame.height, words, NAME, path=sheet.path)


@dataclass(frozen=True, slots=True)
class _Look:
    """A page as it is seen, and the same without any text where pictures lie on it: letters may be beneath them."""

    frame: Frame
    shown: Ink
    bare: Ink | None

    def sees(self, letter: Letter) -> bool:
        """Whether a letter or digit left ink of its own; white, invisible and covered print did not.

        Marks are too small to tell, and what is cut off at the edge is its word's affair.
        """
        box = self.frame.box(letter)
        if not letter["text"].isalnum() or not Frame.shows(box):
            return True
        box = Frame.clip(box)
        return self.shown.has_letter(box) and (self.bare is None or self.shown.differs(self.bare, box))


def _pictures_speak(pictures: tuple[Box, ...], bare: Ink) -> bool:
    """Whether something to be read may be in the pictures rather than in the layer."""
    return layer.has_large_pictures(pictures) and any(bare.is_busy(picture) for picture in pictures)


def _words(frame: Frame, letters: list[Letter]) -> tuple[Word, ...]:
    """The words of these letters that stand within the visible part of the page."""
    words = (Word(word["text"], frame.box(word)) for word in words_of(letters))
    return tuple(Word(word.text, Frame.clip(word.box)) for word in words if Frame.shows(word.box))


def _is_straight(letter: Letter) -> bool:
    a, b, *_ = letter["matrix"]
    return bool(a > 0 and abs(b) < 0.1 * a)


def _is_turned(letters: tuple[Letter, ...]) -> bool:
    """Whether most of the text runs up, down or backwards although /Rotate is applied."""
    return sum(map(_is_straight, letters)) < _STRAIGHT_SHARE * len(letters)
