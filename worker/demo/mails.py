"""Mails as the programs of students' phones write them, and those that machines write."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from email.utils import format_datetime
from enum import Enum
from html import escape

_MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")


class Program(Enum):
    """A mail program: its X-Mailer (None: it has none) and the line that it puts under every mail."""

    GMAIL = (None, "")
    IPHONE = ("iPhone Mail (22B83)", "Enviado desde mi iPhone")
    OUTLOOK = ("Microsoft Outlook Mobile", "Obtener Outlook para Android<https://aka.ms/AAb9ysg>")


@dataclass(frozen=True, slots=True)
class LastReply:
    """The last mail that the worker sent to an address: its Message-ID with brackets, subject, text and time."""

    message_id: str
    subject: str
    text: str
    sent: datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a mail: the name it bears, its bytes and the MIME type that the program claims."""

    name: str
    content: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody writes: `address` and `name` are the writer's, `to` is the office's mailbox."""

    address: str
    name: str
    to: str
    subject: str
    text: str
    sent: datetime
    files: tuple[Attachment, ...] = ()
    program: Program = Program.GMAIL
    answers: LastReply | None = None


def pdf(content: bytes, name: str = "Constancia.pdf") -> Attachment:
    """A PDF as an attachment."""
    return Attachment(name, content, "application/pdf")


def jpeg(content: bytes, name: str = "IMG_20260914_101523.jpg") -> Attachment:
    """A phone's picture as an attachment."""
    return Attachment(name, content, "image/jpeg")


def png(content: bytes, name: str = "Screenshot_20260914-104205_Drive.png") -> Attachment:
    """A phone's screenshot as an attachment."""
    return Attachment(name, content, "image/png")


def written(letter: Letter) -> bytes:
    """The letter as it lies in an inbox, with CRLF; the same letter gives the same bytes.

    With `answers` it is a reply in that mail's thread and quotes it.
    """
    mail = EmailMessage(policy=SMTP)
    _envelope(mail, letter.address, letter)
    mail["From"] = Address(letter.name, addr_spec=letter.address)
    _thread(mail, letter)
    mailer, foot = letter.program.value
    if mailer:
        mail["X-Mailer"] = mailer
    text = "\n\n".join(part for part in (letter.text, foot, _quoted(letter)) if part)
    mail.set_content(text + "\n", cte="quoted-printable")
    if letter.program is Program.GMAIL:
        html = _html(letter.text) + (_html_quote(letter, letter.answers) if letter.answers else "")
        mail.add_alternative(html, subtype="html", cte="quoted-printable")
    for file in letter.files:
        _attach(mail, file, "inline" if letter.program is Program.IPHONE else "attachment")
    return _sealed(mail)


def forwarded(letter: Letter, inner: bytes) -> bytes:
    """The letter with another mail in it, as message/rfc822."""
    mail = EmailMessage(policy=SMTP)
    _envelope(mail, letter.address, letter)
    mail["From"] = Address(letter.name, addr_spec=letter.address)
    _thread(mail, letter)
    mail.set_content(letter.text + "\n", cte="quoted-printable")
    mail.add_attachment(BytesParser(policy=SMTP).parsebytes(inner))
    return _sealed(mail)


def out_of_office(letter: Letter) -> bytes:
    """The answer that a server gives for somebody who is away."""
    mail = EmailMessage(policy=SMTP)
    _envelope(mail, letter.address, letter)
    mail["From"] = Address(letter.name, addr_spec=letter.address)
    _thread(mail, letter)
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(letter.text + "\n", cte="quoted-printable")
    return _sealed(mail)


def newsletter(letter: Letter) -> bytes:
    """A mailing of a shop to all its customers."""
    mail = EmailMessage(policy=SMTP)
    _envelope(mail, f"rebotes+{letter.address}", letter)
    mail["From"] = Address(letter.name, addr_spec=letter.address)
    _thread(mail, letter)
    mail["List-Id"] = f"<novedades.{letter.address.partition('@')[2]}>"
    mail["List-Unsubscribe"] = f"<mailto:baja-{letter.address}>"
    mail["Precedence"] = "bulk"
    mail.set_content(letter.text + "\n", cte="quoted-printable")
    mail.add_alternative(_html(letter.text), subtype="html", cte="quoted-printable")
    return _sealed(mail)


def bounce(recipient: str, to: str, sent: datetime, about: LastReply | None) -> bytes:
    """What a mail server writes when it could not deliver our mail to `recipient` (RFC 3464)."""
    host = recipient.partition("@")[2]
    message_id = about.message_id if about else f"<nadie@{host}>"
    subject = about.subject if about else "(sin asunto)"
    rows = f"""\
Return-Path: <>
Date: {format_datetime(sent)}
From: Mail Delivery System <MAILER-DAEMON@{host}>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <{_digest(recipient, message_id)}@{host}>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_rebote"

--=_rebote
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

<{recipient}>: host mx.{host} said: 550 5.1.1 User unknown

--=_rebote
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.{host}
Arrival-Date: {format_datetime(sent)}

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--=_rebote
Content-Type: text/rfc822-headers

Message-ID: {message_id}
From: {to}
To: {recipient}
Subject: {_header(subject)}

--=_rebote--
"""
    return rows.replace("\n", "\r\n").encode("ascii")


def _envelope(mail: EmailMessage, path: str, letter: Letter) -> None:
    host = path.rpartition("@")[2]
    arrived = format_datetime(letter.sent + timedelta(seconds=3))
    mail["Return-Path"] = f"<{path}>"
    mail["Received"] = f"from mail.{host} (mail.{host} [192.0.2.25]) by mx.example with ESMTPS; {arrived}"


def _thread(mail: EmailMessage, letter: Letter) -> None:
    mail["Date"] = letter.sent
    mail["Message-ID"] = f"<{_digest(letter.address, letter.subject, letter.text)}@{letter.address.partition('@')[2]}>"
    mail["To"] = letter.to
    mail["Subject"] = letter.subject
    if letter.answers:
        mail["In-Reply-To"] = letter.answers.message_id
        mail["References"] = letter.answers.message_id


def _quoted(letter: Letter) -> str:
    """Our mail as the writer's program puts it under the reply; nothing where it is no reply."""
    last = letter.answers
    if not last:
        return ""
    marked = "\n".join(f"> {line}".rstrip() for line in last.text.splitlines())
    match letter.program:
        case Program.GMAIL:
            return f"{_attribution(letter, last)}\n\n{marked}"
        case Program.IPHONE:
            return f"> {_attribution(letter, last)}\n>\n{marked}"
        case Program.OUTLOOK:
            head = f"De: {letter.to} <{letter.to}>\nEnviado: {_day(last)} {last.sent:%H:%M}\nPara: {letter.address}"
            return f"{'_' * 32}\n{head}\nAsunto: {last.subject}\n\n{last.text}"


def _attribution(letter: Letter, last: LastReply) -> str:
    return f"El {_day(last)} a la(s) {last.sent:%H:%M}, <{letter.to}> escribió:"


def _day(last: LastReply) -> str:
    return f"{last.sent.day} {_MONTHS[last.sent.month - 1]} {last.sent.year}"


def _html(text: str) -> str:
    return f'<div dir="auto">{_lines(text)}</div>\n'


def _html_quote(letter: Letter, last: LastReply) -> str:
    head = f'<div dir="ltr" class="gmail_attr">{escape(_attribution(letter, last))}<br></div>'
    return (
        f'<br><div class="gmail_quote">{head}<blockquote class="gmail_quote">{_lines(last.text)}</blockquote></div>\n'
    )


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _attach(mail: EmailMessage, file: Attachment, disposition: str) -> None:
    main, _, sub = file.kind.partition("/")
    mail.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name, disposition=disposition)


def _sealed(mail: EmailMessage) -> bytes:
    # The library draws boundaries by lot; the same mail twice has to be the same bytes.
    for place, part in enumerate(mail.walk()):
        if part.get_content_maintype() == "multipart":
            part.set_boundary(f"--_{_digest(str(mail['Message-ID']), str(place))}")
    return mail.as_bytes()


def _header(text: str) -> str:
    """The text as an ASCII header value."""
    probe = EmailMessage(policy=SMTP)
    probe["Subject"] = text
    return probe.as_bytes().decode("ascii").partition(": ")[2].partition("\r\n\r\n")[0].replace("\r\n", "\n")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
