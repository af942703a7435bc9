"""The settings of one worker: defaults, then config.toml, then the environment, checked, or a refusal to start."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, SecretStr, ValidationError

from worker.config_errors import ConfigError, Origin, Problem, explain, lines_of, section
from worker.settings import Config, Imap, LocalConfig, Smtp, default_rules_dir

__all__ = [
    "Config",
    "ConfigError",
    "LocalConfig",
    "default_rules_dir",
    "load_config",
    "load_local",
    "require_passwords",
]

PREFIX = "AFILIACION_"
_PATHS = (
    ("rules_dir",),
    ("store", "data_dir"),
    *((s, k) for s in ("imap", "smtp") for k in ("password_file", "ca_file")),
)
_DATABASE_PASSWORD = re.compile(r"\w[\w+]*://[^/@:]*:[^/@]+@")

AnyConfig = TypeVar("AnyConfig", bound=LocalConfig)


def load_config(path: Path, environ: Mapping[str, str]) -> Config:
    """All settings of a worker with a mailbox; the passwords as far as there are any (see `require_passwords`).

    Relative paths, wherever they are written, count from the folder of the file.

    Raises:
        ConfigError: a setting is missing, unknown or wrong, or the file cannot be read.
    """
    return _load(Config, path, environ)


def load_local(path: Path | None, environ: Mapping[str, str]) -> LocalConfig:
    """What suffices for reading papers and trying rules: no mailbox and no officer need be configured.

    Args:
        path: None where there is no file; then the defaults and the environment speak.
        environ: the environment.

    Raises:
        ConfigError: as for `load_config`.
    """
    return _load(LocalConfig, path, environ)


def require_passwords(config: Config) -> None:
    """Refuse settings that cannot log in.

    Raises:
        ConfigError: the mailbox has no password, or the way out has a user and no password.
    """
    _require("imap", config.imap)
    if config.smtp.user:
        _require("smtp", config.smtp)


def _require(name: str, server: Imap | Smtp) -> None:
    if server.password is None:
        variable = f"{PREFIX}{name.upper()}__PASSWORD"
        mend = f'Ponla en la variable {variable}, o en un archivo nombrado con password_file = "…" en [{name}].'
        raise ConfigError(Problem(f"[{name}]", f"falta la contraseña de «{name}.user».", mend))


def _load(model: type[AnyConfig], path: Path | None, environ: Mapping[str, str]) -> AnyConfig:
    source = _source(path) if path else ""
    file = path.name if path else "config.toml"
    data = _parse(source, file)
    lines = lines_of(source)
    _refuse_secrets(data, Origin(file, lines, {}))
    variables = _overlay(data, environ, model)
    origin = Origin(file, lines, variables)
    _resolve_paths(data, (path or Path("config.toml")).absolute().parent)
    _add_passwords(data, environ, origin)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise explain(error, model, origin) from None  # pydantic's own words would show the values


# --- the file ---


def _source(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(Problem(path.name, "no está escrito en UTF-8.", "Guárdalo con codificación UTF-8.")) from None
    except OSError as error:
        mend = "Dale otra ruta con --config, o copia ahí el config.toml de ejemplo."
        raise ConfigError(Problem(str(path), f"no se puede leer ({error.strerror}).", mend)) from error


def _parse(source: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        text = str(error)
        line = re.search(r"at line (\d+)", text)
        where = f"{file}:{line[1] if line else len(source.splitlines())}"
        if "overwrite" in text or "twice" in text:
            raise ConfigError(Problem(where, "esta clave o sección ya está escrita antes.", "Deja una sola.")) from None
        mend = "Revisa las comillas, los corchetes, las fechas y el signo «=»."
        raise ConfigError(Problem(where, "no se entiende esta línea.", mend)) from None


def _refuse_secrets(data: Mapping[str, Any], origin: Origin) -> None:
    for name in ("imap", "smtp"):
        written = data.get(name)
        if isinstance(written, dict) and "password" in written:
            mend = f"Bórrala de aquí y ponla en la variable {PREFIX}{name.upper()}__PASSWORD o en password_file."
            raise ConfigError(
                Problem(origin.of((name, "password")), f"{name}.password: aquí no se escriben contraseñas.", mend)
            )
    store = data.get("store")
    if isinstance(store, dict) and _DATABASE_PASSWORD.match(str(store.get("url"))):
        mend = f"Bórrala de aquí y pon la dirección completa en la variable {PREFIX}STORE__URL."
        raise ConfigError(Problem(origin.of(("store", "url")), "store.url: aquí no se escriben contraseñas.", mend))


# --- the environment ---


def _overlay(data: dict[str, Any], environ: Mapping[str, str], model: type[BaseModel]) -> dict[tuple[str, ...], str]:
    """Write what the environment says over `data`; the variables that did, by path."""
    variables = {}
    for name, raw in sorted(environ.items()):
        path = tuple(name.removeprefix(PREFIX).lower().split("__"))
        if name.startswith(PREFIX) and (len(path) == 2 or path[0] == "rules_dir"):
            variables[path] = name
            _write(data, path, _value(raw, _annotation(model, path)))
    return variables


def _write(data: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    target = data if len(path) == 1 else data.setdefault(path[0], {})
    if isinstance(target, dict):
        target[path[-1]] = value


def _annotation(model: type[BaseModel], path: tuple[str, ...]) -> Any:
    if path[0] not in model.model_fields:
        return str
    home = model if len(path) == 1 else section(model, path[0])
    field = home.model_fields.get(path[-1]) if home else None
    return field.annotation if field else str


def _value(raw: str, annotation: Any) -> object:
    """What a variable says, in its setting's type; as it stands where that fails, for the check to refuse."""
    if get_origin(annotation) is tuple:
        return _list(raw, get_args(annotation)[0])
    if annotation in (bool, int, date):
        return _toml(raw, raw)
    return raw


def _list(raw: str, element: Any) -> object:
    if raw.lstrip().startswith("["):
        return _toml(raw, raw)
    return [_value(part.strip(), element) for part in raw.split(",") if part.strip()]


def _toml(raw: str, otherwise: object) -> object:
    try:
        return tomllib.loads(f"value = {raw}")["value"]
    except tomllib.TOMLDecodeError:
        return otherwise


# --- paths and passwords ---


def _resolve_paths(data: dict[str, Any], folder: Path) -> None:
    if isinstance(data.setdefault("store", {}), dict):
        data["store"].setdefault("data_dir", "data")
    for path in _PATHS:
        target = data if len(path) == 1 else data.get(path[0])
        if isinstance(target, dict) and isinstance(target.get(path[-1]), str):
            target[path[-1]] = folder / target[path[-1]]


def _add_passwords(data: dict[str, Any], environ: Mapping[str, str], origin: Origin) -> None:
    """The environment's word first, then the named file's, then that of systemd's credentials."""
    for name in ("imap", "smtp"):
        server = data.get(name)
        if not isinstance(server, dict):
            continue
        credential = Path(environ.get("CREDENTIALS_DIRECTORY", "/nonexistent")) / f"{name}_password"
        if "password" in server:
            server["password"] = SecretStr(server["password"])
        elif isinstance(named := server.get("password_file"), Path):
            server["password"] = _secret(named, origin.of((name, "password_file")), f"{name}.password_file")
        elif credential.is_file():
            server["password"] = _secret(credential, str(credential), f"{name}.password")


def _secret(path: Path, where: str, key: str) -> SecretStr:
    try:
        text = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, ValueError):  # ValueError: not UTF-8, or a name that no file can have
        mend = "Revisa la ruta y los permisos."
        raise ConfigError(Problem(where, f"{key}: no se puede leer el archivo de la contraseña.", mend)) from None
    if not text:
        raise ConfigError(Problem(where, f"{key}: el archivo está vacío.", "Escribe en él la contraseña."))
    return SecretStr(text)
