"""ZIP archives as containers. Entries are unpacked into memory, counted byte by byte; no name is ever a path.

A link in an archive is a small file that holds the name of its target: like every other text, it is not read.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from lzma import LZMAError

from worker.core.types import Defect, Unreadable
from worker.engines.base import Budget, Damaged, Entry, Exhausted

_ENTRY_MARK = b"PK\x01\x02"
# Each entry costs Python half a kilobyte before a single one is looked at.
_MOST_MARKS = 20_000
_ENCRYPTED = 0x1
_PIECE = 1 << 16
# What computers put beside the files that people pack.
_BY_THE_WAY = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, LZMAError, struct.error),
    *(EOFError, OSError, ValueError, NotImplementedError, LookupError),
)
"""What zipfile and its decompressors raise for archives that are broken or packed in a way they do not know."""


def entries(content: bytes, budget: Budget) -> Iterator[Entry]:
    """The files of an archive in its directory's order, unpacked one after another.

    One that is encrypted or broken says so and does not stop the others. Raises `Exhausted`, and `Damaged` where there
    is no directory to be read.
    """
    with closing(open_archive(content)) as archive:
        for info in archive.infolist():
            if not info.filename.endswith("/") and not _is_by_the_way(info.filename):
                budget.spend_entry()
                yield Entry(info.filename, unpacked(archive, info, budget))


def open_archive(content: bytes) -> zipfile.ZipFile:
    """The archive with its directory read, nothing unpacked. Raises `Exhausted`, `Damaged`."""
    if content.count(_ENTRY_MARK) > _MOST_MARKS:
        raise Exhausted("trae demasiados archivos")
    try:
        return zipfile.ZipFile(BytesIO(content))
    except BROKEN as error:
        raise Damaged from error


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes | Unreadable:
    """An entry's bytes, as many as came where it is cut short; or why there are none. Raises `Exhausted`."""
    if info.flag_bits & _ENCRYPTED:
        return Unreadable(Defect.PROTEGIDO)
    pieces: list[bytes] = []
    try:
        with archive.open(info) as stream:
            while piece := stream.read(_PIECE):
                budget.spend(len(piece))
                pieces.append(piece)
    except BROKEN:
        # A wrong checksum or a missing end: the formats know best what can be made of the rest.
        pass
    return b"".join(pieces) or Unreadable(Defect.VACIO if info.file_size == 0 else Defect.DANADO)


def _is_by_the_way(name: str) -> bool:
    return name.startswith(_BY_THE_WAY[0]) or name.rpartition("/")[2] in _BY_THE_WAY[1:]
