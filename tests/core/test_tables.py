from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.core.errors import RulesError
from worker.core.tables import Rule, Table, explain, header_lines, load_toml, near, parse_table, prove

FIELDS = {"color": ("rojo", "azul"), "forma": ("redonda", "cuadrada")}
KEYS: Mapping[str, type] = {"da": str, "fuerte": bool}
WHOLE = """
[[regla]]
id = "rojos"
fuente = "P1"
cuando = { color = "rojo" }
da = "sí"

[[regla]]   # lo demás
id = "azul redondo"
fuente = "P2"
cuando = { color = ["azul"], forma = "redonda" }
da = "no"
fuerte = true

[[regla]]
id = "azul cuadrado"
fuente = "P2"
cuando = { color = "azul", forma = "cuadrada" }
da = "no"
"""


def table(source: str) -> Table:
    return parse_table(source, "papel.toml", FIELDS, KEYS)


def refusal(source: str) -> RulesError:
    """The error with which a table is refused, on reading or on proving."""
    with pytest.raises(RulesError) as caught:
        prove(table(source))
    return caught.value


def test_a_whole_table_answers_every_combination() -> None:
    proven = prove(table(WHOLE))
    answers = {combination: rule.id for combination, rule in proven.answers.items()}
    assert answers == {
        ("rojo", "redonda"): "rojos",
        ("rojo", "cuadrada"): "rojos",
        ("azul", "redonda"): "azul redondo",
        ("azul", "cuadrada"): "azul cuadrado",
    }
    rule = proven.rule_for({"forma": "redonda", "color": "azul"})
    assert (rule.gives, rule.fuente, rule.line) == ({"da": "no", "fuerte": True}, "P2", 8)


def test_the_order_of_the_rules_means_nothing() -> None:
    proven = prove(table(WHOLE))
    turned = prove(replace(proven.table, rules=proven.table.rules[::-1]))
    assert turned.answers == proven.answers


def test_a_hole_fails_at_the_first_combination_and_names_it() -> None:
    error = refusal(WHOLE.partition('[[regla]]\nid = "azul cuadrado"')[0])
    assert "Ninguna regla responde a: color = «azul», forma = «cuadrada»." in str(error)
    assert (error.file, error.line) == ("papel.toml", None)


def test_two_rules_for_one_combination_fail_with_both_names_and_lines() -> None:
    error = refusal(WHOLE.replace('color = ["azul"], forma = "redonda"', 'forma = "redonda"'))
    assert "«rojos» (línea 2) y «azul redondo» (línea 8)" in str(error)
    assert "color = «rojo», forma = «redonda»" in str(error)
    assert error.line == 8


def test_a_rule_that_can_never_fire_fails() -> None:
    dead = '\n[[regla]]\nid = "nunca"\nfuente = "P1"\ncuando = { color = [] }\nda = "x"\n'
    error = refusal(WHOLE + dead)
    assert str(error) == "papel.toml:21: La regla «nunca» no puede cumplirse nunca. Quítala."


def test_what_is_impossible_needs_no_rule() -> None:
    without = WHOLE.partition('[[regla]]\nid = "azul cuadrado"')[0]
    excused = '\n[[imposible]]\nporque = "No hay."\ncuando = { color = "azul", forma = "cuadrada" }\n'
    proven = prove(table(without + excused))
    assert len(proven.answers) == 3
    with pytest.raises(KeyError):
        proven.rule_for({"color": "azul", "forma": "cuadrada"})


@pytest.mark.parametrize("reason", ["", 'porque = ""\n', 'porque = "  "\n'])
def test_what_is_impossible_says_why(reason: str) -> None:
    error = refusal(WHOLE + f'\n[[imposible]]\n{reason}cuando = {{ color = "azul" }}\n')
    assert (error.file, error.line) == ("papel.toml", 21)
    assert "porque" in error.what


def test_a_table_whose_every_combination_is_impossible_has_dead_rules() -> None:
    assert "nunca" in str(refusal(WHOLE + '\n[[imposible]]\nporque = "Nada ocurre."\n'))


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "mend"),
    [
        ('cuando = { color = "rojo" }', 'cuando = { colr = "rojo" }', 2, "«colr»", "¿Querías decir «color»?"),
        ('{ color = "rojo" }', '{ color = "roja" }', 2, "«roja»", "¿Querías decir «rojo»?"),
        ('{ color = "rojo" }', "{ color = 3 }", 2, "«3»", "Se permite: «rojo», «azul»."),
        ('{ color = "rojo" }', '{ color = [["rojo"]] }', 2, "no puede valer", "¿Querías decir «rojo»?"),
        ('{ color = "rojo" }', '"rojo"', 2, "«cuando» no dice hechos.", "cuando = {"),
        ('da = "sí"', 'dar = "sí"', 2, "clave desconocida «dar»", "¿Querías decir «da»?"),
        ("fuerte = true", 'fuerte = "true"', 8, "«fuerte» no es de su tipo.", "Mira las otras reglas"),
        ('id = "rojos"\n', "", 2, "le falta «id»", "Agrega id"),
        ('id = "rojos"', 'id = " "', 2, "le falta «id»", "Agrega id"),
        ('fuente = "P1"\n', "", 2, "le falta «fuente»", "Agrega fuente"),
        ('fuente = "P1"', "fuente = 1", 2, "le falta «fuente»", "Agrega fuente"),
        ('id = "azul cuadrado"', 'id = "rojos"', 15, "«rojos» ya está en la línea 2.", "Dale otro id."),
        ('\n[[regla]]\nid = "rojos"', '\n[[reglas]]\nid = "rojos"', 2, "«reglas»", "¿Querías decir «regla»?"),
        ('\n[[regla]]\nid = "rojos"', '\n[[ regla ]]\nid = "rojos"', 8, "es un bloque aparte", "[[regla]]"),
        (WHOLE, "regla = 3\n", None, "es un bloque aparte", "[[regla]]"),
        (WHOLE, '\n[regla]\nid = "x"\n', None, "es un bloque aparte", "[[regla]]"),
        (WHOLE, "x = 1\n", None, "«x»", "Se permite"),
        ('da = "sí"', "da = sí", 6, "No es TOML", "Corrige la línea."),
    ],
)
def test_each_mistake_is_told_with_its_place_and_its_mend(
    old: str, new: str, line: int | None, what: str, mend: str
) -> None:
    assert WHOLE.count(old) == 1
    error = refusal(WHOLE.replace(old, new))
    assert (error.file, error.line) == ("papel.toml", line)
    assert what in error.what
    assert mend in error.mend
    assert str(error) == f"papel.toml{'' if line is None else f':{line}'}: {error.what} {error.mend}"


def test_a_file_that_breaks_off_is_no_toml() -> None:
    with pytest.raises(RulesError, match=r"^papel.toml(:\d+)?: No es TOML"):
        load_toml('a = """', "papel.toml")


def test_blocks_are_found_behind_comments_and_blanks() -> None:
    assert header_lines("a = 1\n  [[regla]]  # x\n# [[regla]]\n[[regla]]", "[[regla]]") == [2, 4]


def test_a_word_that_is_near_to_none_gets_the_list() -> None:
    assert near("zzz", ["uno", "dos"]) == "Se permite: «uno», «dos»."


def test_explain_says_which_fact_kept_each_rule_from_firing() -> None:
    facts = {"color": "azul", "forma": "redonda"}
    against = {each.rule.id: each.against for each in explain(table(WHOLE), facts)}
    assert against == {
        "rojos": (("color", "azul", ("rojo",)),),
        "azul redondo": (),
        "azul cuadrado": (("forma", "redonda", ("cuadrada",)),),
    }


# --- the proof, against brute force


Cells = dict[str, frozenset[str]]


@st.composite
def _fields(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    return {f"f{place}": tuple(f"v{number}" for number in range(size)) for place, size in enumerate(sizes)}


@st.composite
def _partition(draw: st.DrawFn, fields: Mapping[str, tuple[str, ...]]) -> list[Cells]:
    """Boxes that cover everything exactly once: cut in two, again and again."""
    boxes: list[Cells] = [{name: frozenset(values) for name, values in fields.items()}]
    for _ in range(draw(st.integers(0, 4))):
        box = boxes.pop(draw(st.integers(0, len(boxes) - 1)))
        name = draw(st.sampled_from(sorted(box)))
        part = draw(st.sets(st.sampled_from(sorted(box[name])))) if box[name] else set()
        halves = [frozenset(part), box[name] - part]
        boxes += [{**box, name: half} for half in halves if half]
    return boxes


@st.composite
def _conditions(draw: st.DrawFn, fields: Mapping[str, tuple[str, ...]]) -> Cells:
    named = draw(st.sets(st.sampled_from(sorted(fields))))
    return {name: frozenset(draw(st.sets(st.sampled_from(fields[name])))) for name in sorted(named)}


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Small tables, some whole, some with holes, overlaps and dead rules."""
    fields = draw(_fields())
    conditions = draw(st.one_of(_partition(fields), st.lists(_conditions(fields), max_size=4)))
    if draw(st.booleans()):
        conditions = [*conditions, draw(_conditions(fields))]
    impossible = draw(st.lists(_conditions(fields), max_size=1))
    rules = [Rule(f"r{number}", "P1", when, {}, number) for number, when in enumerate(conditions, 1)]
    return Table("t.toml", fields, tuple(rules), tuple(Rule("imposible", "", when, {}, 0) for when in impossible))


def _meets(when: Mapping[str, frozenset[str]], facts: Mapping[str, str]) -> bool:
    return not [name for name, values in when.items() if facts[name] not in values]


@settings(max_examples=250, deadline=None)
@given(tables())
def test_prove_accepts_exactly_the_tables_with_one_rule_for_each_possible_combination(small: Table) -> None:
    every = [dict(zip(small.fields, values, strict=True)) for values in itertools.product(*small.fields.values())]
    possible = [facts for facts in every if not any(_meets(rule.when, facts) for rule in small.impossible)]
    firing = [[rule.id for rule in small.rules if _meets(rule.when, facts)] for facts in possible]
    exact = all(len(ids) == 1 for ids in firing)
    alive = {rule.id for rule in small.rules} == {ids[0] for ids in firing if ids}
    if exact and alive:
        proven = prove(small)
        assert [proven.rule_for(facts).id for facts in possible] == [ids[0] for ids in firing]
        assert len(proven.answers) == len(possible)
        return
    with pytest.raises(RulesError) as caught:
        prove(small)
    if not exact:
        facts, ids = next((facts, ids) for facts, ids in zip(possible, firing, strict=True) if len(ids) != 1)
        assert ", ".join(f"{name} = «{value}»" for name, value in facts.items()) in caught.value.what
        assert all(f"«{each}»" in caught.value.what for each in ids[:2])
    else:
        assert "no puede cumplirse nunca" in caught.value.what
