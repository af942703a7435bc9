"""Sending over SMTP: one connection, one mail, one recipient."""

from __future__ import annotations

import base64
import contextlib
import re
import smtplib
import socket
from collections.abc import Callable
from email.utils import parseaddr

from worker.mail.base import DeliveryError, MailServer
from worker.mail.wire import Wire, failure_reason, tls_context

_FAREWELL_SECONDS = 5.0
_AUTH_CODES = {530, 534, 538}
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


class _Client(smtplib.SMTP):
    """smtplib on a `Wire`, so that the watchdog sees the greeting too."""

    def __init__(self, wire: Wire, server: MailServer) -> None:
        self._wire = wire
        wire.at_close(self.close)
        super().__init__(server.host, server.port, _own_name(wire.sock), server.timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._wire.sock


def _own_name(sock: socket.socket) -> str:
    """What we call ourselves in EHLO: asking the resolver, as smtplib would, may take longer than the whole step."""
    name = socket.gethostname()
    if "." in name:
        return name
    address = sock.getsockname()[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


class SmtpTransport:
    """A `Transport` over one server."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    def send(self, mime: bytes, sender: str, recipient: str) -> None:
        """See `Transport.send`."""
        self._talk(lambda client: _hand_over(client, mime, sender, recipient))

    def check(self) -> None:
        """Connect and log in, and send nothing. DeliveryError as for `send`."""
        self._talk(lambda client: None)

    def _talk(self, talk: Callable[[_Client], None]) -> None:
        wire: Wire | None = None
        try:
            wire = Wire(self._server)
            with wire.limit(self._server.timeout):
                client = _open(wire, self._server)
                talk(client)
            # The mail is accepted: a farewell that fails must not send it again.
            with contextlib.suppress(smtplib.SMTPException, OSError), wire.limit(_FAREWELL_SECONDS):
                client.quit()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise _failed(error, wire is not None and wire.expired, self._server) from None
        finally:
            if wire:
                wire.close()


def _open(wire: Wire, server: MailServer) -> _Client:
    if server.security == "tls":
        wire.secure(server)
    client = _Client(wire, server)
    if server.security == "starttls":
        client.starttls(context=tls_context(server))
    client.ehlo_or_helo_if_needed()
    if server.user and server.password:
        _login(client, server.user, server.password)
    return client


def _login(client: _Client, user: str, password: str) -> None:
    if (user + password).isascii():
        client.login(user, password)
        return
    # The library's own login is ASCII only.
    secret = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    code, answer = client.docmd("AUTH", f"PLAIN {secret}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, answer)


def _hand_over(client: _Client, mime: bytes, sender: str, recipient: str) -> None:
    """Send the mail, asking for extensions only where this very mail needs them and the server has them."""
    if not (_is_bare(sender) and _is_bare(recipient)):
        raise ValueError("not a bare address")
    options = []
    if not mime.isascii() and client.has_extn("8bitmime"):
        options.append("BODY=8BITMIME")
    head = mime.partition(b"\r\n\r\n")[0]
    if not (head.isascii() and (sender + recipient).isascii()) and client.has_extn("smtputf8"):
        options.append("SMTPUTF8")
    client.sendmail(sender, [recipient], mime, options)


def _is_bare(address: str) -> bool:
    """Whether this is one address and nothing else: the library would take the first of several, or what it can use."""
    return address.isprintable() and parseaddr(address)[1] == address


def _failed(error: Exception, expired: bool, server: MailServer) -> DeliveryError:
    """Turn what the library raised into our error; the server's words, which may name people, stay out."""
    match error:
        case smtplib.SMTPAuthenticationError():
            wrong = error.smtp_code == 535
            return DeliveryError(wrong, f"El servidor de salida no dejó entrar ({_codes(error)}).", login=True)
        case smtplib.SMTPRecipientsRefused():
            code, answer = next(iter(error.recipients.values()))
            return _refused(smtplib.SMTPResponseException(code, answer), "la dirección")
        case smtplib.SMTPConnectError() | smtplib.SMTPHeloError():
            return DeliveryError(False, f"El servidor de salida no atiende por ahora ({_codes(error)}).")
        case smtplib.SMTPResponseException():
            return _refused(error, "el correo")
        case smtplib.SMTPNotSupportedError():
            return DeliveryError(False, "El servidor de salida no ofrece lo que la configuración pide.")
        case ValueError() if not isinstance(error, OSError):
            return DeliveryError(True, "El servidor de salida no puede escribir a esta dirección.")
    return DeliveryError(False, failure_reason(error, expired, server.timeout))


def _refused(error: smtplib.SMTPResponseException, what: str) -> DeliveryError:
    """5xx is for good, unless it only says that somebody must log in first, which is ours to mend."""
    login = error.smtp_code in _AUTH_CODES
    permanent = error.smtp_code >= 500 and not login
    return DeliveryError(permanent, f"El servidor de salida no aceptó {what} ({_codes(error)}).", login=login)


def _codes(error: smtplib.SMTPResponseException) -> str:
    """The reply code and, where there is one, the enhanced status code (RFC 3463); never the words."""
    text = error.smtp_error if isinstance(error.smtp_error, str) else error.smtp_error.decode("ascii", "replace")
    enhanced = _ENHANCED.match(text)
    return f"{error.smtp_code} {enhanced[0]}" if enhanced else str(error.smtp_code)
