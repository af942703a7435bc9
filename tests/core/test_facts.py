from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.counter import DAYS, TODAY, case, constancia, curp, found, nss, paper
from worker.core.cases import Case, Stage
from worker.core.facts import (
    Antiguedad,
    Facts,
    Identidad,
    Lectura,
    Pide,
    Por,
    Vigente,
    age,
    combine,
    identity,
    main_wish,
)
from worker.core.rules import Rules, decide, paper_words
from worker.core.types import Document, Reading, Through
from worker.core.wishes import Wish
from worker.rulebook import RuleBook

NO_WISH: frozenset[Wish] = frozenset()
PAPERS = [kind for kind in Document if kind not in (Document.NONE, Document.LINK)]


@pytest.fixture(scope="module")
def rules(book: RuleBook) -> Rules:
    return book.rules


def facts(*readings: Reading, of: Case | None = None, **said: Any) -> Facts:
    wishes = frozenset(said.pop("wishes", NO_WISH))
    return combine(readings, wishes, of or case(), TODAY, constancia_days=DAYS, **said)


# --- one constancia


@pytest.mark.parametrize(
    ("through", "vigente", "por"),
    [
        (None, Vigente.NO, Por.NO_SE_SABE),
        (Through.TECNOLOGICO, Vigente.SI, Por.TECNOLOGICO),
        (Through.OTRA_ESCUELA, Vigente.SI, Por.OTRA_ESCUELA),
        (Through.EMPLEO, Vigente.SI, Por.EMPLEO),
        (Through.BENEFICIARIO, Vigente.SI, Por.BENEFICIARIO),
        (Through.OTRO, Vigente.SI, Por.OTRO),
    ],
)
def test_a_sure_constancia_says_whether_and_through_whom(through: Through | None, vigente: Vigente, por: Por) -> None:
    seen = facts(constancia(through=through)).paper
    assert (seen.documento, seen.lectura) == (Document.CONSTANCIA, Lectura.SEGURA)
    assert (seen.vigente, seen.por) == (vigente, por)


def test_somebody_who_is_not_vigente_is_so_through_nobody() -> None:
    seen = facts(replace(constancia(through=None), through=found(Through.EMPLEO))).paper
    assert (seen.lectura, seen.vigente, seen.por) == (Lectura.SEGURA, Vigente.NO, Por.NO_SE_SABE)


@pytest.mark.parametrize("silent", [replace(constancia(), vigente=None), replace(constancia(), through=None)])
def test_a_constancia_that_does_not_say_it_all_is_never_sure(silent: Reading) -> None:
    assert facts(silent).paper.lectura is Lectura.DUDOSA


def test_an_unsure_constancia_is_doubtful() -> None:
    assert facts(constancia(sure=False)).paper.lectura is Lectura.DUDOSA


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        (0, Antiguedad.RECIENTE),
        (DAYS, Antiguedad.RECIENTE),
        (DAYS + 1, Antiguedad.VIEJA),
        (5000, Antiguedad.VIEJA),
        (-1, Antiguedad.RECIENTE),
        (-2, Antiguedad.SIN_FECHA),
        (-400, Antiguedad.SIN_FECHA),
    ],
)
def test_the_age_of_a_constancia_turns_after_its_last_good_day(days_ago: int, expected: Antiguedad) -> None:
    issued = TODAY - timedelta(days=days_ago)
    assert age(issued, TODAY, DAYS) is expected
    assert facts(constancia(issued=issued)).paper.antiguedad is expected


def test_no_date_is_no_age() -> None:
    assert facts(constancia(issued=None)).paper.antiguedad is Antiguedad.SIN_FECHA


# --- several papers


def test_of_several_constancias_the_newest_sure_one_is_spoken_of() -> None:
    old, new = constancia(issued=TODAY - timedelta(days=90)), constancia(issued=TODAY)
    blurred = constancia(issued=TODAY, sure=False, file="borrosa.jpg")
    assert facts(old, new).reading is new
    spoken_of = facts(blurred, old).reading
    assert spoken_of is not None and spoken_of.issued == old.issued
    assert facts(blurred, paper(Document.CURP)).reading is blurred


@pytest.mark.parametrize(
    "other",
    [
        constancia(through=None),
        constancia(through=Through.OTRA_ESCUELA),
        constancia(nss=found(nss(1))),
        constancia(curp=found(curp(1))),
    ],
)
@pytest.mark.parametrize("sure", [True, False])
def test_papers_that_contradict_each_other_are_never_sure(other: Reading, sure: bool) -> None:
    other = replace(other, sure=sure)
    for readings in ([constancia(), other], [other, constancia()]):
        assert facts(*readings).paper.lectura is Lectura.DUDOSA


def test_what_a_second_constancia_leaves_open_is_no_contradiction() -> None:
    vague = constancia(sure=False, nss=None, curp=None, vigente=None, through=None, issued=None)
    assert facts(constancia(), vague).paper.lectura is Lectura.SEGURA


def test_no_other_paper_speaks_beside_a_constancia() -> None:
    beside = [paper(kind) for kind in PAPERS if kind is not Document.CONSTANCIA]
    assert facts(*beside, constancia()).paper.documento is Document.CONSTANCIA


def test_without_a_constancia_the_paper_that_may_hide_one_is_spoken_of() -> None:
    spoken = [
        facts(paper(kind), paper(Document.OTRO)).paper.documento for kind in PAPERS if kind is not Document.CONSTANCIA
    ]
    assert spoken == [kind for kind in PAPERS if kind is not Document.CONSTANCIA]
    assert facts(paper(Document.CURP), paper(Document.PROTEGIDO)).paper.documento is Document.PROTEGIDO


@pytest.mark.parametrize("kind", [Document.ILEGIBLE, Document.PROTEGIDO, Document.VACIO])
def test_what_could_not_be_opened_was_not_read(kind: Document) -> None:
    assert facts(paper(kind)).paper.lectura is Lectura.ILEGIBLE


def test_a_paper_that_only_a_person_can_answer_is_doubtful_whatever_came_with_it() -> None:
    refusal = paper(Document.OTRO, for_a_person=True)
    assert facts(refusal).paper.lectura is Lectura.DUDOSA
    assert facts(paper(Document.CURP), refusal).paper.documento is Document.OTRO
    assert facts(paper(Document.OTRO)).paper.lectura is Lectura.NADA


def test_a_mail_without_a_paper_has_none_or_a_link() -> None:
    assert facts().paper.documento is Document.NONE
    assert facts(link=True).paper.documento is Document.LINK
    assert facts(paper(Document.CURP), link=True).paper.documento is Document.CURP
    assert facts().reading is None


# --- whose paper


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, Identidad.NO_SE_SABE),
        ({"name": "MARÍA FICTICIA"}, Identidad.NO_SE_SABE),
        ({"nss": nss()}, Identidad.COINCIDE),
        ({"curp": curp()}, Identidad.COINCIDE),
        ({"nss": nss(), "curp": curp()}, Identidad.COINCIDE),
        ({"nss": nss(1)}, Identidad.DISTINTA),
        ({"curp": curp(1)}, Identidad.DISTINTA),
        ({"nss": nss(), "curp": curp(1)}, Identidad.DISTINTA),
        ({"nss": nss(1), "curp": curp()}, Identidad.DISTINTA),
    ],
)
def test_one_number_that_differs_is_another_person(known: dict[str, Any], expected: Identidad) -> None:
    assert identity(constancia(), case(**known)) is expected
    assert facts(constancia(), of=case(**known)).paper.identidad is expected


def test_a_number_that_the_paper_lacks_says_nothing() -> None:
    assert identity(constancia(nss=None), case(nss=nss(1))) is Identidad.NO_SE_SABE


# --- wishes


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (set(), Pide.NADA),
        ({Wish.GRACIAS}, Pide.GRACIAS),
        ({Wish.GRACIAS, Wish.CLINICA}, Pide.CLINICA),
        ({Wish.CLINICA, Wish.PREGUNTA}, Pide.PREGUNTA),
        ({Wish.PREGUNTA, Wish.ESTADO}, Pide.ESTADO),
        ({Wish.HOJA, Wish.PREGUNTA}, Pide.HOJA),
        ({Wish.OTRA, Wish.HOJA}, Pide.OTRA),
        (set(Wish), Pide.URGENCIA),
        ({Wish.HOJA, Wish.BAJA}, Pide.OTRA),
        ({Wish.SI}, Pide.OTRA),
        ({Wish.NO, Wish.CLINICA}, Pide.OTRA),
        ({Wish.ENVIA}, Pide.ENVIA),
    ],
)
def test_one_wish_decides_the_stage(wanted: set[Wish], expected: Pide) -> None:
    assert main_wish(frozenset(wanted)) is expected


def test_a_question_that_was_just_answered_goes_to_a_person() -> None:
    assert facts(wishes={Wish.PREGUNTA}).pide is Pide.PREGUNTA
    assert facts(wishes={Wish.PREGUNTA}, asked_before=True).pide is Pide.OTRA
    assert facts(wishes={Wish.CLINICA}, asked_before=True).pide is Pide.CLINICA


def test_the_facts_are_told_in_the_officers_words() -> None:
    assert facts(constancia(through=None), wishes={Wish.CLINICA}).as_words() == {
        "documento": "constancia",
        "lectura": "segura",
        "vigente": "no",
        "por": "no se sabe",
        "identidad": "no se sabe",
        "antiguedad": "reciente",
        "pide": "clínica",
        "etapa": "falta documento",
    }


# --- no reading, however odd, leads to facts that the rules do not know


def maybe(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | value.map(found)


numbers = st.sampled_from([nss(0), nss(1)])
curps = st.sampled_from([curp(0), curp(1)])
days = st.dates(date(2000, 1, 1), date(2099, 12, 31)) | st.integers(-3, 40).map(lambda n: TODAY - timedelta(days=n))
readings = st.builds(
    Reading,
    file=st.just("papel.pdf"),
    document=st.sampled_from(PAPERS) | st.just(Document.CONSTANCIA),
    nss=maybe(numbers),
    curp=maybe(curps),
    name=maybe(st.just("MARÍA FICTICIA")),
    vigente=maybe(st.booleans()),
    through=maybe(st.sampled_from(Through)),
    issued=maybe(days),
    sure=st.booleans(),
    problems=st.lists(st.sampled_from(["Está borrosa.", "dos constancias"]), max_size=2).map(tuple),
    inline=st.booleans(),
    foreign=st.booleans(),
    for_a_person=st.booleans(),
)
cases = st.builds(
    case,
    st.sampled_from(Stage),
    nss=st.none() | numbers,
    curp=st.none() | curps,
    by_hand=st.booleans(),
)


@settings(max_examples=400, deadline=None)
@given(
    papers=st.lists(readings, max_size=4),
    wanted=st.frozensets(st.sampled_from(Wish)),
    of=cases,
    today=days,
    link=st.booleans(),
    asked=st.booleans(),
)
def test_every_mail_comes_to_facts_that_the_rules_answer(
    rules: Rules, papers: Sequence[Reading], wanted: frozenset[Wish], of: Case, today: date, link: bool, asked: bool
) -> None:
    seen = combine(papers, wanted, of, today, constancia_days=DAYS, link=link, asked_before=asked)
    words = paper_words(seen.paper)
    assert not [rule.gives["porque"] for rule in rules.papel.table.impossible if rule.fires(words)]
    decision = decide(rules, seen)
    assert decision.stage is seen.etapa or decision.stage is not Stage.NEW
    assert (seen.reading is None) == (not papers)
    assert seen.paper.lectura is not Lectura.SEGURA or (seen.reading is not None and seen.reading.sure)
    assert decision.resultado.startswith("papel válido") <= (seen.paper.lectura is Lectura.SEGURA)
