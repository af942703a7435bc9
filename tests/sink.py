"""A real SMTP server for tests, on a free loopback port."""

from __future__ import annotations

import ssl
import threading
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.dovecot import HOST, free_ports
from worker.mail.base import MailServer, Security


@dataclass
class SmtpSink:
    """An SMTP server that keeps what it is given, and refuses what it is told to refuse.

    Args:
        certificate: certificate and key; then it offers STARTTLS, or speaks TLS from the start if `tls`.
        login: user and password that it asks for; None accepts everybody.
    """

    certificate: tuple[Path, Path] | None = None
    tls: bool = False
    login: tuple[str, str] | None = None
    utf8: bool = False
    received: list[tuple[Envelope, bytes]] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    next_answers: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        context = None
        if self.certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(*self.certificate)
        self._controller = _Controller(self, context)
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._controller.port

    def settings(self, timeout: float = 10.0) -> MailServer:
        """How the worker reaches it."""
        security: Security = "none" if not self.certificate else "tls" if self.tls else "starttls"
        user, password = self.login or ("", "")
        return MailServer(HOST, self.port, security, user, password, timeout=timeout)

    def answer_next(self, answer: str, count: int = 1) -> None:
        """Give this answer (`451 4.3.0 Later`) to the next mails instead of accepting them."""
        with self.lock:
            self.next_answers += [answer] * count

    def refuse(self, address: str, answer: str) -> None:
        """Give this answer (`550 5.1.1 Unknown`) whenever the address is a recipient."""
        self.refusals[address] = answer

    def mails(self) -> list[tuple[str, list[str], bytes]]:
        """What was accepted so far: sender, recipients, bytes."""
        with self.lock:
            return [((envelope.mail_from or "").strip("<>"), envelope.rcpt_tos, raw) for envelope, raw in self.received]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept a recipient or not."""
        if answer := self.refusals.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Accept a mail or not."""
        with self.lock:
            if self.next_answers:
                return self.next_answers.pop(0)
            assert isinstance(envelope.content, bytes)
            self.received.append((envelope, envelope.content))
        return "250 2.0.0 Accepted"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """Check a password."""
        if not isinstance(data, LoginPassword) or self.login is None:
            return AuthResult(success=False, handled=False)
        right = (data.login.decode(), data.password.decode()) == self.login
        return AuthResult(success=right, handled=False)


class _Controller(Controller):
    def __init__(self, sink: SmtpSink, context: ssl.SSLContext | None) -> None:
        self.sink, self.context = sink, context
        super().__init__(sink, hostname=HOST, port=free_ports(1)[0], ssl_context=context if sink.tls else None)

    def factory(self) -> SMTP:
        sink = self.sink
        with warnings.catch_warnings():
            # It warns of passwords without TLS, which is what some tests are about.
            warnings.simplefilter("ignore")
            return SMTP(
                sink,
                hostname="sink.example.test",
                loop=self.loop,
                data_size_limit=64 * 2**20,
                enable_SMTPUTF8=sink.utf8,
                tls_context=None if sink.tls else self.context,
                require_starttls=self.context is not None and not sink.tls,
                auth_required=sink.login is not None,
                auth_require_tls=False,
                authenticator=sink.authenticate if sink.login else None,
            )
