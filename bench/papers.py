"""Draws papers with their truth: `python -m bench.papers OUTDIR --count 40 --seed 1 --layouts tuned --levels 1,2,3,4`.

Writes the files and `truth.jsonl`. The same arguments give the same files. Papers of held layouts, and all papers of
a seed in `HELD_SEEDS`, are kept apart: look at them only to see that they are legible, never tune on them.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from bench.canvas import Drawn
from bench.carriers import Carrier, File, Given
from bench.content import Content
from bench.facts import facts
from bench.layouts import HELD, SCREENS, TUNED
from bench.levels import LEVELS, LOST_LEVEL, ON_SCREEN, WITH_OTHERS
from bench.others import IMPERSONAL, OTHERS
from bench.truth import NOTHING, About, Truth, about
from bench.wording import wording

HELD_SEEDS = range(900, 1000)
OTHER_SHARE = 0.25


def draw(seed: int, number: int, level: int, layouts: str = "tuned", kinds: str = "all") -> tuple[File, Truth]:
    """One paper: number `number` of a seed, at a level from 1 to 5.

    `layouts` is tuned, held or all; `kinds` is all, constancias or others.
    """
    rng = random.Random(f"{seed}/{number}/{level}/{layouts}/{kinds}")
    other = kinds == "others" or (kinds == "all" and rng.random() < OTHER_SHARE)
    name, page, said = _other(rng) if other else _constancia(rng, layouts)
    carrier, make = _carrier(rng, level, screen=name in SCREENS, alone=other)
    file = make(Given(page, _companions(rng), rng))
    said = NOTHING if level == LOST_LEVEL else said
    held = name in HELD or seed in HELD_SEEDS
    fields = asdict(said) | {"document": said.document.value}
    label = f"{seed}-{number:04}-{level}{file.suffix}"
    return file, Truth(
        file=label, carrier=carrier, level=level, page=file.page, layout=name, held=held, seed=seed, **fields
    )


def _constancia(rng: random.Random, layouts: str) -> tuple[str, Drawn, About]:
    choice = {"tuned": TUNED, "held": HELD, "all": {**TUNED, **HELD}}[layouts]
    name = rng.choice(list(choice))
    content = Content(facts(rng), wording(rng), rng)
    return name, choice[name](content), about(content.facts)


def _other(rng: random.Random) -> tuple[str, Drawn, About]:
    name = rng.choice(list(OTHERS))
    page, said = OTHERS[name](rng)
    return name, page, said


def _companions(rng: random.Random) -> tuple[Drawn, ...]:
    """Papers that may travel with another. They name no other student: then nobody could be sure whose file it is."""
    return tuple(OTHERS[name](rng)[0] for name in rng.sample(IMPERSONAL, 2))


def _carrier(rng: random.Random, level: int, *, screen: bool, alone: bool) -> tuple[str, Carrier]:
    """A carrier of a level. What lives on a `screen` is not scanned; a file with other papers is one of theirs too,
    so that only a constancia, which goes before them, is not `alone`."""
    choice = LEVELS[level]
    fitting = [name for name in choice if not screen or level == LOST_LEVEL or name in ON_SCREEN]
    name = rng.choice([name for name in fitting if not alone or name not in WITH_OTHERS])
    return name, choice[name]


def papers(
    seed: int, count: int, levels: tuple[int, ...], layouts: str = "tuned", kinds: str = "all"
) -> Iterator[tuple[File, Truth]]:
    """`count` papers, the levels in turn; arguments as in `draw`."""
    for number in range(count):
        yield draw(seed, number, levels[number % len(levels)], layouts, kinds)


def main(arguments: list[str] | None = None) -> None:
    """Write papers and `truth.jsonl` into a directory."""
    options = _parser().parse_args(arguments)
    options.outdir.mkdir(parents=True, exist_ok=True)
    levels = tuple(int(level) for level in options.levels.split(","))
    with (options.outdir / "truth.jsonl").open("w", encoding="utf-8") as lines:
        for file, truth in papers(options.seed, options.count, levels, options.layouts, options.kinds):
            (options.outdir / truth.file).write_bytes(file.content)
            lines.write(json.dumps(truth.as_dict(), ensure_ascii=False) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.papers", description="Draws papers with their truth.")
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1, help="900 to 999 are held: nobody tunes on them")
    parser.add_argument("--layouts", choices=("tuned", "held", "all"), default="tuned")
    parser.add_argument("--kinds", choices=("all", "constancias", "others"), default="all")
    parser.add_argument("--levels", default="1,2,3,4", help="from 1 (born digital) to 5 (unreadable), with commas")
    return parser


if __name__ == "__main__":
    main()
