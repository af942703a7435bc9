"""Papers and mails looked at without a mailbox and without a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from worker.app import recogniser_of, school_of
from worker.cli.base import app, config_was_named, fail, local_config, print_json
from worker.core.reading import interpret
from worker.core.types import Reading
from worker.core.wire import reading_to_json
from worker.replay import replay_mail
from worker.rulebook import load_rulebook

_SAID = {
    "nss": "NSS",
    "curp": "CURP",
    "name": "nombre",
    "vigente": "vigente",
    "through": "por",
    "issued": "expedida",
}


@app.command()
def read(
    files: Annotated[list[Path], typer.Argument(help="Los archivos: PDF o fotos.", metavar="ARCHIVO…")],
    as_json: Annotated[bool, typer.Option("--json", help="Un objeto JSON por archivo y línea.")] = False,
) -> None:
    """Lee papeles y dice qué son y qué dicen, sin buzón."""
    config = local_config()
    school = school_of(config)
    with recogniser_of(config, most=len(files)) as recognise:
        for file in files:
            try:
                content = file.read_bytes()
            except OSError as error:
                fail(f"{file}: no se puede leer: {error.strerror}.")
            pages, seconds = recognise(content)
            reading = interpret(str(file), pages, school, seconds=seconds)
            if as_json:
                print_json(reading_to_json(reading))
            else:
                typer.echo(_in_words(reading))


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(help="Un correo: archivo .eml.")],
    as_json: Annotated[bool, typer.Option("--json", help="Todo, como un objeto JSON.")] = False,
) -> None:
    """Pasa un correo por todo el camino como si acabara de llegar, sin buzón y sin guardar nada.

    Con --config, un correo que no va a la dirección del buzón se deja como se dejaría; sin él, vale cualquiera.
    """
    config = local_config()
    try:
        raw = file.read_bytes()
    except OSError as error:
        fail(f"{file}: no se puede leer: {error.strerror}.")
    with recogniser_of(config, most=1) as recognise:
        told = replay_mail(raw, config, load_rulebook(config.rules_dir), recognise, to_anybody=not config_was_named())
    if as_json:
        print_json(told)
    else:
        typer.echo(f"{told['sort']}: {told['stage'] or 'sin caso'} (regla {told['rule'] or '–'})")
        typer.echo(f"\n{told['reply']}" if told["reply"] else f"Sin respuesta. {told['reason'] or ''}".rstrip())


def _in_words(reading: Reading) -> str:
    said = reading_to_json(reading)
    lines = [f"{said['file']}: {said['document']}{' (seguro)' if said['sure'] else ''}"]
    lines += [f"  {name}: {_plain(said[key])}" for key, name in _SAID.items() if said[key] is not None]
    return "\n".join([*lines, *(f"  problema: {problem}" for problem in said["problems"])])


def _plain(value: object) -> str:
    return {True: "sí", False: "no"}[value] if isinstance(value, bool) else str(value)
