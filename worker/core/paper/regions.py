"""Where one picture may show two papers: the blanks, from edge to edge, that part its words in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from worker.core.types import Box, Page, Word

_GAP = 2.5
"""How many words' heights part two papers at least."""

_MOST_CUTS = 4


def halves(page: Page) -> Iterator[tuple[Page, Page]]:
    """A page that has words cut in two at a blank, the widest first: side by side, then one over the other."""
    words = [word for word in page.words if word.text.strip()]
    height = median(word.box.bottom - word.box.top for word in words)
    beside = _blanks([(word.box.left, word.box.right) for word in words], _GAP * height * page.height / page.width)
    over = _blanks([(word.box.top, word.box.bottom) for word in words], _GAP * height)
    for place in beside:
        yield _cut(page, [word for word in words if _middle(word.box)[0] < place], words)
    for place in over:
        yield _cut(page, [word for word in words if _middle(word.box)[1] < place], words)


def _blanks(spans: Sequence[tuple[float, float]], least: float) -> list[float]:
    """The middles of the blanks that no span reaches into, the widest first."""
    ends: list[tuple[float, float]] = []
    reached = 0.0
    for start, end in sorted(spans):
        ends.append((reached, start))
        reached = max(reached, end)
    inner = [(end - start, (start + end) / 2) for start, end in ends[1:] if end - start >= least]
    return [middle for _, middle in sorted(inner, reverse=True)[:_MOST_CUTS]]


def _middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _cut(page: Page, first: Sequence[Word], words: Sequence[Word]) -> tuple[Page, Page]:
    chosen = {id(word) for word in first}
    rest = tuple(word for word in words if id(word) not in chosen)
    return replace(page, words=tuple(first)), replace(page, words=rest)
