"""The kinds of paper, told apart by their title words. A new kind is one file and one line here."""

from __future__ import annotations

from functools import lru_cache

from worker.core.kinds import (
    asignacion,
    carnet,
    constancia,
    curp,
    domicilio,
    hoja,
    identificacion,
    movimientos,
    rechazo,
    semanas,
)
from worker.core.kinds.base import Findings, Kind
from worker.core.paper.layout import lay_out
from worker.core.paper.lines import Sheet
from worker.core.paper.regions import halves
from worker.core.types import Page

__all__ = ["KINDS", "Findings", "Kind", "kinds_of", "papers_on"]

KINDS: tuple[Kind, ...] = (
    constancia,
    rechazo,
    asignacion,
    semanas,
    movimientos,
    hoja,
    carnet,
    curp,
    identificacion,
    domicilio,
)


@lru_cache(maxsize=8)
def kinds_of(sheet: Sheet) -> tuple[Kind, ...]:
    """Every kind that the page could be: one is an answer, several are an ambiguity, none is 'otro'.

    A page without a title that says what only a constancia says is one, whatever was cut off.
    """
    found = tuple(kind for kind in KINDS if kind.identify(sheet))
    return found or ((constancia,) if constancia.is_unmistakable(sheet) else ())


def papers_on(page: Page) -> tuple[tuple[Sheet, tuple[Kind, ...]], ...]:
    """The papers that one page shows, each with its kinds.

    Nearly always there is one: the whole page. A constancia and another paper that lie in one photo are two.
    """
    sheet = lay_out(page)
    kinds = kinds_of(sheet)
    if len(kinds) > 1 and constancia in kinds:
        for first, second in halves(page):
            pair = tuple((part, kinds_of(part)) for part in (lay_out(first), lay_out(second)))
            if _are_two(pair[0][1], pair[1][1]):
                return pair
    return ((sheet, kinds),)


def _are_two(one: tuple[Kind, ...], other: tuple[Kind, ...]) -> bool:
    """Whether each part is of one kind, and one of them the constancia."""
    return len(one) == len(other) == 1 and (one[0] is constancia) is not (other[0] is constancia)
