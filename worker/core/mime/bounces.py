"""Delivery reports: which mail of ours did not arrive, at whom, and whether for good.

The standard form (RFC 3464) and the ones that mail servers use beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.message import Message as Mime

from worker.core.mime.headers import ids_in, mails, message_ids, raw_values, return_path
from worker.core.mime.tree import children, text, walk
from worker.core.types import Bounce

_DAEMON = re.compile(r"(?:mailer-?daemon|postmaster|mail-?delivery|mail\.administrator)\b", re.IGNORECASE)
_ORIGINAL_ID = re.compile(r"^[ \t>]{0,4}Message-ID:\s{0,4}(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE)
_DELAYED = re.compile(
    r"\b4\.\d{1,3}\.\d{1,3}\b|delayed|will be retried|will retry|still trying|retrasad|se seguirá intentando",
    re.IGNORECASE,
)
_WRITTEN = frozenset({"text/plain", "text/rfc822-headers"})
_ABOUT_CHARS = 100_000


def is_report(tree: Mime) -> bool:
    """Whether the mail is a machine's report of any kind: delivery, reading, abuse."""
    return tree.get_content_type() == "multipart/report"


def bounce_of(tree: Mime) -> Bounce | None:
    """What a delivery report says; None for other mail, and for reports of success."""
    parts = list(walk(tree))
    blocks = [block for part in parts if _is_status(part) for block in children(part)]
    if blocks and (is_report(tree) or _is_from_daemon(tree)):
        return _standard(tree, parts, blocks)
    failed = mails(tree, "x-failed-recipients")
    if failed or (_is_from_daemon(tree) and _original_ids(parts)):
        return Bounce(_about(tree, parts), failed, _DELAYED.search(_words(parts)) is None)
    return None


def _is_status(part: Mime) -> bool:
    return part.get_content_type() == "message/delivery-status"


def _standard(tree: Mime, parts: Sequence[Mime], blocks: Sequence[Mime]) -> Bounce | None:
    fates = [(_field(block, "action"), _field(block, "status"), _recipient(block)) for block in blocks]
    failed = [fate for fate in fates if fate[0] in {"failed", "delayed"} or fate[1][:1] in {"4", "5"}]
    if not failed:
        return None
    recipients = dict.fromkeys(mail for _, _, mail in failed if mail)
    permanent = any(action != "delayed" and not status.startswith("4") for action, status, _ in failed)
    return Bounce(_about(tree, parts), tuple(recipients), permanent)


def _field(block: Mime, name: str) -> str:
    return next(iter(raw_values(block, name)), "").strip().lower()


def _recipient(block: Mime) -> str:
    value = _field(block, "original-recipient") or _field(block, "final-recipient")
    return value.rpartition(";")[2].strip().strip("<>")[:320]


def _is_from_daemon(tree: Mime) -> bool:
    senders = mails(tree, "from", "sender")
    return any(map(_DAEMON.match, senders)) or (return_path(tree) == "" and not senders)


def _about(tree: Mime, parts: Sequence[Mime]) -> tuple[str, ...]:
    return _original_ids(parts) or (*message_ids(tree, "in-reply-to"), *message_ids(tree, "references"))


def _original_ids(parts: Sequence[Mime]) -> tuple[str, ...]:
    found = [found for part in parts for found in _ids_of_original(part)]
    return tuple(dict.fromkeys(found))


def _ids_of_original(part: Mime) -> tuple[str, ...]:
    kind = part.get_content_type()
    if part.get_content_maintype() == "message" and not _is_status(part):
        return tuple(found for mail in children(part) for found in message_ids(mail, "message-id"))
    written = _ORIGINAL_ID.findall(text(part)[:_ABOUT_CHARS]) if kind in _WRITTEN else []
    return (*message_ids(part, "x-original-message-id"), *ids_in(" ".join(written)))


def _words(parts: Sequence[Mime]) -> str:
    return "\n".join(text(part)[:_ABOUT_CHARS] for part in parts if part.get_content_type() == "text/plain")
