"""The three steps behind the ledger, each for one thing: process a mail, deliver a reply, file a mail."""

from __future__ import annotations

import traceback
from dataclasses import replace
from datetime import timedelta

from worker.core.cases import PAUSED, Entry, Event, Filing, Outgoing, Place, add_attention
from worker.core.desk import Conflict
from worker.core.outcome import TO_STUDENTS
from worker.core.retry import next_try
from worker.core.types import Sort
from worker.engines import EngineError
from worker.jobs.context import Context
from worker.jobs.fetch import mark_of
from worker.mail.base import DeliveryError, InboxError
from worker.process import process
from worker.store import SqlDesk, Store, StoreError

_NOT_KEPT = frozenset({Sort.AJENO, Sort.NOT_OURS, Sort.AUTOMATIC, Sort.OLD, Sort.DUPLICATE})
FAILED = 2
"""What a step says that did something, and to no avail: it is not counted as done."""
_SOON = timedelta(minutes=1)


def process_one(context: Context) -> bool:
    """Process the oldest mail that waits; False where none does. A mail that makes the code fail is set aside."""
    with context.store.look() as desk:
        entry = desk.next_received(context.now())
    if entry is None:
        return False
    try:
        raw = context.store.blobs.get(entry.sha256)
    except StoreError as error:  # lost or damaged: that is one mail's misfortune, not the store's
        _park(context, entry, error)
        return True
    try:
        outcome = process(entry, raw, context.world)
    except (StoreError, EngineError):
        raise
    except Conflict:
        _postpone(context, entry)
    except Exception as error:  # the one place where a bug is caught: the other mails must go on
        _park(context, entry, error)
    else:
        done = outcome.entry or entry
        context.log.info("correo atendido", entry=entry.id, clase=str(done.sort), casos=list(done.folios))
        forget(context.store, done)
    return True


def deliver_one(context: Context) -> int:
    """Hand the next mail that is due to the SMTP server; 0 where none is, 1 where it left, `FAILED` where it waits.

    Raises:
        DeliveryError: the server does not let us in; nothing of ours can leave.
    """
    with context.store.look() as desk:
        mail = desk.next_due(context.now(), students_too=desk.setting(PAUSED) is None)
    if mail is None:
        return 0
    try:
        context.transport.send(mail.mime, context.world.sender.address, mail.recipient)
    except DeliveryError as error:
        _not_delivered(context, mail, error)
        if error.login:
            raise
        return FAILED
    with context.store.begin() as desk:
        desk.sent(mail.message_id, context.now())
        desk.record(Event("enviado", {"plantilla": mail.template}, mail.folio), context.now(), mail.entry)
    context.log.info("correo enviado", caso=mail.folio, plantilla=mail.template)
    return 1


def file_one(context: Context) -> bool:
    """Move the next mail that is due to its case's folder; False where none is. InboxError stops the round."""
    with context.store.look() as desk:
        filing = desk.due_filings(context.now())
        message_id = desk.entry(filing.entry).message_id if filing else None
    if filing is None:
        return False
    try:
        place = _moved(context, filing, message_id)
    except InboxError as error:
        with context.store.begin() as desk:
            desk.filing_failed(filing.id, error.reason, next_try(context.now(), filing.attempts))
        raise
    with context.store.begin() as desk:
        desk.filing_done(filing.id, place, context.now())
        if place is None:
            desk.record(Event("correo movido por una persona"), context.now(), filing.entry)
    return True


def _moved(context: Context, filing: Filing, message_id: str | None) -> Place | None:
    if filing.place is None:
        return None
    mark = mark_of(filing.entry)
    return context.inbox.move(filing.place, filing.folder, mark) or context.inbox.find(filing.folder, mark, message_id)


def _not_delivered(context: Context, mail: Outgoing, error: DeliveryError) -> None:
    for_good = error.permanent and not error.login
    retry_at = None if for_good else next_try(context.now(), mail.attempts)
    with context.store.begin() as desk:
        desk.delivery_failed(mail.message_id, error.reason, retry_at)
        if for_good:
            _tell_officer(desk, mail, error, context)
    context.log.warning("correo no entregado", caso=mail.folio, porque=error.reason, definitivo=for_good)


def _tell_officer(desk: SqlDesk, mail: Outgoing, error: DeliveryError, context: Context) -> None:
    desk.record(Event("no entregado", {"porque": error.reason}, mail.folio), context.now(), mail.entry)
    case = desk.case(mail.folio) if mail.folio and mail.purpose in TO_STUDENTS else None
    if case is not None:
        why = f"No se pudo entregar una respuesta: {error.reason}"
        desk.save_case(replace(case, attention=add_attention(case.attention, why)))


def _park(context: Context, entry: Entry, error: Exception) -> None:
    """Only where the code failed and as what: an exception's own text may quote the mail."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    with context.store.begin() as desk:
        desk.park(entry.id, f"{type(error).__name__}\n{frames}", context.now())
    context.log.error("correo apartado", entry=entry.id, error=type(error).__name__)


def _postpone(context: Context, entry: Entry) -> None:
    with context.store.begin() as desk:
        desk.postpone(entry.id, context.now() + _SOON)


def forget(store: Store, entry: Entry) -> None:
    """The officer's other mail is none of the worker's business: its text is not kept, however often it comes."""
    with store.look() as desk:
        same = desk.entries_by_sha(entry.sha256)
    if all(each.sort in _NOT_KEPT and not each.folios for each in same):
        store.blobs.remove(entry.sha256)
