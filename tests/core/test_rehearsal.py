from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.core.counter import PEOPLE, case, constancia, curp, nss
from worker.core.cases import Stage
from worker.core.errors import RulesError
from worker.core.facts import Pide
from worker.core.house import House
from worker.core.rehearsal import BY_NAME, rehearse, require_all, situations
from worker.core.reply import FRAME, Replies, Section, Situation, situation
from worker.core.types import Through
from worker.rulebook import DEFAULT_FOLDER, RuleBook

PARAGRAPHS = (Pide.URGENCIA, Pide.CLINICA, Pide.BAJA, Pide.HOJA, Pide.PREGUNTA, Pide.OTRA)
FOLDER = DEFAULT_FOLDER / "respuestas"
SOURCES = {
    path.relative_to(FOLDER).with_suffix("").as_posix(): path.read_text("utf-8")
    for path in sorted(FOLDER.rglob("*.txt"))
}
MOST_CHARS = 2_000
NEEDS = {
    "baja-primero": "por",
    "otra-instancia": "por",
    "clinica-anotada": "clinica",
    "confirma-direccion": "palabras",
    "orden-dato": "orden",
    "orden-responde": "palabras",
    "orden-rectifica": "palabras",
}
"""What is always known where this reply is given: a constancia says through whom, an order has its words."""

Body = tuple[str, Situation, str]


@pytest.fixture(scope="module")
def bodies(book: RuleBook, house: House) -> list[Body]:
    """Every reply in every situation that can reach it, alone."""
    reached = []
    for name, said in situations(book.rules, house.office):
        if name not in NEEDS or getattr(said, NEEDS[name]):
            said = replace(said, palabras=said.palabras.rstrip("."))
            reached.append((name, said, book.replies.body([Section(name, said)])))
    return reached


def wrong(bodies: list[Body], bad: str) -> list[tuple[str, str, str]]:
    """Template, stage and result of each body with a match of this pattern."""
    return [(name, said.etapa, said.resultado) for name, said, body in bodies if re.search(bad, body)][:5]


def test_every_reply_that_a_rule_or_an_order_gives_is_rehearsed(book: RuleBook, bodies: list[Body]) -> None:
    assert {name for name, _, _ in bodies} == book.rules.replies() | set(BY_NAME)
    assert len(bodies) > 4_000


@pytest.mark.parametrize(
    "bad",
    [
        r"\{\{|\}\}|\{%|%\}|\{#",
        r"\n\n\n",
        r"None|Undefined|True|False",
        r"(?m)[ \t]+$",
        r"\A\s|\n\n\Z",
        r"  ",
        r" [.,;:]",
        r"\(\)|«»|, ,|: *\n\n\n",
        r"[^\n]\Z",
        r"(?m)^- *$",
        r"\.\.",
    ],
    ids=[
        "jinja",
        "empty lines",
        "python",
        "line ends",
        "ends",
        "double blanks",
        "loose stops",
        "gaps",
        "end",
        "lists",
        "dots",
    ],
)
def test_no_reply_has_left_overs(bodies: list[Body], bad: str) -> None:
    assert wrong(bodies, bad) == []


def test_every_reply_begins_with_a_greeting_and_then_what_to_do(bodies: list[Body]) -> None:
    odd = []
    for name, said, body in bodies:
        greeting, first, *_ = body.split("\n\n")
        told = first.strip() and not first.startswith(("Tu folio es", "Este correo se escribió", "In English", "-"))
        if not re.fullmatch(r"Hola(, María)?:", greeting) or not told:
            odd.append((name, said.etapa, said.resultado, first[:60]))
    assert odd[:5] == []


def test_every_reply_ends_with_the_way_to_a_person_and_the_school(bodies: list[Body]) -> None:
    for _, said, body in bodies:
        *_, automatic, school = body.rstrip("\n").split("\n\n")
        assert automatic.startswith("Este correo se escribió de forma automática.")
        assert said.encargada in automatic
        assert (said.contacto in automatic) or not said.contacto
        assert school == said.escuela


def test_no_reply_is_long(bodies: list[Body]) -> None:
    longest = max(bodies, key=lambda each: len(each[2]))
    assert len(longest[2]) < MOST_CHARS, longest[0]


def test_the_worst_mail_with_every_further_wish_is_not_long_either(book: RuleBook, bodies: list[Body]) -> None:
    longest: dict[str, Body] = {}
    for each in bodies:
        longest[each[0]] = max(longest.get(each[0], each), each, key=lambda body: len(body[2]))
    lengths = {name: len(book.replies.body([Section(name, said, PARAGRAPHS)])) for name, said, _ in longest.values()}
    assert {name: length for name, length in lengths.items() if length >= MOST_CHARS} == {}


def test_lines_are_short_enough_to_be_read_aloud(bodies: list[Body]) -> None:
    too_long = {(name, line) for name, _, body in bodies for line in body.splitlines() if len(line) > 420}
    assert too_long == set()


def test_one_line_of_english_where_the_student_wrote_in_another_language(bodies: list[Body]) -> None:
    for _, said, body in bodies:
        assert body.count("In English:") == (0 if said.espanol else 1)


# --- privacy


def known_everything(book: RuleBook, house: House) -> Iterator[tuple[str, Situation]]:
    """Every reply at every stage about a case of which all numbers are known, with the paper that bears them."""
    results: dict[str, set[tuple[str, str]]] = {}
    for (resultado, pide, _), rule in book.rules.paso.answers.items():
        results.setdefault(str(rule.gives["respuesta"]), set()).add((resultado, pide))
    for name in sorted(book.rules.replies() | set(BY_NAME)):
        for resultado, pide in sorted(results.get(name, {("", "nada")})):
            for stage in Stage:
                full = case(
                    stage, nss=nss(), curp=curp(), name=PEOPLE[0].name, umf="25", vigente=True, through=Through.OTRO
                )
                said = situation(house.office, full, constancia(), resultado=resultado, pide=Pide(pide), spanish=False)
                yield name, replace(said, orden="tu NSS, que termina en " + nss().digits[-4:], palabras="Ven.")


def test_no_reply_says_more_than_the_last_four_of_a_number(book: RuleBook, house: House) -> None:
    digits, letters = nss().digits, curp().text
    forbidden = {digits[at : at + 5] for at in range(7)} | {letters[at : at + 5] for at in range(14)}
    told = 0
    for name, said in known_everything(book, house):
        body = book.replies.body([Section(name, said, PARAGRAPHS)])
        assert [part for part in forbidden if part in body] == [], name
        assert not re.search(r"\d{5,}", body.replace(said.folio, "")), name
        assert PEOPLE[0].paternal.lower() not in body.lower(), name
        told += digits[-4:] in body
    assert told > 0


# --- the rehearsal


def test_the_schools_replies_pass_the_rehearsal(book: RuleBook, house: House) -> None:
    assert rehearse(book.rules, book.replies, house.office) == len(list(situations(book.rules, house.office)))
    require_all(book.rules, book.replies)


@pytest.mark.parametrize("name", ["hoja", "orden-une", "deseos/urgencia", "estado"])
def test_a_template_with_an_unknown_name_fails_the_rehearsal_with_its_file(
    book: RuleBook, house: House, name: str
) -> None:
    broken = Replies({**SOURCES, name: SOURCES[name] + "{{ nss }}"})
    with pytest.raises(RulesError) as caught:
        rehearse(book.rules, broken, house.office)
    assert caught.value.file == f"respuestas/{name}.txt"
    assert "nss" in caught.value.what


def test_a_name_that_is_used_in_one_situation_only_is_found(book: RuleBook, house: House) -> None:
    hidden = "{% if resultado == 'papel protegido' %}{{ clave }}{% endif %}"
    broken = Replies({**SOURCES, "mandalo-de-nuevo": SOURCES["mandalo-de-nuevo"] + hidden})
    with pytest.raises(RulesError, match=r"respuestas/mandalo-de-nuevo.txt: .*clave"):
        rehearse(book.rules, broken, house.office)


@pytest.mark.parametrize("name", ["hoja", "orden-une", "deseos/urgencia", FRAME])
def test_a_template_that_is_missing_is_found_at_the_start(book: RuleBook, name: str) -> None:
    with pytest.raises(RulesError) as caught:
        require_all(book.rules, Replies({key: text for key, text in SOURCES.items() if key != name}))
    assert caught.value.file == f"respuestas/{name}.txt"


def test_an_office_without_clinics_and_contact_can_be_rehearsed(book: RuleBook, house: House) -> None:
    assert rehearse(book.rules, book.replies, replace(house.office, clinicas=(), contacto="")) > 0
