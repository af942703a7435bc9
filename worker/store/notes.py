"""Small things that are kept by key: questions about addresses, settings, and how far folders were fetched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete
from sqlmodel import col, select

from worker.core.cases import LinkAsk
from worker.store.part import Part, chunks
from worker.store.tables import CursorRow, LinkAskRow, Row, SettingRow


class Notes(Part):
    """Questions, settings and cursors."""

    def link_ask(self, folio: str, address: str) -> LinkAsk | None:
        """The asking about this address for this case, open or not, or None."""
        row = self._session.get(LinkAskRow, (folio, address.lower()))
        return _ask(row) if row else None

    def link_ask_by_message(self, message_ids: Sequence[str]) -> LinkAsk | None:
        """The latest open asking that one of these Message-IDs is, or None."""
        found: list[LinkAskRow] = []
        for ids in chunks(message_ids):
            query = select(LinkAskRow).where(col(LinkAskRow.message_id).in_(ids), LinkAskRow.open)
            found += self._session.exec(query)
        # A References header has the latest mail at its end.
        found.sort(key=lambda row: message_ids.index(row.message_id))
        return _ask(found[-1]) if found else None

    def open_link_asks(self, folio: str) -> Sequence[LinkAsk]:
        """The askings about this case that wait for an answer."""
        query = select(LinkAskRow).where(LinkAskRow.folio == folio, LinkAskRow.open)
        return [_ask(row) for row in self._session.exec(query)]

    def save_link_ask(self, ask: LinkAsk) -> None:
        """Insert or update by (folio, address); addresses are kept in lower case."""
        key = {"folio": ask.folio, "address": ask.address.lower()}
        self._put(LinkAskRow, key, {"asked": ask.asked.lower(), "message_id": ask.message_id, "open": ask.open})

    def setting(self, key: str) -> str | None:
        """A stored setting (`paused`, `summary:2026-08-14`), or None."""
        return self._session.exec(select(SettingRow.value).where(SettingRow.key == key)).first()

    def set_setting(self, key: str, value: str | None) -> None:
        """Store a setting; None removes it."""
        if value is None:
            self._session.exec(delete(SettingRow).where(col(SettingRow.key) == key))
        else:
            self._put(SettingRow, {"key": key}, {"value": value})

    def cursor(self, folder: str) -> tuple[int, int] | None:
        """How far a folder was fetched: its UIDVALIDITY and the last UID; None where it never was."""
        row = self._session.get(CursorRow, folder)
        return (row.uidvalidity, row.last_uid) if row else None

    def set_cursor(self, folder: str, uidvalidity: int, last_uid: int) -> None:
        """Note how far a folder was fetched."""
        self._put(CursorRow, {"folder": folder}, {"uidvalidity": uidvalidity, "last_uid": last_uid})

    def _put(self, row: type[Row], key: dict[str, Any], values: dict[str, Any]) -> None:
        statement = self._insert(row).values(**key, **values)
        self._session.exec(statement.on_conflict_do_update(index_elements=list(key), set_=values))


def _ask(row: LinkAskRow) -> LinkAsk:
    return LinkAsk(row.folio, row.address, row.asked, row.message_id, row.open)
