"""When to try again what the outside world refused for now."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=4)


def next_try(now: datetime, attempts: int) -> datetime:
    """One minute after the first failure, then twice as long each time, four hours at most.

    Args:
        attempts: failures before this one.
    """
    doubled: timedelta = FIRST * 2.0 ** min(attempts, 20)
    return now + min(doubled, LONGEST)
