"""Words of a page put into lines and cells by where they stand, however the engine ordered them.

Works on pages that are a little askew or warped: each word joins the line whose nearest word on the left
stands at its own height, after the page's slope was taken out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from math import inf
from statistics import median

from worker.core.glyphs import latin
from worker.core.types import Box, Page, Word

CELL_GAP = 1.2
"""A blank wider than this many line heights starts a new cell."""

_SHARED_HEIGHT = 0.45
_END_WORDS = 3
_LIKE_SIZE = 3.0
_NEAR = 1.5
_CUTS = (
    r"(?<=[^\W\d]):(?=\S)|(?<=\)):(?=\S)|\|",
    # An OCR drops blanks: 'CHIAPAS,a', 'Social(NSS)8024…', 'NombreITZEL', '975004641No.', 'NSS8024…', 'CURPHERI04…'
    r"(?<=[^\W\d],)(?=[^\W\d])|(?<=\))(?=\w)|(?<=[a-záéíóúüñ]{3})(?=[A-ZÁÉÍÓÚÑ]{2})|(?<=\d)(?=[A-ZÁÉÍÓÚ][a-záéíóúñ])",
    r"(?<=[^\W\d]{3})(?=\d{2}(?:-?\d\d){2}-?\d{4}-?\d(?!\d))|(?:(?<=CURP)|(?<=U\.R\.P\.))(?=[A-Z]{4}\d{2})",
    r"(?<=\w)·(?=[^\W\d]{3})|(?<=\w;)(?=[^\W\d]{3})|(?<=[Ss]ocial)(?=\d)|(?<=SOCIAL)(?=\d)|(?<=NSS)(?=\d)",
    r"(?<=[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d)(?=[A-Z(])|(?<=\.\.\.)(?=[^.\s])|(?<=^[A-Z]\.)(?=[A-ZÁÉÍÓÚ][^\W\d]{3})",
)
_CUT = re.compile("|".join(_CUTS))
_HIGHEST = 2.6
"""No word of some letters is higher than this many widths of one: a box that is stands around a slanted word."""

_SOME_LETTERS = 6
_LOGO_CONFIDENCE = 0.5
_LOGO_HEIGHT = 2.0


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Upper case, no accents, letters and digits only: 'Número(s):' becomes 'NUMEROS'."""
    return "".join(char for char in unicodedata.normalize("NFKD", text.upper()) if char.isascii() and char.isalnum())


# Tokens, lines and sheets are told apart by where they stand, not by what they say: a page may say it twice.
@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A word, or the piece of one between ':' and '|' or where a blank was lost.

    It has its place in page units after the slope was taken out.

    `raw` is the whole word that it was cut from; `middle` the height of its middle; `second` what another engine read
    here, as in `Word`.
    """

    text: str
    raw: str
    folded: str
    box: Box
    confidence: float
    left: float
    right: float
    middle: float
    height: float
    second: str = ""


Run = tuple[Token, ...]


@dataclass(frozen=True, eq=False)
class Line:
    """Tokens from left to right."""

    tokens: Run

    @cached_property
    def height(self) -> float:
        """The median height of its words."""
        return median(token.height for token in self.tokens)

    @cached_property
    def middle(self) -> float:
        """The median height at which its words stand."""
        return median(token.middle for token in self.tokens)

    @cached_property
    def cells(self) -> tuple[Run, ...]:
        """Runs of tokens with no wide blank inside."""
        return tuple(split_at_gaps(self.tokens, CELL_GAP * self.height))


@dataclass(frozen=True, eq=False)
class Sheet:
    """A page, or the part of it that is looked at, as lines from top to bottom."""

    page: Page
    lines: tuple[Line, ...]

    @cached_property
    def cells(self) -> tuple[Run, ...]:
        """All cells from top to bottom, left to right."""
        return tuple(cell for line in self.lines for cell in line.cells)

    @cached_property
    def folded(self) -> str:
        """All its words, folded, with single blanks and one at either end."""
        return f" {' '.join(token.folded for line in self.lines for token in line.tokens if token.folded)} "

    @property
    def printed(self) -> bool:
        """Whether the words come from a text layer, not from an OCR: every confidence is 1."""
        return all(word.confidence >= 1.0 for word in self.page.words)


def text_of(run: Sequence[Token]) -> str:
    """The run as read, with single blanks."""
    return " ".join(token.text for token in run)


def folded_of(run: Sequence[Token]) -> str:
    """The run folded, with single blanks."""
    return " ".join(token.folded for token in run if token.folded)


def box_of(run: Sequence[Token]) -> Box:
    """The smallest box around a run of at least one token."""
    boxes = [token.box for token in run]
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def split_at_gaps(tokens: Sequence[Token], gap: float) -> Iterator[Run]:
    """Cut a run at ruled lines and where the blank to the next token is wider than `gap` (page units)."""
    ruled = [token for token in tokens if not _is_rule(token)] or list(tokens)
    start = 0
    for place in range(1, len(ruled) + 1):
        if place == len(ruled) or _is_parted(ruled[place - 1], ruled[place], tokens, gap):
            yield tuple(ruled[start:place])
            start = place


def _is_rule(token: Token) -> bool:
    """Whether a word is an upright line between two cells."""
    return not token.text.strip("|¦[]")


def _is_parted(token: Token, after: Token, tokens: Sequence[Token], gap: float) -> bool:
    """Whether a wide blank or an upright line stands between two neighbours."""
    ruled = any(_is_rule(other) and token.left <= other.left <= after.left for other in tokens)
    return ruled or after.left - token.right > gap


# An engine asks about a page several times while it reads it.
@lru_cache(maxsize=4)
def lay_out(page: Page) -> Sheet:
    """The page's words as a sheet. A page without words gives a sheet without lines."""
    tokens = _lowered([token for word in page.words if word.text.strip() for token in _tokens(word, page)])
    slope = _slope(tokens) if page.slope is None else page.slope
    level = [_levelled(token, slope) for token in tokens] if slope else tokens
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


def _tokens(word: Word, page: Page) -> Iterator[Token]:
    text = latin(word.text).strip()
    cuts = _cuts(text)
    seconds = _second_pieces(word, len(cuts) - 1)
    for (start, end), second in zip(pairwise(cuts), seconds, strict=True):
        piece = text[start:end].strip("|") or text[start:end]
        box = _part(word.box, start / len(text), (start + len(piece)) / len(text))
        yield _token(piece, text, box, word, page, second)


@lru_cache(maxsize=8192)
def _cuts(text: str) -> tuple[int, ...]:
    return tuple(sorted({0, len(text), *(match.end() for match in _CUT.finditer(text))}))


def _second_pieces(word: Word, count: int) -> list[str]:
    """The second reading cut as the first was; nothing for any piece where it cannot be."""
    if count == 1:
        return [word.second]
    text = "".join(latin(word.second).split())
    cuts = _cuts(text)
    return [text[start:end] for start, end in pairwise(cuts)] if len(cuts) - 1 == count else [""] * count


def _part(box: Box, start: float, end: float) -> Box:
    width = box.right - box.left
    return Box(box.left + start * width, box.top, box.left + end * width, box.bottom)


def _token(piece: str, raw: str, box: Box, word: Word, page: Page, second: str) -> Token:
    top, bottom = box.top * page.height, box.bottom * page.height
    left, right = box.left * page.width, box.right * page.width
    return Token(piece, raw, fold(piece), box, word.confidence, left, right, (top + bottom) / 2, bottom - top, second)


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


def _levelled(token: Token, slope: float) -> Token:
    """The token as on a level page; the box of a word that climbs is higher than the word."""
    width = token.right - token.left
    middle = token.middle - slope * (token.left + width / 2)
    height = max(token.height - abs(slope) * width, token.height / 3)
    return replace(token, middle=middle, height=height)


def _group(tokens: Iterable[Token]) -> list[Line]:
    open_lines: list[_Open] = []
    for token in sorted(tokens, key=lambda token: (token.left, token.right)):
        fitting = [(distance, line) for line in open_lines if (distance := _distance(token, line.ends)) is not None]
        if fitting:
            min(fitting, key=lambda pair: pair[0])[1].add(token)
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
