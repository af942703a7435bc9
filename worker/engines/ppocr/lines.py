"""What a line says, letter by letter, and where each of its words stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from worker.engines.ppocr.detect import batch_of
from worker.engines.ppocr.light import calmed
from worker.engines.ppocr.models import Floats, Gray, reader
from worker.engines.ppocr.outlines import Quad, edges, is_bent, size_of

_HEIGHT = 48
# Few widths, because each new one costs the network memory for good. A line that is longer than the last is squeezed:
# eighty letters still have room, and only seals and small print are longer.
_WIDTHS = (64, 96, 128, 160, 192, 224, 256, 288, 320, 384, 448, 512, 640, 768, 896, 1024, 1280, 1600)
# A mean confidence below which letters are guesses, of a line and of one letter alone.
_GUESSED, _GUESSED_ALONE = 0.3, 0.5
# So much narrower letters are read as well.
_SQUEEZED = 0.9
# Letters are read a little smaller than the detector's outline would make them: an eighth of the time for nothing lost.
_MORE_HEIGHT = 1.15
# How certain each letter of a line must be for it not to be read again, how much wider it is then read, and by how much
# more certain the first reading was where it was the better one.
_IN_DOUBT, _WIDER, _CLEARLY = 0.9, 1.5, 0.02
# What is longer and has fewer figures is small print: it is not worth reading twice.
_WIDEST, _FIGURES = 768, 11


@dataclass(frozen=True, slots=True)
class Letter:
    """A character, how certain it is (0 to 1), and where its middle stands along the line (0 to 1)."""

    text: str
    confidence: float
    at: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a line: its text, the least certain of its letters, and where it starts and ends (0 to 1).

    Marks between letters and figures do not count: no value depends on them.
    """

    text: str
    confidence: float
    start: float
    end: float


def width_of(quad: Quad) -> int:
    """Pixels that the line is wide when it is read; reading takes about 40 microseconds for each."""
    length, height = size_of(quad)
    return _width_for(length * _HEIGHT / max(1.0, height * _MORE_HEIGHT))


def _width_for(wanted: float) -> int:
    return next((width for width in _WIDTHS if width >= _SQUEEZED * wanted), _WIDTHS[-1])


def letters_of(picture: Gray, quad: Quad) -> tuple[Letter, ...]:
    """The letters of one line of a gray picture, blanks included.

    One that leaves a doubt is read anew, wider and without its grain: the network looks every eight pixels, and may
    have missed letters that are close.
    """
    width = width_of(quad)
    letters = _decoded(scores_of(picture, quad, width))
    if not _leaves_doubt(letters) or (width > _WIDEST and not _has_numbers(letters)):
        return letters
    again = _decoded(scores_of(picture, quad, _width_for(_WIDER * width), calmed))
    return letters if certainty_of(letters) > certainty_of(again) + _CLEARLY else again


def scores_of(picture: Gray, quad: Quad, width: int, shown: Callable[[Gray], Gray] | None = None) -> Floats:
    """The probabilities of the alphabet in each column of a line, as it is or `shown` otherwise.

    Overwritten by the next call.
    """
    line = _followed(picture, quad, width) if is_bent(quad) else _straight(picture, quad, width)
    return np.asarray(reader().network(batch_of(shown(line) if shown else line))[0])


def _has_numbers(letters: tuple[Letter, ...]) -> bool:
    return sum(letter.text.isdigit() for letter in letters) >= _FIGURES


def _leaves_doubt(letters: tuple[Letter, ...]) -> bool:
    return any(letter.confidence < _IN_DOUBT and letter.text.isalnum() for letter in letters)


def certainty_of(letters: tuple[Letter, ...]) -> float:
    """The mean confidence of letters, 0 to 1."""
    return sum(letter.confidence for letter in letters) / max(1, len(letters))


def pieces_of(letters: tuple[Letter, ...]) -> tuple[Piece, ...]:
    """The words of a line; none of a line whose letters are mere guesses, as of a shadow or a pattern."""
    if certainty_of(letters) < (_GUESSED if len(letters) > 1 else _GUESSED_ALONE):
        return ()
    return tuple(_piece(word, letters) for word in _words(letters))


def _straight(picture: Gray, quad: Quad, width: int) -> Gray:
    target = np.array([[0, 0], [width, 0], [width, _HEIGHT], [0, _HEIGHT]], dtype=np.float32)
    turn = cv2.getPerspectiveTransform(_heightened(quad), target)
    flags = cv2.INTER_AREA if size_of(quad)[1] > 2 * _HEIGHT else cv2.INTER_CUBIC
    line = cv2.warpPerspective(picture, turn, (width, _HEIGHT), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(line, np.uint8)


def _followed(picture: Gray, quad: Quad, width: int) -> Gray:
    """A line that bends, cut out as if it were level."""
    upper, lower = edges(quad, (np.arange(width) + 0.5) / width)
    down = (np.arange(_HEIGHT) + 0.5) / _HEIGHT
    shares = (0.5 + (down - 0.5) * _MORE_HEIGHT).astype(np.float32)[:, None, None]
    places = upper[None] + (lower - upper)[None] * shares
    x, y = places[..., 0], places[..., 1]
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _heightened(quad: Quad) -> Quad:
    """The line with a little more above and below it."""
    left, right = (quad[3] - quad[0]) * (_MORE_HEIGHT - 1) / 2, (quad[2] - quad[1]) * (_MORE_HEIGHT - 1) / 2
    return np.array([quad[0] - left, quad[1] - right, quad[2] + right, quad[3] + left], dtype=np.float32)


def _decoded(scores: Floats) -> tuple[Letter, ...]:
    """Connectionist temporal classification: of equal neighbours one counts, and the empty class none."""
    best, alphabet = scores.argmax(axis=1), reader().alphabet
    starts = np.flatnonzero((best != 0) & np.concatenate(([True], best[1:] != best[:-1])))
    return tuple(
        Letter(alphabet[best[column]], float(scores[column, best[column]]), (column + 0.5) / len(best))
        for column in starts
    )


def _words(letters: tuple[Letter, ...]) -> Iterator[list[Letter]]:
    word: list[Letter] = []
    for letter in letters:
        if letter.text != " ":
            word.append(letter)
        elif word:
            yield word
            word = []
    if word:
        yield word


def _piece(word: list[Letter], letters: tuple[Letter, ...]) -> Piece:
    half = _pitch(letters) / 2
    text = "".join(letter.text for letter in word)
    start, end = max(0.0, word[0].at - half), min(1.0, word[-1].at + half)
    telling = [letter for letter in word if letter.text.isalnum()] or word
    return Piece(text, min(letter.confidence for letter in telling), start, end)


def _pitch(letters: tuple[Letter, ...]) -> float:
    """The usual distance of two letters along the line."""
    places = [letter.at for letter in letters]
    return float(np.median(np.diff(places))) if len(places) > 1 else 0.5
