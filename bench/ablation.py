"""What each stage of the reading and each check of the proof is worth.

Reads the same papers once with everything and once for each stage left out; then interprets what was read with each
check left out. All in this process: the engine's tables of stages and the proof's `CHECKS` are replaced for the while.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType

from bench.carriers import File
from bench.machine import own_seconds
from bench.papers import papers
from bench.school import SCHOOL
from bench.score import Verdict, share, verdict
from bench.table import markdown
from bench.truth import Truth
from worker.core.paper import proof
from worker.core.reading import interpret
from worker.core.types import Defect, Page, Unreadable
from worker.engines.base import Damaged, Limits, TooLarge
from worker.engines.judge import Judge
from worker.engines.opening import open_sheets
from worker.engines.ppocr import engine

_LIMITS = Limits(max_bytes=40_000_000, max_pages=30)
_MIX = (2, 3, 4, 4, 5)  # levels, in turn
Paper = tuple[File, Truth]
Pages = tuple[Page, ...] | Unreadable


@dataclass(frozen=True, slots=True)
class Row:
    """What came of reading all papers in one way; `seconds` None where nothing was read anew."""

    name: str
    verdicts: tuple[Verdict, ...]
    seconds: float | None = None

    def cells(self) -> list[str]:
        """As a table's row."""
        wrong = sum(bool(each.wrong) for each in self.verdicts)
        marks = [str(share(self.verdicts, field)) for field in ("nss", "proven", "through")]
        return [self.name, *marks, str(wrong), "" if self.seconds is None else f"{self.seconds:.2f}"]


@contextmanager
def without(module: ModuleType, table: str, item: object) -> Iterator[None]:
    """A module's tuple without one of its items, for the while. Raises ValueError where it has no such item."""
    whole: tuple[object, ...] = getattr(module, table)
    if not any(each is item for each in whole):
        raise ValueError(f"{table} has no such item")
    setattr(module, table, tuple(each for each in whole if each is not item))
    try:
        yield
    finally:
        setattr(module, table, whole)


def read_here(content: bytes) -> Pages:
    """A file's pages from their pictures, in this process. Raises `EngineMissing`."""
    sheets = open_sheets(content, _LIMITS)
    if isinstance(sheets, Unreadable):
        return sheets
    try:
        read = [engine.read(sheet, Judge(SCHOOL)) for sheet in sheets]
    except (Damaged, TooLarge):
        return Unreadable(Defect.DANADO)
    return tuple(page for page in read if page is not None)


def stages(listed: Sequence[Paper]) -> tuple[list[Row], list[Pages]]:
    """A row for everything, one for each stage left out; and the pages that were read with everything."""
    read_here(listed[0][0].content)  # so that the first row's seconds do not contain the loading of the models
    whole, pages = _timed("everything", listed)
    rows = [whole]
    for table, stage in _stages():
        with without(engine, table, stage):
            rows.append(_timed(f"without {_name(stage)}", listed)[0])
    return rows, pages


def _stages() -> list[tuple[str, object]]:
    """Each stage with the table it stands in; the engine may have several."""
    tables = {name: value for name, value in vars(engine).items() if name.isupper() and isinstance(value, tuple)}
    found = [(name, stage) for name, table in tables.items() for stage in table if callable(stage)]
    if not found:
        raise ValueError("the engine has no table of stages")
    return found


def _name(stage: object) -> str:
    """The name that the engine's module knows a stage by."""
    return next(name for name, value in vars(engine).items() if value is stage)


def _timed(name: str, listed: Sequence[Paper]) -> tuple[Row, list[Pages]]:
    started = own_seconds()
    pages = [read_here(file.content) for file, _ in listed]
    seconds = (own_seconds() - started) / max(1, len(listed))
    return Row(name, _judged(listed, pages), seconds), pages


def _judged(listed: Sequence[Paper], pages: Sequence[Pages]) -> tuple[Verdict, ...]:
    pairs = zip(listed, pages, strict=True)
    return tuple(verdict(truth, interpret(truth.file, read, SCHOOL)) for (_, truth), read in pairs)


def checks(listed: Sequence[Paper], pages: Sequence[Pages]) -> list[list[str]]:
    """For each check left out: how many more papers are sure, and how many more are surely wrong."""
    before = _judged(listed, pages)
    rows = [["check left out", "more are sure", "of these wrongly"]]
    for check in proof.CHECKS:
        with without(proof, "CHECKS", check):
            after = _judged(listed, pages)
        more = [new for old, new in zip(before, after, strict=True) if new.sure and not old.sure]
        rows.append([check.name, str(len(more)), str(sum(bool(each.wrong) for each in more))])
    return rows


def report(count: int, seed: int) -> str:
    """Both tables, over so many papers of all layouts."""
    listed = list(papers(seed, count, _MIX, "all"))
    rows, pages = stages(listed)
    head = ["", "NSS exact", "sure and right", "`through`", "surely wrong", "seconds a file"]
    title = f"{count} papers, read in one process; levels 2 and 3 once, 4 twice, 5 once."
    return "\n\n".join([title, markdown([head, *(row.cells() for row in rows)]), markdown(checks(listed, pages))])
