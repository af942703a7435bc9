"""The officer's words, and her cases."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table

from worker.app import house_of, open_store, sender_of, utc_now
from worker.cli.base import app, fail, local_config, print_json, wide_console
from worker.core.cases import Stage
from worker.core.notify import Refused
from worker.core.orders import EXAMPLES
from worker.core.views import all_views
from worker.jobs.ordering import give_order
from worker.rulebook import load_rulebook


@app.command(
    help="Dice una orden sobre un caso: afiliacion order AF-2026-00042 'alta hecha'. "
    "Sin caso: «pausa», «sigue», o «nuevo» seguido de los datos. Órdenes: " + " · ".join(EXAMPLES)
)
def order(
    folio: Annotated[str, typer.Argument(help="El folio del caso; o pausa, sigue, nuevo.")],
    words: Annotated[list[str] | None, typer.Argument(help="La orden.", metavar="ORDEN…")] = None,
) -> None:
    """Apply one order and say what it did."""
    text = " ".join(words or [])
    config = local_config()
    book = load_rulebook(config.rules_dir)
    with open_store(config, book) as store:
        done = give_order(store, house_of(config, book), sender_of(config), folio, text, utc_now)
    if isinstance(done, Refused):
        fail(done.why)
    else:
        typer.echo(done.said)


@app.command()
def cases(
    as_json: Annotated[bool, typer.Option("--json", help="Un objeto JSON por línea, para otros programas.")] = False,
    stage: Annotated[str | None, typer.Option("--stage", help="Solo los casos en esta etapa.")] = None,
) -> None:
    """Lista los casos."""
    if stage is not None and stage not in tuple(Stage):
        fail(f"«{stage}» no es una etapa: {', '.join(each for each in Stage if each is not Stage.NEW)}.")
    config = local_config()
    with open_store(config, load_rulebook(config.rules_dir)) as store, store.look() as desk:
        views = [view for view in all_views(desk) if stage is None or view["stage"] == stage]
    if as_json:
        for view in views:
            print_json(view)
    else:
        wide_console().print(_table(views))


def _table(views: list[dict[str, Any]]) -> Table:
    table = Table(title=f"{len(views)} casos")
    for heading in ("Folio", "Etapa", "Nombre", "NSS", "Clínica", "Correos", "Por hacer", "Atención"):
        table.add_column(heading, no_wrap=heading in ("Folio", "NSS"), overflow="fold")
    for view in views:
        nss = f"…{view['nss'][-4:]}" if view["nss"] else ""
        row = (view["folio"], view["stage"], view["name"], nss, view["umf"], str(view["messages"]))
        table.add_row(*(cell or "" for cell in row), view["task"] or "", view["attention"] or "")
    return table
