"""Parses the raw bytes of a mail into the one noun that the rest of the house knows, `Message`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from email.message import Message as Mime

from worker.core.mime.attachments import MAX_PAPERS, papers_of
from worker.core.mime.bodies import body_of
from worker.core.mime.bounces import bounce_of, is_report
from worker.core.mime.headers import (
    addresses,
    date_of,
    mails,
    message_ids,
    raw_values,
    return_path,
    signals,
    subject_of,
)
from worker.core.mime.tree import open_mime, walk
from worker.core.octets import Octets, sha256_of
from worker.core.types import Malformed, Message

_DEFECTS = 20


def parse_message(raw: Octets) -> Message | Malformed:
    """A mail from its bytes as fetched.

    Any bytes give one of the two, never an exception, in time that grows with their length. `Malformed` is only what
    has no headers, or more parts inside each other than any mail program makes; all other mail is a `Message`
    with what could be read, and with `defects` that say what was wrong.
    """
    sha256 = sha256_of(raw)
    tree = open_mime(raw)
    return Malformed(sha256, tree) if isinstance(tree, str) else _message(tree, sha256)


def fingerprint(message: Message) -> str | None:
    """What two copies of one mail have in common: a SHA-256 of Message-ID, sender, text and papers.

    None without a Message-ID: then only equal bytes make two mails the same.
    """
    if message.message_id is None:
        return None
    sender = message.sender.mail if message.sender else ""
    parts = (message.message_id, sender, message.full_text, *(paper.sha256 for paper in message.papers))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _message(tree: Mime, sha256: str) -> Message:
    bounce = bounce_of(tree)
    # What a report carries is somebody else's mail, most often our own.
    papers, left_out = ((), 0) if bounce or is_report(tree) else papers_of(tree)
    body = body_of(tree)
    return Message(
        sha256=sha256,
        message_id=next(iter(message_ids(tree, "message-id")), None),
        sender=next(iter(addresses(tree, "from", "sender")), None),
        return_path=return_path(tree),
        to=mails(tree, "to"),
        cc=mails(tree, "cc"),
        resent_to=mails(tree, "resent-to", "resent-cc"),
        reply_to=mails(tree, "reply-to"),
        subject=subject_of(tree),
        date=date_of(tree),
        in_reply_to=message_ids(tree, "in-reply-to"),
        references=message_ids(tree, "references"),
        text=body.own,
        full_text=body.full,
        papers=papers,
        links=body.links,
        headers=signals(tree),
        bounce=bounce,
        defects=(*_told(left_out), *dict.fromkeys(_defects(tree)))[:_DEFECTS],
        left_out=left_out,
    )


def _told(left_out: int) -> tuple[str, ...]:
    return (f"traía más de {MAX_PAPERS} archivos; {left_out} no se leyeron",) if left_out else ()


def _defects(tree: Mime) -> Iterator[str]:
    for name in ("From", "Message-ID", "Date", "Subject"):
        if len(raw_values(tree, name.lower())) > 1:
            yield f"{name} aparece más de una vez"
    if raw_values(tree, "date") and date_of(tree) is None:
        yield "la fecha no se entiende"
    for part in walk(tree):
        yield from (type(defect).__name__ for defect in part.defects)
