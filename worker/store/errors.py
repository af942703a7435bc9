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
    "SQLITE_BUSY": "Otro programa tiene tomada la base de datos; intenta de nuevo cuando termine.",
    "SQLITE_LOCKED": "Otro programa tiene tomada la base de datos; intenta de nuevo cuando termine.",
    "SQLITE_FULL": "El disco de la base de datos está lleno; libera espacio.",
    "SQLITE_READONLY": "No se puede escribir en la base de datos: su archivo o carpeta es de solo lectura aquí.",
    "SQLITE_CANTOPEN": "No se puede abrir la base de datos: su carpeta no existe o este usuario no puede entrar.",
    "SQLITE_PERM": "No se puede abrir la base de datos: este usuario no puede leerla.",
    "SQLITE_IOERR": "Falló el disco de la base de datos al leer o escribir; revisa si está lleno o dañado.",
    "SQLITE_CORRUPT": "La base de datos está dañada; restáurala de un respaldo.",
    "SQLITE_NOTADB": "Ese archivo no es una base de datos SQLite; revisa store.url.",
}

# By the beginning of the SQLSTATE (PostgreSQL's documentation, appendix A).
_POSTGRES = {
    "53100": "El disco del servidor de la base de datos está lleno; libera espacio ahí.",
    "53": "Al servidor de la base de datos se le acabaron las conexiones o la memoria; intenta más tarde.",
    "25006": "El servidor de la base de datos no acepta escrituras por ahora: está en solo lectura.",
    "55P03": "Otro programa tiene tomada la base de datos; intenta de nuevo cuando termine.",
    "28": "El servidor de la base de datos no aceptó el usuario o la contraseña de store.url.",
    "3D000": "La base de datos que nombra store.url no existe en su servidor.",
    "08": "Se perdió la conexión con el servidor de la base de datos, o no se logró.",
    "57": "El servidor de la base de datos está arrancando, parando o cortó la consulta; intenta más tarde.",
    "58": "El servidor de la base de datos falló al leer o escribir sus archivos.",
    "XX001": "La base de datos está dañada; restáurala de un respaldo.",
}
_NO_CONNECTION = "No se alcanza el servidor de la base de datos; revisa que esté en marcha y revisa store.url."
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
        return StoreError("Hay demasiadas operaciones abiertas a la vez; intenta más tarde.")
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
    errno.ENOSPC: "el disco está lleno; libera espacio",
    errno.EDQUOT: "se acabó la cuota de disco de este usuario; libera espacio",
    errno.EROFS: "el disco es de solo lectura",
    errno.EACCES: "este usuario no puede leer o escribir ahí",
    errno.EPERM: "este usuario no puede leer o escribir ahí",
}


@contextmanager
def disk_faults(what: str) -> Iterator[None]:
    """Turn an OSError into a `StoreError` that begins with `what` ('The mail cannot be kept')."""
    try:
        yield
    except OSError as error:
        reason = _DISK.get(error.errno or 0) or os.strerror(error.errno or errno.EIO)
        raise StoreError(f"{what}: {reason} ({error.filename or 'carpeta de datos'}).") from error
