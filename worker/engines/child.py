"""What runs inside a child of the pool. Importing this file is cheap: the engines are loaded by the child alone."""

from __future__ import annotations

import logging
import os
import resource
import signal
import tempfile
import time
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from worker.core.types import Defect, Evidence, Page, Unreadable
from worker.engines.base import EngineError, Limits

T = TypeVar("T")

_SECRETS = ("AFILIACION_", "CREDENTIALS_DIRECTORY")
_LARGEST_FILE_WRITTEN = 256 * 2**20


def prepare() -> None:
    """Make the process fit to open a stranger's file: own group, no secrets, no core dumps, quiet, engines loaded."""
    os.setpgid(0, 0)
    # A service manager that ends the service signals every process of it. The parent finishes the file in hand and
    # lets us go; if we went first, a student would be told that the file cannot be read.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for name in [name for name in os.environ if name.startswith(_SECRETS)]:
        del os.environ[name]
    os.environ["OMP_THREAD_LIMIT"] = "1"
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE_WRITTEN, _LARGEST_FILE_WRITTEN))
    # The libraries' remarks quote what they read.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    # Here already where the fork server could load it.
    import_module("worker.engines.crop")


def read(content: bytes, limits: Limits, scratch: Path) -> tuple[tuple[Page, ...] | Unreadable, float]:
    """The pages of a file or why there are none, and the seconds that it took. Raises `EngineMissing`."""
    started = time.monotonic()
    result = _guarded(scratch, lambda: _recognise(content, limits))
    return result, time.monotonic() - started


def cut(content: bytes, evidence: Evidence, limits: Limits, scratch: Path) -> bytes | Unreadable:
    """The crop of `crop.crop`, or why there is none."""
    return _guarded(scratch, lambda: _crop(content, evidence, limits))


def _recognise(content: bytes, limits: Limits) -> tuple[Page, ...] | Unreadable:
    from worker.engines.recognise import recognise  # the parent never loads the engines

    return recognise(content, limits)


def _crop(content: bytes, evidence: Evidence, limits: Limits) -> bytes | Unreadable:
    from worker.engines.crop import crop  # the parent never loads the engines

    return crop(content, evidence, limits)


def _guarded(scratch: Path, work: Callable[[], T]) -> T | Unreadable:
    """Do the work with `scratch` as the only place for temporary files.

    This is the one place that catches whatever the libraries raise: a stranger's file must end as a value, and
    their messages quote what they read. The name of the error's class is all that leaves.
    """
    # Tells the parent whom to watch and, at a limit, to kill. A name appears at once, a content does not.
    (scratch / f"{os.getpid()}.pid").touch()
    tempfile.tempdir = str(scratch)
    try:
        return work()
    except EngineError:
        raise
    except MemoryError:
        return Unreadable(Defect.TAMANO, "el archivo necesita demasiada memoria")
    except Exception as error:
        return Unreadable(Defect.FALLO, type(error).__name__)
