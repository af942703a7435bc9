"""The demo's own servers do for the worker what a real mailbox does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from imapclient import IMAPClient

from tests.mail.samples import BROKEN, PLAIN, numbered
from worker.core.cases import Place
from worker.demo.servers import LocalServers
from worker.mail.base import DeliveryError, InboxError, MailServer
from worker.mail.imap import ImapInbox
from worker.mail.smtp import SmtpTransport

pytestmark = pytest.mark.integration

BOX, PASSWORD, STUDENT = "afiliaciones@example.test", "una-contraseña", "ana@example.test"


@pytest.fixture
def servers() -> Iterator[LocalServers]:
    with LocalServers(BOX, PASSWORD) as servers:
        yield servers


@pytest.fixture
def inbox(servers: LocalServers) -> Iterator[ImapInbox]:
    with ImapInbox(MailServer("127.0.0.1", servers.imap_port, "none", BOX, PASSWORD, timeout=5)) as inbox:
        yield inbox


def smtp(servers: LocalServers, user: str = "", password: str = "") -> SmtpTransport:
    return SmtpTransport(MailServer("127.0.0.1", servers.smtp_port, "none", user, password, timeout=5))


def test_mails_come_byte_for_byte(servers: LocalServers, inbox: ImapInbox) -> None:
    # pymap drops the last byte of a mail that has no blank line after its headers.
    mails = [raw for raw in BROKEN.values() if b"\r\n\r\n" in raw or raw.startswith(b"\r\n")]
    assert len(mails) == len(BROKEN) - 1
    for raw in mails:
        servers.put(raw, datetime(2026, 8, 14, tzinfo=UTC))
    uidvalidity = inbox.status("INBOX")
    fetched = [inbox.fetch(Place("INBOX", uidvalidity, uid)) for uid in inbox.new_uids("INBOX", 0)]
    assert [mail and mail.raw for mail in fetched] == mails
    assert {mail and mail.received for mail in fetched} == {datetime(2026, 8, 14, tzinfo=UTC)}
    for uid in inbox.new_uids("INBOX", 0):
        assert inbox.headers(Place("INBOX", uidvalidity, uid)) is not None


def test_moving_keeps_mail_mark_and_place(servers: LocalServers, inbox: ImapInbox) -> None:
    inbox.append("INBOX", numbered(1), ["afiliacion-1"])
    servers.put(numbered(2))
    uidvalidity = inbox.status("INBOX")
    first, second = (Place("INBOX", uidvalidity, uid) for uid in inbox.new_uids("INBOX", 0))
    moved = inbox.move(first, "Afiliación/Altas", "afiliacion-1")
    assert moved
    fetched = inbox.fetch(moved)
    assert fetched
    assert (fetched.raw, fetched.keywords) == (numbered(1), frozenset({"afiliacion-1"}))
    assert inbox.fetch(first) is None
    assert inbox.new_uids("INBOX", 0) == [second.uid]
    assert inbox.find("Afiliación/Altas", "afiliacion-1", None) == moved
    assert inbox.find("Afiliación/Altas", "otra", "<1@example.test>") == moved
    assert inbox.move(first, "Afiliación/Altas", "afiliacion-1") == moved
    assert inbox.move(first, "Afiliación/Bajas", "afiliacion-1") is None
    on = inbox.move(moved, "Afiliación/Bajas", "afiliacion-1")
    assert on
    assert inbox.fetch(on)


def test_broken_mail_is_moved_and_found_too(servers: LocalServers, inbox: ImapInbox) -> None:
    for raw in BROKEN.values():
        servers.put(raw)
    uidvalidity = inbox.status("INBOX")
    for uid in inbox.new_uids("INBOX", 0):
        assert inbox.move(Place("INBOX", uidvalidity, uid), "Afiliación/Altas", f"m-{uid}")
    assert inbox.new_uids("INBOX", 0) == []
    assert len(inbox.new_uids("Afiliación/Altas", 0)) == len(BROKEN)
    assert inbox.find("Afiliación/Altas", "m-0", "<uno@example.test>")


def test_folders_are_listed_and_subscribed(servers: LocalServers, inbox: ImapInbox) -> None:
    inbox.ensure_folder("Afiliación/Altas")
    with IMAPClient("127.0.0.1", servers.imap_port, ssl=False) as client:
        client.plain_login(BOX, PASSWORD)
        assert "Afiliación/Altas" in {name for _, _, name in client.list_folders()}
        assert "Afiliación/Altas" in {name for _, _, name in client.list_sub_folders()}


def test_what_is_appended_lies_there(inbox: ImapInbox) -> None:
    place = inbox.append("INBOX", PLAIN, ["\\Seen"])
    assert place
    fetched = inbox.fetch(place)
    assert fetched
    assert fetched.raw == PLAIN


def test_a_wrong_password_is_permanent(servers: LocalServers) -> None:
    with pytest.raises(InboxError) as caught:
        ImapInbox(MailServer("127.0.0.1", servers.imap_port, "none", BOX, "otra", timeout=5)).status("INBOX")
    assert caught.value.permanent
    with pytest.raises(DeliveryError) as refused:
        smtp(servers, BOX, "otra").send(PLAIN, BOX, STUDENT)
    assert refused.value.permanent


def test_sent_mail_can_be_asked_for(servers: LocalServers, inbox: ImapInbox) -> None:
    smtp(servers).send(PLAIN, "", STUDENT)
    smtp(servers, BOX, PASSWORD).send(PLAIN, BOX, STUDENT)
    assert servers.delivered() == [("", (STUDENT,), PLAIN), (BOX, (STUDENT,), PLAIN)]
    assert inbox.new_uids("INBOX", 0) == []


def test_mail_to_the_mailbox_arrives_in_it(servers: LocalServers, inbox: ImapInbox) -> None:
    smtp(servers).send(PLAIN, STUDENT, BOX.upper())
    [uid] = inbox.new_uids("INBOX", 0)
    fetched = inbox.fetch(Place("INBOX", inbox.status("INBOX"), uid))
    assert fetched
    assert fetched.raw == b"Return-Path: <ana@example.test>\r\n" + PLAIN


def test_many_connections_and_a_large_mail_are_no_trouble(servers: LocalServers) -> None:
    raw = PLAIN + (b"a" * 76 + b"\r\n") * 20_000
    smtp(servers).send(raw, STUDENT, BOX)
    for _ in range(10):
        with ImapInbox(MailServer("127.0.0.1", servers.imap_port, "none", BOX, PASSWORD, timeout=5)) as inbox:
            assert len(inbox.new_uids("INBOX", 0)) == 1
            fetched = inbox.fetch(Place("INBOX", inbox.status("INBOX"), inbox.new_uids("INBOX", 0)[0]))
            assert fetched
            assert fetched.raw[:].endswith(raw)
