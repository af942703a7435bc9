"""What every part of the desk stands on: the open session, and small helpers around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.postgresql.dml import Insert as PostgresqlInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.dialects.sqlite.dml import Insert as SqliteInsert
from sqlmodel import Session

from worker.core.cases import Stage
from worker.store.tables import Row

T = TypeVar("T")
# Well under the number of parameters that either database takes in one statement.
_CHUNK = 5000


class Part:
    """One part of the desk, over the session of one unit of work.

    `folders` says in which folder the mails of a stage lie (stages without one move nothing); `inbox` is the
    folder that mail is fetched from.
    """

    def __init__(self, session: Session, folders: Mapping[Stage, str], inbox: str) -> None:
        self._session = session
        self._folders = folders
        self._inbox = inbox

    def _insert(self, row: type[Row]) -> PostgresqlInsert | SqliteInsert:
        """An INSERT that can say what happens on a conflict: each dialect has its own."""
        if self._session.get_bind().dialect.name == "postgresql":
            return postgresql_insert(row)
        return sqlite_insert(row)


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """The values without repetition, in order, in lists short enough for one statement."""
    rest = iter(dict.fromkeys(values))
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
