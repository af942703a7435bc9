"""A student and the office write to each other: one case, one thread, and only the student's own words count."""

from __future__ import annotations

import pytest

from tests.office import OFFICER, Office, Reply
from tests.service.checks import check_reply
from tests.service.papers import BACHILLERATO, lapsed, vigente
from worker.demo.mails import Program
from worker.demo.people import Person

pytestmark = pytest.mark.integration

People = tuple[Person, ...]


def asked_for_clinic(office: Office, student: Person) -> Reply:
    """A student whose alta is to be filed, and who was asked for the clinic."""
    office.writes(student, "mi constancia", lapsed(student, office.ago(2)))
    office.round()
    return office.reply_to(student)


def test_the_clinic_answered_in_the_thread_is_noted(office: Office, people: People) -> None:
    first = asked_for_clinic(office, people[0])
    raw = office.writes(people[0], "La 25 por favor", answers=first)
    office.round()
    case = office.case()
    assert (case["stage"], case["umf"], case["messages"]) == ("alta por tramitar", "25", 2)
    assert office.folder_of(raw) == "Afiliación/Altas por tramitar"
    second = office.sent_to(people[0])[1]
    check_reply(office, second, raw, people[0])
    assert "anotamos tu clínica, UMF 25" in second.first
    assert first.message_id in second.mail["References"]
    assert second.subject == first.subject


def test_a_new_constancia_after_the_baja_goes_on_with_the_alta(office: Office, people: People) -> None:
    before = office.writes(people[0], "mi constancia", vigente(people[0], office.ago(4), BACHILLERATO))
    office.round()
    reply = office.reply_to(people[0])
    after = office.writes(
        people[0], "Ya me dieron de baja en el cobach", lapsed(people[0], office.ago(0), BACHILLERATO), answers=reply
    )
    office.round()
    assert office.case()["stage"] == "alta por tramitar"
    assert "en qué clínica" in office.sent_to(people[0])[1].first
    assert {office.folder_of(raw) for raw in (before, after)} == {"Afiliación/Altas por tramitar"}


def test_the_baja_done_without_a_paper_asks_for_a_new_constancia(office: Office, people: People) -> None:
    office.writes(people[0], "mi constancia", vigente(people[0], office.ago(4), BACHILLERATO))
    office.round()
    office.writes(people[0], "Ya hice la baja", answers=office.reply_to(people[0]))
    office.round()
    assert office.case()["stage"] == "baja pendiente"
    assert "constancia de vigencia nueva" in office.sent_to(people[0])[1].first


def test_how_it_stands_is_told_with_what_is_awaited(office: Office, people: People) -> None:
    first = asked_for_clinic(office, people[0])
    office.writes(people[0], "Disculpe, ¿cómo va mi trámite?", answers=first)
    office.round()
    told = office.sent_to(people[0])[1]
    assert "tramitar tu alta" in told.first
    assert "en qué clínica" in told.first
    assert "desde el 15 de septiembre de 2026" in told.text
    assert office.case()["stage"] == "alta por tramitar"


def test_thanks_get_no_reply(office: Office, people: People) -> None:
    first = asked_for_clinic(office, people[0])
    raw = office.writes(people[0], "Muchas gracias!! 🙏", answers=first)
    office.round()
    assert len(office.sent_to(people[0])) == 1
    assert office.folder_of(raw) == "Afiliación/Altas por tramitar"
    assert office.entries()[1].reason
    assert office.case()["attention"] is None


@pytest.mark.parametrize("program", Program)
@pytest.mark.parametrize("said", ["Muchas gracias", "ok"])
def test_the_quote_of_our_own_mail_is_not_the_students_wish(
    office: Office, people: People, program: Program, said: str
) -> None:
    first = asked_for_clinic(office, people[0])
    office.writes(people[0], said, answers=first, program=program)
    office.round()
    assert office.entries()[1].pide == ("gracias",)
    assert office.case()["umf"] is None
    assert len(office.sent_to(people[0])) == 1


def test_our_mail_pasted_without_any_mark_is_not_the_students_wish(office: Office, people: People) -> None:
    first = asked_for_clinic(office, people[0])
    raw = office.letter(people[0], f"Muchas gracias\n\n{first.text}", subject=first.subject)
    office.mail(raw.replace(b"MIME-Version", b"In-Reply-To: %s\r\nMIME-Version" % first.message_id.encode(), 1))
    office.round()
    assert office.entries()[1].pide == ("gracias",)
    assert len(office.sent_to(people[0])) == 1


def test_a_folio_in_the_subject_finds_the_case_from_another_thread(office: Office, people: People) -> None:
    asked_for_clinic(office, people[0])
    folio = office.case()["folio"]
    office.writes(people[0], "la 13", subject=f"mi tramite {folio.lower()}")
    office.round()
    assert office.case()["umf"] == "13"
    assert office.case()["messages"] == 2
    assert office.sent_to(people[0])[1].subject == f"Re: mi tramite [{folio}]"


def test_a_new_mail_of_a_known_address_finds_its_case(office: Office, people: People) -> None:
    asked_for_clinic(office, people[0])
    office.writes(people[0], "¿cómo va mi trámite?", subject="hola")
    office.round()
    assert office.case()["messages"] == 2


def test_keys_that_disagree_are_for_the_officer(office: Office, people: People) -> None:
    ana, luis = people[:2]
    thread = asked_for_clinic(office, ana)
    office.writes(luis, "mi constancia", lapsed(luis, office.ago(2)))
    office.round()
    office.writes(ana, "aquí está mi constancia", vigente(luis, office.ago(1)), answers=thread)
    office.round()
    hers, his = office.cases()
    assert hers["stage"] == "en revisión"
    assert hers["nss"] == ana.nss
    assert (his["stage"], his["vigente"]) == ("alta por tramitar", False)
    assert all("El hilo es de un caso y el papel es de otro" in case["attention"] for case in (hers, his))
    reply = office.sent_to(ana)[1]
    assert "Por ahora no tienes que hacer nada" in reply.first
    assert luis.nss[-4:] not in reply.text
    assert len(office.sent_to(luis)) == 1


def test_a_paper_of_somebody_else_in_ones_own_case_is_for_the_officer(office: Office, people: People) -> None:
    thread = asked_for_clinic(office, people[0])
    office.writes(people[0], "mi constancia", vigente(people[1], office.ago(1)), answers=thread)
    office.round()
    case = office.case()
    assert (case["stage"], case["nss"]) == ("en revisión", people[0].nss)
    assert "parece de otra persona" in office.sent_to(people[0])[1].text


def test_doubt_is_told_once(office: Office, people: People) -> None:
    two = (vigente(people[0], office.ago(2)), lapsed(people[0], office.ago(2), name="b.pdf"))
    office.writes(people[0], "mi constancia", *two)
    office.round()
    office.writes(people[0], "mi constancia otra vez", *two, answers=office.reply_to(people[0]))
    office.round()
    assert office.case()["stage"] == "en revisión"
    assert len(office.sent_to(people[0])) == 1


def test_a_question_asked_again_goes_to_a_person(office: Office, people: People) -> None:
    office.writes(people[0], "¿Cómo tramito mi alta en el imss?")
    office.round()
    office.writes(people[0], "pero ¿cómo tramito mi alta?", answers=office.reply_to(people[0]))
    office.round()
    assert "Ángeles Fingida" in office.sent_to(people[0])[1].first
    assert office.case()["attention"]


def test_english_mail_gets_a_line_in_english(office: Office, people: People) -> None:
    office.writes(people[0], "Hello, how do I register for the IMSS insurance?", subject="IMSS")
    office.round()
    reply = office.reply_to(people[0])
    assert "In English: this office answers in Spanish." in reply.text
    assert f"please write to Lic. Ángeles Fingida at {OFFICER}." in reply.text
    assert "mandarnos tu constancia" in reply.first


def test_spanish_mail_gets_none(office: Office, people: People) -> None:
    asked_for_clinic(office, people[0])
    assert "English" not in office.reply_to(people[0]).text
