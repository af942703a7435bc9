from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.mails import message, parsed
from worker.core.cases import Purpose
from worker.core.mime.headers import one_line
from worker.core.outgoing import Attachment, compose, folio_in, message_id, reply_subject, return_address
from worker.core.types import Address

DATE = datetime(2026, 8, 3, 16, 1, tzinfo=UTC)
OURS = "<respuesta.1@escuela.test>"
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Loop",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
]


def composed(**changes: Any) -> bytes:
    arguments: dict[str, Any] = {
        "sender": "afiliaciones@escuela.test",
        "sender_name": "Afiliación al IMSS",
        "recipient": "ana@correo.test",
        "subject": "Re: Mi constancia [AF-2026-00042]",
        "body": "Hola, Ana:\n\n¿A qué clínica?\n",
        "date": DATE,
        "message_id": OURS,
    }
    return compose(**arguments | changes)


def read(raw: bytes) -> EmailMessage:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def body(raw: bytes, kind: str = "plain") -> str:
    part = read(raw).get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_reply_has_the_headers_that_rfc_3834_asks_for() -> None:
    mail = read(composed(in_reply_to="<2@correo.test>", references=("<1@correo.test>", "<2@correo.test>")))
    assert {name: str(value) for name, value in mail.items()} == {
        "From": "Afiliación al IMSS <afiliaciones@escuela.test>",
        "To": "ana@correo.test",
        "Subject": "Re: Mi constancia [AF-2026-00042]",
        "Date": "Mon, 03 Aug 2026 16:01:00 +0000",
        "Message-ID": OURS,
        "In-Reply-To": "<2@correo.test>",
        "References": "<1@correo.test> <2@correo.test>",
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "X-Loop": "afiliaciones@escuela.test",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
        "MIME-Version": "1.0",
    }
    assert body(composed()) == "Hola, Ana:\n\n¿A qué clínica?\n"


def test_a_plain_subject_and_name_stand_as_they_are() -> None:
    raw = composed(sender_name="Afiliaciones ITTG")
    assert b"From: Afiliaciones ITTG\r\n <afiliaciones@escuela.test>\r\n" in raw
    assert b"Subject: Re: Mi constancia [AF-2026-00042]\r\n" in raw
    assert read(composed(sender_name="Afiliaciones, ITTG"))["From"].addresses[0].display_name == "Afiliaciones, ITTG"


def test_a_first_mail_has_no_thread() -> None:
    mail = read(composed(auto="auto-generated"))
    assert (mail["In-Reply-To"], mail["References"], mail["Auto-Submitted"]) == (None, None, "auto-generated")


SUMMARY = {
    "html": "<p>Año</p>",
    "attachments": (
        Attachment("IDSE ñ.txt", "text", "plain", b"0\r\n1\r\n"),
        Attachment("a.pdf", "application", "pdf", b"%PDF"),
    ),
}


def test_the_summary_has_html_and_files() -> None:
    raw = composed(**SUMMARY)
    assert (body(raw), body(raw, "html")) == ("Hola, Ana:\n\n¿A qué clínica?\n", "<p>Año</p>\n")
    files = [(part.get_filename(), part.get_payload(decode=True)) for part in read(raw).iter_attachments()]
    assert files == [("IDSE ñ.txt", b"0\r\n1\r\n"), ("a.pdf", b"%PDF")]


@pytest.mark.parametrize("changes", [{}, SUMMARY])
def test_the_same_arguments_give_the_same_bytes(changes: dict[str, Any]) -> None:
    assert composed(**changes) == composed(**changes)
    assert composed(**changes) != composed(**changes, message_id="<otro@escuela.test>")


@pytest.mark.parametrize("changes", [{}, SUMMARY, {"body": "x" * 3000 + "\nFrom aquí\n.\n \n\0"}])
def test_the_bytes_survive_any_transport(changes: dict[str, Any]) -> None:
    raw = composed(**changes)
    raw.decode("ascii")
    lines = raw.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 998
    assert not any(line.startswith(b"From ") for line in lines)


def test_long_and_odd_thread_ids_are_kept_whole_or_left_out() -> None:
    long = f"<{'a' * 200}@x.test>"
    mail = read(composed(in_reply_to=long, references=("<ñ@x.test>", "<a b>", "no", long, "<1@x.test>")))
    assert (mail["In-Reply-To"], mail["References"].split()) == (long, ["<1@x.test>", long])
    assert parsed(composed(in_reply_to=long)).in_reply_to == (long,)


def test_of_a_long_thread_the_first_and_the_last_mails_are_named() -> None:
    chain = [f"<{number}@x.test>" for number in range(30)]
    found = read(composed(references=chain, in_reply_to=chain[-1]))["References"].split()
    assert found == [chain[0], *chain[-11:]]


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": "ana@correo.test, otra@correo.test"},
        {"recipient": "ana@correo.test\r\nBcc: otra@correo.test"},
        {"recipient": ""},
        {"recipient": "ñandú@correo.test"},
        {"sender": "Afiliaciones <a@escuela.test>"},
        {"message_id": "sin corchetes"},
        {"message_id": "<a@b>\r\nBcc: x@y.test"},
    ],
)
def test_what_is_not_one_address_or_id_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="plain ASCII") as raised:
        composed(**changes)
    assert "correo" not in str(raised.value)


TEXT = st.text(max_size=300)
HOSTILE = st.one_of(
    TEXT, st.lists(st.sampled_from(["\r\n", "\n", "\r", "Bcc: x@y.test", "\x00", "ñ", "a" * 90, " "])).map("".join)
)


@settings(deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, st.lists(HOSTILE, max_size=4))
def test_no_argument_adds_a_header_or_a_recipient(
    subject: str, name: str, text: str, parent: str, references: list[str]
) -> None:
    raw = composed(
        subject=subject,
        sender_name=name,
        body=text,
        in_reply_to=parent,
        references=references,
        attachments=(Attachment(name, "application", "pdf", b"x"),),
    )
    mail = email.message_from_bytes(raw)
    assert set(mail.keys()) <= set(HEADERS)
    assert len(mail.keys()) == len(set(mail.keys()))
    found = parsed(raw)
    assert "=?" in subject or found.subject == normalize("NFC", one_line(subject, 300))
    assert (found.to, found.sender and found.sender.mail) == (("ana@correo.test",), "afiliaciones@escuela.test")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_the_body_arrives_as_it_was_written(text: str) -> None:
    assert body(composed(body=f"{text}\n")).splitlines() == f"{text}\n".splitlines()


def test_what_cannot_be_encoded_is_replaced() -> None:
    assert body(composed(body="a\ud800b")) == "a?b\n"


def test_a_message_id_is_the_same_for_the_same_and_tells_nothing() -> None:
    one = message_id("AF-2026-00042", "clave", Purpose.REPLY, "Escuela.test")
    assert one == message_id("AF-2026-00042", "clave", Purpose.REPLY, "escuela.test")
    assert one.startswith("<respuesta.") and one.endswith("@escuela.test>") and "00042" not in one
    others = [
        message_id("AF-2026-00043", "clave", Purpose.REPLY, "escuela.test"),
        message_id("AF-2026-00042", "otra", Purpose.REPLY, "escuela.test"),
        message_id("AF-2026-00042", "clave", Purpose.NOTICE, "escuela.test"),
    ]
    assert len({one, *others}) == 4


@settings(deadline=None)
@given(TEXT, TEXT, st.sampled_from(Purpose), TEXT)
def test_any_message_id_can_be_sent(folio: str, key: str, purpose: Purpose, domain: str) -> None:
    identifier = message_id(folio, key, purpose, domain)
    assert parsed(composed(message_id=identifier)).message_id == identifier


@pytest.mark.parametrize(
    ("subject", "reply"),
    [
        ("Mi alta", "Re: Mi alta [AF-2026-00042]"),
        ("RE: Re: RV: Fwd: re : Mi alta", "Re: Mi alta [AF-2026-00042]"),
        ("Re[2]: Mi alta [AF-2026-00042]", "Re: Mi alta [AF-2026-00042]"),
        ("Re: Mi alta af 2026 00007 urgente", "Re: Mi alta urgente [AF-2026-00042]"),
        ("Reinscripción", "Re: Reinscripción [AF-2026-00042]"),
        ("a\r\nBcc: x@y.test", "Re: a Bcc: x@y.test [AF-2026-00042]"),
        ("", "Re: tu afiliación al IMSS [AF-2026-00042]"),
        ("Re:", "Re: tu afiliación al IMSS [AF-2026-00042]"),
        ("a" * 400, f"Re: {'a' * 150} [AF-2026-00042]"),
    ],
)
def test_a_reply_names_its_subject_and_folio_once(subject: str, reply: str) -> None:
    assert reply_subject(subject, "AF-2026-00042") == reply


@given(TEXT)
def test_replies_to_replies_keep_their_subject(subject: str) -> None:
    once = reply_subject(subject, "AF-2026-00042")
    assert reply_subject(once, "AF-2026-00042") == once
    assert folio_in(once) == "AF-2026-00042"


def test_a_reply_without_folio_names_none() -> None:
    assert reply_subject("Re: x [AF-2026-00042]", None) == "Re: x"


@pytest.mark.parametrize(
    ("subject", "folio"),
    [
        ("Re: x [AF-2026-00042]", "AF-2026-00042"),
        ("folio af 2026 00042", "AF-2026-00042"),
        ("AF–2026–00042 y otra vez AF-2026-00042", "AF-2026-00042"),
        ("AF202600042", "AF-2026-00042"),
        ("AF-2026-00042 y AF-2026-00043", None),
        ("AF-2026-0004", None),
        ("XAF-2026-00042", None),
        ("AF-2026-0000421234", None),
        ("", None),
    ],
)
def test_a_folio_is_found_whatever_its_case_and_spaces(subject: str, folio: str | None) -> None:
    assert folio_in(subject) == folio


@pytest.mark.parametrize(
    ("path", "sender", "address"),
    [
        ("ana@correo.test", "ana@correo.test", "ana@correo.test"),
        ("Ana@Correo.test", "ana@correo.test", "ana@correo.test"),
        ("SRS0=Ab=@x.test", "ana@correo.test", "SRS0=Ab=@x.test"),
        (None, "ana@correo.test", "ana@correo.test"),
        ("", "ana@correo.test", None),
        (None, None, None),
        (None, "ñandú@correo.test", None),
    ],
)
def test_an_answer_goes_to_the_return_path(path: str | None, sender: str | None, address: str | None) -> None:
    mail = message(return_path=path, sender=Address(sender) if sender else None)
    assert return_address(mail) == address


@pytest.mark.parametrize("subject", ["=?utf-8?q?a=0D=0ABcc:_x=40y.test?=", "=?utf-8?q?a", "a =?x?= b"])
def test_an_encoded_line_break_in_a_subject_adds_no_header(subject: str) -> None:
    raw = composed(subject=subject, sender_name=subject)
    assert list(email.message_from_bytes(raw).keys()).count("Bcc") == 0
    assert parsed(raw).to == ("ana@correo.test",)
