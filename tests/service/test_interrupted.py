"""A round that was killed, or that another one runs beside, loses no mail and answers none twice."""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import OpenOffice
from tests.office import Clock, Office
from tests.service.command import command, environment, run, write_config
from worker.core.cases import EntryState
from worker.demo.people import Person

pytestmark = pytest.mark.integration

People = tuple[Person, ...]
WAITING = "Afiliación/Esperan al estudiante"
MAILS = 6


@pytest.fixture
def office(hire: OpenOffice, people: People) -> Office:
    """An office with mail in the inbox, at the real time."""
    office = hire(clock=Clock(datetime.now(UTC)))
    for student in people[:MAILS]:
        office.writes(student, "¿Cómo tramito mi alta en el imss?")
    return office


@pytest.fixture
def config(office: Office) -> Path:
    return write_config(office)


def start(office: Office, config: Path) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command(config, "poll"), env=environment(office), cwd=config.parent, stdout=pipe, stderr=pipe
    )


def check_all_answered_once(office: Office, people: People) -> None:
    told = Counter((reply.recipients[0], reply.message_id) for reply in office.sent())
    assert {address for address, _ in told} == {student.mail for student in people[:MAILS]}
    assert len(told) == MAILS  # a mail that was on its way when the kill came may go twice, as the same mail
    assert told.total() <= MAILS + 1
    assert len(office.cases()) == MAILS
    assert {entry.state for entry in office.entries()} == {EntryState.DONE}
    assert {name: len(raws) for name, raws in office.folders().items()} == {WAITING: MAILS}


def taken(office: Office) -> bool:
    return len(office.entries()) >= 2


def decided(office: Office) -> bool:
    return sum(entry.state is EntryState.DONE for entry in office.entries()) >= 2


def answered(office: Office) -> bool:
    return len(office.sent()) >= 2


def filed(office: Office) -> bool:
    return len(office.folders().get(WAITING, [])) >= 2


@pytest.mark.parametrize("moment", [taken, decided, answered, filed], ids=lambda moment: moment.__name__)
def test_a_round_killed_in_the_middle_is_completed_by_the_next(
    office: Office, config: Path, people: People, moment: Callable[[Office], bool]
) -> None:
    process = start(office, config)
    try:
        deadline = time.monotonic() + 40
        while not moment(office) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
    finally:
        process.kill()
        process.communicate()
    assert moment(office)
    done = run(office, config, "poll")
    assert done.returncode == 0, done.stderr
    check_all_answered_once(office, people)


def test_two_rounds_at_once_answer_once(office: Office, config: Path, people: People) -> None:
    both = [start(office, config) for _ in range(2)]
    outputs = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    check_all_answered_once(office, people)
    assert len(office.sent()) == MAILS
