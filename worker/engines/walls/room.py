"""Room for something large: what is kept only to be quicker with the next page goes before a large picture comes.

A child that has read many pages holds some 440 MB, most of it PP-OCR's networks; decoding a 50-megapixel picture takes
up to 230 more. With less at hand than that, the networks' working memory is given back, and if that is not enough, the
networks; they are loaded again, in half a second, where a picture is read next.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import ParamSpec, TypeVar

from worker.engines.ppocr import models
from worker.engines.walls import allocator

P = ParamSpec("P")
T = TypeVar("T")

# What a child may hold before something large is put beside it: its limit in `pool`, less what the look at it from
# outside may be late by (`bounds`) and what goes with decoding (the file itself, a copy of a part).
_MOST = 500_000_000
_forgetting: list[Callable[[], None]] = []


def kept(function: Callable[P, T]) -> Callable[P, T]:
    """Remember the last result of a function, such as a page's picture, until something large comes or `forget`."""
    remembering = lru_cache(maxsize=1)(function)
    _forgetting.append(remembering.cache_clear)
    return remembering  # type: ignore[return-value]


def forget() -> None:
    """Forget all that was kept of a file; free memory goes back to the system."""
    for clear in _forgetting:
        clear()
    allocator.give_back()


def make_room(needed: int) -> None:
    """Let go what can be had again, the cheapest first, until `needed` more bytes fit."""
    for let_go in (forget, models.release, models.drop):
        if _resident() + needed <= _MOST:
            return
        let_go()
        allocator.give_back()


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
