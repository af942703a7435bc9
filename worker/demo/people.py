"""Made-up people: names that nobody bears, with numbers whose check digits hold."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from stdnum import luhn
from stdnum.mx import curp as mx_curp

_GIVEN = (
    ("ALONDRA", "M"), ("BRAULIO", "H"), ("CAMILA", "M"), ("DIEGO ARMANDO", "H"), ("ESTRELLA", "M"), ("FABIAN", "H"),
    ("GRISELDA", "M"), ("HUGO ALBERTO", "H"), ("ITZEL", "M"), ("JOAQUIN", "H"), ("KARLA XIMENA", "M"), ("LEON", "H"),
    ("MONTSERRAT", "M"), ("NOE", "H"), ("OFELIA", "M"), ("PABLO CESAR", "H"), ("REGINA", "M"), ("SAUL", "H"),
    ("TANIA LIZETH", "M"), ("ULISES", "H"), ("VIOLETA", "M"), ("WENDY", "M"), ("YAHIR", "H"), ("ZULEMA", "M"),
)  # fmt: skip
_SURNAMES = (
    "EJEMPLO", "MUESTRA", "FICTICIO", "SUPUESTO", "ENSAYO", "BOCETO", "MAQUETA", "INVENTADO",
    "PRUEBA", "BORRADOR", "SUEÑO", "MODELO", "ESBOZO", "SIMULADO", "HIPOTESIS", "CONJETURA",
)  # fmt: skip
_DOMAINS = ("example.com", "example.org", "example.net")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist.

    Names are in capitals without accents (Ñ kept), as the institutes print them; `sex` is H or M; `curp` has 18
    characters and `nss` 11 digits, both with check digits that hold; `mail` is an address in a reserved domain.
    """

    given: str
    paternal: str
    maternal: str
    sex: str
    born: date
    curp: str
    nss: str
    mail: str

    @property
    def name(self) -> str:
        """Given names, then both surnames, in capitals."""
        return f"{self.given} {self.paternal} {self.maternal}"

    @property
    def display(self) -> str:
        """The name as a mail program shows it: `Noe Ejemplo`."""
        return f"{self.given} {self.paternal}".title()

    @property
    def aggregate(self) -> str:
        """The agregado médico's head for an insured person: digit, sex and year of birth (`1M2007`)."""
        return f"1{'M' if self.sex == 'H' else 'F'}{self.born.year}"


def students(count: int, seed: int = 2026) -> tuple[Person, ...]:
    """`count` different people born from 2006 to 2008; the same seed gives the same people in the same order.

    Raises:
        ValueError: more are wanted than there are first surnames times given names.
    """
    pairs = [(given, surname) for given in _GIVEN for surname in _SURNAMES]
    if count > len(pairs):
        raise ValueError("there are not so many made-up names")
    rng = random.Random(seed)
    rng.shuffle(pairs)
    return tuple(_student(rng, given, surname) for given, surname in pairs[:count])


def parent(child: Person, sex: str, seed: int = 1) -> Person:
    """A made-up mother (`sex` M) or father (H) of `child`, born in the seventies."""
    rng = random.Random(f"{child.curp}{sex}{seed}")
    given = rng.choice([name for name, which in _GIVEN if which == sex and name != child.given])
    surname = child.paternal if sex == "H" else child.maternal
    maternal = rng.choice([other for other in _SURNAMES if other not in (child.paternal, child.maternal)])
    return _person(rng, given, surname, maternal, sex, _birthday(rng, 1970, 1979))


def curp_of(given: str, paternal: str, maternal: str, sex: str, born: date) -> str:
    """The CURP that these made-up people of Chiapas bear: 18 characters, the two last computed.

    Raises:
        ValueError: no valid CURP can be made of it.
    """
    initials = paternal[0] + _inner(paternal, "AEIOU") + maternal[0] + given[0]
    if not mx_curp.is_valid(_closed(initials, paternal, maternal, given, sex, born)):
        initials = initials[0] + "X" + initials[2:]
    return mx_curp.validate(_closed(initials, paternal, maternal, given, sex, born))


def nss_of(office: int, registered: int, born: int, serial: int) -> str:
    """The NSS of 11 digits: subdelegación, years of registration and birth (two digits each), a serial of four."""
    head = f"{office:02}{registered % 100:02}{born % 100:02}{serial:04}"
    return head + luhn.calc_check_digit(head)


def _student(rng: random.Random, given: tuple[str, str], paternal: str) -> Person:
    maternal = rng.choice([other for other in _SURNAMES if other != paternal])
    return _person(rng, given[0], paternal, maternal, given[1], _birthday(rng, 2006, 2008))


def _person(rng: random.Random, given: str, paternal: str, maternal: str, sex: str, born: date) -> Person:
    registered = rng.randint(born.year + 16, min(born.year + 18, 2025))
    # Subdelegación 99: no made-up number shall look like one of a real office.
    nss = nss_of(99, registered, born.year, rng.randint(100, 9899))
    mail = f"{_plain(given.split()[0])}.{_plain(paternal)}{rng.randint(10, 99)}@{rng.choice(_DOMAINS)}"
    return Person(given, paternal, maternal, sex, born, curp_of(given, paternal, maternal, sex, born), nss, mail)


def _birthday(rng: random.Random, first: int, last: int) -> date:
    return date(rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28))


def _closed(initials: str, paternal: str, maternal: str, given: str, sex: str, born: date) -> str:
    consonants = "".join(_inner(part, "BCDFGHJKLMNÑPQRSTVWXYZ") for part in (paternal, maternal, given))
    century = "A" if born.year >= 2000 else "0"
    head = f"{initials}{born:%y%m%d}{sex}CS{consonants}{century}".replace("Ñ", "X")
    return head + mx_curp.calc_check_digit(head)


def _inner(word: str, letters: str) -> str:
    return next((letter for letter in word[1:] if letter in letters), "X")


def _plain(name: str) -> str:
    return name.lower().replace("ñ", "n")
