"""The demo's mailbox and worker: embedded servers, the service's own code, and a folder for what it wrote."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import cast

import structlog
from pydantic import SecretStr
from structlog.typing import EventDict, FilteringBoundLogger

from worker.app import open_context
from worker.config import Config
from worker.core.notify import Refused
from worker.demo.mails import LastReply
from worker.demo.school import PATRONES, REGISTROS, SCHOOL_NAME, STUDENT_DOMAIN
from worker.demo.servers import LocalServers
from worker.jobs.context import Context
from worker.jobs.ordering import give_order
from worker.jobs.poll import Round, poll_round
from worker.settings import Imap, Officer, Poll, School, Smtp, Store

MAILBOX = "afiliaciones@villaquimera.example"
OFFICER = "encargada@villaquimera.example"
_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class DemoStage:
    """An open demo: its servers, its settings and the worker's open ends."""

    servers: LocalServers
    config: Config
    context: Context
    password: str

    def until_quiet(self, attended: Callable[[], None] = lambda: None) -> list[Round]:
        """Rounds until one finds nothing to do; `attended` is called after each mail."""
        context = replace(self.context, log=_listening(attended))
        rounds: list[Round] = []
        while len(rounds) < _ROUNDS and (not rounds or not rounds[-1].idle):
            rounds.append(poll_round(context))
        return rounds

    def order(self, folio: str, text: str) -> str:
        """What `afiliacion order` does; the sentence that the officer gets."""
        world = self.context.world
        done = give_order(self.context.store, world.house, world.sender, folio, text, self.context.now)
        return done.why if isinstance(done, Refused) else done.said

    def last_reply(self, address: str) -> LastReply | None:
        """The last mail that the worker sent to this address."""
        ours = [raw for _, recipients, raw in self.servers.delivered() if address in recipients]
        return _as_reply(ours[-1]) if ours else None


@contextmanager
def open_stage(folder: Path) -> Iterator[DemoStage]:
    """Start the servers and open a worker on a new store in `folder`."""
    password = secrets.token_urlsafe(9)
    with LocalServers(MAILBOX, password) as servers:
        config = demo_config(servers, folder, password)
        (folder / "config.toml").write_text(_as_toml(servers, folder), "utf-8")
        with open_context(config) as context:
            yield DemoStage(servers, config, context, password)


def demo_config(servers: LocalServers, folder: Path, password: str) -> Config:
    """The settings of the made-up school, without any waiting."""
    return Config(
        school=School(
            name=SCHOOL_NAME,
            patrones=PATRONES,
            registros_patronales=REGISTROS,
            student_domains=(STUDENT_DOMAIN,),
        ),
        officer=Officer(name="Lic. Ángeles Fingida", address=OFFICER),
        imap=Imap(
            host="127.0.0.1", port=servers.imap_port, security="none", user=MAILBOX, password=SecretStr(password)
        ),
        smtp=Smtp(host="127.0.0.1", port=servers.smtp_port, security="none", from_name="Afiliación al IMSS"),
        poll=Poll(settle_seconds=0),
        store=Store(data_dir=folder / "data"),
    )


def _listening(attended: Callable[[], None]) -> FilteringBoundLogger:
    """The service's log, heard instead of written."""

    def hear(_: object, __: str, event: EventDict) -> EventDict:
        if event["event"] == "correo atendido":
            attended()
        raise structlog.DropEvent

    return cast("FilteringBoundLogger", structlog.wrap_logger(None, processors=[hear]))


def _as_toml(servers: LocalServers, folder: Path) -> str:
    """The same settings as a file, so that `afiliacion --config` works on the demo's store afterwards."""
    patrones = ", ".join(f'"{name}"' for name in PATRONES)
    registros = ", ".join(f'"{number}"' for number in REGISTROS)
    return f"""# La configuración de esta demostración. Los servidores solo existen mientras corre.
[school]
name = "{SCHOOL_NAME}"
patrones = [{patrones}]
registros_patronales = [{registros}]
student_domains = ["{STUDENT_DOMAIN}"]

[officer]
name = "Lic. Ángeles Fingida"
address = "{OFFICER}"

[imap]
host = "127.0.0.1"
port = {servers.imap_port}
security = "none"
user = "{MAILBOX}"

[smtp]
host = "127.0.0.1"
port = {servers.smtp_port}
security = "none"

[poll]
settle_seconds = 0

[store]
data_dir = "{(folder / "data").resolve()}"
"""


def _as_reply(raw: bytes) -> LastReply:
    mail = message_from_bytes(raw, EmailMessage, policy=policy.default)
    body = mail.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return LastReply(str(mail["Message-ID"]), str(mail["Subject"]), text, parsedate_to_datetime(str(mail["Date"])))
