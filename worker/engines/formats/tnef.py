"""winmail.dat (TNEF) as a container: what Outlook makes of a mail's files when it takes everybody for Outlook.

[MS-OXTNEF]: a row of attributes, each with level, kind, length, value and checksum. An attachment begins with its
rendering data; its name and bytes follow. The one library for it has had no release since 2021.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from worker.engines.base import Budget, Damaged, Entry

_SIGNATURE = 0x223E9F78
_HEADER = struct.Struct("<IH")
_ATTRIBUTE = struct.Struct("<BII")
_CHECKSUM_BYTES = 2
_STARTS, _BYTES, _SHORT_NAME, _PROPERTIES = 0x00069002, 0x0006800F, 0x00018010, 0x00069005
_MOST_ATTRIBUTES = 10_000
# PR_ATTACH_LONG_FILENAME as Unicode and in the mail's own alphabet: kind, tag, then count, bytes, characters.
_LONG_NAMES = (
    (b"\x1f\x00\x07\x37\x01\x00\x00\x00", "utf-16-le"),
    (b"\x1e\x00\x07\x37\x01\x00\x00\x00", "cp1252"),
)


@dataclass(slots=True)
class _Attachment:
    name: str = ""
    long_name: str = ""
    content: bytes = b""


def entries(content: bytes, budget: Budget) -> Iterator[Entry]:
    """The attachments in order; those of a file cut short as far as they came. Raises `Exhausted`, `Damaged`."""
    if len(content) < _HEADER.size or _HEADER.unpack_from(content)[0] != _SIGNATURE:
        raise Damaged
    for attachment in _attachments(content):
        if attachment.content:
            budget.spend_entry()
            budget.spend(len(attachment.content))
            yield Entry(attachment.long_name or attachment.name, attachment.content)


def _attachments(content: bytes) -> Iterator[_Attachment]:
    current: _Attachment | None = None
    for kind, value in _attributes(content):
        if kind == _STARTS:
            if current is not None:
                yield current
            current = _Attachment()
        elif current is not None:
            _fill(current, kind, value)
    if current is not None:
        yield current


def _fill(attachment: _Attachment, kind: int, value: bytes) -> None:
    if kind == _BYTES:
        attachment.content = value
    elif kind == _SHORT_NAME:
        attachment.name = value.split(b"\0")[0].decode("cp1252", "replace")
    elif kind == _PROPERTIES:
        attachment.long_name = _long_name(value)


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and value of each attribute, up to the first that makes no sense."""
    at = _HEADER.size
    for _ in range(_MOST_ATTRIBUTES):
        if at + _ATTRIBUTE.size > len(content):
            return
        _, kind, length = _ATTRIBUTE.unpack_from(content, at)
        at += _ATTRIBUTE.size
        yield kind, content[at : at + length]
        at += length + _CHECKSUM_BYTES


def _long_name(properties: bytes) -> str:
    """The attachment's whole name from its MAPI properties; the other properties are not needed."""
    for mark, alphabet in _LONG_NAMES:
        at = properties.find(mark)
        if at >= 0 and at + len(mark) + 4 <= len(properties):
            start = at + len(mark) + 4
            length = struct.unpack_from("<I", properties, start - 4)[0]
            return properties[start : start + length].decode(alphabet, "replace").split("\0")[0]
    return ""
