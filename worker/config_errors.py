"""What is wrong with a config file, said so that an administrator can mend it: file, line, key, mend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from worker.core.tables import near

Path_ = tuple[str, ...]

_HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"\s*([\w\"'.\s-]+?)\s*=")
_SHAPES = {
    "string_type": ("un texto entre comillas", '"…"'),
    "int_type": ("un número entero, sin comillas", "10"),
    "bool_type": ("true o false, sin comillas", "true"),
    "tuple_type": ("una lista", '["…", "…"]'),
    "date_type": ("una fecha, sin comillas", "2026-11-20"),
    "path_type": ("una ruta entre comillas", '"…"'),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: `where` is `config.toml:12`, `config.toml` or the environment variable's name."""

    where: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.mend}"


class ConfigError(ValueError):
    """The settings do not do; one line a problem, none of them with a value that may be secret."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Origin:
    """Where each setting was written: lines of `file` by dotted path, and the variables that came over it."""

    file: str
    lines: Mapping[Path_, int]
    variables: Mapping[Path_, str]

    def of(self, path: Path_) -> str:
        """The place of a setting; of the section it belongs in where it was not written at all."""
        for length in range(len(path), 0, -1):
            if name := self.variables.get(path[:length]):
                return name
            if line := self.lines.get(path[:length]):
                return f"{self.file}:{line}"
        below = (name for written, name in self.variables.items() if written[: len(path)] == path)
        return next(below, self.file)


def lines_of(source: str) -> dict[Path_, int]:
    """The line (from 1) of each section and key, by path: `("imap",)`, `("imap", "port")`; the first counts.

    tomllib tells no positions; this scan need not be a parser, for it only points at what tomllib has accepted.
    """
    lines: dict[Path_, int] = {}
    section: Path_ = ()
    for number, line in enumerate(source.splitlines(), 1):
        if header := _HEADER.match(line):
            section = _parts(header[1])
            lines.setdefault(section, number)
        elif key := _KEY.match(line):
            lines.setdefault(section + _parts(key[1]), number)
    return lines


def _parts(dotted: str) -> Path_:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def explain(error: ValidationError, model: type[BaseModel], origin: Origin) -> ConfigError:
    """Put pydantic's findings into our words, in the order of the file."""
    found = error.errors(include_url=False, include_input=False)
    inner = {each["loc"][:2] for each in found if len(each["loc"]) > 2}
    problems = [_problem(each, model, origin) for each in found if each["loc"] not in inner]
    return ConfigError(*sorted(problems, key=lambda problem: _line(problem.where)))


def section(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The model of a section, whether the section may be missing or not; None for a key that stands by itself."""
    annotation = model.model_fields[name].annotation
    models = (each for each in (annotation, *get_args(annotation)) if isinstance(each, type))
    return next((each for each in models if issubclass(each, BaseModel)), None)


def _line(where: str) -> tuple[int, str]:
    number = where.rpartition(":")[2]
    return (int(number), where) if number.isdigit() else (0, where)


def _problem(error: Any, model: type[BaseModel], origin: Origin) -> Problem:
    path = tuple(str(part) for part in error["loc"])
    what, mend = _words(error["type"], error.get("ctx", {}), path, model)
    named = f"[{path[0]}]" if len(path) == 1 else f"{path[0]}.{path[1]}"
    item = f" (el {int(path[2]) + 1}.º)" if len(path) > 2 else ""
    return Problem(origin.of(path), f"{named}{item}: {what}.", mend)


def _words(kind: str, ctx: Mapping[str, Any], path: Path_, model: type[BaseModel]) -> tuple[str, str]:
    match kind:
        case "refused":
            return ctx["what"], ctx["mend"]
        case "extra_forbidden":
            return _unknown(path, model)
        case "missing" if len(path) == 1:
            return "falta esta sección", "Agrégala con sus claves; el config.toml de ejemplo la trae."
        case "missing":
            return "falta esta clave", f'Agrega {path[1]} = "…" en la sección [{path[0]}].'
        case "literal_error":
            return "no vale eso", f"Se permite: {ctx['expected'].replace(chr(39), chr(34)).replace(' or ', ' o ')}."
        case "model_type":
            return "es una sección, no un valor", f"Escribe [{path[0]}] en su propia línea, y debajo sus claves."
        case "string_too_short" | "too_short":
            return "está vacío", "Escribe el dato que falta."
        case "greater_than_equal":
            return "el número es demasiado chico", f"Escribe {ctx['ge']} o más."
        case "less_than_equal":
            return "el número es demasiado grande", f"Escribe {ctx['le']} o menos."
    return _wrong_type(kind, path, model)


def _unknown(path: Path_, model: type[BaseModel]) -> tuple[str, str]:
    models = {name: found for name in model.model_fields if (found := section(model, name))}
    if len(path) > 1:
        return "no existe esa clave", near(path[1], sorted(models[path[0]].model_fields))
    homes = ", ".join(f"[{name}]" for name, found in models.items() if path[0] in found.model_fields)
    if homes:
        return "está fuera de toda sección", f"Ponla debajo de la suya: {homes}."
    return "no existe esa sección", near(path[0], sorted(model.model_fields))


def _wrong_type(kind: str, path: Path_, model: type[BaseModel]) -> tuple[str, str]:
    shape, example = _SHAPES.get(kind, ("de otro tipo", "…"))
    home = section(model, path[0]) if len(path) > 1 else None
    field = (home or model).model_fields[path[min(1, len(path) - 1)]]
    if type(field.default) in (int, bool):
        example = str(field.default).lower()
    if len(path) > 2:
        example = f"[{example}]"
    return f"debe ser {shape}", f"Escríbelo así: {path[min(1, len(path) - 1)]} = {example}"
