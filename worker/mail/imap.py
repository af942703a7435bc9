"""The mailbox over IMAP: connects when it is needed, and anew after any failure."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from worker.core.cases import Place
from worker.core.octets import Octets
from worker.mail import moving
from worker.mail.base import Fetched, MailServer
from worker.mail.kept import Kept
from worker.mail.line import FAILURES, Line, connect, failed

_FAREWELL_SECONDS = 5.0
# Bytes of a mail that are asked for at once.
_PIECE = 4 * 2**20


class ImapInbox:
    """An `Inbox` on one server; not for several threads at once. Leaving its `with` block logs out."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._line: Line | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextlib.contextmanager
    def _step(self) -> Iterator[Line]:
        """One whole step within its time-out; one not completed ends the connection, which may hold half an answer."""
        line = self._line = self._line or connect(self._server)
        completed = False
        try:
            with line.wire.limit(self._server.timeout):
                yield line
            completed = not line.wire.expired
        except FAILURES as error:
            raise failed(error, line.wire.expired, self._server) from None
        finally:
            if not completed:
                self._drop()

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line:
            line.close()

    def close(self) -> None:
        """See `Inbox.close`."""
        line = self._line
        if line:
            with contextlib.suppress(*FAILURES), line.wire.limit(min(_FAREWELL_SECONDS, self._server.timeout)):
                line.client.logout()
        self._drop()

    def status(self, folder: str) -> int:
        """See `Inbox.status`."""
        with self._step() as line:
            return line.select(folder).uidvalidity

    def new_uids(self, folder: str, after_uid: int) -> list[int]:
        """See `Inbox.new_uids`."""
        with self._step() as line:
            line.select(folder)
            # `n:*` always holds the highest UID there is, be it below n.
            return [uid for uid in line.search("UID", f"{after_uid + 1}:*") if uid > after_uid]

    def fetch(self, place: Place) -> Fetched | None:
        """See `Inbox.fetch`."""
        with self._step() as line:
            item = line.peek(place, _piece_at(0), "INTERNALDATE", "FLAGS")
            raw = _whole(line, place, _body(item)) if item else None
            if not item or not raw:
                return None
            keywords = frozenset(flag.decode() for flag in item[b"FLAGS"] if not flag.startswith(b"\\"))
            return Fetched(raw, item[b"INTERNALDATE"].astimezone(UTC), keywords)

    def headers(self, place: Place) -> bytes | None:
        """See `Inbox.headers`."""
        with self._step() as line:
            item = line.peek(place, "BODY.PEEK[HEADER]")
            return (item.get(b"BODY[HEADER]") or None) if item else None

    def ensure_folder(self, folder: str) -> None:
        """See `Inbox.ensure_folder`."""
        with self._step() as line:
            moving.ensure_folder(line, folder)

    def special_folder(self, use: str) -> str | None:
        """See `Inbox.special_folder`; where the server tells no uses, the library goes by the usual names."""
        with self._step() as line:
            name = line.client.find_special_folder(use.encode())
            return line.names.from_server(name) if name else None

    def move(self, place: Place, folder: str, mark: str) -> Place | None:
        """See `Inbox.move`."""
        with self._step() as line:
            return moving.move(line, place, folder, mark)

    def find(self, folder: str, mark: str, message_id: str | None) -> Place | None:
        """See `Inbox.find`."""
        with self._step() as line:
            return moving.find(line, folder, mark, message_id)

    def append(self, folder: str, raw: bytes, flags: Sequence[str] = (), when: datetime | None = None) -> Place | None:
        """See `Inbox.append`."""
        with self._step() as line:
            line.take_code("APPENDUID")
            line.client.append(line.names.to_server(folder), raw, flags, when)
            code = line.take_code("APPENDUID")
            return moving.place_of_code(code, folder) if code else None

    def capabilities(self) -> frozenset[str]:
        """See `Inbox.capabilities`."""
        with self._step() as line:
            return frozenset(name.decode().upper() for name in line.client.capabilities())


def _piece_at(start: int) -> str:
    return f"BODY.PEEK[]<{start}.{_PIECE}>"


def _body(item: dict[bytes, Any]) -> bytes:
    """A piece of the mail. What it is called tells where it begins."""
    return next((value for name, value in item.items() if name.startswith(b"BODY[]")), None) or b""


def _whole(line: Line, place: Place, first: bytes) -> Octets | None:
    """The mail that begins with this piece; None where it went away meanwhile."""
    if len(first) != _PIECE:
        return first
    kept, piece = Kept(), first
    while len(piece) == _PIECE:
        kept.add(piece)
        item = line.peek(place, _piece_at(len(kept)))
        if item is None:
            return None
        piece = _body(item)
    kept.add(piece)
    return kept
