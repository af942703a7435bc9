"""One look at a page: its picture set upright, the lines found in it, and what was read of them so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from worker.core.types import Box, Word
from worker.engines.ppocr.lines import Letter, Piece, letters_of, pieces_of
from worker.engines.ppocr.models import Gray
from worker.engines.ppocr.outlines import Quad, corners, edges, quartered, size_of

# Printed lines are wider than high; of a page that lies on its side they are the other way round.
_ELONGATED = 2.0
# A line is found with some of the blank above and below it.
_BLANK_SHARE = 0.16
# Upside down a line gives odd letters, and the network is in doubt of most.
_IN_DOUBT = 0.85
_SAMPLE = 5
# The direction of a shorter line is too much a matter of its letters.
_STEADY = 3.0
_AROUND = 5
_CLEAR = 0.9
# In heights of the line: how far two outlines of it differ, along it and across it.
_SAME_ENDS, _SAME_LEVEL = 0.8, 0.45
_SAMPLE_SHAPE = (4.0, 14.0)


@dataclass
class Draft:
    """What is known of a page while it is being read; `turn` as in `Page`, `quads` in pixels of `picture`."""

    picture: Gray
    turn: int
    quads: list[Quad]
    read: dict[int, tuple[Letter, ...]] = field(default_factory=dict)
    _said: dict[int, tuple[Word, ...]] = field(default_factory=dict)

    def look(self, places: Iterable[int]) -> None:
        """Read the lines at these places, unless they were read before."""
        for place in places:
            if place not in self.read:
                self.read[place] = letters_of(self.picture, self.quads[place])

    def adopt(self, other: Draft, *, clear: bool) -> None:
        """Take over what another look at the same page, turned the same way, read of the same lines.

        With `clear` only what it read surely, or where this look has the very same outline.
        """
        factor = np.float32(self.picture.shape[0] / other.picture.shape[0])
        read = {place: other.quads[place] * factor for place in other.read}
        for place, quad in enumerate(self.quads):
            same = next((old for old, there in read.items() if _is_same(quad, there)), None)
            if same is None or place in self.read:
                continue
            if not clear or _is_clear(other.read[same]) or np.array_equal(quad, read[same]):
                self.quads[place] = read[same]
                self.read[place] = other.read[same]

    def with_lines(self, lines: Mapping[int, tuple[Letter, ...]]) -> Draft:
        """The draft with other letters for some of its lines."""
        return replace(self, read={**self.read, **lines}, _said={}) if lines else self

    def only(self, places: Sequence[int]) -> Draft:
        """The draft with these of its lines."""
        read = {at: self.read[place] for at, place in enumerate(places) if place in self.read}
        return Draft(self.picture, self.turn, [self.quads[place] for place in places], read)

    def clear(self) -> list[Quad]:
        """The outlines of the lines that were read surely."""
        return [self.quads[place] for place, letters in self.read.items() if _is_clear(letters)]

    def words(self) -> tuple[Word, ...]:
        """The words of all lines read so far, in fractions of the upright page."""
        height, width = self.picture.shape
        for place in self.read.keys() - self._said.keys():
            self._said[place] = tuple(words_on(self.quads[place], self.read[place], width, height))
        return tuple(word for place in self.read for word in self._said[place])

    def certainty(self) -> float:
        """The mean confidence of all letters and figures read so far; 0 where there are none.

        Dots that lead to a value look the same upside down.
        """
        letters = (letter for line in self.read.values() for letter in line)
        found = [letter.confidence for letter in letters if letter.text.isalnum()]
        return float(np.mean(found)) if found else 0.0

    def slope(self) -> float:
        """How far the lines fall, pixels down per pixel right: the median, long lines counting more; 0 without any."""
        return _slope(self.quads)

    def slope_at(self, x: float, y: float) -> float:
        """The same of the lines around a point in fractions of the page: a page may be warped, or seen aslant."""
        height, width = self.picture.shape
        point = np.array([x * width, y * height], dtype=np.float32)
        steady = [quad for quad in self.quads if _shape(quad) >= _STEADY]
        return _slope(sorted(steady, key=lambda quad: float(np.hypot(*(quad.mean(axis=0) - point))))[:_AROUND])


def words_on(quad: Quad, letters: tuple[Letter, ...], width: int, height: int) -> Iterator[Word]:
    """The words of a line in fractions of its picture, so many pixels wide and high."""
    for piece in pieces_of(letters):
        yield Word(piece.text, _box(quad, piece, width, height), piece.confidence)


def draft_of(picture: Gray, quads: list[Quad]) -> Draft:
    """The page with its lines set upright; a few of them are read where that is needed to tell."""
    draft = Draft(picture, 0, quads)
    if lies_on_its_side(draft.quads):
        draft = quarter(draft)
    sample = _telling(draft.quads)
    draft.look(sample)
    if not sample or draft.certainty() >= _IN_DOUBT:
        return draft
    other = quarter(quarter(draft))
    other.look(sample)
    return other if other.certainty() > draft.certainty() else draft


def quarter(draft: Draft) -> Draft:
    """The page turned clockwise by 90 degrees, nothing of it read."""
    height = draft.picture.shape[0]
    turned = np.ascontiguousarray(np.rot90(draft.picture, -1))
    return Draft(turned, (draft.turn + 90) % 360, [quartered(quad, height) for quad in draft.quads])


def _is_clear(letters: tuple[Letter, ...]) -> bool:
    return bool(letters) and min(letter.confidence for letter in letters) >= _CLEAR


def _is_same(one: Quad, other: Quad) -> bool:
    """Whether two outlines are of one line: neither reaches much further than the other."""
    reach, height = np.abs(corners(one) - corners(other)).max(axis=0), size_of(other)[1]
    return bool(reach[0] < _SAME_ENDS * height and reach[1] < _SAME_LEVEL * height)


def _slope(quads: Sequence[Quad]) -> float:
    steady = (corners(quad) for quad in quads if _shape(quad) >= _STEADY)
    runs = [(quad[1] + quad[2] - quad[0] - quad[3]) / 2 for quad in steady]
    if not runs:
        return 0.0
    runs.sort(key=lambda run: float(run[1] / max(1.0, run[0])))
    reached = np.cumsum([float(run[0]) for run in runs])
    middle = runs[int(np.searchsorted(reached, reached[-1] / 2))]
    return float(middle[1] / max(1.0, middle[0]))


def lies_on_its_side(quads: list[Quad]) -> bool:
    """Whether most of what was found runs up and down."""
    upright = sideways = 0.0
    for quad in quads:
        start_top, end_top, _, start_bottom = corners(quad)
        (right, down), (left, under) = end_top - start_top, start_bottom - start_top
        length, height = float(np.hypot(right, down)), float(np.hypot(left, under))
        if max(length, height) > _ELONGATED * min(length, height):
            # A long line that is askew may begin at any corner: what counts is where its long side points.
            level = abs(right) >= abs(down) if length > height else abs(left) >= abs(under)
            long = max(length, height)
            upright, sideways = upright + long * level, sideways + long * (not level)
    return sideways > upright


def _telling(quads: list[Quad]) -> list[int]:
    """A few lines, neither short nor long, from all over the page."""
    low, high = _SAMPLE_SHAPE
    fitting = [place for place, quad in enumerate(quads) if low <= _shape(quad) <= high]
    fitting = fitting or [place for place, quad in enumerate(quads) if _shape(quad) > high]
    step = max(1, len(fitting) // _SAMPLE)
    return fitting[::step][:_SAMPLE]


def _shape(quad: Quad) -> float:
    length, height = size_of(quad)
    return length / max(1.0, height)


def _box(quad: Quad, piece: Piece, width: int, height: int) -> Box:
    """The place of a word within its line, in fractions of the page."""
    upper, lower = edges(quad, np.array([piece.start, piece.end]))
    points = np.concatenate([upper + (lower - upper) * np.float32(down) for down in (_BLANK_SHARE, 1 - _BLANK_SHARE)])
    x, y = points[:, 0] / width, points[:, 1] / height
    return Box(*(min(1.0, max(0.0, float(edge))) for edge in (x.min(), y.min(), x.max(), y.max())))
