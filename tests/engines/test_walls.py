"""The walls around a child where the kernel lacks one, and what holds when the service itself is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from worker.engines.walls.confine import Confinement, described

ROOT = Path(__file__).parents[2]
WITHOUT = """
import platform, os, sys, tempfile
from pathlib import Path
from worker.engines.walls import confine, prctl, seccomp
os.setpgid(0, 0)
folder = Path(tempfile.mkdtemp(dir={folder!r}))
(folder / "own").mkdir()
prctl.no_new_privileges()
seccomp._REFUSED[platform.machine()] = {calls!r}
if {calls!r}:
    seccomp.refuse_calls()
seccomp._REFUSED[platform.machine()] = {then!r}
confine.confine(folder / "own")
print(repr(confine.confinement(folder)))
"""
READER = """
import sys
from unittest.mock import patch
from tests.engines import mad
from worker.engines import Recogniser, child
with patch.object(child, "prepare", mad.prepare), Recogniser(1, 1, 10**6, page_seconds=9) as pool:
    print(type(pool.confinement()), flush=True)
    if {busy}:
        with patch.object(child, "read", mad.sleep):
            pool(b"x")
    sys.stdin.read()
"""
LANDLOCK = (444, 445, 446)
SOCKET_AND_SETPGID = (41, 109) if os.uname().machine == "x86_64" else (198, 154)

pytestmark = pytest.mark.integration


def confined(folder: Path, refused: tuple[int, ...], then: tuple[int, ...]) -> str:
    """What holds in a process of its own whose kernel refuses these calls, with a filter of those."""
    code = WITHOUT.format(folder=str(folder), calls=refused, then=then)
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True).stdout


def test_without_landlock_the_other_walls_hold(tmp_path: Path) -> None:
    told = confined(tmp_path, LANDLOCK, SOCKET_AND_SETPGID)
    assert told == "Confinement(network=True, files=False, privileges=True, calls=True)\n"


def test_without_a_filter_the_other_walls_hold(tmp_path: Path) -> None:
    told = confined(tmp_path, (), ())
    assert told == "Confinement(network=False, files=True, privileges=True, calls=False)\n"


def test_the_officer_is_told_which_walls_hold() -> None:
    assert described(Confinement(True, True, True, True)) == (
        "sin red, sin ver ni escribir otros archivos, sin ganar privilegios, sin salir de su grupo de procesos"
    )
    assert described(Confinement(True, False, True, True)) == (
        "sin red, sin ganar privilegios, sin salir de su grupo de procesos; "
        "aquí no se puede abrirlos sin ver ni escribir otros archivos"
    )
    assert described(Confinement(False, False, False, False)).startswith("con los permisos del servicio; aquí no")


@pytest.mark.parametrize("busy", [False, True])
def test_children_do_not_outlive_a_service_that_is_killed(busy: bool) -> None:
    service = subprocess.Popen(
        [sys.executable, "-c", READER.format(busy=busy)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert service.stdout is not None
    assert b"Confinement" in service.stdout.readline()
    time.sleep(0.3)
    children = psutil.Process(service.pid).children(recursive=True)
    assert len(children) >= 2
    service.send_signal(signal.SIGKILL)
    service.communicate()
    _, alive = psutil.wait_procs(children, timeout=15)
    assert alive == []
