"""`python -m bench.memory`: large pictures as phones, scanners and programs make them, and what a child holds at most.

Each is read by a child that has read many sizes of pages before, as in a service that has run for a day. Words as
arguments choose the lines that have one of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from bench.large import LARGE, Large, warming
from tests.engines.measured import Highest, children, most_ever
from tests.hostile.trial import MEMORY, SCHOOL
from worker.core.reading import interpret
from worker.core.types import Reading
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


def main() -> None:
    """Print the table, in Markdown."""
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
