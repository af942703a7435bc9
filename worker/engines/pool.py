"""Reading in child processes: whatever a file does to a child, the caller gets a value and the next file is read.

A child is watched while it works on a file; at a limit its whole process group is killed, Tesseract included, and
pebble puts a new child in its place. What a child may do at all is in `confine`, how it is spoken to in `sealed`, and
how it gets the file in `handover`.
"""

from __future__ import annotations

import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from worker.core.octets import Octets
from worker.core.school import School
from worker.core.types import Defect, Evidence, Page, Unreadable
from worker.engines import child
from worker.engines.base import NOWHERE, EngineDown, Limits
from worker.engines.walls import prctl, watch
from worker.engines.walls.bounds import Bounds, Work
from worker.engines.walls.confine import Confinement
from worker.engines.walls.handover import Places
from worker.engines.walls.sealed import SealedContext

T = TypeVar("T")

# Seconds.
_LOOK_EVERY = 0.02
# From handing a file over until a child has taken it: starting one takes about a second on an idle machine.
_START_SECONDS = 60.0
# From killing a child until pebble has noticed.
_MOURN_SECONDS = 10.0
# A library that leaks is forgiven by starting afresh now and then.
_FILES_PER_CHILD = 500
_CRASHED = Unreadable(Defect.FALLO, "el archivo hizo fallar al lector")


@dataclass(frozen=True)
class _Children:
    """A pool and the folder in which each of its children has its own."""

    pool: ProcessPool
    folder: Path
    numbers: count[int]

    def job(self, bounds: Bounds) -> child.Job:
        """A new job that no child has taken yet."""
        return child.Job(self.folder, f"file-{next(self.numbers)}", bounds.seconds, bounds.memory)

    def folder_of(self, job: child.Job) -> Path | None:
        """The folder that the child which works on this job made for it, once it has taken it."""
        return next(self.folder.glob(f"*/{job.name}"), None)

    def kill(self, job: child.Job) -> None:
        """Kill the child that works on this job and all that it started; nothing where none has taken it."""
        folder = self.folder_of(job)
        if folder is not None:
            watch.kill_group(child.process_of(folder))

    def sweep(self, job: child.Job, with_child: bool) -> None:
        """Remove what the job left lying about; with the child that is dead also its folder, and what it started."""
        if with_child:
            self.kill(job)
        for found in self.folder.glob(f"*/{job.name}"):
            shutil.rmtree(found.parent if with_child else found, ignore_errors=True)

    def end(self) -> None:
        """Let the children go; their files in hand are finished first."""
        self.pool.close()
        self.pool.join()
        shutil.rmtree(self.folder, ignore_errors=True)

    def abandon(self) -> None:
        """End a pool that failed. Its threads may hang, so nobody waits for them."""
        threading.Thread(target=self._stop, daemon=True).start()

    def _stop(self) -> None:
        self.pool.stop()
        self.pool.join()
        shutil.rmtree(self.folder, ignore_errors=True)


class Recogniser:
    """Reads files in up to `workers` children at once. Safe to call from several threads; a context manager.

    Args:
        workers: children at most; none is started before the first file.
        timeout_seconds: how long one file may take from the moment a child has it.
        max_bytes: size of the largest file that is opened.
        max_pages: pages of the longest file that is read.
        max_memory: resident bytes of a child and what it started, together.
        page_seconds: of computing that opening a file, or one of its pages, may take.
        school: whose papers they are; reading stops where a constancia of it is sure.
    """

    def __init__(
        self,
        workers: int,
        timeout_seconds: float,
        max_bytes: int,
        max_pages: int = 30,
        max_memory: int = 600_000_000,
        page_seconds: float = 6,
        school: School = NOWHERE,
    ) -> None:
        self._workers = workers
        self._limits = Limits(max_bytes, max_pages, school=school)
        self._bounds = Bounds(timeout_seconds, page_seconds, max_memory)
        # Pebble is given no more than its children can take at once, so that a start that fails is noticed.
        self._free = threading.BoundedSemaphore(workers)
        self._places = Places(workers)
        self._lock = threading.Lock()
        self._children: _Children | None = None

    def __call__(self, content: Octets) -> tuple[tuple[Page, ...] | Unreadable, float]:
        """The pages of a file or why there are none, and the seconds of the reading itself.

        Raises:
            EngineMissing: Tesseract or its data are not installed.
            EngineDown: no child can be started.
        """
        refused = self._limits.refuse(content)
        if refused is not None:
            return refused, 0.0
        started = time.monotonic()
        with self._places.holding(content) as handed:
            result = self._run(child.read, handed, self._limits)
        return (result, time.monotonic() - started) if isinstance(result, Unreadable) else result

    def crop(self, content: Octets, evidence: Evidence) -> bytes | Unreadable:
        """The evidence's box cut out of the paper's page, upright, as a PNG; or why there is none.

        Raises as reading does.
        """
        with self._places.holding(content) as handed:
            return self._run(child.cut, handed, evidence, self._limits)

    def confinement(self) -> Confinement | Unreadable:
        """Which walls around the children hold here, as a child itself tries them. Raises as reading does."""
        return self._run(child.walls)

    def __enter__(self) -> Recogniser:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the children; a later file starts new ones."""
        with self._lock:
            children, self._children = self._children, None
        if children is not None:
            children.end()

    def _run(self, task: Callable[..., T], *args: object) -> T | Unreadable:
        """The task's result from a child; once more with new children where the pool itself failed."""
        with self._free:
            for _ in range(2):
                children = self._started()
                job = children.job(self._bounds)
                try:
                    return self._attempt(children, job, task, *args)
                except (BrokenProcessPool, CancelledError, EngineDown):
                    to_blame = children.folder_of(job) is not None
                    self._abandon(children)
        if to_blame:
            return _CRASHED
        raise EngineDown("Los procesos que leen los archivos no arrancan o no responden.")

    def _started(self) -> _Children:
        with self._lock:
            if self._children is None or not self._children.pool.active:
                # No child looks into the process that holds the passwords, even where the kernel has no Landlock.
                prctl.undumpable()
                context = SealedContext()
                context.set_forkserver_preload(["worker.engines.walls.warm"])
                folder = Path(tempfile.mkdtemp(prefix="afiliacion-"))
                pool = ProcessPool(self._workers, _FILES_PER_CHILD, child.prepare, (folder, self._places), context)
                self._children = _Children(pool, folder, count())
            return self._children

    def _abandon(self, children: _Children) -> None:
        with self._lock:
            if self._children is children:
                self._children = None
        children.abandon()

    def _attempt(self, children: _Children, job: child.Job, task: Callable[..., T], *args: object) -> T | Unreadable:
        try:
            future: Future[T] = children.pool.schedule(task, args=(*args, job))
        except RuntimeError as error:
            raise EngineDown from error
        try:
            reason = self._watch(future, children, job)
            result = self._result(future, reason)
        except BaseException:
            children.kill(job)
            raise
        children.sweep(job, with_child=_failed(future))
        return result

    def _result(self, future: Future[T], reason: Unreadable | None) -> T | Unreadable:
        try:
            return future.result(timeout=_MOURN_SECONDS)
        except ProcessExpired as end:
            return reason or self._cause(end)
        except TimeoutError as error:
            raise EngineDown from error

    def _cause(self, end: ProcessExpired) -> Unreadable:
        """Why a child died that was not killed from here: at a limit of its own, or by the file's fault."""
        own_limit = end.exitcode in (-signal.SIGXCPU, -signal.SIGALRM)
        return self._bounds.too_slow() if own_limit else _CRASHED

    def _watch(self, future: Future[Any], children: _Children, job: child.Job) -> Unreadable | None:
        """Wait until the child is done; kill it at a limit and say why. Raises `EngineDown` if none takes the file."""
        handed, work = time.monotonic(), None
        while not wait([future], timeout=_LOOK_EVERY).done:
            folder = children.folder_of(job)
            if folder is None:
                if time.monotonic() - handed > _START_SECONDS:
                    raise EngineDown
                continue
            work = work or Work(folder)
            reason = self._bounds.overstepped(work)
            if reason is not None:
                children.kill(job)
                return reason
        return None


def _failed(future: Future[Any]) -> bool:
    return future.cancelled() or future.exception() is not None
