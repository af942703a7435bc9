"""Measures the reading: `python -m bench.reading --count 1000 > table.md`.

Draws `--count` papers, half in layouts and of seeds that others may tune on, half held apart; reads them in a child as
the service does; compares with the truth; times every so many-th against plain Tesseract on the same core in the same
run; prints one Markdown report, or with `--json` one object a paper. Exits with 1 where something is surely wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from bench import machine, table
from bench.carriers import File
from bench.papers import papers
from bench.run import Result, read, recogniser
from bench.truth import Truth, stored

TUNED_SEED, HELD_SEED = 1, 900
Drawn = Iterator[tuple[File, Truth]]


def drawn(options: argparse.Namespace) -> Drawn:
    """The papers that the options ask for, drawn one by one while they are read; or those of a folder."""
    if options.folder:
        return stored(options.folder)
    levels = tuple(int(level) for level in options.level.split(","))
    sides = {"tuned": options.seed, "held": HELD_SEED + options.seed - TUNED_SEED}
    chosen = [side for side in sides if options.layouts in (side, "both")]
    counts = [options.count // len(chosen)] * len(chosen)
    counts[0] += options.count - sum(counts)
    return chain.from_iterable(
        papers(sides[side], count, levels, side, options.kinds) for side, count in zip(chosen, counts, strict=True)
    )


def measure(options: argparse.Namespace) -> tuple[list[Result], int, int]:
    """The results, the peak of a child's memory in bytes, and the core that all ran on."""
    every = max(1, options.count // options.reference) if options.reference else 0
    with machine.one_core() as core, recogniser() as engine, machine.Memory() as memory:
        results = []
        for result in read(drawn(options), engine, every):
            results.append(result)
            _tell(result, len(results))
    return results, memory.peak, core


def _tell(result: Result, number: int) -> None:
    """One line a paper on the error output, for whoever waits."""
    verdict, truth = result.verdict, result.truth
    marks = " ".join([*(f"WRONG:{each}" for each in verdict.wrong), *verdict.missed]) or "ok"
    print(
        f"{number:5} {truth.file:16} {truth.layout:12} {truth.carrier:16} {result.seconds:6.2f} s  {marks}",
        file=sys.stderr,
    )


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 where something is surely wrong."""
    options = _parser().parse_args(arguments)
    results, peak, core = measure(options)
    if options.json:
        print("\n".join(json.dumps(table.as_json(each), ensure_ascii=False) for each in results))
    else:
        print(table.report(results, peak, datetime.now(UTC).date(), core))
    return int(any(each.verdict.wrong for each in results))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description="Measures the reading.")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--level", default="1,2,3,4,5", help="from 1 (born digital) to 5 (unreadable), with commas")
    parser.add_argument("--layouts", choices=("tuned", "held", "both"), default="both")
    parser.add_argument("--kinds", choices=("all", "constancias", "others"), default="all")
    parser.add_argument("--seed", type=int, default=TUNED_SEED, help="the held papers take this one + 899")
    parser.add_argument("--reference", type=int, default=40, help="how many files to time the reference on; 0: none")
    parser.add_argument("--folder", type=Path, help="read the files of a folder with a truth.jsonl instead")
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
