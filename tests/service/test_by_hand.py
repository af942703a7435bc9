"""Where the officer answered a student by hand, the worker keeps silent until a new paper comes."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from tests.conftest import OpenOffice
from tests.office import OFFICER, Office
from tests.service.papers import lapsed
from worker.demo.people import Person

pytestmark = pytest.mark.integration

People = tuple[Person, ...]


def by_hand(office: Office, to: Person, parent: str, sender: str = OFFICER) -> bytes:
    """What her mail program sends when she answers a mail."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to.mail, "Re: Duda"
    mail["Message-ID"], mail["In-Reply-To"], mail["References"] = "<a.mano@villaquimera.example>", parent, parent
    mail.set_content("Pasa a mi oficina el lunes.")
    return mail.as_bytes(policy=SMTP)


def asked(office: Office, student: Person) -> str:
    """A student asked and was answered; the Message-ID of the student's mail."""
    office.writes(student, "¿Cómo tramito mi alta en el imss?", subject="Duda")
    office.round()
    return str(office.entries()[-1].message_id)


@pytest.mark.parametrize("sender", ["officer", "mailbox"])
def test_her_answer_in_sent_silences_the_worker_until_a_paper_comes(
    office: Office, people: People, sender: str
) -> None:
    parent = asked(office, people[0])
    address = OFFICER if sender == "officer" else office.address
    office.mailbox.put(by_hand(office, people[0], parent, address), "Sent")
    office.round()
    assert office.case()["by_hand"]
    office.writes(people[0], "¿Y a qué hora? ¿cómo va mi trámite?", answers=office.reply_to(people[0]))
    office.round()
    assert len(office.sent_to(people[0])) == 1
    assert office.entries()[-1].reason
    assert "después de que le contestaste" in office.case()["attention"]
    office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(1)), answers=office.reply_to(people[0]))
    office.round()
    assert "en qué clínica" in office.sent_to(people[0])[1].first
    assert not office.case()["by_hand"]


def test_her_answer_that_she_copied_to_the_mailbox_counts_too(office: Office, people: People) -> None:
    parent = asked(office, people[0])
    raw = office.mail(by_hand(office, people[0], parent))
    office.round()
    assert office.case()["by_hand"]
    assert len(office.sent_to(people[0])) == 1
    assert office.folder_of(raw) == "Afiliación/Esperan al estudiante"


def test_what_she_wrote_before_the_worker_came_does_not_count(office: Office, people: People) -> None:
    raw = office.writes(people[0], "¿Cómo tramito mi alta en el imss?", subject="Duda")
    parent = raw.split(b"Message-ID: ")[1].split(b"\r\n")[0].decode()
    office.mailbox.put(by_hand(office, people[0], parent), "Sent")
    office.round()
    assert not office.case()["by_hand"]


def test_her_mail_to_somebody_else_in_the_thread_does_not_count(office: Office, people: People) -> None:
    parent = asked(office, people[0])
    office.mailbox.put(by_hand(office, people[1], parent), "Sent")
    office.round()
    assert not office.case()["by_hand"]


def test_our_own_replies_in_sent_do_not_count(office: Office, people: People) -> None:
    asked(office, people[0])
    office.mailbox.put(office.sink.mails()[0][2], "Sent")
    office.round()
    assert not office.case()["by_hand"]


def test_her_answer_keeps_a_reply_back_that_still_waits(hire: OpenOffice, people: People) -> None:
    office = hire(settle=90)
    office.round()
    office.writes(people[0], "¿Cómo tramito mi alta en el imss?", subject="Duda")
    office.round()
    office.mailbox.put(by_hand(office, people[0], str(office.entries()[0].message_id)), "Sent")
    office.clock.forward(seconds=30)
    office.round()
    office.round(settled=True)
    assert office.sent() == []


def test_her_answer_that_came_before_the_worker_looked_keeps_it_silent(office: Office, people: People) -> None:
    office.round()
    raw = office.writes(people[0], "¿Cómo tramito mi alta en el imss?", subject="Duda")
    parent = raw.split(b"Message-ID: ")[1].split(b"\r\n")[0].decode()
    office.mailbox.put(by_hand(office, people[0], parent), "Sent")
    office.round()
    assert office.case()["by_hand"]
    assert office.sent() == []


def test_a_paper_that_came_after_her_answer_is_answered_in_the_same_round(office: Office, people: People) -> None:
    parent = asked(office, people[0])
    hers = by_hand(office, people[0], parent).replace(
        b"Subject:", b"Date: Tue, 15 Sep 2026 15:01:00 +0000\r\nSubject:", 1
    )
    office.mailbox.put(hers, "Sent")
    office.clock.forward(minutes=2)
    office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(1)), answers=office.reply_to(people[0]))
    office.round()
    assert "en qué clínica" in office.sent_to(people[0])[1].first
