"""The answer that stands beside a label of the status, under it or in a ticked box: SI or NO, a status word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile
from math import inf

from worker.core.paper.agreement import second_text
from worker.core.paper.answers import both_boxes, heard_verdict, is_ticked, misread_verdict, ticked, verdict
from worker.core.paper.evidence import (
    ALIGNED,
    CONFIDENT,
    ENOUGH_FOR_YES_OR_NO,
    LABEL,
    MIN_CONFIDENCE,
    SECONDED,
    Read,
    confidence_checks,
)
from worker.core.paper.labels import Form, Label
from worker.core.paper.lines import Run, Token, fold, folded_of, text_of
from worker.core.paper.scope import Scope
from worker.core.paper.vocabulary import Field
from worker.core.paper.wholeness import (
    begins_like_others,
    has_its_beginning,
    is_aligned,
    is_blank_between,
    marked,
    may_lack_no,
)

_SECTIONS = frozenset({"VIGENCIA DE DERECHOS", "VIGENCIA"})
_OPTION = re.compile(r"X? ?(?:CON )?(VIGENTE|DERECHO)")
_DASHES = re.compile(r"[-\u2010-\u2015_]{2,}")
DENIALS = frozenset({"NO", "SIN", "TAMPOCO", "NUNCA"})
_GOES_ON = frozenset({"ante", "inscrito", "inscrita", "según", "conforme"})
_CLOSE = 2.0
_NEAR = 4.0
_PAIR = 2
_SENTENCE = 3
_CLAUSE = 3


def labelled(scope: Scope) -> Iterator[tuple[Label, Read[bool]]]:
    """Every label of the status that is answered, with its answer."""
    for label in status_labels(scope):
        read = ticked_answer(scope, label) or answer_of(scope, label)
        if read is not None:
            yield label, read


def status_labels(scope: Scope) -> tuple[Label, ...]:
    """The labels of the status, but for those in a clause about a case: 'Si la constancia dice que …: SI'."""
    labels = (label for label in scope.form.labels if label.field in (Field.YES_NO, Field.STATUS))
    return tuple(label for label in labels if not _is_in_condition(scope.form, label))


def _is_in_condition(form: Form, label: Label) -> bool:
    """Whether its sentence, some words before it, begins with 'Si' and goes on in small letters: no answer does."""
    lines = form.sheet.lines[max(0, label.first_row - 1) : label.row + 1]
    place = next(at for at, line in enumerate(lines) if line is label.line)
    before = [token for line in lines[:place] for token in line.tokens] + list(label.line.tokens[: label.start])
    words = list(takewhile(lambda token: not token.text.endswith((".", ":", ";", "?")), reversed(before)))
    begun = any(
        word.text in ("Si", "si") and after.text[:1].islower() for after, word in pairwise(words[_CLAUSE - 1 :])
    )
    return begun and all(len(line.cells) == 1 for line in lines)


def unanswered(scope: Scope) -> tuple[Label, ...]:
    """The labels of the status beside which no answer could be read."""
    answered = [label for label, _ in labelled(scope)]
    return tuple(label for label in status_labels(scope) if not any(label is other for other in answered))


def ticked_answer(scope: Scope, label: Label) -> Read[bool] | None:
    """The answer of a pair of boxes that stands right of its label, or under it."""
    places = (scope.form.tokens_right(label), _under_label(scope.form, label))
    tokens, choice = next(((run, found) for run in places if (found := ticked(run)) is not None), ((), None))
    if choice is None:
        return None
    value, word = choice
    read = confidence_checks(tokens, scope.sheet, ENOUGH_FOR_YES_OR_NO)
    confident = (CONFIDENT,) if CONFIDENT in read or _is_measured(tokens, word) else ()
    seconded = (SECONDED,) if _is_ticked_again(tokens, word, value=value) else ()
    return Read(value, (word,), (LABEL, ALIGNED, *confident, *seconded))


def _is_measured(tokens: Run, ticked_word: Token) -> bool:
    """Whether both boxes were seen as boxes, surely, and one of the two words: its box tells the other's.

    The one with the tick may have been taken for a letter of its word.
    """
    boxes = [token for token in tokens if token.text in ("☐", "☒")]
    marks = sorted(box.text for box in boxes)
    one_of_each = marks == ["☐", "☒"] or (marks == ["☐"] and is_ticked(ticked_word.text))
    words = any(token.folded in ("SI", "NO") and token.confidence >= ENOUGH_FOR_YES_OR_NO for token in tokens)
    return one_of_each and words and all(box.confidence >= MIN_CONFIDENCE for box in boxes)


def _under_label(form: Form, label: Label) -> Run:
    """The words of the next line under a label, up to where the next label's column begins."""
    ends = [other.run[0].left for other in form.on_row(label.row) if other.start >= label.end]
    return tuple(token for token in form.tokens_below(label) if token.right < min(ends, default=inf))


def _is_ticked_again(tokens: Run, word: Token, *, value: bool) -> bool:
    """Whether a second engine saw the same boxes, or the tick glued to the same word."""
    return both_boxes(second_text(tokens)) is value or (is_ticked(word.text) and is_ticked(word.second))


def answer_of(scope: Scope, label: Label) -> Read[bool] | None:
    """The answer beside or under a label; from an OCR also one with a letter that it confused, which proves less."""
    for run in (*places_of(scope.form, label), *_in_prose(scope.form, label)):
        value = verdict(folded_of(run), label.field)
        if _is_the_other_option(label, run):
            return None
        if value is not None and _may_answer(scope.form, label, run):
            return Read(value, run, _checks(scope, label, run, value))
        guess = None if scope.sheet.printed else _guess(run, label.field)
        if guess is not None and _may_answer(scope.form, label, run):
            checks = _checks(scope, label, run, guess)
            return Read(guess, run, tuple(check for check in checks if check != CONFIDENT))
    return None


def _is_the_other_option(label: Label, run: Run) -> bool:
    """Whether 'NO VIGENTE' stands beside a 'VIGENTE' that is no label but the first of two options.

    'SIN VIGENCIA' is what a label 'Vigencia' may well be answered by, and 'SIN DERECHOS' a 'Situación de derechos'.
    """
    option = _OPTION.fullmatch(folded_of(label.run))
    denied = re.sub(r"^(?:NO|SIN) ", "", folded_of(run))
    return option is not None and denied == option[1] and denied != folded_of(run) and not _has_colon(label)


def _has_colon(label: Label) -> bool:
    return label.run[-1].text.endswith(":")


def _guess(run: Run, field: Field) -> bool | None:
    """What an answer says that the first engine misread."""
    guess = misread_verdict(marked(run), field)
    return heard_verdict(folded_of(run), fold(second_text(run)), field) if guess is None else guess


def _in_prose(form: Form, label: Label) -> Iterator[Run]:
    """An answer in the middle of a sentence: 'con derecho al servicio médico: SI ante este Instituto'."""
    for place in (form.right_of(label), form.next_line(label)):
        # A comma after 'SÍ' becomes a mark of its own.
        run = tuple(token for token in place if token.folded)
        goes_on = len(run) > 1 and bool({run[1].text, run[1].second} & _GOES_ON)
        if goes_on and _is_short_answer(form, run[0]):
            yield run[:1]


def _is_short_answer(form: Form, token: Token) -> bool:
    """Whether a word is SI or NO in capitals, or what an OCR makes of that."""
    misread = not form.sheet.printed and misread_verdict(token.folded, Field.YES_NO) is not None
    return token.text in ("SI", "SÍ", "NO") or misread


def places_of(form: Form, label: Label) -> tuple[Run, ...]:
    """Beside and below; beside may be a word that is a label elsewhere ('Estatus   VIGENTE')."""
    beside = form.right_of(label) or form.cell_right(label)
    places = (beside,) if _is_dashed(form, label) else (beside, form.cell_below(label))
    return tuple(_with_denial(form, label, run) for run in places)


def _is_dashed(form: Form, label: Label) -> bool:
    """Whether dashes stand right of the label: that is its value, and nothing under it is."""
    ends = [other.start for other in form.on_row(label.row) if other.start >= label.end]
    after = label.line.tokens[label.end : min(ends, default=len(label.line.tokens))]
    return any(_DASHES.fullmatch(token.text) for token in after)


def _with_denial(form: Form, label: Label, run: Run) -> Run:
    """The answer with a 'NO' that stands close in front of it, wherever the cell was cut."""
    line = next((line for line in form.sheet.lines if run and any(token is run[0] for token in line.tokens)), None)
    if line is None:
        return run
    place = next(place for place, token in enumerate(line.tokens) if token is run[0])
    before = line.tokens[place - 1] if place else None
    if before is None or before.folded not in DENIALS or any(before is token for token in label.run):
        return run
    return (before, *run) if run[0].left - before.right < _CLOSE * run[0].height else run


def _may_answer(form: Form, label: Label, run: Run) -> bool:
    """Whether a cell can be a value although its words are a label's too: in capitals, and with no value of its own."""
    own = next((other for other in form.labels if other.run[0] is run[0]), None)
    if own is None:
        return True
    # 'VIGENCIA DE DERECHOS' over a blank 'VIGENTE', all in capitals, is a section's title over a label.
    title = folded_of(label.run) == "VIGENCIA DE DERECHOS" or text_of(label.run).isupper()
    under = run[0].middle > label.line.middle + label.line.height
    section = title and folded_of(label.run) in _SECTIONS and under and not _heads_a_column(form, label)
    answered = any(verdict(folded_of(value), own.field) is not None for value in (form.right_of(own), form.below(own)))
    if text_of(run).endswith(":") or section or answered:
        return False
    explained = sum(token.folded.isalpha() for token in form.right_of(own)) >= _SENTENCE
    return text_of(run).isupper() or (not explained and _is_small_value(form, label, run))


def _heads_a_column(form: Form, label: Label) -> bool:
    """Whether the labels beside this one have their values under them, as it has its own."""
    others = [other for other in form.on_row(label.row) if other is not label]
    return bool(others) and all(form.below(other) for other in others)


def _is_small_value(form: Form, label: Label, run: Run) -> bool:
    """Whether a 'Vigente' that is not all in capitals is the label's value, not the next head or label."""
    if run[0].middle > label.line.middle + label.line.height:
        # Nobody heads a section 'Condición'; a 'Vigencia' that is a column's head has others beside it.
        return folded_of(label.run) not in _SECTIONS or len(form.on_row(label.row)) > 1
    if len(form.on_row(label.row)) > _PAIR:
        return False
    # On a line of their own with nothing under them: no heads of two columns.
    last = run[-1] is label.line.tokens[-1] and not form.below(label)
    alone = last and folded_of(label.run) not in _SECTIONS and len(label.line.cells) == _PAIR
    near = run[0].left - label.run[-1].right < _NEAR * label.line.height
    return alone or near or label.run[-1].text.endswith(":") or begins_like_others(form, label, run)


def _checks(scope: Scope, label: Label, run: Run, value: bool) -> tuple[str, ...]:
    folded = folded_of(run)
    least = ENOUGH_FOR_YES_OR_NO if folded in ("SI", "NO") else MIN_CONFIDENCE
    read = confidence_checks(run, scope.sheet, least)
    # What one engine took for 'Sf' is no other answer than the 'Sí' of the other.
    if SECONDED not in read and verdict(fold(second_text(run)), label.field) is value:
        read = (*read, SECONDED)
    seen = SECONDED in read and run[0] in label.line.tokens and not may_lack_no(scope, label, run)
    whole = (
        scope.sheet.printed
        or seen
        or has_its_beginning(scope.form, label, run)
        or is_aligned(scope.form, label, run)
        or is_blank_between(scope, label, run)
    )
    return (LABEL, *read, *((ALIGNED,) if whole else ()))
