"""Reading in child processes: whatever a file does to a child, the caller gets a value and the next file is read.

A child is watched while it works on a file; at the limit of time or memory its whole process group is killed,
Tesseract included, and pebble puts a new child in its place.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import psutil
from pebble import ProcessExpired, ProcessPool

from worker.core.types import Defect, Evidence, Page, Unreadable
from worker.engines import child
from worker.engines.base import EngineDown, Limits

T = TypeVar("T")

MEGABYTE = 2**20
_LOOK_EVERY = 0.05
# From handing a file over until a child has taken it: starting one takes about a second on an idle machine.
_START_SECONDS = 60.0
# From killing a child until pebble has noticed.
_MOURN_SECONDS = 10.0
# A library that leaks is forgiven by starting afresh now and then.
_FILES_PER_CHILD = 500


class Recogniser:
    """Reads files in up to `workers` children at once. Safe to call from several threads; a context manager.

    Args:
        workers: children at most; none is started before the first file.
        timeout_seconds: how long one file may take from the moment a child has it.
        max_bytes: size of the largest file that is opened.
        max_pages: pages of the longest file that is read.
        max_memory: resident bytes of a child and what it started, together.
    """

    def __init__(
        self,
        workers: int,
        timeout_seconds: float,
        max_bytes: int,
        max_pages: int = 30,
        max_memory: int = 600 * MEGABYTE,
    ) -> None:
        self._limits = Limits(max_bytes, max_pages)
        self._workers, self._timeout, self._max_memory = workers, timeout_seconds, max_memory
        # Pebble is given no more than its children can take at once, so that a start that fails is noticed.
        self._free = threading.BoundedSemaphore(workers)
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None

    def __call__(self, content: bytes) -> tuple[tuple[Page, ...] | Unreadable, float]:
        """The pages of a file or why there are none, and the seconds of the reading itself.

        Raises:
            EngineMissing: Tesseract or its data are not installed.
            EngineDown: no child can be started.
        """
        refused = self._limits.refuse(content)
        if refused is not None:
            return refused, 0.0
        started = time.monotonic()
        result = self._run(child.read, content, self._limits)
        return (result, time.monotonic() - started) if isinstance(result, Unreadable) else result

    def crop(self, content: bytes, evidence: Evidence) -> bytes | Unreadable:
        """The evidence's box cut out of the paper's page, upright, as a PNG; or why there is none.

        Raises as reading does.
        """
        return self._run(child.cut, content, evidence, self._limits)

    def __enter__(self) -> Recogniser:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the children; a later file starts new ones."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()
            pool.join()

    def _run(self, task: Callable[..., T], *args: object) -> T | Unreadable:
        """The task's result from a child; once more with new children where the pool itself failed."""
        with self._free:
            for _ in range(2):
                pool = self._started()
                try:
                    return self._attempt(pool, task, *args)
                except (BrokenProcessPool, CancelledError, EngineDown):
                    self._abandon(pool)
        raise EngineDown("Los procesos que leen los archivos no arrancan o no responden.")

    def _started(self) -> ProcessPool:
        with self._lock:
            if self._pool is None or not self._pool.active:
                # A server that forks children gives them neither our connections nor our memory, and is quick at it.
                context = multiprocessing.get_context("forkserver")
                context.set_forkserver_preload(["worker.engines.warm"])
                self._pool = ProcessPool(self._workers, _FILES_PER_CHILD, child.prepare, context=context)
            return self._pool

    def _abandon(self, pool: ProcessPool) -> None:
        """Forget a pool that failed. Its threads may hang, so nobody waits for them."""
        with self._lock:
            if self._pool is pool:
                self._pool = None
        threading.Thread(target=_end, args=(pool,), daemon=True).start()

    def _attempt(self, pool: ProcessPool, task: Callable[..., T], *args: object) -> T | Unreadable:
        with _scratch() as scratch:
            try:
                future: Future[T] = pool.schedule(task, args=(*args, scratch))
            except RuntimeError as error:
                raise EngineDown from error
            try:
                reason = self._watch(future, scratch)
                return self._result(future, reason)
            finally:
                if not _succeeded(future):
                    _kill_group(scratch)

    def _result(self, future: Future[T], reason: Unreadable | None) -> T | Unreadable:
        try:
            return future.result(timeout=_MOURN_SECONDS)
        except ProcessExpired:
            return reason or Unreadable(Defect.FALLO, "el archivo hizo fallar al lector")
        except TimeoutError as error:
            raise EngineDown from error

    def _watch(self, future: Future[Any], scratch: Path) -> Unreadable | None:
        """Wait until the child is done; kill it at a limit and say why. Raises `EngineDown` if none takes the file."""
        handed, taken = time.monotonic(), None
        while not wait([future], timeout=_LOOK_EVERY).done:
            pid = _pid(scratch)
            if pid is None:
                if time.monotonic() - handed > _START_SECONDS:
                    raise EngineDown
                continue
            taken = taken or time.monotonic()
            reason = self._overstepped(pid, time.monotonic() - taken)
            if reason is not None:
                _kill_group(scratch)
                return reason
        return None

    def _overstepped(self, pid: int, seconds: float) -> Unreadable | None:
        if seconds > self._timeout:
            return Unreadable(Defect.TIEMPO, f"tardó más de {self._timeout:.0f} s")
        if _resident(pid) > self._max_memory:
            return Unreadable(Defect.TAMANO, "el archivo necesita demasiada memoria")
        return None


@contextmanager
def _scratch() -> Iterator[Path]:
    """A directory for one file's temporary files, gone afterwards even if the child was killed."""
    path = Path(tempfile.mkdtemp(prefix="afiliacion-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _pid(scratch: Path) -> int | None:
    """The child that works in this directory, once it has said so."""
    return next((int(mark.stem) for mark in scratch.glob("*.pid")), None)


def _succeeded(future: Future[Any]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _kill_group(scratch: Path) -> None:
    """Kill the child that works in this directory and all that it started."""
    pid = _pid(scratch)
    if pid is not None:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _resident(pid: int) -> int:
    """Resident bytes of a process and its descendants; 0 once it is gone."""
    total = 0
    with suppress(psutil.Error):
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            with suppress(psutil.Error):
                total += int(process.memory_info().rss)
    return total


def _end(pool: ProcessPool) -> None:
    pool.stop()
    pool.join()
