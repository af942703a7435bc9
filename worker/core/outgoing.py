"""Builds the bytes of our own mail, and reads from a received one where an answer goes.

The same arguments give the same bytes: a mail that is built twice is one mail.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address as Mailbox
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any, Literal

from worker.core.cases import Purpose
from worker.core.mime.headers import is_mailable, one_line
from worker.core.types import Message

_SUBJECT_CHARS = 150
_REFERENCES = 12
_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_FOLIO = re.compile(r"(?<![A-Z0-9])AF[\s–—-]{0,3}([0-9]{4})[\s–—-]{0,3}([0-9]{5,6})(?![0-9])", re.IGNORECASE)
_TAG = re.compile(rf"\[?\s?{_FOLIO.pattern}\s?\]?", re.IGNORECASE)
_PREFIX = re.compile(r"(?:(?:re|rv|fwd?|resp|aw|wg)\s?(?:\[\d{1,3}\])?\s?:\s?)+", re.IGNORECASE)
_IDS = frozenset({"Message-ID", "In-Reply-To", "References"})
_ASCII = re.compile(r"[ -~]*")
_PHRASE = re.compile(r"[A-Za-z0-9 ]*")
_LINE = "\r\n "


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail, such as `IDSE.txt` with `text`, `plain`."""

    name: str
    maintype: str
    subtype: str
    content: bytes


class _Folding(EmailPolicy):
    """The standard policy, but for what it folds wrongly.

    It encodes long Message-IDs, loses spaces beside long words of a subject, and loses the quotes of a long name, so
    that one with a comma becomes two addresses.
    """

    def header_store_parse(self, name: str, value: Any) -> tuple[str, str]:
        # The class reads an address its own way: dots that real providers let people have make it none, or another.
        return (name, str(value)) if name == "To" else super().header_store_parse(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        if name == "To":
            return f"{name}: {value}\r\n".encode("ascii")
        if name in _IDS:
            return f"{name}: {_LINE.join(str(value).split())}\r\n".encode("ascii")
        if isinstance(value, AddressHeader):
            address = value.addresses[0]
            words = _folded(name, address.display_name, _PHRASE)
            return f"{name}: {words}{_LINE if words else ''}<{address.addr_spec}>\r\n".encode("ascii")
        if name == "Subject":
            return f"{name}: {_folded(name, str(value), _ASCII)}\r\n".encode("ascii")
        return super().fold_binary(name, value)


def compose(
    *,
    sender: str,
    recipient: str,
    subject: str,
    body: str,
    date: datetime,
    message_id: str,
    sender_name: str = "",
    in_reply_to: str | None = None,
    references: Sequence[str] = (),
    auto: Literal["auto-replied", "auto-generated"] = "auto-replied",
    html: str | None = None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """One mail of ours to one recipient, as bytes for SMTP: ASCII only, no line over 998, CR LF.

    `date` is aware. No argument can add a header or a recipient: line breaks and control characters are taken
    out of header texts, and Message-IDs of others that are not plain ASCII are left out.

    Raises:
        ValueError: `sender` or `recipient` is not one plain ASCII address, or `message_id` not a Message-ID.
    """
    if not (is_mailable(sender) and is_mailable(recipient) and _ID.fullmatch(message_id)):
        raise ValueError("compose needs plain ASCII addresses and a Message-ID")
    mail = EmailMessage(policy=_Folding(linesep="\r\n"))
    mail["From"] = _mailbox(sender, sender_name)
    mail["To"] = f"<{recipient}>"
    mail["Subject"] = one_line(subject, 2 * _SUBJECT_CHARS)
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = message_id
    for name, ids in (("In-Reply-To", _sound([in_reply_to or ""])), ("References", _chain(references, in_reply_to))):
        if ids:
            mail[name] = " ".join(ids)
    mail["Auto-Submitted"] = auto
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Loop"] = sender
    _fill(mail, body, html, attachments)
    return mail.as_bytes()


def message_id(folio: str, key: str, purpose: Purpose, domain: str) -> str:
    """The Message-ID of our mail of this purpose, for a case, about what `key` names (such as a mail's SHA-256).

    The same arguments give the same one; it tells nothing about the student.
    """
    digest = hashlib.sha256("\0".join((folio, key, purpose.value)).encode("utf-8", "replace")).hexdigest()[:24]
    host = re.sub(r"[^a-z0-9.-]", "", domain.lower()).strip(".-") or "afiliacion.invalid"
    return f"<{purpose.value}.{digest}@{host}>"


def reply_subject(subject: str, folio: str | None) -> str:
    """'Re: ' and the student's subject, each 'Re:' and folio in it made one: 'Re: Mi alta [AF-2026-00042]'.

    Without a folio, none stands in it, not even one that the student wrote.
    """
    bare = one_line(_TAG.sub(" ", one_line(subject, 2 * _SUBJECT_CHARS)), 2 * _SUBJECT_CHARS)
    words = one_line(_PREFIX.sub("", bare, count=1) if _PREFIX.match(bare) else bare, _SUBJECT_CHARS)
    return f"Re: {words or 'tu afiliación al IMSS'}" + (f" [{folio}]" if folio else "")


def folio_in(subject: str) -> str | None:
    """The folio that a subject names, as 'AF-2026-00042', whatever its case and spaces; None for none or two."""
    found = {f"AF-{year}-{number}" for year, number in _FOLIO.findall(subject)}
    return found.pop() if len(found) == 1 else None


def return_address(message: Message) -> str | None:
    """Where an answer goes: the return path, or the sender where that header is missing.

    None for the null return path, and where there is no address that any server takes. In the sender's own
    spelling (lower case) where the two differ by case only.
    """
    if message.return_path == "":
        return None
    sender = message.sender.mail if message.sender else ""
    path = message.return_path or sender
    chosen = sender if path.lower() == sender else path
    return chosen if is_mailable(chosen) else None


def _folded(name: str, text: str, plain: re.Pattern[str]) -> str:
    """The text in lines for this header, in encoded words unless all of it is `plain`."""
    charset = "us-ascii" if plain.fullmatch(text) and "=?" not in text else "utf-8"
    return Header(text, charset, header_name=name).encode(linesep="\r\n")


def _mailbox(mail: str, name: str) -> Mailbox:
    return Mailbox(one_line(name, 100), addr_spec=mail)


def _sound(ids: Sequence[str]) -> list[str]:
    return [found for found in dict.fromkeys(ids) if _ID.fullmatch(found)]


def _chain(references: Sequence[str], parent: str | None) -> list[str]:
    """RFC 5322, 3.6.4: the parent's references and the parent; of a long thread its first mail and the last ones."""
    chain = _sound([*(found for found in references if found != parent), parent or ""])
    return chain if len(chain) <= _REFERENCES else [chain[0], *chain[1 - _REFERENCES :]]


def _fill(mail: EmailMessage, body: str, html: str | None, attachments: Sequence[Attachment]) -> None:
    mail.set_content(_sendable(body), charset="utf-8", cte=_encoding(body))
    if html is not None:
        mail.add_alternative(_sendable(html), subtype="html", charset="utf-8", cte=_encoding(html))
    for file in attachments:
        name = one_line(file.name, 120)
        mail.add_attachment(file.content, maintype=file.maintype, subtype=file.subtype, filename=name)
    digest = hashlib.sha256(str(mail["Message-ID"]).encode()).hexdigest()[:24]
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        # '=_' stands in no quoted-printable or base64 text, so no content can look like this boundary.
        part.set_boundary(f"=_{digest}_{number}")


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _encoding(text: str) -> str:
    # Some servers write '>From ' for 'From ' at the start of a line, which quoted-printable leaves readable to them.
    return "base64" if re.search(r"(?:^|[\r\n])From ", text) else "quoted-printable"
