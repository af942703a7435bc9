"""What the rest of the house knows of mail servers: two protocols, their settings and their errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from worker.core.cases import Place
from worker.core.octets import Octets

Security = Literal["tls", "starttls", "none"]


class InboxError(Exception):
    """The mailbox could not do what was asked.

    Args:
        permanent: trying again is of no use until a person mends something (a wrong password).
        reason: one sentence in Spanish, without any word of the server or of a mail.
    """

    def __init__(self, permanent: bool, reason: str) -> None:
        super().__init__(reason)
        self.permanent, self.reason = permanent, reason


class DeliveryError(Exception):
    """A mail of ours was not accepted.

    Args:
        permanent: the server refused this mail or its recipient for good (5xx), or our password (535).
        reason: one sentence in Spanish with the server's codes, without its words or any address.
        login: it is we who are not let in: no mail can leave, whatever it is.
    """

    def __init__(self, permanent: bool, reason: str, login: bool = False) -> None:
        super().__init__(reason)
        self.permanent, self.reason, self.login = permanent, reason, login


@dataclass(frozen=True, slots=True)
class MailServer:
    """How to reach one server. Without `user` or `password` nobody logs in (SMTP only).

    `timeout` is in seconds and holds for each whole step (connecting; each call), however the answer trickles in.
    `ca_file` names authorities that are trusted besides the system's, such as the school's own.
    """

    host: str
    port: int
    security: Security = "tls"
    user: str = ""
    password: str = field(default="", repr=False)
    auth: Literal["password"] = "password"
    timeout: float = 60.0
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as the server holds it, byte for byte; `received` is its INTERNALDATE (UTC), `keywords` its user flags."""

    raw: Octets = field(repr=False)
    received: datetime
    keywords: frozenset[str] = frozenset()


class Inbox(Protocol):
    r"""A mailbox. Every method raises `InboxError`, after which the next call starts on a new connection.

    Folder names are ours: `INBOX`, `Afiliación/Altas`; the levels are parted by `/` whatever the server uses.
    Nothing here sets or reads \Seen: the officer reads the same inbox by hand.
    """

    def status(self, folder: str) -> int:
        """The folder's UIDVALIDITY now."""

    def new_uids(self, folder: str, after_uid: int) -> list[int]:
        """The UIDs above `after_uid`, ascending; 0 for all."""

    def fetch(self, place: Place) -> Fetched | None:
        """The mail at `place`; None when it is gone from there or the folder was made anew."""

    def headers(self, place: Place) -> bytes | None:
        """The header block of the mail at `place`; None as for `fetch`."""

    def ensure_folder(self, folder: str) -> None:
        """Create the folder where it is missing, and subscribe to it."""

    def special_folder(self, use: str) -> str | None:
        r"""The name of the folder for a use of RFC 6154 (`\Sent`), or None."""

    def move(self, place: Place, folder: str, mark: str) -> Place | None:
        r"""Move a mail and tell its new place; the folder is created where it is missing.

        `mark` is a keyword that no other mail bears. It is set before the move where the server keeps keywords and
        lacks MOVE or UIDPLUS; a move that was cut after the server had done it is recognised by it on the next try.
        None when the mail is neither at its place nor, with its mark, in `folder`: a person moved or deleted it
        (flagged \Deleted counts), or an earlier try was cut, which `find` tells by the Message-ID.
        """

    def find(self, folder: str, mark: str, message_id: str | None) -> Place | None:
        """Where in `folder` the mail with this mark lies, else the newest with this Message-ID; None if neither."""

    def append(self, folder: str, raw: bytes, flags: Sequence[str] = (), when: datetime | None = None) -> Place | None:
        """Put a mail into a folder; its place, or None where the server does not tell (no UIDPLUS)."""

    def capabilities(self) -> frozenset[str]:
        """What the server says it can do after login, upper case."""

    def close(self) -> None:
        """Log out. Never raises; the next call would connect again."""


class Transport(Protocol):
    """The way out for our mail."""

    def send(self, mime: bytes, sender: str, recipient: str) -> None:
        """Hand one mail to the server for one recipient; returning means accepted.

        Args:
            mime: the whole mail, CRLF line ends, as it shall leave.
            sender: the envelope's sender; "" is the null path.
            recipient: the envelope's only recipient.

        Raises:
            DeliveryError: it was not accepted. Where the connection broke at the very end, it may have been.
        """
