"""Every contract test runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.postgres import PostgresServer, postgres_programs
from tests.store.made_up import FOLDERS
from worker.store import Store, upgrade
from worker.store.database import open_engine
from worker.store.tables import Row


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    programs = postgres_programs()
    if programs is None:
        reason = "PostgreSQL's server programs are not installed (Debian: apt-get install postgresql)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with PostgresServer(programs) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> str:
    """A database without any table."""
    if backend == "sqlite":
        return f"sqlite:///{tmp_path}/store.sqlite"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.empty()


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("tables") / "store.sqlite"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_tables(postgres: PostgresServer) -> str:
    url = postgres.empty()
    upgrade(url)
    return url


@pytest.fixture
def url(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> str:
    """A database with all tables and no rows; making the tables for each test would take most of the time."""
    if backend == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_tables"), tmp_path / "store.sqlite")
        return f"sqlite:///{tmp_path}/store.sqlite"
    found: str = request.getfixturevalue("postgres_tables")
    engine = open_engine(found)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(Row.metadata.tables)} RESTART IDENTITY"))
    engine.dispose()
    return found


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    with Store(url, tmp_path / "data", FOLDERS) as opened:
        yield opened


@pytest.fixture
def sqlite_store(sqlite_tables: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(sqlite_tables, tmp_path / "store.sqlite")
    with Store(f"sqlite:///{tmp_path}/store.sqlite?timeout=0.2", tmp_path / "data", FOLDERS) as opened:
        yield opened
