"""What a library gone mad would do to the child that it runs in. The pool's tests let real children do it."""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from worker.engines import EngineMissing, child
from worker.engines.base import Limits
from worker.engines.child import Job

MEGABYTE = 2**20
MARK = Path("/tmp/taken-over")


def prepare(folder: Path, places: tuple[int, ...]) -> None:
    """As every child is prepared. That it is named here has the child load this file before it is walled in."""
    child.prepare(folder, places)


def tell(content: bytes, limits: Limits, job: Job) -> Any:
    """What has arrived, and how many of the files that are handed over a program started here would have open."""
    child.taken(job)
    handles = [entry.name for entry in Path("/proc/self/fd").iterdir() if _is_handed_over(entry)]
    inherited = sum(os.get_inheritable(int(handle)) for handle in handles)
    return f"{hashlib.sha256(content).hexdigest()} {inherited}/{len(handles)}", 0.0


def _is_handed_over(handle: Path) -> bool:
    return handle.is_symlink() and "memfd:paper" in os.readlink(handle)


def hang(content: bytes, limits: Limits, job: Job) -> Any:
    """Work for ever, in a process of its own as Tesseract does, and leave things lying about."""
    scratch = child.taken(job)
    (scratch / "page.ppm").write_bytes(b"personal")
    subprocess.Popen(["sleep", content.decode()]).wait()


def orphan(content: bytes, limits: Limits, job: Job) -> Any:
    """The same, in a process that is no longer a descendant."""
    child.taken(job)
    subprocess.Popen(["sh", "-c", f"sleep {content.decode()} &"]).wait()
    time.sleep(600)


def multiply(content: bytes, limits: Limits, job: Job) -> Any:
    """A fork bomb, for as long as it is let."""
    child.taken(job)
    for _ in range(400):
        subprocess.Popen(["sleep", content.decode()])
    time.sleep(600)


def sleep(content: bytes, limits: Limits, job: Job) -> Any:
    return child.guarded(job, lambda: time.sleep(600)), 0.0


def burn(content: bytes, limits: Limits, job: Job) -> Any:
    """Compute beyond what the processor's own limit allows, long before the time is up."""

    def spin() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1, resource.RLIM_INFINITY))
        while True:
            pass

    return child.guarded(job, spin), 0.0


def compute(content: bytes, limits: Limits, job: Job) -> Any:
    """Pages that take so many seconds of computing each, the first number being the file's opening."""

    def read() -> str:
        for number, seconds in enumerate(content.split()):
            if number:
                child.next_page(job)
            end = time.process_time() + float(seconds)
            while time.process_time() < end:
                pass
        return "done"

    return child.guarded(job, read), 0.0


def die(content: bytes, limits: Limits, job: Job) -> Any:
    child.taken(job)
    os.kill(os.getpid(), int(content))


def leave(content: bytes, limits: Limits, job: Job) -> Any:
    child.taken(job)
    os._exit(3)


def devour(content: bytes, limits: Limits, job: Job) -> Any:
    """Fill memory as fast as the machine can."""
    child.taken(job)
    eaten = [b"\1" * (number + MEGABYTE) for number in range(3000)]
    return len(eaten)


def overreach(content: bytes, limits: Limits, job: Job) -> Any:
    """Ask for more than there may be, at once, and never touch it."""
    return child.guarded(job, lambda: len(bytearray(1500 * MEGABYTE))), 0.0


def fill_disk(content: bytes, limits: Limits, job: Job) -> Any:
    def write() -> None:
        with Path(tempfile.gettempdir(), "large").open("wb") as file:
            for _ in range(500):
                file.write(bytes(MEGABYTE))

    return child.guarded(job, write), 0.0


def open_many(content: bytes, limits: Limits, job: Job) -> Any:
    return child.guarded(job, lambda: [open(os.devnull) for _ in range(2000)]), 0.0


def confess(content: bytes, limits: Limits, job: Job) -> Any:
    """What a child could tell of its surroundings."""
    child.taken(job)
    held = [os.readlink(entry) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
    sockets = sum(name.startswith("socket:") for name in held)
    own_group = os.getpgid(0) == os.getpid()
    cores = resource.getrlimit(resource.RLIMIT_CORE)
    return repr((sockets, own_group, os.environ["OMP_THREAD_LIMIT"], cores)), 0.0


def break_out(content: bytes, limits: Limits, job: Job) -> Any:
    """Try every way out; the names of those that are open."""
    child.taken(job)
    ways = {
        "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "tcp": lambda: socket.create_connection(("127.0.0.1", int(content))),
        "unix": lambda: socket.socket(socket.AF_UNIX),
        "write beside": lambda: (job.folder / "beside").touch(),
        "read settings": lambda: Path("config.toml").read_text(),
        "read home": lambda: list(Path.home().iterdir()),
        "read the service's environment": lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes(),
        "kill the server": lambda: os.kill(os.getppid(), signal.SIGURG),
        "leave the group": lambda: os.setsid(),
        "network by a program of its own": lambda: subprocess.run(
            ["python3", "-c", "import socket; socket.socket()"], check=True, stderr=subprocess.DEVNULL
        ),
    }
    return repr([name for name, way in ways.items() if _succeeds(way)]), 0.0


def _succeeds(way: Any) -> bool:
    try:
        way()
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


class Run:
    """A message that, believed, runs a program where it is read."""

    def __reduce__(self) -> Any:
        return Path.touch, (MARK,)


def take_over(content: bytes, limits: Limits, job: Job) -> Any:
    child.taken(job)
    return Run(), 0.0


def babble(content: bytes, limits: Limits, job: Job) -> Any:
    """Send the service far more than any paper says."""
    child.taken(job)
    return "x" * (100 * MEGABYTE), 0.0


def stumble(folder: Path, places: tuple[int, ...]) -> None:
    """An initialiser that does not get up."""
    os._exit(1)


def fail(content: bytes, limits: Limits, job: Job) -> Any:
    return child.guarded(job, lambda: int(content)), 0.0


def lack(content: bytes, limits: Limits, job: Job) -> Any:
    return child.guarded(job, lambda: _raise(EngineMissing("falta"))), 0.0


def _raise(error: Exception) -> Any:
    raise error
