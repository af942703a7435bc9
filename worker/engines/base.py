"""What an engine and a format are, what they are given, and the sizes that all of them keep to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from worker.core.types import Defect, Page, Unreadable

if TYPE_CHECKING:
    from PIL import Image

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
TIFF = "image/tiff"

# On the project's samples Tesseract read as many numbers at 4 million pixels (a letter page at 207 dpi) as at 8.4
# (300 dpi), in two thirds of the time.
READING_PIXELS = 4_000_000
CROP_PIXELS = 8_400_000
# A phone's 50-megapixel photo passes; what a header merely claims beyond this is never decoded.
MAX_PIXELS = 100_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be: `max_bytes` as it came, `max_pages` once opened."""

    max_bytes: int
    max_pages: int

    def refuse(self, content: bytes) -> Unreadable | None:
        """Why this file is not even opened (empty or too large), or None."""
        if not content.strip(b"\0\t\n\r "):
            return Unreadable(Defect.VACIO)
        if len(content) > self.max_bytes:
            megabytes = len(content) / 1_000_000
            return Unreadable(Defect.TAMANO, f"{megabytes:.0f} MB; se leen hasta {self.max_bytes / 1_000_000:.0f} MB")
        return None

    def refuse_pages(self, count: int) -> Unreadable | None:
        """Why a file of `count` pages is not read, or None."""
        if count > self.max_pages:
            return Unreadable(Defect.TAMANO, f"{count} páginas; se leen hasta {self.max_pages}")
        return None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of an opened file before anything is read from it; `number` counts from 1.

    `picture` draws it in 8-bit gray as a viewer shows it (EXIF orientation, /Rotate and crop box applied) with
    about as many pixels as asked for, fewer where the file has fewer; it raises `Damaged` or `TooLarge`.
    """

    number: int
    mime: str
    source: bytes = field(repr=False)
    picture: Callable[[int], Image.Image] = field(repr=False)


class Engine(Protocol):
    """A way of reading one page; a module is one."""

    @property
    def NAME(self) -> str:
        """The word that stands in `Page.engine` and in every evidence."""

    def read(self, sheet: Sheet, /) -> Page | None:
        """The page's words, upright; None where this engine cannot vouch for the page and the next one should try."""


class Format(Protocol):
    """A kind of file that can be opened into sheets; a module is one."""

    def sheets(self, content: bytes, limits: Limits, mime: str, /) -> tuple[Sheet, ...] | Unreadable:
        """All pages of a file in order, or why there are none."""


class Damaged(Exception):
    """A page cannot be drawn: the file is broken there."""


class TooLarge(Exception):
    """A page would take more pixels than `MAX_PIXELS`."""


class EngineError(Exception):
    """The reading itself does not work, whatever the file: nothing can be said of the paper."""


class EngineMissing(EngineError):
    """A program that reading needs is not installed; the text says which and how to get it."""


class EngineDown(EngineError):
    """The children that read cannot be started or do not answer."""
