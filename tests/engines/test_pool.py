"""The children: whatever a file does to one, a value comes back and the next file is read."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.engines import mad
from tests.engines.drawn import LINES, NSS, document, encoded, pages_of, picture, text_of, word
from worker.core.types import Defect, Evidence, Unreadable
from worker.engines import EngineDown, EngineMissing, Recogniser, child

PAPER = document(LINES)
MEGABYTE = 2**20

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def pool() -> Iterator[Recogniser]:
    with Recogniser(workers=1, timeout_seconds=20, max_bytes=MEGABYTE, max_memory=500 * MEGABYTE) as recogniser:
        yield recogniser


def reads_on(pool: Recogniser) -> bool:
    pages, _ = pool(PAPER)
    return NSS in text_of(pages_of(pages)[0])


def leftovers() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("afiliacion-*"))


def is_gone(pid: int) -> bool:
    for _ in range(40):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_no_child_is_started_before_the_first_file() -> None:
    before = set(psutil.Process().children(recursive=True))
    with Recogniser(workers=2, timeout_seconds=5, max_bytes=1000) as recogniser:
        assert recogniser(b"") == (Unreadable(Defect.VACIO), 0.0)
        assert recogniser(b"x" * 1001)[0] == Unreadable(Defect.TAMANO, "0 MB; se leen hasta 0 MB")
        assert set(psutil.Process().children(recursive=True)) == before


def test_a_child_reads_and_tells_how_long_it_took(pool: Recogniser) -> None:
    pages, seconds = pool(encoded(picture(), "PNG"))
    assert NSS in text_of(pages_of(pages)[0])
    assert 0.05 < seconds < 20
    assert pool(b"hola")[0] == Unreadable(Defect.FORMATO, "un archivo de texto")


def test_a_child_cuts_crops(pool: Recogniser) -> None:
    page = pages_of(pool(PAPER)[0])[0]
    cut = pool.crop(PAPER, Evidence(1, word(page, NSS).box, page.engine, NSS, turn=page.turn))
    assert isinstance(cut, bytes)
    assert cut.startswith(b"\x89PNG")
    assert pool.crop(b"hola", Evidence(1, word(page, NSS).box, page.engine, NSS)) == Unreadable(
        Defect.FORMATO, "un archivo de texto"
    )


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_child_that_is_killed_is_a_value(pool: Recogniser, number: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "read", mad.die)
        result, _ = pool(str(int(number)).encode())
    assert isinstance(result, Unreadable)
    assert result.defect is Defect.FALLO
    assert reads_on(pool)


def test_a_child_that_leaves_is_a_value(pool: Recogniser) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "read", mad.leave)
        result, _ = pool(PAPER)
    assert isinstance(result, Unreadable)
    assert result.defect is Defect.FALLO
    assert reads_on(pool)


def test_a_child_that_eats_the_memory_is_stopped(pool: Recogniser) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "read", mad.devour)
        result, _ = pool(PAPER)
    assert result == Unreadable(Defect.TAMANO, "el archivo necesita demasiada memoria")
    assert reads_on(pool)


def test_at_the_time_limit_all_that_the_child_started_is_killed_and_swept(tmp_path: Path) -> None:
    before, note = leftovers(), tmp_path / "note"
    with Recogniser(workers=1, timeout_seconds=1, max_bytes=MEGABYTE) as recogniser:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(child, "read", mad.hang)
            started = time.monotonic()
            result, seconds = recogniser(str(note).encode())
        assert result == Unreadable(Defect.TIEMPO, "tardó más de 1 s")
        assert 1 <= seconds <= time.monotonic() - started < 15
        pid, scratch = note.read_text().split()
        assert is_gone(int(pid))
        assert not Path(scratch).exists()
        assert reads_on(recogniser)
    assert leftovers() == before


def test_a_child_that_dies_between_two_files_is_replaced(pool: Recogniser) -> None:
    assert reads_on(pool)
    for process in psutil.Process().children(recursive=True):
        if os.getpgid(process.pid) == process.pid:
            process.kill()
    assert reads_on(pool)


def test_the_end_of_the_service_does_not_kill_the_reading_in_hand(pool: Recogniser) -> None:
    result: list[Any] = []
    reading = threading.Thread(target=lambda: result.append(pool(encoded(picture(), "PNG"))[0]))
    reading.start()
    time.sleep(0.15)
    for process in psutil.Process().children(recursive=True):
        process.terminate()
    reading.join()
    assert NSS in text_of(pages_of(result[0])[0])


def test_a_child_knows_no_secrets_and_holds_no_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFILIACION_IMAP__PASSWORD", "secreto")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "/run/credentials")
    monkeypatch.setattr(child, "read", mad.confess)
    with Recogniser(workers=1, timeout_seconds=5, max_bytes=MEGABYTE) as recogniser:
        told, _ = recogniser(PAPER)
    assert str(told) == "([], 0, True, '1')"


def test_an_unforeseen_error_is_a_value_that_quotes_nothing(pool: Recogniser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "read", mad.fail)
    assert pool(b"datos personales")[0] == Unreadable(Defect.FALLO, "ValueError")


def test_a_missing_engine_is_no_fault_of_the_file(pool: Recogniser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "read", mad.lack)
    with pytest.raises(EngineMissing, match="falta"):
        pool(PAPER)


def test_children_that_cannot_start_are_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "prepare", mad.stumble)
    with Recogniser(workers=1, timeout_seconds=5, max_bytes=MEGABYTE) as recogniser, pytest.raises(EngineDown):
        recogniser(PAPER)
    monkeypatch.undo()
    assert reads_on(recogniser)
    recogniser.close()


def test_several_threads_may_read_at_once() -> None:
    results: list[bool] = []
    with Recogniser(workers=2, timeout_seconds=20, max_bytes=MEGABYTE) as recogniser:
        threads = [threading.Thread(target=lambda: results.append(reads_on(recogniser))) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert results == [True] * 6
