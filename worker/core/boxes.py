"""How boxes of one page lie to each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from worker.core.types import Box, Page

_STEP = 0.01


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


def bend_terms(x: Any, y: Any) -> tuple[Any, ...]:
    """What the numbers of `Page.bend` are multiplied with at a point in fractions of the page, or at many at once."""
    u, v = x - 0.5, y - 0.5
    return u * u, u * u * u, u * v, u * u * v, u * v * v


def sunk(page: Page, x: float, y: float) -> float:
    """How far below where its line crosses the middle of the page a point is, in heights of the page."""
    fall = (page.slope or 0.0) * page.width / page.height * (x - 0.5)
    return fall + float(sum(share * term for share, term in zip(page.bend, bend_terms(x, y), strict=False)))


def fall_of(page: Page, at: Box | None = None) -> float:
    """How far the lines of a page fall from its left edge to its right one, in heights of the page.

    With `at`, as they fall there: a page may be bent.
    """
    if at is None or not page.bend:
        return (page.slope or 0.0) * page.width / page.height
    x, y = (at.left + at.right) / 2, (at.top + at.bottom) / 2
    return (sunk(page, x + _STEP, y) - sunk(page, x - _STEP, y)) / (2 * _STEP)


def level_height(box: Box, fall: float) -> float:
    """How high the words in a box are, which lie on a line that falls: less than the box around them. At least 0."""
    return max(box.bottom - box.top - abs(fall) * (box.right - box.left), 0.0)


def along(box: Box, left: float, right: float, fall: float) -> Box:
    """The box around the line that the words in a box lie on, from `left` to `right`, `fall` as of `fall_of`.

    Not cut at the page's edges.
    """
    middle = (box.top + box.bottom) / 2 + fall * ((left + right) - (box.left + box.right)) / 2
    half = (level_height(box, fall) + abs(fall) * (right - left)) / 2
    return Box(left, middle - half, right, middle + half)
