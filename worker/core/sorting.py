"""What kind of message came in, told by its headers: only a person's mail to us may be answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from worker.core.types import Message, Sort


@dataclass(frozen=True, slots=True)
class Known:
    """What tells our mail: our addresses and the officers' (lower case), and whether a Message-ID is ours."""

    mailbox: frozenset[str]
    officers: frozenset[str]
    is_ours: Callable[[str], bool]


_ROBOT = re.compile(
    r"(?:.*[-._+])?(?:mailer-?daemon|postmaster|(?:no|do-?not|do_not|donot)[-._]?repl(?:y|ies)|no[-._]?responder|no[-._]?contestar"
    r"|nao[-._]?responda|notifica(?:cion|ciones|tion|tions)|bounces?)\d{0,6}(?:[-+=].*)?@",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"(?:respuesta autom[aá]tica|auto-?respuesta|fuera de (?:la )?oficina|ausente de la oficina"
    r"|auto(?:matic)?[- ]?(?:reply|response)\b|out of (?:the )?office|resposta autom[aá]tica)",
    re.IGNORECASE,
)
_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
_SUPPRESS_ALL = frozenset({"all", "autoreply"})


def sort_message(message: Message, known: Known) -> tuple[Sort, str]:
    """The kind of a message, and the reason in Spanish for the history.

    Only OWN, BOUNCE, AUTOMATIC, OFFICER, NOT_OURS and STUDENT are told here, in that order: an officer's out-of-office
    answer is automatic, and our own mail is known by its Message-ID or X-Loop, never by From. What a mail
    forwards does not count.
    """
    if _is_own(message, known):
        return Sort.OWN, "es un correo nuestro"
    if message.bounce is not None:
        return Sort.BOUNCE, "avisa de un correo que no se entregó"
    automatic = why_automatic(message)
    if automatic:
        return Sort.AUTOMATIC, automatic
    if message.sender and message.sender.mail in known.officers:
        return Sort.OFFICER, "lo envía la encargada"
    if not known.mailbox.intersection(map(_untagged, (*message.to, *message.cc, *message.resent_to))):
        return Sort.NOT_OURS, "no va dirigido a nuestra dirección"
    return Sort.STUDENT, "lo envía una persona a nuestra dirección"


def why_automatic(message: Message) -> str:
    """Why a machine wrote this mail, in Spanish; empty if nothing says so."""
    return next((reason for reason, holds in _SIGNS if holds(message)), "")


def _values(message: Message, name: str) -> list[str]:
    """The first word of each item of a header: 'auto-replied (rejected)' says 'auto-replied'."""
    values = message.headers.get(name, ())
    return [word for value in values for word in re.findall(r"(?:^|,)\s*([\w-]+)", value.lower())]


def _is_own(message: Message, known: Known) -> bool:
    loops = (loop.strip().strip("<>").lower() for loop in message.headers.get("x-loop", ()))
    return any(loop in known.mailbox for loop in loops) or (
        message.message_id is not None and known.is_ours(message.message_id)
    )


def _untagged(mail: str) -> str:
    return re.sub(r"\+[^@]*(?=@)", "", mail)


def _sender(message: Message) -> str:
    return message.sender.mail if message.sender else ""


_SIGNS: tuple[tuple[str, Callable[[Message], bool]], ...] = (
    ("viene sin dirección de retorno", lambda m: m.return_path == ""),
    ("lo generó un programa (Auto-Submitted)", lambda m: any(v != "no" for v in _values(m, "auto-submitted"))),
    ("es un envío masivo (Precedence)", lambda m: not _BULK.isdisjoint(_values(m, "precedence"))),
    ("viene de una lista de correo", lambda m: any(name.startswith("list-") for name in m.headers)),
    ("pide no responderle (X-Auto-Response-Suppress)", lambda m: not _SUPPRESS_ALL.isdisjoint(_suppressed(m))),
    ("es una respuesta automática", lambda m: "x-autoreply" in m.headers or "x-autorespond" in m.headers),
    ("es un informe de un servidor", lambda m: any(v.startswith("multipart/report") for v in _types(m))),
    ("lo envía un programa, no una persona", lambda m: _ROBOT.match(_sender(m)) is not None),
    ("su asunto es el de una respuesta automática", lambda m: _ABSENT.match(m.subject) is not None),
)


def _suppressed(message: Message) -> list[str]:
    return _values(message, "x-auto-response-suppress")


def _types(message: Message) -> list[str]:
    return [value.lower() for value in message.headers.get("content-type", ())]
