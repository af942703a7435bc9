"""What is told about a case goes only to an address that the case knows; a new one is asked about, once."""

from __future__ import annotations

import dataclasses

import pytest

from tests.office import OFFICER, Office, Reply
from tests.service.checks import check_secret
from tests.service.papers import lapsed, vigente
from worker.demo.people import Person, parent

pytestmark = pytest.mark.integration

People = tuple[Person, ...]


def known(office: Office, student: Person) -> str:
    """A case of this student, whose alta is to be filed; its folio."""
    office.writes(student, "mi constancia", lapsed(student, office.ago(2)))
    office.round()
    return str(office.case()["folio"])


def elsewhere(student: Person) -> Person:
    """The same student at an address that nobody knows."""
    return dataclasses.replace(student, mail="otra.direccion@example.org")


def check_neutral(reply: Reply, student: Person, folio: str) -> None:
    """It tells nothing about the case, not even that there is one."""
    check_secret(reply, student)
    assert folio not in reply.subject + reply.text
    assert student.mail not in reply.text
    assert student.given.split()[0].lower() not in reply.text.lower()
    assert "alta" not in reply.text
    assert "NSS" not in reply.text


def test_a_mail_from_a_new_address_is_held_and_the_known_address_asked_once(office: Office, people: People) -> None:
    student = people[0]
    folio = known(office, student)
    new = elsewhere(student)
    for text in ("le mando mi constancia de nuevo", "otra vez mi constancia"):
        office.writes(new, text, vigente(student, office.ago(1)))
        office.round()
    check_neutral(office.reply_to(new), student, folio)
    [_, asked] = office.sent_to(student)
    assert "contesta" in asked.first.lower() and "«sí»" in asked.first
    assert "o•••@example.org" in asked.text
    assert new.mail not in asked.text
    case = office.case()
    assert (case["stage"], case["emails"]) == ("alta por tramitar", [student.mail])
    assert [mail["held"] for mail in case["mails"]] == [False, True, True]
    assert "dirección nueva" in case["attention"]


def test_a_yes_links_the_address_and_the_held_mail_is_answered(office: Office, people: People) -> None:
    student = people[0]
    known(office, student)
    new = elsewhere(student)
    raw = office.writes(new, "mi constancia", vigente(student, office.ago(1)))
    office.round()
    office.writes(student, "Sí", answers=office.sent_to(student)[1])
    office.round()
    case = office.case()
    assert (case["stage"], case["emails"]) == ("hoja por entregar", [student.mail, new.mail])
    assert case["attention"] is None
    assert "Pide tu Hoja" in office.sent_to(new)[1].first
    assert "quedó unida" in office.sent_to(student)[2].first
    assert office.folder_of(raw) == "Afiliación/Hojas por entregar"


def test_a_no_does_not_link_it_and_the_officer_is_told(office: Office, people: People) -> None:
    student = people[0]
    folio = known(office, student)
    new = elsewhere(student)
    office.writes(new, "mi constancia", vigente(student, office.ago(1)))
    office.round()
    office.writes(student, "No", answers=office.sent_to(student)[1])
    office.round()
    office.writes(new, "¿ya?", vigente(student, office.ago(1)), subject=folio)
    office.round()
    case = office.case()
    assert (case["stage"], case["emails"]) == ("alta por tramitar", [student.mail])
    assert "no reconoce" in case["attention"]
    check_neutral(office.reply_to(new), student, folio)
    assert len(office.sent_to(student)) == 3


def test_a_yes_from_an_address_that_the_case_does_not_know_links_nothing(office: Office, people: People) -> None:
    student = people[0]
    known(office, student)
    new = elsewhere(student)
    office.writes(new, "mi constancia", vigente(student, office.ago(1)))
    office.round()
    office.writes(new, "Sí", answers=office.sent_to(student)[1])
    office.round()
    assert office.case()["emails"] == [student.mail]


def test_a_stranger_with_the_folio_learns_nothing(office: Office, people: People) -> None:
    folio = known(office, people[0])
    office.writes("curioso@example.net", "¿cómo va el trámite?", subject=f"Re: Constancia [{folio}]")
    office.round()
    check_neutral(office.reply_to("curioso@example.net"), people[0], folio)


def test_a_stranger_in_the_thread_learns_nothing(office: Office, people: People) -> None:
    folio = known(office, people[0])
    office.writes("curioso@example.net", "¿cómo va mi trámite?", answers=office.reply_to(people[0]))
    office.round()
    check_neutral(office.reply_to("curioso@example.net"), people[0], folio)


def test_a_stranger_who_asks_about_a_number_learns_nothing(office: Office, people: People) -> None:
    folio = known(office, people[0])
    text = f"¿Cómo va el trámite del NSS {people[0].nss}, de {people[0].name}?"
    office.writes("curioso@example.net", text, subject="Consulta")
    office.round()
    reply = office.reply_to("curioso@example.net")
    check_secret(reply, people[0])
    assert folio not in reply.subject + reply.text
    assert office.cases()[0]["messages"] == 1
    assert office.cases()[1]["nss"] is None


def test_an_emergency_from_a_new_address_reaches_the_officer_at_once(office: Office, people: People) -> None:
    folio = known(office, people[0])
    office.writes(elsewhere(people[0]), "estoy en el hospital, tuve un accidente", subject=folio)
    office.round()
    assert "911" in office.reply_to(elsewhere(people[0])).text
    assert office.reply_to(OFFICER).subject.startswith("URGENCIA")


def test_a_mother_with_two_students_gets_one_reply_and_each_has_a_case(office: Office, people: People) -> None:
    elder, younger = people[:2]
    mother = parent(elder, "M")
    files = (vigente(elder, office.ago(1)), lapsed(younger, office.ago(1), name="dos.pdf"))
    office.writes(mother, "Mando las constancias de mis dos hijos", *files)
    office.round()
    one, two = office.cases()
    assert {one["nss"]: one["stage"], two["nss"]: two["stage"]} == {
        elder.nss: "hoja por entregar",
        younger.nss: "alta por tramitar",
    }
    assert one["emails"] == two["emails"] == [mother.mail]
    reply = office.reply_to(mother)
    check_secret(reply, elder, younger)
    assert all(case["folio"] in reply.text for case in (one, two))
    assert "Pide tu Hoja" in reply.text
    assert "en qué clínica" in reply.text
    assert "AF-" not in reply.subject


def test_a_mother_is_no_contact_of_a_case_that_was_there_before(office: Office, people: People) -> None:
    elder, younger = people[:2]
    folio = known(office, elder)
    mother = parent(elder, "M")
    files = (vigente(elder, office.ago(1)), lapsed(younger, office.ago(1), name="dos.pdf"))
    office.writes(mother, "Mando las constancias de mis dos hijos", *files)
    office.round()
    hers, new = office.cases()
    assert (hers["folio"], hers["stage"], hers["emails"]) == (folio, "alta por tramitar", [elder.mail])
    assert (new["nss"], new["emails"]) == (younger.nss, [mother.mail])
    reply = office.reply_to(mother)
    assert "en qué clínica" in reply.text
    assert folio not in reply.text
    assert elder.given.split()[0].capitalize() not in reply.text
    assert "¿Nos escribiste desde otra dirección?" in office.sent_to(elder)[1].subject


def test_who_writes_for_two_cases_and_names_none_is_answered_by_the_officer(office: Office, people: People) -> None:
    mother = parent(people[0], "M")
    files = (lapsed(people[0], office.ago(1)), lapsed(people[1], office.ago(1), name="dos.pdf"))
    office.writes(mother, "Mando las constancias de mis dos hijos", *files)
    office.round()
    office.writes(mother, "la clínica 13", subject="clínica")
    office.round()
    assert [case["umf"] for case in office.cases()].count("13") <= 1
    assert all("varios casos" in case["attention"] for case in office.cases())
