"""A unit of work: whole or not at all, also among others, and also when the process dies in it."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.made_up import FOLDERS, NOW, NSS, admitted, place, reply, saved_case
from worker.core.cases import Event, LinkAsk
from worker.core.desk import Conflict
from worker.store import SqlDesk, Store

DIES = """
import os, signal, sys
from pathlib import Path
from tests.store.made_up import NOW, place
from worker.store import Store
store = Store(sys.argv[1], Path(sys.argv[2]))
sha256 = store.blobs.put(b"raw mail")
with store.begin() as desk:
    desk.admit(place(1), sha256, NOW, NOW)
    desk.set_cursor("INBOX", 4_000_000_000, 1)
    if sys.argv[3] == "before":
        os.kill(os.getpid(), signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
"""
ALLOTS = """
import sys
from pathlib import Path
from tests.store.made_up import saved_case
from worker.store import Store
store = Store(sys.argv[1], Path(sys.argv[2]))
for _ in range(15):
    with store.begin() as desk:
        print(saved_case(desk).folio)
"""


def child(script: str, *words: str) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", script, *words]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)


def test_what_raises_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.begin() as desk:
        case = saved_case(desk, contacts=("a@correo.example",), nss=NSS)
        entry = admitted(desk, 1, folios=(case.folio,))
        desk.queue_filing(entry.id, "Otra")
        desk.send(reply(1, folio=case.folio, entry=entry.id))
        desk.save_link_ask(LinkAsk(case.folio, "b@correo.example", "a@correo.example", "<x@y>"))
        desk.record(Event("recibido", folio=case.folio), NOW, entry.id)
        desk.set_setting("paused", "sí")
        desk.set_cursor("INBOX", 1, 1)
        raise ZeroDivisionError
    with store.begin() as desk:
        assert (desk.cases(), list(desk.all_entries()), desk.history()) == ((), [], ())
        assert (desk.outgoing(reply(1).message_id), desk.due_filings(NOW)) == (None, None)
        assert (desk.setting("paused"), desk.cursor("INBOX")) == (None, None)
        assert desk.cases_by_identity(NSS, None) == desk.cases_by_address("a@correo.example") == ()
        assert desk.new_case(NOW).folio == "AF-2026-00001"


def test_an_interrupt_rolls_back_too(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt), store.begin() as desk:
        saved_case(desk)
        raise KeyboardInterrupt
    with store.look() as desk:
        assert desk.cases() == ()


def test_a_link_to_a_case_that_is_never_saved_is_refused_at_the_commit(store: Store) -> None:
    with pytest.raises(RuntimeError), store.begin() as desk:
        admitted(desk, 1, folios=(desk.new_case(NOW).folio,))
    with store.look() as desk:
        assert list(desk.all_entries()) == []


def test_a_link_may_be_written_before_its_case(store: Store) -> None:
    with store.begin() as desk:
        case = desk.new_case(NOW)
        admitted(desk, 1, folios=(case.folio,))
        desk.save_case(case)
    with store.look() as desk:
        assert len(desk.entries_of(case.folio)) == 1


def test_looking_changes_nothing_and_hinders_no_writer(store: Store) -> None:
    with store.begin() as desk:
        case = saved_case(desk)
    with store.look() as looking:
        assert looking.cases() == (case,)
        with store.begin() as desk:
            changed = desk.save_case(replace(case, umf="13"))
        assert looking.case(case.folio) == case
    with store.look() as looking:
        assert looking.case(case.folio) == changed


def in_threads(count: int, act: Callable[[], object]) -> list[object]:
    with ThreadPoolExecutor(count) as pool:
        return [future.result() for future in [pool.submit(act) for _ in range(count)]]


def test_threads_never_get_one_folio_twice(store: Store) -> None:
    def allot() -> list[str]:
        folios = []
        for _ in range(10):
            with store.begin() as desk:
                folios.append(saved_case(desk).folio)
        return folios

    lists = in_threads(3, allot)
    folios = sorted(folio for each in lists if isinstance(each, list) for folio in each)
    assert folios == [f"AF-2026-{n:05d}" for n in range(1, 31)]


def test_processes_never_get_one_folio_twice(store: Store, url: str, tmp_path: Path) -> None:
    children = [child(ALLOTS, url, str(tmp_path / "data")) for _ in range(2)]
    outputs = [process.communicate(timeout=60)[0] for process in children]
    assert sorted("".join(outputs).split()) == [f"AF-2026-{n:05d}" for n in range(1, 31)]


def test_of_two_units_that_change_one_case_at_once_one_wins(store: Store) -> None:
    with store.begin() as desk:
        case = saved_case(desk)
    together = threading.Barrier(2)

    def change() -> str:
        together.wait()
        try:
            with store.begin() as desk:
                desk.save_case(replace(case, umf="13"))
        except Conflict:
            return "conflict"
        return "saved"

    assert sorted(map(str, in_threads(2, change))) == ["conflict", "saved"]


def test_two_units_that_admit_one_mail_at_once_make_one_row(store: Store) -> None:
    def admit() -> int:
        with store.begin() as desk:
            return desk.admit(place(1), "a" * 64, NOW, NOW).id

    assert len(set(in_threads(3, admit))) == 1


@pytest.mark.parametrize(("when", "kept"), [("before", 0), ("after", 1)])
def test_a_process_killed_around_the_commit_leaves_all_or_nothing(
    store: Store, url: str, tmp_path: Path, when: str, kept: int
) -> None:
    assert child(DIES, url, str(tmp_path / "data"), when).wait(60) == -signal.SIGKILL
    with store.begin() as desk:
        entries = list(desk.all_entries())
        assert len(entries) == kept
        assert (desk.cursor("INBOX") is None) == (kept == 0)
        desk.admit(place(1), "b" * 64, NOW, NOW)  # no lock was left behind
    assert all(store.blobs.get(entry.sha256)[:] == b"raw mail" for entry in entries)


def test_a_store_can_be_opened_again(store: Store, url: str, tmp_path: Path) -> None:
    def folio(desk: SqlDesk) -> str:
        return saved_case(desk).folio

    with store.begin() as desk:
        first = folio(desk)
    with Store(url, tmp_path / "data", FOLDERS) as again, again.begin() as desk:
        assert (desk.case(first) is not None, folio(desk)) == (True, "AF-2026-00002")
