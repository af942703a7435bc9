from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.counter import (
    BETO,
    EVA,
    OFFICER,
    Counter,
    answer,
    constancia,
    house_of,
    nss,
    paper,
    wishes,
)
from worker.core.cases import OutState, Purpose, Stage
from worker.core.house import Limits
from worker.core.orders import Envio
from worker.core.outcome import Sender
from worker.core.types import Document
from worker.core.wishes import Wish, Wishes
from worker.rulebook import RuleBook


def limited(counter: Counter, book: RuleBook, per_hour: int = 2, per_day: int = 3) -> None:
    counter.house = house_of(book, limits=Limits(per_hour, per_day))


def test_an_address_gets_so_many_replies_an_hour_and_a_day(counter: Counter, book: RuleBook) -> None:
    limited(counter, book)
    sent: list[int] = []
    for _ in range(3):
        counter.later(minutes=1)
        sent.append(len(counter.writes(wishes(Wish.CLINICA, clinic="13")).mails))
    assert sent == [1, 1, 0]
    assert "límite de respuestas por dirección" in str(counter.only_case().attention)
    counter.later(hours=1)
    assert len(counter.writes(wishes(Wish.ESTADO)).mails) == 1
    counter.later(hours=1)
    silenced = counter.writes(wishes(Wish.ESTADO))
    assert (silenced.mails, counter.entry(silenced).reason) == ((), "Límite de respuestas por dirección.")
    counter.later(hours=23)
    assert len(counter.writes(wishes(Wish.ESTADO)).mails) == 1


def test_over_the_limit_an_emergency_still_reaches_the_officer(counter: Counter, book: RuleBook) -> None:
    limited(counter, book, per_hour=0)
    [notice] = counter.writes(wishes(Wish.URGENCIA)).mails
    assert (notice.purpose, notice.recipient) == (Purpose.OFFICER, OFFICER)
    assert "NO se le contestó" in notice.body


def test_an_emergency_is_answered_and_told_at_once(counter: Counter) -> None:
    reply, notice = counter.writes(wishes(Wish.URGENCIA), subject="ayuda").mails
    assert (reply.template, reply.purpose) == ("urgencia", Purpose.REPLY)
    assert notice.recipient == OFFICER
    assert "Se le contesta que busque atención" in notice.body
    assert counter.only_case().folio in notice.subject


def test_an_emergency_beside_a_paper_is_told_too(counter: Counter) -> None:
    reply, notice = counter.writes(wishes(Wish.URGENCIA), constancia()).mails
    assert "llama al 911" in reply.body
    assert notice.purpose is Purpose.OFFICER
    assert "urgencia médica" in str(counter.only_case().attention)


def test_an_emergency_of_nobody_is_told_without_a_case(counter: Counter, book: RuleBook) -> None:
    known = counter.open_case(contacts=[BETO], nss=nss(0))
    other = counter.open_case(contacts=[BETO], nss=nss(1))
    outcome = counter.writes(wishes(Wish.URGENCIA), constancia(0), constancia(1))
    [notice] = [mail for mail in outcome.mails if mail.purpose is Purpose.OFFICER]
    assert ("sin caso" in notice.subject, notice.folio) == (True, None)
    assert {known.folio, other.folio}.isdisjoint(counter.entry(outcome).folios)


def settling(counter: Counter) -> None:
    counter.sender = Sender(counter.sender.address, "Afiliaciones", OFFICER, settle=timedelta(seconds=90))


def test_until_a_reading_is_sure_later_mail_replaces_the_reply(counter: Counter) -> None:
    settling(counter)
    counter.writes(wishes(Wish.CLINICA, clinic="25"), paper(Document.ILEGIBLE))
    counter.later(seconds=30)
    second = counter.writes(wishes(), constancia(sure=False, vigente=None, through=None))
    assert answer(second) == "en-revision"
    counter.later(seconds=30)
    third = counter.writes(wishes(Wish.ENVIA), constancia(through=None, sure=True), subject="Ahora sí")
    assert [mail.state for mail in counter.replies()] == [OutState.SUPERSEDED, OutState.SUPERSEDED, OutState.DUE]
    assert third.mails[0].settled
    assert counter.only_case().umf == "25"


def test_forgotten_attachments_get_one_reply(counter: Counter) -> None:
    settling(counter)
    counter.writes(wishes(Wish.ENVIA))
    counter.later(seconds=60)
    counter.writes(wishes(), constancia())
    waiting, left = counter.replies()
    assert (waiting.state, waiting.template) == (OutState.SUPERSEDED, "sin-adjunto")
    assert (left.state, left.template, left.not_before) == (OutState.DUE, "hoja", None)


def test_after_the_settling_time_nothing_is_replaced(counter: Counter) -> None:
    settling(counter)
    counter.writes(wishes(Wish.ENVIA))
    counter.later(seconds=91)
    counter.writes(wishes(), constancia())
    assert [mail.state for mail in counter.replies()] == [OutState.DUE, OutState.DUE]


def test_a_mail_that_gets_no_reply_replaces_none(counter: Counter, book: RuleBook) -> None:
    settling(counter)
    counter.writes(wishes(Wish.ENVIA))
    limited(counter, book, per_hour=1)
    assert counter.writes(wishes(), constancia()).mails == ()
    assert [mail.state for mail in counter.replies()] == [OutState.DUE]


def test_what_was_not_understood_before_the_paper_came_is_still_for_a_person(counter: Counter) -> None:
    settling(counter)
    counter.writes(wishes(Wish.OTRA))
    counter.later(seconds=30)
    counter.writes(wishes(), constancia())
    assert "no se entendió con certeza" in str(counter.only_case().attention)


def test_the_answer_to_an_emergency_waits_for_nothing(counter: Counter) -> None:
    settling(counter)
    counter.writes(wishes(Wish.URGENCIA))
    [reply] = counter.replies()
    assert (reply.not_before, reply.settled) == (None, True)


def test_an_emergency_says_whether_anybody_answers(counter: Counter) -> None:
    _, answered = counter.writes(wishes(Wish.URGENCIA)).mails
    assert "Se le contesta que busque atención" in answered.body
    counter.orders_anew(Envio(on=False))
    _, paused = counter.writes(wishes(Wish.URGENCIA), writer=BETO).mails
    assert "NO se le contestó" in paused.body
    counter.orders_anew(Envio(on=True))
    counter.house = replace(counter.house, answers=False)
    _, observed = counter.writes(wishes(Wish.URGENCIA), writer=EVA).mails
    assert "NO se le contestó" in observed.body


def test_a_held_emergency_says_so_too(counter: Counter) -> None:
    known = counter.open_case(contacts=[BETO])
    counter.orders_anew(Envio(on=False))
    _, notice, _ = counter.writes(wishes(Wish.URGENCIA), subject=f"[{known.folio}]").mails
    assert "NO se le contestó" in notice.body


# --- what a later word does to what waits


@pytest.mark.parametrize("claim", [Wish.HOJA, Wish.BAJA])
def test_what_other_words_may_take_back_goes_to_a_person(counter: Counter, claim: Wish) -> None:
    settling(counter)
    counter.open_case(Stage.HOJA_POR_ENTREGAR)
    counter.writes(wishes(claim))
    second = counter.writes(wishes(Wish.PREGUNTA))
    assert answer(second) == "a-la-encargada"
    assert [mail.state for mail in counter.replies()] == [OutState.SUPERSEDED, OutState.DUE]
    assert counter.entry(second).rules[1] == counter.entry(counter.writes(wishes(Wish.OTRA))).rules[1]


@pytest.mark.parametrize("then", [{Wish.HOJA}, {Wish.HOJA, Wish.PREGUNTA}, {Wish.CLINICA}, {Wish.ENVIA}, set()])
def test_a_claim_stands_where_nothing_later_speaks_against_it(counter: Counter, then: set[Wish]) -> None:
    settling(counter)
    counter.open_case(Stage.HOJA_POR_ENTREGAR)
    counter.writes(wishes(Wish.HOJA))
    counter.writes(wishes(*then, clinic="25" if Wish.CLINICA in then else None))
    assert counter.only_case().stage is Stage.AFILIADO


@pytest.mark.parametrize("first", [wishes(Wish.PREGUNTA), wishes(Wish.CLINICA, clinic="25")])
def test_thanks_leave_the_reply_that_waits(counter: Counter, first: Wishes) -> None:
    settling(counter)
    counter.writes(first)
    before = counter.replies()
    counter.later(seconds=30)
    thanks = counter.writes(wishes(Wish.GRACIAS), subject="gracias")
    assert thanks.mails == ()
    assert counter.replies() == before
    assert counter.entry(thanks).reason.startswith("Solo da las gracias")


def test_thanks_with_a_paper_are_no_mere_thanks(counter: Counter) -> None:
    settling(counter)
    counter.writes(wishes(Wish.PREGUNTA))
    counter.later(seconds=30)
    assert answer(counter.writes(wishes(Wish.GRACIAS), constancia())) == "hoja"
