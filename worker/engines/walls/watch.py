"""A process group as seen from outside: what it holds, how much it has computed, and its end."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

_PAGE = resource.getpagesize()
_TICKS = os.sysconf("SC_CLK_TCK")


def members(group: int) -> Iterator[int]:
    """The processes of a group, orphans included, that are there now."""
    for pid in psutil.pids():
        with suppress(ProcessLookupError):
            if os.getpgid(pid) == group:
                yield pid


def resident(group: int) -> tuple[int, int]:
    """How many processes a group has, and their resident bytes together.

    A process that the leader starts is at first the leader's own memory seen a second time; it does not count then.
    """
    others = [pid for pid in members(group) if pid != group]
    own, held = _statm(group), [_statm(pid) for pid in others]
    if own in held:
        held.remove(own)
    return len(others) + 1, sum(map(_bytes, (own, *held)))


def computed(group: int) -> float:
    """Seconds of computing that a group's processes and those that they waited for have used."""
    return sum(_computed(pid) for pid in members(group))


def kill_group(group: int) -> None:
    """Kill all processes of a group; nothing where there is none."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def _statm(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/statm").read_text()
    except OSError:
        return ""


def _bytes(statm: str) -> int:
    numbers = statm.split()
    return int(numbers[1]) * _PAGE if numbers else 0


def _computed(pid: int) -> float:
    try:
        # The name of the program, in parentheses, may have any character.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / _TICKS
    except (OSError, ValueError):
        return 0.0
