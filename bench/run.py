"""Reads drawn papers as the service does, and keeps what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import machine
from bench.carriers import File
from bench.papers import draw
from bench.school import SCHOOL
from bench.score import Verdict, verdict
from bench.truth import Truth
from worker.core.reading import interpret
from worker.core.types import Reading, Unreadable
from worker.core.wire import reading_to_json
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
    """A recogniser with one child, which knows the bench's school."""
    return Recogniser(workers=1, timeout_seconds=_TIMEOUT, max_bytes=_MOST_BYTES, school=SCHOOL)


def warm(engine: Recogniser) -> None:
    """Have the child load what it reads with, so that no paper's seconds contain it."""
    for level in (1, 2):
        file, truth = draw(0, 0, level)
        read_one(file.content, truth.file, engine)


def read(
    papers: Iterable[tuple[File, Truth]], engine: Recogniser, reference_every: int = 0, keep: Path | None = None
) -> Iterator[Result]:
    """Read each paper; every so many-th page picture is also given to the reference (0: none).

    Files of which something was missed or surely wrong are written to the folder `keep`, with the reading as JSON.
    """
    turn = 0
    for file, truth in papers:
        reading, seconds, pages = read_one(file.content, truth.file, engine)
        text_layer = truth.carrier == "pdf_text"
        asked = bool(reference_every) and not text_layer and turn % reference_every == 0
        turn += not text_layer
        reference = sum(machine.reference_seconds(file.content)) if asked else None
        marks = verdict(truth, reading)
        if keep and (marks.missed or marks.wrong or marks.slips):
            _keep(keep, file, marks, reading)
        yield Result(marks, seconds, pages, reference, text_layer)


def _keep(folder: Path, file: File, marks: Verdict, reading: Reading) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / marks.truth.file).write_bytes(file.content)
    told = {"truth": marks.truth.as_dict(), "missed": marks.missed, "wrong": marks.wrong, "slips": marks.slips}
    said = {**told, "reading": reading_to_json(reading)}
    (folder / f"{marks.truth.file}.json").write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")


def read_one(content: bytes, name: str, engine: Recogniser) -> tuple[Reading, float, int]:
    """A file's reading, the processor's seconds of the child, and the number of its pages (1 where none came).

    Where the child was replaced meanwhile the seconds are a clock's.
    """
    clock = machine.Clock()
    pages, by_clock = engine(content)
    spent = clock.seconds()
    seconds = by_clock if spent is None else spent
    count = 1 if isinstance(pages, Unreadable) else max(1, len(pages))
    return interpret(name, pages, SCHOOL, seconds=seconds), seconds, count
