"""One sender's mails within the settling time get one reply, unless a reading is sure: that is answered at once."""

from __future__ import annotations

import pytest

from tests.conftest import OpenOffice
from tests.office import Office
from tests.service.papers import lapsed, vigente
from worker.demo import papers
from worker.demo.mails import pdf
from worker.demo.people import Person

pytestmark = pytest.mark.integration

People = tuple[Person, ...]


@pytest.fixture
def office(hire: OpenOffice) -> Office:
    return hire(settle=90)


def test_three_papers_in_three_mails_get_one_reply(office: Office, people: People) -> None:
    student, day = people[0], office.ago(9)
    for paper in (papers.curp_paper(student, day), papers.ine(student), papers.proof_of_address(student, day)):
        raw = office.writes(student, "", pdf(paper), subject="Papeles IMSS")
        office.clock.forward(seconds=20)
        office.round()
    assert office.sent() == []
    office.round(settled=True)
    reply = office.reply_to(student)
    assert "Nos falta tu constancia" in reply.first
    assert reply.mail["In-Reply-To"].encode() in raw
    assert office.case()["messages"] == 3
    office.round(settled=True)
    assert len(office.sent()) == 1


def test_a_forgotten_attachment_that_follows_gets_one_reply(office: Office, people: People) -> None:
    office.writes(people[0], "Adjunto mi constancia")
    office.round()
    office.clock.forward(seconds=60)
    office.writes(people[0], "perdón, olvidé adjuntar", lapsed(people[0], office.ago(1)))
    office.round()
    assert "en qué clínica" in office.reply_to(people[0]).first
    office.round(settled=True)
    assert len(office.sent()) == 1


def test_a_clinic_in_the_first_mail_counts_for_the_one_reply(office: Office, people: People) -> None:
    office.writes(people[0], "Quiero la clínica 25")
    office.writes(people[0], "y esta es mi constancia", lapsed(people[0], office.ago(1)))
    office.round()
    office.round(settled=True)
    assert "UMF 25" in office.reply_to(people[0]).first
    assert office.case()["umf"] == "25"


def test_a_sure_reading_is_answered_at_once(office: Office, people: People) -> None:
    office.writes(people[0], "mi constancia", vigente(people[0], office.ago(1)))
    office.round()
    assert "Pide tu Hoja" in office.reply_to(people[0]).first


def test_what_comes_after_the_settling_time_gets_its_own_reply(office: Office, people: People) -> None:
    office.writes(people[0], "Adjunto mi constancia")
    office.round()
    office.round(settled=True)
    office.writes(people[0], "perdón, ahora sí", lapsed(people[0], office.ago(1)))
    office.round()
    assert len(office.sent_to(people[0])) == 2


def test_two_senders_do_not_wait_for_each_other(office: Office, people: People) -> None:
    office.writes(people[0], "¿Cómo tramito mi alta en el imss?")
    office.writes(people[1], "¿Cómo tramito mi alta en el imss?")
    office.round()
    office.round(settled=True)
    assert [len(office.sent_to(person)) for person in people[:2]] == [1, 1]


def test_an_emergency_does_not_settle(office: Office, people: People) -> None:
    office.writes(people[0], "tuve un accidente, estoy en el hospital")
    office.round()
    assert "911" in office.reply_to(people[0]).first
