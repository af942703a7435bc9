"""`python -m bench.memory`: large pictures as phones, scanners and programs make them, and what a child holds at most.

Each is read by a child that has read many sizes of pages before, as in a service that has run for a day. Words as
arguments choose the lines that have one of them. `python -m bench.memory servicio` measures the service itself instead:
the most that it holds while it fetches, reads and answers the largest mail whose papers are all read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.large import LARGE, Large, warming
from tests.engines.measured import Highest, children, most_ever
from tests.hostile.trial import MEMORY, SCHOOL
from tests.service.largest import enlarged, most_of_a_round, sizes
from tests.service.papers import vigente
from worker.core.reading import interpret
from worker.core.types import Reading
from worker.demo.mails import Letter, written
from worker.demo.people import students
from worker.demo.stage import MAILBOX, open_stage
from worker.engines import Recogniser

_PAGE_SECONDS = 6


@dataclass(frozen=True)
class Weighed:
    """A file read: what came of it, its bytes, the seconds of computing, and the bytes resident at the most.

    `seen` is of the child and what it started, looked at every 15 ms; `ever` is what the kernel noted of the child.
    """

    reading: Reading
    size: int
    seconds: float
    seen: int
    ever: int


def weighed(large: Large) -> Weighed:
    """Read the file in a child of its own that is warm."""
    content = large.make()
    with new_pool() as pool:
        for page in warming():
            pool(page)
        with Highest() as highest:
            pages, _ = pool(content)
        ever = max((most_ever(child) for child in children()), default=0)
    return Weighed(interpret("archivo", pages, SCHOOL), len(content), highest.seconds, highest.bytes, ever)


def in_a_row(chosen: list[Large]) -> Iterator[tuple[Large, int]]:
    """All of them read by one child, and what it and what it started were seen to hold at the most during each."""
    with new_pool() as pool:
        for large in chosen:
            content = large.make()
            with Highest() as highest:
                pool(content)
            yield large, highest.bytes


def new_pool() -> Recogniser:
    """One child with the service's own limits."""
    return Recogniser(1, 60, 40_000_000, max_memory=MEMORY, page_seconds=_PAGE_SECONDS, school=SCHOOL)


def service() -> tuple[int, int]:
    """The bytes of the largest mail, and the most that the service was resident with in a round over it."""
    (student,), now = students(1), datetime.now(UTC)
    paper = vigente(student, now.date())
    files = (paper,) * len(sizes())
    mail = written(Letter(student.mail, "", MAILBOX, "Constancia", "Adjunto mi constancia.", now, files))
    mail = enlarged(mail, paper)
    with TemporaryDirectory() as folder, open_stage(Path(folder)) as stage:
        stage.servers.put(mail)
        environment = {**os.environ, "AFILIACION_IMAP__PASSWORD": stage.password, "PYTHONPATH": os.getcwd()}
        return len(mail), most_of_a_round(Path(folder) / "config.toml", environment)


def main() -> None:
    """Print the table, in Markdown, or the service's figure."""
    if sys.argv[1:] == ["servicio"]:
        size, most = service()
        print(f"El servicio, con un correo de {size / 1e6:.0f} MB: a lo más {most / 1e6:.0f} MB.")
        return
    chosen = [large for large in LARGE if not sys.argv[1:] or any(word in large.name for word in sys.argv[1:])]
    print(
        "| archivo | MB | resultado | lo que se dice | s de cómputo | MB a lo más | MB según el núcleo |\n|"
        + "---|" * 7
    )
    for large in chosen:
        found = weighed(large)
        cells = (large.name, f"{found.size / 1e6:.1f}", str(found.reading.document), " ".join(found.reading.problems))
        figures = f"{found.seconds:.1f} | {found.seen / 1e6:.0f} | {found.ever / 1e6:.0f}"
        print(f"| {' | '.join(cells)} | {figures} |", flush=True)
    most, name = max((seen, large.name) for large, seen in in_a_row(chosen))
    print(f"\nTodos por un mismo proceso: a lo más {most / 1e6:.0f} MB ({name}).")


if __name__ == "__main__":
    main()
