"""What can go wrong outside of us: the store is locked, full, read-only, damaged or not there.

SQLAlchemy's errors end here. What they become never carries a value that was to be stored: a driver's own text may.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from worker.core.desk import Conflict


class StoreError(Exception):
    """The store cannot be used now, for a reason outside of the program; the text is a sentence that says which."""


class StoreBusy(StoreError):
    """Another worker is running on this store."""


# By the beginning of SQLite's result name: extended names (SQLITE_IOERR_WRITE) refine the plain ones.
_SQLITE = {
    "SQLITE_BUSY": "The database is locked by another program; try again when that has finished.",
    "SQLITE_LOCKED": "The database is locked by another program; try again when that has finished.",
    "SQLITE_FULL": "The disk that holds the database is full; free some space.",
    "SQLITE_READONLY": "The database cannot be written to: its file or folder is read-only for this user.",
    "SQLITE_CANTOPEN": "The database file cannot be opened: its folder is missing or closed to this user.",
    "SQLITE_PERM": "The database file cannot be opened: this user may not read it.",
    "SQLITE_IOERR": "The disk that holds the database failed while reading or writing; is it full or broken?",
    "SQLITE_CORRUPT": "The database file is damaged; restore it from a backup.",
    "SQLITE_NOTADB": "The database file is no SQLite database; is store.url right?",
}

# By the beginning of the SQLSTATE (PostgreSQL's documentation, appendix A).
_POSTGRES = {
    "53100": "The disk of the database server is full; free some space there.",
    "53": "The database server has run out of connections or memory; try again later.",
    "25006": "The database server accepts no writes now: it is read-only.",
    "55P03": "The database is locked by another program; try again when that has finished.",
    "28": "The database server refused the user or password of store.url.",
    "3D000": "The database named in store.url does not exist on its server.",
    "08": "The connection to the database server was lost or could not be made.",
    "57": "The database server is starting, stopping or ended our statement; try again later.",
    "58": "The database server failed while reading or writing its own files.",
    "XX001": "The database is damaged; restore it from a backup.",
}
_NO_CONNECTION = "The database server cannot be reached; is it running, and is store.url right?"
# Serialisation failure and deadlock: the server ended one of two units of work so that the other could go on.
_AGAIN = ("40001", "40P01")


def _by_prefix(sentences: dict[str, str], code: str) -> str | None:
    return next((text for prefix, text in sentences.items() if code.startswith(prefix)), None)


def _sentence(error: DBAPIError) -> str | None:
    """What the outside world did, or None where the statement itself was at fault."""
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        return _by_prefix(_SQLITE, name)
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return _by_prefix(_POSTGRES, state)
    return _NO_CONNECTION if type(error.orig).__name__ == "OperationalError" else None


def _bug(error: SQLAlchemyError) -> RuntimeError:
    """The same fault without the driver's text, which may quote what was to be stored."""
    orig = getattr(error, "orig", None)
    code = getattr(orig, "sqlite_errorname", None) or getattr(orig, "sqlstate", None) or ""
    constraint = getattr(getattr(orig, "diag", None), "constraint_name", None) or ""
    words = (type(error).__name__, type(orig).__name__ if orig else "", code, constraint)
    return RuntimeError("the database refused a statement: " + " ".join(word for word in words if word))


def _translated(error: SQLAlchemyError) -> Exception:
    if isinstance(error, PoolTimeout):
        return StoreError("Too many units of work are open at once; try again later.")
    if isinstance(error, DBAPIError):
        if getattr(error.orig, "sqlstate", None) in _AGAIN:
            return Conflict("the database ended this unit of work in favour of another")
        sentence = _sentence(error)
        if sentence is not None:
            return StoreError(sentence)
    return _bug(error)


@contextmanager
def database_faults() -> Iterator[None]:
    """Turn SQLAlchemy's errors into `StoreError`, `Conflict`, or a RuntimeError that quotes no stored value."""
    try:
        yield
    except SQLAlchemyError as error:
        raise _translated(error).with_traceback(error.__traceback__) from None


_DISK = {
    errno.ENOSPC: "The disk is full; free some space",
    errno.EDQUOT: "This user's disk quota is used up; free some space",
    errno.EROFS: "The disk is read-only",
    errno.EACCES: "This user may not read or write there",
    errno.EPERM: "This user may not read or write there",
}


@contextmanager
def disk_faults(what: str) -> Iterator[None]:
    """Turn an OSError into a `StoreError` that begins with `what` ('The mail cannot be kept')."""
    try:
        yield
    except OSError as error:
        reason = _DISK.get(error.errno or 0) or os.strerror(error.errno or errno.EIO)
        raise StoreError(f"{what}: {reason} ({error.filename or 'data folder'}).") from error
