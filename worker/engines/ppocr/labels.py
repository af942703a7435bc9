"""Pale and grainy labels: a line that cannot be spelled may still fit one of the known labels and no other.

A person who knows the form reads 'Nom. de segarklad sal' as what it must be. The network gives each column of a line a
probability for every character; of each known label the best way through the columns is scored (Viterbi's algorithm
over the states of connectionist temporal classification), and compared with what the network would rather have read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from worker.core.paper.fields import Field
from worker.core.paper.lines import fold
from worker.core.paper.matching import is_a_label
from worker.core.paper.vocabulary import WORDS
from worker.engines.ppocr.draft import Draft
from worker.engines.ppocr.lines import Letter, certainty_of, pieces_of, scores_of, width_of
from worker.engines.ppocr.models import Floats, Gray, reader
from worker.engines.ppocr.outlines import Quad

Scores = npt.NDArray[np.float64]

# A line that was read more certainly says what it says.
_IN_DOUBT = 0.93
# Letters: fewer fit too much. Words of the longest label, and one blank too many.
_FEWEST, _MOST_WORDS = 6, 9
# Of a label with so many letters and more, the odds against each may be larger.
_LONG = 9
# In natural logarithms of probability: how much worse than the network's own choice a letter of the label may be, in a
# long and in a short one; and how much better all of it must be than the labels of every other field.
_WORSE, _WORSE_SHORT, _BETTER = -1.0, -0.4, 6.0
# Digits of a word that is a value.
_VALUE = 5
# In pixels, how much the line is smoothed for a second fit; and how badly the best label fits it as it is, for each
# letter, so that this is not tried.
_GRAIN, _HOPELESS = 2.5, -3.0
# How many letters a label may have for each that was read.
_LONGER = 1.5
_WIDEST = 768
_LEAST = 1e-7
_NEVER = -1e9
# Whose number it is may follow the label: 'del titular'.
_SOMEBODYS = (Field.NSS, Field.CURP)
_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@dataclass(frozen=True)
class Lexicon:
    """The known labels, shortest first, as rows of character classes: a blank (0) before, between and after letters.

    `sizes` (labels) in letters, `states` (labels, states), `skips` where the blank before may be left out.
    """

    phrases: tuple[str, ...]
    fields: tuple[Field, ...]
    sizes: npt.NDArray[np.intp]
    states: npt.NDArray[np.intp]
    skips: npt.NDArray[np.bool_]

    def of_at_most(self, letters: int) -> Lexicon:
        """The labels of at most so many letters, and at least those of the fewest."""
        count = int(np.searchsorted(self.sizes, max(letters, _LONG), side="right"))
        width = 2 * int(self.sizes[count - 1]) + 1
        cut = (slice(count), slice(width))
        return Lexicon(self.phrases[:count], self.fields[:count], self.sizes[:count], self.states[cut], self.skips[cut])


@cache
def lexicon() -> Lexicon:
    """All labels that are long enough to be told."""
    known = {phrase: field for field, phrases in WORDS.items() for phrase in phrases if _size(phrase) >= _FEWEST}
    phrases = tuple(sorted(known, key=_size))
    states = np.zeros((len(phrases), 2 * _size(phrases[-1]) + 1), np.intp)
    for row, phrase in enumerate(phrases):
        classes = [_class_of(character) for character in phrase.replace(" ", "")]
        states[row, 1 : 2 * len(classes) : 2] = classes
    skips = np.zeros(states.shape, np.bool_)
    skips[:, 2:] = (states[:, 2:] != 0) & (states[:, 2:] != states[:, :-2])
    sizes = np.array([_size(phrase) for phrase in phrases], np.intp)
    return Lexicon(phrases, tuple(known[phrase] for phrase in phrases), sizes, states, skips)


def with_labels(draft: Draft) -> Draft:
    """The draft with those lines in doubt that can only be one label read as that label."""
    told = {place: label_of(draft.picture, draft.quads[place], letters) for place, letters in draft.read.items()}
    return draft.with_lines({place: letters for place, letters in told.items() if letters})


def label_of(picture: Gray, quad: Quad, letters: tuple[Letter, ...]) -> tuple[Letter, ...]:
    """The letters of a line that begins with words of one field only, what follows them kept; else none."""
    width, ends = width_of(quad), _ends(letters)
    owns = [tuple(letter for letter in letters if letter.at < end) for end in ends]
    texts = [fold("".join(letter.text for letter in own)) for own in owns]
    clear = all(certainty_of(own) >= _IN_DOUBT for own in owns)
    if width > _WIDEST or clear or len(texts[-1]) < _FEWEST or any(map(is_a_label, texts)):
        return ()
    known = lexicon().of_at_most(round(_LONGER * len(texts[-1])))
    fits = _fits(scores_of(picture, quad, width), ends, known)
    if float((fits / known.sizes).max()) < _HOPELESS:
        return ()
    fits = (fits + _fits(scores_of(picture, quad, width, _smoothed), ends, known)) / 2
    # Of two labels that fit as well, the longer one explains more of the line.
    place, best = np.unravel_index(int((fits + known.sizes).argmax()), fits.shape)
    rest = letters[len(owns[place]) :]
    if certainty_of(owns[place]) >= _IN_DOUBT or not _is_told(int(best), fits, known):
        return ()
    if known.fields[best] in _SOMEBODYS and not _is_value(rest):
        return ()
    fit = float(fits[place, best]) / int(known.sizes[best])
    return (*_spread(known.phrases[best], owns[place], fit), *rest)


def _smoothed(line: Gray) -> Gray:
    return np.asarray(cv2.GaussianBlur(line, (0, 0), _GRAIN), np.uint8)


def _is_value(rest: tuple[Letter, ...]) -> bool:
    """Whether nothing follows a number's label but a number: words would say whose it is."""
    first = next(iter(pieces_of(rest)), None)
    return first is None or _is_number(first.text)


def _is_number(text: str) -> bool:
    """Whether a word is a number or key, or one of the groups that a number is printed in."""
    digits = sum(char.isdigit() for char in text)
    return digits >= _VALUE or digits == len(text)


def _is_told(best: int, fits: Scores, known: Lexicon) -> bool:
    """Whether a label fits well, and no other field's label nearly as well; its own first words are no rival."""
    own, size, most = known.phrases[best].replace(" ", ""), int(known.sizes[best]), fits.max(axis=0)
    rivals = [
        float(most[row]) + int(known.sizes[row])
        for row, (phrase, field) in enumerate(zip(known.phrases, known.fields, strict=True))
        if field is not known.fields[best] and not own.startswith(phrase.replace(" ", ""))
    ]
    fit = float(most[best])
    return fit >= size * (_WORSE if size >= _LONG else _WORSE_SHORT) and fit + size - max(rivals) >= _BETTER


def _ends(letters: tuple[Letter, ...]) -> list[float]:
    """Where along the line its label may end: at the end of each of the first words, before the first number."""
    pieces = pieces_of(letters)
    values = (at for at, piece in enumerate(pieces) if _is_number(piece.text))
    first = next(values, len(pieces))
    starts = [*(piece.start for piece in pieces[1:]), 1.0]
    return starts[: min(first, _MOST_WORDS)]


def _fits(scores: Floats, ends: list[float], known: Lexicon) -> Scores:
    """How well each label fits the columns up to each end: the logarithm of its odds against the network's choice."""
    columns = _folded(scores)
    rows = np.arange(len(known.phrases))
    free = np.cumsum(columns.max(axis=1))
    last = [min(len(columns), max(1, round(end * len(columns)))) - 1 for end in ends]
    paths = np.full(known.states.shape, _NEVER)
    paths[:, 0], paths[:, 1] = columns[0, 0], columns[0, known.states[:, 1]]
    found = {}
    for at in range(last[-1] + 1):
        if at:
            paths = _stepped(paths, known.skips) + columns[at][known.states]
        if at in last:
            ended = 2 * known.sizes
            found[at] = np.maximum(paths[rows, ended], paths[rows, ended - 1]) - free[at]
    return np.stack([found[at] for at in last])


def _stepped(paths: Scores, skips: npt.NDArray[np.bool_]) -> Scores:
    """The best way to each state from the column before: from itself, the state before it, or over a blank."""
    best = paths.copy()
    best[:, 1:] = np.maximum(best[:, 1:], paths[:, :-1])
    best[:, 2:] = np.maximum(best[:, 2:], np.where(skips[:, 2:], paths[:, :-2], _NEVER))
    return best


def _folded(scores: Floats) -> Scores:
    """The logarithms of probabilities of letters without case and accents, and of figures; all else is blank (0)."""
    sums = np.zeros((len(scores), len(_CHARACTERS) + 1))
    for place, number in enumerate(_classes()):
        sums[:, number] += scores[:, place]
    return np.asarray(np.log(np.maximum(sums, _LEAST)))


@cache
def _classes() -> tuple[int, ...]:
    return tuple(_class_of(fold(character)) for character in reader().alphabet)


def _class_of(folded: str) -> int:
    return _CHARACTERS.find(folded) + 1 if len(folded) == 1 else 0


def _size(phrase: str) -> int:
    return len(phrase.replace(" ", ""))


def _spread(phrase: str, own: tuple[Letter, ...], fit: float) -> tuple[Letter, ...]:
    """A label's letters where the misread ones stand, with the colon that ended these; none is surer than the odds."""
    text = phrase + own[-1].text if not own[-1].text.isalnum() else phrase
    places: Any = np.linspace(own[0].at, own[-1].at, len(text))
    return tuple(Letter(char, float(np.exp(fit)), float(at)) for char, at in zip(text, places, strict=True))
