"""The schema's history: one script a change, run when the store is opened."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine, text

from worker.store.database import open_engine
from worker.store.errors import StoreError, database_faults

# Any number that no other program uses for a lock in this database.
_LOCK = 20260814


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest schema; nothing happens where it is there already.

    StoreError where the database cannot be used, or was written by a newer version of the worker.
    """
    engine = open_engine(url)
    try:
        upgrade_engine(engine)
    finally:
        engine.dispose()


def upgrade_engine(engine: Engine) -> None:
    """As `upgrade`, in one transaction on an engine that is open already."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    with database_faults(), engine.begin() as connection:
        if engine.dialect.name == "postgresql":  # SQLite's transaction holds the write lock anyway
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError:
            raise StoreError("La base de datos es de una versión más nueva de afiliacion; instala esa.") from None
