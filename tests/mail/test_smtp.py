"""Sending: what is accepted leaves once and unchanged; what is not is told apart, in time, without personal data."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.mail.proxy import Fault, FaultProxy
from tests.mail.samples import PLAIN
from tests.servers import SmtpSink, free_ports, make_certificate
from worker.mail.base import DeliveryError, MailServer
from worker.mail.smtp import SmtpTransport

pytestmark = pytest.mark.integration

SENDER, STUDENT = "afiliaciones@example.test", "ana.pena@example.test"


def error_of(settings: MailServer, sender: str = SENDER, recipient: str = STUDENT) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        SmtpTransport(settings).send(PLAIN, sender, recipient)
    for secret in (sender, recipient, "ana", settings.password):
        assert not secret or secret not in str(caught.value)
    assert caught.value.__suppress_context__
    return caught.value


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    return make_certificate(tmp_path)


@pytest.fixture(params=["tls", "starttls"])
def secure_sink(request: pytest.FixtureRequest, certificate: tuple[Path, Path]) -> Iterator[SmtpSink]:
    with SmtpSink(certificate, tls=request.param == "tls", login=("ana", "clave")) as sink:
        yield sink


def test_a_mail_arrives_as_it_is_with_the_envelope_that_was_given(sink: SmtpSink) -> None:
    raw = PLAIN + b".\r\n..dots\r\n" + "ñ\r\n".encode()
    SmtpTransport(sink.settings()).send(raw, SENDER, STUDENT)
    assert sink.mails() == [(SENDER, [STUDENT], raw)]
    assert "BODY=8BITMIME" in sink.received[0][0].mail_options


def test_the_null_path_can_be_the_sender(sink: SmtpSink) -> None:
    SmtpTransport(sink.settings()).send(PLAIN, "", STUDENT)
    assert sink.mails() == [("", [STUDENT], PLAIN)]
    assert "BODY=8BITMIME" not in sink.received[0][0].mail_options


@pytest.mark.parametrize(
    ("answer", "permanent"), [("451 4.3.0 Later", False), ("550 5.7.1 Spam of ana", True), ("421 Busy", False)]
)
def test_4xx_is_temporary_and_5xx_permanent(sink: SmtpSink, answer: str, permanent: bool) -> None:
    sink.answer_next(answer)
    error = error_of(sink.settings())
    assert (error.permanent, error.login) == (permanent, False)
    assert answer[:3] in error.reason
    assert ("5.7.1" in error.reason) is permanent
    SmtpTransport(sink.settings()).send(PLAIN, SENDER, STUDENT)
    assert len(sink.mails()) == 1


@pytest.mark.parametrize(("answer", "permanent"), [("550 5.1.1 No ana here", True), ("450 4.2.1 Slow down", False)])
def test_a_refused_recipient_is_an_error(sink: SmtpSink, answer: str, permanent: bool) -> None:
    sink.refuse(STUDENT, answer)
    error = error_of(sink.settings())
    assert error.permanent is permanent
    assert answer[:9] in error.reason
    assert sink.mails() == []


def test_nobody_there_is_temporary() -> None:
    assert not error_of(MailServer("127.0.0.1", free_ports(1)[0], "none", timeout=2)).permanent


def test_a_certificate_that_nobody_trusts_is_refused(secure_sink: SmtpSink) -> None:
    error = error_of(secure_sink.settings())
    assert "certificado" in error.reason
    assert not error.permanent
    assert secure_sink.mails() == []


def test_over_a_trusted_line_we_log_in(
    secure_sink: SmtpSink, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    SmtpTransport(secure_sink.settings()).send(PLAIN, SENDER, STUDENT)
    assert secure_sink.mails() == [(SENDER, [STUDENT], PLAIN)]
    assert secure_sink.received[0][0].mail_from == SENDER


@pytest.mark.parametrize("password", ["clave", "contraseñas"])
def test_a_right_password_enters_and_a_wrong_one_is_permanent(password: str) -> None:
    with SmtpSink(login=("ana", password)) as sink:
        SmtpTransport(sink.settings()).send(PLAIN, SENDER, STUDENT)
        assert len(sink.mails()) == 1
        error = error_of(replace(sink.settings(), password=password + "2"))
        assert (error.permanent, error.login) == (True, True)
        assert "535" in error.reason


def test_a_server_that_wants_a_login_we_do_not_have_is_ours_to_mend() -> None:
    with SmtpSink(login=("ana", "clave")) as sink:
        error = error_of(replace(sink.settings(), user="", password=""))
        assert (error.permanent, error.login) == (False, True)


def test_a_busy_login_is_no_wrong_password() -> None:
    # The library tries every mechanism; the sink says 503 to the later ones, having let us in at the first.
    busy = [Fault("server", code, "replace", b"454 ", times=9) for code in (b"235 ", b"503 ")]
    with SmtpSink(login=("ana", "clave")) as sink, FaultProxy(sink.port, *busy) as proxy:
        assert not error_of(replace(sink.settings(), port=proxy.port)).permanent


def test_a_server_without_starttls_gets_nothing(sink: SmtpSink) -> None:
    error = error_of(replace(sink.settings(), security="starttls"))
    assert not error.permanent
    assert sink.mails() == []


def test_an_address_with_accents_needs_a_server_that_takes_it() -> None:
    with SmtpSink(utf8=True) as sink:
        SmtpTransport(sink.settings()).send(PLAIN, SENDER, "peña@example.test")
        assert sink.mails() == [(SENDER, ["peña@example.test"], PLAIN)]
    with SmtpSink() as sink:
        assert error_of(sink.settings(), recipient="peña@example.test").permanent


@pytest.mark.parametrize(
    "recipient", ["a@example.test>\r\nRCPT TO:<b@example.test", "a@b.test, b@b.test", "A <a@b.test>"]
)
def test_what_is_not_one_address_is_refused_before_it_is_sent(sink: SmtpSink, recipient: str) -> None:
    assert error_of(sink.settings(), recipient=recipient).permanent
    assert sink.mails() == []


@pytest.mark.parametrize("action", ["stall", "dribble", "cut"])
@pytest.mark.parametrize("pattern", [b"220 ", b"250-", b"354 "], ids=["greeting", "ehlo", "data"])
def test_no_server_holds_a_sending_beyond_its_time(sink: SmtpSink, action: str, pattern: bytes) -> None:
    with FaultProxy(sink.port, Fault("server", pattern, action)) as proxy:  # type: ignore[arg-type]
        begun = time.monotonic()
        assert not error_of(replace(sink.settings(timeout=0.5), port=proxy.port)).permanent
        assert time.monotonic() - begun < 2


def test_a_farewell_that_fails_does_not_send_again(sink: SmtpSink) -> None:
    with FaultProxy(sink.port, Fault("server", b"221 ", "cut")) as proxy:
        SmtpTransport(replace(sink.settings(), port=proxy.port)).send(PLAIN, SENDER, STUDENT)
    assert len(sink.mails()) == 1


def test_a_cut_after_the_last_dot_is_told_as_temporary_though_the_mail_went(sink: SmtpSink) -> None:
    with FaultProxy(sink.port, Fault("server", b"250 2.0.0", "cut")) as proxy:
        assert not error_of(replace(sink.settings(), port=proxy.port)).permanent
    assert len(sink.mails()) == 1
