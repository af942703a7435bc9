"""A whole office for tests: a mailbox on a real server, a real way out, a store of its own, and the worker on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from tests.servers import HOST, DovecotServer, SmtpSink
from worker.app import open_context, sender_of
from worker.cli.service import one_round
from worker.config import Config
from worker.core.cases import Case, Entry, Outgoing
from worker.core.notify import Refused
from worker.core.octets import Octets
from worker.core.views import all_views
from worker.demo.mails import Attachment, LastReply, Letter, Program, written
from worker.demo.people import Person
from worker.demo.school import PATRONES, REGISTROS, SCHOOL_NAME, STUDENT_DOMAIN
from worker.jobs.context import Context
from worker.jobs.ordering import give_order
from worker.jobs.poll import Round, poll_round
from worker.process import Pages
from worker.settings import Imap, Limits, Officer, Poll, Replies, School, Smtp, Store, Summary

OFFICER = "encargada@villaquimera.example"
MORNING = datetime(2026, 9, 15, 15, 0, tzinfo=UTC)
"""A Tuesday, 9 o'clock in Mexico City."""

Recognise = Callable[[Octets], tuple[Pages, float]]

_DOMAIN = "villaquimera.example"
USERS = tuple(f"afiliaciones{number}@{_DOMAIN}" for number in range(400))


@dataclass
class Clock:
    """The worker's time, which only moves when it is told to."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Let so much time go by."""
        self.now += timedelta(**span)


@dataclass(frozen=True)
class Reply:
    """A mail that left the worker, as its recipient gets it."""

    sender: str
    recipients: Sequence[str]
    mail: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def text(self) -> str:
        body = self.mail.get_body(("plain",))
        return str(body.get_content()).replace("\r\n", "\n") if body else ""

    @property
    def first(self) -> str:
        """The first paragraph under the greeting."""
        return self.text.split("\n\n")[1]

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])

    def last(self) -> LastReply:
        """What the student's mail program answers to."""
        return LastReply(self.message_id, self.subject, self.text, parsedate_to_datetime(str(self.mail["Date"])))


@dataclass
class Office:
    """An office at work: mail goes in by `writes` or `mail`, a `round` is done, the rest looks at what came of it."""

    config: Config
    context: Context
    mailbox: DovecotServer
    sink: SmtpSink
    clock: Clock
    letters: int = field(default=0)

    @property
    def address(self) -> str:
        return self.config.imap.address

    def ago(self, days: int) -> date:
        """The day so many days before today."""
        return self.clock.now.date() - timedelta(days)

    # --- in

    def mail(self, raw: bytes, flags: Sequence[str] = ()) -> bytes:
        """Put a mail into the inbox, as it is."""
        self.mailbox.put(raw, flags=flags, when=self.clock.now)
        return raw

    def writes(
        self,
        who: Person | str,
        text: str = "",
        *files: Attachment,
        subject: str = "Constancia",
        answers: Reply | None = None,
        program: Program = Program.GMAIL,
    ) -> bytes:
        """Somebody writes to the office; the raw mail, which lies in the inbox now."""
        return self.mail(self.letter(who, text, *files, subject=subject, answers=answers, program=program))

    def letter(
        self,
        who: Person | str,
        text: str = "",
        *files: Attachment,
        subject: str = "Constancia",
        answers: Reply | None = None,
        program: Program = Program.GMAIL,
    ) -> bytes:
        """The raw mail alone. Each is another one, be it word by word the same."""
        self.letters += 1
        address, name = (who.mail, who.display) if isinstance(who, Person) else (who, "")
        raw = written(
            Letter(
                address=address,
                name=name,
                to=self.address,
                subject=f"Re: {answers.subject.removeprefix('Re: ')}" if answers else subject,
                text=text,
                sent=self.clock.now,
                files=files,
                program=program,
                answers=answers.last() if answers else None,
            )
        )
        return re.sub(rb"(?m)^Message-ID: <", b"Message-ID: <%d." % self.letters, raw, count=1)

    # --- at work

    def round(self, *, settled: bool = False) -> Round:
        """One round, without the summary; with `settled`, after the time in which mails settle."""
        if settled:
            self.clock.forward(seconds=self.config.poll.settle_seconds + 1)
        done = poll_round(self.context)
        assert not done.failures
        return done

    def whole_round(self) -> Round:
        """One round as the service does it."""
        return one_round(self.config, self.context)

    def order(self, folio: str, text: str = "") -> str:
        """What `afiliacion order` does, then a round; the sentence that the officer gets."""
        done = self.say(folio, text)
        self.round()
        return done

    def say(self, folio: str, text: str = "") -> str:
        """The order alone."""
        house, sender = self.context.world.house, sender_of(self.config)
        done = give_order(self.context.store, house, sender, folio, text, self.clock)
        return f"no: {done.why}" if isinstance(done, Refused) else done.said

    # --- out

    def sent(self) -> list[Reply]:
        """Every mail that left, in order."""
        return [
            Reply(sender, recipients, message_from_bytes(raw, EmailMessage, policy=policy.default))
            for sender, recipients, raw in self.sink.mails()
            if sender == self.address
        ]

    def sent_to(self, who: Person | str) -> list[Reply]:
        """The mails that left for this address."""
        address = who.mail if isinstance(who, Person) else who
        return [reply for reply in self.sent() if address in reply.recipients]

    def reply_to(self, who: Person | str) -> Reply:
        """The one mail that this address got."""
        [reply] = self.sent_to(who)
        return reply

    def cases(self) -> list[dict[str, Any]]:
        """The objects that `cases --json` prints."""
        with self.context.store.look() as desk:
            return all_views(desk)

    def case(self) -> dict[str, Any]:
        """The only case there is."""
        [case] = self.cases()
        return case

    def stored_case(self, folio: str) -> Case:
        """The case as the store has it."""
        with self.context.store.look() as desk:
            case = desk.case(folio)
        assert case
        return case

    def entries(self) -> list[Entry]:
        """The ledger."""
        with self.context.store.look() as desk:
            return list(desk.all_entries())

    def written(self, folio: str) -> Sequence[Outgoing]:
        """Our mails for a case, sent or not."""
        with self.context.store.look() as desk:
            return desk.outgoing_of(folio)

    def history(self, folio: str | None = None) -> list[str]:
        """What happened, in a word each."""
        with self.context.store.look() as desk:
            return [event.kind for _, _, event in desk.history(folio)]

    def folders(self) -> dict[str, list[bytes]]:
        """The mails in every folder that has any, the worker's own view not asked."""
        lying = {name: [mail.raw for mail in self.mailbox.mails(name)] for name in self.mailbox.folders()}
        return {name: raws for name, raws in lying.items() if raws}

    def folder_of(self, raw: bytes) -> str:
        """Where this mail lies."""
        [folder] = [name for name, raws in self.folders().items() if raw in raws]
        return folder


@contextmanager
def open_office(
    folder: Path,
    mailbox: DovecotServer,
    sink: SmtpSink,
    recognise: Recognise,
    *,
    clock: Clock | None = None,
    address: str = "",
    mode: str = "answer",
    settle: int = 0,
    limits: Limits | None = None,
    summary: Summary | None = None,
    officer: str = OFFICER,
    aliases: Sequence[str] = (),
    imap_port: int = 0,
    smtp_port: int = 0,
    smtp_login: tuple[str, str] = ("", ""),
) -> Iterator[Office]:
    """An office on this mailbox, with the children that read shared by all tests."""
    clock = clock or Clock()
    config = Config(
        school=School(
            name=SCHOOL_NAME, patrones=PATRONES, registros_patronales=REGISTROS, student_domains=(STUDENT_DOMAIN,)
        ),
        officer=Officer(name="Lic. Ángeles Fingida", address=officer),
        imap=Imap(
            host=HOST,
            port=imap_port or mailbox.imap_port,
            security="none",
            user=mailbox.user,
            address=address or mailbox.user,
            aliases=tuple(aliases),
            password=SecretStr(mailbox.password),
        ),
        smtp=Smtp(
            host=HOST,
            port=smtp_port or sink.port,
            security="none",
            user=smtp_login[0],
            password=SecretStr(smtp_login[1]),
        ),
        replies=Replies.model_validate({"mode": mode}),
        poll=Poll(settle_seconds=settle),
        limits=limits or Limits(),
        summary=summary or Summary(),
        store=Store(data_dir=folder),
    )
    with open_context(config, clock) as context:
        shared = replace(context, world=replace(context.world, recognise=recognise))
        yield Office(config, shared, mailbox, sink, clock)
