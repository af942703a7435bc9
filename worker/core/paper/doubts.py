"""Where a second look would help: the values of a constancia that are not certain, and the gaps where one is missing.

Only what stands in the way of `sure` is asked for, so that a second engine looks at as little as possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from worker.core.boxes import along, fall_of, level_height
from worker.core.paper.agregado import agregado_of
from worker.core.paper.answers import verdict
from worker.core.paper.evidence import LABEL
from worker.core.paper.examined import Constancia
from worker.core.paper.labelled_status import status_labels, unanswered
from worker.core.paper.labels import Label, area_of
from worker.core.paper.lines import Line, Run, Token, box_of, folded_of, text_of
from worker.core.paper.patron import compared_runs
from worker.core.paper.proof import CHECKS, Doubt
from worker.core.paper.search import Search
from worker.core.paper.signals import signals
from worker.core.paper.vocabulary import Field
from worker.core.types import Box, Evidence

_ABOVE = 1.8
"""How far over a value its label may stand, in heights of the value."""

_LABEL_LETTERS = 36
"""How long a label is, in letters of the value."""

_INSURANCE = (Field.AGREGADO, Field.TIPO, Field.MODALIDAD, Field.REGISTRO, Field.PATRON)

Place = tuple[Box, str]
"""A box to be read again, and what was read there."""


def doubts(page: Constancia) -> tuple[Evidence, ...]:
    """The places of a page from an OCR that a second engine should read, each once; none where it is sure."""
    kinds = dict.fromkeys(check.doubt for check in CHECKS if check.doubt is not None and not check.holds(page))
    places = dict.fromkeys(place for kind in kinds for place in _PLACES[kind](page))
    drawn = page.scope.sheet.page
    return tuple(Evidence(drawn.number, box, drawn.engine, text, (), drawn.turn) for box, text in places)


def _nss(page: Constancia) -> Iterator[Place]:
    """The number with the words in front of it; where there is none, what its label announces, or may."""
    nss = page.holder.nss
    if nss is not None:
        yield _with_front(page, nss.run)
        if LABEL not in nss.checks:
            yield _above(page, nss.run)
    for run in Search(page.scope).nss_runs:
        yield _with_front(page, run)
    if nss is None:
        yield from _beside(page, Field.NSS)


def _holder(page: Constancia) -> Iterator[Place]:
    curp, name = page.holder.curp, page.holder.name
    for read in (curp, name):
        if read is not None:
            yield box_of(read.run), text_of(read.run)
    if curp is None:
        yield from _beside(page, Field.CURP)
    if name is None:
        yield from _beside(page, Field.NAME)


def _status(page: Constancia) -> Iterator[Place]:
    """The answer with the words in front of it, where an OCR may have lost a 'NO'; else labels and answers alone."""
    if page.status.read is not None:
        yield _with_front(page, page.status.read.run)
        return
    labels = status_labels(page.scope) if page.status.unclear else unanswered(page.scope)
    yield from (_area(page, label) for label in labels)
    lone = [cell for cell in page.scope.form.sheet.cells if verdict(folded_of(cell), Field.STATUS) is not None]
    yield from (place for cell in lone for place in (_with_front(page, cell), _above(page, cell)))
    yield from _through(page)


def _through(page: Constancia) -> Iterator[Place]:
    runs = [*(signal.run for signal in signals(page.scope)), *compared_runs(page.scope)]
    yield from ((box_of(run), text_of(run)) for run in runs)
    form, unread = page.scope.form, agregado_of(page.scope) is None
    for field in _INSURANCE:
        for label in form.of(field):
            if not form.right_of(label) or (field is Field.AGREGADO and unread):
                yield _area(page, label)


_PLACES: dict[Doubt, Callable[[Constancia], Iterator[Place]]] = {
    Doubt.NSS: _nss,
    Doubt.HOLDER: _holder,
    Doubt.STATUS: _status,
    Doubt.THROUGH: _through,
}


def _beside(page: Constancia, field: Field) -> Iterator[Place]:
    yield from (_area(page, label) for label in page.scope.form.of(field))


def _area(page: Constancia, label: Label) -> Place:
    """The label with what may stand right of it and under it."""
    return area_of(label, page.scope.sheet.page), text_of(label.run)


def _above(page: Constancia, run: Run) -> Place:
    """What stands over a value: its label, often smaller and paler than the value, and longer."""
    box = box_of(run)
    fall = fall_of(page.scope.sheet.page, box)
    wide = _LABEL_LETTERS * (box.right - box.left) / max(1, sum(len(token.text) for token in run))
    line = along(box, box.left, min(1.0, box.left + wide), fall)
    height = level_height(box, fall)
    return Box(line.left, max(0.0, line.top - _ABOVE * height), line.right, max(0.0, line.bottom - height)), ""


def _with_front(page: Constancia, run: Run) -> Place:
    """The words and the blank in front of them, up to and with the word before; from where the page's words begin."""
    box, drawn = box_of(run), page.scope.sheet.page
    before = _before(page.scope.sheet.lines, run[0])
    left = before.box.left if before is not None else min(word.box.left for word in drawn.words)
    return along(box, min(box.left, left), box.right, fall_of(drawn, box)), text_of(run)


def _before(lines: tuple[Line, ...], first: Token) -> Token | None:
    """The word left of this one on its line."""
    line = next((line.tokens for line in lines if any(token is first for token in line.tokens)), ())
    place = next((place for place, token in enumerate(line) if token is first), 0)
    return line[place - 1] if place else None
