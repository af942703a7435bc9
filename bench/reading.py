"""Measures the reading: draws papers, reads them in a child as the service does, compares with the truth.

Half of the papers are in layouts and of seeds that others may tune on, half are held apart. Every so many-th is timed
against plain Tesseract on the same core in the same run.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bench import machine
from bench.carriers import File
from bench.levels import LEVELS
from bench.papers import HELD_SEEDS, papers
from bench.run import Result, read, recogniser, warm
from bench.truth import Truth, stored

Drawn = Iterator[tuple[File, Truth]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure.

    `layouts` is tuned, held or both; `kinds` as in `papers.draw`; `seed` of the tuned papers, from 1 to 100: the held
    ones take the held seed that goes with it; `reference` how many files to time the reference on; `folder` has files
    with a `truth.jsonl` to read instead; `keep` a folder for the files of which something was missed.
    """

    count: int
    seed: int = 1
    layouts: str = "both"
    kinds: str = "all"
    levels: tuple[int, ...] = tuple(LEVELS)
    reference: int = 40
    folder: Path | None = None
    keep: Path | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of it, and the peak of a child's memory in bytes."""

    results: tuple[Result, ...]
    peak: int

    @property
    def surely_wrong(self) -> bool:
        """Whether anything is surely wrong."""
        return any(each.verdict.wrong for each in self.results)


def drawn(plan: Plan) -> Drawn:
    """The papers of a plan, drawn one by one while they are read; or those of its folder."""
    if plan.folder:
        return stored(plan.folder)
    sides = {"tuned": plan.seed, "held": HELD_SEEDS[plan.seed - 1]}
    chosen = [side for side in sides if plan.layouts in (side, "both")]
    counts = [plan.count // len(chosen)] * len(chosen)
    counts[0] += plan.count - sum(counts)
    return chain.from_iterable(
        papers(sides[side], count, plan.levels, side, plan.kinds) for side, count in zip(chosen, counts, strict=True)
    )


def measure(plan: Plan) -> Measured:
    """Draw and read, with a line a paper on the error output for whoever waits."""
    every = max(1, plan.count // plan.reference) if plan.reference else 0
    results: list[Result] = []
    with recogniser() as engine, machine.Memory() as memory:
        warm(engine)
        for result in read(drawn(plan), engine, every, plan.keep):
            results.append(result)
            _tell(result, len(results))
    return Measured(tuple(results), memory.peak)


def _tell(result: Result, number: int) -> None:
    verdict, truth = result.verdict, result.truth
    marks = " ".join([*(f"WRONG:{each}" for each in verdict.wrong), *verdict.missed]) or "ok"
    seconds = f"{result.seconds:6.2f} s {'' if result.ratio is None else f'{result.ratio:.2f}':5}"
    print(
        f"{number:5} {truth.file:16} {truth.layout:12} {truth.carrier:16} {seconds} {marks}",
        file=sys.stderr,
    )
