"""What a decision asks to be done: cases, mails, events. Nothing of it has happened until it is committed whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from worker.core.cases import Case, Entry, Event, LinkAsk, Outgoing, OutState, Purpose
from worker.core.desk import Desk
from worker.core.outgoing import Attachment, compose, message_id


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail of ours before it is bytes. `key` tells apart two mails of one purpose about one case.

    With `settled` False a later mail of the same sender may replace it until it leaves.
    """

    purpose: Purpose
    recipient: str
    template: str
    subject: str
    body: str
    key: str
    folio: str | None = None
    entry: int | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    settled: bool = True
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that one message or one order changes.

    `supersede` and `states` speak of our own mails by Message-ID; `reopen` are received mails to be decided anew;
    `ajeno` are received mails that go back to the inbox and out of every case.
    """

    cases: tuple[Case, ...] = ()
    entry: Entry | None = None
    mails: tuple[Draft, ...] = ()
    supersede: tuple[str, ...] = ()
    states: tuple[tuple[str, OutState], ...] = ()
    asks: tuple[LinkAsk, ...] = ()
    reopen: tuple[Entry, ...] = ()
    moved: tuple[Entry, ...] = ()
    ajeno: tuple[Entry, ...] = ()
    events: tuple[Event, ...] = ()
    settings: tuple[tuple[str, str | None], ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """How our mails leave: from whom, with which Message-ID domain, in which mode, and how long a reply may wait.

    `mode` is 'answer', 'propose' or 'observe'; it holds for what students get, never for the officer's own mails.
    """

    address: str
    name: str
    officer: str
    mode: str = "answer"
    settle: timedelta = timedelta(0)

    @property
    def domain(self) -> str:
        """The domain of our Message-IDs."""
        return self.address.rpartition("@")[2]


TO_STUDENTS = frozenset({Purpose.REPLY, Purpose.ASK_LINK, Purpose.NOTICE})
_MODES = {"answer": OutState.DUE, "propose": OutState.PROPOSED, "observe": OutState.OBSERVED}
_HER_WORD = frozenset({Purpose.NOTICE})
"""What an order of the officer tells a student: it is not proposed to her who said it."""


def write(draft: Draft, sender: Sender, now: datetime) -> Outgoing:
    """Make the mail, byte for byte. The same draft at the same moment gives the same bytes."""
    student = draft.purpose in TO_STUDENTS
    wait = student and not draft.settled and sender.settle > timedelta(0)
    identifier = message_id(draft.folio or "", draft.key, draft.purpose, sender.domain)
    mime = compose(
        sender=sender.address,
        sender_name=sender.name,
        recipient=draft.recipient,
        subject=draft.subject,
        body=draft.body,
        date=now,
        message_id=identifier,
        in_reply_to=draft.in_reply_to,
        references=draft.references,
        auto="auto-replied" if student else "auto-generated",
        html=draft.html,
        attachments=draft.attachments,
    )
    return Outgoing(
        message_id=identifier,
        recipient=draft.recipient,
        purpose=draft.purpose,
        subject=draft.subject,
        body=draft.body,
        mime=mime,
        state=_state(draft.purpose, sender.mode),
        not_before=now + sender.settle if wait else None,
        folio=draft.folio,
        entry=draft.entry,
        template=draft.template,
        settled=not wait,
        created=now,
    )


def _state(purpose: Purpose, mode: str) -> OutState:
    if purpose not in TO_STUDENTS or (mode == "propose" and purpose in _HER_WORD):
        return OutState.DUE
    return _MODES[mode]


def commit(desk: Desk, outcome: Outcome, sender: Sender, now: datetime) -> None:
    """Do all of it on one desk. `Conflict` leaves nothing behind once the desk is given up."""
    for case in outcome.cases:
        desk.save_case(replace(case, updated=now))
    entry_id = outcome.entry.id if outcome.entry else None
    if outcome.entry is not None:
        desk.save_entry(outcome.entry)
    for entry in (*outcome.reopen, *outcome.moved, *outcome.ajeno):
        desk.save_entry(entry)
    for entry in outcome.ajeno:
        desk.return_to_inbox(entry.id)
    for identifier in outcome.supersede:
        desk.set_out_state(identifier, OutState.SUPERSEDED)
    for identifier, state in outcome.states:
        desk.set_out_state(identifier, state)
    for draft in outcome.mails:
        mail = write(draft, sender, now)
        if mail.state is OutState.PROPOSED and draft.folio:
            _supersede_proposals(desk, draft)
        desk.send(mail)
        if mail.state is OutState.PROPOSED:
            desk.send(write(_proposal(draft, mail, sender), sender, now))
    for ask in outcome.asks:
        desk.save_link_ask(ask)
    for key, value in outcome.settings:
        desk.set_setting(key, value)
    for event in outcome.events:
        desk.record(event, now, entry_id)


def _supersede_proposals(desk: Desk, draft: Draft) -> None:
    """Of the replies to one address in a case, and of the askings, only the newest waits for the officer."""
    for mail in desk.outgoing_of(draft.folio or ""):
        same = (mail.recipient, mail.purpose) == (draft.recipient, draft.purpose)
        if mail.state is OutState.PROPOSED and same:
            desk.set_out_state(mail.message_id, OutState.SUPERSEDED)


def _proposal(draft: Draft, mail: Outgoing, sender: Sender) -> Draft:
    """What the officer gets in `propose` mode: the reply as it would leave, and how to release it."""
    body = (
        f"Respuesta propuesta para {mail.recipient}, folio {mail.folio or 'sin folio'}.\n\n"
        f"Para que salga:         afiliacion order {mail.folio or '-'} envía\n"
        f"Para que no salga:      afiliacion order {mail.folio or '-'} 'no envíes'\n"
        f"Para decir otra cosa:   afiliacion order {mail.folio or '-'} 'responde: …'\n\n"
        f"Asunto: {mail.subject}\n\n{mail.body}"
    )
    subject = f"Propuesta: {mail.subject}"
    return Draft(Purpose.PROPOSAL, sender.officer, "propuesta", subject, body, draft.key, folio=draft.folio)
