"""How the children are started and heard: they get no secret, and nothing that they say is run.

Two things of `multiprocessing` are narrowed. A process is started with a short list of the environment's variables:
what is deleted later would still stand in the block that the kernel keeps of it. And answers are unpickled to our own
plain values only: a pickle may otherwise name any function to be called, so that a child that a file took over would
own the service too.
"""

from __future__ import annotations

import builtins
import io
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.reduction import DupFd, ForkingPickler
from typing import Any

# What reading needs to find its programs, libraries, data and language.
_NEEDED = frozenset(
    ("HOME", "LANG", "LANGUAGE", "LD_LIBRARY_PATH", "PATH", "TESSDATA_PREFIX", "TMPDIR", "TZ", "VIRTUAL_ENV")
)
_NEEDED_FAMILIES = ("LC_", "PYTHON")
_TRUSTED = frozenset(
    (
        ("pebble.common.types", "RemoteException"),
        ("pebble.common.types", "Result"),
        ("pebble.common.types", "ResultStatus"),
        ("pebble.common.types", "RemoteException.rebuild_exception"),
        ("pebble.pool.process", "Acknowledgement"),
        ("pebble.pool.process", "TaskProblem"),
        ("pebble.pool.process", "TaskResult"),
        ("worker.engines.walls.confine", "Confinement"),
    )
)
_OUR_OWN = frozenset(("worker.core.types", "worker.engines.base"))
# A long paper's words are a tenth of it. The child refuses earlier, with a reason (see `child.read`).
_LONGEST_ANSWER = 32 * 2**20
# What unpickling rubbish may raise besides its own error.
_NO_VALUE = (pickle.UnpicklingError, AttributeError, ImportError, IndexError, KeyError, TypeError, ValueError)


class _Process(ForkServerProcess):
    """A child forked by a server that never saw a secret."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:
        with _short_environment():
            return ForkServerProcess._Popen(process_obj)


class SealedContext(ForkServerContext):
    """A `multiprocessing` context for pebble. A server that forks gives its children no connection of ours."""

    Process = _Process

    def Pipe(self, duplex: bool = True) -> Any:
        """Two ends as of any context; the reading one takes nothing but plain values."""
        reader, writer = super().Pipe(duplex)
        careful = _Careful(os.dup(reader.fileno()), writable=duplex)
        reader.close()
        return careful, writer


class _Careful(Connection):
    """The end of a pipe that a stranger may write to."""

    def recv(self) -> Any:
        """The next message. Raises `OSError` for one that is too long or anything but plain values."""
        try:
            return _Unpickler(io.BytesIO(self.recv_bytes(_LONGEST_ANSWER))).load()
        except _NO_VALUE as error:
            raise OSError("not a plain value") from error


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _TRUSTED or _is_error(module, name):
            return super().find_class(module, name)
        found = super().find_class(module, name) if module in _OUR_OWN else None
        if isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _is_error(module: str, name: str) -> bool:
    found = getattr(builtins, name, None)
    return module == "builtins" and isinstance(found, type) and issubclass(found, Exception)


def _is_needed(name: str) -> bool:
    return name in _NEEDED or name.startswith(_NEEDED_FAMILIES)


@contextmanager
def _short_environment() -> Iterator[None]:
    """Only what reading needs stands in the environment meanwhile: whatever is started now inherits no more."""
    others = {name: value for name, value in os.environ.items() if not _is_needed(name)}
    for name in others:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(others)


def _plain(handle: Any) -> Any:
    return Connection(handle.detach(), writable=False)


def _as_plain(connection: _Careful) -> Any:
    """How a child gets its copy: as an end of any other pipe, for it may believe the service."""
    return _plain, (DupFd(connection.fileno()),)


ForkingPickler.register(_Careful, _as_plain)
