"""The demo's own mail servers: IMAP and SMTP in one background thread, on free loopback ports, all mail in memory."""

from __future__ import annotations

import asyncio
import logging
import threading
from argparse import Namespace
from asyncio import StreamReader, StreamWriter
from collections.abc import Coroutine
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag, Wildcard
from pymap.user import Passwords, UserMetadata
from pysasl.hashing import BuiltinHash

T = TypeVar("T")
_LOG = logging.getLogger(__name__)
HOST = "127.0.0.1"
MAX_BYTES = 64 * 2**20
_LINE_LIMIT = 2**20
_PATIENCE_SECONDS = 20.0


class _Folder(MailboxData):
    """A folder that keeps any keyword; pymap's own keeps none."""

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        return super().permanent_flags | {Wildcard}


class _Folders(MailboxSet):
    """A mailbox whose folders, the later ones too, keep keywords."""

    def __init__(self) -> None:
        super().__init__()
        self._inbox = self._folder()

    def _folder(self) -> _Folder:
        return _Folder(self._content_cache, self._thread_cache)

    async def add_mailbox(self, name: str) -> ObjectId:
        """Create a folder; ValueError if it is there already."""
        if name in self._set:
            raise ValueError(name)
        self._set[name] = folder = self._folder()
        return folder.mailbox_id


class _Config(Config):
    """pymap's settings, without asking the resolver for this machine's name at every connection."""

    @property
    def greeting(self) -> bytes:
        return b"Ready"


class _Smtp(SMTP):
    """aiosmtpd that takes lines of any length, as mail programs send them."""

    line_length_limit = _LINE_LIMIT


class LocalServers:
    """Both servers, started by `with`.

    Mail for `mailbox` also arrives in its inbox; everything that is sent can be asked for with `delivered`.
    SMTP takes mail with and without login; IMAP asks for `mailbox` and `password`.
    """

    def __init__(self, mailbox: str, password: str) -> None:
        self.mailbox, self.password = mailbox, password
        self.imap_port = self.smtp_port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="demo-servers", daemon=True)
        self._delivered: list[tuple[str, tuple[str, ...], bytes]] = []
        # The event loop holds tasks weakly: a connection that nobody else holds could be collected while it waits.
        self._connections: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        # aiosmtpd warns of a deprecated attribute that only it uses itself, at every login.
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        self._thread.start()
        try:
            self._run(self._start())
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run(self._stop())
        self._end()

    def put(self, raw: bytes, received: datetime | None = None) -> None:
        """Place a mail in the inbox, received now if not said otherwise (aware)."""
        self._run(self._put(raw, received or datetime.now(UTC)))

    def delivered(self) -> list[tuple[str, tuple[str, ...], bytes]]:
        """Every mail that SMTP accepted so far: envelope sender, recipients, bytes."""
        return list(self._delivered)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_SECONDS)

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE_SECONDS)
        self._loop.close()

    async def _start(self) -> None:
        await self._open_mailbox()
        # A larger limit than asyncio's own, and our own callback: see `_connections`.
        imap = await asyncio.start_server(self._serve_imap, HOST, 0, limit=_LINE_LIMIT)
        smtp = await self._loop.create_server(self._smtp, HOST, 0)
        self._servers = (imap, smtp)
        self.imap_port, self.smtp_port = (server.sockets[0].getsockname()[1] for server in self._servers)

    async def _open_mailbox(self) -> None:
        config = _config(self.mailbox, self.password)
        login = Login(config)
        hashed = await Passwords(config).hash_password(self.password)
        await login.demo_user_identity.set(UserMetadata(config, self.mailbox, password=hashed))
        self._folders = _Folders()
        config.set_cache[self.mailbox] = (self._folders, FilterSet())
        self._imap = IMAPServer(login, config)

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _serve_imap(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = self._loop.create_task(self._imap(reader, writer, SocketInfoLocal(writer)))
        self._connections.add(task)
        task.add_done_callback(self._imap_ended)

    def _imap_ended(self, task: asyncio.Task[None]) -> None:
        self._connections.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _LOG.warning("an IMAP connection of the demo failed: %s", type(error).__name__)

    def _smtp(self) -> SMTP:
        return _Smtp(
            _Postman(self),
            hostname="localhost",
            loop=self._loop,
            data_size_limit=MAX_BYTES,
            enable_SMTPUTF8=True,
            auth_require_tls=False,
            authenticator=self._authenticate,
        )

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (
            self.mailbox.encode(),
            self.password.encode(),
        )
        return AuthResult(success=right, handled=False)

    async def _put(self, raw: bytes, received: datetime) -> None:
        inbox = await self._folders.get_mailbox("INBOX")
        await inbox.append(AppendMessage(raw, received), recent=True)

    async def accept(self, sender: str, recipients: tuple[str, ...], raw: bytes) -> None:
        """Keep a mail that SMTP took; what is for the mailbox arrives there with its Return-Path."""
        self._delivered.append((sender, recipients, raw))
        if self.mailbox.casefold() in (recipient.casefold() for recipient in recipients):
            await self._put(f"Return-Path: <{sender}>\r\n".encode() + raw, datetime.now(UTC))


class _Postman:
    """What aiosmtpd calls when a mail is complete."""

    def __init__(self, servers: LocalServers) -> None:
        self._servers = servers

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode()
        await self._servers.accept((envelope.mail_from or "").strip("<>"), tuple(envelope.rcpt_tos), raw)
        return "250 2.0.0 Accepted"


def _config(user: str, password: str) -> _Config:
    """The settings as pymap's own command line would give them."""
    arguments = {"host": HOST, "port": 0, "debug": False, "cert": None, "key": None, "tls": False}
    backend = {"demo_data": False, "demo_user": user, "demo_password": password}
    # Guarding the one password of a demo well would cost every login a third of a second.
    quick = BuiltinHash(rounds=1)
    return _Config.from_args(
        Namespace(**arguments, **backend, proxy_protocol=None, passlib_cfg=None), hash_context=quick
    )
