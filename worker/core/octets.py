"""Bytes that need not be in memory: a mail that lies on the disk, a file that is decoded while it is read.

A mail of a few large files would otherwise be in the service several times over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Protocol

_PIECE = 2**20


class Octets(Protocol):
    """A length, and slices (of step 1) as bytes. `bytes` are such, and equal slices are what makes two equal."""

    def __len__(self) -> int: ...

    def __getitem__(self, where: slice, /) -> bytes: ...

    def __hash__(self) -> int: ...


def pieces(octets: Octets) -> Iterator[bytes]:
    """All of it in order, a megabyte at a time."""
    return (octets[at : at + _PIECE] for at in range(0, len(octets), _PIECE))


def sha256_of(octets: Octets) -> str:
    """The SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    for piece in pieces(octets):
        digest.update(piece)
    return digest.hexdigest()
