"""Where one picture may show two papers: the blanks, from edge to edge, that part its words in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf
from statistics import median

from worker.core.types import Box, Page, Word

_GAP = 2.5
"""How many words' heights part two papers at least."""

_MOST_CUTS = 4
_LEANS = (0.0, 0.1, -0.1, 0.2, -0.2, 0.3, -0.3, 0.4, -0.4)
"""How far a paper's edge may go aside from top to bottom of the picture, in its widths."""


def halves(page: Page) -> Iterator[tuple[Page, Page]]:
    """A page that has words cut in two at a blank, the widest first: side by side, then one over the other.

    The edge between two papers that lie beside each other may lean.
    """
    words = [word for word in page.words if word.text.strip()]
    height = median(word.box.bottom - word.box.top for word in words)
    least = _GAP * height * page.height / page.width
    beside = [(wide, place, lean) for lean in _LEANS for wide, place in _blanks(_leaning(words, lean), least)]
    over = _blanks([(word.box.top, word.box.bottom) for word in words], _GAP * height)
    for _, place, lean in sorted(beside, reverse=True)[:_MOST_CUTS]:
        yield _cut(page, [word for word in words if _middle(word.box)[0] + lean * _middle(word.box)[1] < place], words)
    for _, place in over:
        yield _cut(page, [word for word in words if _middle(word.box)[1] < place], words)


def _leaning(words: Sequence[Word], lean: float) -> list[tuple[float, float]]:
    """From where to where words reach from left to right, on a page whose upright edges lean so far."""
    return [(word.box.left + lean * y, word.box.right + lean * y) for word in words for _, y in (_middle(word.box),)]


def _blanks(spans: Sequence[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """The blanks that no span reaches into, each with how wide it is and its middle, the widest first."""
    ends: list[tuple[float, float]] = []
    reached = -inf
    for start, end in sorted(spans):
        ends.append((reached, start))
        reached = max(reached, end)
    inner = [(end - start, (start + end) / 2) for start, end in ends[1:] if end - start >= least]
    return sorted(inner, reverse=True)[:_MOST_CUTS]


def _middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _cut(page: Page, first: Sequence[Word], words: Sequence[Word]) -> tuple[Page, Page]:
    chosen = {id(word) for word in first}
    rest = tuple(word for word in words if id(word) not in chosen)
    return replace(page, words=tuple(first)), replace(page, words=rest)
