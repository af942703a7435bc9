"""How much memory the children hold while something is read."""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil

from worker.engines.walls import watch

_LOOK_EVERY = 0.015


class Highest:
    """What one child and what it started are seen to take meanwhile, together.

    `bytes` are the most resident ones, `seconds` those of computing.
    """

    def __init__(self) -> None:
        self.bytes = 0
        self.seconds = 0.0
        self._before = {child: watch.computed(child) for child in children()}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Highest:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.is_set():
            for child in children():
                self.bytes = max(self.bytes, watch.resident(child)[1])
                self.seconds = max(self.seconds, watch.computed(child) - self._before.get(child, 0.0))
            time.sleep(_LOOK_EVERY)


def started() -> list[psutil.Process]:
    """The server that children are forked from, the children, and what they started; no other test's mail server."""
    found: list[psutil.Process] = []
    for each in filter(_is_forked, psutil.Process().children()):
        with suppress(psutil.Error):
            found += [each, *each.children(recursive=True)]
    return found


def server_and_children() -> list[psutil.Process]:
    """The server that children are forked from, and the children."""
    return [each for each in started() if _is_forked(each)]


def _is_forked(process: psutil.Process) -> bool:
    try:
        return "forkserver" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def children() -> list[int]:
    """The children that read, each the leader of its process group."""
    found = []
    for each in server_and_children():
        with suppress(ProcessLookupError):
            if os.getpgid(each.pid) == each.pid:
                found.append(each.pid)
    return found


def most_ever(pid: int) -> int:
    """The most resident bytes that the kernel ever noted of a process that is still there."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
