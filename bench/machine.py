"""Time and memory: one core, the reference's seconds, a child's seconds and its peak.

Seconds are the processor's, of a process with all that it started: on a core of one's own they are what a clock shows,
and on a shared one they still are what the work takes.
"""

from __future__ import annotations

import io
import os
import platform
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pillow_heif
import psutil
import pypdfium2 as pdfium
import pytesseract
from PIL import Image, ImageOps, ImageSequence

from worker.engines.walls.watch import resident

_LONG_SIDE = 3300
_LOOK_EVERY = 0.05
_THREADS = "OMP_THREAD_LIMIT"


@contextmanager
def one_core() -> Iterator[int]:
    """Keep this process, and all that it starts meanwhile, on one core; gives its number."""
    before, limit = os.sched_getaffinity(0), os.environ.get(_THREADS)
    core = max(before)
    os.sched_setaffinity(0, {core})
    os.environ[_THREADS] = "1"
    try:
        yield core
    finally:
        os.sched_setaffinity(0, before)
        os.environ.pop(_THREADS)
        os.environ.update({} if limit is None else {_THREADS: limit})


def processor() -> str:
    """The processor's name, where the system tells it."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def reference_seconds(content: bytes) -> list[float]:
    """What plain Tesseract (spa, psm 3, one thread) takes for each page of a file, its long side at 3,300 pixels."""
    return [_tesseract_seconds(page) for page in pictures(content)]


def _tesseract_seconds(page: Image.Image) -> float:
    scale = _LONG_SIDE / max(page.size)
    sized = page.resize((round(page.width * scale), round(page.height * scale)), Image.Resampling.BICUBIC)
    started = own_seconds()
    pytesseract.image_to_data(sized, lang="spa", config="--psm 3")
    return own_seconds() - started


def own_seconds() -> float:
    """What this process and those that it has waited for took so far; not what the reading children take."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


class Clock:
    """Tells the processor's seconds that reading children take between its making and `seconds()`."""

    def __init__(self) -> None:
        self._before = _children_seconds()

    def seconds(self) -> float | None:
        """The seconds since; None where a child was replaced in between."""
        after = _children_seconds()
        if after.keys() != self._before.keys():
            return None
        return sum(after.values()) - sum(self._before.values())


def _children_seconds() -> dict[int, float]:
    found = {}
    for child in _reading_children():
        with suppress(psutil.Error):
            spent = child.cpu_times()
            found[child.pid] = spent.user + spent.system + spent.children_user + spent.children_system
    return found


def pictures(content: bytes) -> Iterator[Image.Image]:
    """The pages of a PDF, a picture, or an archive's pictures, as RGB pictures, EXIF orientation applied."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.endswith(".jpg"):
                    yield from pictures(archive.read(name))
        return
    if content.startswith(b"%PDF"):
        document = pdfium.PdfDocument(content)
        for page in document:
            yield page.render(scale=_LONG_SIDE / max(page.get_size())).to_pil().convert("RGB")
        document.close()
        return
    pillow_heif.register_heif_opener()
    with Image.open(io.BytesIO(content)) as image:
        for frame in ImageSequence.Iterator(image):
            yield ImageOps.exif_transpose(_eight_bits(frame)).convert("RGB")


def _eight_bits(frame: Image.Image) -> Image.Image:
    """A picture of 16 bits in 8, which its conversion would cut off instead."""
    return frame.point(lambda tone: tone / 256).convert("L") if frame.mode.startswith("I;16") else frame


@dataclass
class Memory:
    """Watches what this process started: the largest resident bytes of one reading child with its descendants."""

    peak: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Memory:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(_LOOK_EVERY):
            with suppress(psutil.Error):
                self.peak = max([self.peak, *map(_resident, _reading_children())])


def _reading_children() -> list[psutil.Process]:
    """The children that the fork server started; their own children count with them."""
    return [child for server in filter(_forks, psutil.Process().children()) for child in server.children()]


def _forks(process: psutil.Process) -> bool:
    """Whether this is a fork server, and not a mail server that tests run beside."""
    with suppress(psutil.Error):
        return "forkserver" in " ".join(process.cmdline())
    return False


def _resident(child: psutil.Process) -> int:
    """What a child and the programs that it starts hold, as the walls that kill it measure it."""
    return resident(child.pid)[1]
