"""A real IMAP server for tests: a private Dovecot on free loopback ports."""

from __future__ import annotations

import contextlib
import copy
import functools
import os
import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import Template
from types import TracebackType
from typing import Any, Self

from imapclient import IMAPClient

from worker.mail.base import MailServer, Security

HOST = "127.0.0.1"
NOBODY = 65534


def free_ports(count: int) -> list[int]:
    """Ports on the loopback that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for sock in sockets:
            sock.bind((HOST, 0))
        return [sock.getsockname()[1] for sock in sockets]


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for the loopback and its key; with SSL_CERT_FILE set to it, it is trusted."""
    paths = folder / "cert.pem", folder / "key.pem"
    for path, content in zip(paths, _certificate(), strict=True):
        path.write_bytes(content)
    return paths


@functools.cache
def _certificate() -> tuple[bytes, bytes]:
    with tempfile.TemporaryDirectory(prefix="af", dir="/tmp") as name:
        return _issue(Path(name) / "cert.pem", Path(name) / "key.pem")


def _issue(certificate: Path, key: Path) -> tuple[bytes, bytes]:
    key_options = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(key)]
    names = ["-subj", "/CN=localhost", "-addext", f"subjectAltName=DNS:localhost,IP:{HOST}"]
    subprocess.run(
        ["openssl", "req", "-x509", "-days", "2", *key_options, *names, "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    return certificate.read_bytes(), key.read_bytes()


@dataclass(frozen=True)
class Stored:
    """A mail as a second, independent client sees it."""

    uid: int
    raw: bytes
    flags: frozenset[str]
    received: datetime


_CONFIG = Path(__file__).with_name("dovecot.conf")
_CAPABILITY = "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE NAMESPACE SPECIAL-USE LITERAL+ CHILDREN UNSELECT"


class DovecotServer:
    """A private Dovecot with one mailbox, as root (it then runs as nobody) or as an ordinary user.

    Args:
        move: whether it offers MOVE.
        uidplus: whether it offers UIDPLUS (it sends COPYUID all the same).
        separator: between folder levels.
        prefix: of the personal namespace (`INBOX.`).
        quota: in kilobytes; None for no limit.
        user: the mailbox's address.
        more: the addresses of further mailboxes with the same password; `mailbox` turns to one of them.
    """

    password = "clave-de-prueba"

    def __init__(
        self,
        *,
        move: bool = True,
        uidplus: bool = True,
        separator: str = "/",
        prefix: str = "",
        quota: int | None = None,
        user: str = "afiliaciones@example.test",
        more: Sequence[str] = (),
    ) -> None:
        self.move, self.uidplus, self.separator, self.prefix = move, uidplus, separator, prefix
        self.quota, self.user, self.more = quota, user, more
        self.imap_port, self.imaps_port, self.lmtp_port = free_ports(3)
        self.run = Path(tempfile.mkdtemp(prefix="af", dir="/tmp"))
        self.certificate = make_certificate(self.run)[0]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._write()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.run, ignore_errors=True)

    def mailbox(self, user: str) -> Self:
        """The same running server seen as another of its mailboxes."""
        other = copy.copy(self)
        other.user = user
        return other

    def settings(self, security: Security = "none", timeout: float = 10.0) -> MailServer:
        """How the worker reaches it."""
        port = self.imaps_port if security == "tls" else self.imap_port
        return MailServer(HOST, port, security, self.user, self.password, timeout=timeout)

    def start(self) -> None:
        """Start it (again) with the mail it has; returns once it answers."""
        uid, gid = self._owner()
        command = ["/usr/sbin/dovecot", "-F", "-c", str(self.run / "dovecot.conf")]
        drop: dict[str, Any] = {"user": uid, "group": gid, "extra_groups": []} if os.getuid() == 0 else {}
        self._process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE, **drop)
        self._await_greeting()

    def stop(self) -> None:
        """End it; its mail stays until the `with` block is left."""
        if process := self._process:
            process.terminate()
            time.sleep(0.05)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            self._process = None

    def _await_greeting(self) -> None:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection((HOST, self.imap_port), 1) as sock:
                if sock.recv(4) == b"* OK":
                    return
            assert self._process
            if self._process.poll() is not None:
                raise RuntimeError(f"Dovecot did not start: {self._process.communicate()[1].decode()}")
            time.sleep(0.02)
        raise RuntimeError("Dovecot did not answer within 4 seconds.")

    @staticmethod
    def _owner() -> tuple[int, int]:
        return (NOBODY, NOBODY) if os.getuid() == 0 else (os.getuid(), os.getgid())

    def _write(self) -> None:
        uid, gid = self._owner()
        extensions = " UIDPLUS" * self.uidplus + " MOVE" * self.move
        both = self.move and self.uidplus
        values = {
            "host": HOST, "run": self.run, "uid": uid, "gid": gid, "user": pwd.getpwuid(uid).pw_name,
            "group": pwd.getpwuid(uid).pw_name if os.getuid() else "nogroup",
            "separator": self.separator, "prefix": self.prefix,
            "capability": "" if both else f"imap_capability = {_CAPABILITY}{extensions}",
            "plugins": "quota" if self.quota else "", "imap_plugins": "imap_quota" if self.quota else "",
            "quota": f"maildir:user\n  quota_rule = *:storage={self.quota}K" if self.quota else "",
            "imap": self.imap_port, "imaps": self.imaps_port, "lmtp": self.lmtp_port,
        }  # fmt: skip
        (self.run / "dovecot.conf").write_text(Template(_CONFIG.read_text()).substitute(values))
        users = (f"{user}:{{PLAIN}}{self.password}::::::\n" for user in (self.user, *self.more))
        (self.run / "users").write_text("".join(users))
        for path in (self.run, *self.run.iterdir()):
            os.chown(path, uid, gid)

    @contextlib.contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """A second client of its own, logged in; its folder names are the server's."""
        with IMAPClient(HOST, self.imap_port, ssl=False, timeout=10) as client:
            client.normalise_times = False
            client.login(self.user, self.password)
            yield client

    def put(self, raw: bytes, folder: str = "INBOX", flags: Sequence[str] = (), when: datetime | None = None) -> int:
        """Append a mail as a person's mail program would; its UID."""
        with self.client() as client:
            client.append(folder, raw, flags, when)
            client.select_folder(folder, readonly=True)
            return int(max(client.search()))

    def deliver(self, raw: bytes, sender: str = "estudiante@example.test") -> None:
        """Deliver a mail as a mail server does: Return-Path, Delivered-To and Received come on top."""
        with smtplib.LMTP(HOST, self.lmtp_port) as client:
            client.sendmail(sender, [self.user], raw)

    def folders(self) -> list[str]:
        """The names of all folders, as the server spells them."""
        with self.client() as client:
            return sorted(name for flags, _, name in client.list_folders() if b"\\Noselect" not in flags)

    def mails(self, folder: str = "INBOX") -> list[Stored]:
        """Every mail of a folder with its flags, by UID, read without touching them."""
        with self.client() as client:
            client.select_folder(folder, readonly=True)
            items = client.fetch(client.search(), ["BODY.PEEK[]", "FLAGS", "INTERNALDATE"])
        return [
            Stored(uid, item[b"BODY[]"], frozenset(flag.decode() for flag in item[b"FLAGS"]), item[b"INTERNALDATE"])
            for uid, item in sorted(items.items())
        ]
