"""What a hostile or a confused sender tries: no stranger is told, no case is moved by words alone."""

from __future__ import annotations

import re

import pytest

from tests.conftest import OpenOffice
from tests.office import OFFICER, Office
from tests.service.papers import SCHOOL, lapsed, vigente
from worker.core.cases import OutState, Purpose
from worker.core.types import Sort
from worker.demo.people import Person

pytestmark = pytest.mark.integration

People = tuple[Person, ...]
MOTHER, STRANGER = "mama@example.com", "otra@example.net"


def asked_about(office: Office, student: Person) -> str:
    """A case of this student, about which a stranger wrote; its folio."""
    office.writes(student, "mi constancia", lapsed(student, office.ago(2)))
    office.round()
    folio = str(office.case()["folio"])
    office.writes(STRANGER, "¿Cómo va mi trámite?", subject=folio)
    office.round()
    return folio


def test_si_no_fui_yo_links_nothing(office: Office, people: People) -> None:
    folio = asked_about(office, people[0])
    office.writes(people[0], "si no fui yo", answers=office.sent_to(people[0])[-1])
    office.round()
    assert office.stored_case(folio).contacts == (people[0].mail,)
    assert len(office.sent_to(STRANGER)) == 1


def test_a_yes_that_comes_with_a_paper_links_and_is_decided(office: Office, people: People) -> None:
    folio = asked_about(office, people[0])
    raw = office.writes(people[0], "Sí", vigente(people[0], office.ago(1)), answers=office.sent_to(people[0])[-1])
    office.round()
    office.round()
    case = office.stored_case(folio)
    assert case.contacts == (people[0].mail, STRANGER)
    assert "Pide tu Hoja" in office.sent_to(people[0])[-1].first
    assert office.folder_of(raw) == "Afiliación/Hojas por entregar"


def test_a_mother_who_asked_first_has_a_case_for_each_child_and_her_thanks_move_none(
    office: Office, people: People
) -> None:
    office.writes(MOTHER, "hola, ¿cómo tramito el seguro de mis hijos en el imss?")
    office.round()
    office.writes(
        MOTHER, "van", vigente(people[0], office.ago(2)), lapsed(people[1], office.ago(2), SCHOOL, "otra.pdf")
    )
    office.round()
    stages = ["hoja por entregar", "alta por tramitar"]
    assert [case["stage"] for case in office.cases()] == stages
    sent = len(office.sent())
    office.writes(MOTHER, "Muchas gracias", answers=office.sent_to(MOTHER)[-1])
    office.round()
    assert len(office.sent()) == sent
    office.writes(MOTHER, "Es una urgencia, mi hijo está en el hospital", subject="urgente")
    office.round()
    assert "911" in office.sent_to(MOTHER)[-1].text
    assert len(office.sent_to(OFFICER)) == 1
    assert [case["stage"] for case in office.cases()] == stages


def test_strangers_neither_flood_a_student_nor_silence_the_office(office: Office, people: People) -> None:
    folio = asked_about(office, people[0])
    office.clock.forward(hours=2)
    for number in range(7):
        office.writes(f"s{number}@example.net", "¿Cómo va?", subject=folio)
    office.round()
    assert len(office.sent_to(people[0])) == 2
    office.writes(people[0], "¿Cómo va mi trámite?")
    office.round()
    assert len(office.sent_to(people[0])) == 3


def test_what_the_officer_passed_on_is_the_students(office: Office, people: People) -> None:
    for student in people[:2]:
        letter = re.sub(rb"Return-Path:[^\n]*\n", b"", office.letter(student, "¿Cómo tramito mi alta en el imss?"))
        office.mail(b"Return-Path: <" + OFFICER.encode() + b">\r\n" + letter)
        office.round()
    assert [case["emails"] for case in office.cases()] == [[student.mail] for student in people[:2]]
    assert office.sent_to(OFFICER) == []
    assert [len(office.sent_to(student)) for student in people[:2]] == [1, 1]


def test_a_copy_by_a_list_does_not_hide_the_students_mail(office: Office, people: People) -> None:
    raw = office.letter(people[0], "mi constancia", vigente(people[0], office.ago(2)))
    office.mail(b"List-Id: <x.y>\r\n" + raw)
    office.round()
    office.mail(raw)
    office.round()
    assert [entry.sort for entry in office.entries()] == [Sort.AUTOMATIC, Sort.STUDENT]
    assert "Pide tu Hoja" in office.reply_to(people[0]).first


def test_an_address_with_two_dots_is_answered(office: Office) -> None:
    text = "Subject: IMSS\r\nMessage-ID: <1@example.com>\r\n\r\nHola, como tramito mi alta en el imss\r\n"
    top = "Return-Path: <ana..lopez@example.com>\r\nFrom: <ana..lopez@example.com>\r\n"
    office.mail(f"{top}To: {office.address}\r\n{text}".encode())
    office.round()
    assert office.reply_to("ana..lopez@example.com").text


@pytest.mark.parametrize("mode", ["propose", "observe"])
def test_an_emergency_that_nobody_answers_is_said_to_be_so(hire: OpenOffice, people: People, mode: str) -> None:
    office = hire(mode=mode)
    office.writes(people[0], "tuve un accidente, estoy en el hospital")
    office.round()
    [notice] = [reply for reply in office.sent_to(OFFICER) if reply.subject.startswith("URGENCIA")]
    assert "NO se le contestó" in notice.text


def test_in_a_pause_an_emergency_is_said_not_to_be_answered(office: Office, people: People) -> None:
    office.order("pausa")
    office.writes(people[0], "tuve un accidente, estoy en el hospital")
    office.round()
    assert "NO se le contestó" in office.reply_to(OFFICER).text


def test_of_two_proposals_days_apart_only_the_last_goes_out(hire: OpenOffice, people: People) -> None:
    office = hire(mode="propose")
    office.writes(people[0], "¿Cómo tramito mi alta en el imss?")
    office.round()
    office.clock.forward(days=1)
    office.writes(people[0], "aquí va", vigente(people[0], office.ago(2)))
    office.round()
    folio = office.case()["folio"]
    assert "1 respuesta" in office.order(folio, "envía")
    assert "Pide tu Hoja" in office.reply_to(people[0]).first
    states = [mail.state for mail in office.written(folio) if mail.purpose is Purpose.REPLY]
    assert states == [OutState.SUPERSEDED, OutState.SENT]


def test_who_came_to_the_counter_without_an_address_is_told_nothing(office: Office, people: People) -> None:
    student = people[0]
    office.order("nuevo", f"{student.name}, nss {student.nss}")
    for number in range(3):
        office.writes(student, f"mi constancia {number}", vigente(student, office.ago(2)))
        office.round()
    assert len(office.sent_to(student)) == 1
    assert "preguntamos" not in office.reply_to(student).text
    assert "«correo …»" in str(office.stored_case(office.case()["folio"]).attention)


@pytest.mark.parametrize(
    ("folio", "text"), [("pausa", "mañana"), ("sigue", "ya"), ("caso", "pausa"), ("caso", "sigue")]
)
def test_pausa_and_sigue_stand_alone(office: Office, people: People, folio: str, text: str) -> None:
    office.writes(people[0], "mi constancia", vigente(people[0], office.ago(2)))
    office.round()
    named = office.case()["folio"] if folio == "caso" else folio
    assert office.say(named, text).startswith("no: ")
    with office.context.store.look() as desk:
        assert desk.setting("paused") is None
