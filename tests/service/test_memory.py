"""The service stays small, whatever the mail: papers are decoded where they are read, piece by piece."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.conftest import OpenOffice
from tests.office import Clock
from tests.service.command import environment, write_config
from tests.service.largest import enlarged, most_of_a_round, sizes
from tests.service.papers import vigente
from worker.demo.people import Person

pytestmark = pytest.mark.integration

LIMIT = 150_000_000


def test_the_largest_mail_is_read_and_answered_by_a_service_that_stays_small(
    hire: OpenOffice, people: tuple[Person, ...]
) -> None:
    # The service in a process of its own goes by the real clock.
    office = hire(clock=Clock(datetime.now(UTC)))
    paper = vigente(people[0], office.ago(1))
    letter = office.letter(people[0], "Adjunto mi constancia.", *([paper] * len(sizes())))
    assert len(office.mail(enlarged(letter, paper))) > 80_000_000
    assert most_of_a_round(write_config(office), environment(office)) < LIMIT
    [entry] = office.entries()
    assert [reading.sure for reading in entry.readings] == [True, True]
    assert office.reply_to(people[0])
