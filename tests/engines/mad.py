"""What a library gone mad would do to the child that it runs in. The pool's tests let real children do it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from worker.engines import EngineMissing, child
from worker.engines.base import Limits

MEGABYTE = 2**20


def hang(content: bytes, limits: Limits, scratch: Path) -> Any:
    """Work for ever, in a process of its own as Tesseract does, and leave things lying about."""
    (scratch / f"{os.getpid()}.pid").touch()
    (scratch / "page.ppm").write_bytes(b"personal")
    endless = subprocess.Popen(["sleep", "600"])
    Path(content.decode()).write_text(f"{endless.pid} {scratch}")
    endless.wait()


def die(content: bytes, limits: Limits, scratch: Path) -> Any:
    (scratch / f"{os.getpid()}.pid").touch()
    os.kill(os.getpid(), int(content))


def leave(content: bytes, limits: Limits, scratch: Path) -> Any:
    (scratch / f"{os.getpid()}.pid").touch()
    os._exit(3)


def devour(content: bytes, limits: Limits, scratch: Path) -> Any:
    (scratch / f"{os.getpid()}.pid").touch()
    eaten = [bytearray(os.urandom(MEGABYTE)) for _ in range(3000)]
    return len(eaten)


def confess(content: bytes, limits: Limits, scratch: Path) -> Any:
    """What a child could tell of its surroundings."""
    secret = sorted(name for name in os.environ if name.startswith(("AFILIACION_", "CREDENTIALS")))
    held = [os.readlink(entry) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
    sockets = sum(name.startswith("socket:") for name in held)
    return (secret, sockets, os.getpgid(0) == os.getpid(), os.environ["OMP_THREAD_LIMIT"]), 0.0


def stumble() -> None:
    """An initialiser that does not get up."""
    os._exit(1)


def fail(content: bytes, limits: Limits, scratch: Path) -> Any:
    return child._guarded(scratch, lambda: int(content)), 0.0


def lack(content: bytes, limits: Limits, scratch: Path) -> Any:
    return child._guarded(scratch, lambda: _raise(EngineMissing("falta"))), 0.0


def _raise(error: Exception) -> Any:
    raise error
