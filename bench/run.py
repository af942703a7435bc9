"""Reads drawn papers as the service does, and keeps what came of it."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bench import machine
from bench.carriers import File
from bench.school import SCHOOL
from bench.score import Verdict, verdict
from bench.truth import Truth
from worker.core.reading import interpret
from worker.core.types import Reading, Unreadable
from worker.engines import Recogniser

_TIMEOUT, _MOST_BYTES = 120.0, 40_000_000


@dataclass(frozen=True, slots=True)
class Result:
    """One paper read: its marks, the seconds, its pages, and what the reference took (None where it was not asked)."""

    verdict: Verdict
    seconds: float
    pages: int
    reference: float | None
    text_layer: bool

    @property
    def truth(self) -> Truth:
        """The paper's truth."""
        return self.verdict.truth

    @property
    def ratio(self) -> float | None:
        """Our seconds in parts of the reference's for the same pages."""
        return self.seconds / self.reference if self.reference else None


def recogniser() -> Recogniser:
    """A recogniser with one child, which knows the bench's school where children know one."""
    options: dict[str, Any] = {"school": SCHOOL} if "school" in inspect.signature(Recogniser).parameters else {}
    return Recogniser(workers=1, timeout_seconds=_TIMEOUT, max_bytes=_MOST_BYTES, **options)


def read(papers: Iterable[tuple[File, Truth]], engine: Recogniser, reference_every: int = 0) -> Iterator[Result]:
    """Read each paper; every so many-th page picture is also given to the reference (0: none)."""
    turn = 0
    for file, truth in papers:
        reading, seconds, pages = read_one(file.content, truth.file, engine)
        text_layer = truth.carrier == "pdf_text"
        asked = bool(reference_every) and not text_layer and turn % reference_every == 0
        turn += not text_layer
        reference = sum(machine.reference_seconds(file.content)) if asked else None
        yield Result(verdict(truth, reading), seconds, pages, reference, text_layer)


def read_one(content: bytes, name: str, engine: Recogniser) -> tuple[Reading, float, int]:
    """A file's reading, the seconds of the child, and the number of its pages (1 where none came)."""
    pages, seconds = engine(content)
    count = 1 if isinstance(pages, Unreadable) else max(1, len(pages))
    return interpret(name, pages, SCHOOL, seconds=seconds), seconds, count
