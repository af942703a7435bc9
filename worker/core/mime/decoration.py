"""What comes with a mail and is no paper: logos, signatures, the dots that tell who opened it, empty envelopes.

A picture's size stands in its first bytes; nothing is decoded here.
"""

from __future__ import annotations

import re
import struct

# A page that small cannot be read by anybody, a signature's logo is rarely larger.
_LEAST_SIDE = 150
_LEAST_PIXELS = 70_000
_TNEF = b"\x78\x9f\x3e\x22"
# The attribute that an attached file's bytes follow.
_TNEF_FILE = b"\x0f\x80\x06\x00"
# The frames of a JPEG that give its size; tables and fill bytes lie between them.
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_MOST_SEGMENTS = 200


def is_decoration(octets: bytes) -> bool:
    """Whether a picture is too small to be a paper; False for one whose size cannot be told, and for any other file."""
    size = size_of(octets)
    return size is not None and (min(size) < _LEAST_SIDE or size[0] * size[1] < _LEAST_PIXELS)


def is_empty_envelope(octets: bytes) -> bool:
    """Whether this is Outlook's winmail.dat with nothing but the mail's own text in it."""
    return octets.startswith(_TNEF) and _TNEF_FILE not in octets


def size_of(octets: bytes) -> tuple[int, int] | None:
    """Width and height in pixels that a PNG, GIF, JPEG, BMP or WebP claims to have; None where there is no telling."""
    if octets.startswith(b"\x89PNG\r\n\x1a\n"):
        return _numbers(">II", octets, 16)
    if octets.startswith(b"GIF8"):
        return _numbers("<HH", octets, 6)
    if octets.startswith(b"BM"):
        found = _numbers("<ii", octets, 18)
        return (abs(found[0]), abs(found[1])) if found else None
    if octets[8:12] == b"WEBP":
        return _webp_size(octets)
    return _jpeg_size(octets) if octets.startswith(b"\xff\xd8") else None


def _numbers(form: str, octets: bytes, at: int) -> tuple[int, int] | None:
    if len(octets) < at + struct.calcsize(form):
        return None
    first, second = struct.unpack_from(form, octets, at)
    return int(first), int(second)


def _webp_size(octets: bytes) -> tuple[int, int] | None:
    if len(octets) < 30:
        return None
    if octets[12:16] == b"VP8X":
        return int.from_bytes(octets[24:27], "little") + 1, int.from_bytes(octets[27:30], "little") + 1
    if octets[12:16] == b"VP8L":
        bits = int.from_bytes(octets[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", octets, 26)
    return width & 0x3FFF, height & 0x3FFF


def _jpeg_size(octets: bytes) -> tuple[int, int] | None:
    at = 2
    for _ in range(_MOST_SEGMENTS):
        mark = re.compile(rb"\xff+([^\x00\xff])").match(octets, at)
        if mark is None or len(octets) < mark.end() + 7:
            return None
        if mark[1][0] in _FRAMES:
            height, width = struct.unpack_from(">HH", octets, mark.end() + 3)
            return width, height
        at = mark.end() + int.from_bytes(octets[mark.end() : mark.end() + 2], "big")
    return None
