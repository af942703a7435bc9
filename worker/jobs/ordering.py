"""The officer's word, from its text to what was done: read, applied and committed in one unit of work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from worker.core.apply import apply, apply_general
from worker.core.desk import Conflict, Desk
from worker.core.house import House
from worker.core.notify import Refused
from worker.core.orders import GENERAL, Envio, NotUnderstood, Nuevo, Order, parse_new, parse_order
from worker.core.outcome import Outcome, Sender, commit
from worker.jobs.steps import forget
from worker.store import Store

_TRIES = 5


def give_order(
    store: Store, house: House, sender: Sender, folio: str, text: str, now: Callable[[], datetime]
) -> Outcome | Refused:
    """Do what the order says, or say why not; once more where a case was changed meanwhile.

    Args:
        folio: a case's folio, or one of the orders that are about no existing case ('pausa', 'sigue', 'nuevo').
    """
    order = _read(folio.lower(), text)
    if isinstance(order, NotUnderstood):
        return Refused(order.why)
    for _ in range(_TRIES - 1):
        try:
            return _once(store, house, sender, folio, order, now())
        except Conflict:
            continue
    return _once(store, house, sender, folio, order, now())


def _read(folio: str, text: str) -> Order | NotUnderstood:
    if folio == "nuevo":
        return parse_new(text)
    if folio in GENERAL:
        return parse_order(folio) if not text.strip() else NotUnderstood(f"«{folio}» va solo, sin nada más.")
    order = parse_order(text)
    return NotUnderstood("«pausa» y «sigue» van solas, sin folio.") if isinstance(order, Envio) else order


def _once(store: Store, house: House, sender: Sender, folio: str, order: Order, now: datetime) -> Outcome | Refused:
    with store.begin() as desk:
        done = _applied(order, folio, desk, house, now)
        if isinstance(done, Outcome):
            commit(desk, done, sender, now)
    for entry in done.ajeno if isinstance(done, Outcome) else ():
        forget(store, entry)
    return done


def _applied(order: Order, folio: str, desk: Desk, house: House, now: datetime) -> Outcome | Refused:
    if isinstance(order, Nuevo | Envio):
        return apply_general(order, desk, house, now)
    case = desk.case(folio)
    return apply(order, case, desk, house, now) if case else Refused(f"No hay ningún caso {folio}.")
