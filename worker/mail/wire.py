"""A connection to a mail server that cannot be held for ever.

A socket's own time-out starts anew with each byte, so a server that dribbles would never meet it. Each connection
therefore has a watchdog: when a whole step takes too long, it shuts the connection down from a second thread,
and whatever the library waits for ends at once with an error.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

from worker.mail.base import MailServer


class Wire:
    """A TCP connection and its watchdog. Connecting takes at most the server's time-out for each of its addresses.

    Attributes:
        sock: the connected socket; a library may wrap it in TLS or close it.
        expired: whether the watchdog has cut the connection.

    Raises:
        OSError: no connection.
    """

    def __init__(self, server: MailServer) -> None:
        self.sock = socket.create_connection((server.host, server.port), server.timeout)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # Wrapping in TLS detaches the first handle; a duplicate cuts the same connection whatever became of it.
        self._handle = self.sock.dup()
        self._users: list[Callable[[], object]] = []
        self.expired = False

    @contextlib.contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Cut the connection if the body is not through within so many seconds."""
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        self.expired = True
        self.shutdown()

    def shutdown(self) -> None:
        """End the connection in both directions at once; again does nothing."""
        with contextlib.suppress(OSError):
            self._handle.shutdown(socket.SHUT_RDWR)

    def at_close(self, close: Callable[[], object]) -> None:
        """Have what a library holds of the connection closed with it."""
        self._users.append(close)

    def close(self) -> None:
        """End the connection and give its handles back."""
        self.shutdown()
        for close in self._users:
            with contextlib.suppress(OSError):
                close()
        self._handle.close()
        self.sock.close()

    def secure(self, server: MailServer) -> ssl.SSLSocket:
        """Speak TLS from here on, the certificate checked against the server's host.

        Raises:
            ssl.SSLError: the certificate or the handshake is no good.
            OSError: the connection broke.
        """
        self.sock = tls_context(server).wrap_socket(self.sock, server_hostname=server.host)
        return self.sock


def tls_context(server: MailServer) -> ssl.SSLContext:
    """TLS with certificate and host name checks against the system's authorities and the server's own.

    Raises:
        OSError: the file of authorities cannot be read.
    """
    context = ssl.create_default_context()
    if server.ca_file:
        context.load_verify_locations(cafile=server.ca_file)
    return context


def failure_reason(error: Exception, expired: bool, seconds: float) -> str:
    """Say in one Spanish sentence how a connection failed, without any word of the server."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return "El certificado del servidor de correo no es válido."
    if expired or isinstance(error, TimeoutError):
        return f"El servidor de correo no terminó de contestar en {seconds:g} segundos."
    if isinstance(error, ssl.SSLError):
        return "No se logró una conexión segura con el servidor de correo."
    if isinstance(error, OSError):
        return "No hay conexión con el servidor de correo."
    return "El servidor de correo cortó la conexión o dio una respuesta inesperada."
