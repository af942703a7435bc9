"""What runs inside a child of the pool. Importing this file is cheap: the engines are loaded by the child alone."""

from __future__ import annotations

import errno
import gc
import logging
import os
import signal
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from worker.core.types import Defect, Evidence, Page, Unreadable
from worker.engines.base import EngineError, Limits
from worker.engines.walls import allocator, confine, handover

T = TypeVar("T")

# The file in a job's folder that is one byte longer for each page that was begun.
_PAGES = "pages"
# Far more than a paper has; what a file can hold of them would fill the service's memory, not ours.
_MOST_WORDS = 100_000
_MEMORY = Unreadable(Defect.TAMANO, "el archivo necesita demasiada memoria")
_TEXT = Unreadable(Defect.TAMANO, "trae demasiado texto")
_DISK = Unreadable(Defect.TAMANO, "el archivo necesita demasiado espacio")
_NO_SPACE = (errno.EFBIG, errno.ENOSPC, errno.EDQUOT)
# How far a child steps back behind other processes.
_NICE = 5


@dataclass(frozen=True, slots=True)
class Job:
    """One file's work: the pool's folder, a name of its own, and what it may cost (seconds; resident bytes)."""

    folder: Path
    name: str
    seconds: float
    memory: int


def prepare(folder: Path, places: tuple[int, ...]) -> None:
    """Make the process fit to open a stranger's file: own group, no secrets, quiet, engines loaded, then walled in.

    Args:
        folder: where the children of this pool have a folder each, named by their process.
        places: where the files lie that it is to read (see `handover`).
    """
    os.setpgid(0, 0)
    # Whoever watches what it takes comes first, and the mail: a bomb fills memory between two looks.
    os.nice(_NICE)
    # A service manager that ends the service signals every process of it. The parent finishes the file in hand and
    # lets us go; if we went first, a student would be told that the file cannot be read.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    own = folder / str(os.getpid())
    own.mkdir(mode=0o700)
    allocator.frugal()
    handover.take(places)
    # Here already where the fork server could load it.
    import_module("worker.engines.crop")
    # What is loaded stays; looking through it after each file would take a tenth of a second.
    gc.freeze()
    confine.limit_process()
    confine.confine(own)
    _hush()


def _hush() -> None:
    """Nothing more on any log: the libraries' remarks, some of them written by C, quote what they read."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def read(content: bytes, limits: Limits, job: Job) -> tuple[tuple[Page, ...] | Unreadable, float]:
    """The pages of a file or why there are none, and the seconds that it took. Raises `EngineMissing`."""
    started = time.monotonic()
    result = guarded(job, lambda: _within_reason(_recognise(content, limits, job)))
    return result, time.monotonic() - started


def cut(content: bytes, evidence: Evidence, limits: Limits, job: Job) -> bytes | Unreadable:
    """The crop of `crop.crop`, or why there is none."""
    return guarded(job, lambda: _crop(content, evidence, limits))


def walls(job: Job) -> confine.Confinement | Unreadable:
    """Which walls around this child hold."""
    return guarded(job, lambda: confine.confinement(job.folder))


def taken(job: Job) -> Path:
    """The job's own folder, made now: it tells the parent whom to watch and, at a limit, to kill."""
    scratch = _folder(job)
    scratch.mkdir(mode=0o700)
    return scratch


def _folder(job: Job) -> Path:
    return job.folder / str(os.getpid()) / job.name


def _recognise(content: bytes, limits: Limits, job: Job) -> tuple[Page, ...] | Unreadable:
    from worker.engines.recognise import recognise  # the parent never loads the engines

    return recognise(content, limits, page_begins=lambda: next_page(job))


def next_page(job: Job) -> None:
    """Tell the parent that a further page is begun: what a page may cost is counted anew."""
    with (_folder(job) / _PAGES).open("ab") as mark:
        mark.write(b".")


def pages_begun(folder: Path) -> int:
    """How many pages the child that made this folder has begun."""
    mark = folder / _PAGES
    return mark.stat().st_size if mark.exists() else 0


def process_of(folder: Path) -> int:
    """The child that made this folder for a job."""
    return int(folder.parent.name)


def _within_reason(pages: tuple[Page, ...] | Unreadable) -> tuple[Page, ...] | Unreadable:
    words = 0 if isinstance(pages, Unreadable) else sum(len(page.words) for page in pages)
    return _TEXT if words > _MOST_WORDS else pages


def _crop(content: bytes, evidence: Evidence, limits: Limits) -> bytes | Unreadable:
    from worker.engines.crop import crop  # the parent never loads the engines

    return crop(content, evidence, limits)


def _forget() -> None:
    """Nothing of a file outlives it, neither its pictures nor the memory that they took."""
    gc.collect()
    import_module("worker.engines.walls.room").forget()


def guarded(job: Job, work: Callable[[], T]) -> T | Unreadable:
    """Do the work within the job's limits, with its folder as the only place for temporary files.

    This is the one place that catches whatever the libraries raise: a stranger's file must end as a value, and
    their messages quote what they read. The name of the error's class is all that leaves.
    """
    # Python asks for the first, the programs that it starts for the second.
    tempfile.tempdir = os.environ["TMPDIR"] = str(taken(job))
    confine.limit_file(job.seconds, job.memory)
    try:
        return work()
    except EngineError:
        raise
    except MemoryError:
        return _MEMORY
    except Exception as error:
        full = isinstance(error, OSError) and error.errno in _NO_SPACE
        return _DISK if full else Unreadable(Defect.FALLO, type(error).__name__)
    finally:
        confine.free_file()
        _forget()
