"""Whether the answer to a status label leaves the other one open: boxes beside it, a period, a second answer."""

from __future__ import annotations

import re
from itertools import chain

from worker.core.paper.answers import has_box, has_empty_box, is_ticked, misread_verdict, verdict
from worker.core.paper.dates import parse_date
from worker.core.paper.evidence import Read
from worker.core.paper.labels import Form, Label
from worker.core.paper.lines import Run, fold, folded_of, text_of
from worker.core.paper.vocabulary import Field

_PERIOD = re.compile(r"^(?:HASTA\b|(?:AL|DEL) (?:DIA )?\d)")
_PAIR = 2
_FEW_WORDS = 4
_WITH_BOX = 3
_NO_BOXES = ":|-_\u2013\u2014\u00b7"
_LEADERS = re.compile(r"[.\u00b7\u2026]{2,}")


def is_open(form: Form, label: Label, read: Read[bool]) -> bool:
    """Whether the other answer stands beside this one or under it, as boxes have it, or a period limits it."""
    answer = read.run
    beside, after = form.neighbours(label, answer), form.next_cells(answer)
    short = [cell for cell in after[:1] if len(cell) <= _FEW_WORDS]
    under = [cell for cell in short if abs(cell[0].left - answer[0].left) < 1.5 * answer[0].height]
    before = [token for token in form.tokens_right(label) if token.left < answer[0].left]
    own = [token for token in _cell_of(form, answer) if token not in answer or has_empty_box(token.text)]
    near = [*before, *own, *chain(*beside)]
    words = [token for token in (*before, *chain(*beside, *under)) if token.text != "No."]
    said = {_box_word(text, label.field) for token in words for text in (token.folded, fold(token.second))}
    boxed = any(
        has_box(text) or has_empty_box(text) or is_ticked(text)
        for token in near
        for text in (token.text, token.second)
        if text
    )
    marks = {id(token) for token in near if not token.folded and _may_be_box(token.text)}
    # Under 'Estatus' a 'Vigente' over a day may be the 'Vigente hasta' of which an OCR lost a word.
    dated = (
        not form.sheet.printed and folded_of(answer) == "VIGENTE" and any(parse_date(text_of(cell)) for cell in under)
    )
    return (
        len(marks) >= _PAIR
        or boxed
        or dated
        or (not read.value) in said
        or any(_PERIOD.match(folded_of(cell)) for cell in (*beside, *after))
    )


def _may_be_box(mark: str) -> bool:
    """Whether a mark may be what an OCR made of a box: no line, no dots that lead from a label to its value."""
    return bool(mark.strip(_NO_BOXES)) and _LEADERS.fullmatch(mark) is None


def _cell_of(form: Form, answer: Run) -> Run:
    """The cell that the answer stands in, with the marks around it; its label may stand there too."""
    return next((cell for cell in form.sheet.cells if answer[0] in cell), ())


def _box_word(folded: str, field: Field) -> bool | None:
    """What a word says; from an OCR it may have its box glued to it ('ONO')."""
    said = verdict(folded, field)
    if said is None:
        said = misread_verdict(folded, field)
    glued = len(folded) == _WITH_BOX and folded[1:] in ("SI", "NO")
    return verdict(folded[1:], field) if said is None and glued else said
