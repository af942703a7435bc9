"""Servers for the tests of the mail package, each test with its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers import DovecotServer, SmtpSink
from worker.mail.imap import ImapInbox


@pytest.fixture
def dovecot() -> Iterator[DovecotServer]:
    with DovecotServer() as server:
        yield server


@pytest.fixture
def inbox(dovecot: DovecotServer) -> Iterator[ImapInbox]:
    with ImapInbox(dovecot.settings()) as inbox:
        yield inbox


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as sink:
        yield sink
