"""Opening the database that `store.url` names: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from worker.store.errors import StoreError, disk_faults
from worker.store.files import private_file

_LOCK_WAIT_SECONDS = "15"
_BAD_URL = "store.url debe ser sqlite:///ARCHIVO o postgresql://USUARIO@SERVIDOR/BASE."
# The option of a connection that only looks: it takes no write lock.
READ_ONLY = {"store_read_only": True}


def open_engine(url: str) -> Engine:
    """The engine for `url` (`sqlite:///FILE` or `postgresql://…`); no connection is made yet.

    A missing SQLite file is created, closed to other users. StoreError where the URL or the file cannot be used.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError(_BAD_URL) from None
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return _sqlite(parsed)
        case "postgresql":
            return _postgresql(parsed)
        case _:
            raise StoreError(_BAD_URL)


def _sqlite(url: URL) -> Engine:
    file = Path(url.database or "")
    with disk_faults("No se puede crear el archivo de la base de datos"):
        # SQLite gives its journal files the mode of the database file.
        private_file(file)
    if "timeout" not in url.query:
        url = url.update_query_dict({"timeout": _LOCK_WAIT_SECONDS})
    engine = create_engine(url, hide_parameters=True)
    lock = FileLock(f"{file}.opening", timeout=float(_LOCK_WAIT_SECONDS), mode=0o600)
    event.listen(engine, "connect", partial(_prepare_sqlite, lock))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(lock: FileLock, connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver would say it late, and never for DDL
    # Two that turn the write-ahead log on in a new file get in each other's way, and SQLite does not wait for that.
    with lock:
        connection.execute("PRAGMA journal_mode = WAL")
    for pragma in ("synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a reader that turns writer half-way could not wait for it.
    reads = connection.get_execution_options().get("store_read_only", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _postgresql(url: URL) -> Engine:
    return create_engine(url.set(drivername="postgresql+psycopg"), hide_parameters=True, pool_pre_ping=True)


def reading(engine: Engine) -> Engine:
    """The same database for connections that only look, each at one moment's state and without hindering writers."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**READ_ONLY)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
