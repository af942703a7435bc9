"""Pictures that were cut short on their way: with blank bytes for what is missing, their decoders show what came."""

from __future__ import annotations

from worker.engines.base import AVIF, HEIC, WEBP

# More is missing than any mail brings: the length is made up.
_MOST_MISSING = 40_000_000
_RIFF_HEADER = 8


def padded(content: bytes, mime: str) -> bytes:
    """The file as long as it says it is; as it came where it is whole, of another kind, or lies about its length."""
    missing = _announced(content, mime) - len(content)
    return content + bytes(missing) if 0 < missing <= _MOST_MISSING else content


def _announced(content: bytes, mime: str) -> int:
    """How long the file is by its own words; 0 where they say nothing."""
    if mime == WEBP:
        return int.from_bytes(content[4:8], "little") + _RIFF_HEADER
    return _end_of_boxes(content) if mime in (HEIC, AVIF) else 0


def _end_of_boxes(content: bytes) -> int:
    """Where the last of the boxes ends that a file of this family is a row of."""
    at = 0
    while 0 <= at <= len(content) - 16:
        size = int.from_bytes(content[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16], "big")
        if size < 8:  # 0: to the end of the file
            return 0
        at += size
    return at
