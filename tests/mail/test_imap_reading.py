"""Reading a mailbox leaves no trace in it and gives each mail byte for byte."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mail.samples import BROKEN, PLAIN, numbered
from tests.servers import DovecotServer
from worker.core.cases import Place
from worker.core.octets import sha256_of
from worker.mail.imap import ImapInbox

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def shared_dovecot() -> Iterator[DovecotServer]:
    with DovecotServer() as server:
        yield server


@pytest.fixture(scope="module")
def shared_inbox(shared_dovecot: DovecotServer) -> Iterator[ImapInbox]:
    with ImapInbox(shared_dovecot.settings()) as inbox:
        yield inbox


def test_reading_leaves_seen_unset(dovecot: DovecotServer, inbox: ImapInbox) -> None:
    uid = dovecot.put(PLAIN)
    place = Place("INBOX", inbox.status("INBOX"), uid)
    assert inbox.fetch(place)
    assert inbox.headers(place)
    assert not {"\\Seen", "\\Answered"} & dovecot.mails()[0].flags


def test_new_mail_is_what_has_a_higher_uid(dovecot: DovecotServer, inbox: ImapInbox) -> None:
    assert inbox.new_uids("INBOX", 0) == []
    for number in range(3):
        dovecot.put(numbered(number))
    assert inbox.new_uids("INBOX", 0) == [1, 2, 3]
    assert inbox.new_uids("INBOX", 1) == [2, 3]
    assert inbox.new_uids("INBOX", 3) == []
    dovecot.put(numbered(4))
    assert inbox.new_uids("INBOX", 3) == [4]


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN)
def test_broken_mail_comes_byte_for_byte(raw: bytes, shared_dovecot: DovecotServer, shared_inbox: ImapInbox) -> None:
    inbox = shared_inbox
    place = Place("INBOX", inbox.status("INBOX"), shared_dovecot.put(raw))
    fetched = inbox.fetch(place)
    assert fetched
    assert fetched.raw == raw
    head = inbox.headers(place)
    assert head
    assert head.rstrip() == raw.partition(b"\r\n\r\n")[0].rstrip() or raw.startswith(b"\r\n")


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_come_byte_for_byte(shared_inbox: ImapInbox, noise: bytes) -> None:
    raw = re.sub(rb"\r\n|\r|\n", b"\r\n", noise.replace(b"\0", b"0"))
    place = shared_inbox.append("INBOX", raw)
    assert place
    fetched = shared_inbox.fetch(place)
    assert fetched
    assert fetched.raw == raw


def test_delivered_mail_is_what_a_second_client_sees(dovecot: DovecotServer, inbox: ImapInbox) -> None:
    dovecot.deliver(PLAIN, "ana@example.test")
    fetched = inbox.fetch(Place("INBOX", inbox.status("INBOX"), 1))
    assert fetched
    assert fetched.raw == dovecot.mails()[0].raw
    assert fetched.raw.startswith(b"Return-Path: <ana@example.test>")


def test_internal_date_and_keywords_are_told(dovecot: DovecotServer, inbox: ImapInbox) -> None:
    when = datetime(2026, 8, 14, 23, 30, tzinfo=timezone(timedelta(hours=-6)))
    uid = dovecot.put(PLAIN, flags=["\\Flagged", "urgente"], when=when)
    fetched = inbox.fetch(Place("INBOX", inbox.status("INBOX"), uid))
    assert fetched
    assert fetched.received == datetime(2026, 8, 15, 5, 30, tzinfo=UTC)
    assert fetched.received.tzinfo is UTC
    assert fetched.keywords == {"urgente"}


def test_a_mail_that_a_person_removed_is_none(dovecot: DovecotServer, inbox: ImapInbox) -> None:
    place = Place("INBOX", inbox.status("INBOX"), dovecot.put(PLAIN))
    with dovecot.client() as client:
        client.select_folder("INBOX")
        client.delete_messages([place.uid])
        client.expunge()
    assert inbox.fetch(place) is None
    assert inbox.headers(place) is None


def test_a_folder_made_anew_is_noticed(dovecot: DovecotServer, inbox: ImapInbox) -> None:
    inbox.ensure_folder("Altas")
    dovecot.put(numbered(1), "Altas")
    before = Place("Altas", inbox.status("Altas"), 1)
    assert inbox.fetch(before)
    with dovecot.client() as client:
        client.delete_folder("Altas")
        client.create_folder("Altas")
        client.append("Altas", numbered(2))
    with ImapInbox(dovecot.settings()) as later:
        assert later.status("Altas") != before.uidvalidity
        assert later.fetch(before) is None


def test_a_place_in_a_folder_that_is_gone_is_none(dovecot: DovecotServer, inbox: ImapInbox) -> None:
    assert inbox.fetch(Place("Nunca", 1, 1)) is None


def test_the_sent_folder_is_found_by_its_use(dovecot: DovecotServer, inbox: ImapInbox) -> None:
    assert inbox.special_folder("\\Sent") == "Sent"
    assert inbox.special_folder("\\Junk") is None


def test_an_appended_mail_lies_at_its_place(dovecot: DovecotServer, inbox: ImapInbox) -> None:
    place = inbox.append("Sent", PLAIN, ["\\Seen"], datetime(2026, 8, 14, tzinfo=UTC))
    assert place
    [stored] = dovecot.mails("Sent")
    assert (place.folder, place.uid) == ("Sent", stored.uid)
    assert (stored.raw, stored.received) == (PLAIN, datetime(2026, 8, 14, tzinfo=UTC))
    assert "\\Seen" in stored.flags
    assert place.uidvalidity == inbox.status("Sent")


def test_a_large_mail_is_read_in_a_moment(dovecot: DovecotServer, inbox: ImapInbox) -> None:
    raw = PLAIN + (b"a" * 76 + b"\r\n") * 200_000
    fetched = inbox.fetch(Place("INBOX", inbox.status("INBOX"), dovecot.put(raw)))
    assert fetched
    assert fetched.raw[:] == raw


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_mail_that_comes_in_several_pieces_is_whole(
    shared_dovecot: DovecotServer, shared_inbox: ImapInbox, more: int
) -> None:
    raw = PLAIN + b"a" * (8 * 2**20 - len(PLAIN) - 2 + more) + b"\r\n"
    fetched = shared_inbox.fetch(Place("INBOX", shared_inbox.status("INBOX"), shared_dovecot.put(raw)))
    assert fetched
    assert len(fetched.raw) == len(raw)
    assert sha256_of(fetched.raw) == hashlib.sha256(raw).hexdigest()


def test_capabilities_are_told(inbox: ImapInbox) -> None:
    assert {"IMAP4REV1", "MOVE", "UIDPLUS"} <= inbox.capabilities()
