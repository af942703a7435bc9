"""The first schema."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_Column = sa.Column[Any]


def upgrade() -> None:
    """Make every table."""
    _cases()
    _contacts()
    _folios()
    _entries()
    _entry_folios()
    _outbox()
    _filings()
    _events()
    _link_asks()
    _settings()
    _cursors()


def _text(name: str, *, null: bool = False) -> _Column:
    return sa.Column(name, sa.String(), nullable=null)


def _number(name: str, *, null: bool = False) -> _Column:
    return sa.Column(name, sa.Integer(), nullable=null)


def _big(name: str, *, null: bool = False) -> _Column:
    return sa.Column(name, sa.BigInteger(), nullable=null)  # IMAP's numbers have 32 bits without a sign


def _moment(name: str, *, null: bool = False) -> _Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _flag(name: str, *, null: bool = False) -> _Column:
    return sa.Column(name, sa.Boolean(), nullable=null)


def _json(name: str) -> _Column:
    return sa.Column(name, sa.JSON(), nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [target], name=f"fk_{table}_{column}", deferrable=True, initially="DEFERRED"
    )


def _index(table: str, *columns: str, using: str = "btree") -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns), postgresql_using=using)


def _cases() -> None:
    op.create_table(
        "cases",
        _text("folio"),
        _number("version"),
        _moment("opened"),
        _text("stage"),
        _moment("stage_since", null=True),
        _moment("updated", null=True),
        _text("nss", null=True),
        _text("curp", null=True),
        _text("name", null=True),
        _flag("vigente", null=True),
        _text("through", null=True),
        sa.Column("issued", sa.Date(), nullable=True),
        _text("umf", null=True),
        _text("task", null=True),
        _text("attention", null=True),
        _flag("by_hand"),
        _key("cases", "folio"),
    )
    for column in ("stage", "nss", "curp"):
        _index("cases", column)


def _contacts() -> None:
    op.create_table(
        "contacts",
        _text("folio"),
        _text("address"),
        _number("position"),
        _key("contacts", "folio", "address"),
        _refers("contacts", "folio", "cases.folio"),
    )
    _index("contacts", "address")


def _folios() -> None:
    year = sa.Column("year", sa.Integer(), autoincrement=False, nullable=False)
    op.create_table("folios", year, _number("last"), _key("folios", "year"))


def _entries() -> None:
    op.create_table(
        "entries",
        _number("id"),
        _text("sha256"),
        _moment("received"),
        _moment("admitted"),
        _moment("retry_at", null=True),
        _text("state"),
        _text("folder", null=True),
        _big("uidvalidity", null=True),
        _big("uid", null=True),
        _text("message_id", null=True),
        _text("fingerprint", null=True),
        _text("sender"),
        _text("subject"),
        _text("sort", null=True),
        _json("readings"),
        _json("pide"),
        _json("rules"),
        _json("facts"),
        _text("reason"),
        _text("trace"),
        _number("attempts"),
        _key("entries", "id"),
        sa.UniqueConstraint("folder", "uidvalidity", "uid", name="uq_entries_folder_uidvalidity_uid"),
        sqlite_autoincrement=True,
    )
    for column in ("sha256", "admitted", "fingerprint"):
        _index("entries", column)
    _index("entries", "state", "received")
    _index("entries", "message_id", using="hash")


def _entry_folios() -> None:
    op.create_table(
        "entry_folios",
        _number("entry_id"),
        _text("folio"),
        _number("position"),
        _key("entry_folios", "entry_id", "folio"),
        _refers("entry_folios", "entry_id", "entries.id"),
        _refers("entry_folios", "folio", "cases.folio"),
    )
    _index("entry_folios", "folio")


def _outbox() -> None:
    op.create_table(
        "outbox",
        _number("id"),
        _text("message_id"),
        _text("recipient"),
        _text("purpose"),
        _text("subject"),
        _text("body"),
        sa.Column("mime", sa.LargeBinary(), nullable=False),
        _text("state"),
        _moment("not_before", null=True),
        _moment("retry_at", null=True),
        _text("folio", null=True),
        _number("entry_id", null=True),
        _text("template"),
        _flag("settled"),
        _moment("created"),
        _moment("sent", null=True),
        _number("attempts"),
        _text("error"),
        _key("outbox", "id"),
        sa.UniqueConstraint("message_id", name="uq_outbox_message_id"),
        _refers("outbox", "folio", "cases.folio"),
        _refers("outbox", "entry_id", "entries.id"),
        sqlite_autoincrement=True,
    )
    for column in ("state", "folio", "created"):
        _index("outbox", column)
    _index("outbox", "recipient", using="hash")


def _filings() -> None:
    op.create_table(
        "filings",
        _number("id"),
        _number("entry_id"),
        _text("folder"),
        _flag("due"),
        _moment("retry_at", null=True),
        _moment("done", null=True),
        _number("attempts"),
        _text("error"),
        _key("filings", "id"),
        _refers("filings", "entry_id", "entries.id"),
        sqlite_autoincrement=True,
    )
    _index("filings", "entry_id")
    _index("filings", "due")


def _events() -> None:
    op.create_table(
        "events",
        _number("id"),
        _moment("at"),
        _text("folio", null=True),
        _number("entry_id", null=True),
        _text("kind"),
        _json("detail"),
        _key("events", "id"),
        sqlite_autoincrement=True,
    )
    _index("events", "folio")


def _link_asks() -> None:
    op.create_table(
        "link_asks",
        _text("folio"),
        _text("address"),
        _text("asked"),
        _text("message_id"),
        _flag("open"),
        _key("link_asks", "folio", "address"),
        _refers("link_asks", "folio", "cases.folio"),
    )
    _index("link_asks", "message_id")


def _settings() -> None:
    op.create_table("settings", _text("key"), _text("value"), _key("settings", "key"))


def _cursors() -> None:
    op.create_table("cursors", _text("folder"), _big("uidvalidity"), _big("last_uid"), _key("cursors", "folder"))
