from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from tests.core.counter import ANA, BETO, NOW, OFFICER, SENDER, Counter, constancia, wishes
from worker.core.cases import Event, LinkAsk, OutState, Purpose, Stage
from worker.core.desk import Conflict
from worker.core.outcome import Draft, Outcome, Sender, commit, write
from worker.core.outgoing import Attachment
from worker.core.wishes import Wish

DRAFT = Draft(
    Purpose.REPLY, ANA, "hoja", "Re: x", "Hola.\n", "clave", folio="AF-2026-00001", in_reply_to="<1@correo.test>"
)
SETTLING = replace(SENDER, settle=timedelta(seconds=90))
TO_HER = [Purpose.OFFICER, Purpose.PROPOSAL, Purpose.SUMMARY]
CAUSED = [Purpose.REPLY, Purpose.ASK_LINK]
TO_STUDENTS = [*CAUSED, Purpose.NOTICE]


def test_the_same_draft_at_the_same_moment_gives_the_same_bytes_and_message_id() -> None:
    file = Attachment("IDSE.txt", "text", "plain", b"x")
    rich = replace(DRAFT, html="<p>Hola</p>", attachments=(file,))
    for draft in (DRAFT, rich):
        one, two = write(draft, SENDER, NOW), write(draft, SENDER, NOW)
        assert one == two
        assert one.mime == two.mime


def test_the_message_id_depends_on_case_key_and_purpose_alone() -> None:
    identifier = write(DRAFT, SENDER, NOW).message_id
    same = [replace(DRAFT, body="Otra.\n", subject="y", recipient=OFFICER), replace(DRAFT, template="z", entry=9)]
    other = [replace(DRAFT, key="otra"), replace(DRAFT, folio="AF-2026-00002"), replace(DRAFT, purpose=Purpose.NOTICE)]
    assert {write(draft, SENDER, NOW + timedelta(days=1)).message_id for draft in same} == {identifier}
    assert identifier not in {write(draft, SENDER, NOW).message_id for draft in other}
    assert identifier.endswith("@escuela.test>")


def test_a_mail_bears_what_its_draft_says() -> None:
    mail = write(replace(DRAFT, entry=7, references=("<0@correo.test>",)), SENDER, NOW)
    assert (mail.recipient, mail.purpose, mail.subject, mail.body) == (ANA, Purpose.REPLY, "Re: x", "Hola.\n")
    assert (mail.folio, mail.entry, mail.template, mail.created, mail.settled) == (
        "AF-2026-00001",
        7,
        "hoja",
        NOW,
        True,
    )
    parsed = message_from_bytes(mail.mime, policy=policy.default)
    assert parsed["From"] == "Afiliaciones <afiliaciones@escuela.test>"
    assert (parsed["To"], parsed["Message-ID"]) == (ANA, mail.message_id)
    assert (parsed["In-Reply-To"], parsed["References"]) == ("<1@correo.test>", "<0@correo.test> <1@correo.test>")


@pytest.mark.parametrize("purpose", Purpose)
def test_machines_are_told_what_answers_and_what_was_made(purpose: Purpose) -> None:
    mail = write(replace(DRAFT, purpose=purpose), SENDER, NOW)
    expected = "auto-replied" if purpose in TO_STUDENTS else "auto-generated"
    assert message_from_bytes(mail.mime)["Auto-Submitted"] == expected


@pytest.mark.parametrize(
    ("mode", "state"), [("answer", OutState.DUE), ("propose", OutState.PROPOSED), ("observe", OutState.OBSERVED)]
)
def test_the_mode_holds_for_students_and_never_for_the_officer(mode: str, state: OutState) -> None:
    sender = replace(SENDER, mode=mode)
    assert {write(replace(DRAFT, purpose=each), sender, NOW).state for each in CAUSED} == {state}
    assert {write(replace(DRAFT, purpose=each), sender, NOW).state for each in TO_HER} == {OutState.DUE}


def test_a_reply_that_is_not_settled_waits_and_may_be_replaced() -> None:
    unsettled = replace(DRAFT, settled=False)
    waits = write(unsettled, SETTLING, NOW)
    assert (waits.not_before, waits.settled) == (NOW + timedelta(seconds=90), False)
    for draft, sender in (
        (DRAFT, SETTLING),
        (unsettled, SENDER),
        (replace(unsettled, purpose=Purpose.OFFICER), SETTLING),
    ):
        at_once = write(draft, sender, NOW)
        assert (at_once.not_before, at_once.settled) == (None, True)


@pytest.mark.parametrize(
    ("mode", "state"), [("answer", OutState.DUE), ("propose", OutState.DUE), ("observe", OutState.OBSERVED)]
)
def test_what_she_ordered_is_not_proposed_to_her(mode: str, state: OutState) -> None:
    assert write(replace(DRAFT, purpose=Purpose.NOTICE), replace(SENDER, mode=mode), NOW).state is state


# --- committing


def everything(counter: Counter) -> Outcome:
    """An outcome that changes a bit of everything."""
    opened = counter.open_case()
    earlier = counter.open_case(contacts=())
    entries = [counter.admit() for _ in range(4)]
    with counter.store.begin() as desk:
        for key in ("vieja", "propuesta"):
            desk.send(write(replace(DRAFT, key=key, folio=opened.folio), counter.sender, NOW))
    ours = [
        write(replace(DRAFT, key=key, folio=opened.folio), counter.sender, NOW).message_id
        for key in ("vieja", "propuesta")
    ]
    return Outcome(
        cases=(replace(opened, stage=Stage.AFILIADO), replace(earlier, umf="13")),
        entry=replace(entries[0], reason="uno", folios=(opened.folio,)),
        mails=(replace(DRAFT, folio=opened.folio),),
        supersede=(ours[0],),
        states=((ours[1], OutState.DISCARDED),),
        asks=(LinkAsk(opened.folio, "eva@correo.test", ANA, "<p@escuela.test>"),),
        reopen=(replace(entries[1], reason="dos"),),
        moved=(replace(entries[2], folios=(earlier.folio,)),),
        ajeno=(replace(entries[3], reason="cuatro"),),
        events=(Event("decidido", {"a": "b"}, opened.folio),),
        settings=(("clave", "valor"),),
    )


def seen(counter: Counter) -> tuple[object, ...]:
    with counter.store.look() as desk:
        return (
            desk.cases(),
            list(desk.all_entries()),
            [(mail.message_id, mail.state) for mail in counter.outgoing()],
            [desk.link_ask(case.folio, "eva@correo.test") for case in desk.cases()],
            desk.history(),
            desk.setting("clave"),
        )


def test_everything_that_an_outcome_says_is_done(counter: Counter) -> None:
    outcome = everything(counter)
    with counter.store.begin() as desk:
        commit(desk, outcome, counter.sender, counter.now)
    opened, earlier = counter.case(outcome.cases[0].folio), counter.case(outcome.cases[1].folio)
    assert (opened.stage, opened.updated, earlier.umf, earlier.updated) == (Stage.AFILIADO, NOW, "13", NOW)
    with counter.store.look() as desk:
        reasons = [entry.reason for entry in desk.all_entries()]
        assert reasons == ["uno", "dos", "", "cuatro"]
        assert [entry.folios for entry in desk.all_entries()][2] == (earlier.folio,)
        assert [mail.state for mail in desk.outgoing_of(opened.folio)] == [
            OutState.SUPERSEDED,
            OutState.DISCARDED,
            OutState.DUE,
        ]
        assert desk.link_ask(opened.folio, "eva@correo.test") is not None
        assert desk.setting("clave") == "valor"
        [(when, entry, event)] = desk.history()
    assert (when, entry, event) == (NOW, 1, Event("decidido", {"a": "b"}, opened.folio))


def test_where_a_case_was_changed_meanwhile_nothing_is_done(counter: Counter) -> None:
    outcome = everything(counter)
    with counter.store.begin() as desk:
        desk.save_case(replace(counter.case(outcome.cases[1].folio), umf="25"))
    before = seen(counter)
    with pytest.raises(Conflict), counter.store.begin() as desk:
        commit(desk, outcome, counter.sender, counter.now)
    assert seen(counter) == before


def test_an_outcome_of_no_mail_is_recorded_without_one(counter: Counter) -> None:
    with counter.store.begin() as desk:
        commit(desk, Outcome(events=(Event("envío en pausa"),)), counter.sender, counter.now)
        assert list(desk.history()) == [(NOW, None, Event("envío en pausa"))]


def test_the_same_outcome_twice_leaves_one_mail(counter: Counter) -> None:
    outcome = Outcome(mails=(replace(DRAFT, folio=None),))
    for _ in range(2):
        with counter.store.begin() as desk:
            commit(desk, outcome, counter.sender, counter.now)
    assert len(counter.outgoing()) == 1


# --- propose


def test_a_proposed_reply_goes_to_the_officer_with_how_to_release_it(counter: Counter) -> None:
    counter.sender = Sender(SENDER.address, "Afiliaciones", OFFICER, mode="propose")
    counter.writes(wishes(), constancia())
    reply, proposal = counter.outgoing()
    assert (reply.state, reply.recipient) == (OutState.PROPOSED, ANA)
    assert (proposal.state, proposal.recipient, proposal.purpose) == (OutState.DUE, OFFICER, Purpose.PROPOSAL)
    folio = counter.only_case().folio
    for order in (
        f"afiliacion order {folio} envía",
        f"afiliacion order {folio} 'no envíes'",
        f"order {folio} 'responde: …'",
    ):
        assert order in proposal.body
    assert proposal.body.endswith(reply.body)
    assert proposal.subject == f"Propuesta: {reply.subject}"


def test_what_the_officer_gets_is_never_proposed_to_her(counter: Counter) -> None:
    counter.sender = Sender(SENDER.address, "Afiliaciones", OFFICER, mode="propose")
    counter.writes(wishes(Wish.URGENCIA))
    assert [mail.purpose for mail in counter.outgoing()] == [Purpose.REPLY, Purpose.PROPOSAL, Purpose.OFFICER]


def test_in_observe_mode_nothing_is_due(counter: Counter) -> None:
    counter.sender = Sender(SENDER.address, "Afiliaciones", OFFICER, mode="observe")
    counter.writes(wishes(), constancia())
    assert [mail.state for mail in counter.outgoing()] == [OutState.OBSERVED]


def test_a_proposal_of_a_mail_without_a_case_says_so(counter: Counter) -> None:
    counter.sender = Sender(SENDER.address, "Afiliaciones", OFFICER, mode="propose")
    with counter.store.begin() as desk:
        commit(desk, Outcome(mails=(replace(DRAFT, folio=None),)), counter.sender, counter.now)
    assert "sin folio" in counter.outgoing()[1].body


def test_of_two_proposals_to_one_address_the_newest_waits(counter: Counter) -> None:
    counter.sender = Sender(SENDER.address, "Afiliaciones", OFFICER, mode="propose")
    counter.writes(wishes(Wish.PREGUNTA))
    counter.later(days=1)
    counter.writes(wishes(), constancia())
    assert [mail.state for mail in counter.replies()] == [OutState.SUPERSEDED, OutState.PROPOSED]
    assert counter.done(counter.only_case().folio, "envía").said.startswith(f"{counter.only_case().folio}: 1 ")
    assert [mail.state for mail in counter.replies()] == [OutState.SUPERSEDED, OutState.DUE]


def test_a_strangers_mail_does_not_take_back_what_is_proposed_to_the_student(counter: Counter) -> None:
    counter.sender = Sender(SENDER.address, "Afiliaciones", OFFICER, mode="propose")
    counter.writes(wishes(), constancia())
    counter.writes(wishes(), constancia(), writer=BETO)
    waiting = [mail for mail in counter.outgoing() if mail.state is OutState.PROPOSED]
    assert {(mail.recipient, mail.purpose) for mail in waiting} == {
        (ANA, Purpose.REPLY),
        (BETO, Purpose.REPLY),
        (ANA, Purpose.ASK_LINK),
    }


def test_a_proposal_of_another_case_stays(counter: Counter) -> None:
    counter.sender = Sender(SENDER.address, "Afiliaciones", OFFICER, mode="propose")
    counter.writes(wishes(), constancia(0))
    counter.writes(wishes(), constancia(1))
    assert [mail.state for mail in counter.replies()] == [OutState.PROPOSED, OutState.PROPOSED]
