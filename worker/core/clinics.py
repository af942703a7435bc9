"""The clinics a student may choose, as the office's table names them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from worker.core.errors import RulesError

FIELDS = {"numero", "nombre", "en_letra", "tambien", "direccion", "telefono", "horario", "colonias"}
HEAD = re.compile(r"\s*\[\[\s*clinica\s*\]\]")
LISTS = {"en_letra", "tambien", "colonias"}


@dataclass(frozen=True, slots=True)
class Clinic:
    """One UMF. `spelled` is its number in words, `names` are other ways to name it; an empty text is not known yet."""

    umf: str
    name: str
    spelled: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    address: str = ""
    phone: str = ""
    hours: str = ""
    colonias: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The clinic as a student reads it: `UMF 13 (Las Palmas)`."""
        return f"UMF {self.umf} ({self.name})"


def parse_clinics(source: str, file: str) -> tuple[Clinic, ...]:
    """Read the table of clinics.

    Args:
        source: TOML text with one `[[clinica]]` block per clinic.
        file: the file's name, for the error.

    Returns:
        The clinics in the order of the table, at least one.

    Raises:
        RulesError: with the line and what to do, if the table cannot be used.
    """
    blocks = _load(source, file).get("clinica")
    lines = [number for number, line in enumerate(source.splitlines(), 1) if HEAD.match(line)]
    if not isinstance(blocks, list) or len(blocks) != len(lines) or not lines:
        raise RulesError(file, None, "No hay una tabla de clínicas.", "Escribe un bloque [[clinica]] por clínica.")
    clinics = tuple(_clinic(block, file, line) for block, line in zip(blocks, lines, strict=True))
    _no_twins(clinics, file, lines)
    return clinics


def _load(source: str, file: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else None
        mend = "Revisa comillas, corchetes y comas de esa línea."
        raise RulesError(file, line, "No es TOML válido.", mend) from error
    for key in table.keys() - {"clinica"}:
        raise RulesError(file, None, f"La clave «{key}» no se conoce.", "Cada clínica es un bloque [[clinica]].")
    return table


def _clinic(block: dict[str, Any], file: str, line: int) -> Clinic:
    for key, value in block.items():
        _field(key, value, file, line)
    number, name = block.get("numero", ""), block.get("nombre", "")
    if not re.fullmatch(r"\d{1,3}", number):
        raise RulesError(file, line, "A la clínica le falta su número.", 'Escribe por ejemplo numero = "13".')
    if not name.strip():
        raise RulesError(file, line, "A la clínica le falta su nombre.", 'Escribe por ejemplo nombre = "Las Palmas".')
    return Clinic(
        number,
        name,
        tuple(block.get("en_letra", ())),
        tuple(block.get("tambien", ())),
        block.get("direccion", ""),
        block.get("telefono", ""),
        block.get("horario", ""),
        tuple(block.get("colonias", ())),
    )


def _field(key: str, value: object, file: str, line: int) -> None:
    if key not in FIELDS:
        raise RulesError(file, line, f"La clave «{key}» no se conoce.", f"Usa solo: {', '.join(sorted(FIELDS))}.")
    if key in LISTS:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            what = f"«{key}» debe ser una lista de textos."
            raise RulesError(file, line, what, f'Por ejemplo: {key} = ["uno", "dos"].')
    elif not isinstance(value, str):
        raise RulesError(file, line, f"«{key}» debe ser un texto entre comillas.", f'Por ejemplo: {key} = "13".')


def _no_twins(clinics: tuple[Clinic, ...], file: str, lines: list[int]) -> None:
    seen: set[str] = set()
    for clinic, line in zip(clinics, lines, strict=True):
        own = {name.strip().casefold() for name in (clinic.umf, clinic.name, *clinic.spelled, *clinic.names)}
        for word in sorted(own & seen):
            raise RulesError(file, line, f"Dos clínicas se llaman «{word}».", "Deja ese nombre en una sola.")
        seen |= own
