"""How two boxes of a page lie to each other."""

from __future__ import annotations

from worker.core.types import Box


def share_within(one: Box, other: Box) -> float:
    """Which share of the first box lies in the second, 0 to 1; 0 for a box without area."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    area = (one.right - one.left) * (one.bottom - one.top)
    return max(0.0, width) * max(0.0, height) / area if area > 0 else 0.0
