"""From the inbox to the ledger: raw mail on disk and its row committed before anything else happens.

Mail is found by UID above the last one seen, never by flags: the officer reads the same inbox by hand. The cursor
moves in the same unit of work as the row, so that a crash between two mails repeats at most a look.
"""

from __future__ import annotations

from datetime import datetime

from worker.core.cases import Event, Place
from worker.core.octets import sha256_of
from worker.core.types import Sort
from worker.jobs.context import Context
from worker.mail.base import Fetched
from worker.store import SqlDesk

STARTED = "primera ronda"
"""The setting that says when the first round ever began."""


def mark_of(entry_id: int) -> str:
    """The keyword by which a filed mail is known on the server."""
    return f"afiliacion-{entry_id}"


def fetch_new(context: Context) -> int:
    """Take every mail above the cursor into the ledger; the number taken.

    Raises:
        InboxError, StoreError: the outside world failed; what was taken stays taken.
    """
    started = _started(context)
    uidvalidity = context.inbox.status(context.folder)
    with context.store.look() as desk:
        cursor = desk.cursor(context.folder)
    after = cursor[1] if cursor is not None and cursor[0] == uidvalidity else 0
    uids = context.inbox.new_uids(context.folder, after)
    return sum(fetch_one(context, Place(context.folder, uidvalidity, uid), started) for uid in uids)


def fetch_one(context: Context, place: Place, started: datetime) -> bool:
    """Take the mail at `place` into the ledger and move the cursor past it; False where it is gone or known."""
    fetched = context.inbox.fetch(place)
    if fetched is not None and _known(context, place, fetched):
        fetched = None
    moved_back = _moved_back(context, place, fetched) if fetched is not None else None
    old = fetched is not None and fetched.received < started - context.newer_than
    if fetched is not None and moved_back is None and not old:
        context.store.blobs.put(fetched.raw)
    with context.store.begin() as desk:
        desk.set_cursor(place.folder, place.uidvalidity, place.uid)
        if moved_back is not None:
            desk.relocate(moved_back, place)
            desk.record(Event("devuelto a la bandeja"), context.now(), moved_back)
        elif fetched is not None:
            _admit(context, desk, place, fetched, old)
    return fetched is not None and moved_back is None


def _started(context: Context) -> datetime:
    with context.store.begin() as desk:
        known = desk.setting(STARTED)
        if known is None:
            desk.set_setting(STARTED, context.now().isoformat())
    return datetime.fromisoformat(known) if known else context.now()


def _admit(context: Context, desk: SqlDesk, place: Place, fetched: Fetched, old: bool) -> None:
    known = Sort.OLD if old else None
    entry = desk.admit(place, _sha256(fetched), fetched.received, context.now(), known=known)
    context.log.info("correo recibido", entry=entry.id, bytes=len(fetched.raw), anterior=old)


def _known(context: Context, place: Place, fetched: Fetched) -> bool:
    """Whether the ledger has this very mail: one that we gave back to the inbox, or an earlier round's."""
    with context.store.look() as desk:
        there = desk.entry_at(place)
    return there is not None and there.sha256 == _sha256(fetched)


def _moved_back(context: Context, place: Place, fetched: Fetched) -> int | None:
    """The ledger's id of a filed mail that a person moved back into the inbox: its bytes are known, its place empty."""
    with context.store.look() as desk:
        known = desk.entries_by_sha(_sha256(fetched))
    filed = (entry for entry in known if entry.place is not None and entry.place.folder != place.folder)
    return next((each.id for each in filed if each.place and context.inbox.headers(each.place) is None), None)


def _sha256(fetched: Fetched) -> str:
    return sha256_of(fetched.raw)
