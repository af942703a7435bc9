"""Every row of the procedure's table, from the mail to the reply."""

from __future__ import annotations

import pytest

from tests.conftest import OpenOffice
from tests.office import OFFICER, Office
from tests.service.checks import check_reply
from tests.service.papers import lapsed, vigente
from tests.service.situations import SITUATIONS, Situation
from worker.demo.people import Person

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.name)
def test_a_students_mail_gets_what_the_procedure_says(
    office: Office, people: tuple[Person, ...], situation: Situation
) -> None:
    student = people[0]
    raw = office.writes(student, situation.text, *situation.files(office, student), subject=situation.subject)
    office.round()
    case = office.case()
    assert case["stage"] == situation.stage
    assert case["nss"] == (student.nss if situation.knows_nss else None)
    assert case["curp"] == (student.curp if situation.knows_nss else None)
    assert case["umf"] == situation.umf
    assert case["emails"] == [student.mail]
    assert office.folder_of(raw) == f"Afiliación/{situation.folder}"
    reply = office.reply_to(student)
    check_reply(office, reply, raw, student)
    assert situation.first in reply.first
    assert [words for words in situation.later if words not in reply.text] == []
    assert case["folio"] in reply.subject
    assert office.sent_to(OFFICER) == []


def test_the_officer_finds_what_each_stage_asks_of_her(office: Office, people: tuple[Person, ...]) -> None:
    office.writes(people[0], "mi constancia", vigente(people[0], office.ago(1)))
    office.writes(people[1], "mi constancia", lapsed(people[1], office.ago(1)))
    office.round()
    assert [case["task"] for case in office.cases()] == ["preparar hoja", "tramitar el alta"]


def test_an_emergency_is_told_to_the_officer_at_once(office: Office, people: tuple[Person, ...]) -> None:
    raw = office.writes(people[0], "Tuve un accidente, estoy en el hospital", subject="Ayuda seguro")
    office.round()
    reply = office.reply_to(people[0])
    check_reply(office, reply, raw, people[0])
    assert "911" in reply.first
    assert "no podemos darte indicaciones médicas" in reply.text
    notice = office.reply_to(OFFICER)
    assert notice.subject.startswith("URGENCIA")
    assert office.case()["folio"] in notice.text
    assert notice.mail["Auto-Submitted"] == "auto-generated"
    assert "urgencia" in office.case()["attention"]


def test_the_first_name_stands_in_the_greeting_and_no_other(office: Office, people: tuple[Person, ...]) -> None:
    office.writes(people[0], "mi constancia", vigente(people[0], office.ago(1)))
    office.round()
    assert office.reply_to(people[0]).text.startswith(f"Hola, {people[0].given.split()[0].capitalize()}:\n")


def test_the_same_mail_gets_the_same_reply_byte_for_byte(hire: OpenOffice, people: tuple[Person, ...]) -> None:
    one = hire()
    raw = one.writes(people[0], "mi constancia", lapsed(people[0], one.ago(1)))
    one.round()
    two = hire(one.mailbox, "otra")
    two.mail(raw)
    two.round()
    first, second = one.sink.mails()
    assert first == second


def test_a_recent_and_an_old_constancia_are_told_by_the_settings_days(
    office: Office, people: tuple[Person, ...]
) -> None:
    office.writes(people[0], "mi constancia", vigente(people[0], office.ago(30)))
    office.writes(people[1], "mi constancia", vigente(people[1], office.ago(31)))
    office.round()
    assert [case["stage"] for case in office.cases()] == ["hoja por entregar", "falta documento"]


@pytest.mark.parametrize(
    ("path", "answered"),
    [
        (b"Return-Path: <otra.casa@example.org>\r\n", "otra.casa@example.org"),
        (b"Return-Path: <Otra.Casa@Example.org>\r\n", "Otra.Casa@Example.org"),
        (b"", "diego.maqueta89@example.com"),
    ],
    ids=["there", "in capitals", "missing"],
)
def test_the_reply_goes_to_the_return_path_and_the_case_knows_it_again(
    office: Office, people: tuple[Person, ...], path: bytes, answered: str
) -> None:
    for text in ("¿Cómo tramito mi alta en el imss?", "Quiero la clínica 13"):
        raw = office.letter(people[0], text)
        office.mail(path + raw.split(b"\r\n", 1)[1])
        office.round()
    assert [list(reply.recipients) for reply in office.sent()] == [[answered]] * 2
    assert office.case()["umf"] == "13"
