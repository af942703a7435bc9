from __future__ import annotations

from typing import Any

import pytest

from tests.core.counter import ANA, BETO, EVA, OFFICER, Counter, constancia, house_of, nss, thread, wishes
from tests.core.mails import PDF
from worker.core.cases import Case, EntryState, Outgoing, Purpose, Stage
from worker.core.house import Limits
from worker.core.outcome import Outcome
from worker.core.types import Paper
from worker.core.wishes import Wish, read_wishes
from worker.rulebook import RuleBook

REASON = "Falta que la encargada decida de quién es."
ANOTHER = "Escriben desde otra dirección más y no se le preguntó al estudiante"


@pytest.fixture
def known(counter: Counter) -> Case:
    return counter.open_case(Stage.ALTA_POR_TRAMITAR, nss=nss())


def asks(counter: Counter) -> list[Outgoing]:
    return [mail for mail in counter.outgoing() if mail.purpose is Purpose.ASK_LINK]


def stranger(counter: Counter, writer: str = BETO) -> Outcome:
    return counter.writes(wishes(), constancia(), writer=writer)


def answers(counter: Counter, book: RuleBook, text: str, **mail: Any) -> Outcome:
    """ANA answers the asking with these words, as they are understood."""
    said = read_wishes("Re: ¿Nos escribiste desde otra dirección?", text, book.words, book.clinics)
    return counter.writes(said, text=text, **thread(asks(counter)[0]), **mail)


# --- what is a plain yes


@pytest.mark.parametrize(
    "text",
    ["Sí", "si", "SÍ!!", "Sí, soy yo", "Sí, gracias", "sí es mía", "Claro", "simon", "Sí\n\nEnviado desde mi iPhone"],
)
def test_a_plain_yes_links_the_address(counter: Counter, book: RuleBook, known: Case, text: str) -> None:
    stranger(counter)
    answers(counter, book, text)
    assert counter.case(known.folio).contacts == (ANA, BETO)


@pytest.mark.parametrize(
    "text",
    [
        "si no fui yo",
        "sí, pero no fui yo",
        "Sí, no fui yo",
        "Si?",
        "¿Sí?",
        "No, sí fui yo",
        "si. oiga cuando me dan mi hoja?",
        "si quiero la clinica 13",
        "si alguien escribió desde ahí avísenme",
        "Sí, me hackearon el correo",
        "Sí se equivocaron de persona",
        "Si es de Juan, ignórenlo",
        "Sí es de mi mamá",
        "Sí, es mi otro correo",
        "así es",
        "no se",
        "ok",
        "",
        "Sí, ese correo es mío y lo uso desde hace ya muchos años en la casa",
    ],
)
def test_what_is_no_plain_yes_links_nothing(counter: Counter, book: RuleBook, known: Case, text: str) -> None:
    stranger(counter)
    outcome = answers(counter, book, text)
    assert outcome.asks == ()
    assert counter.case(known.folio).contacts == (ANA,)


def test_a_yes_that_is_an_emergency_is_an_emergency(counter: Counter, book: RuleBook, known: Case) -> None:
    stranger(counter)
    reply, notice = answers(counter, book, "sí, es urgente, estoy en el hospital").mails
    assert (reply.template, notice.recipient) == ("urgencia", OFFICER)
    assert counter.case(known.folio).contacts == (ANA,)


# --- a paper with the yes, and what waited


@pytest.mark.parametrize("text", ["Sí", "No"])
def test_a_paper_that_comes_with_the_answer_is_decided_after_it(
    counter: Counter, book: RuleBook, known: Case, text: str
) -> None:
    stranger(counter)
    wish = Wish.SI if text == "Sí" else Wish.NO
    paper = Paper("constancia.pdf", PDF)
    received = counter.received(
        ANA, wishes(wish), [constancia()], text=text, papers=(paper,), **thread(asks(counter)[0])
    )
    first = counter.decides(received)
    assert (first.mails, counter.entry(first).state) == ((), EntryState.RECEIVED)
    assert counter.case(known.folio).contacts == ((ANA, BETO) if text == "Sí" else (ANA,))
    again = counter.decides(received)
    assert [mail.template for mail in again.mails] == ["hoja"]
    assert counter.entry(again).state is EntryState.DONE


def test_only_where_a_mail_waited_it_is_said_to_be_attended(counter: Counter, book: RuleBook, known: Case) -> None:
    stranger(counter)
    answers(counter, book, "Sí")
    assert "ya atendemos lo que mandaste desde ahí" in counter.replies()[-1].body


def test_of_what_came_with_papers_of_others_nothing_waits(counter: Counter, book: RuleBook, known: Case) -> None:
    counter.writes(wishes(), constancia(0), constancia(1), writer=BETO)
    answers(counter, book, "Sí")
    body = counter.replies()[-1].body
    assert counter.replies()[-1].template == "direccion-enlazada"
    assert "atendemos" not in body
    assert "lo revisa Lic. Ángeles Fingida" in body


# --- one asking at a time


def test_while_one_address_is_asked_about_another_is_only_noted(counter: Counter, known: Case) -> None:
    stranger(counter)
    first, second = stranger(counter, EVA), stranger(counter, EVA)
    assert [mail.recipient for mail in asks(counter)] == [ANA]
    with counter.store.look() as desk:
        noted = desk.link_ask(known.folio, EVA)
    assert noted is not None
    assert (noted.asked, noted.open) == ("", True)
    assert ANOTHER in str(counter.case(known.folio).attention)
    assert [mail.recipient for mail in first.mails] == [EVA]
    assert "preguntamos" not in first.mails[0].body
    assert (second.mails, counter.entry(second).reason) == ((), REASON)


def test_an_answer_does_not_hide_the_other_address_from_the_officer(
    counter: Counter, book: RuleBook, known: Case
) -> None:
    stranger(counter)
    stranger(counter, EVA)
    answers(counter, book, "Sí")
    after = counter.case(known.folio)
    assert after.contacts == (ANA, BETO)
    assert str(after.attention).startswith(ANOTHER)


def test_what_was_only_noted_does_not_end_all_asking(counter: Counter, book: RuleBook, known: Case) -> None:
    stranger(counter)
    stranger(counter, EVA)
    answers(counter, book, "No")
    stranger(counter, "luz@correo.test")
    assert len(asks(counter)) == 2


def test_many_strangers_neither_flood_a_student_nor_use_up_her_replies(
    counter: Counter, book: RuleBook, known: Case
) -> None:
    counter.house = house_of(book, limits=Limits(per_hour=1, per_day=1))
    for number in range(7):
        counter.writes(wishes(Wish.ESTADO), writer=f"s{number}@correo.test", subject=f"[{known.folio}]")
    assert len(asks(counter)) == 1
    assert [mail.template for mail in counter.writes(wishes(Wish.ESTADO)).mails] == ["estado"]
