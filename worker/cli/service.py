"""The mailbox: one round, the service, the daily summary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from worker.app import open_context, open_store, utc_now
from worker.cli.base import app, fail, full_config, local_config
from worker.config import Config, require_passwords
from worker.jobs.context import Context
from worker.jobs.loop import run_service
from worker.jobs.poll import Round, poll_round
from worker.jobs.report import report_due, summary_of
from worker.rulebook import load_rulebook
from worker.store import single_instance

_WAIT_SECONDS = 30.0


@app.command()
def poll() -> None:
    """Hace una sola ronda: recoge el correo, lo atiende, lo archiva, entrega las respuestas, y termina."""
    config = full_config()
    require_passwords(config)
    with single_instance(config.store.data_dir, _WAIT_SECONDS), open_context(config) as context:
        done = one_round(config, context)
    typer.echo(
        f"{done.received} recibidos, {done.processed} atendidos, {done.delivered} entregados, {done.filed} archivados."
    )
    if done.failures:
        fail("\n".join(done.failures), 3)


@app.command()
def run() -> None:
    """Es el servicio: hace rondas hasta que se le pide parar; termina el paso que tiene en la mano."""
    config = full_config()
    require_passwords(config)
    with single_instance(config.store.data_dir, _WAIT_SECONDS), open_context(config) as context:

        def round_(stop: Callable[[], bool]) -> None:
            one_round(config, context, stop)

        run_service(round_, config.poll.every_seconds, context.log)


@app.command()
def summary(
    out: Annotated[Path | None, typer.Option("--out", help="Escribe el resumen como HTML en este archivo.")] = None,
    date: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="El resumen de este día; si no, el de hoy.")
    ] = None,
) -> None:
    """Escribe el resumen diario tal como lo recibe la encargada, sin enviarlo."""
    config = local_config()
    house_now = utc_now() if date is None else date.replace(hour=23, minute=59, tzinfo=config.summary.timezone)
    with open_store(config, load_rulebook(config.rules_dir)) as store, store.look() as desk:
        made = summary_of(desk, config.summary.timezone, house_now)
    if out is None:
        typer.echo(made.text)
    else:
        try:
            out.write_text(made.html, "utf-8")
        except OSError as error:
            fail(f"No se puede escribir {out}: {error.strerror}.")
        typer.echo(f"Resumen escrito en {out}.")


def one_round(config: Config, context: Context, stop: Callable[[], bool] = lambda: False) -> Round:
    """The summary where it is due, then a round."""
    report_due(context, config.summary.timezone, config.summary.at, config.summary.weekdays)
    return poll_round(context, stop)
