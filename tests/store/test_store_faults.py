"""The outside world's faults are sentences, and no fault quotes what was to be stored."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import traceback
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from tests.store.made_up import NOW, admitted, place, reply, saved_case
from worker.store import Store, StoreBusy, StoreError, single_instance
from worker.store.database import open_engine

FULL = """
import resource, sys
from pathlib import Path
from tests.store.made_up import NOW, reply
from worker.store import Store, StoreError
store = Store(sys.argv[1], Path(sys.argv[2]))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
for act in (lambda: store.blobs.put(bytes(300_000)), lambda: write()):
    def write():
        with store.begin() as desk:
            desk.send(reply(1, mime=bytes(300_000)))
    try:
        act()
    except StoreError as error:
        print(error)
"""


def test_a_locked_database_is_said_to_be_locked(sqlite_store: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="Otro programa"), sqlite_store.begin() as desk:
            desk.set_setting("a", "b")
        other.execute("ROLLBACK")
    with sqlite_store.begin() as desk:
        desk.set_setting("a", "b")


def test_a_damaged_database_is_said_to_be_no_database(tmp_path: Path) -> None:
    (tmp_path / "bad.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="no es una base"):
        Store(f"sqlite:///{tmp_path}/bad.sqlite", tmp_path / "data")


def test_a_full_disk_is_told_for_mails_and_for_the_database(tmp_path: Path) -> None:
    words = [f"sqlite:///{tmp_path}/store.sqlite", str(tmp_path / "data")]
    root = Path(__file__).parents[2]
    result = subprocess.run([sys.executable, "-c", FULL, *words], cwd=root, capture_output=True, text=True, timeout=60)
    lines = result.stdout.splitlines()
    assert (result.returncode, len(lines)) == (0, 2), result.stderr
    assert lines[0].startswith("No se puede guardar un correo: File too large")
    assert lines[1].startswith("Falló el disco de la base de datos")
    assert list((tmp_path / "data/blobs/parts").iterdir()) == []


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="carpeta de los correos"):
        Store(f"sqlite:///{tmp_path}/store.sqlite", tmp_path / "file" / "data")


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No se alcanza"):
        Store(f"postgresql://nobody@/none?host={tmp_path}", tmp_path / "data")


@pytest.mark.parametrize("url", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "mysql://a@b/c", "sqlite:////"])
def test_a_url_of_no_use_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        Store(url, tmp_path / "data")


def test_a_file_that_vanished_is_a_store_error(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.close()
    for file in tmp_path.glob("store.sqlite*"):
        file.unlink()
    shutil.rmtree(tmp_path / "data")
    (tmp_path / "store.sqlite").mkdir()
    with pytest.raises(StoreError, match="No se puede abrir"), sqlite_store.begin() as desk:
        desk.cases()


def test_no_fault_quotes_what_was_to_be_stored(store: Store) -> None:
    secret = "Secreta@correo.example"
    with pytest.raises(RuntimeError) as caught, store.begin() as desk:
        case = saved_case(desk, name=secret, contacts=(secret,))
        admitted(desk, 1, sender=secret, folios=(case.folio, "AF-1999-00001"))
        desk.send(reply(1, recipient=secret, folio=secret))
    assert secret.lower() not in "".join(traceback.format_exception(caught.value)).lower()


def test_a_refused_value_is_not_quoted_either(store: Store) -> None:
    naive = datetime(1999, 12, 31, 23, 59)
    with pytest.raises(RuntimeError) as caught, store.begin() as desk:
        desk.admit(place(1), "a" * 64, naive, NOW)
    assert "1999" not in "".join(traceback.format_exception(caught.value)).split("the database refused")[-1]


def test_a_second_worker_on_one_store_is_refused(tmp_path: Path) -> None:
    with single_instance(tmp_path / "data"):
        with pytest.raises(StoreBusy, match="Ya hay otro afiliacion"), single_instance(tmp_path / "data"):
            pass
        script = (
            "import sys; from pathlib import Path; from worker.store import StoreBusy, single_instance\n"
            "try:\n    with single_instance(Path(sys.argv[1]), 0.1): print('in')\n"
            "except StoreBusy: print('busy')"
        )
        root = Path(__file__).parents[2]
        words = [sys.executable, "-c", script, str(tmp_path / "data")]
        assert subprocess.run(words, cwd=root, capture_output=True, text=True, timeout=60).stdout == "busy\n"
    with single_instance(tmp_path / "data"):
        pass


def test_errors_of_the_block_itself_pass_the_lock_unchanged(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), single_instance(tmp_path / "data"):
        (tmp_path / "nowhere").read_bytes()


def test_every_connection_is_set_to_survive_a_power_cut(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/store.sqlite")
    with engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    engine.dispose()
    assert found == ["wal", 2, 1, 15_000]
