"""What a child may do once it opens strangers' files: read the system, write in its own folder, compute. No more.

Each wall stands alone; where the kernel lacks one, the others hold, and `Confinement` says so.
"""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import socket
import sys
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import worker
from worker.engines.walls import landlock, prctl, seccomp

MEGABYTE = 2**20
_LARGEST_FILE_WRITTEN = 128 * MEGABYTE
_OPEN_FILES = 256
# More than reading needs by far, and few enough that a process that multiplies is noticed before the machine is full.
_MORE_TASKS = 512
# What is reserved and never touched by a reading, beyond what stays resident.
_RESERVED = 320 * MEGABYTE

_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/nix/store", "/gnu/store", "/proc", "/sys/devices/system")
# Not all of /etc: the service's own settings are there.
_SETTINGS = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "ld.so.preload", "alternatives", "fonts", "localtime")
_OF_PACKAGES = ("site-packages", "dist-packages")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/urandom", "/dev/random")

# Everybody may read it, but no reader of papers has to.
_FOREIGN = Path("/etc/passwd")


@dataclass(frozen=True, slots=True)
class Confinement:
    """Which walls around a child hold, as the child itself tried them.

    `network`: it cannot make a connection. `files`: it reads nothing but the system and writes nothing but its own
    folder. `privileges`: nothing that it starts gains rights. `calls`: it cannot leave its process group nor look into
    other processes.
    """

    network: bool
    files: bool
    privileges: bool
    calls: bool


def described(walls: Confinement) -> str:
    """The walls that hold, and those that this machine's kernel or service manager does not allow, in Spanish."""
    holds = {
        "sin red": walls.network,
        "sin ver ni escribir otros archivos": walls.files,
        "sin ganar privilegios": walls.privileges,
        "sin salir de su grupo de procesos": walls.calls,
    }
    held = ", ".join(name for name, wall in holds.items() if wall) or "con los permisos del servicio"
    missing = ", ".join(name for name, wall in holds.items() if not wall)
    return f"{held}; aquí no se puede abrirlos {missing}" if missing else held


def limit_process() -> None:
    """Limits of the process that no file needs to exceed: no core dump, no large file, few open ones."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, _LARGEST_FILE_WRITTEN)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_NPROC, _own_tasks() + _MORE_TASKS)
    # Where the machine itself runs out of memory, a reader goes first, not the service.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    prctl.die_with_parent()


def limit_file(seconds: float, memory: int) -> None:
    """Limits of the next file: these hold even if the process that watches this one is gone.

    Args:
        seconds: of computing, and of waiting, from now.
        memory: bytes that may be resident in all.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit_softly(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 2)
    resident, data = _resident_and_data()
    _limit_softly(resource.RLIMIT_DATA, data + max(0, memory - resident) + _RESERVED)
    signal.alarm(int(seconds) + 2)


def free_file() -> None:
    """Take back the limit on waiting: the file is done."""
    signal.alarm(0)


def confine(own: Path) -> None:
    """Put up every wall that the kernel has, for good. `own` is the folder in which this process may write."""
    prctl.undumpable()
    prctl.no_new_privileges()
    prctl.drop_capabilities()
    landlock.restrict(_readable(), own)
    seccomp.refuse_calls()


def confinement(foreign: Path) -> Confinement:
    """Try the walls around this process from within; `foreign` is a folder that is not its own."""
    return Confinement(
        network=_is_refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()),
        files=_is_refused(lambda: _FOREIGN.read_bytes()) and _is_refused(lambda: (foreign / "x").touch()),
        privileges="NoNewPrivs:\t1" in Path("/proc/self/status").read_text(),
        calls=_is_refused(lambda: os.setpgid(0, 0)),
    )


def _is_refused(act: Callable[[], object]) -> bool:
    try:
        act()
    except OSError as error:
        return error.errno in (errno.EPERM, errno.EACCES)
    return False


def _limit(what: int, value: int) -> None:
    """Set a limit for good, never above the one that is there."""
    hard = resource.getrlimit(what)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (value, value))


def _limit_softly(what: int, value: int) -> None:
    """Set a limit that may be raised again, never above the one that is there."""
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _own_tasks() -> int:
    """How many threads this user's processes have now."""
    owned = (entry for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return sum(_tasks(entry) for entry in owned)


def _tasks(process: Path) -> int:
    try:
        return len(list((process / "task").iterdir())) if process.stat().st_uid == os.getuid() else 0
    except OSError:
        return 0


def _resident_and_data() -> tuple[int, int]:
    """This process's resident bytes, and those of its writable memory, touched or not."""
    pages = Path("/proc/self/statm").read_text().split()
    return int(pages[1]) * resource.getpagesize(), int(pages[5]) * resource.getpagesize()


def _readable() -> Iterator[tuple[Path, int]]:
    """The system, the programs, Python and its packages, and this package: not what lies beside it."""
    yield from ((Path(path), landlock.READ) for path in _SYSTEM)
    yield from ((Path("/etc") / name, landlock.READ) for name in _SETTINGS)
    yield from ((Path(path), landlock.OVERWRITE) for path in _DEVICES)
    prefixes = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), *_of_tesseract()}
    yield from ((Path(path), landlock.READ) for path in prefixes)
    yield Path(worker.__file__).parent, landlock.READ
    # Python lists the folders on its path to find what it imports; other packages may lie in such a folder.
    folders = [Path(path) for path in sys.path if path]
    yield from ((path, landlock.READ if path.name in _OF_PACKAGES else landlock.LIST) for path in folders)


def _of_tesseract() -> Iterator[str]:
    program, data = shutil.which("tesseract"), os.environ.get("TESSDATA_PREFIX")
    yield from (path for path in (program, data) if path is not None)
