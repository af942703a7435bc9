"""The store: one database, one data folder, and units of work over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from sqlalchemy import Engine
from sqlmodel import Session

from worker.core.cases import Stage
from worker.store.blobs import Blobs
from worker.store.cases import Cases
from worker.store.database import open_engine, reading
from worker.store.entries import Entries
from worker.store.errors import database_faults
from worker.store.migrations import upgrade_engine
from worker.store.notes import Notes
from worker.store.outbox import Outbox


class SqlDesk(Cases, Entries, Outbox, Notes):
    """One open unit of work: `worker.core.desk.Desk`, and what the jobs need besides."""


class Store:
    """The store that `url` and `data_dir` name, brought to the newest schema.

    Args:
        url: `sqlite:///FILE` or `postgresql://USER@HOST/DATABASE`.
        data_dir: the folder of raw mails, papers and the lock file; made, for us alone, where it is missing.
        folders: the folder on the mail server for each stage; a stage without one moves no mail.
        inbox: the folder that mail is fetched from.

    Raises:
        StoreError: where the database or the folder cannot be used, or is of a newer version.
    """

    def __init__(
        self, url: str, data_dir: Path, folders: Mapping[Stage, str] | None = None, inbox: str = "INBOX"
    ) -> None:
        self.data_dir = data_dir
        self.blobs = Blobs(data_dir / "blobs")
        self._folders = dict(folders or {})
        self._inbox = inbox
        self._engine = open_engine(url)
        upgrade_engine(self._engine)

    @contextmanager
    def begin(self) -> Iterator[SqlDesk]:
        """A unit of work: committed when the block ends, rolled back whole when it raises.

        Raises:
            Conflict: a case was changed since it was read, or the database preferred another unit; do it again.
            StoreError: the database is locked, full, read-only, or not there.
        """
        with database_faults(), _session(self._engine) as session, session.begin():
            yield SqlDesk(session, self._folders, self._inbox)

    @contextmanager
    def look(self) -> Iterator[SqlDesk]:
        """A desk that shows one moment's state, hinders nobody and never commits. StoreError as for `begin`."""
        with database_faults(), _session(reading(self._engine)) as session:
            yield SqlDesk(session, self._folders, self._inbox)

    def close(self) -> None:
        """Close the database's connections; the store opens new ones if it is used again."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _session(engine: Engine) -> Session:
    # Every query shows what the database has, not what was loaded earlier in the unit.
    return Session(engine, execution_options={"populate_existing": True})
