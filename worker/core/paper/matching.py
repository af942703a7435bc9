"""Where the words of a page are labels: by their letters, whatever blanks an OCR lost, and on two lines too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from rapidfuzz.distance import Levenshtein

from worker.core.paper.lines import CELL_GAP, Line, Run, Sheet, Token
from worker.core.paper.vocabulary import NEEDS_COLON, RELATIVES, WORDS, Field

FUZZY_FROM = 6
"""Shorter labels must be read without a mistake."""

_MISTAKES_PER_LETTER = 0.15
_COST = 3
_MOST_WORDS = 9
_LONGEST = 64
_NEXT_LINE = 2.2
_ASIDE = 1.5
_FEWEST_LETTERS = 3
_DISTINCT = frozenset({Field.NSS, Field.CURP, Field.RELATIVE})
_TITULAR = "TITULAR"
_ILLEGIBLE, _WORD = 0.4, 5
_NUMBERS = frozenset({Field.NSS, Field.CURP})
_OF_A_PERSON = frozenset({Field.NSS, Field.CURP, Field.NAME})
# One letter from a label, and a value.
_NO_LABELS = frozenset({"HOMBRE"})
_OF = frozenset({"DE", "DEL", "LA", "SU", "EL"})
_PHRASES = tuple(
    (phrase.replace(" ", ""), len(phrase.split()), field) for field, phrases in WORDS.items() for phrase in phrases
)
_DISTINCT_PHRASES = {
    phrase: tuple((count, field) for other, count, field in _PHRASES if other == phrase and field in _DISTINCT)
    for phrase, _, _ in _PHRASES
}


@dataclass(frozen=True)
class Label:
    """A label on a line: its tokens are `line.tokens[start:end]`.

    `first_row` and `upper` are where a label of two lines begins; else `row` and nothing.
    """

    field: Field
    line: Line
    row: int
    start: int
    end: int
    first_row: int
    upper: Run = ()

    @cached_property
    def run(self) -> Run:
        """The label's own tokens; of a label of two lines those of the second."""
        return self.line.tokens[self.start : self.end]


def find_labels(sheet: Sheet) -> tuple[Label, ...]:
    """All labels from top to bottom, left to right."""
    labels = [replace(label, row=row, first_row=row) for row, line in enumerate(sheet.lines) for label in _on(line)]
    wrapped = _without_overlaps(_wrapped(sheet))
    taken = [token for label in wrapped for token in (*label.upper, *label.run)]
    alone = [label for label in labels if not any(token is other for token in label.run for other in taken)]
    return tuple(sorted((*alone, *wrapped), key=lambda label: (label.row, label.start)))


def _candidates(length: int) -> Iterator[tuple[str, int, Field, int]]:
    """The phrases that a text of this length could be, each with how many letters of it may be misread."""
    for phrase, count, field in _PHRASES:
        most = int(_MISTAKES_PER_LETTER * len(phrase)) or 1 if len(phrase) >= FUZZY_FROM else 0
        if abs(len(phrase) - length) <= most:
            yield phrase, count, field, most


_BY_LENGTH = {length: tuple(_candidates(length)) for length in range(1, _LONGEST)}


def _fits(folded: str, words: int) -> Iterator[tuple[int, str, Field]]:
    """The phrases that a text of so many words is, with how well: blanks may be lost, one may be too many."""
    for count, score, phrase, field in _likes(folded):
        if words <= count + 1:
            yield score, phrase, field


@lru_cache(maxsize=4096)
def _likes(folded: str) -> tuple[tuple[int, int, str, Field], ...]:
    """The phrases that a text is, with their words and how well it fits; a page's texts are asked for several times."""
    return tuple(
        (count, len(phrase) - _COST * mistakes, phrase, field)
        for phrase, count, field, most in _BY_LENGTH.get(len(folded), ())
        if (mistakes := Levenshtein.distance(folded, phrase, score_cutoff=most)) <= most
    )


def _announced(line: Line, start: int, end: int, phrase: str, field: Field) -> bool:
    """Whether the words stand as a label does: followed by a colon, or first in their cell and not after one."""
    after = line.tokens[end].text[:1] if end < len(line.tokens) else ""
    if line.tokens[end - 1].text.endswith(":") or after == ":":
        return True
    before = next((token for token in reversed(line.tokens[:start]) if token.folded or token.text == ":"), None)
    if phrase in NEEDS_COLON or (before is not None and before.text.endswith(":")):
        return False
    # A label without a colon begins with a capital; 'vigente' at the start of a sentence's second line is none.
    first = not line.tokens[start].text[:1].islower() and any(line.tokens[start] is head for head in _heads(line))
    return first or (field in _DISTINCT and line.tokens[start].folded[:1] == phrase[:1])


def _are_two(line: Line, start: int, end: int) -> bool:
    """Whether the words are two labels in two cells, each one by itself: 'Estatus     Vigencia'."""
    heads = [place for place in range(start + 1, end) if any(line.tokens[place] is cell[0] for cell in line.cells)]
    return any(_is_label(line.tokens[start:place]) and _is_label(line.tokens[place:end]) for place in heads)


def is_a_label(folded: str) -> bool:
    """Whether letters without blanks are a label, be some of them misread."""
    return any(_likes(folded))


def _is_label(run: Run) -> bool:
    return any(_fits("".join(token.folded for token in run), len(run)))


def _heads(line: Line) -> Iterator[Token]:
    """The first word of each cell."""
    for cell in line.cells:
        yield next((token for token in cell if token.folded), cell[0])


def _matches(line: Line) -> Iterator[tuple[int, Label]]:
    """Every label that the words from some place on could be, with how well it fits."""
    for place in range(len(line.tokens)):
        for count, folded in _openings(line.tokens[place : place + _MOST_WORDS]):
            if folded in _NO_LABELS:
                continue
            for score, phrase, field in _fits(folded, count):
                if _announced(line, place, place + count, phrase, field) and not _are_two(line, place, place + count):
                    yield score, _of_another(Label(field, line, 0, place, place + count, 0))


def _of_another(label: Label) -> Label:
    """The label, as a relative's where the next words say so: 'NSS del titular', 'CURP (madre)'."""
    tokens, end = label.line.tokens, label.end
    while end < len(tokens) and tokens[end].folded in _OF and not tokens[end - 1].text.endswith(":"):
        end += 1
    if end > label.end and label.field in _OF_A_PERSON and _is_cut_off(tokens, end):
        return replace(label, field=Field.RELATIVE, end=end)
    if end > label.end and label.field in _NUMBERS and _is_somebody(tokens[end]):
        return replace(label, field=Field.RELATIVE, end=end + 1)
    if label.field in _NUMBERS and end < len(tokens) and _is_garbled(tokens[end - 1], tokens[end]):
        return replace(label, field=Field.RELATIVE, end=end + 1)
    whose = tokens[end].folded if end < len(tokens) and not tokens[end - 1].text.endswith(":") else ""
    if label.field in _OF_A_PERSON and (whose in RELATIVES or _is_titular(whose)):
        return replace(label, field=Field.RELATIVE, end=end + 1)
    return label


@lru_cache(maxsize=1024)
def _is_titular(folded: str) -> bool:
    """Whether a word is what an OCR made of 'titular'."""
    return abs(len(folded) - len(_TITULAR)) <= 1 and Levenshtein.distance(folded, _TITULAR, score_cutoff=2) <= 2


def _is_garbled(last: Token, token: Token) -> bool:
    """Whether close after 'NSS' stands a word that cannot be read: it may say that it is the titular's."""
    near = token.left - last.right < CELL_GAP * last.height and not last.text.endswith(":")
    return near and token.confidence < _ILLEGIBLE and token.folded.isalpha() and len(token.folded) >= _WORD


def _is_somebody(token: Token) -> bool:
    """Whether 'NSS del …' goes on with a word: the ways to say the holder are labels of their own; 'ase' is cut off."""
    return token.folded.isalpha()


def _is_cut_off(tokens: Run, end: int) -> bool:
    """Whether nothing follows close on 'NSS del': whose it is was lost, and it may be the titular's."""
    last = tokens[end - 1]
    return end == len(tokens) or tokens[end].left - last.right > CELL_GAP * last.height


def _openings(tokens: Run) -> Iterator[tuple[int, str]]:
    """The first words of a run, as many as labels have, no colon inside: how many, and their letters."""
    folded = ""
    for count, token in enumerate(tokens, 1):
        folded += token.folded
        if not folded or len(folded) >= _LONGEST:
            return
        if token.folded:
            yield count, folded
        if ":" in token.text:
            return


# The parts of a page are parted from each other by its labels, and have the same lines: each is looked at once.
@lru_cache(maxsize=512)
def _on(line: Line) -> tuple[Label, ...]:
    """The labels of a line, its row left open: of those that overlap, the one that fits best."""
    taken: list[Label] = []
    for _, label in sorted(_matches(line), key=lambda match: -match[0]):
        if all(label.end <= other.start or other.end <= label.start for other in taken):
            taken.append(label)
    return tuple(taken)


def _wrapped(sheet: Sheet) -> Iterator[tuple[int, Label]]:
    """Labels whose second half stands under the first, or begins a sentence's next line."""
    for row, line in enumerate(sheet.lines):
        if row + 1 < len(sheet.lines) and len(line.cells) == 1:
            yield from _placed(_in_sentence(line, sheet.lines[row + 1]), row, row + 1)
        for upper in line.cells:
            for below in (row + 1, row + 2):
                if below < len(sheet.lines) and not upper[-1].text.endswith(":"):
                    yield from _placed(_joined(upper, sheet.lines[below]), row, below)


def _placed(matches: Iterable[tuple[int, Label]], row: int, below: int) -> Iterator[tuple[int, Label]]:
    """Labels of two lines with the rows of these."""
    return ((score, replace(label, row=below, first_row=row)) for score, label in matches)


@lru_cache(maxsize=512)
def _in_sentence(line: Line, after: Line) -> tuple[tuple[int, Label], ...]:
    """An NSS's or CURP's label that a sentence's end of line cuts in two."""
    begun = [
        (line.tokens[place:], "".join(token.folded for token in line.tokens[place:]))
        for place in range(max(1, len(line.tokens) - _MOST_WORDS), len(line.tokens))
    ]
    ended = list(_openings(after.tokens[:_MOST_WORDS]))
    return tuple(
        (len(letters) + len(folded), _of_another(Label(field, after, 0, 0, end, 0, upper)))
        for upper, letters in begun
        for end, folded in ended
        for count, field in _DISTINCT_PHRASES.get(letters + folded, ())
        if len(upper) + end <= count + 1
    )


@lru_cache(maxsize=1024)
def _joined(upper: Run, line: Line) -> tuple[tuple[int, Label], ...]:
    if line.middle - upper[0].middle > _NEXT_LINE * line.height:
        return ()
    heads = [head for head in _heads(line) if _under(head, upper)]
    places = [place for place, token in enumerate(line.tokens) if any(token is head for head in heads)]
    return tuple(match for place in places for match in _halves(upper, line, place))


def _halves(upper: Run, line: Line, start: int) -> Iterator[tuple[int, Label]]:
    """Labels of which a cell is the first half, and what begins at a place of the line under it the second."""
    letters, words = "".join(token.folded for token in upper), len(upper)
    whole = any(_fits(letters, words))
    for end, folded in _openings(line.tokens[start : start + _MOST_WORDS]):
        halves = not whole and not any(_fits(folded, end)) and len(folded) >= _FEWEST_LETTERS
        for score, phrase, field in _fits(letters + folded, words + end):
            if halves or phrase == letters + folded:
                yield score, _of_another(Label(field, line, 0, start, start + end, 0, upper))


def _under(token: Token, upper: Run) -> bool:
    """Whether a cell that begins with this word begins under a cell, or in the middle under it."""
    return -_ASIDE * token.height < token.left - upper[0].left and token.left < upper[-1].right


def _without_overlaps(matches: Iterable[tuple[int, Label]]) -> list[Label]:
    taken: list[Label] = []
    for _, label in sorted(matches, key=lambda match: -match[0]):
        if not any(_share(label, other) for other in taken):
            taken.append(label)
    return taken


def _share(one: Label, other: Label) -> bool:
    return _have_one(one.upper, other.upper) or _have_one(one.run, other.run)


def _have_one(one: Sequence[Token], other: Sequence[Token]) -> bool:
    return any(token is each for token in one for each in other)
