"""What an engine and a format are, what they are given, and the sizes that all of them keep to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from worker.core.octets import Octets, pieces
from worker.core.school import School
from worker.core.types import Defect, Page, Unreadable, Word

if TYPE_CHECKING:
    from PIL import Image

    from worker.engines.judge import Judge

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
TIFF = "image/tiff"
HEIC = "image/heic"
AVIF = "image/avif"
WEBP = "image/webp"
GIF = "image/gif"
BMP = "image/bmp"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
ZIP = "application/zip"
TNEF = "application/vnd.ms-tnef"
MAIL = "message/rfc822"

# On the project's samples Tesseract read as many numbers at 4 million pixels (a letter page at 207 dpi) as at 8.4
# (300 dpi), in two thirds of the time.
READING_PIXELS = 4_000_000
CROP_PIXELS = 8_400_000
# A phone's 200-megapixel photo passes; what a header merely claims beyond this is never decoded.
MAX_PIXELS = 210_000_000

NOWHERE = School("")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be: `max_bytes` as it came, the rest once opened.

    `max_depth` is how many containers may lie inside each other, `max_entries` how many files they may hold together,
    `max_unpacked` how many bytes all of these may come to. `school` is whose papers are read: it lets the
    reading stop where a constancia is sure.
    """

    max_bytes: int
    max_pages: int
    max_depth: int = 3
    max_entries: int = 50
    max_unpacked: int = 100_000_000
    school: School = NOWHERE

    def refuse(self, content: Octets) -> Unreadable | None:
        """Why this file is not even opened (empty or too large), or None."""
        if not any(piece.strip(b"\0\t\n\r ") for piece in pieces(content)):
            return Unreadable(Defect.DANADO, "llegó sin nada adentro")
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
    """One page of an opened file before anything is read from it.

    `picture` draws it in 8-bit gray as a viewer shows it (EXIF orientation, /Rotate and crop box applied) with
    about as many pixels as asked for, fewer where the file has fewer; it raises `Damaged` or `TooLarge`.
    `place` is the page's number, from 1, within `source`, the bytes of the innermost file. `number` and `path` are
    those of `Page`: they count and tell through all containers; whoever opens a single file leaves them to `opening`.
    `written` has the words of a page that is kept as text (Word) and laid out by us, `size` its width and height in
    points.
    """

    place: int
    mime: str
    source: bytes = field(repr=False)
    picture: Callable[[int], Image.Image] = field(repr=False)
    number: int = 0
    path: str = ""
    written: tuple[Word, ...] = field(default=(), repr=False)
    size: tuple[float, float] = (0.0, 0.0)


class Engine(Protocol):
    """A way of reading one page; a module is one."""

    @property
    def NAME(self) -> str:
        """The word that stands in `Page.engine` and in every evidence."""

    def read(self, sheet: Sheet, judge: Judge, /) -> Page | None:
        """The page's words, upright; None where this engine cannot vouch for the page and the next one should try."""


class Format(Protocol):
    """A kind of file that can be opened into sheets; a module is one."""

    def sheets(self, content: bytes, limits: Limits, mime: str, /) -> tuple[Sheet, ...] | Unreadable:
        """All pages of a file in order, or why there are none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file within another; instead of its bytes, why they could not be had, or its pages where those are at hand.

    An entry without a name is no file to people: a picture in a Word document is that document.
    """

    name: str
    content: bytes | Unreadable | tuple[Sheet, ...] = field(repr=False)


@dataclass(slots=True)
class Budget:
    """What may still be unpacked from one file, through all its containers. Spending more raises `Exhausted`."""

    entries: int
    bytes: int

    def spend_entry(self) -> None:
        """One more file."""
        self.entries -= 1
        if self.entries < 0:
            raise Exhausted("trae demasiados archivos")

    def spend(self, count: int) -> None:
        """So many bytes more."""
        self.bytes -= count
        if self.bytes < 0:
            raise Exhausted("ocupa demasiado al descomprimirse")


class Container(Protocol):
    """A kind of file that holds other files; a module is one."""

    def entries(self, content: bytes, budget: Budget, /) -> Iterator[Entry]:
        """The files in it, in order, unpacked one after another; raises `Exhausted`, and `Damaged` at a broken one."""


class Exhausted(Exception):
    """A file holds more than its `Budget` allows; the text says what, in Spanish."""


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
