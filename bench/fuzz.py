"""`python -m bench.fuzz`: real files with accidents, each given to a child; what becomes of them, by format.

A run is a number of files and a seed. It fails where something else than a value comes out, or where a file takes more
than its limit.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from unittest.mock import patch

from bench import opening
from bench.mutants import mutated, seeds
from worker.core.types import Defect, Unreadable
from worker.engines import EngineError, Recogniser, child

READ = "leído"
ESCAPED = "SE ESCAPÓ"
PAGE_SECONDS = 4
MOST_SECONDS = 60


@dataclass(frozen=True)
class Mutant:
    """A file with accidents."""

    kind: str
    content: bytes


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: `what` is a word for the table; `bad` marks what must not be."""

    mutant: Mutant
    what: str
    seconds: float
    bad: bool = False


def mutants(seed: int) -> Iterator[Mutant]:
    """Endless mutants, the formats in turn; the same for the same seed and the same libraries."""
    chance, sound = random.Random(seed), seeds()
    everything = tuple(content for contents in sound.values() for content in contents)
    while True:
        for kind, contents in sound.items():
            yield Mutant(kind, mutated(chance.choice(contents), everything, chance))


def run(count: int, seed: int, recognise: bool = False) -> Iterator[Outcome]:
    """So many mutants, one after another, in a child; with `recognise` their pictures are read too."""
    with ExitStack() as stack:
        if not recognise:
            stack.enter_context(patch.object(child, "prepare", opening.prepare))
            stack.enter_context(patch.object(child, "read", opening.opened))
        pool = stack.enter_context(
            Recogniser(workers=1, timeout_seconds=MOST_SECONDS, max_bytes=10_000_000, page_seconds=PAGE_SECONDS)
        )
        for mutant in islice(mutants(seed), count):
            yield _outcome(mutant, pool)


def _outcome(mutant: Mutant, pool: Recogniser) -> Outcome:
    started = time.monotonic()
    try:
        result, _ = pool(mutant.content)
    except EngineError as error:
        return Outcome(mutant, f"{ESCAPED}: {type(error).__name__}", time.monotonic() - started, bad=True)
    seconds = time.monotonic() - started
    if not isinstance(result, Unreadable):
        return Outcome(mutant, READ, seconds, bad=seconds > MOST_SECONDS)
    detail = f" ({result.detail})" if result.defect is Defect.FALLO else ""
    return Outcome(mutant, f"{result.defect}{detail}", seconds, bad=seconds > MOST_SECONDS)


def _keep(folder: Path, outcome: Outcome) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(outcome.mutant.content).hexdigest()[:12]
    (folder / f"{name}.{outcome.mutant.kind}").write_bytes(outcome.mutant.content)


def _is_odd(outcome: Outcome) -> bool:
    return outcome.bad or outcome.what.startswith((Defect.FALLO, Defect.TIEMPO))


def main() -> None:
    """Run, print what became of how many of each format, and end with 1 where something must not be."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--recognise", action="store_true", help="read the pictures too")
    parser.add_argument("--keep", type=Path, help="a folder for the files that fail in a way of their own")
    wanted = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    worst, bad, started = 0.0, 0, time.monotonic()
    for number, outcome in enumerate(run(wanted.count, wanted.seed, wanted.recognise), 1):
        counts[outcome.mutant.kind, outcome.what] += 1
        worst, bad = max(worst, outcome.seconds), bad + outcome.bad
        if wanted.keep and _is_odd(outcome):
            _keep(wanted.keep, outcome)
        if number % 1000 == 0:
            print(f"{number} en {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    _print(counts)
    print(f"\n{wanted.count} archivos en {time.monotonic() - started:.0f} s; el más lento {worst:.1f} s; {bad} mal.")
    sys.exit(1 if bad else 0)


def _print(counts: Counter[tuple[str, str]]) -> None:
    print("| formato | qué fue de ellos |\n|---|---|")
    for kind in dict.fromkeys(kind for kind, _ in counts):
        found = [(what, count) for (of, what), count in counts.most_common() if of == kind]
        print(f"| {kind} | {', '.join(f'{what}: {count}' for what, count in found)} |")


if __name__ == "__main__":
    main()
