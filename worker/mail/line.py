"""One live, logged-in IMAP connection, and the few things that everything else is made of."""

from __future__ import annotations

import imaplib
import socket
from dataclasses import dataclass, field
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, LoginError

from worker.core.cases import Place
from worker.mail.base import InboxError, MailServer
from worker.mail.names import FolderNames
from worker.mail.wire import Wire, failure_reason, tls_context

# The library's parser meets an answer that makes no sense with a plain ValueError.
FAILURES = (imaplib.IMAP4.error, OSError, ValueError)
_NOT_A_FOLDER = {b"\\noselect", b"\\nonexistent"}


class _Engine(imaplib.IMAP4):
    """The protocol on a socket that is connected already, so that the watchdog sees the greeting too."""

    def __init__(self, sock: socket.socket, host: str) -> None:
        self._given = sock
        super().__init__(host)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return self._given


class _Client(IMAPClient):
    """IMAPClient on a `Wire`."""

    def __init__(self, wire: Wire, server: MailServer) -> None:
        self._wire = wire
        super().__init__(server.host, ssl=False, timeout=server.timeout)
        # The library would write each mail into its debug log, and does the formatting even where no log listens.
        self._imap.debug = 0
        wire.at_close(self._imap.shutdown)
        self.normalise_times = False

    def _create_IMAP4(self) -> imaplib.IMAP4:
        return _Engine(self._wire.sock, self.host)


@dataclass(frozen=True, slots=True)
class Selected:
    """The folder that is open: its server name, and what its SELECT told."""

    name: str
    writable: bool
    uidvalidity: int
    permanent_flags: frozenset[bytes]

    def keeps(self, keyword: str) -> bool:
        """Whether this keyword can be set on a mail here and stays."""
        return self.writable and bool(self.permanent_flags & {b"\\*", keyword.encode()})


@dataclass(slots=True)
class Line:
    """A logged-in connection. Its methods raise what the library raises (`FAILURES`)."""

    wire: Wire
    client: IMAPClient
    names: FolderNames
    selected: Selected | None = None
    known_folders: set[str] = field(default_factory=set)

    def can(self, capability: str) -> bool:
        """Whether the server offers a capability."""
        return bool(self.client.has_capability(capability))

    def take_code(self, name: str) -> bytes | None:
        """The argument of a response code that came since the last asking (COPYUID); IMAPClient itself drops it."""
        values: list[bytes | None] = self.client._imap.response(name)[1]
        return values[-1]

    def exists(self, folder: str) -> bool:
        """Whether the folder (our name) is there and can hold mail."""
        if folder == "INBOX":
            return True
        listed = self.client.list_folders("", self.names.to_server(folder))
        return any(not _NOT_A_FOLDER & {flag.lower() for flag in flags} for flags, _, _ in listed)

    def select(self, folder: str, writable: bool = False) -> Selected:
        """Open the folder (our name) anew, so that the view is fresh; read-only changes nothing on the server."""
        name = self.names.to_server(folder)
        self.selected = None
        answer = self.client.select_folder(name, readonly=not writable)
        flags = frozenset(answer.get(b"PERMANENTFLAGS", ()))
        self.selected = Selected(name, writable, int(answer.get(b"UIDVALIDITY", 0)), flags)
        return self.selected

    def at(self, place: Place, writable: bool = False) -> Selected | None:
        """Open the folder of `place` anew; None when it is gone or was made anew since."""
        if not self.exists(place.folder):
            return None
        selected = self.select(place.folder, writable)
        return selected if selected.uidvalidity == place.uidvalidity else None

    def peek(self, place: Place, *items: str) -> dict[bytes, Any] | None:
        """What FETCH tells of the mail at `place`; None when it is gone from there.

        A folder that is open already may not show a mail that came since: only a fresh view can say that it is gone.
        """
        if self._is_open(place) and (item := self.item(place.uid, *items)):
            return item
        return self.item(place.uid, *items) if self.at(place) else None

    def _is_open(self, place: Place) -> bool:
        name = self.names.to_server(place.folder)
        return bool(self.selected and (self.selected.name, self.selected.uidvalidity) == (name, place.uidvalidity))

    def search(self, *criteria: str) -> list[int]:
        """UIDs in the open folder, ascending; only UID and flag criteria, which no broken mail can upset."""
        return sorted(self.client.search(list(criteria)))

    def item(self, uid: int, *items: str) -> dict[bytes, Any] | None:
        """What FETCH tells of one mail in the open folder; None when it is gone."""
        answer: dict[int, dict[bytes, Any]] = self.client.fetch([uid], list(items))
        return answer.get(uid)

    def close(self) -> None:
        """End the connection without a farewell."""
        self.wire.close()


def connect(server: MailServer) -> Line:
    """Connect, secure and log in, all within the server's time-out.

    Raises:
        InboxError: permanent only when the server says that the password is wrong.
    """
    wire: Wire | None = None
    try:
        wire = Wire(server)
        with wire.limit(server.timeout):
            return _open(wire, server)
    except InboxError:
        _close(wire)
        raise
    except FAILURES as error:
        _close(wire)
        raise failed(error, wire is not None and wire.expired, server) from None


def _close(wire: Wire | None) -> None:
    if wire:
        wire.close()


def _open(wire: Wire, server: MailServer) -> Line:
    if server.security == "tls":
        wire.secure(server)
    client: IMAPClient = _Client(wire, server)
    if server.security == "starttls":
        client.starttls(ssl_context=tls_context(server))
    _login(client, server)
    return Line(wire, client, _names(client))


def _login(client: IMAPClient, server: MailServer) -> None:
    try:
        # LOGIN is ASCII only; PLAIN takes any password.
        if client.has_capability("AUTH=PLAIN"):
            client.plain_login(server.user, server.password)
        else:
            client.login(server.user, server.password)
    except LoginError as error:
        # A server that is busy or cuts the connection ends here too: only this code speaks of the password.
        if "[AUTHENTICATIONFAILED]" in str(error).upper():
            raise InboxError(True, "El servidor de correo no acepta el usuario o la contraseña.") from None
        raise


def _names(client: IMAPClient) -> FolderNames:
    personal = client.namespace().personal if client.has_capability("NAMESPACE") else None
    if personal:
        prefix, separator = personal[0]
        return FolderNames(prefix, separator or "/")
    root = client.list_folders("", "")
    return FolderNames("", root[0][1].decode() if root and root[0][1] else "/")


def failed(error: Exception, expired: bool, server: MailServer) -> InboxError:
    """Turn what the library raised into our error; the server's words, which may name people, stay out."""
    if isinstance(error, CapabilityError):
        return InboxError(False, "El servidor de correo no ofrece lo que la configuración pide (STARTTLS).")
    if isinstance(error, LoginError):
        return InboxError(False, "El servidor de correo no dejó entrar por ahora.")
    if isinstance(error, imaplib.IMAP4.error) and not isinstance(error, imaplib.IMAP4.abort) and not expired:
        return InboxError(False, "El servidor de correo no aceptó una orden.")
    return InboxError(False, failure_reason(error, expired, server.timeout))
