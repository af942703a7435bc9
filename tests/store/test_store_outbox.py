"""The outbox: every mail once, sent when it is time, and never without a record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.made_up import NOW, admitted, later, reply, saved_case
from worker.core.cases import OutState, Purpose
from worker.store import Store

FIRST, SECOND = reply(1).message_id, reply(2).message_id


def test_a_mail_comes_back_as_it_was_sent(store: Store) -> None:
    with store.begin() as desk:
        mail = reply(
            1,
            folio=saved_case(desk).folio,
            entry=admitted(desk, 1).id,
            not_before=later(seconds=90),
            settled=False,
            state=OutState.PROPOSED,
        )
        desk.send(mail)
    with store.begin() as desk:
        stored = desk.outgoing(FIRST)
        assert stored is not None
        assert stored == replace(mail, id=stored.id)
        assert stored.mime == mail.mime


def test_the_same_message_id_is_put_into_the_outbox_once(store: Store) -> None:
    with store.begin() as desk:
        desk.send(reply(1))
    with store.begin() as desk:
        desk.send(reply(1, body="otra"))
        stored = desk.outgoing(FIRST)
        assert stored is not None and stored.body == reply(1).body


def test_a_mail_must_say_when_it_was_created(store: Store) -> None:
    with store.begin() as desk, pytest.raises(ValueError, match="created"):
        desk.send(reply(1, created=None))


def test_our_own_message_ids_are_known(store: Store) -> None:
    with store.begin() as desk:
        desk.send(reply(1))
        assert (desk.is_ours(FIRST), desk.is_ours(SECOND), desk.outgoing(SECOND)) == (True, False, None)


def test_due_mails_leave_oldest_first_when_their_time_has_come(store: Store) -> None:
    with store.begin() as desk:
        desk.send(reply(1, not_before=later(seconds=90)))
        desk.send(reply(2))
        desk.send(reply(3, state=OutState.PROPOSED))
        desk.send(reply(4, state=OutState.OBSERVED))
        second = desk.next_due(NOW, students_too=True)
        assert second is not None and second.message_id == SECOND
        desk.sent(SECOND, NOW)
        assert desk.next_due(later(seconds=89), students_too=True) is None
        first = desk.next_due(later(seconds=90), students_too=True)
        assert first is not None and first.message_id == FIRST


@pytest.mark.parametrize(
    ("purpose", "waits"),
    [
        (Purpose.REPLY, True),
        (Purpose.ASK_LINK, True),
        (Purpose.NOTICE, True),
        (Purpose.OFFICER, False),
        (Purpose.PROPOSAL, False),
        (Purpose.SUMMARY, False),
    ],
)
def test_while_paused_only_the_officer_gets_mail(sqlite_store: Store, purpose: Purpose, waits: bool) -> None:
    with sqlite_store.begin() as desk:
        desk.send(reply(1, purpose=purpose))
        assert (desk.next_due(NOW, students_too=False) is None) is waits
        assert desk.next_due(NOW, students_too=True) is not None


def test_a_mail_that_was_sent_says_when(store: Store) -> None:
    with store.begin() as desk:
        desk.send(reply(1))
        desk.delivery_failed(FIRST, "451 later", later(minutes=1))
        desk.sent(FIRST, later(minutes=2))
        stored = desk.outgoing(FIRST)
        assert stored is not None
        assert (stored.state, stored.sent, stored.error) == (OutState.SENT, later(minutes=2), "")
        assert stored.attempts == 2


def test_a_passing_failure_is_retried_and_a_lasting_one_is_not(store: Store) -> None:
    with store.begin() as desk:
        desk.send(reply(1))
        desk.delivery_failed(FIRST, "451 later", later(minutes=5))
        assert desk.next_due(later(minutes=4), students_too=True) is None
        again = desk.next_due(later(minutes=5), students_too=True)
        assert again is not None and (again.attempts, again.error) == (1, "451 later")
        desk.delivery_failed(FIRST, "550 no such user", None)
        assert desk.next_due(later(days=9), students_too=True) is None
        failed = desk.outgoing(FIRST)
        assert failed is not None and (failed.state, failed.error) == (OutState.FAILED, "550 no such user")


def test_a_mail_replaced_during_its_delivery_is_not_called_failed(store: Store) -> None:
    with store.begin() as desk:
        desk.send(reply(1))
        desk.set_out_state(FIRST, OutState.SUPERSEDED)
        desk.delivery_failed(FIRST, "550 no", None)
        stored = desk.outgoing(FIRST)
        assert stored is not None and stored.state is OutState.SUPERSEDED


def test_replies_that_wait_can_be_superseded(store: Store) -> None:
    with store.begin() as desk:
        wait = {"not_before": later(seconds=90), "settled": False}
        desk.send(reply(1, **wait))
        desk.send(reply(2, **wait, state=OutState.PROPOSED))
        desk.send(reply(3, **wait, recipient="otro@correo.example"))
        desk.send(reply(4, not_before=later(seconds=90)))
        desk.send(reply(5, **wait, purpose=Purpose.NOTICE))
        desk.send(reply(6, **wait, state=OutState.OBSERVED))
        open_ones = desk.unsettled("ana@correo.example", later(seconds=89))
        assert [mail.message_id for mail in open_ones] == [FIRST, SECOND]
        assert desk.unsettled("ana@correo.example", later(seconds=90)) == ()
        desk.set_out_state(FIRST, OutState.SUPERSEDED)
        assert [mail.message_id for mail in desk.unsettled("ana@correo.example", NOW)] == [SECOND]
        still = desk.next_due(later(days=1), students_too=True)
        assert still is not None and still.message_id not in (FIRST, SECOND)


def test_replies_to_an_address_are_counted_and_what_others_caused_is_not(store: Store) -> None:
    with store.begin() as desk:
        desk.send(reply(1, created=later(minutes=-61)))
        desk.send(reply(2, created=later(minutes=-60)))
        desk.send(reply(3, state=OutState.OBSERVED))
        desk.send(reply(4, state=OutState.SUPERSEDED))
        desk.send(reply(5, state=OutState.DISCARDED))
        desk.send(reply(6, purpose=Purpose.SUMMARY))
        desk.send(reply(7, recipient="otro@correo.example"))
        desk.send(reply(8, purpose=Purpose.ASK_LINK))
        assert desk.sent_since("ana@correo.example", later(minutes=-60)) == 2


def test_mails_are_listed_by_case_and_by_time(store: Store) -> None:
    with store.begin() as desk:
        folio = saved_case(desk).folio
        desk.send(reply(1, folio=folio, created=later(hours=3)))
        desk.send(reply(2, folio=folio, created=later(hours=1)))
        desk.send(reply(3, created=later(hours=2)))
        assert [mail.message_id for mail in desk.outgoing_of(folio)] == [FIRST, SECOND]
        between = desk.outgoing_between(later(hours=1), later(hours=3))
        assert [mail.message_id for mail in between] == [SECOND, reply(3).message_id]


def test_unknown_mails_are_key_errors(store: Store) -> None:
    with store.begin() as desk:
        with pytest.raises(KeyError):
            desk.sent(FIRST, NOW)
        with pytest.raises(KeyError):
            desk.delivery_failed(FIRST, "", None)
        with pytest.raises(KeyError):
            desk.set_out_state(FIRST, OutState.SENT)
