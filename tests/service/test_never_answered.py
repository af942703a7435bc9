"""Mail that gets no reply: each with its reason, where it lies, and what the officer sees of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.conftest import OpenOffice
from tests.office import OFFICER, Office
from tests.service.papers import lapsed, vigente
from worker.core.cases import Entry, EntryState, OutState
from worker.core.types import Sort
from worker.demo.mails import Letter, bounce, newsletter
from worker.demo.people import Person
from worker.jobs.report import summary_of
from worker.settings import Limits
from worker.store import StoreError

pytestmark = pytest.mark.integration

People = tuple[Person, ...]
ASKS = "¿Cómo tramito mi alta en el imss?"


def headed(raw: bytes, *headers: str) -> bytes:
    """The mail with more headers on top of its own."""
    return "".join(f"{header}\r\n" for header in headers).encode() + raw


def replaced(raw: bytes, name: str, value: str) -> bytes:
    """The mail with another value for one of its headers."""
    return re.sub(rb"(?mi)^" + name.encode() + rb": [^\r\n]*", f"{name}: {value}".encode(), raw, count=1)


def summary(office: Office) -> str:
    office.clock.forward(minutes=1)
    with office.context.store.look() as desk:
        return summary_of(desk, office.config.summary.timezone, office.clock.now).text


def only(office: Office) -> Entry:
    [entry] = office.entries()
    return entry


MACHINES: dict[str, Callable[[bytes], bytes]] = {
    "Auto-Submitted": lambda raw: headed(raw, "Auto-Submitted: auto-generated"),
    "Auto-Submitted with a parameter": lambda raw: headed(raw, "Auto-Submitted: auto-replied; owner=x"),
    "X-Auto-Response-Suppress": lambda raw: headed(raw, "X-Auto-Response-Suppress: All"),
    "Precedence": lambda raw: headed(raw, "Precedence: bulk"),
    "a list": lambda raw: headed(raw, "List-Id: <avisos.alumnos.example>"),
    "null return path": lambda raw: replaced(raw, "Return-Path", "<>"),
    "out of the office, by its subject alone": lambda raw: replaced(raw, "Subject", "Fuera de la oficina"),
    "automatic reply, by its subject alone": lambda raw: replaced(
        raw, "Subject", "=?utf-8?q?Respuesta_autom=C3=A1tica?="
    ),
    "a robot's address": lambda raw: replaced(raw, "From", "Avisos <no-reply@banco.example>"),
}


@pytest.mark.parametrize("made", MACHINES.values(), ids=MACHINES)
def test_a_machines_mail_is_not_answered(office: Office, people: People, made: Callable[[bytes], bytes]) -> None:
    raw = office.mail(made(office.letter(people[0], ASKS, vigente(people[0], office.ago(1)))))
    office.round()
    assert office.sent() == []
    assert office.cases() == []
    assert (only(office).sort, only(office).state) == (Sort.AUTOMATIC, EntryState.DONE)
    assert only(office).reason
    assert office.folder_of(raw) == "INBOX"


def test_the_same_mail_of_a_person_is_answered(office: Office, people: People) -> None:
    office.mail(headed(office.letter(people[0], ASKS), "Auto-Submitted: no", "X-Auto-Response-Suppress: OOF"))
    office.round()
    assert office.reply_to(people[0])


def test_a_newsletter_is_not_answered(office: Office) -> None:
    shop = Letter("novedades@tienda.example", "Tienda", office.address, "Seguro de vida", "Ofertas", office.clock.now)
    office.mail(newsletter(shop))
    office.round()
    assert office.sent() == []
    assert only(office).sort is Sort.AUTOMATIC


def test_our_own_mail_that_comes_back_is_not_answered(office: Office, people: People) -> None:
    office.writes(people[0], ASKS)
    office.round()
    raw = office.mail(office.sink.mails()[0][2])
    office.round()
    assert len(office.sent()) == 1
    assert office.entries()[1].sort is Sort.OWN
    assert office.folder_of(raw) == "INBOX"


def test_a_mail_in_our_name_that_is_none_of_ours_is_not_answered_to_ourselves(office: Office) -> None:
    office.writes(office.address, ASKS)
    office.round()
    assert (office.sent(), office.cases()) == ([], [])
    assert only(office).sort is not Sort.OWN
    assert only(office).reason


def test_a_bounce_marks_the_reply_and_tells_the_officer(office: Office, people: People) -> None:
    office.writes(people[0], ASKS)
    office.round()
    folio = office.case()["folio"]
    raw = office.mail(bounce(people[0].mail, office.address, office.clock.now, office.reply_to(people[0]).last()))
    office.round()
    assert len(office.sent()) == 1
    assert [mail.state for mail in office.written(folio)] == [OutState.FAILED]
    assert "no se pudo entregar" in office.case()["attention"].lower()
    assert "RESPUESTAS QUE NO SE PUDIERON ENTREGAR: 1" in summary(office)
    assert office.entries()[1].sort is Sort.BOUNCE
    assert office.folder_of(raw) == "Afiliación/Esperan al estudiante"


def test_a_delay_is_no_failure(office: Office, people: People) -> None:
    office.writes(people[0], ASKS)
    office.round()
    raw = bounce(people[0].mail, office.address, office.clock.now, office.reply_to(people[0]).last())
    late = raw.replace(b"Action: failed", b"Action: delayed").replace(b"5.1.1", b"4.4.1")
    office.mail(late)
    office.round()
    assert [mail.state for mail in office.written(office.case()["folio"])] == [OutState.SENT]
    assert office.case()["attention"] is None


def test_a_bounce_of_nobodys_mail_is_noted_only(office: Office, people: People) -> None:
    office.mail(bounce(people[0].mail, office.address, office.clock.now, None))
    office.round()
    assert (office.sent(), office.cases(), only(office).sort) == ([], [], Sort.BOUNCE)


def test_mail_to_none_of_our_addresses_is_listed_and_left_alone(office: Office, people: People) -> None:
    raw = office.mail(replaced(office.letter(people[0], ASKS, subject="Para otra"), "To", "otra@villaquimera.example"))
    office.round()
    assert office.sent() == []
    assert only(office).sort is Sort.NOT_OURS
    assert office.folder_of(raw) == "INBOX"
    assert f"{people[0].mail}: Para otra" in summary(office)


def test_mail_to_an_alias_is_answered(hire: OpenOffice, people: People) -> None:
    office = hire(aliases=["imss@villaquimera.example"])
    office.mail(replaced(office.letter(people[0], ASKS), "To", "imss@villaquimera.example"))
    office.round()
    assert office.reply_to(people[0])


def test_ajeno_mail_stays_as_it_is_and_its_text_is_not_kept(office: Office) -> None:
    text = "Confirmo la reunión del viernes; llevo los planos de Zacapoaxtla."
    raw = office.writes("arquitecto@example.com", text, subject="Reunión del viernes")
    before = office.mailbox.mails()
    office.round()
    assert office.mailbox.mails() == before
    assert before[0].flags <= {"\\Recent"}
    assert (office.sent(), office.cases()) == ([], [])
    entry = only(office)
    assert (entry.sort, entry.state) == (Sort.AJENO, EntryState.DONE)
    with pytest.raises(StoreError):
        office.context.store.blobs.get(entry.sha256)
    kept = [file for file in office.config.store.data_dir.rglob("*") if file.is_file()]
    assert not any(b"Zacapoaxtla" in file.read_bytes() or raw in file.read_bytes() for file in kept)
    assert "arquitecto@example.com: Reunión del viernes" in summary(office)
    assert "Zacapoaxtla" not in summary(office)


def test_ajeno_mail_of_a_known_student_belongs_to_the_case(office: Office, people: People) -> None:
    office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(1)))
    office.round()
    office.writes(people[0], "Confirmo la reunión del viernes.", subject="Reunión")
    office.round()
    assert office.case()["messages"] == 2
    assert office.case()["attention"]


def test_the_first_round_ever_leaves_older_mail_alone(office: Office, people: People) -> None:
    now = office.clock.now
    office.clock.forward(days=-15)
    old = office.writes(people[0], ASKS)
    office.clock.now = now
    office.clock.forward(days=-13)
    office.writes(people[1], ASKS)
    office.clock.now = now
    office.round()
    assert office.sent_to(people[0]) == []
    assert office.reply_to(people[1])
    assert office.entries()[0].sort is Sort.OLD
    assert office.folder_of(old) == "INBOX"


def test_a_later_outage_leaves_nothing_alone(office: Office, people: People) -> None:
    office.round()
    office.writes(people[0], ASKS)
    office.clock.forward(days=40)
    office.round()
    assert office.reply_to(people[0])


def test_one_address_gets_so_many_replies_an_hour(hire: OpenOffice, people: People) -> None:
    office = hire(limits=Limits(per_sender_hour=3))
    for minute in range(5):
        office.writes(people[0], f"{minute} mi constancia", vigente(people[0], office.ago(1)))
        office.clock.forward(minutes=1)
        office.round()
    assert len(office.sent_to(people[0])) == 3
    assert "límite" in office.case()["attention"]
    assert [entry.state for entry in office.entries()] == [EntryState.DONE] * 5
    assert all(entry.reason for entry in office.entries()[3:])
    office.clock.forward(hours=1)
    office.writes(people[0], "¿cómo va mi trámite?")
    office.writes(people[1], ASKS)
    office.round()
    assert len(office.sent_to(people[0])) == 4
    assert len(office.sent_to(people[1])) == 1


def test_the_same_bytes_again_are_filed_and_not_answered(office: Office, people: People) -> None:
    raw = office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(1)))
    office.round()
    office.mail(raw)
    office.round()
    assert len(office.sent()) == 1
    assert office.folders() == {"Afiliación/Altas por tramitar": [raw, raw]}
    assert office.entries()[1].sort is Sort.DUPLICATE
    assert office.case()["messages"] == 2


def test_the_same_mail_by_another_way_is_filed_and_not_answered(office: Office, people: People) -> None:
    raw = office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(1)))
    other = office.mail(headed(raw, "Received: from mx2.example by mx.example; Tue, 15 Sep 2026 15:00:09 +0000"))
    office.round()
    assert len(office.sent()) == 1
    assert office.folder_of(other) == office.folder_of(raw) == "Afiliación/Altas por tramitar"
    assert office.entries()[1].sort is Sort.DUPLICATE


def test_the_officers_own_mail_is_no_students_mail(office: Office) -> None:
    office.writes(OFFICER, ASKS)
    office.round()
    assert (office.sent(), office.cases(), only(office).sort) == ([], [], Sort.OFFICER)
