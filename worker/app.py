"""The composition root: the one place that knows every part and puts them together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from worker.config import Config, LocalConfig
from worker.core.house import House, Limits
from worker.core.mail_papers import Allowance
from worker.core.outcome import Sender
from worker.core.reply import Office
from worker.core.school import School
from worker.engines import Recogniser
from worker.jobs.context import Context
from worker.mail.base import MailServer
from worker.mail.imap import ImapInbox
from worker.mail.smtp import SmtpTransport
from worker.process import World
from worker.rulebook import RuleBook, load_rulebook
from worker.settings import Imap, Smtp
from worker.store import Store


def utc_now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def school_of(config: LocalConfig) -> School:
    """The school as core knows it."""
    section = config.school
    return School(
        name=section.name,
        registros_patronales=section.registros_patronales,
        patrones=section.patrones,
        domains=section.student_domains,
        constancia_days=section.constancia_days,
    )


def house_of(config: LocalConfig, book: RuleBook) -> House:
    """What the school decided: its rules and settings. Works without a mailbox, for trying a mail or a rule."""
    officer, mailbox = config.officer, config.imap.address if config.imap else ""
    address = officer.address if officer else ""
    office = Office(
        escuela=config.school.name,
        encargada=officer.name if officer else "la encargada de afiliaciones",
        contacto="" if address == mailbox else address,
        clinicas=book.clinics,
        dias=config.school.constancia_days,
        zona=config.summary.timezone,
    )
    return House(
        rules=book.rules,
        replies=book.replies,
        office=office,
        school=school_of(config),
        zone=config.summary.timezone,
        mailbox=mailbox,
        officer=address,
        answers=config.replies.mode == "answer",
        limits=Limits(config.limits.per_sender_hour, config.limits.per_sender_day),
    )


def sender_of(config: LocalConfig) -> Sender:
    """How our mails leave."""
    return Sender(
        address=config.imap.address if config.imap else "",
        name=config.smtp.from_name if config.smtp else "",
        officer=config.officer.address if config.officer else "",
        mode=config.replies.mode,
        settle=timedelta(seconds=config.poll.settle_seconds),
    )


def world_of(
    config: LocalConfig, book: RuleBook, recognise: Any, begin: Any, now: Callable[[], datetime] = utc_now
) -> World:
    """The world that `process` is given."""
    own = {config.imap.address, *config.imap.aliases} if config.imap else set()
    return World(
        house=house_of(config, book),
        words=book.words,
        sender=sender_of(config),
        mailboxes=frozenset(own),
        officers=frozenset({config.officer.address} if config.officer else ()),
        recognise=recognise,
        begin=begin,
        now=now,
        allowance=Allowance(config.reading.mail_papers, config.reading.mail_bytes, float(config.reading.mail_seconds)),
    )


def recogniser_of(config: LocalConfig, most: int | None = None) -> Recogniser:
    """The reading children, none started yet; no more of them than `most` files need."""
    section = config.reading
    workers = section.workers if most is None else max(1, min(section.workers, most))
    return Recogniser(
        workers,
        section.timeout_seconds,
        section.max_bytes,
        section.max_pages,
        page_seconds=section.page_seconds,
        school=school_of(config),
    )


def open_store(config: LocalConfig, book: RuleBook) -> Store:
    """The store at its newest schema. StoreError where it cannot be opened."""
    inbox = config.imap.folder if config.imap else "INBOX"
    return Store(config.store.database_url, config.store.data_dir, book.rules.folders, inbox)


@contextmanager
def open_context(config: Config, now: Callable[[], datetime] = utc_now) -> Iterator[Context]:
    """Everything that a round needs, closed at the end.

    Raises:
        RulesError: the rules are not proven; nothing was opened.
        StoreError: the store cannot be opened.
    """
    book = load_rulebook(config.rules_dir)
    with open_store(config, book) as store, recogniser_of(config) as recogniser:
        inbox = ImapInbox(server_of(config.imap, config))
        try:
            yield Context(
                store=store,
                inbox=inbox,
                transport=SmtpTransport(server_of(config.smtp, config)),
                world=world_of(config, book, recogniser, store.begin, now),
                log=structlog.get_logger(),
                folder=config.imap.folder,
                newer_than=timedelta(days=config.poll.answer_newer_than_days),
            )
        finally:
            inbox.close()


def server_of(section: Imap | Smtp, config: LocalConfig) -> MailServer:
    """One mail server as `mail` knows it."""
    return MailServer(
        host=section.host,
        port=section.port,
        security=section.security,
        user=section.user,
        password=section.password.get_secret_value() if section.password else "",
        timeout=float(config.limits.step_seconds),
        ca_file=str(section.ca_file) if section.ca_file else "",
    )
