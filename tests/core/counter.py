"""An office's counter for the tests of core: the real store, the real rules, made-up students."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from tests.core.mails import message
from worker.core.apply import apply, apply_general
from worker.core.cases import Case, Entry, Outgoing, OutState, Place, Purpose, Stage
from worker.core.decide import decide_message
from worker.core.house import House
from worker.core.identifiers import Curp, Nss
from worker.core.notify import Refused
from worker.core.orders import Envio, NotUnderstood, Nuevo, parse_order
from worker.core.outcome import Outcome, Sender, commit
from worker.core.part import Received
from worker.core.reply import Office
from worker.core.school import School
from worker.core.types import Box, Document, Evidence, Found, Message, Reading, Through
from worker.core.wishes import Wish, Wishes
from worker.demo.people import students
from worker.rulebook import RuleBook
from worker.store import Store

T = TypeVar("T")

NOW = datetime(2026, 9, 15, 16, 0, tzinfo=UTC)
TODAY = date(2026, 9, 15)
DAYS = 30
OFFICER = "encargada@escuela.test"
ANA, BETO, EVA = "ana@correo.test", "beto@correo.test", "eva@correo.test"
PEOPLE = students(4)
SENDER = Sender("afiliaciones@escuela.test", "Afiliaciones", OFFICER)
SEEN = Evidence(1, Box(0, 0, 1, 1), "texto", "")


def house_of(book: RuleBook, **changes: Any) -> House:
    """The school's rules with a made-up office."""
    house = House(
        rules=book.rules,
        replies=book.replies,
        office=Office("Tecnológico Ficticio", "Lic. Ángeles Fingida", OFFICER, book.clinics, DAYS),
        school=School("Tecnológico Ficticio", domains=("alumnos.escuela.test",), constancia_days=DAYS),
        zone=ZoneInfo("America/Mexico_City"),
        mailbox=SENDER.address,
        officer=OFFICER,
    )
    return replace(house, **changes)


def found(value: T) -> Found[T]:
    """A value that stands somewhere on a paper."""
    return Found(value, SEEN)


def nss(person: int = 0) -> Nss:
    """The NSS of one of the made-up people."""
    return Nss(PEOPLE[person].nss)


def curp(person: int = 0) -> Curp:
    """The CURP of one of the made-up people."""
    return Curp(PEOPLE[person].curp)


def constancia(
    person: int = 0, through: Through | None = Through.TECNOLOGICO, issued: date | None = TODAY, **changes: Any
) -> Reading:
    """A sure constancia; with no `through` one that says 'not vigente'."""
    reading = Reading(
        "constancia.pdf",
        Document.CONSTANCIA,
        nss=found(nss(person)),
        curp=found(curp(person)),
        name=found(PEOPLE[person].name),
        vigente=found(through is not None),
        through=found(through) if through else None,
        issued=found(issued) if issued else None,
        page=1,
        sure=True,
    )
    return replace(reading, **changes)


def paper(document: Document, **changes: Any) -> Reading:
    """A paper of another kind."""
    return replace(Reading("papel.pdf", document), **changes)


def case(stage: Stage = Stage.FALTA_DOCUMENTO, **changes: Any) -> Case:
    """A case that no store knows."""
    return replace(Case("AF-2026-00042", NOW, stage, NOW, contacts=(ANA,)), **changes)


def wishes(*wanted: Wish, **heard: Any) -> Wishes:
    """What a text asks for."""
    return Wishes(frozenset(wanted), **{"clinic": None, "about": True, "spanish": True, **heard})


@dataclass
class Counter:
    """The desk at which students' mails and the officer's words arrive; each is committed at once."""

    store: Store
    house: House
    sender: Sender = SENDER
    now: datetime = NOW
    came: int = field(default=0)

    def later(self, **span: float) -> None:
        """Let time go by."""
        self.now += timedelta(**span)

    def open_case(self, stage: Stage = Stage.FALTA_DOCUMENTO, contacts: Sequence[str] = (ANA,), **changes: Any) -> Case:
        """A case that is already in the store."""
        with self.store.begin() as desk:
            opened = desk.new_case(self.now)
            changes = {"stage": stage, "stage_since": self.now, "contacts": tuple(contacts), **changes}
            return desk.save_case(replace(opened, **changes))

    def admit(self, writer: str = ANA, subject: str = "Mi constancia", **changes: Any) -> Entry:
        """A mail in the ledger, each another one."""
        self.came += 1
        digest = hashlib.sha256(str(self.came).encode()).hexdigest()
        with self.store.begin() as desk:
            entry = desk.admit(Place("INBOX", 7, self.came), digest, self.now, self.now)
            desk.save_entry(
                replace(entry, message_id=f"<{self.came}@correo.test>", sender=writer, subject=subject, **changes)
            )
            return desk.entry(entry.id)

    def received(self, writer: str, asked: Wishes, readings: Iterable[Reading], **mail: Any) -> Received:
        """A mail as it stands before it is decided."""
        subject = mail.get("subject", "Mi constancia")
        entry = self.admit(writer, subject)
        mail = {"message_id": entry.message_id, "subject": subject, **mail}
        return Received(entry, message(**mail), tuple(readings), asked, writer)

    def writes(self, asked: Wishes, *readings: Reading, writer: str = ANA, **mail: Any) -> Outcome:
        """A student's mail, decided and committed."""
        return self.decides(self.received(writer, asked, readings, **mail))

    def decides(self, received: Received) -> Outcome:
        """The same for a mail that is in the ledger already."""
        with self.store.begin() as desk:
            outcome = decide_message(received, desk, self.house, self.now)
            commit(desk, outcome, self.sender, self.now)
        return outcome

    def orders(self, folio: str, text: str) -> Outcome | Refused:
        """An order about a case, committed unless refused."""
        order = parse_order(text)
        assert not isinstance(order, NotUnderstood | Nuevo | Envio), text
        with self.store.begin() as desk:
            known = desk.case(folio)
            assert known is not None
            done = apply(order, known, desk, self.house, self.now)
            if isinstance(done, Outcome):
                commit(desk, done, self.sender, self.now)
        return done

    def done(self, folio: str, text: str) -> Outcome:
        """What an order did that must not be refused."""
        outcome = self.orders(folio, text)
        assert isinstance(outcome, Outcome), outcome
        return outcome

    def refused(self, folio: str, text: str) -> str:
        """Why an order is refused; nothing of the cases, their mails or their history has changed."""
        before = self._everything(folio)
        outcome = self.orders(folio, text)
        assert isinstance(outcome, Refused)
        assert self._everything(folio) == before
        return outcome.why

    def _everything(self, folio: str) -> tuple[object, ...]:
        with self.store.look() as desk:
            return desk.cases(), desk.outgoing_of(folio), desk.history(), desk.entries_of(folio)

    def orders_anew(self, order: Nuevo | Envio) -> Outcome | Refused:
        """An order that is about no existing case."""
        with self.store.begin() as desk:
            done = apply_general(order, desk, self.house, self.now)
            if isinstance(done, Outcome):
                commit(desk, done, self.sender, self.now)
        return done

    def case(self, folio: str) -> Case:
        """The case as the store has it."""
        with self.store.look() as desk:
            known = desk.case(folio)
        assert known is not None
        return known

    def only_case(self) -> Case:
        """The one case there is."""
        with self.store.look() as desk:
            [known] = desk.cases()
        return known

    def entry(self, outcome: Outcome) -> Entry:
        """The ledger's row that an outcome is about."""
        assert outcome.entry is not None
        with self.store.look() as desk:
            return desk.entry(outcome.entry.id)

    def outgoing(self) -> list[Outgoing]:
        """Every mail of ours, oldest first."""
        with self.store.look() as desk:
            return list(desk.outgoing_between(NOW - timedelta(days=400), self.now + timedelta(days=1)))

    def replies(self, recipient: str = ANA) -> list[Outgoing]:
        """What this address was answered."""
        return [mail for mail in self.outgoing() if mail.recipient == recipient and mail.purpose is Purpose.REPLY]

    def delivers(self) -> None:
        """Everything that is due leaves."""
        with self.store.begin() as desk:
            for mail in self.outgoing():
                if mail.state is OutState.DUE:
                    desk.sent(mail.message_id, self.now)


def thread(mail: Outgoing) -> dict[str, Any]:
    """The headers of an answer to a mail of ours."""
    return {"in_reply_to": (mail.message_id,), "references": (mail.message_id,)}


def answer(outcome: Outcome) -> str:
    """The template of the one mail that an outcome sends."""
    [draft] = outcome.mails
    return draft.template


def mail_of(**changes: Any) -> Message:
    """A student's plain mail."""
    return message(**changes)
