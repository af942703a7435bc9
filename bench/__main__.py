"""The bench: `python -m bench` draws papers, reads them and prints one report; 1 where something is surely wrong."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench import machine, table
from bench.levels import LEVELS
from bench.reading import Plan, measure

_COUNT = 1000
# What a quick run takes: under 90 seconds on one core.
_QUICK = 30
_QUICK_REFERENCE = 2
_FUZZED, _QUICK_FUZZED = 20_000, 500
# Papers read for each one that an ablation reads, and that OCRmyPDF reads: those take far longer.
_PER_ABLATED, _PER_RIVALLED = 20, 50
_PARTS = ("reading", "ablation", "rival")


def main(arguments: list[str] | None = None) -> int:
    """Print the parts of the report as they are finished."""
    options = _parser().parse_args(arguments)
    with machine.one_core() as core:
        print(f"Measured {datetime.now(UTC):%Y-%m-%d} on one core (number {core}) of {machine.processor()}.\n")
        bad = [part() for part in _parts(options)]
    return int(any(bad))


def _parts(options: argparse.Namespace) -> Iterator[Callable[[], bool]]:
    """Each part prints itself and says whether something in it must not be."""
    plan = _plan(options)
    wanted = [options.only] if options.only else ["reading"] if options.quick or options.folder else _PARTS
    if "reading" in wanted:
        yield lambda: _read(plan)
    if "ablation" in wanted:
        yield lambda: _ablated(plan)
    if "rival" in wanted:
        yield lambda: _rivalled(plan)
    if options.hostile:
        yield lambda: _run("Hostile files", "bench.hostile")
    if options.fuzz:
        count = _QUICK_FUZZED if options.quick else _FUZZED
        yield lambda: _run("Fuzzed files", "bench.fuzz", "--count", str(count), "--seed", str(plan.seed))


def _plan(options: argparse.Namespace) -> Plan:
    levels = tuple(int(level) for level in options.levels.split(","))
    count = options.count or (_QUICK if options.quick else _COUNT)
    given = (count, options.seed, options.layouts, options.kinds, levels)
    plan = Plan(*given, folder=options.folder, keep=options.keep)
    return replace(plan, reference=_QUICK_REFERENCE) if options.quick else plan


def _say(heading: str, text: str) -> None:
    print(f"## {heading}\n\n{text}\n", flush=True)


def _read(plan: Plan) -> bool:
    measured = measure(plan)
    _say("Reading", table.report(measured.results, measured.peak).rstrip())
    return measured.surely_wrong


# The two are imported where they are asked for: they need what a quick run does without.
def _ablated(plan: Plan) -> bool:
    from bench import ablation

    _say("What each stage and each check is worth", ablation.report(max(1, plan.count // _PER_ABLATED), plan.seed))
    return False


def _rivalled(plan: Plan) -> bool:
    from bench import rival

    _say("Against OCRmyPDF", rival.report(max(1, plan.count // _PER_RIVALLED), plan.seed))
    return False


def _run(heading: str, module: str, *arguments: str) -> bool:
    done = subprocess.run([sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE, text=True, check=False)
    _say(heading, done.stdout.rstrip())
    return done.returncode != 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Draws papers, reads them and measures; 1 where something is surely wrong. "
        "`python -m bench.papers` draws them into a folder.",
    )
    parser.add_argument("--count", type=int, help="papers to read (1000)")
    parser.add_argument("--seed", type=int, default=1, choices=range(1, 101), metavar="1-100")
    parser.add_argument("--quick", action="store_true", help="a small run, of the reading alone")
    parser.add_argument("--only", choices=_PARTS, help="one part of the report")
    parser.add_argument("--hostile", action="store_true", help="the hostile files too")
    parser.add_argument("--fuzz", action="store_true", help="the fuzz run too")
    parser.add_argument("--levels", default=",".join(map(str, LEVELS)), help="from 1 (born digital) to 5 (unreadable)")
    parser.add_argument("--layouts", choices=("tuned", "held", "both"), default="both")
    parser.add_argument("--kinds", choices=("all", "constancias", "others"), default="all")
    parser.add_argument("--folder", type=Path, help="read the files of a folder with a truth.jsonl instead")
    parser.add_argument("--keep", type=Path, help="a folder for the files of which something was missed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
