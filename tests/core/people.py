"""Made-up people with numbers that check, for tests of finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import luhn
from stdnum.mx import curp as curp_module

_PEOPLE = (
    ("ITZEL", "HERNANDEZ", "ROMERO", "041213", "M", "VZ"),
    ("JUAN CARLOS", "QUIÑONES", "LOPEZ", "050302", "H", "CS"),
    ("MARIA JOSE", "DE LA CRUZ", "GOMEZ", "060718", "M", "CS"),
    ("ANGEL DE JESUS", "PEREZ", "MONTES DE OCA", "021130", "H", "OC"),
    ("KARLA PAOLA", "XOCHIHUA", "NUÑEZ", "980123", "M", "TC"),
    ("MARIA DE LOS ANGELES", "RUIZ", "ZEBADUA", "030909", "M", "CS"),
    ("HUGO", "MARTINEZ", "MARTINEZ", "070228", "H", "DF"),
    ("LUZ ABRIL", "SOLIS", "DEL CARPIO", "080105", "M", "YN"),
)
_VOWELS = "AEIOU"
_PARTICLES = frozenset({"DE", "LA", "LOS", "LAS", "DEL", "Y"})


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist; names in capitals, `nss` eleven digits, `curp` eighteen characters."""

    given: str
    first: str
    second: str
    curp: str
    nss: str

    @property
    def name(self) -> str:
        """Given names, then surnames."""
        return f"{self.given} {self.first} {self.second}"


def people() -> Iterator[Person]:
    """Each of the made-up people."""
    for place, (given, first, second, born, sex, state) in enumerate(_PEOPLE):
        parts = [_telling(first), _telling(second), _telling(given, given=True)]
        head = parts[0][0] + _next(parts[0], _VOWELS) + parts[1][0] + parts[2][0] + born + sex + state
        tail = "".join(_next(part, "BCDFGHJKLMNÑPQRSTVWXYZ") for part in parts)
        body = (head + tail).replace("Ñ", "X") + ("0" if born[0] == "9" else "A")
        digits = f"{31 + place}{20 + place}{born[:2]}{4711 + 13 * place}"
        yield Person(given, first, second, body + curp_module.calc_check_digit(body), nss_of(digits))


def nss_of(digits: str) -> str:
    """Ten digits with their check digit."""
    return digits + luhn.calc_check_digit(digits)


def chance(digits: str) -> str:
    """A number of eleven digits that passes the check of an NSS by chance."""
    return nss_of(digits)


def _telling(name: str, *, given: bool = False) -> str:
    words = [word for word in name.split() if word not in _PARTICLES]
    return words[1] if given and len(words) > 1 and words[0] in ("MARIA", "JOSE") else words[0]


def _next(word: str, letters: str) -> str:
    return next((char for char in word[1:] if char in letters), "X")
