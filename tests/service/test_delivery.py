"""What the outgoing server refuses: for now is tried again, ever later; for good is told to the officer."""

from __future__ import annotations

import pytest

from tests.conftest import OpenOffice
from tests.mail.proxy import Fault, FaultProxy
from tests.office import OFFICER, Office
from tests.servers import SmtpSink
from tests.service.papers import lapsed
from worker.core.cases import OutState
from worker.demo.people import Person
from worker.jobs.poll import poll_round
from worker.jobs.report import summary_of

pytestmark = pytest.mark.integration

People = tuple[Person, ...]


def waits(office: Office, student: Person) -> str:
    """A case whose reply is due; its folio."""
    office.writes(student, "mi constancia", lapsed(student, office.ago(1)))
    office.round()
    return str(office.case()["folio"])


def test_a_refusal_for_now_is_tried_again_each_time_later(office: Office, people: People, sink: SmtpSink) -> None:
    sink.answer_next("451 4.3.0 Later", 3)
    folio = waits(office, people[0])
    minutes = 0
    while not office.sent():
        before = office.written(folio)[0].attempts
        office.clock.forward(minutes=1)
        minutes += 1
        office.round()
        assert office.written(folio)[0].attempts - before <= 1
    assert minutes == 1 + 2 + 4
    [mail] = office.written(folio)
    assert (mail.state, mail.attempts, mail.error) == (OutState.SENT, 4, "")
    assert office.case()["attention"] is None
    office.clock.forward(hours=5)
    office.round()
    assert len(office.sent()) == 1


def test_a_refusal_for_good_is_told_to_the_officer_and_not_tried_again(
    office: Office, people: People, sink: SmtpSink
) -> None:
    sink.refuse(people[0].mail, "550 5.1.1 Unknown user")
    folio = waits(office, people[0])
    assert office.written(folio)[0].state is OutState.FAILED
    assert office.case()["attention"] == (
        "No se pudo entregar una respuesta: El servidor de salida no aceptó la dirección (550 5.1.1)."
    )
    assert "no entregado" in office.history(folio)
    sink.refusals.clear()
    office.clock.forward(hours=5)
    office.round()
    assert office.sent() == []
    with office.context.store.look() as desk:
        text = summary_of(desk, office.config.summary.timezone, office.clock.now).text
    assert "RESPUESTAS QUE NO SE PUDIERON ENTREGAR: 1" in text
    assert people[0].mail in text


def test_one_refused_mail_holds_up_no_other(office: Office, people: People, sink: SmtpSink) -> None:
    sink.refuse(people[0].mail, "450 4.2.1 Busy")
    office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(1)))
    office.writes(people[1], "mi constancia", lapsed(people[1], office.ago(1)))
    office.round()
    assert [len(office.sent_to(person)) for person in people[:2]] == [0, 1]


def test_the_officers_mail_that_is_refused_for_good_does_not_stop_the_round(
    office: Office, people: People, sink: SmtpSink
) -> None:
    sink.refuse(OFFICER, "550 5.1.1 Unknown user")
    office.writes(people[0], "tuve un accidente, estoy en el hospital")
    office.round()
    assert office.reply_to(people[0])


def test_a_connection_that_breaks_loses_nothing(hire: OpenOffice, people: People, sink: SmtpSink) -> None:
    with FaultProxy(sink.port, Fault("client", b"ehlo", "cut")) as proxy:
        office = hire(smtp_port=proxy.port)
        folio = waits(office, people[0])
        [mail] = office.written(folio)
        assert (mail.state, mail.attempts) == (OutState.DUE, 1)
        assert mail.error
        office.clock.forward(minutes=1)
        office.round()
        assert len(office.sent_to(people[0])) == 1


def test_a_mail_that_may_have_been_accepted_goes_again_as_the_same_mail(
    hire: OpenOffice, people: People, sink: SmtpSink
) -> None:
    with FaultProxy(sink.port, Fault("server", b"2.0.0 Accepted", "cut")) as proxy:
        office = hire(smtp_port=proxy.port)
        waits(office, people[0])
        office.clock.forward(minutes=1)
        office.round()
        office.clock.forward(hours=1)
        office.round()
    first, second = sink.mails()
    assert first == second


def test_a_server_that_does_not_let_us_in_loses_nothing(hire: OpenOffice, people: People, sink: SmtpSink) -> None:
    office = hire(smtp_login=("afiliaciones", "clave"))
    sink.login = ("afiliaciones", "otra clave")
    office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(1)))
    office.writes(people[1], "mi constancia", lapsed(people[1], office.ago(1)))
    done = poll_round(office.context)
    assert "no dejó entrar" in done.failures[0]
    assert [case["attention"] for case in office.cases()] == [None, None]
    sink.login = ("afiliaciones", "clave")
    office.clock.forward(minutes=1)
    office.round()
    assert [len(office.sent_to(person)) for person in people[:2]] == [1, 1]
