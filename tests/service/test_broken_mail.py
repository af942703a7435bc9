"""Whatever comes ends in a known state with a reason, and stops nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

import worker.process
from tests.conftest import OpenOffice
from tests.office import Office
from tests.service.papers import lapsed, vigente
from worker.core.cases import Entry, EntryState
from worker.core.reading import interpret
from worker.core.types import Reading, Sort
from worker.demo.people import Person
from worker.jobs.report import summary_of
from worker.settings import Limits

pytestmark = pytest.mark.integration

People = tuple[Person, ...]
CORPUS = sorted((Path(__file__).parent.parent / "corpus" / "mail").glob("*.eml"))


def answered(office: Office, entry: Entry) -> bool:
    return any(mail.entry == entry.id and mail.sent for folio in entry.folios for mail in office.written(folio))


def test_every_mail_of_the_corpus_is_answered_or_has_its_reason(hire: OpenOffice) -> None:
    office = hire(address="afiliaciones@escuela.test", limits=Limits(per_sender_hour=500, per_sender_day=500))
    for file in CORPUS:
        office.mail(file.read_bytes())
    office.round()
    entries = office.entries()
    assert len(entries) == len(CORPUS)
    assert {entry.state for entry in entries} <= {EntryState.DONE, EntryState.HELD}
    assert [entry.id for entry in entries if not (answered(office, entry) or entry.reason)] == []
    assert not any(answered(office, entry) for entry in entries if entry.sort is not Sort.STUDENT)
    students = sum(entry.sort is Sort.STUDENT for entry in entries)
    assert students > 10
    assert office.round().idle


@pytest.mark.parametrize(
    "raw",
    [b"\r\n", b"\x00\xff\xfe\x00", b"Subject: solo\r\n", b"From: ana@example.com\r\n\r\n" + bytes(range(256)) * 40],
    ids=["nothing", "bytes", "a subject", "8 bits"],
)
def test_bytes_that_are_hardly_a_mail_are_recorded_and_stop_nobody(office: Office, people: People, raw: bytes) -> None:
    office.mailbox.deliver(raw)
    office.writes(people[0], "mi constancia", vigente(people[0], office.ago(1)))
    office.round()
    strange, _ = office.entries()
    assert strange.state is EntryState.DONE
    assert strange.reason
    assert office.reply_to(people[0])


def test_an_8_bit_mail_is_answered_to_its_sender(office: Office) -> None:
    raw = (
        f"From: Ramón Núñez <ramon@example.com>\r\nTo: {office.address}\r\nSubject: Afiliación\r\n"
        "Message-ID: <ocho@example.com>\r\n\r\n¿Cómo tramito mi alta en el imss? Soy de 1er año.\r\n"
    ).encode("latin-1")
    office.mail(raw)
    office.round()
    reply = office.reply_to("ramon@example.com")
    assert "mandarnos tu constancia" in reply.first
    assert reply.subject == f"Re: Afiliación [{office.case()['folio']}]"


def test_line_breaks_in_a_subject_make_no_header_of_the_reply(office: Office) -> None:
    raw = (
        f"From: ana@example.com\r\nTo: {office.address}\r\nMessage-ID: <salto@example.com>\r\n"
        "Subject: =?utf-8?q?Imss=0D=0ABcc:_otra@example.com?=\r\n\r\n¿Cómo tramito mi alta?\r\n"
    )
    office.mail(raw.encode())
    office.round()
    reply = office.reply_to("ana@example.com")
    assert reply.mail["Bcc"] is None
    assert reply.recipients == ["ana@example.com"]


@pytest.fixture
def stumbling(office: Office, people: People, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose code fails at the paper of the first of three mails."""

    def interpret_or_fail(path: str, *args: object, **kwargs: object) -> Reading:
        if path == "malo.pdf":
            raise RuntimeError(f"no debía: {people[0].nss}")
        return interpret(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(worker.process, "interpret", interpret_or_fail)
    office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(1), name="malo.pdf"), subject="El malo")
    office.writes(people[1], "mi constancia", lapsed(people[1], office.ago(1)))
    office.writes(people[2], "mi constancia", vigente(people[2], office.ago(1)))
    office.round()
    return office


def test_a_mail_that_makes_the_code_fail_is_set_aside_and_the_others_go_on(stumbling: Office, people: People) -> None:
    parked, *others = stumbling.entries()
    assert parked.state is EntryState.PARKED
    assert [entry.state for entry in others] == [EntryState.DONE, EntryState.DONE]
    assert [len(stumbling.sent_to(person)) for person in people[:3]] == [0, 1, 1]
    assert stumbling.round().idle


def test_its_traceback_tells_where_and_nothing_personal(stumbling: Office, people: People) -> None:
    trace = stumbling.entries()[0].trace
    assert trace.startswith("RuntimeError")
    assert "process.py" in trace
    assert people[0].nss not in trace


def test_the_officer_sees_it_in_the_summary(stumbling: Office, people: People) -> None:
    stumbling.clock.forward(minutes=1)
    with stumbling.context.store.look() as desk:
        made = summary_of(desk, stumbling.config.summary.timezone, stumbling.clock.now)
    assert "CORREOS QUE EL PROGRAMA NO PUDO ATENDER" in made.text
    assert f"{people[0].mail}: El malo" in made.text
