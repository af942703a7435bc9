"""Look at everything that a start needs, one line an item, before anybody relies on it."""

from __future__ import annotations

from collections.abc import Callable

import typer

from worker.app import house_of, open_store, recogniser_of, server_of
from worker.cli.base import app, full_config
from worker.config import Config, require_passwords
from worker.core.rehearsal import rehearse
from worker.engines import EngineDown, EngineError
from worker.engines.walls.confine import Confinement, described
from worker.mail.base import DeliveryError, InboxError
from worker.mail.imap import ImapInbox
from worker.mail.smtp import SmtpTransport
from worker.rulebook import RuleBook, load_rulebook
from worker.store import StoreError

_WORLD = (StoreError, EngineError, InboxError, DeliveryError)


@app.command()
def check() -> None:
    """Revisa lo que hace falta para empezar: reglas, lectura, almacén, buzón y salida. No cambia ni envía nada."""
    config = full_config()
    require_passwords(config)
    book = load_rulebook(config.rules_dir)
    typer.echo("bien   configuración y reglas")
    parts: tuple[tuple[str, Callable[[], str]], ...] = (
        ("respuestas", lambda: _replies(config, book)),
        ("lectura", lambda: _reading(config)),
        ("almacén", lambda: _store(config, book)),
        ("buzón", lambda: _inbox(config)),
        ("salida", lambda: _way_out(config)),
    )
    failed = [name for name, part in parts if not _said(name, part)]
    if failed:
        raise typer.Exit(3)


def _said(name: str, part: Callable[[], str]) -> bool:
    try:
        typer.echo(f"bien   {name}: {part()}")
    except _WORLD as error:
        typer.echo(f"FALLA  {name}: {error}")
        return False
    return True


def _replies(config: Config, book: RuleBook) -> str:
    return f"{rehearse(book.rules, book.replies, house_of(config, book).office)} situaciones escritas"


def _reading(config: Config) -> str:
    from worker.engines import tesseract  # the service, which is started from this same command, never loads an engine

    tesseract.check()
    with recogniser_of(config, 1) as recogniser:
        walls = recogniser.confinement()
    if not isinstance(walls, Confinement):
        raise EngineDown(f"Los procesos que leen los archivos no responden: {walls.detail}")
    return f"Tesseract con español; los archivos se abren {described(walls)}"


def _store(config: Config, book: RuleBook) -> str:
    with open_store(config, book) as store, store.look() as desk:
        return f"{len(desk.cases())} casos"


def _inbox(config: Config) -> str:
    with ImapInbox(server_of(config.imap, config)) as inbox:
        mails = len(inbox.new_uids(config.imap.folder, 0))
        can = ", ".join(sorted({"MOVE", "UIDPLUS", "IDLE"} & inbox.capabilities())) or "lo básico"
        return f"{mails} correos en {config.imap.folder}; el servidor sabe {can}"


def _way_out(config: Config) -> str:
    SmtpTransport(server_of(config.smtp, config)).check()
    return "entra y se despide sin enviar nada"
