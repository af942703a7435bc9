"""A second reader: Tesseract looks, enlarged, at the places where one engine alone is not sure.

Each place is set level, its paper made white and its letters brought to one size first, and all are read together:
Tesseract decides by a whole picture's tones what is ink.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from worker.core.boxes import fall_of, share_within
from worker.core.identifiers import parse_nss
from worker.core.paper.answers import misread_verdict, verdict
from worker.core.paper.fields import Field
from worker.core.paper.lines import fold
from worker.core.types import Box, Evidence, Page, Word
from worker.engines.base import CROP_PIXELS, Sheet
from worker.engines.montage import read_together
from worker.engines.ppocr.models import Gray
from worker.engines.ppocr.places import (
    OTHERWISE,
    Piece,
    Slope,
    blanks_of,
    cut,
    is_in,
    large_of,
    merged_places,
    on_one_line,
    on_page,
    unruled,
    whitened,
)
from worker.engines.turning import turned

_MOST_PLACES = 24
_DATE = 8
_MOST_WORDS = 10
_FEW_WORDS = 3
# Tesseract makes letters of specks; it is less certain of these, unless the first engine read the same there.
_MORE_THAN_GRAIN, _GRAIN = 0.4, 0.2
# Which share of what was seen lies on a word, so that it is that word, and so that it is none.
_IN_PLACE, _APART = 0.3, 0.2
# Which share of a word was seen as part of a longer one.
_MOST = 0.6


def confirmed(page: Page, doubts: Sequence[Evidence], sheet: Sheet, slope: Slope) -> Page:
    """The page with `Word.second` set for the words in the boxes in doubt, and with words that were overlooked there.

    Raises `Damaged`, `TooLarge`, `EngineMissing`.
    """
    places = merged_places([doubt.box for doubt in doubts], fall_of(page))[:_MOST_PLACES]
    if not places:
        return page
    large = large_of(page, np.asarray(turned(sheet.picture(CROP_PIXELS), page.turn)), slope)
    pieces = [cut(place, large) for place in places]
    values = {place: piece for place, piece in zip(places, pieces, strict=True) if _is_value(page, place)}
    shown = [(piece, whitened(unruled(piece.picture))) for piece in pieces]
    shown += [(piece, show(unruled(piece.picture))) for show in OTHERWISE for piece in values.values()]
    looks = [_merged(page, seen, places) for seen in _readings(shown, len(pieces), len(values))]
    silent = [piece for place, piece in values.items() if _is_silent(page, looks, place)]
    alone = _merged(page, [word for piece in silent for word in _read_alone(piece)], places)
    read = _completed(page, [*looks, alone], list(values))
    return replace(read, blanks=(*page.blanks, *(blank for piece in pieces for blank in blanks_of(piece))))


def with_earlier(page: Page, earlier: Page) -> Page:
    """The page, with what the second reader saw of the same words in an earlier look where it sees nothing now."""
    seen = [word for word in earlier.words if word.second]
    return replace(page, words=tuple(word if word.second else _remembered(word, seen) for word in page.words))


def _remembered(word: Word, seen: Sequence[Word]) -> Word:
    same = (old for old in seen if old.text == word.text and share_within(word.box, old.box) > _MOST)
    return replace(word, second=next((old.second for old in same), word.second))


def _readings(shown: Sequence[tuple[Piece, Gray]], pieces: int, values: int) -> list[list[Word]]:
    """What was read in all the pieces, and in those with a value once for each other way to show them."""
    readings: list[list[Word]] = [[] for _ in (None, *OTHERWISE)]
    for place, word in read_together([Image.fromarray(picture) for _, picture in shown]):
        if word.confidence >= _GRAIN:
            way = 0 if place < pieces else 1 + (place - pieces) // values
            readings[way].append(on_page(word, shown[place][0]))
    return readings


def _read_alone(piece: Piece) -> list[Word]:
    """What is read in one piece by itself: among others Tesseract may skip a line."""
    shown = Image.fromarray(whitened(unruled(piece.picture)))
    return [on_page(word, piece) for _, word in read_together([shown]) if word.confidence >= _GRAIN]


def _is_silent(page: Page, looks: Sequence[Page], place: Box) -> bool:
    """Whether no look at a number saw it, nor another NSS there."""
    inside = _inside(page, place)
    first = [page.words[at].text for at in inside]
    seen = [_digits(look.words[at].second for at in inside) for look in looks]
    return _said(first) is None and not any(digits == _digits(first) or parse_nss(digits) for digits in seen)


def _inside(page: Page, place: Box) -> list[int]:
    """Which of a page's words stand in a place."""
    return [at for at, word in enumerate(page.words) if is_in(word.box, [place])]


def _is_value(page: Page, place: Box) -> bool:
    """Whether a place is that of a number, with more digits than a date, or of an answer; and of few other words."""
    words = [page.words[at].text for at in _inside(page, place)]
    digits = sum(char.isdigit() for text in words for char in text)
    return (len(words) <= _MOST_WORDS and digits > _DATE) or (len(words) <= _FEW_WORDS and _said(words) is not None)


def _said(texts: Iterable[str]) -> bool | None:
    """What words answer, the longest part of them that does; None where they are no answer."""
    folded = fold("".join(texts))
    value = verdict(folded, Field.STATUS)
    return misread_verdict(folded, Field.STATUS) if value is None else value


def _completed(page: Page, looks: Sequence[Page], values: Sequence[Box]) -> Page:
    """The page with what one of the looks at it saw of each value."""
    words = list(looks[0].words)
    for place in values:
        inside = _inside(page, place)
        seen = [[look.words[at].second for at in inside] for look in looks]
        best = looks[_telling(seen, [page.words[at].text for at in inside])]
        for at in inside:
            words[at] = replace(words[at], second=best.words[at].second)
    return replace(looks[0], words=tuple(words))


def _telling(seen: Sequence[Sequence[str]], first: Sequence[str]) -> int:
    """Which look tells most: one that saw another value; else the first one that saw the same, or any."""
    own = _said(first)
    if own is None:
        return _telling_number([_digits(texts) for texts in seen], _digits(first))
    answers = [_said(texts) for texts in seen]
    other = [at for at, answer in enumerate(answers) if answer is not None and answer != own]
    return next((at for at in (*other, *(at for at, answer in enumerate(answers) if answer == own))), 0)


def _telling_number(seen: Sequence[str], first: str) -> int:
    """Which look tells most: the first one that saw a number, one that saw another NSS, one that saw the same."""
    if seen[0] == first or parse_nss(seen[0]) is not None:
        return 0
    other = [at for at, digits in enumerate(seen) if parse_nss(digits) not in (None, parse_nss(first))]
    return next((at for at in (*other, *(at for at, digits in enumerate(seen) if digits == first))), 0)


def _digits(texts: Iterable[str]) -> str:
    return "".join(char for text in texts for char in text if char.isdigit())


def _merged(page: Page, seen: Sequence[Word], places: Sequence[Box]) -> Page:
    """Each word in doubt with what was seen in its place, and what was seen where no word stands."""
    parts: dict[int, list[Word]] = {}
    new: list[Word] = []
    for word in seen:
        level = [(old, at) for at, old in enumerate(page.words) if on_one_line(word, old, page)]
        share, place = max(((share_within(word.box, old.box), at) for old, at in level), default=(0.0, 0))
        joined = [at for old, at in level if share_within(old.box, word.box) > _MOST]
        if share > _IN_PLACE or joined:
            # Of several words that Tesseract saw as one, the first has it.
            at = min(joined, default=place)
            there = parts.setdefault(at, [])
            grain = word.confidence < _MORE_THAN_GRAIN and fold(word.text) != fold(page.words[at].text)
            if not grain and not any(_is_again(word, other) for other in there):
                there.append(word)
        elif (
            word.confidence >= _MORE_THAN_GRAIN
            and share <= _APART
            and not any(share_within(word.box, other.box) > _IN_PLACE for other in new)
        ):
            new.append(word)
    words = [
        _with_second(word, parts.get(place, [])) if is_in(word.box, places) else word
        for place, word in enumerate(page.words)
    ]
    return replace(page, words=(*words, *new))


def _is_again(word: Word, other: Word) -> bool:
    """Whether two words are one that stands in two places which overlap; two readings of a number are two."""
    shared, same = share_within(word.box, other.box), word.text == other.text
    return shared > _IN_PLACE if same else shared > _MOST and not _digits((word.text, other.text))


def _with_second(word: Word, parts: Sequence[Word]) -> Word:
    """The word with what the second reader saw in its place, from left to right."""
    return replace(word, second=" ".join(part.text for part in sorted(parts, key=lambda part: part.box.left)))
