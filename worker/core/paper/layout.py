"""A page's words put into lines by where they stand, however the engine ordered them.

Works on pages that are a little askew or warped: each word joins the line whose nearest word on the left
stands at its own height, after the page's slope was taken out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf
from statistics import median

from worker.core.boxes import fall_of, sunk
from worker.core.paper.lines import Line, Sheet, Token
from worker.core.paper.pieces import tokens_of
from worker.core.types import Page

_SHARED_HEIGHT = 0.45
_END_WORDS = 3
_LIKE_SIZE = 3.0
_NEAR = 1.5
_HIGHEST = 2.6
"""No word of some letters is higher than this many widths of one: a box that is stands around a slanted word."""

_SOME_LETTERS = 6
_LOGO_CONFIDENCE = 0.5
_LOGO_HEIGHT = 2.0


# An engine asks about a page several times while it reads it.
@lru_cache(maxsize=4)
def lay_out(page: Page) -> Sheet:
    """The page's words as a sheet. A page without words gives a sheet without lines."""
    tokens = _lowered(list(tokens_of(page)))
    slope = _slope(tokens) if page.slope is None else page.slope
    level = [_levelled(token, slope, page) for token in tokens] if slope or page.bend else tokens
    return Sheet(page, tuple(sorted(_group(level), key=lambda line: line.middle)))


def _lowered(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without what their boxes are too high; a short word may be narrow, so it counts as others do."""
    usual = median([_likely_height(token) for token in tokens if len(token.text) >= _SOME_LETTERS] or [inf])
    common = median([token.height for token in tokens if len(token.text) >= _SOME_LETTERS] or [inf])
    words = [token for token in tokens if not _is_logo(token, common)]
    most = (_most_height(token, usual, common) for token in words)
    return [
        token if token.height <= height else replace(token, height=height)
        for token, height in zip(words, most, strict=True)
    ]


def _is_logo(token: Token, common: float) -> bool:
    """Whether an OCR took a drawing for a letter or two: it would join the lines that it stands beside."""
    return _is_doubtful(token) and token.height > _LOGO_HEIGHT * common


def _is_doubtful(token: Token) -> bool:
    return len(token.text) < _SOME_LETTERS and token.confidence < _LOGO_CONFIDENCE


def _most_height(token: Token, usual: float, common: float) -> float:
    """The most that a token counts as high."""
    if len(token.text) >= _SOME_LETTERS:
        return _likely_height(token)
    return common if _is_doubtful(token) else max(_likely_height(token), usual)


def _likely_height(token: Token) -> float:
    """The most that a word of this width can be high."""
    return _HIGHEST * (token.right - token.left) / len(token.text)


def _slope(tokens: Sequence[Token]) -> float:
    """How far lines fall (page units down per unit right): the median over neighbouring words."""
    ordered = sorted((token for token in tokens if token.folded), key=lambda token: token.left)
    slopes = [
        2 * (after.middle - before.middle) / (after.left + after.right - before.left - before.right)
        for place, before in enumerate(ordered)
        if (after := _neighbour(before, ordered[place + 1 :])) is not None
    ]
    return median(slopes) if len(slopes) >= 8 else 0.0


def _neighbour(token: Token, others: Iterable[Token]) -> Token | None:
    for other in others:
        if other.left > token.right + _NEAR * token.height:
            return None
        if other.left > token.left + token.height and abs(other.middle - token.middle) < token.height / 2:
            return other
    return None


def _levelled(token: Token, slope: float, page: Page) -> Token:
    """The token as on a level page; the box of a word that climbs is higher than the word."""
    width, at, turn = token.right - token.left, (token.left + token.right) / 2, slope
    if page.bend:
        sinks = sunk(page, at / page.width, token.middle / page.height) * page.height
        slope = fall_of(page, token.box) * page.height / page.width
    else:
        sinks = slope * at
    height = max(token.height - abs(slope) * width, token.height / 3)
    # The columns of a sheet that is turned lean as much as its lines fall.
    middle = token.middle - sinks
    aside = turn * (middle - page.height / 2)
    return replace(token, left=token.left + aside, right=token.right + aside, middle=middle, height=height)


def _group(tokens: Iterable[Token]) -> list[Line]:
    open_lines: list[_Open] = []
    for token in sorted(tokens, key=lambda token: (token.left, token.right)):
        fitting = [(distance, line) for line in open_lines if (distance := _distance(token, line.ends)) is not None]
        if fitting:
            # What stands close after a word goes on with it; what is far may be level with it by a fold of the sheet.
            min(fitting, key=lambda pair: (not _is_next(token, pair[1]), pair[0]))[1].add(token)
        else:
            open_lines.append(_Open([token], [token]))
    return [Line(tuple(line.tokens)) for line in open_lines]


@dataclass
class _Open:
    """A line that grows to the right; `ends` are its last words, or its marks as long as it has no word."""

    tokens: list[Token]
    ends: list[Token]

    def add(self, token: Token) -> None:
        self.tokens.append(token)
        if token.folded:
            self.ends = [*(end for end in self.ends[1 - _END_WORDS :] if end.folded), token]
        elif not self.ends[0].folded:
            self.ends.append(token)


def _is_next(token: Token, line: _Open) -> bool:
    return -token.height / 2 < token.left - line.tokens[-1].right < _NEAR * token.height


def _distance(token: Token, ends: Sequence[Token]) -> float | None:
    """How far above or below the end of a line the token stands; None if it cannot belong to it."""
    middle, height = token.middle, token.height
    # Asked of every word for every line: what is not near enough to touch is put aside first.
    near = [other for other in ends if abs(middle - other.middle) < (height + other.height) / 2]
    return min((abs(middle - other.middle) for other in near if _level(token, other)), default=None) if near else None


def _level(token: Token, other: Token) -> bool:
    """Whether two words that touch in height share enough of it; a mark may be small and stand anywhere in it."""
    if not token.folded or not other.folded:
        return True
    small, large = min(token.height, other.height), max(token.height, other.height)
    shared = (token.height + other.height) / 2 - abs(token.middle - other.middle)
    return shared > _SHARED_HEIGHT * small and large < _LIKE_SIZE * small
