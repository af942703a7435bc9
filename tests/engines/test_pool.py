"""The children: whatever a file does to one, a value comes back and the next file is read."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.engines import mad
from tests.engines.drawn import LINES, NSS, document, encoded, pages_of, picture, text_of, word
from tests.engines.measured import Highest, children, server_and_children, started
from worker.core.types import Defect, Evidence, Unreadable
from worker.engines import EngineDown, EngineMissing, Recogniser, child
from worker.engines.walls.confine import Confinement

PAPER = document(LINES)
MEGABYTE = 2**20
LIMIT = 600_000_000
BARE = {"PATH": os.environ["PATH"]}

pytestmark = pytest.mark.integration


def stop_the_server() -> None:
    """Have the next child forked by a new server."""
    for each in server_and_children():
        each.kill()


@pytest.fixture(scope="module")
def pool() -> Iterator[Recogniser]:
    """One child that knows the madness of `mad` before it is walled in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "prepare", mad.prepare)
        with Recogniser(workers=1, timeout_seconds=20, max_bytes=MEGABYTE, max_memory=LIMIT) as recogniser:
            yield recogniser


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[Recogniser]:
    """The same with a second for each file."""
    monkeypatch.setattr(child, "prepare", mad.prepare)
    with Recogniser(workers=1, timeout_seconds=1, max_bytes=MEGABYTE, max_memory=LIMIT) as recogniser:
        yield recogniser


def goes_mad(pool: Recogniser, madness: Callable[..., Any], content: bytes = PAPER) -> Any:
    """What the pool answers when a child does this instead of reading."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "read", madness)
        return pool(content)[0]


def reads_on(pool: Recogniser) -> bool:
    pages, _ = pool(PAPER)
    return NSS in text_of(pages_of(pages)[0])


def leftovers() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("afiliacion-*"))


def sleepers(seconds: str) -> list[psutil.Process]:
    return [each for each in psutil.process_iter(["cmdline"]) if each.info["cmdline"] == ["sleep", seconds]]


def none_sleeps(seconds: str) -> bool:
    for _ in range(40):
        if not sleepers(seconds):
            return True
        time.sleep(0.05)
    return False


def test_no_child_is_started_before_the_first_file() -> None:
    before = set(started())
    with Recogniser(workers=2, timeout_seconds=5, max_bytes=1000) as recogniser:
        assert recogniser(b"") == (Unreadable(Defect.DANADO, "llegó sin nada adentro"), 0.0)
        assert recogniser(b"x" * 1001)[0] == Unreadable(Defect.TAMANO, "0 MB; se leen hasta 0 MB")
        assert set(started()) == before


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
    result = goes_mad(pool, mad.die, str(int(number)).encode())
    assert result == Unreadable(Defect.FALLO, "el archivo hizo fallar al lector")
    assert reads_on(pool)


def test_a_child_that_leaves_is_a_value(pool: Recogniser) -> None:
    assert goes_mad(pool, mad.leave) == Unreadable(Defect.FALLO, "el archivo hizo fallar al lector")
    assert reads_on(pool)


def test_a_child_that_eats_the_memory_is_stopped_before_it_has_much_more_than_the_limit(pool: Recogniser) -> None:
    with Highest() as highest:
        assert goes_mad(pool, mad.devour) == Unreadable(Defect.TAMANO, "el archivo necesita demasiada memoria")
    assert LIMIT - 100 * MEGABYTE < highest.bytes < LIMIT
    assert reads_on(pool)


def test_memory_that_is_only_asked_for_is_refused(pool: Recogniser) -> None:
    assert goes_mad(pool, mad.overreach) == Unreadable(Defect.TAMANO, "el archivo necesita demasiada memoria")


def test_a_large_file_on_the_disk_is_refused(pool: Recogniser) -> None:
    before = leftovers()
    assert goes_mad(pool, mad.fill_disk) == Unreadable(Defect.TAMANO, "el archivo necesita demasiado espacio")
    assert leftovers() == before
    assert reads_on(pool)


def test_many_open_files_are_refused(pool: Recogniser) -> None:
    assert goes_mad(pool, mad.open_many) == Unreadable(Defect.FALLO, "OSError")
    assert reads_on(pool)


def test_at_the_time_limit_all_that_the_child_started_is_killed_and_swept(hasty: Recogniser) -> None:
    started = time.monotonic()
    assert goes_mad(hasty, mad.hang, b"600.1") == Unreadable(Defect.TIEMPO)
    assert 1 <= time.monotonic() - started < 15
    assert none_sleeps("600.1")
    assert not [file for folder in leftovers() for file in folder.rglob("*.ppm")]
    assert reads_on(hasty)


def test_so_is_an_orphan(hasty: Recogniser) -> None:
    assert goes_mad(hasty, mad.orphan, b"600.2") == Unreadable(Defect.TIEMPO)
    assert none_sleeps("600.2")


def test_a_child_that_multiplies_is_stopped(pool: Recogniser) -> None:
    result = goes_mad(pool, mad.multiply, b"600.3")
    assert result == Unreadable(Defect.TAMANO, "el archivo necesita demasiada memoria")
    assert none_sleeps("600.3")
    assert reads_on(pool)


def test_too_much_computing_is_too_long(pool: Recogniser) -> None:
    assert goes_mad(pool, mad.burn) == Unreadable(Defect.TIEMPO)
    assert reads_on(pool)


def test_every_page_may_take_its_time_and_none_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "prepare", mad.prepare)
    with Recogniser(workers=1, timeout_seconds=30, max_bytes=MEGABYTE, page_seconds=0.8) as recogniser:
        assert goes_mad(recogniser, mad.compute, b"0.5 0.5 0.5") == "done"
        assert goes_mad(recogniser, mad.compute, b"0.5 10 0.5") == Unreadable(Defect.TIEMPO)
        assert goes_mad(recogniser, mad.compute, b"0.5") == "done"


def test_a_pool_that_is_closed_leaves_nothing_behind() -> None:
    before = leftovers()
    with Recogniser(workers=1, timeout_seconds=20, max_bytes=MEGABYTE) as recogniser:
        assert reads_on(recogniser)
        assert len(leftovers() - before) == 1
    assert leftovers() == before


def test_a_child_that_dies_between_two_files_is_replaced(pool: Recogniser) -> None:
    assert reads_on(pool)
    for leader in children():
        os.kill(leader, signal.SIGKILL)
    assert reads_on(pool)


def test_the_end_of_the_service_does_not_kill_the_reading_in_hand(pool: Recogniser) -> None:
    result: list[Any] = []
    reading = threading.Thread(target=lambda: result.append(pool(encoded(picture(), "PNG"))[0]))
    reading.start()
    time.sleep(0.15)
    for process in started():
        process.terminate()
    reading.join()
    assert NSS in text_of(pages_of(result[0])[0])


def test_a_child_knows_no_secrets_and_holds_no_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFILIACION_IMAP__PASSWORD", "secreto")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "/run/secreto")
    monkeypatch.setattr(child, "read", mad.confess)
    monkeypatch.setattr(child, "prepare", mad.prepare)
    stop_the_server()
    with Recogniser(workers=1, timeout_seconds=5, max_bytes=MEGABYTE) as recogniser:
        told, _ = recogniser(PAPER)
        environments = [Path(f"/proc/{each.pid}/environ").read_bytes() for each in server_and_children()]
    assert str(told) == "(0, True, '1', (0, 0))"
    assert len(environments) >= 2
    assert b"PATH=" in environments[0]
    assert not [environment for environment in environments if b"secreto" in environment]
    assert os.environ["AFILIACION_IMAP__PASSWORD"] == "secreto"


def test_the_walls_hold(pool: Recogniser) -> None:
    assert pool.confinement() == Confinement(network=True, files=True, privileges=True, calls=True)


def test_no_way_out_is_open(pool: Recogniser) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert goes_mad(pool, mad.break_out, str(server.getsockname()[1]).encode()) == "[]"


@pytest.mark.parametrize("madness", [mad.take_over, mad.babble])
def test_a_child_that_is_taken_over_cannot_take_over_the_service(
    hasty: Recogniser, madness: Callable[..., Any]
) -> None:
    assert goes_mad(hasty, madness, b"x") == Unreadable(Defect.FALLO, "el archivo hizo fallar al lector")
    assert not mad.MARK.exists()
    assert reads_on(hasty)


def test_what_libraries_remark_on_a_file_gets_on_no_log() -> None:
    code = (
        "import sys; from worker.engines import Recogniser\nwith Recogniser(1, 20, 10**6) as pool: print(pool(%r)[0])"
    )
    fax = encoded(picture(mode="1"), "TIFF", compression="group4")
    broken = fax[:3000] + bytes(200) + fax[3200:]
    done = subprocess.run([sys.executable, "-c", code % broken], capture_output=True, check=True, env=BARE)
    assert done.stdout
    assert done.stderr == b""


def test_an_unforeseen_error_is_a_value_that_quotes_nothing(pool: Recogniser) -> None:
    assert goes_mad(pool, mad.fail, b"datos personales") == Unreadable(Defect.FALLO, "ValueError")


def test_a_missing_engine_is_no_fault_of_the_file(pool: Recogniser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "read", mad.lack)
    with pytest.raises(EngineMissing, match="falta"):
        pool(PAPER)


def test_the_service_stays_small() -> None:
    """The service with its pool at work, in a process of its own: no engine is ever loaded into it."""
    code = (
        "import sys, worker.app, worker.jobs.loop\n"
        "from worker.engines import Recogniser\n"
        "with Recogniser(1, 60, 10**6) as pool: print({type(pool(each)[0]).__name__ for each in %r * 3})\n"
        "print(sorted(%r & set(sys.modules)))\n"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"
    )
    engines = {"cv2", "numpy", "openvino", "PIL", "pdfplumber", "pillow_heif", "pypdfium2", "pytesseract", "rapidocr"}
    code %= ([PAPER, encoded(picture(), "PNG")], engines | {"worker.engines.registry", "zxingcpp"})
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=BARE)
    told = done.stdout.splitlines()
    assert told[:2] == [b"{'tuple'}", b"[]"]
    assert int(told[2]) < 150_000


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
