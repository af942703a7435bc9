"""What still tells an NSS where its label was cut off or misread: how it is printed, and what is left of the label.

Neither proves whose it is: `proof` wants the CURP's year of birth in it as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz

from worker.core.paper.labels import Form
from worker.core.paper.lines import Line, Run, Token
from worker.core.paper.numbering import bare
from worker.core.paper.vocabulary import RELATIVES, WORDS, Field

_GROUPS = re.compile(r"\d\d([ -])\d\d\1\d\d\1\d{4}\1\d|\d{10}-\d")
_LABEL = "NUMERODESEGURIDADSOCIALNSS"
_LIKE = 70.0
_CLEARLY = 8.0
_FEWEST_LETTERS = 7
_OTHERS = tuple(
    phrase.replace(" ", "")
    for field, phrases in WORDS.items()
    if field not in (Field.NSS, Field.RELATIVE)
    for phrase in phrases
)


def is_grouped(run: Run) -> bool:
    """Whether a number is printed as only an NSS is: 80-24-04-4217-0, 80 24 04 4217 0, 8024044217-0."""
    return _GROUPS.fullmatch(bare(run)) is not None


def has_remains(form: Form, run: Run) -> bool:
    """Whether what stands left of a number or over it is more like an NSS's label than like any other."""
    return any(_is_like_nss("".join(token.folded for token in words)) for words in _around(form, run))


def _around(form: Form, run: Run) -> Iterator[Run]:
    for row, line in enumerate(form.sheet.lines):
        if any(token is run[0] for token in line.tokens):
            yield _before(line, run[0])
            if row:
                yield _over(form.sheet.lines[row - 1], run)
                yield _leading(form, row)


def _before(line: Line, first: Token) -> Run:
    """The words left of a number, back to the last that ends another value or is a number itself."""
    words: list[Token] = []
    for token in reversed([token for token in line.tokens if token.left < first.left]):
        if token.folded.isdigit():
            break
        words.insert(0, token)
    return tuple(words)


def _over(line: Line, run: Run) -> Run:
    near = run[0].middle - line.middle < 2 * max(run[0].height, line.height)
    cells = (cell for cell in line.cells if cell[0].left < run[-1].right and cell[-1].right > run[0].left)
    return next(cells, ()) if near else ()


def _leading(form: Form, row: int) -> Run:
    """An NSS's label that ends the line over a lone cell set at the right: the two do not fit on one line."""
    line, upper = form.sheet.lines[row], form.sheet.lines[row - 1]
    near = line.middle - upper.middle < 2 * max(line.height, upper.height)
    right = line.tokens[0].left > upper.tokens[-1].left
    labels = (label for label in form.on_row(row - 1) if label.field is Field.NSS)
    last = next((label.run for label in labels if not any(token.folded for token in upper.tokens[label.end :])), ())
    return last if near and right and len(line.cells) == 1 else ()


@lru_cache(maxsize=512)
def _is_like_nss(letters: str) -> bool:
    if len(letters) < _FEWEST_LETTERS or any(whose in letters for whose in RELATIVES):
        return False
    likeness = _likeness(letters, _LABEL)
    return likeness >= _LIKE and likeness - max(_likeness(letters, other) for other in _OTHERS) >= _CLEARLY


def _likeness(letters: str, label: str) -> float:
    """How like a label some letters are, or a part of it where they are fewer; of 100."""
    whole = fuzz.ratio(letters, label)
    return max(whole, fuzz.partial_ratio(letters, label)) if len(letters) < len(label) else whole
