"""Made-up people with names as real ones are built, and numbers whose check digits hold."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from stdnum import luhn
from stdnum.mx import curp as mx_curp

_WOMEN = (
    "ABIGAIL", "MARÍA FERNANDA", "ITZAYANA", "JOSEFINA", "LUZ DEL CARMEN", "BEGOÑA", "ROCÍO", "YARELI", "NAYELI",
    "MARÍA DE LOS ÁNGELES", "CITLALI", "DANIELA", "MÓNICA", "XÓCHITL", "GUADALUPE", "SOFÍA", "ANA KAREN", "TERESITA",
    "VALENTINA", "ZOÉ", "ELVIRA", "FÁTIMA", "KENIA", "PAULINA", "BELÉN", "MARÍA JOSÉ", "HEIDI", "LESLIE VIANEY",
)  # fmt: skip
_MEN = (
    "ADÁN", "JOSÉ MANUEL", "CRISTIAN", "EMILIANO", "GERARDO", "ÍÑIGO", "JESÚS ALEJANDRO", "KEVIN", "LUIS ÁNGEL",
    "MATÍAS", "NÉSTOR", "OSVALDO", "PEDRO DE JESÚS", "RAMÓN", "SEBASTIÁN", "TOMÁS", "URIEL", "VÍCTOR HUGO", "WILLIAM",
    "YAEL", "ZACARÍAS", "BALTAZAR", "EDWIN", "FRANCISCO JAVIER", "HÉCTOR", "ISAÍ", "JUAN PABLO", "MARCO AURELIO",
)  # fmt: skip
_SURNAMES = (
    "ACUÑA", "BALLINAS", "CIFUENTES", "DE LA CRUZ", "ESPONDA", "FARRERA", "GÓMEZ", "HERNÁNDEZ", "INFANTE", "JONAPÁ",
    "LÓPEZ", "MAZARIEGOS", "NÚÑEZ", "OCAÑA", "PÉREZ", "QUINTANAR", "RUIZ", "SÁNCHEZ", "TOLEDO", "URBINA", "VELASCO",
    "XIMÉNEZ", "YÁÑEZ", "ZEBADÚA", "DEL CARPIO", "DE LEÓN", "MUÑOZ", "PEÑA", "GUTIÉRREZ", "DE LOS SANTOS", "CRUZ",
    "MONTES DE OCA", "ÁLVAREZ", "COUTIÑO", "NANDAYAPA", "CASTAÑÓN", "IBARRA", "LAGUNA", "MORALES", "VIDAL",
)  # fmt: skip
_STATES = ("CS", "CS", "CS", "CS", "OC", "TC", "VZ", "DF", "MC", "PL", "YN", "NL")
_SMALL_WORDS = frozenset({"DE", "DEL", "LA", "LAS", "LOS", "Y"})
_COMMON = frozenset({"MARIA", "MA", "JOSE", "J"})
_PLAIN = str.maketrans("ÁÉÍÓÚÜ", "AEIOUU")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist.

    Names are in capitals with their accents; `sex` is H or M, `state` the two letters of the CURP; `curp` has 18
    characters and `nss` 11 digits, both with check digits that hold.
    """

    given: str
    paternal: str
    maternal: str
    sex: str
    born: date
    state: str
    curp: str
    nss: str

    @property
    def name(self) -> str:
        """Given names, then the surnames."""
        return f"{self.given} {self.paternal} {self.maternal}"

    @property
    def plain(self) -> str:
        """The name in capitals without accents, Ñ kept, as most papers print it."""
        return self.name.translate(_PLAIN)


def student(rng: random.Random) -> Person:
    """Somebody of student age."""
    return person(rng, rng.randint(1996, 2008))


def person(rng: random.Random, year: int, paternal: str = "", maternal: str = "", sex: str = "") -> Person:
    """Somebody born in `year`, with the surnames and the sex (H or M) that are given, or any."""
    sex = sex or rng.choice("HM")
    given = rng.choice(_MEN if sex == "H" else _WOMEN)
    paternal = paternal or rng.choice(_SURNAMES)
    maternal = maternal or rng.choice([each for each in _SURNAMES if each != paternal])
    born, state = date(year, rng.randint(1, 12), rng.randint(1, 28)), rng.choice(_STATES)
    curp = curp_of((given, paternal, maternal), sex, born, state)
    return Person(given, paternal, maternal, sex, born, state, curp, nss_of(rng, year))


def child_of(rng: random.Random, parent: Person, year: int) -> Person:
    """A child of `parent`, born in `year`."""
    if parent.sex == "H":
        return person(rng, year, paternal=parent.paternal)
    return person(rng, year, maternal=parent.paternal)


def nss_of(rng: random.Random, born: int) -> str:
    """The NSS of somebody born in that year: 11 digits, the last of which is the check digit.

    One in fifty bears another year of birth, as happens in life.
    """
    registered = rng.randint(born + 15, max(born + 15, min(born + 22, 2026)))
    said = born + rng.choice((-1, 1)) if rng.random() < 0.02 else born
    head = f"{rng.randint(1, 98):02}{registered % 100:02}{said % 100:02}{rng.randint(1, 9999):04}"
    return head + luhn.calc_check_digit(head)


def curp_of(names: tuple[str, str, str], sex: str, born: date, state: str) -> str:
    """The CURP of given names, first and second surname; raises ValueError where none can be made."""
    given, paternal, maternal = (_telling(name, first) for name, first in zip(names, (True, False, False), strict=True))
    initials = paternal[0] + _inner(paternal, "AEIOU") + maternal[0] + given[0]
    consonants = "".join(_inner(part, "BCDFGHJKLMNÑPQRSTVWXYZ") for part in (paternal, maternal, given))
    century = "A" if born.year >= 2000 else "0"
    rest = f"{born:%y%m%d}{sex}{state}{consonants}{century}".replace("Ñ", "X")
    return _closed(initials.replace("Ñ", "X"), rest)


def _closed(initials: str, rest: str) -> str:
    """With its check digit; initials that spell a rude word get an X, as the register does."""
    for head in (initials + rest, f"{initials[0]}X{initials[2:]}" + rest):
        curp = head + mx_curp.calc_check_digit(head)
        if mx_curp.is_valid(curp):
            return curp
    raise ValueError("no valid CURP can be made of this name")


def _telling(name: str, given: bool) -> str:
    """The word of a name that a CURP goes by."""
    words = [word for word in name.translate(_PLAIN).split() if word not in _SMALL_WORDS]
    return words[1] if given and len(words) > 1 and words[0] in _COMMON else words[0]


def _inner(word: str, letters: str) -> str:
    return next((letter for letter in word[1:] if letter in letters), "X")
