"""Header values of a mail, decoded and made safe: one line, no control characters, capped.

The only module that speaks to mail-parser. Nothing here raises, whatever bytes a header holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.message import Message as Mime

from mailparser import MailParser, core, utils

from worker.core.types import Address

# mail-parser writes header text, that is names and addresses, into its log.
core.log.disabled = utils.log.disabled = True

SUBJECT_CHARS = 300
_VALUE_CHARS = 2_000
_REPEATS = 20
_IDS = 200

_SIGNALS = re.compile(
    r"auto-submitted|precedence|x-auto-response-suppress|x-loop|x-autoreply|x-autorespond|feedback-id"
    r"|x-failed-recipients|authentication-results|content-type|list-.*"
)
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,@\"\\]{1,64}@[^\s<>()\[\]:;,@\"\\]{1,255}")
_BRACKETED = re.compile(r"<([^<>]{1,500})>")


def one_line(text: str, limit: int) -> str:
    """The text on one line: control, format and surrogate characters gone, runs of space made one, at most `limit`."""
    seen = (c for c in text[: limit * 4] if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return " ".join("".join(seen).split())[:limit].rstrip()


def raw_values(part: Mime, name: str) -> list[str]:
    """Every occurrence of a header from the top, undecoded, at most 20."""
    return [str(value) for key, value in part.raw_items() if key.lower() == name][:_REPEATS]


def decoded(value: str) -> str:
    """A header value with its encoded words decoded; line breaks may still be in it."""
    return str(_parsed("Subject", value).subject)


def subject_of(part: Mime) -> str:
    """The first subject, decoded, on one line, at most 300 characters; empty if there is none."""
    values = raw_values(part, "subject")
    return one_line(decoded(values[0][: SUBJECT_CHARS * 10]), SUBJECT_CHARS) if values else ""


def date_of(part: Mime) -> datetime | None:
    """The date in UTC, or None where it is missing or cannot be a date."""
    values = raw_values(part, "date")
    found: datetime | None = _parsed("Date", values[0][:200]).date if values else None
    return found


def addresses(part: Mime, *names: str) -> tuple[Address, ...]:
    """The addresses of all occurrences of these headers, in order, without repetition."""
    found = (address for name in names for value in raw_values(part, name) for address in _addresses(value))
    return tuple({address.mail: address for address in found}.values())


def mails(part: Mime, *names: str) -> tuple[str, ...]:
    """As `addresses`, the addresses alone, in lower case."""
    return tuple(address.mail for address in addresses(part, *names))


def message_ids(part: Mime, name: str) -> tuple[str, ...]:
    """The Message-IDs of all occurrences of a header, `<…>` each, in order, without repetition, at most 200."""
    return ids_in(" ".join(raw_values(part, name)))


def ids_in(text: str) -> tuple[str, ...]:
    """The Message-IDs in a header's value; one that stands alone without its angle brackets counts."""
    plain = decoded(text) if "=?" in text else text
    inner = (re.sub(r"\s+", "", match) for match in _BRACKETED.findall(plain))
    found = [f"<{clean}>" for raw in inner if (clean := one_line(raw, 500))]
    if not found and re.fullmatch(r"[^\s<>]{1,500}", plain.strip()):
        found = [f"<{bare}>" for bare in [one_line(plain, 500)] if bare]
    return tuple(dict.fromkeys(found))[:_IDS]


def return_path(part: Mime) -> str | None:
    """The return path: "" where it is the null one, None where the header is missing or says no address."""
    for value in raw_values(part, "return-path")[:1]:
        bare = value.strip().strip("<>").strip()
        if not bare or bare.lower() == "mailer-daemon":
            return ""
        return bare if _ADDRESS.fullmatch(bare) else None
    return None


def signals(part: Mime) -> Mapping[str, tuple[str, ...]]:
    """The headers that tell machines from people, by lower-case name; list-* and those of authentication included."""
    names = dict.fromkeys(key.lower() for key, _ in part.raw_items())
    chosen = [name for name in names if _SIGNALS.fullmatch(name)]
    return {
        one_line(name, 60): tuple(one_line(value, _VALUE_CHARS) for value in raw_values(part, name))
        for name in chosen[: 2 * _REPEATS]
    }


def is_mailable(mail: str) -> bool:
    """Whether a plain ASCII address stands there that any server takes."""
    return mail.isascii() and mail.isprintable() and _ADDRESS.fullmatch(mail) is not None


def _addresses(value: str) -> Iterable[Address]:
    pairs = [(name, mail) for name, mail in _parsed("To", value).to if _ADDRESS.fullmatch(mail)]
    if not pairs:
        # A broken header with one address in it still says who wrote; with two it does not.
        only = {mail.lower() for mail in _ADDRESS.findall(value)}
        pairs = [("", mail) for mail in only] if len(only) == 1 else []
    return [Address(one_line(mail.lower(), 320), one_line(name, 200)) for name, mail in pairs]


def _parsed(name: str, value: str) -> MailParser:
    shell = Mime()
    shell.set_raw(name, value)
    return MailParser(shell)
