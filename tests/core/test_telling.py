from __future__ import annotations

import re
from typing import Any

import pytest

from tests.core.counter import (
    ANA,
    BETO,
    EVA,
    OFFICER,
    PEOPLE,
    TODAY,
    Counter,
    case,
    constancia,
    curp,
    house_of,
    nss,
    thread,
    wishes,
)
from worker.core.cases import Case, EntryState, LinkAsk, Outgoing, OutState, Purpose, Stage
from worker.core.house import Limits
from worker.core.telling import masked, may_tell, neutral_section
from worker.core.types import Through
from worker.core.wishes import Wish, Wishes
from worker.rulebook import RuleBook

SAID = [
    wishes(),
    wishes(Wish.ESTADO),
    wishes(Wish.PREGUNTA),
    wishes(Wish.CLINICA, clinic="25"),
    wishes(Wish.HOJA),
    wishes(Wish.BAJA),
    wishes(Wish.OTRA, spanish=False),
    wishes(Wish.GRACIAS),
    wishes(Wish.URGENCIA),
    wishes(Wish.SI),
]


def known_case(counter: Counter, stage: Stage = Stage.HOJA_POR_ENTREGAR, **changes: Any) -> Case:
    """A case of which everything is known, and which ANA is the contact of."""
    return counter.open_case(
        stage,
        nss=nss(),
        curp=curp(),
        name=PEOPLE[0].name,
        umf="25",
        vigente=True,
        through=Through.OTRA_ESCUELA,
        issued=TODAY,
        **changes,
    )


def asked(counter: Counter) -> Outgoing:
    """The one question to a known address."""
    [mail] = [mail for mail in counter.outgoing() if mail.purpose is Purpose.ASK_LINK]
    return mail


def secrets(of: Case) -> list[str]:
    """What nobody may learn of a case from its answer: name, folio, stage, numbers, clinic, what is known."""
    assert of.nss
    assert of.curp
    names = [part for part in str(of.name).lower().split() if len(part) > 2]
    return [
        *names,
        of.folio.lower(),
        str(of.stage),
        of.nss.digits[-4:],
        of.curp.text[-4:].lower(),
        "umf",
        "bachillerato",
        ANA,
    ]


def test_only_a_known_address_is_told(counter: Counter) -> None:
    assert may_tell(ANA, case())
    assert may_tell(ANA.upper(), case())
    assert not may_tell(BETO, case())
    assert not may_tell(ANA, case(contacts=()))


def test_a_masked_address_is_recognised_and_not_learnt() -> None:
    assert masked("beatriz.lopez@correo.test") == "b•••@correo.test"


@pytest.mark.parametrize("said", SAID, ids=lambda said: "+".join(sorted(said.wishes)) or "nothing")
@pytest.mark.parametrize("by", ["folio", "paper", "thread"])
def test_an_unknown_address_learns_nothing_of_the_case(counter: Counter, said: Wishes, by: str) -> None:
    known = known_case(counter)
    mail: dict[str, Any] = {"subject": "mi trámite"}
    papers = [constancia()] if by == "paper" else []
    if by == "folio":
        mail["subject"] = f"Re: mi trámite [{known.folio}]"
    if by == "thread":
        counter.writes(wishes(Wish.ESTADO))
        mail |= thread(counter.replies()[0])
    outcome = counter.writes(said, *papers, writer=BETO, **mail)
    [reply] = counter.replies(BETO)
    text = f"{reply.subject}\n{reply.body}".lower()
    assert [secret for secret in secrets(known) if secret in text] == []
    assert not re.search(r"\d{4,}", text)
    assert reply.template == "otra-direccion"
    assert ("911" in reply.body) is (Wish.URGENCIA in said.wishes)
    entry = counter.entry(outcome)
    assert (entry.state, entry.folios, entry.sender) == (EntryState.HELD, (known.folio,), BETO)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.NEW])
def test_the_answer_to_an_unknown_address_is_the_same_at_every_stage(counter: Counter, stage: Stage) -> None:
    known = known_case(counter, stage)
    counter.writes(wishes(Wish.ESTADO), writer=BETO, subject=f"[{known.folio}]")
    [reply] = counter.replies(BETO)
    assert reply.body == counter.house.replies.body([neutral_section(counter.house)])
    assert counter.case(known.folio).stage is stage


def test_the_known_address_is_asked_once_and_told_no_more_than_a_hint(counter: Counter) -> None:
    known = known_case(counter)
    for _ in range(3):
        counter.writes(wishes(Wish.ESTADO), constancia(), writer=BETO)
    question = asked(counter)
    assert (question.recipient, question.folio, question.template) == (ANA, known.folio, "confirma-direccion")
    assert "b•••@correo.test" in question.body
    assert BETO not in question.body
    assert len(counter.replies(BETO)) == 1
    assert "una dirección nueva" in str(counter.case(known.folio).attention)


def test_what_is_held_waits_with_its_reason(counter: Counter) -> None:
    known_case(counter)
    first = counter.writes(wishes(), constancia(), writer=BETO)
    second = counter.writes(wishes(), constancia(), writer=BETO)
    assert counter.entry(first).reason == ""
    assert counter.entry(second).reason == "Falta que la dirección conocida conteste."
    assert second.mails == ()
    assert [event.kind for event in second.events] == ["retenido"]


def test_the_asking_knows_the_question_by_its_message_id(counter: Counter) -> None:
    known = known_case(counter)
    counter.writes(wishes(), constancia(), writer=BETO)
    with counter.store.look() as desk:
        ask = desk.link_ask(known.folio, BETO)
    assert ask == LinkAsk(known.folio, BETO, ANA, asked(counter).message_id)


@pytest.mark.parametrize("said", [{Wish.SI}, {Wish.SI, Wish.GRACIAS}])
def test_a_yes_links_the_address_and_what_was_held_is_decided_anew(counter: Counter, said: set[Wish]) -> None:
    known = known_case(counter)
    held = counter.writes(wishes(), constancia(), writer=BETO)
    outcome = counter.writes(wishes(*said, about=False), subject="Re: ¿?", text="Sí", **thread(asked(counter)))
    after = counter.case(known.folio)
    assert after.contacts == (ANA, BETO)
    assert after.attention is None
    assert counter.replies()[-1].template == "direccion-enlazada"
    assert counter.entry(held).state is EntryState.RECEIVED
    assert counter.entry(outcome).rules == ("enlace",)
    assert counter.writes(wishes(Wish.ESTADO), writer=BETO).mails[0].template == "estado"


def test_a_no_is_kept_and_the_other_address_hears_nothing(counter: Counter) -> None:
    known = known_case(counter)
    held = counter.writes(wishes(), constancia(), writer=BETO)
    counter.writes(wishes(Wish.NO), **thread(asked(counter)))
    after = counter.case(known.folio)
    assert after.contacts == (ANA,)
    assert after.attention == "Escribieron desde una dirección que el estudiante no reconoce: b•••@correo.test."
    assert counter.replies()[-1].template == "direccion-rechazada"
    entry = counter.entry(held)
    assert (entry.state, entry.reason) == (EntryState.DONE, "La dirección conocida dijo que no es suya.")
    again = counter.writes(wishes(Wish.ESTADO), writer=BETO, subject=f"[{known.folio}]")
    assert (again.mails, counter.entry(again).reason) == ((), "La dirección conocida dijo que no es suya.")
    assert "La dirección conocida dijo que no es suya." in str(counter.case(known.folio).attention)
    assert len(counter.replies(BETO)) == 1


def test_a_question_is_answered_once(counter: Counter) -> None:
    known_case(counter)
    counter.writes(wishes(), constancia(), writer=BETO)
    counter.writes(wishes(Wish.NO), **thread(asked(counter)))
    later = counter.writes(wishes(Wish.SI), text="Sí", **thread(asked(counter)))
    assert later.asks == ()
    assert counter.only_case().contacts == (ANA,)


def test_more_than_a_plain_yes_is_an_ordinary_mail(counter: Counter) -> None:
    known = known_case(counter)
    counter.writes(wishes(), constancia(), writer=BETO)
    said = wishes(Wish.SI, Wish.CLINICA, clinic="13")
    outcome = counter.writes(said, text="Sí, quiero la 13", **thread(asked(counter)))
    assert outcome.asks == ()
    assert counter.case(known.folio).contacts == (ANA,)


def test_a_stranger_cannot_say_yes(counter: Counter) -> None:
    known = known_case(counter)
    counter.writes(wishes(), constancia(), writer=BETO)
    counter.writes(wishes(Wish.SI), writer=BETO, text="Sí", **thread(asked(counter)))
    assert counter.case(known.folio).contacts == (ANA,)


def test_a_case_without_any_address_asks_nobody(counter: Counter) -> None:
    known = known_case(counter, contacts=())
    outcome = counter.writes(wishes(), constancia(), writer=BETO)
    assert [mail.template for mail in outcome.mails] == ["otra-direccion"]
    assert "«correo …»" in str(counter.case(known.folio).attention)


def test_an_emergency_from_an_unknown_address_is_answered_every_time(counter: Counter) -> None:
    known = known_case(counter)
    counter.writes(wishes(), constancia(), writer=BETO)
    outcome = counter.writes(wishes(Wish.URGENCIA), writer=BETO, subject=f"[{known.folio}]")
    neutral, notice = outcome.mails
    assert "911" in neutral.body
    assert (notice.recipient, notice.purpose) == (OFFICER, Purpose.OFFICER)
    assert "Se le contesta" in notice.body


def test_the_limit_of_an_address_holds_for_strangers_too(counter: Counter, book: RuleBook) -> None:
    counter.house = house_of(book, limits=Limits(per_hour=2, per_day=9))
    cases = [counter.open_case(contacts=[f"uno{number}@correo.test"]) for number in range(4)]
    outcomes = [counter.writes(wishes(Wish.ESTADO), writer=EVA, subject=f"[{case.folio}]") for case in cases]
    assert [len(outcome.mails) for outcome in outcomes] == [2, 2, 0, 0]
    assert counter.entry(outcomes[-1]).reason == "Límite de respuestas por dirección."
    assert counter.entry(outcomes[-1]).state is EntryState.HELD


def test_over_the_limit_nobody_is_asked_about_several_either(counter: Counter, book: RuleBook) -> None:
    counter.house = house_of(book, limits=Limits(per_hour=0, per_day=0))
    counter.open_case(contacts=[BETO], nss=nss(1))
    assert counter.writes(wishes(), constancia(0), constancia(1)).mails == ()


def test_what_leaves_for_a_stranger_stays_as_it_was_written(counter: Counter) -> None:
    known_case(counter)
    counter.writes(wishes(), constancia(), writer=BETO)
    counter.delivers()
    assert {mail.state for mail in counter.outgoing()} == {OutState.SENT}
