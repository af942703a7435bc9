"""A world that fails: told apart, in time, without personal data, and the next call works again."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from tests.mail.proxy import Fault, FaultProxy
from tests.mail.samples import PLAIN
from tests.servers import DovecotServer, free_ports
from worker.core.cases import Place
from worker.mail.base import InboxError, MailServer
from worker.mail.imap import ImapInbox

pytestmark = pytest.mark.integration


def error_of(settings: MailServer) -> InboxError:
    with ImapInbox(settings) as inbox, pytest.raises(InboxError) as caught:
        inbox.status("INBOX")
    assert settings.user not in str(caught.value)
    assert settings.password not in str(caught.value)
    assert caught.value.__suppress_context__
    return caught.value


def test_a_wrong_password_is_permanent(dovecot: DovecotServer) -> None:
    assert error_of(replace(dovecot.settings(), password="otra")).permanent
    assert error_of(replace(dovecot.settings(), password="ñandú")).permanent


@pytest.mark.parametrize(
    "fault",
    [
        Fault("client", b"AUTHENTICATE", "cut"),
        Fault("server", b" OK Logged in", "replace", b" NO [UNAVAILABLE] Busy"),
        Fault("server", b" OK Logged in", "replace", b" NO Busy"),
    ],
    ids=["cut", "unavailable", "no without a code"],
)
def test_a_busy_server_is_no_wrong_password(dovecot: DovecotServer, fault: Fault) -> None:
    with FaultProxy(dovecot.imap_port, fault) as proxy:
        assert not error_of(replace(dovecot.settings(), port=proxy.port)).permanent


def test_nobody_there_is_temporary() -> None:
    assert not error_of(
        MailServer("127.0.0.1", free_ports(1)[0], "none", "ana@example.test", "clave", timeout=2)
    ).permanent


def test_after_the_server_was_gone_the_next_call_works(dovecot: DovecotServer, inbox: ImapInbox) -> None:
    dovecot.put(PLAIN)
    uidvalidity = inbox.status("INBOX")
    dovecot.stop()
    for _ in range(2):
        with pytest.raises(InboxError) as caught:
            inbox.new_uids("INBOX", 0)
        assert not caught.value.permanent
    dovecot.start()
    assert inbox.new_uids("INBOX", 0) == [1]
    assert inbox.fetch(Place("INBOX", uidvalidity, 1))


@pytest.mark.parametrize("action", ["stall", "dribble", "cut"])
@pytest.mark.parametrize("pattern", [b"* OK", b"UIDVALIDITY", b"BODY["], ids=["greeting", "select", "fetch"])
def test_no_server_holds_a_step_beyond_its_time(dovecot: DovecotServer, action: str, pattern: bytes) -> None:
    dovecot.put(PLAIN)
    fault = Fault("server", pattern, action)  # type: ignore[arg-type]
    with FaultProxy(dovecot.imap_port, fault) as proxy:
        settings = replace(dovecot.settings(timeout=0.6), port=proxy.port)
        with ImapInbox(settings) as inbox:
            begun = time.monotonic()
            with pytest.raises(InboxError) as caught:
                inbox.fetch(Place("INBOX", inbox.status("INBOX"), 1))
            assert time.monotonic() - begun < 2
        assert not caught.value.permanent
        assert fault.times == 0


def test_a_refused_order_is_temporary_and_the_next_call_works(inbox: ImapInbox) -> None:
    with pytest.raises(InboxError) as caught:
        inbox.status("Nunca")
    assert not caught.value.permanent
    assert inbox.new_uids("INBOX", 0) == []


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_trusts_is_refused(dovecot: DovecotServer, security: str) -> None:
    error = error_of(dovecot.settings(security))  # type: ignore[arg-type]
    assert "certificado" in error.reason
    assert not error.permanent


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_trusted_certificate_is_accepted(
    dovecot: DovecotServer, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    dovecot.put(PLAIN)
    with ImapInbox(dovecot.settings(security)) as inbox:  # type: ignore[arg-type]
        assert inbox.new_uids("INBOX", 0) == [1]
        assert inbox.fetch(Place("INBOX", inbox.status("INBOX"), 1))


def test_a_server_without_starttls_gets_no_password(dovecot: DovecotServer) -> None:
    strip = Fault("server", b" STARTTLS", "replace", b"", times=9)
    seen = Fault("client", b"AUTHENTICATE", "cut")
    with FaultProxy(dovecot.imap_port, strip, seen) as proxy:
        error = error_of(replace(dovecot.settings("starttls"), port=proxy.port))
    assert "STARTTLS" in error.reason
    assert seen.times == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_handshake_that_dribbles_ends_in_time(dovecot: DovecotServer, security: str) -> None:
    fault = Fault("server", b"\x16\x03", "dribble")
    port = dovecot.imaps_port if security == "tls" else dovecot.imap_port
    with FaultProxy(port, fault) as proxy:
        begun = time.monotonic()
        error_of(replace(dovecot.settings(security, timeout=0.6), port=proxy.port))  # type: ignore[arg-type]
    assert time.monotonic() - begun < 2


def test_leaving_a_dead_connection_raises_nothing(dovecot: DovecotServer) -> None:
    with ImapInbox(dovecot.settings()) as inbox:
        inbox.status("INBOX")
        dovecot.stop()
