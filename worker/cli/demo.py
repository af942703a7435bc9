"""The main job shown on a mailbox of its own, with made-up students."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from worker.cli.base import app, fail, wide_console
from worker.log import setup_logging

if TYPE_CHECKING:
    from worker.demo.stage import DemoStage

_EVERY_SECONDS = 3


@app.command()
def demo(
    out: Annotated[Path | None, typer.Option("--out", help="La carpeta para lo escrito; si no, una nueva.")] = None,
    mails: Annotated[Path | None, typer.Option("--mails", help="Una carpeta de correos .eml, no los suyos.")] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Deja los servidores para un programa de correo.")] = False,
) -> None:
    """Muestra todo el trabajo: un buzón propio, estudiantes inventados, y el mismo código del servicio."""
    try:
        from worker.demo.show import play, play_mails, write_folder
        from worker.demo.stage import open_stage
    except ImportError as error:
        fail(f"Falta «{error.name}», que solo usa la demostración: corre ./run demo, o instala afiliacion[demo].")
    if mails is not None and not any(mails.glob("*.eml")):
        fail(f"En {mails} no hay ningún archivo .eml.")
    setup_logging("ERROR")
    folder = out or Path(f"demo-{datetime.now():%Y%m%d-%H%M%S}")
    folder.mkdir(parents=True, exist_ok=True)
    console, started = wide_console(), time.monotonic()
    with open_stage(folder) as stage:
        wrong = play(stage, console) if mails is None else play_mails(stage, mails, console)
        written = write_folder(stage, folder)
        console.print(f"{written} respuestas en {folder}/respuestas; el resumen de la encargada: {folder}/resumen.html")
        console.print(f"{time.monotonic() - started:.0f} segundos.")
        for each in wrong:
            console.print(f"MAL: {each.who}: debía quedar en «{each.expected}» y está en «{each.stands}».")
        if keep:
            _keep(stage, folder, console)
    if wrong:
        raise typer.Exit(1)
    console.print("Cada estudiante quedó en la etapa que pide el procedimiento." if mails is None else "Todo atendido.")


def _keep(stage: DemoStage, folder: Path, console: Console) -> None:
    from worker.demo.show import write_folder

    servers = stage.servers
    console.print(f"IMAP 127.0.0.1:{servers.imap_port}, usuario {stage.config.imap.user}, contraseña {stage.password}")
    console.print(f"SMTP 127.0.0.1:{servers.smtp_port}, sin usuario ni contraseña. Ninguno va cifrado.")
    console.print(f"Lo que se conteste queda en {folder}/respuestas. Termina con Ctrl-C.")
    try:
        while True:
            if len(stage.until_quiet()) > 1:
                console.print(f"{write_folder(stage, folder)} respuestas en {folder}/respuestas")
            time.sleep(_EVERY_SECONDS)
    except KeyboardInterrupt:
        console.print("Terminado.")
