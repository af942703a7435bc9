"""The application that every group of commands adds to, and the settings that all of them share."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from worker.config import Config, LocalConfig, load_config, load_local
from worker.log import setup_logging

app = typer.Typer(
    name="afiliacion",
    help="Atiende el buzón de afiliación al IMSS: lee las constancias, archiva cada correo en su caso y contesta.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_WIDTH = 120
DEFAULT_CONFIG = Path("config.toml")


class _Chosen:
    """The file that `--config` named; the command line is one process with one choice."""

    path: Path | None = None


@app.callback()
def options(
    config: Annotated[
        Path | None, typer.Option("--config", help="El archivo de configuración; si no, ./config.toml.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Cuenta más de lo que va haciendo.")] = False,
) -> None:
    """Atiende el buzón de afiliación al IMSS."""
    _Chosen.path = config
    setup_logging("DEBUG" if verbose else "INFO")


def full_config() -> Config:
    """The settings of a worker with a mailbox. ConfigError where they are not right."""
    return load_config(_Chosen.path or DEFAULT_CONFIG, os.environ)


def local_config() -> LocalConfig:
    """The settings for work without a mailbox: those of the file, or the defaults where there is none."""
    path = _Chosen.path or (DEFAULT_CONFIG if DEFAULT_CONFIG.exists() else None)
    return load_local(path, os.environ)


def config_was_named() -> bool:
    """Whether `--config` named the settings; without it they may be the shipped example's."""
    return _Chosen.path is not None


def wide_console() -> Console:
    """Where tables go: at least wide enough for them, whatever the output is."""
    console = Console()
    return console if console.width >= _WIDTH else Console(width=_WIDTH)


def print_json(value: Any) -> None:
    """One JSON object on one line."""
    print(json.dumps(value, ensure_ascii=False))


def fail(why: str, code: int = 2) -> None:
    """End with a sentence on standard error."""
    typer.echo(why, err=True)
    raise typer.Exit(code)
