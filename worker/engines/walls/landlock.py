"""Landlock: what of the file system, the network and other processes a process may still reach. Asks for no privilege.

The kernel's interface is three system calls without a wrapper in the C library; see landlock(7).
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

# The same numbers on every architecture.
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_FIRST_RIGHTS = (1 << 13) - 1
# Rights that came with a later version of the interface: moving between folders, cutting short, talking to devices.
_LATER_RIGHTS = {2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _LATER_RIGHTS[3] | _LATER_RIGHTS[5]
_NETWORK_VERSION, _BIND_AND_CONNECT = 4, 3
_SCOPE_VERSION, _SOCKETS_AND_SIGNALS = 6, 3

READ = _EXECUTE | _READ_FILE | _READ_DIR
LIST = _READ_DIR
OVERWRITE = _READ_FILE | _WRITE_FILE

_libc = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """The version of the kernel's interface; 0 where there is none or it may not be used."""
    return max(0, int(_libc.syscall(_CREATE, None, ctypes.c_size_t(0), _ASK_VERSION)))


def restrict(allowed: Iterable[tuple[Path, int]], own: Path) -> bool:
    """Take from this thread and all that it starts later whatever is not allowed here. Cannot be undone.

    Needs no-new-privileges (see `prctl.no_new_privileges`).

    Args:
        allowed: paths, and what may be done at and below each (`READ`, `LIST`, `OVERWRITE`); missing ones are skipped.
        own: the folder in which everything may be done.

    Returns:
        Whether it holds; False where the kernel has no Landlock.
    """
    known = version()
    if not known:
        return False
    rights = _FIRST_RIGHTS | sum(right for since, right in _LATER_RIGHTS.items() if since <= known)
    ruleset = _ruleset(known, rights)
    if ruleset < 0:
        return False
    try:
        for path, access in (*allowed, (own, rights)):
            _allow(ruleset, path, access & rights)
        return int(_libc.syscall(_RESTRICT, ruleset, 0)) == 0
    finally:
        os.close(ruleset)


def _ruleset(known: int, rights: int) -> int:
    network = _BIND_AND_CONNECT if known >= _NETWORK_VERSION else 0
    scoped = _SOCKETS_AND_SIGNALS if known >= _SCOPE_VERSION else 0
    wanted = _Ruleset(rights, network, scoped)
    # An older kernel refuses a structure longer than it knows.
    size = 24 if scoped else 16 if network else 8
    return int(_libc.syscall(_CREATE, ctypes.byref(wanted), ctypes.c_size_t(size), 0))


def _allow(ruleset: int, path: Path, access: int) -> None:
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rule = _Beneath(access if path.is_dir() else access & _OF_FILES, folder)
        _libc.syscall(_ADD, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(folder)
