"""A real database server for tests: a private PostgreSQL on a unix socket of its own."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import psycopg
from psycopg import sql

_NOBODY = 65534
_START_SECONDS = 30
# Nothing here has to outlive the test run, so the server may spare the disk.
_SPARE_DISK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=16MB")


def postgres_programs() -> Path | None:
    """The folder of `initdb` and `postgres` (Debian keeps them off the PATH), the newest first; None without any."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    found = shutil.which("initdb")
    if found is not None:
        folders.append(Path(found).parent)
    return next((folder for folder in folders if (folder / "initdb").is_file()), None)


class PostgresServer:
    """A PostgreSQL that only its own socket folder leads to; `empty()` gives the URL of a new, empty place in it.

    Started and stopped as a context manager; runs as 'nobody' where the tests run as root.
    """

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._user = _NOBODY if os.geteuid() == 0 else None
        self._numbers = itertools.count(1)
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> PostgresServer:
        if self._user is not None:
            os.chown(self._folder, self._user, -1)
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", "afiliacion", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = [word for setting in _SPARE_DISK for word in ("-c", setting)]
        self._server = self._start("postgres", "-D", data, "-k", str(self._folder), "-h", "", *options)
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)  # 'immediate' shutdown: nothing is written for a next start
            try:
                self._server.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self._server.pid, signal.SIGKILL)
                self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def empty(self) -> str:
        """The URL of a schema in which nothing is yet; a whole database for each test would take seconds."""
        name = f"test{next(self._numbers)}"
        with psycopg.connect(self._dsn(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
        return f"postgresql://afiliacion@/postgres?host={self._folder}&options=-csearch_path%3D{name}"

    def _dsn(self) -> str:
        return f"host={self._folder} user=afiliacion dbname=postgres"

    def _run(self, program: str, *words: str) -> None:
        process = self._start(program, *words)
        if process.wait(_START_SECONDS) != 0:
            raise RuntimeError(f"{program} failed:\n{self._log()}")

    def _start(self, program: str, *words: str) -> subprocess.Popen[bytes]:
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                self._command(program, words),
                user=self._user,
                cwd=self._folder,
                env={"PATH": os.defpath, "LC_ALL": "C"},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _command(self, program: str, words: Sequence[str]) -> list[str]:
        return [str(self._programs / program), *words]

    def _wait(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            try:
                psycopg.connect(self._dsn()).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        raise RuntimeError(f"the server did not start:\n{self._log()}")

    def _log(self) -> str:
        return (self._folder / "log").read_text(errors="replace")
