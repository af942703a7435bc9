"""Pale and grainy labels: a line that cannot be spelled may still fit one of the known labels and no other.

A person who knows the form reads 'Nom. de segarklad sal' as what it must be. The network gives each column of a line a
probability for every character; of each known label the best way through the columns is scored (Viterbi's algorithm
over the states of connectionist temporal classification), and compared with what the network would rather have read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

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
# Letters: fewer fit too much, and more are a sentence.
_FEWEST, _MOST = 6, 44
# Of a label with so many letters and more, the odds against each may be larger.
_LONG = 9
# In natural logarithms of probability: how much worse than the network's own choice a letter of the label may be, in a
# long and in a short one; and how much better all of it must be than the labels of every other field.
_WORSE, _WORSE_SHORT, _BETTER = -1.0, -0.4, 6.0
# Digits of a word that is a value.
_VALUE = 5
# How the line is shown, in pixels of smoothing: as it is, and without its grain.
_SHOWN = (0.0, 2.0, 3.0)
_WIDEST = 768
_LEAST = 1e-7
_NEVER = -1e9
_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@dataclass(frozen=True)
class Lexicon:
    """The known labels as rows of character classes, a blank (0) before, between and after their letters.

    `states` (labels, states), `ends` the last state of each label, `skips` where the blank before may be left out.
    """

    phrases: tuple[str, ...]
    fields: tuple[Field, ...]
    states: npt.NDArray[np.intp]
    ends: npt.NDArray[np.intp]
    skips: npt.NDArray[np.bool_]


@cache
def lexicon() -> Lexicon:
    """All labels that are long enough to be told."""
    known = {phrase: field for field, phrases in WORDS.items() for phrase in phrases if _size(phrase) >= _FEWEST}
    states = np.zeros((len(known), 2 * max(map(_size, known)) + 1), np.intp)
    for row, phrase in enumerate(known):
        classes = [_class_of(character) for character in phrase.replace(" ", "")]
        states[row, 1 : 2 * len(classes) : 2] = classes
    skips = np.zeros(states.shape, np.bool_)
    skips[:, 2:] = (states[:, 2:] != 0) & (states[:, 2:] != states[:, :-2])
    ends = np.array([2 * _size(phrase) for phrase in known], np.intp)
    return Lexicon(tuple(known), tuple(known.values()), states, ends, skips)


def with_labels(draft: Draft) -> Draft:
    """The draft with those lines in doubt that can only be one label read as that label."""
    told = {place: label_of(draft.picture, draft.quads[place], letters) for place, letters in draft.read.items()}
    return draft.with_lines({place: letters for place, letters in told.items() if letters})


def label_of(picture: Gray, quad: Quad, letters: tuple[Letter, ...]) -> tuple[Letter, ...]:
    """The letters of a line whose label fits one field's words only, what follows it kept; else none."""
    until = _start_of_value(letters)
    own = tuple(letter for letter in letters if letter.at < until)
    text = fold("".join(letter.text for letter in own))
    width = width_of(quad)
    if not _FEWEST <= len(text) <= _MOST or width > _WIDEST or certainty_of(own) >= _IN_DOUBT or is_a_label(text):
        return ()
    fits = np.mean([_fits(scores_of(picture, quad, width, grain), until) for grain in _SHOWN], axis=0)
    best = int(fits.argmax())
    known = lexicon()
    rival = max((fit for fit, field in zip(fits, known.fields, strict=True) if field is not known.fields[best]))
    size = _size(known.phrases[best])
    if fits[best] < size * (_WORSE if size >= _LONG else _WORSE_SHORT) or fits[best] - rival < _BETTER:
        return ()
    return (*_spread(known.phrases[best], own, float(fits[best]) / size), *letters[len(own) :])


def _start_of_value(letters: tuple[Letter, ...]) -> float:
    """Where along the line a number begins; 1 where there is none."""
    values = (piece.start for piece in pieces_of(letters) if sum(char.isdigit() for char in piece.text) >= _VALUE)
    return next(values, 1.0)


def _fits(scores: Floats, until: float) -> Scores:
    """How well each label fits the columns up to a place: the logarithm of its odds against the network's choice."""
    columns = _folded(scores[: max(1, round(until * len(scores)))])
    known = lexicon()
    rows = np.arange(len(known.phrases))
    paths = np.full(known.states.shape, _NEVER)
    paths[:, 0], paths[:, 1] = columns[0, 0], columns[0, known.states[:, 1]]
    for column in columns[1:]:
        paths = _stepped(paths, known.skips) + column[known.states]
    best: Scores = np.maximum(paths[rows, known.ends], paths[rows, known.ends - 1])
    return best - float(columns.max(axis=1).sum())


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
