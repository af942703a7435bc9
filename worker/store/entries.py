"""The ledger of received mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, insert, or_, update
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from worker.core.cases import Entry, EntryState, Event, Place
from worker.core.types import Sort
from worker.core.wire import reading_from_store, reading_to_store
from worker.store.events import History
from worker.store.filings import Filings, at, place_of
from worker.store.part import chunks
from worker.store.tables import CaseRow, EntryFolioRow, EntryRow

_PAGE = 500
_LEFT_ALONE = [sort.value for sort in (Sort.AUTOMATIC, Sort.NOT_OURS, Sort.OLD, Sort.MALFORMED)]


class Entries(Filings, History):
    """The received mails."""

    def admit(
        self, place: Place, sha256: str, received: datetime, now: datetime, *, known: Sort | None = None
    ) -> Entry:
        """Put the mail at `place` into the ledger, to be processed; gives the row that is there where it is known.

        `received` is the server's time of arrival. `known` is the mail's sort where it is told before any reading
        (ours, older than the service): such a mail is done at once.
        """
        there = self.entry_at(place)
        if there is not None and there.sha256 == sha256:
            return there
        if there is not None:  # a server that was restored from a backup hands out its UIDs again
            self.relocate(there.id, None)
        values = {
            "folder": place.folder,
            "uidvalidity": place.uidvalidity,
            "uid": place.uid,
            "sha256": sha256,
            "received": received,
            "admitted": now,
            "state": (EntryState.DONE if known else EntryState.RECEIVED).value,
            "sort": known.value if known else None,
        }
        self._session.exec(self._insert(EntryRow).values(**values).on_conflict_do_nothing())
        return self._one(select(EntryRow).where(*at(place)))

    def entry(self, entry_id: int) -> Entry:
        """The ledger's row with this id. KeyError if there is none."""
        return self._with_folios([self._entry_row(entry_id)])[0]

    def entry_at(self, place: Place) -> Entry | None:
        """The mail that lies at `place`, or None."""
        return self._first(select(EntryRow).where(*at(place)))

    def entries_by_sha(self, sha256: str) -> Sequence[Entry]:
        """The mails with these raw bytes, oldest row first."""
        return self._entries(select(EntryRow).where(EntryRow.sha256 == sha256).order_by(col(EntryRow.id)))

    def entry_with_id(self, message_id: str) -> Entry | None:
        """The first received mail with this Message-ID header, or None."""
        return self._first(select(EntryRow).where(EntryRow.message_id == message_id).order_by(col(EntryRow.id)))

    def original_of(self, entry: Entry) -> Entry | None:
        """The earliest mail before this one with the same raw bytes or the same fingerprint, or None.

        A copy that came by a list, or that was left alone for another reason, makes the one sent to us no repetition.
        """
        same = col(EntryRow.sha256) == entry.sha256
        if entry.fingerprint is not None:
            kept = or_(col(EntryRow.sort).is_(None), col(EntryRow.sort).not_in(_LEFT_ALONE))
            same = or_(same, and_(kept, col(EntryRow.fingerprint) == entry.fingerprint))
        return self._first(select(EntryRow).where(col(EntryRow.id) < entry.id, same).order_by(col(EntryRow.id)))

    def entries_of(self, folio: str) -> Sequence[Entry]:
        """The received mails of a case, oldest first."""
        return self._entries(_of(folio).order_by(col(EntryRow.received), col(EntryRow.id)))

    def held(self, folio: str, address: str) -> Sequence[Entry]:
        """Mails of `address` (any letter case) that wait until a known address of the case has confirmed it."""
        mine = func.lower(EntryRow.sender) == address.lower()
        held = col(EntryRow.state) == EntryState.HELD.value
        return self._entries(_of(folio).where(held, mine).order_by(col(EntryRow.received), col(EntryRow.id)))

    def entries_between(self, start: datetime, end: datetime) -> Sequence[Entry]:
        """The mails that were taken into the ledger from `start` up to but not including `end`, oldest row first."""
        taken = col(EntryRow.admitted)
        return self._entries(select(EntryRow).where(taken >= start, taken < end).order_by(col(EntryRow.id)))

    def all_entries(self) -> Iterator[Entry]:
        """Every mail by id, read page by page; to be used up inside the unit of work."""
        last = 0
        while page := self._entries(
            select(EntryRow).where(col(EntryRow.id) > last).order_by(col(EntryRow.id)).limit(_PAGE)
        ):
            yield from page
            last = page[-1].id
            self._session.expunge_all()

    def next_received(self, now: datetime) -> Entry | None:
        """The oldest mail that waits to be processed and is not left alone until later, or None."""
        waiting = col(EntryRow.state) == EntryState.RECEIVED.value
        ripe = or_(col(EntryRow.retry_at).is_(None), col(EntryRow.retry_at) <= now)
        return self._first(select(EntryRow).where(waiting, ripe).order_by(col(EntryRow.received), col(EntryRow.id)))

    def save_entry(self, entry: Entry) -> None:
        """Update the ledger's row of this mail, and its links to `entry.folios`. KeyError if there is none.

        Its place and its attempts stay as the store has them: a unit of work may hold an old view of both. A mail that
        is done, or that changes its case, is filed with the first of its cases where it lies in a folder of ours.
        """
        row = self._entry_row(entry.id)
        before = (row.state, self._folios([entry.id]).get(entry.id, ()))
        for name, value in _values(entry).items():
            setattr(row, name, value)
        self._session.flush()
        if before[1] != entry.folios:
            self._link(entry)
        if entry.state is EntryState.DONE and before != (entry.state.value, entry.folios):
            self._file_with_case(row, entry.folios)

    def park(self, entry_id: int, trace: str, now: datetime) -> None:
        """Set a mail aside that made the code fail, with the traceback, and say so in the history. KeyError."""
        row = self._entry_row(entry_id)
        row.state, row.trace, row.attempts = EntryState.PARKED.value, trace, row.attempts + 1
        self.record(Event("apartado"), now, entry_id)

    def unpark_all(self) -> int:
        """Let all mails that were set aside be processed again; returns how many."""
        parked = col(EntryRow.state) == EntryState.PARKED.value
        back = {"state": EntryState.RECEIVED.value, "retry_at": None, "trace": ""}
        return self._session.exec(update(EntryRow).where(parked).values(back)).rowcount

    def postpone(self, entry_id: int, until: datetime) -> None:
        """Leave a mail alone until then, and count the attempt. KeyError for an unknown mail."""
        row = self._entry_row(entry_id)
        row.retry_at, row.attempts = until, row.attempts + 1
        self._session.flush()

    def _link(self, entry: Entry) -> None:
        self._session.exec(delete(EntryFolioRow).where(col(EntryFolioRow.entry_id) == entry.id))
        rows = [
            {"entry_id": entry.id, "folio": folio, "position": position}
            for position, folio in enumerate(dict.fromkeys(entry.folios))
        ]
        if rows:
            self._session.exec(insert(EntryFolioRow).values(rows))

    def _file_with_case(self, row: EntryRow, folios: Sequence[str]) -> None:
        if not folios or row.folder not in self._ours():
            return
        stage = self._session.exec(select(CaseRow.stage).where(CaseRow.folio == folios[0])).first()
        folder = self._folder_of(stage)
        if folder is not None:
            self.queue_filing(row.id or 0, folder)

    def _first(self, query: SelectOfScalar[EntryRow]) -> Entry | None:
        return next(iter(self._entries(query.limit(1))), None)

    def _one(self, query: SelectOfScalar[EntryRow]) -> Entry:
        return self._with_folios([self._session.exec(query).one()])[0]

    def _entries(self, query: SelectOfScalar[EntryRow]) -> tuple[Entry, ...]:
        return self._with_folios(self._session.exec(query).all())

    def _with_folios(self, rows: Sequence[EntryRow]) -> tuple[Entry, ...]:
        folios = self._folios([row.id or 0 for row in rows])
        return tuple(_entry(row, folios.get(row.id or 0, ())) for row in rows)

    def _folios(self, ids: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
        found: dict[int, list[str]] = defaultdict(list)
        for chunk in chunks(ids):
            links = select(EntryFolioRow).where(col(EntryFolioRow.entry_id).in_(chunk))
            for link in self._session.exec(links.order_by(col(EntryFolioRow.position))):
                found[link.entry_id].append(link.folio)
        return {entry_id: tuple(folios) for entry_id, folios in found.items()}


def _of(folio: str) -> SelectOfScalar[EntryRow]:
    linked = col(EntryFolioRow.entry_id) == col(EntryRow.id)
    return select(EntryRow).join(EntryFolioRow, linked).where(EntryFolioRow.folio == folio)


def _entry(row: EntryRow, folios: tuple[str, ...]) -> Entry:
    return Entry(
        id=row.id or 0,
        sha256=row.sha256,
        received=row.received,
        state=EntryState(row.state),
        place=place_of(row),
        message_id=row.message_id,
        fingerprint=row.fingerprint,
        sender=row.sender,
        subject=row.subject,
        sort=Sort(row.sort) if row.sort else None,
        folios=folios,
        readings=tuple(reading_from_store(reading) for reading in row.readings),
        pide=tuple(row.pide),
        rules=tuple(row.rules),
        facts=row.facts,
        reason=row.reason,
        trace=row.trace,
        attempts=row.attempts,
        admitted=row.admitted,
    )


def _values(entry: Entry) -> dict[str, Any]:
    return {
        "sha256": entry.sha256,
        "received": entry.received,
        "state": entry.state.value,
        "message_id": entry.message_id,
        "fingerprint": entry.fingerprint,
        "sender": entry.sender,
        "subject": entry.subject,
        "sort": entry.sort.value if entry.sort else None,
        "readings": [reading_to_store(reading) for reading in entry.readings],
        "pide": list(entry.pide),
        "rules": list(entry.rules),
        "facts": dict(entry.facts),
        "reason": entry.reason,
        "trace": entry.trace,
    }
