"""The schema that the scripts make is the schema that the rows speak of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from worker.store import Store, StoreError, upgrade
from worker.store.database import open_engine
from worker.store.tables import Row


def differences(url: str) -> list[object]:
    engine = open_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        found: list[object] = compare_metadata(context, Row.metadata)
    engine.dispose()
    return found


def run(url: str, statement: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_upgrading_from_nothing_makes_exactly_the_tables(empty_url: str) -> None:
    upgrade(empty_url)
    assert differences(empty_url) == []


def test_a_difference_would_be_seen(empty_url: str) -> None:
    upgrade(empty_url)
    run(empty_url, "ALTER TABLE cases ADD COLUMN extra INTEGER")
    run(empty_url, "DROP INDEX ix_cases_nss")
    assert len(differences(empty_url)) == 2


def test_upgrading_again_keeps_what_is_there(store: Store, url: str) -> None:
    with store.begin() as desk:
        desk.set_setting("a", "b")
    upgrade(url)
    with store.look() as desk:
        assert desk.setting("a") == "b"


def test_a_database_of_a_newer_version_is_refused(empty_url: str, tmp_path: Path) -> None:
    upgrade(empty_url)
    run(empty_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="más nueva"):
        Store(empty_url, tmp_path / "data")


def test_two_processes_may_open_an_empty_database_at_once(empty_url: str, tmp_path: Path) -> None:
    script = "import sys; from worker.store import upgrade; upgrade(sys.argv[1])"
    root = Path(__file__).parents[2]
    children = [subprocess.Popen([sys.executable, "-c", script, empty_url], cwd=root) for _ in range(2)]
    assert [process.wait(60) for process in children] == [0, 0]
    assert differences(empty_url) == []


def test_a_folder_with_a_percent_sign_in_its_name_is_no_obstacle(tmp_path: Path) -> None:
    upgrade(f"sqlite:///{tmp_path}/50%25/store.sqlite")
