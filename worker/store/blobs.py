"""Raw mails and papers on disk, each under the SHA-256 of its content."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from worker.core.octets import Octets, pieces, sha256_of
from worker.store.errors import StoreError, disk_faults
from worker.store.files import private_folder, sync_folder

# Long enough that no writer is still at it: what is older was left by a crash.
_LEFTOVER_SECONDS = 3600


class _OnDisk:
    """`Octets`: a file that nobody changes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._size = file.stat().st_size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, where: slice) -> bytes:
        start, stop, _ = where.indices(self._size)
        with self._file.open("rb") as file:
            file.seek(start)
            return file.read(max(0, stop - start))


class Blobs:
    """A folder of contents: `ab/cdef…` holds the bytes whose SHA-256 is `abcdef…`.

    A file that stands under its name is whole: it is written elsewhere, synced, and only then renamed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts = folder / "parts"
        with disk_faults("No se puede crear la carpeta de los correos"):
            private_folder(self._parts)
            self._sweep()

    def put(self, content: Octets) -> str:
        """Keep `content`; when this returns it survives a power cut. The same content twice is one file.

        Returns its SHA-256 in hexadecimal. StoreError where the disk fails.
        """
        sha256 = sha256_of(content)
        target = self._path(sha256)
        with disk_faults("No se puede guardar un correo"):
            private_folder(target.parent)
            if not _holds(target, sha256):
                os.replace(self._written(content), target)
            # Also where the file was there: a crash may have come between its renaming and this line.
            sync_folder(target.parent)
        return sha256

    def get(self, sha256: str) -> Octets:
        """The content with this SHA-256, each slice of it read when it is asked for (OSError if that fails).

        StoreError where it is missing, damaged, or the disk fails.
        """
        target = self._path(sha256)
        if not target.is_file():
            raise StoreError(f"Falta el correo guardado {sha256[:12]} en la carpeta de datos.")
        with disk_faults("No se puede leer un correo guardado"):
            content = _OnDisk(target)
            whole = sha256_of(content) == sha256
        if not whole:
            raise StoreError(f"El correo guardado {sha256[:12]} está dañado; restáuralo de un respaldo.")
        return content

    def remove(self, sha256: str) -> None:
        """Forget the content with this SHA-256; nothing where it is not there. StoreError where the disk fails."""
        with disk_faults("No se puede quitar un correo guardado"):
            self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256[2:]

    def _written(self, content: Octets) -> str:
        handle, name = tempfile.mkstemp(dir=self._parts)
        try:
            with os.fdopen(handle, "wb") as file:
                os.fchmod(file.fileno(), 0o600)
                file.writelines(pieces(content))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            os.unlink(name)
            raise
        return name

    def _sweep(self) -> None:
        for part in self._parts.iterdir():
            if part.stat().st_mtime < time.time() - _LEFTOVER_SECONDS:
                part.unlink(missing_ok=True)


def _holds(file: Path, sha256: str) -> bool:
    return file.is_file() and sha256_of(_OnDisk(file)) == sha256
