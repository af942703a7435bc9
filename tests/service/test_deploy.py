"""The service as `deploy/` starts it, without systemd: its command with its environment and its credentials."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import OpenOffice
from tests.office import Clock, Office
from tests.service.command import ROOT, write_config
from tests.service.papers import lapsed, vigente
from worker.core.cases import OutState
from worker.demo.people import Person

pytestmark = pytest.mark.integration

People = tuple[Person, ...]
UNIT = ROOT / "deploy" / "afiliacion.service"
PROGRAM = "/opt/afiliacion/.venv/bin/afiliacion"


def unit() -> dict[str, list[str]]:
    """The [Service] section, each key with its values."""
    values: dict[str, list[str]] = {}
    section = ""
    for line in UNIT.read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line
        elif section == "[Service]" and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            values.setdefault(key, []).append(value)
    return values


@contextmanager
def service(office: Office, config: Path) -> Iterator[subprocess.Popen[bytes]]:
    """ExecStart with Environment and LoadCredential, its absolute paths put where this test has its things."""
    said = unit()
    program, *words = said["ExecStart"][0].split()
    assert program == PROGRAM
    words = [str(config) if word == "/etc/afiliacion/config.toml" else word for word in words]
    folder = config.parent
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "CREDENTIALS_DIRECTORY": str(folder / "secret")}
    for variable in said["Environment"]:
        name, _, value = variable.partition("=")
        environment[name] = value.replace("/var/lib/afiliacion", str(office.config.store.data_dir))
    for credential in said["LoadCredential"]:
        (folder / "secret").mkdir(exist_ok=True)
        (folder / "secret" / credential.partition(":")[0]).write_text(office.mailbox.password)
    log = (folder / "log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "worker", *words], env=environment, cwd=folder, stdout=log, stderr=log
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        log.close()


def until(holds: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + 40
    while not holds():
        assert time.monotonic() < deadline, log.read_text("utf-8")[-3000:]
        time.sleep(0.05)


def all_recorded(office: Office) -> bool:
    """Whether every mail of every case is known to have been sent."""
    return all(mail.state is OutState.SENT for case in office.cases() for mail in office.written(case["folio"]))


@pytest.fixture
def office(hire: OpenOffice) -> Office:
    return hire(clock=Clock(datetime.now(UTC)))


def test_it_answers_ends_on_sigterm_and_survives_a_kill(office: Office, people: People) -> None:
    config = write_config(office)
    log = config.parent / "log"
    office.writes(people[0], "mi constancia", vigente(people[0], office.ago(2)))
    with service(office, config) as process:
        until(lambda: len(office.sent_to(people[0])) == 1, log)
        office.writes(people[1], "mi constancia", lapsed(people[1], office.ago(2)))
        until(lambda: len(office.sent_to(people[1])) == 1, log)
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        assert time.monotonic() - asked < 10
    office.writes(people[2], "¿Cómo tramito mi alta en el imss?")
    with service(office, config) as process:
        # A kill between the server's word and its record is another test's: here the reply is on record.
        until(lambda: len(office.sent_to(people[2])) == 1 and all_recorded(office), log)
        process.send_signal(signal.SIGKILL)
        process.wait()
    office.writes(people[3], "mi constancia", lapsed(people[3], office.ago(2)))
    with service(office, config) as process:
        until(lambda: len(office.sent_to(people[3])) == 1, log)
        process.terminate()
        assert process.wait(timeout=10) == 0
    assert [len(office.sent_to(person)) for person in people[:4]] == [1, 1, 1, 1]
    said = log.read_text("utf-8")
    assert "Traceback" not in said
    assert not any(
        secret in said for person in people[:4] for secret in (person.nss, person.curp, person.mail, person.name)
    )


def test_a_service_that_is_reading_a_paper_ends_in_time_too(office: Office, people: People) -> None:
    config = write_config(office)
    for number in range(8):
        office.writes(people[0], f"{number}", vigente(people[0], office.ago(2)))
    with service(office, config) as process:
        until(lambda: len(office.entries()) == 8, config.parent / "log")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_the_unit_asks_for_what_the_worker_needs() -> None:
    said = unit()
    assert said["KillSignal"] == ["SIGTERM"]
    assert int(said["TimeoutStopSec"][0]) >= 10
    assert said["Restart"] == ["on-failure"]
    assert [credential.partition(":")[0] for credential in said["LoadCredential"]] == ["imap_password", "smtp_password"]
