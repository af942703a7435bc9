"""The kinds of paper, told apart by their title words. A new kind is one file and one line here."""

from __future__ import annotations

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
from worker.core.paper.lines import Sheet

__all__ = ["KINDS", "Findings", "Kind", "kinds_of"]

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


def kinds_of(sheet: Sheet) -> tuple[Kind, ...]:
    """Every kind that the page could be: one is an answer, several are an ambiguity, none is 'otro'."""
    return tuple(kind for kind in KINDS if kind.identify(sheet))
