"""A mail on its way from the server to the store, which may be larger than the service should be."""

from __future__ import annotations

import os
import tempfile
import weakref


class Kept:
    """`Octets` that grow at the end. They lie in a file without a name, which is gone with this object or process."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (open as long as this object is there)
        self._size = 0
        weakref.finalize(self, self._file.close)

    def add(self, piece: bytes) -> None:
        """Append. OSError where the disk is full."""
        while piece:
            written = os.pwrite(self._file.fileno(), piece, self._size)
            self._size += written
            piece = piece[written:]

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, where: slice) -> bytes:
        start, stop, _ = where.indices(self._size)
        return os.pread(self._file.fileno(), max(0, stop - start), start)
