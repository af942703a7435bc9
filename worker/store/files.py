"""Files and folders that nobody else may read, whatever the umask, and that outlive a power cut."""

from __future__ import annotations

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable. OSError where the disk fails."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def private_folder(folder: Path) -> None:
    """Create `folder` and its missing parents with mode 0700, durably; one that exists stays as it is. OSError."""
    if folder.is_dir():
        return
    private_folder(folder.parent)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:  # another process was faster
        return
    folder.chmod(0o700)
    sync_folder(folder.parent)


def private_file(file: Path) -> None:
    """Create an empty `file` with mode 0600 where there is none, durably; one that exists is only closed to others."""
    private_folder(file.parent)
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.fchmod(handle, 0o600)
    finally:
        os.close(handle)
    sync_folder(file.parent)
