"""Replies go out, wait for the officer, or are only shown to her; and she can stop them all."""

from __future__ import annotations

import pytest

from tests.conftest import OpenOffice
from tests.office import OFFICER, Office
from tests.service.checks import check_reply
from tests.service.papers import lapsed, vigente
from worker.core.cases import OutState
from worker.demo.people import Person
from worker.jobs.report import summary_of

pytestmark = pytest.mark.integration

People = tuple[Person, ...]


@pytest.fixture
def proposing(hire: OpenOffice) -> Office:
    return hire(mode="propose")


def proposed(office: Office, student: Person) -> tuple[str, bytes]:
    """A case whose reply was proposed to the officer: its folio and the student's mail."""
    raw = office.writes(student, "mi constancia", vigente(student, office.ago(1)))
    office.round()
    return str(office.case()["folio"]), raw


def test_a_proposed_reply_goes_to_the_officer_and_not_to_the_student(proposing: Office, people: People) -> None:
    folio, _ = proposed(proposing, people[0])
    assert proposing.sent_to(people[0]) == []
    asked = proposing.reply_to(OFFICER)
    assert asked.subject == f"Propuesta: Re: Constancia [{folio}]"
    assert f"order {folio} envía" in asked.text
    assert "Pide tu Hoja de Afiliación" in asked.text
    assert people[0].mail in asked.text
    assert asked.mail["Auto-Submitted"] == "auto-generated"
    assert proposing.case()["stage"] == "hoja por entregar"


def test_envia_releases_it_as_it_was_proposed(proposing: Office, people: People) -> None:
    folio, raw = proposed(proposing, people[0])
    assert "1 respuesta" in proposing.order(folio, "envía")
    reply = proposing.reply_to(people[0])
    check_reply(proposing, reply, raw, people[0])
    assert "Pide tu Hoja" in reply.first


def test_no_envies_drops_it(proposing: Office, people: People) -> None:
    folio, _ = proposed(proposing, people[0])
    proposing.order(folio, "no envíes")
    assert proposing.sent_to(people[0]) == []
    assert proposing.say(folio, "envía").startswith("no: ")
    assert proposing.written(folio)[0].state is OutState.DISCARDED


def test_responde_replaces_it_and_goes_out_itself(proposing: Office, people: People) -> None:
    folio, _ = proposed(proposing, people[0])
    proposing.order(folio, "responde: Ven el lunes a la ventanilla 3.")
    reply = proposing.reply_to(people[0])
    assert "Ven el lunes a la ventanilla 3." in reply.first
    assert "Pide tu Hoja" not in reply.text
    assert proposing.say(folio, "envía").startswith("no: ")
    assert len(proposing.sent_to(OFFICER)) == 1


def test_an_order_is_her_word_and_is_not_proposed_to_her_again(proposing: Office, people: People) -> None:
    folio, _ = proposed(proposing, people[0])
    proposing.order(folio, "hoja entregada")
    assert "Solo te falta el carnet" in proposing.sent_to(people[0])[-1].first


def test_observing_writes_the_reply_and_lets_nothing_go(hire: OpenOffice, people: People) -> None:
    office = hire(mode="observe")
    raw = office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(1)))
    office.round()
    office.round()
    assert office.sent() == []
    assert office.folder_of(raw) == "Afiliación/Altas por tramitar"
    [mail] = office.written(office.case()["folio"])
    assert mail.state is OutState.OBSERVED
    office.clock.forward(minutes=1)
    with office.context.store.look() as desk:
        made = summary_of(desk, office.config.summary.timezone, office.clock.now)
    assert "en qué clínica de Tuxtla Gutiérrez" in made.text
    assert "en qué clínica de Tuxtla Gutiérrez" in made.html
    assert people[0].mail in made.text


def test_an_emergency_reaches_the_officer_in_every_mode(hire: OpenOffice, people: People) -> None:
    office = hire(mode="observe")
    office.writes(people[0], "tuve un accidente, estoy en el hospital")
    office.round()
    assert office.sent_to(people[0]) == []
    assert office.reply_to(OFFICER).subject.startswith("URGENCIA")


def test_pausa_keeps_the_replies_and_sigue_lets_them_go(office: Office, people: People) -> None:
    assert "pausa" in office.order("pausa").lower()
    raw = office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(1)))
    office.writes(people[1], "tuve un accidente, estoy en el hospital")
    office.round()
    office.round()
    assert office.sent_to(people[0]) == office.sent_to(people[1]) == []
    assert len(office.sent_to(OFFICER)) == 1
    assert office.folder_of(raw) == "Afiliación/Altas por tramitar"
    office.order("sigue")
    office.round()
    assert [len(office.sent_to(person)) for person in people[:2]] == [1, 1]


def test_the_summary_says_that_sending_is_stopped(office: Office) -> None:
    office.order("pausa")
    office.clock.forward(minutes=1)
    with office.context.store.look() as desk:
        assert "EN PAUSA" in summary_of(desk, office.config.summary.timezone, office.clock.now).text


def test_of_two_proposals_for_one_conversation_only_the_last_goes_out(hire: OpenOffice, people: People) -> None:
    office = hire(mode="propose", settle=90)
    office.writes(people[0], "Adjunto mi constancia")
    office.round()
    office.clock.forward(seconds=30)
    office.writes(people[0], "olvidé adjuntar", lapsed(people[0], office.ago(1)))
    office.round()
    office.order(office.case()["folio"], "envía")
    office.round(settled=True)
    assert "en qué clínica" in office.reply_to(people[0]).first
