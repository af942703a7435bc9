"""The history: lines are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from worker.core.cases import Event
from worker.store.part import Part
from worker.store.tables import EventRow


class History(Part):
    """What happened, in order."""

    def record(self, event: Event, now: datetime, entry: int | None = None) -> None:
        """Append one line to the history, about the received mail `entry` where there is one."""
        detail = dict(event.detail)
        self._session.add(EventRow(at=now, folio=event.folio, entry_id=entry, kind=event.kind, detail=detail))
        self._session.flush()

    def history(self, folio: str | None = None) -> Sequence[tuple[datetime, int | None, Event]]:
        """The history in order, of one case or of all: when, about which received mail, and what."""
        query = select(EventRow).order_by(col(EventRow.id))
        if folio is not None:
            query = query.where(EventRow.folio == folio)
        return tuple(
            (row.at, row.entry_id, Event(row.kind, row.detail, row.folio)) for row in self._session.exec(query)
        )
