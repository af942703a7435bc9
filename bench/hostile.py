"""`python -m bench.hostile`: every hostile file of `tests/hostile/table.py` with its outcome, time and memory."""

from __future__ import annotations

import sys

from tests.hostile.table import CASES
from tests.hostile.trial import new_pool, tried


def main() -> None:
    """Print the table, in Markdown; with words as arguments only the lines that have one of them."""
    print("| archivo | bytes | resultado | lo que se dice | s | s de cómputo | MB |\n|---|---|---|---|---|---|---|")
    seconds, computed, highest = [0.0], [0.0], [0]
    with new_pool() as pool:
        for case in CASES:
            if sys.argv[1:] and not any(word in case.name for word in sys.argv[1:]):
                continue
            trial = tried(case, pool)
            seconds.append(trial.seconds)
            computed.append(trial.computed)
            highest.append(trial.highest)
            said = " ".join(trial.reading.problems)
            cells = (case.name, f"{trial.size:,}", str(trial.reading.document), said)
            print(
                f"| {' | '.join(cells)} | {trial.seconds:.1f} | {trial.computed:.1f} | {trial.highest / 1e6:.0f} |",
                flush=True,
            )
    print(f"\nLo más: {max(seconds):.1f} s, {max(computed):.1f} s de cómputo, {max(highest) / 1e6:.0f} MB.")


if __name__ == "__main__":
    main()
