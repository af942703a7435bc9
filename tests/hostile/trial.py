"""One hostile file given to a child as the service would, and what came of it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tests.engines.measured import Highest
from tests.hostile.table import Case
from worker.core.reading import interpret
from worker.core.school import School
from worker.core.types import Reading
from worker.engines import Recogniser

MEMORY = 600_000_000
SCHOOL = School("Tecnológico de Prueba", (), (), (), 30)


@dataclass(frozen=True)
class Trial:
    """What a file led to: the reading, the seconds until it was there, those of computing, and the most bytes held."""

    reading: Reading
    seconds: float
    computed: float
    highest: int
    size: int


def tried(case: Case, pool: Recogniser) -> Trial:
    """Read the case's file."""
    content = case.make()
    with Highest() as highest:
        started = time.monotonic()
        pages, seconds = pool(content)
        passed = time.monotonic() - started
    return Trial(
        interpret("archivo", pages, SCHOOL, seconds=seconds), passed, highest.seconds, highest.bytes, len(content)
    )


def new_pool(page_seconds: float = 6) -> Recogniser:
    """One child with the service's own limits, but for the seconds of computing that a page may take."""
    return Recogniser(workers=1, timeout_seconds=60, max_bytes=40_000_000, max_memory=MEMORY, page_seconds=page_seconds)
