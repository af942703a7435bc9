"""Whether the answer to a status label is whole: an OCR may have lost a 'NO', or a box and its word, in front of it."""

from __future__ import annotations

from statistics import median

from worker.core.paper.agreement import second_text
from worker.core.paper.answers import MARKED_YES, heard_verdict, misread_verdict, verdict
from worker.core.paper.labels import Form, Label
from worker.core.paper.lines import Run, box_of, fold, folded_of, text_of
from worker.core.paper.scope import Scope
from worker.core.paper.vocabulary import Field
from worker.core.types import Box, Fault

_PAIR = 2
_INDENT, _FOLLOWS = 5.0, 0.7
_BOX_AND_WORD = 3.2
"""Heights of a line: an answer with its box and the blank after it take more."""


def marked(run: Run) -> str:
    """The run folded, with the mark that an OCR took the I of a SI for."""
    return text_of(run).upper() if text_of(run).upper() in MARKED_YES else folded_of(run)


def has_its_beginning(form: Form, label: Label, run: Run) -> bool:
    """Whether an answer is one whatever an OCR lost in front of it: BAJA, NO VIGENTE; a bare VIGENTE is none.

    Nor is SI or NO where there is room for the other one, each with its box.
    """
    folded = folded_of(run)
    if len(folded) > _PAIR and verdict(folded, Field.STATUS) is False:
        return True
    kinds = (
        verdict(folded, Field.YES_NO),
        misread_verdict(marked(run), Field.YES_NO),
        heard_verdict(folded, fold(second_text(run)), Field.YES_NO),
    )
    answered = any(kind is not None for kind in kinds)
    if not answered or run[0] not in label.line.tokens:
        return False
    near = run[0].left - label.run[-1].right < _BOX_AND_WORD * label.line.height
    return near or _ends_like_others(form, label, run)


def may_lack_no(scope: Scope, label: Label, run: Run) -> bool:
    """Whether both engines may have missed a 'NO' before a value: it is indented, or a glare lies there."""
    value, start = box_of(run), box_of(label.run).left
    spots = (flaw.box for flaw in scope.sheet.page.flaws if flaw.fault is Fault.REFLEJO)
    hidden = any(
        spot is None or (spot.left < value.right and spot.right > start and _beside(spot, value)) for spot in spots
    )
    height = label.line.height
    others = [(other, of) for other in scope.form.labels if other is not label and (of := scope.form.right_of(other))]
    # What follows its label as in a sentence begins no column.
    set_apart = [of for other, of in others if of[0].left - other.run[-1].right > _FOLLOWS * height]
    indented = any(height / 2 < run[0].left - of[0].left < _INDENT * height for of in set_apart)
    usual = median([of[0].left - other.run[-1].right for other, of in others] or [0.0])
    return hidden or indented or run[0].left - label.run[-1].right > usual + height


def _beside(one: Box, other: Box) -> bool:
    return one.top < other.bottom and other.top < one.bottom


def is_blank_between(scope: Scope, label: Label, run: Run) -> bool:
    """Whether the engine looked for ink between a label and the value on its line, and found none."""
    before = [token for token in label.line.tokens[label.end :] if token.left < run[0].left]
    marks = before if not any(token.folded for token in before) else []
    start, value = box_of([*label.run, *marks][-1:]), box_of(run[:1])
    page = scope.sheet.page
    # A third of a line, which no letter is narrower than: boxes of words reach into or beyond their ink.
    middle, slack = (value.top + value.bottom) / 2, (value.bottom - value.top) / 3 * page.height / page.width
    return run[0] in label.line.tokens and any(
        blank.left <= start.right + slack and blank.right >= value.left - slack and blank.top <= middle <= blank.bottom
        for blank in page.blanks
    )


def is_aligned(form: Form, label: Label, run: Run) -> bool:
    """Whether the value begins right after its label, stands right under it, or begins where other values do."""
    height = label.line.height
    if run[0].middle > label.line.middle + height:
        centres = (run[0].left + run[-1].right - label.run[0].left - label.run[-1].right) / 2
        return abs(run[0].left - label.run[0].left) < 1.5 * height or abs(centres) < height / 2
    if run[0].left - label.run[-1].right < 1.5 * height:
        return True
    return begins_like_others(form, label, run)


def begins_like_others(form: Form, label: Label, run: Run) -> bool:
    """Whether the words begin where the values of other labels do."""
    others = [value[0].left for other in form.labels if other is not label and (value := form.right_of(other))]
    like = sum(abs(run[0].left - left) < label.line.height / 2 for left in others)
    # One of many may begin there by chance.
    return like >= min(_PAIR, (len(others) + 1) // 2) > 0


def _ends_like_others(form: Form, label: Label, run: Run) -> bool:
    """Whether the values of other labels end where these words do, as those that are set at the right."""
    near = label.line.height / 2
    others = [value for other in form.labels if other is not label and (value := form.right_of(other))]
    like = sum(abs(run[-1].right - value[-1].right) < near for value in others)
    # Where more of them begin alike, they are set at the left, and two may end there by chance.
    begin = max((sum(abs(one[0].left - value[0].left) < near for value in others) for one in others), default=0)
    return like >= _PAIR and like >= begin
