"""What a process may ask of the kernel about itself: the few calls of prctl(2) and capset(2) that the children use."""

from __future__ import annotations

import ctypes
import signal

_PARENT_DEATH_SIGNAL = 1
_DUMPABLE = 4
_SECCOMP, _WITH_FILTER = 22, 2
_NO_NEW_PRIVILEGES = 38

_CAPABILITIES_OF_64_BITS = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def no_new_privileges() -> bool:
    """Nothing that this process starts gains rights by a set-user-ID bit or the like. Whether it holds."""
    return _set(_NO_NEW_PRIVILEGES, 1)


def undumpable() -> bool:
    """No core dump, and no other process of the same user looks into this one. Whether it holds."""
    return _set(_DUMPABLE, 0)


def die_with_parent() -> bool:
    """Be killed when the process that forked this one ends. Whether it holds."""
    return _set(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def drop_capabilities() -> bool:
    """Give up what root may do beyond other users; nothing is lost where there was nothing. Whether it holds."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_OF_64_BITS, 0)
    none = (ctypes.c_uint32 * 6)()
    return int(_libc.capset(header, none)) == 0


def set_filter(program: ctypes.Structure) -> bool:
    """Put a filter of system calls (a `sock_fprog`) on this thread and all that it starts later. Whether it holds."""
    return int(_libc.prctl(_SECCOMP, _WITH_FILTER, ctypes.byref(program), 0, 0)) == 0


def _set(option: int, value: int) -> bool:
    words = [ctypes.c_ulong(word) for word in (value, 0, 0, 0)]
    return int(_libc.prctl(option, *words)) == 0
