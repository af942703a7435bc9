from __future__ import annotations

import email
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default

import pytest

from worker.demo.mails import LastReply, Letter, Program, bounce, forwarded, newsletter, out_of_office, pdf, written

NOW = datetime(2026, 9, 14, 10, 12, tzinfo=UTC)
BOX = "afiliaciones@villaquimera.example"
LAST = LastReply("<af-7@villaquimera.example>", "Constancia · AF-2026-00007", "Hola:\n\nRecibimos tu constancia.", NOW)


def letter(text: str = "le mando mi vigencia ñ", **more: object) -> Letter:
    values = {"address": "noe.sueno@example.com", "name": "Noe Sueño", "to": BOX, "subject": "Duda ¿?", "sent": NOW}
    return Letter(**{"text": text, **values, **more})  # type: ignore[arg-type]


def parsed(raw: bytes) -> EmailMessage:
    mail = email.message_from_bytes(raw, policy=default)
    assert not [defect for part in mail.walk() for defect in part.defects]
    return mail


def plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.mark.parametrize("program", Program)
def test_a_first_mail_has_the_words_and_the_address_and_no_thread(program: Program) -> None:
    mail = parsed(written(letter(program=program)))
    assert plain(mail).startswith("le mando mi vigencia ñ")
    assert mail["To"] == BOX
    assert mail["From"] == "Noe Sueño <noe.sueno@example.com>"
    assert mail["Return-Path"] == "<noe.sueno@example.com>"
    assert mail["In-Reply-To"] is None
    assert mail["X-Mailer"] == program.value[0]


@pytest.mark.parametrize("program", Program)
def test_a_reply_stands_in_the_thread_and_quotes_below_its_own_words(program: Program) -> None:
    mail = parsed(written(letter("la 25", program=program, answers=LAST)))
    assert mail["In-Reply-To"] == LAST.message_id
    assert mail["References"] == LAST.message_id
    text = plain(mail)
    assert text.startswith("la 25")
    assert text.index("Recibimos tu constancia.") > len("la 25")


def test_an_attachment_arrives_with_its_bytes_and_name() -> None:
    mail = parsed(written(letter(files=(pdf(b"%PDF-1.4 x", "Mi constancia ñ.pdf"),))))
    (part,) = mail.iter_attachments()
    assert part.get_filename() == "Mi constancia ñ.pdf"
    assert part.get_content() == b"%PDF-1.4 x"


def test_a_phone_sends_its_pictures_inline() -> None:
    mail = parsed(written(letter(program=Program.IPHONE, files=(pdf(b"x"),))))
    assert [part.get_content_disposition() for part in mail.walk() if part.get_filename()] == ["inline"]


def test_a_mail_without_words_is_empty() -> None:
    assert plain(parsed(written(letter("")))).strip() == ""


def test_the_same_letter_written_twice_is_the_same_mail() -> None:
    assert written(letter(files=(pdf(b"x"),), answers=LAST)) == written(letter(files=(pdf(b"x"),), answers=LAST))


def test_every_line_ends_as_in_an_inbox() -> None:
    for raw in (written(letter()), bounce("a@example.com", BOX, NOW, LAST)):
        assert raw.count(b"\n") == raw.count(b"\r\n")


def test_a_forwarded_mail_holds_the_other_one_whole() -> None:
    inner = written(letter(files=(pdf(b"%PDF-1.4 x"),)))
    mail = parsed(forwarded(letter("se lo reenvio"), inner))
    (part,) = [part for part in mail.iter_attachments() if part.get_content_type() == "message/rfc822"]
    assert b"%PDF-1.4 x" in [each.get_payload(decode=True) for each in part.get_content().walk()]


def test_machines_say_that_they_are_machines() -> None:
    assert parsed(out_of_office(letter(answers=LAST)))["Auto-Submitted"] == "auto-replied"
    assert parsed(newsletter(letter()))["List-Id"]
    back = parsed(bounce("a@example.com", BOX, NOW, LAST))
    assert back["Return-Path"] == "<>"
    assert back.get_content_type() == "multipart/report"


@pytest.mark.parametrize("last", [LAST, None])
def test_a_bounce_names_the_mail_and_the_recipient_it_is_about(last: LastReply | None) -> None:
    parts = list(parsed(bounce("a@example.com", BOX, NOW, last)).walk())
    status = [str(part) for part in parts if part.get_content_type() == "message/delivery-status"]
    assert "Final-Recipient: rfc822; a@example.com" in status[0]
    headers = str(parts[-1].get_payload())
    assert f"Message-ID: {LAST.message_id if last else '<nadie@example.com>'}" in headers
