"""One table of rules: conditions over finite fields, proven to answer every possible combination exactly once.

A condition is a set of values for a field; a field that it does not name is a wildcard. There is no default and
no priority, so that the order of the rules means nothing and a reader may believe each block by itself.
"""

from __future__ import annotations

import difflib
import itertools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from worker.core.errors import RulesError

Combination = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One block of a table: it fires where every condition holds. `gives` is what it says, by key."""

    id: str
    fuente: str
    when: Mapping[str, frozenset[str]]
    gives: Mapping[str, str | bool]
    line: int

    def fires(self, facts: Mapping[str, str]) -> bool:
        """Whether every condition holds for these facts."""
        return all(facts[field] in values for field, values in self.when.items())


@dataclass(frozen=True, slots=True)
class Table:
    """Rules over `fields` (name → every value it can take), and the combinations that cannot occur."""

    file: str
    fields: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    impossible: tuple[Rule, ...]

    def combinations(self) -> Iterator[dict[str, str]]:
        """Every combination of facts that can occur."""
        for values in itertools.product(*self.fields.values()):
            facts = dict(zip(self.fields, values, strict=True))
            if not any(rule.fires(facts) for rule in self.impossible):
                yield facts


@dataclass(frozen=True, slots=True)
class Proven:
    """A table with the one rule of each possible combination. Only `prove` makes one."""

    table: Table
    answers: Mapping[Combination, Rule]

    def rule_for(self, facts: Mapping[str, str]) -> Rule:
        """The rule that fires. KeyError for a combination that was declared impossible: a bug of `combine`."""
        return self.answers[tuple(facts[field] for field in self.table.fields)]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a rule did or did not fire: the facts that kept it from it, as (field, value, what it asks for)."""

    rule: Rule
    against: tuple[tuple[str, str, tuple[str, ...]], ...]


def parse_table(
    source: str,
    file: str,
    fields: Mapping[str, tuple[str, ...]],
    keys: Mapping[str, type],
    others: Sequence[str] = (),
) -> Table:
    """Read `[[regla]]` and `[[imposible]]` blocks.

    Args:
        source: the file's text, TOML.
        file: its name, for errors.
        fields: the facts, each with every value it can take.
        keys: what a rule gives, by name, with its type.
        others: further sections that the file may have; somebody else reads them.

    Raises:
        RulesError: at the first block that does not say what it should.
    """
    data = load_toml(source, file)
    _only_sections(data, source, file, ("regla", "imposible", *others))
    rules = tuple(_rule(block, line, file, fields, keys) for block, line in _blocks(data, source, file, "regla"))
    impossible = tuple(
        _impossible(block, line, file, fields) for block, line in _blocks(data, source, file, "imposible")
    )
    _no_id_twice(rules, file)
    return Table(file, fields, rules, impossible)


def prove(table: Table) -> Proven:
    """Enumerate every possible combination.

    Raises:
        RulesError: at the first that meets no rule or two, and at a rule that can never fire.
    """
    answers: dict[Combination, Rule] = {}
    for facts in table.combinations():
        firing = [rule for rule in table.rules if rule.fires(facts)]
        if len(firing) != 1:
            raise _unproven(table, facts, firing)
        answers[tuple(facts.values())] = firing[0]
    fired = {rule.id for rule in answers.values()}
    for rule in table.rules:
        if rule.id not in fired:
            raise RulesError(table.file, rule.line, f"La regla «{rule.id}» no puede cumplirse nunca.", "Quítala.")
    return Proven(table, answers)


def explain(table: Table, facts: Mapping[str, str]) -> tuple[Explanation, ...]:
    """For each rule, in the order of the file, the conditions that do not hold; none for the rule that fires."""
    return tuple(
        Explanation(
            rule,
            tuple((field, facts[field], tuple(sorted(v))) for field, v in rule.when.items() if facts[field] not in v),
        )
        for rule in table.rules
    )


def load_toml(source: str, file: str) -> dict[str, Any]:
    """Parse TOML; RulesError with the line where it is not TOML."""
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        line = getattr(error, "lineno", None) or _line_in(str(error))
        raise RulesError(file, line, f"No es TOML: {error}.", "Corrige la línea.") from error


def header_lines(source: str, header: str) -> list[int]:
    """The lines (from 1) on which this block header stands."""
    return [number for number, line in enumerate(source.splitlines(), 1) if line.split("#")[0].strip() == header]


def near(word: str, words: Sequence[str]) -> str:
    """'¿Querías decir «x»?' or the list of what is allowed."""
    close = difflib.get_close_matches(word, words, n=1)
    return f"¿Querías decir «{close[0]}»?" if close else "Se permite: " + ", ".join(f"«{each}»" for each in words) + "."


def _line_in(text: str) -> int | None:
    words = text.replace(",", " ").split()
    return next((int(b) for a, b in itertools.pairwise(words) if a == "line" and b.isdigit()), None)


def _only_sections(data: Mapping[str, Any], source: str, file: str, allowed: Sequence[str]) -> None:
    for name in data:
        if name not in allowed:
            lines = [*header_lines(source, f"[[{name}]]"), *header_lines(source, f"[{name}]")]
            what = f"No hay una sección llamada «{name}»."
            raise RulesError(file, next(iter(lines), None), what, near(name, allowed))


def _blocks(data: Mapping[str, Any], source: str, file: str, name: str) -> list[tuple[Mapping[str, Any], int]]:
    """The blocks of this name, each with its line."""
    blocks, lines = data.get(name, []), header_lines(source, f"[[{name}]]")
    if not isinstance(blocks, list) or len(blocks) != len(lines):
        what = f"Cada «{name}» es un bloque aparte."
        raise RulesError(file, next(iter(lines), None), what, f"Empieza cada uno con una línea [[{name}]].")
    return list(zip(blocks, lines, strict=True))


def _impossible(block: Mapping[str, Any], line: int, file: str, fields: Mapping[str, tuple[str, ...]]) -> Rule:
    """A combination that cannot occur; whoever takes it out of the proof says why."""
    if not str(block.get("porque", "")).strip():
        raise RulesError(file, line, "A lo imposible le falta «porque».", 'Agrega porque = "…": por qué no ocurre.')
    return _rule({"id": "imposible", "fuente": "ninguna", **block}, line, file, fields, {"porque": str})


def _rule(
    block: Mapping[str, Any], line: int, file: str, fields: Mapping[str, tuple[str, ...]], keys: Mapping[str, type]
) -> Rule:
    allowed = ("id", "fuente", "cuando", *keys)
    for key in block:
        if key not in allowed:
            raise RulesError(file, line, f"La regla tiene una clave desconocida «{key}».", near(key, allowed))
    for key in ("id", "fuente"):
        if not isinstance(block.get(key), str) or not block[key].strip():
            raise RulesError(file, line, f"A la regla le falta «{key}».", f'Agrega {key} = "…".')
    for key, kind in keys.items():
        if key in block and not isinstance(block[key], kind):
            raise RulesError(file, line, f"«{key}» no es de su tipo.", "Mira las otras reglas del archivo.")
    asked = block.get("cuando", {})
    if not isinstance(asked, Mapping):
        raise RulesError(file, line, "«cuando» no dice hechos.", 'Escribe cuando = { hecho = "valor" }.')
    when = {field: _values(field, values, line, file, fields) for field, values in asked.items()}
    return Rule(block["id"], block["fuente"], when, {key: block[key] for key in keys if key in block}, line)


def _values(field: str, values: object, line: int, file: str, fields: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    if field not in fields:
        raise RulesError(file, line, f"No hay un hecho llamado «{field}».", near(field, tuple(fields)))
    listed = values if isinstance(values, list) else [values]
    for value in listed:
        if value not in fields[field]:
            raise RulesError(file, line, f"«{field}» no puede valer «{value}».", near(str(value), fields[field]))
    return frozenset(listed)


def _no_id_twice(rules: Sequence[Rule], file: str) -> None:
    seen: dict[str, int] = {}
    for rule in rules:
        if rule.id in seen:
            raise RulesError(file, rule.line, f"«{rule.id}» ya está en la línea {seen[rule.id]}.", "Dale otro id.")
        seen[rule.id] = rule.line


def _unproven(table: Table, facts: Mapping[str, str], firing: Sequence[Rule]) -> RulesError:
    said = ", ".join(f"{field} = «{value}»" for field, value in facts.items())
    if not firing:
        return RulesError(table.file, None, f"Ninguna regla responde a: {said}.", "Agrega una regla que lo haga.")
    which = " y ".join(f"«{rule.id}» (línea {rule.line})" for rule in firing[:2])
    return RulesError(table.file, firing[1].line, f"Dos reglas responden a: {said}: {which}.", "Acota una de las dos.")
