"""The school as the papers name it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class School:
    """What tells 'through the Tecnológico' from every other way of being insured.

    `registros_patronales` are the campus's own (eleven characters each), `patrones` the names by which it stands
    on papers; `domains` its institutional mail domains, lower case; `constancia_days` how long a constancia is good.
    """

    name: str
    registros_patronales: tuple[str, ...] = ()
    patrones: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    constancia_days: int = 30
