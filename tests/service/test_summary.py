"""The officer's daily summary: once on each configured day, and every number a count of `cases --json`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.conftest import OpenOffice
from tests.office import OFFICER, Clock, Office
from tests.service.papers import BACHILLERATO, EMPLOYER, lapsed, vigente
from worker.core.cases import EntryState
from worker.demo import papers
from worker.demo.mails import pdf
from worker.demo.people import Person
from worker.jobs.report import summary_of

pytestmark = pytest.mark.integration

People = tuple[Person, ...]
HERS = ("alta por tramitar", "en revisión", "hoja por entregar", "baja por tramitar")
THEIRS = ("falta documento", "baja pendiente")


def texts(office: Office) -> str:
    with office.context.store.look() as desk:
        return summary_of(desk, office.config.summary.timezone, office.clock.now).text


def number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


def count(cases: list[dict[str, Any]], *stages: str) -> int:
    return sum(case["stage"] in stages for case in cases)


def a_busy_day(office: Office, people: People) -> None:
    """Something for each part of the summary."""
    day = office.ago(2)
    for student in people[:3]:
        office.writes(student, "mi constancia", lapsed(student, day))
    office.writes(people[3], "mi constancia", vigente(people[3], day))
    office.writes(people[4], "mi constancia", vigente(people[4], day))
    office.writes(people[5], "mi constancia", vigente(people[5], day, BACHILLERATO))
    office.writes(people[6], "mi constancia", vigente(people[6], day, EMPLOYER))
    office.writes(people[7], "mi curp", pdf(papers.curp_paper(people[7], day)))
    office.writes("arquitecto@example.com", "Confirmo la reunión.", subject="Reunión")
    office.round()
    office.clock.forward(minutes=30)
    office.writes(people[0], "gracias", answers=office.reply_to(people[0]))
    office.writes(people[1], "la 25", answers=office.reply_to(people[1]))
    office.mail(office.letter("otra@example.org", "mi constancia", lapsed(people[2], day)))
    office.say(office.cases()[4]["folio"], "egresado")
    office.round()
    office.clock.forward(minutes=30)


def check_numbers(office: Office, since: datetime) -> None:
    """Each number in the summary, against its own query over what `cases --json` prints."""
    cases, text = office.cases(), texts(office)
    assert number(r"(?m)^(\d+) casos? esperan? por ti", text) == sum(
        case["stage"] in HERS or bool(case["attention"]) for case in cases
    )
    assert number(r"ALTAS POR TRAMITAR: (\d+)", text) == count(cases, "alta por tramitar")
    assert number(r"HOJAS POR PREPARAR O ENTREGAR: (\d+)", text) == count(cases, "hoja por entregar")
    assert number(r"BAJAS POR TRAMITAR: (\d+)", text) == count(cases, "baja por tramitar")
    assert number(r"ESPERAN AL ESTUDIANTE: (\d+)", text) == count(cases, *THEIRS)
    assert number(r"NECESITAN TU DECISIÓN: (\d+)", text) == sum(
        case["stage"] == "en revisión" or bool(case["attention"]) for case in cases
    )
    mails = {mail["entry"]: mail for case in cases for mail in case["mails"]}
    taken = [mail for mail in mails.values() if since < datetime.fromisoformat(mail["taken"])]
    answered = [
        mail for mail in mails.values() if mail["answered"] and since < datetime.fromisoformat(mail["answered"])
    ]
    assert number(r": (\d+) correos? de estudiantes", text) == len(taken)
    assert number(r", (\d+) contestados?\.", text) == len(answered)


def test_every_number_equals_a_count_of_the_cases(office: Office, people: People) -> None:
    assert "Hoy nada espera por ti." in texts(office)
    start = office.clock.now
    office.clock.forward(minutes=1)
    a_busy_day(office, people)
    check_numbers(office, start)
    text = texts(office)
    assert number(r"ALTAS POR TRAMITAR: (\d+)", text) == 3
    assert number(r": (\d+) correos? de estudiantes", text) == 11
    assert number(r", (\d+) contestados?\.", text) == 10
    assert number(r"BAJAS POR TRAMITAR: (\d+)", text) == 1


def test_it_names_what_has_to_be_done(office: Office, people: People) -> None:
    office.clock.forward(minutes=1)
    a_busy_day(office, people)
    text = texts(office)
    for student in people[:3]:
        assert f"{student.name} (" in text
        assert f"NSS {student.nss}, CURP {student.curp}" in text
    assert "UMF 25" in text
    assert "arquitecto@example.com: Reunión" in text
    assert "confirmar si pide su baja" in text
    assert "dirección nueva" in text


def test_who_waits_longest_stands_first_with_the_days(office: Office, people: People) -> None:
    office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(2)))
    office.round()
    office.clock.forward(days=3)
    office.writes(people[1], "mi constancia", lapsed(people[1], office.ago(2)))
    office.round()
    office.clock.forward(days=1)
    text = texts(office)
    assert text.index(people[0].name) < text.index(people[1].name)
    assert "espera desde hace 4 días" in text
    assert "espera desde hace 1 día\n" in text


def at(clock: Clock, day: int, hour: int, minute: int = 0) -> None:
    """Set the clock to a day of September 2026, Mexico City's time (UTC-6)."""
    clock.now = datetime(2026, 9, day, hour + 6, minute, tzinfo=UTC)


def test_it_goes_out_once_on_each_configured_day(office: Office) -> None:
    sent = []
    for day, hour, minute in (
        *((15, 7, 29), (15, 7, 30), (15, 7, 31), (15, 12, 0)),  # Tuesday
        *((16, 6, 0), (16, 9, 0), (16, 9, 1)),
        *((18, 8, 0), (19, 8, 0), (20, 8, 0), (21, 8, 0)),  # Friday to Monday; Thursday nobody was there
    ):
        at(office.clock, day, hour, minute)
        office.whole_round()
        sent.append(len(office.sent_to(OFFICER)))
    assert sent == [0, 1, 1, 1, 1, 2, 2, 3, 3, 3, 4]


def test_it_is_text_and_html_for_the_officer_alone(office: Office, people: People) -> None:
    at(office.clock, 14, 8)
    office.whole_round()
    office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(2)))
    office.round()
    at(office.clock, 15, 8)
    office.whole_round()
    mail = office.sent_to(OFFICER)[1]
    assert mail.recipients == [OFFICER]
    assert mail.subject == "Afiliación, 15 de septiembre de 2026: 1 por ti"
    assert mail.mail["Auto-Submitted"] == "auto-generated"
    html = mail.mail.get_body(("html",))
    assert html
    assert all(people[0].nss in text for text in (mail.text, html.get_content()))
    assert "<script" not in html.get_content()


def test_each_mail_is_counted_in_one_summary(office: Office, people: People) -> None:
    at(office.clock, 14, 8)
    office.whole_round()
    at(office.clock, 15, 7, 29)
    office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(2)))
    for day, hour in ((15, 8), (15, 9), (16, 8), (16, 9), (17, 8)):
        at(office.clock, day, hour)
        office.whole_round()
    counts = [number(r": (\d+) correos? de estudiantes", mail.text) for mail in office.sent_to(OFFICER)]
    assert sum(counts) == 1


def test_where_her_address_is_the_mailbox_the_summary_stays_in_the_inbox(hire: OpenOffice) -> None:
    office = hire(officer="afiliaciones@villaquimera.example", address="afiliaciones@villaquimera.example")
    office.whole_round()
    raw = office.mail(office.sink.mails()[0][2])
    office.whole_round()
    assert office.folder_of(raw) == "INBOX"
    assert office.entries()[0].state is EntryState.DONE
    assert len(office.sent()) == 1
    assert office.cases() == []


def test_what_a_stranger_writes_is_no_markup_in_it(office: Office, people: People) -> None:
    office.writes("arquitecto@example.com", "Confirmo la reunión.", subject="<img src=x onerror=alert(1)>")
    office.round()
    office.clock.forward(minutes=1)
    with office.context.store.look() as desk:
        html = summary_of(desk, office.config.summary.timezone, office.clock.now).html
    assert "<img" not in html
    assert "&lt;img src=x" in html
