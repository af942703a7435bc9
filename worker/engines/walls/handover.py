"""How a file's bytes reach a child: in memory that both have open, so that the service makes no copy for a pipe.

Such a place has no name by which anybody else could open it, never lies on a disk, and is gone with the last process
that has it open, however that one ends.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.reduction import DupFd
from queue import SimpleQueue
from typing import Any

from worker.core.octets import Octets, pieces

# In a child: the places that it was given at its start.
_given: list[int] = []


class Places:
    """Room for as many files as are in hand at once. What a child is given of it at its start is for `take`."""

    def __init__(self, count: int) -> None:
        self._writable = [os.memfd_create("paper") for _ in range(count)]
        self._readable = [os.open(f"/proc/self/fd/{handle}", os.O_RDONLY) for handle in self._writable]
        self._free: SimpleQueue[int] = SimpleQueue()
        for number in range(count):
            self._free.put(number)
        for handle in (*self._writable, *self._readable):
            # Not before the last use is over, whatever became of the pool meanwhile.
            weakref.finalize(self, os.close, handle)

    @contextmanager
    def holding(self, content: Octets) -> Iterator[Handed]:
        """The file in a place of its own, for as long as the body takes; waits until one is free."""
        number = self._free.get()
        try:
            self._fill(self._writable[number], content)
            yield Handed(number, len(content))
        finally:
            os.ftruncate(self._writable[number], 0)
            self._free.put(number)

    def _fill(self, handle: int, content: Octets) -> None:
        at = 0
        for piece in pieces(content):
            at += os.pwrite(handle, piece, at)

    def __reduce__(self) -> Any:
        return _received, tuple(DupFd(handle) for handle in self._readable)


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that lies in a place. Unpickled in a child, it is the file's bytes."""

    place: int
    size: int

    def __reduce__(self) -> Any:
        return _read, (self.place, self.size)


def take(handles: tuple[int, ...]) -> None:
    """In a child: read from these places what is handed over, and pass them on to no program that it starts."""
    _given[:] = handles
    for handle in handles:
        os.set_inheritable(handle, False)


def _received(*handles: Any) -> tuple[int, ...]:
    return tuple(handle.detach() for handle in handles)


def _read(place: int, size: int) -> bytes:
    return os.pread(_given[place], size, 0)
