"""The rows of the store. They are storage and check nothing; no other part of the house sees one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, ForeignKeyConstraint, Index, MetaData, String, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class Text(TypeDecorator[str]):
    """Text from outside: what no database takes (NUL, half a surrogate pair) becomes a mark when it is stored."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as it is stored and compared."""
        if value is None:
            return None
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def _refers(column: str, target: str) -> ForeignKeyConstraint:
    # Checked at the commit: a unit of work may write a mail's link before the case that it links to.
    return ForeignKeyConstraint([column], [target], deferrable=True, initially="DEFERRED")


def _exact(*columns: str) -> Index:
    # A hash index: PostgreSQL's ordinary one refuses the very long texts that strangers can send.
    return Index(None, *columns, postgresql_using="hash")


class Row(SQLModel):
    """The base of all rows, with the store's own metadata."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


class CaseRow(Row, table=True):
    """A case, without its contacts."""

    __tablename__ = "cases"

    folio: str = Field(primary_key=True)
    version: int
    opened: datetime
    stage: str = Field(index=True)
    stage_since: datetime | None
    updated: datetime | None
    nss: str | None = Field(index=True)
    curp: str | None = Field(index=True)
    name: str | None = Field(sa_type=Text)
    vigente: bool | None
    through: str | None
    issued: date | None
    umf: str | None = Field(sa_type=Text)
    task: str | None = Field(sa_type=Text)
    attention: str | None = Field(sa_type=Text)
    by_hand: bool


class ContactRow(Row, table=True):
    """An address that may be told about a case; position 0 is the one that mail goes to first."""

    __tablename__ = "contacts"
    __table_args__ = (_refers("folio", "cases.folio"),)

    folio: str = Field(primary_key=True)
    address: str = Field(primary_key=True, index=True, sa_type=Text)
    position: int


class FolioRow(Row, table=True):
    """The last folio number that was allotted in a year."""

    __tablename__ = "folios"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int


class EntryRow(Row, table=True):
    """A received mail. `admitted` is when the worker took it in, `retry_at` before when it is left alone."""

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("folder", "uidvalidity", "uid"),
        Index(None, "state", "received"),
        _exact("message_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(index=True)
    received: datetime
    admitted: datetime = Field(index=True)
    retry_at: datetime | None = None
    state: str
    folder: str | None
    uidvalidity: int | None = Field(sa_type=BigInteger)
    uid: int | None = Field(sa_type=BigInteger)
    message_id: str | None = Field(default=None, sa_type=Text)
    fingerprint: str | None = Field(default=None, index=True)
    sender: str = Field(default="", sa_type=Text)
    subject: str = Field(default="", sa_type=Text)
    sort: str | None = None
    readings: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    pide: list[str] = Field(default_factory=list, sa_type=JSON)
    rules: list[str] = Field(default_factory=list, sa_type=JSON)
    facts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    reason: str = Field(default="", sa_type=Text)
    trace: str = Field(default="", sa_type=Text)
    attempts: int = 0


class EntryFolioRow(Row, table=True):
    """A received mail belongs to a case; one mail may belong to several."""

    __tablename__ = "entry_folios"
    __table_args__ = (_refers("entry_id", "entries.id"), _refers("folio", "cases.folio"))

    entry_id: int = Field(primary_key=True)
    folio: str = Field(primary_key=True, index=True)
    position: int


class OutgoingRow(Row, table=True):
    """A mail of ours."""

    __tablename__ = "outbox"
    __table_args__ = (
        _refers("folio", "cases.folio"),
        _refers("entry_id", "entries.id"),
        _exact("recipient"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    message_id: str = Field(unique=True, sa_type=Text)
    recipient: str = Field(sa_type=Text)
    purpose: str
    subject: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    mime: bytes
    state: str = Field(index=True)
    not_before: datetime | None
    retry_at: datetime | None = None
    folio: str | None = Field(index=True)
    entry_id: int | None
    template: str
    settled: bool
    created: datetime = Field(index=True)
    sent: datetime | None
    attempts: int
    error: str = Field(sa_type=Text)


class FilingRow(Row, table=True):
    """A move that is due, was done (`done`), or was replaced by a later one (neither due nor done)."""

    __tablename__ = "filings"
    __table_args__ = (_refers("entry_id", "entries.id"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(index=True)
    folder: str
    due: bool = Field(default=True, index=True)
    retry_at: datetime | None = None
    done: datetime | None = None
    attempts: int = 0
    error: str = Field(default="", sa_type=Text)


class EventRow(Row, table=True):
    """One line of the history. It is only ever added to, and refers to nothing that could hold it back."""

    __tablename__ = "events"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    folio: str | None = Field(index=True)
    entry_id: int | None
    kind: str
    detail: dict[str, str] = Field(sa_type=JSON)


class LinkAskRow(Row, table=True):
    """A known address of a case was asked whether another is the student's too."""

    __tablename__ = "link_asks"
    __table_args__ = (_refers("folio", "cases.folio"),)

    folio: str = Field(primary_key=True)
    address: str = Field(primary_key=True, sa_type=Text)
    asked: str = Field(sa_type=Text)
    message_id: str = Field(index=True, sa_type=Text)
    open: bool


class SettingRow(Row, table=True):
    """A stored setting."""

    __tablename__ = "settings"

    key: str = Field(primary_key=True)
    value: str


class CursorRow(Row, table=True):
    """How far a folder has been fetched."""

    __tablename__ = "cursors"

    folder: str = Field(primary_key=True)
    uidvalidity: int = Field(sa_type=BigInteger)
    last_uid: int = Field(sa_type=BigInteger)
