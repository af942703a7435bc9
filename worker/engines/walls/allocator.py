"""How the C library keeps memory in this process: in one pool, and given back to the system as soon as it is free.

By its own rules glibc keeps a pool for each thread and, once a large picture was freed, ever larger pieces for later.
Where the C library is another one, nothing changes.
"""

from __future__ import annotations

import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_KIBIBYTE = 1024
# Larger pieces are taken from the system alone and given back alone. Setting it also keeps glibc from raising it.
_LARGE = 128 * _KIBIBYTE
# So much may lie free at the end of the pool.
_SPARE = 1024 * _KIBIBYTE

_libc = ctypes.CDLL(None)


def frugal() -> bool:
    """Have freed memory go back to the system. Before the first thread is started. Whether it holds."""
    options = ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, _LARGE), (_TRIM_THRESHOLD, _SPARE))
    mallopt = getattr(_libc, "mallopt", None)
    return mallopt is not None and all(mallopt(option, value) for option, value in options)


def give_back() -> None:
    """Give back to the system what lies free between pieces in use; takes some milliseconds."""
    trim = getattr(_libc, "malloc_trim", None)
    if trim is not None:
        trim(0)
