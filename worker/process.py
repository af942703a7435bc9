"""THE path of a message: sort it, read it, decide what follows. A reader who follows this file knows the worker.

It knows core only. Whoever calls it passes the raw mail and the world: how papers are recognised, how a desk of the
store is opened, what the school decided, and what time it is.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime

from worker.core.cases import Entry
from worker.core.decide import decide_message
from worker.core.desk import Conflict, Desk
from worker.core.house import House
from worker.core.mail_papers import Allowance, read_papers
from worker.core.message import fingerprint, parse_message
from worker.core.mime.quoting import strip_known
from worker.core.octets import Octets
from worker.core.outcome import Outcome, Sender, commit
from worker.core.outgoing import return_address
from worker.core.part import Received
from worker.core.reading import interpret
from worker.core.sorting import Known, sort_message
from worker.core.types import Malformed, Message, Page, Paper, Reading, Sort, Unreadable
from worker.core.unanswered import set_aside
from worker.core.wishes import Words, read_wishes

NOBODY = "No dice a quién contestar."
Pages = tuple[Page, ...] | Unreadable


@dataclass(frozen=True, slots=True)
class World:
    """What the path is given.

    `recognise` turns a file's bytes into pages and the seconds that took; `allowance` is what the papers of one mail
    may take.
    """

    house: House
    words: Words
    sender: Sender
    mailboxes: frozenset[str]
    officers: frozenset[str]
    recognise: Callable[[Octets], tuple[Pages, float]]
    begin: Callable[[], AbstractContextManager[Desk]]
    now: Callable[[], datetime]
    allowance: Allowance = field(default_factory=Allowance)


def process(entry: Entry, raw: Octets, world: World) -> Outcome:
    """Follow one message from its bytes to what was done about it, committed in one unit of work."""
    message = parse_message(raw)
    if isinstance(message, Malformed):
        return _commit(entry, world, lambda entry, desk: set_aside(entry, Sort.MALFORMED, message.reason, desk))
    entry = _headed(entry, message)
    sort, reason = _sort(entry, message, world)
    if sort is not Sort.STUDENT:
        return _commit(entry, world, lambda entry, desk: set_aside(entry, sort, reason, desk, message))
    writer = _writer(message, world)
    if writer is None:
        return _commit(entry, world, lambda entry, desk: set_aside(entry, Sort.MALFORMED, NOBODY, desk, message))
    readings = read(message, world)
    wishes = read_wishes(message.subject, _own_words(message, world), world.words, world.house.office.clinicas)

    def decided(entry: Entry, desk: Desk) -> Outcome:
        received = Received(entry, message, readings, wishes, writer)
        return decide_message(received, desk, world.house, world.now())

    return _commit(entry, world, decided)


def _writer(message: Message, world: World) -> str | None:
    """Who a reply goes to and a case knows: the return path, or the sender where one of us passed the mail on."""
    ours = world.mailboxes | world.officers
    candidates = (return_address(message), message.sender.mail if message.sender else None)
    return next((each for each in candidates if each is not None and each not in ours), None)


def read(message: Message, world: World) -> tuple[Reading, ...]:
    """The papers of the mail, read as far as its allowance goes; no unit of work is open meanwhile."""
    return read_papers(message.papers, lambda paper: _read(paper, world), world.allowance, left_out=message.left_out)


def _read(paper: Paper, world: World) -> Reading:
    pages, seconds = world.recognise(paper.content)
    return interpret(paper.path, pages, world.house.school, seconds=seconds, inline=paper.inline)


def _own_words(message: Message, world: World) -> str:
    """The writer's words without lines of our own mails that a program quoted without any mark."""
    with world.begin() as desk:
        ours = [desk.outgoing(each) for each in (*message.in_reply_to, *message.references)]
    return strip_known(message.text, "\n".join(mail.body for mail in ours if mail is not None))


def _sort(entry: Entry, message: Message, world: World) -> tuple[Sort, str]:
    with world.begin() as desk:
        desk.save_entry(entry)  # a mail that makes the code fail further on can then be named to the officer
        if (original := desk.original_of(entry)) is not None:
            return Sort.DUPLICATE, f"Es el mismo correo que el {original.id}."
        return sort_message(message, Known(world.mailboxes, world.officers, desk.is_ours))


def _headed(entry: Entry, message: Message) -> Entry:
    """The ledger's row with what the headers say."""
    return replace(
        entry,
        message_id=message.message_id,
        fingerprint=fingerprint(message),
        sender=return_address(message) or (message.sender.mail if message.sender else ""),
        subject=message.subject,
    )


def _commit(entry: Entry, world: World, follow: Callable[[Entry, Desk], Outcome], tries: int = 5) -> Outcome:
    """Decide and save in one unit of work; where somebody else saved a case first, once more on what now holds."""
    for _ in range(tries - 1):
        try:
            return _once(entry, world, follow)
        except Conflict:
            continue
    return _once(entry, world, follow)


def _once(entry: Entry, world: World, follow: Callable[[Entry, Desk], Outcome]) -> Outcome:
    with world.begin() as desk:
        outcome = follow(entry, desk)
        commit(desk, outcome, world.sender, world.now())
    return outcome
