"""What a file may cost, and whether the child that works on it has gone beyond."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from worker.core.types import Defect, Unreadable
from worker.engines import child
from worker.engines.walls import watch

# Bytes that a bomb fills between two looks.
_SPILT = 40_000_000
# A process that starts another is for a moment seen twice, with all its memory. Seconds.
_LOOK_AGAIN = 0.004
# The child and Tesseract are two.
_MOST_PROCESSES = 16
_TOO_LARGE = Unreadable(Defect.TAMANO, "el archivo necesita demasiada memoria")


@dataclass(slots=True)
class Work:
    """A file that a child has in hand, by the folder that it made for it, and how it stood when last looked at."""

    folder: Path
    begun: float = field(default_factory=time.monotonic)
    pages: int = -1
    computed_before: float = 0.0

    @property
    def group(self) -> int:
        """The process group of the child."""
        return child.process_of(self.folder)

    def computed(self) -> float:
        """Seconds of computing since the file's opening or its present page began."""
        pages, computed = child.pages_begun(self.folder), watch.computed(self.group)
        if pages != self.pages:
            self.pages, self.computed_before = pages, computed
        return computed - self.computed_before


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may cost: seconds in all, seconds of computing for its opening and each page, resident bytes.

    Computing is counted where a single page is limited, so that a machine that is busy with other things does not make
    a good paper too slow.
    """

    seconds: float
    page_seconds: float
    memory: int

    def overstepped(self, work: Work) -> Unreadable | None:
        """Why the file is given up, or None."""
        if time.monotonic() - work.begun > self.seconds or work.computed() > self.page_seconds:
            return self.too_slow()
        if self._is_too_large(work.group):
            time.sleep(_LOOK_AGAIN)
            if self._is_too_large(work.group):
                return _TOO_LARGE
        return None

    def too_slow(self) -> Unreadable:
        """The answer to a file that takes too long."""
        return Unreadable(Defect.TIEMPO)

    def _is_too_large(self, group: int) -> bool:
        processes, held = watch.resident(group)
        return processes > _MOST_PROCESSES or held > self.memory - _SPILT
