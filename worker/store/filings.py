"""Moves of mails on the server that are due: a mail lies in the folder of its case's stage."""

from __future__ import annotations

from dataclasses import astuple
from datetime import datetime

from sqlalchemy import ColumnElement, or_, update
from sqlmodel import col, select

from worker.core.cases import Filing, Place, Stage
from worker.store.part import Part
from worker.store.tables import EntryFolioRow, EntryRow, FilingRow

_NOWHERE = (None, None, None)


def place_of(row: EntryRow) -> Place | None:
    """Where the mail of this row lies on the server, or None where it is gone."""
    if row.folder is None or row.uidvalidity is None or row.uid is None:
        return None
    return Place(row.folder, row.uidvalidity, row.uid)


def at(place: Place) -> tuple[ColumnElement[bool], ...]:
    """The conditions that a mail's row lies at `place`."""
    return (
        col(EntryRow.folder) == place.folder,
        col(EntryRow.uidvalidity) == place.uidvalidity,
        col(EntryRow.uid) == place.uid,
    )


class Filings(Part):
    """The moves, and where each mail lies."""

    def queue_filing(self, entry_id: int, folder: str) -> None:
        """Make the move of a mail into `folder` due, in place of any other that is due for it.

        Nothing happens where the mail is gone or lies there already.
        """
        place = self._place(entry_id)
        if place is None:
            return
        due = self._due_of(entry_id)
        if any(row.folder == folder for row in due):
            return
        self._drop(entry_id)
        # A move that was due may be under way just now, so its mail's place counts only where none was.
        if due or place.folder != folder:
            self._session.add(FilingRow(entry_id=entry_id, folder=folder))
        self._session.flush()

    def due_filings(self, now: datetime) -> Filing | None:
        """The next move to be done, or None; changes nothing. A mail that is gone or lies there already needs none."""
        query = (
            select(FilingRow, EntryRow)
            .join(EntryRow, col(EntryRow.id) == FilingRow.entry_id)
            .where(
                FilingRow.due,
                col(EntryRow.folder) != col(FilingRow.folder),
                or_(col(FilingRow.retry_at).is_(None), col(FilingRow.retry_at) <= now),
            )
            .order_by(col(FilingRow.id))
            .limit(1)
        )
        found = self._session.exec(query).first()
        if found is None:
            return None
        filing, entry = found
        return Filing(filing.id or 0, filing.entry_id, filing.folder, place_of(entry), filing.attempts)

    def filing_done(self, filing_id: int, place: Place | None, now: datetime) -> None:
        """The move was done and the mail lies at `place` now (None: it is gone). KeyError for an unknown move.

        A move that was replaced while it was under way still tells where the mail lies.
        """
        row = self._filing(filing_id)
        row.due, row.done, row.error = False, now, ""
        self._lies(self._entry_row(row.entry_id), place)

    def filing_failed(self, filing_id: int, reason: str, retry_at: datetime) -> None:
        """The move failed for `reason` and is to be tried again at `retry_at`. KeyError for an unknown move."""
        row = self._filing(filing_id)
        row.error, row.retry_at, row.attempts = reason, retry_at, row.attempts + 1
        self._session.flush()

    def return_to_inbox(self, entry_id: int) -> None:
        """Queue the move of a filed mail back to the inbox; nothing if it lies there, is gone, or was taken out."""
        place = self._place(entry_id)
        if place is not None and place.folder in self._ours():
            self.queue_filing(entry_id, self._inbox)

    def relocate(self, entry_id: int, place: Place | None) -> None:
        """The mail was seen at `place`, or is gone (None), not by a move of ours. KeyError for an unknown mail.

        In another folder it stays: a person put it there, and what was due for it no longer is.
        """
        row = self._entry_row(entry_id)
        if place is None or place.folder != row.folder:
            self._drop(entry_id)
        self._lies(row, place)

    def _lies(self, row: EntryRow, place: Place | None) -> None:
        if place is not None:
            self._vacate(place)
        row.folder, row.uidvalidity, row.uid = astuple(place) if place else _NOWHERE
        self._session.flush()

    def _drop(self, entry_id: int) -> None:
        for filing in self._due_of(entry_id):
            filing.due = False

    def _vacate(self, place: Place) -> None:
        """A place holds one mail: whatever was thought to lie there does not."""
        self._session.exec(update(EntryRow).where(*at(place)).values(folder=None, uidvalidity=None, uid=None))

    def _queue_case(self, folio: str, folder: str) -> None:
        """Queue the mails of a case that lie where we look after them; what the officer took elsewhere stays there."""
        query = (
            select(EntryRow.id)
            .join(EntryFolioRow, col(EntryFolioRow.entry_id) == EntryRow.id)
            .where(EntryFolioRow.folio == folio, col(EntryRow.folder).in_(self._ours()))
            .order_by(col(EntryRow.id))
        )
        for entry_id in self._session.exec(query).all():
            self.queue_filing(entry_id or 0, folder)

    def _folder_of(self, stage: str | None) -> str | None:
        return self._folders.get(Stage(stage)) if stage is not None else None

    def _ours(self) -> set[str]:
        return {self._inbox, *self._folders.values()}

    def _place(self, entry_id: int) -> Place | None:
        return place_of(self._entry_row(entry_id))

    def _entry_row(self, entry_id: int) -> EntryRow:
        row = self._session.get(EntryRow, entry_id)
        if row is None:
            raise KeyError(entry_id)
        return row

    def _due_of(self, entry_id: int) -> list[FilingRow]:
        return list(self._session.exec(select(FilingRow).where(FilingRow.entry_id == entry_id, FilingRow.due)).all())

    def _filing(self, filing_id: int) -> FilingRow:
        row = self._session.get(FilingRow, filing_id)
        if row is None:
            raise KeyError(filing_id)
        return row
