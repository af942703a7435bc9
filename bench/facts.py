"""What is true on a constancia: drawn by chance, before any layout or wording is chosen."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bench.people import Person, child_of, person, student
from bench.school import Insurance, insurance
from worker.core.types import Through

TODAY = date(2026, 11, 20)
_INSURED = (("tecnologico", 40), ("otra escuela", 16), ("empleo", 16), ("beneficiario", 16), ("jcf", 4), ("cfe", 3),
            ("pensionado", 5))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """A constancia's contents.

    `vigente` is None where SI/NO is blank; `inconsistent` where the institute's text about it stands there instead.
    `insurance` is the present one, or the last one of somebody who is not vigente. `titular` is set on a
    beneficiary's own page; where it is `borrowed`, the only NSS that stands there is the titular's, and `person` bears
    it. `until` is the date beside 'Vigencia': the day of issue for somebody who is vigente.
    """

    person: Person
    vigente: bool | None
    inconsistent: bool
    insurance: Insurance
    beneficiaries: tuple[Person, ...]
    titular: Person | None
    issued: date
    until: date
    clinic: int
    turn: str
    room: int
    folio: str
    phone: str
    borrowed: bool = False

    @property
    def through(self) -> Through | None:
        """Through whom, for somebody who is vigente."""
        return self.insurance.through if self.vigente else None

    @property
    def agregado(self) -> str:
        """The agregado médico: digit, sex letter, year of birth, two letters."""
        digit, letters = self.insurance.agregado
        return f"{digit}{'M' if self.person.sex == 'H' else 'F'}{self.person.born.year}{letters}"

    @property
    def relatives(self) -> bool:
        """Whether the page may be a relative's: a child of student age stands among the beneficiaries."""
        return any(1996 <= each.born.year <= 2010 for each in self.beneficiaries)

    @property
    def certain(self) -> bool:
        """Whether a careful reader may be sure of such a page at all."""
        return self.vigente is not None and not self.relatives and not self.borrowed


def facts(rng: random.Random) -> Facts:
    """One constancia, by chance: two in three are vigente, one in twelve is a parent's, one in sixteen says nothing,
    one in forty bears no NSS but the titular's.
    """
    vigente: bool | None = rng.random() < 0.64
    kind = rng.choices([kind for kind, _ in _INSURED], [weight for _, weight in _INSURED])[0]
    if kind == "pensionado" or rng.random() < 0.07:
        return _parents(rng, kind)
    holder = student(rng)
    silent = rng.random() < 0.06
    titular = _parent_of(rng, holder) if kind == "beneficiario" else None
    children = (child_of(rng, holder, rng.randint(2020, 2025)),) if rng.random() < 0.12 and titular is None else ()
    said = _facts(rng, holder, None if silent else vigente, insurance(rng, kind), children, titular)
    return _borrowing(said, titular) if titular is not None and rng.random() < 0.15 else said


def _borrowing(said: Facts, titular: Person) -> Facts:
    return replace(said, person=replace(said.person, nss=titular.nss), borrowed=True)


def _parents(rng: random.Random, kind: str) -> Facts:
    """The page of somebody old enough to have a student among the beneficiaries; pensioners mostly have none."""
    holder = person(rng, rng.randint(1958, 1979))
    alone = kind == "pensionado" and rng.random() < 0.7
    children = () if alone else tuple(child_of(rng, holder, rng.randint(1999, 2008)) for _ in range(rng.randint(1, 3)))
    return _facts(rng, holder, True, insurance(rng, "pensionado" if kind == "pensionado" else "empleo"), children, None)


def _parent_of(rng: random.Random, child: Person) -> Person:
    return person(rng, child.born.year - rng.randint(20, 35), paternal=child.paternal, sex="H")


def _facts(
    rng: random.Random,
    holder: Person,
    vigente: bool | None,
    insured: Insurance,
    children: tuple[Person, ...],
    titular: Person | None,
) -> Facts:
    issued = TODAY - timedelta(days=rng.randint(0, 25))
    until = issued if vigente else issued - timedelta(days=rng.randint(10, 900))
    return Facts(
        holder,
        vigente,
        vigente is None and rng.random() < 0.5,
        insured,
        children,
        titular,
        issued,
        until,
        rng.choice((11, 13, 23, 25)),
        rng.choice(("MATUTINO", "VESPERTINO")),
        rng.randint(1, 24),
        str(rng.randint(10**12, 10**13 - 1)),
        f"961{rng.randint(1_000_000, 9_999_999)}",
    )
