"""Takes a mail's files out of it before it is parsed, and decodes them where they are read.

Python's parser takes seven times a mail's size of memory. What it splits by are header lines and boundaries, and a line
that is nothing but base64 can be neither: each long stretch of such lines is left where it lies, and a single line that
no mail can hold stands for it meanwhile.
"""

from __future__ import annotations

import hashlib
import re
from binascii import a2b_base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count

from worker.core.octets import Octets

# Shorter stretches are not worth a line of their own.
_LEAST = 16_384
_WINDOW = 2**20
_LINE = re.compile(rb"^([A-Za-z0-9+/]{40,996})(\r?\n)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """`Octets`: what the lines from `start` to `end` of a mail are in base64, and `rest` after them.

    All lines have `width` characters, a multiple of 4, and line ends of `line_end` bytes.
    """

    mail: Octets = field(repr=False)
    start: int
    end: int
    width: int
    line_end: int
    rest: bytes = field(default=b"", repr=False)

    @property
    def lines(self) -> int:
        """How many they are."""
        return (self.end - self.start) // (self.width + self.line_end)

    def __len__(self) -> int:
        return self.lines * (self.width // 4 * 3) + len(self.rest)

    def __getitem__(self, where: slice) -> bytes:
        start, stop, _ = where.indices(len(self))
        each = self.width // 4 * 3
        first, last = min(self.lines, start // each), min(self.lines, -(-stop // each))
        decoded = a2b_base64(self.written(first, last))
        if stop > self.lines * each:
            decoded += self.rest
        return decoded[start - first * each : stop - first * each]

    def written(self, first: int, last: int) -> bytes:
        """The lines as they stand in the mail, from one to before another."""
        each = self.width + self.line_end
        return self.mail[self.start + first * each : self.start + last * each]

    def goes_on(self, following: Stretch) -> bool:
        """Whether the other is nothing but more of it."""
        shape, other = (self.width, self.line_end), (following.width, following.line_end)
        return self.end == following.start and shape == other


@dataclass(frozen=True, slots=True)
class Folded:
    """A mail's text without its long stretches of base64; `mark` begins each line that stands for one."""

    text: bytes = field(repr=False)
    mark: str
    stretches: tuple[Stretch, ...]

    def file(self, written: bytes) -> Stretch | None:
        """The file that a part in base64 is; None where it is anything but one stretch and a last line or two."""
        found = re.fullmatch(self._line + rb"([A-Za-z0-9+/\s]{0,2000}={0,2})", written.strip())
        if found is None or self.lacks(found[3]):
            return None
        return replace(self.stretches[int(found[1])], rest=_decoded(found[3]))

    def lacks(self, text: bytes) -> bool:
        """Whether a stretch is to be put back into this text."""
        return bool(self.stretches) and re.search(self._line, text) is not None

    def unfolded(self, text: bytes) -> bytes:
        """The text with all that was taken out of it."""
        return re.sub(self._line, self._taken, text) if self.stretches else text

    @property
    def _line(self) -> bytes:
        # The last line end before a boundary belongs to the boundary.
        return self.mark.encode() + rb"(\d{8})(\r?\n|\Z)"

    def _taken(self, line: re.Match[bytes]) -> bytes:
        stretch = self.stretches[int(line[1])]
        taken = stretch.written(0, stretch.lines)
        return taken if line[2] else taken[: -stretch.line_end]


def fold(mail: Octets) -> Folded:
    """Take the long stretches of base64 out of a mail."""
    stretches = tuple(each for each in _joined(_runs(mail)) if each.end - each.start >= _LEAST)
    if not stretches:
        return Folded(mail[:], "", ())
    ends = (0, *(each.end for each in stretches))
    starts = (*(each.start for each in stretches), len(mail))
    kept = [mail[start:end] for start, end in zip(ends, starts, strict=True)]
    # Nobody writes into a text what depends on the whole of it.
    mark = hashlib.sha256(b"".join(kept)).hexdigest()
    lines = (f"{mark}{number:08}\n".encode() for number in count())
    return Folded(kept[0] + b"".join(line + text for line, text in zip(lines, kept[1:], strict=False)), mark, stretches)


def _runs(mail: Octets) -> Iterator[Stretch]:
    """All runs of base64 lines of one length; one that is cut by the end of a window comes as several."""
    at = 0
    while at < len(mail):
        window = mail[at : at + _WINDOW]
        window = window[: window.rfind(b"\n") + 1] or window
        for start, end, width, line_end in _runs_in(window):
            yield Stretch(mail, at + start, at + end, width, line_end)
        at += len(window)


def _runs_in(window: bytes) -> Iterator[tuple[int, int, int, int]]:
    end = 0
    while line := _LINE.search(window, end):
        end = next(_lines(len(line[1]), line[2]).finditer(window, line.start())).end()
        if len(line[1]) % 4 == 0:
            yield line.start(), end, len(line[1]), len(line[2])


@cache
def _lines(width: int, line_end: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?:[A-Za-z0-9+/]{%d}%s)+" % (width, line_end))


def _joined(runs: Iterable[Stretch]) -> Iterator[Stretch]:
    last: Stretch | None = None
    for run in runs:
        if last is not None and last.goes_on(run):
            last = replace(last, end=run.end)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last


def _decoded(text: bytes) -> bytes:
    plain = re.sub(rb"[\s=]", b"", text)
    whole = plain[:-1] if len(plain) % 4 == 1 else plain
    return a2b_base64(whole + b"=" * (-len(whole) % 4))
