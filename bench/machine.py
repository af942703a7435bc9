"""Time and memory: one core, the reference's seconds, a child's peak."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import psutil
import pypdfium2 as pdfium
import pytesseract
from PIL import Image, ImageOps, ImageSequence

_LONG_SIDE = 3300
_LOOK_EVERY = 0.05


@contextmanager
def one_core() -> Iterator[int]:
    """Keep this process, and all that it starts meanwhile, on one core; gives its number."""
    before = os.sched_getaffinity(0)
    core = max(before)
    os.sched_setaffinity(0, {core})
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        yield core
    finally:
        os.sched_setaffinity(0, before)


def reference_seconds(content: bytes) -> list[float]:
    """What plain Tesseract (spa, psm 3, one thread) takes for each page of a file, its long side at 3,300 pixels."""
    return [_tesseract_seconds(page) for page in pictures(content)]


def _tesseract_seconds(page: Image.Image) -> float:
    scale = _LONG_SIDE / max(page.size)
    sized = page.resize((round(page.width * scale), round(page.height * scale)), Image.Resampling.BICUBIC)
    started = time.perf_counter()
    pytesseract.image_to_data(sized, lang="spa", config="--psm 3")
    return time.perf_counter() - started


def pictures(content: bytes) -> Iterator[Image.Image]:
    """The pages of a PDF or a picture as RGB pictures, EXIF orientation applied."""
    if content.startswith(b"%PDF"):
        document = pdfium.PdfDocument(content)
        for page in document:
            yield page.render(scale=_LONG_SIDE / max(page.get_size())).to_pil().convert("RGB")
        document.close()
        return
    with Image.open(io.BytesIO(content)) as image:
        for frame in ImageSequence.Iterator(image):
            yield ImageOps.exif_transpose(frame).convert("RGB")


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
    return [child for server in psutil.Process().children() for child in server.children()]


def _resident(child: psutil.Process) -> int:
    total = 0
    for process in (child, *child.children(recursive=True)):
        with suppress(psutil.Error):
            total += int(process.memory_info().rss)
    return total
