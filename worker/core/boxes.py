"""How boxes of one page lie to each other."""

from __future__ import annotations

from collections.abc import Iterable

from worker.core.types import Box


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around at least one other. Raises ValueError for none."""
    lefts, tops, rights, bottoms = zip(*((box.left, box.top, box.right, box.bottom) for box in boxes), strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def shared(one: Box, other: Box) -> tuple[float, float]:
    """The width and the height that two boxes have in common; both 0 where they do not overlap."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return (width, height) if width > 0 and height > 0 else (0.0, 0.0)


def share_within(one: Box, other: Box) -> float:
    """Which share of the first box lies in the second, 0 to 1; 0 for a box without area."""
    width, height = shared(one, other)
    area = (one.right - one.left) * (one.bottom - one.top)
    return width * height / area if area > 0 else 0.0
