from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.core.counter import ANA, BETO, NOW, OFFICER, Counter, constancia, mail_of, wishes
from worker.core.cases import Entry, EntryState, Outgoing, OutState, Purpose, Stage
from worker.core.outcome import Outcome, commit
from worker.core.types import Bounce, Message, Sort
from worker.core.unanswered import answered_by_hand, by_hand, set_aside

NO_REPLY = [Sort.OWN, Sort.AUTOMATIC, Sort.BOUNCE, Sort.OFFICER, Sort.NOT_OURS, Sort.AJENO, Sort.OLD, Sort.MALFORMED]


def aside(counter: Counter, sort: Sort, message: Message | None = None, entry: Entry | None = None) -> Outcome:
    entry = entry or counter.admit()
    with counter.store.begin() as desk:
        outcome = set_aside(entry, sort, "Porque sí.", desk, message)
        commit(desk, outcome, counter.sender, counter.now)
    return outcome


def answered(counter: Counter) -> Outgoing:
    """A case whose student got a reply."""
    counter.writes(wishes(), constancia())
    counter.delivers()
    return counter.outgoing()[-1]


def about(mail: Outgoing, **changes: Any) -> Message:
    return mail_of(**{"in_reply_to": (mail.message_id,), **changes})


def bounce(mail: Outgoing, *, permanent: bool = True, more: tuple[str, ...] = ()) -> Message:
    return mail_of(bounce=Bounce((*more, mail.message_id), (mail.recipient,), permanent))


@pytest.mark.parametrize("sort", NO_REPLY)
def test_mail_that_is_not_answered_is_recorded_with_its_reason(counter: Counter, sort: Sort) -> None:
    outcome = aside(counter, sort, mail_of())
    entry = counter.entry(outcome)
    assert (entry.state, entry.sort, entry.reason, entry.folios) == (EntryState.DONE, sort, "Porque sí.", ())
    [event] = outcome.events
    assert (event.kind, event.detail, event.folio) == (
        "sin respuesta",
        {"clase": str(sort), "porque": "Porque sí."},
        None,
    )
    assert (outcome.mails, outcome.cases) == ((), ())


def test_a_mail_that_could_not_be_parsed_is_recorded_too(counter: Counter) -> None:
    assert counter.entry(aside(counter, Sort.MALFORMED)).sort is Sort.MALFORMED


@pytest.mark.parametrize("sort", [Sort.OWN, Sort.NOT_OURS, Sort.AJENO])
def test_such_mail_goes_to_no_case_even_in_a_thread(counter: Counter, sort: Sort) -> None:
    assert counter.entry(aside(counter, sort, about(answered(counter)))).folios == ()


def test_a_repeated_mail_goes_where_its_original_is(counter: Counter) -> None:
    original = counter.writes(wishes(), constancia())
    folio = counter.only_case().folio
    with counter.store.begin() as desk:
        desk.save_entry(replace(counter.entry(original), fingerprint="huella"))
    again = counter.admit(fingerprint="huella")
    outcome = aside(counter, Sort.DUPLICATE, mail_of(), again)
    assert counter.entry(outcome).folios == (folio,)
    assert [event.folio for event in outcome.events] == [folio]


def test_a_repeated_mail_whose_original_is_gone_goes_nowhere(counter: Counter) -> None:
    assert counter.entry(aside(counter, Sort.DUPLICATE, mail_of())).folios == ()


def test_machine_mail_about_a_mail_of_ours_goes_to_its_case(counter: Counter) -> None:
    mail = answered(counter)
    folio = counter.only_case().folio
    assert counter.entry(aside(counter, Sort.AUTOMATIC, about(mail))).folios == (folio,)
    by_references = about(mail, in_reply_to=(), references=("<x@y>", mail.message_id))
    assert counter.entry(aside(counter, Sort.AUTOMATIC, by_references)).folios == (folio,)


def test_a_permanent_bounce_marks_the_reply_and_tells_the_officer(counter: Counter) -> None:
    mail = answered(counter)
    outcome = aside(counter, Sort.BOUNCE, bounce(mail, more=("<nobodys@x>",)))
    assert counter.outgoing()[-1].state is OutState.FAILED
    assert counter.only_case().attention == "No se pudo entregar una respuesta: su dirección la rechazó."
    assert counter.entry(outcome).folios == (counter.only_case().folio,)


def test_a_bounce_that_only_says_later_changes_nothing(counter: Counter) -> None:
    mail = answered(counter)
    aside(counter, Sort.BOUNCE, bounce(mail, permanent=False))
    assert counter.outgoing()[-1].state is OutState.SENT
    assert counter.only_case().attention is None


@pytest.mark.parametrize("purpose", [Purpose.SUMMARY, Purpose.OFFICER, Purpose.PROPOSAL])
def test_a_bounce_of_what_the_officer_got_is_no_students(counter: Counter, purpose: Purpose) -> None:
    mail = Outgoing("<resumen@escuela.test>", OFFICER, purpose, "Resumen", "…\n", b"", OutState.SENT, created=NOW)
    with counter.store.begin() as desk:
        desk.send(mail)
    assert aside(counter, Sort.BOUNCE, bounce(mail)).states == ()


def test_a_student_whom_the_officer_answers_is_left_to_her(counter: Counter) -> None:
    mail = answered(counter)
    folio = counter.only_case().folio
    with counter.store.begin() as desk:
        desk.save_case(replace(counter.case(folio), attention="Mira esto."))
    outcome = aside(counter, Sort.OFFICER, about(mail, to=(ANA,)))
    after = counter.case(folio)
    assert (after.by_hand, after.attention, after.stage) == (True, None, Stage.HOJA_POR_ENTREGAR)
    assert counter.entry(outcome).folios == (folio,)


@pytest.mark.parametrize("where", [{"cc": (ANA,)}, {"to": (BETO, ANA)}])
def test_the_student_may_stand_beside_others(counter: Counter, where: dict[str, tuple[str, ...]]) -> None:
    mail = answered(counter)
    with counter.store.look() as desk:
        assert [case.folio for case in answered_by_hand(about(mail, **where), desk)] == [counter.only_case().folio]


def test_a_mail_of_hers_to_somebody_else_is_no_answer(counter: Counter) -> None:
    mail = answered(counter)
    outcome = aside(counter, Sort.OFFICER, about(mail, to=(BETO,)))
    assert (outcome.cases, counter.only_case().by_hand) == ((), False)


def test_her_answer_is_what_a_case_waited_for(counter: Counter) -> None:
    opened = counter.open_case(attention="Mira esto.")
    assert by_hand(opened) == replace(opened, by_hand=True, attention=None)


def test_the_bounce_of_a_proposal_marks_no_case(counter: Counter) -> None:
    counter.sender = replace(counter.sender, mode="propose")
    counter.writes(wishes(), constancia())
    reply, proposal = counter.outgoing()
    assert (proposal.purpose, proposal.folio) == (Purpose.PROPOSAL, reply.folio)
    aside(counter, Sort.BOUNCE, bounce(proposal))
    assert [mail.state for mail in counter.outgoing()] == [OutState.PROPOSED, OutState.DUE]
    assert counter.only_case().attention is None
