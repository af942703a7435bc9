"""A mail lies where the stage of its case says, whatever happens on the way; what the officer moved stays so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.made_up import FOLDERS, NOW, admitted, case_with_mail, later, place, saved_case
from worker.core.cases import Entry, EntryState, Filing, Place, Stage
from worker.store import SqlDesk, Store

ASKED, REVIEW, READY = (FOLDERS[stage] for stage in (Stage.FALTA_DOCUMENTO, Stage.EN_REVISION, Stage.AFILIADO))


def due(desk: SqlDesk) -> Filing:
    filing = desk.due_filings(NOW)
    assert filing is not None
    return filing


def test_looking_for_what_is_due_changes_nothing(store: Store) -> None:
    with store.begin() as desk:
        entry = admitted(desk, 1)
        desk.queue_filing(entry.id, REVIEW)
    with store.look() as desk:
        assert due(desk).entry == entry.id
        assert due(desk) == due(desk)


def test_a_changed_stage_moves_every_mail_of_the_case(store: Store) -> None:
    case, first = case_with_mail(store)
    with store.begin() as desk:
        second = admitted(desk, 2, folios=(case.folio,))
        admitted(desk, 3)
        desk.save_case(replace(case, stage=Stage.EN_REVISION))
        moves = []
        for uid in (11, 12):
            filing = due(desk)
            moves.append((filing.entry, filing.folder, filing.place))
            desk.filing_done(filing.id, place(uid, REVIEW), NOW)
        assert moves == [(first.id, REVIEW, place(1)), (second.id, REVIEW, place(2))]
        assert desk.due_filings(NOW) is None
        assert desk.entry(first.id).place == place(11, REVIEW)


def test_a_save_without_a_new_stage_moves_nothing(store: Store) -> None:
    case, _ = case_with_mail(store)
    with store.begin() as desk:
        desk.save_case(replace(case, umf="13"))
        assert desk.due_filings(NOW) is None


def test_a_stage_without_a_folder_moves_nothing(store: Store) -> None:
    case, _ = case_with_mail(store)
    with store.begin() as desk:
        desk.save_case(replace(case, stage=Stage.BAJA_PENDIENTE))
        assert desk.due_filings(NOW) is None


def test_mails_that_the_officer_moved_or_deleted_stay_so(store: Store) -> None:
    case, moved = case_with_mail(store)
    with store.begin() as desk:
        gone = admitted(desk, 2, folios=(case.folio,))
        desk.relocate(moved.id, place(5, "Mis cosas"))
        desk.relocate(gone.id, None)
        desk.save_case(replace(case, stage=Stage.EN_REVISION))
        assert desk.due_filings(NOW) is None


def test_a_mail_that_is_done_is_filed_with_its_case(store: Store) -> None:
    with store.begin() as desk:
        case = saved_case(desk)
        entry = admitted(desk, 1)
        desk.save_entry(replace(entry, folios=(case.folio,), state=EntryState.DONE))
        assert (due(desk).entry, due(desk).folder) == (entry.id, ASKED)


def test_a_mail_that_the_officer_put_back_into_the_inbox_stays_when_it_is_saved_again(store: Store) -> None:
    with store.begin() as desk:
        entry = admitted(desk, 1, folios=(saved_case(desk).folio,), state=EntryState.DONE)
        desk.filing_done(due(desk).id, place(1, ASKED), NOW)
        desk.relocate(entry.id, place(2))
        desk.save_entry(replace(entry, reason="por una razón"))
        assert desk.due_filings(NOW) is None


def test_a_mail_that_is_held_stays_in_the_inbox(store: Store) -> None:
    case_with_mail(store)
    with store.begin() as desk:
        assert desk.due_filings(NOW) is None


def test_a_mail_that_changes_its_case_moves_to_the_folder_of_the_new_one(store: Store) -> None:
    with store.begin() as desk:
        old, new = saved_case(desk), saved_case(desk, stage=Stage.EN_REVISION)
        entry = admitted(desk, 1, folios=(old.folio,), state=EntryState.DONE)
        desk.filing_done(due(desk).id, place(1, ASKED), NOW)
        desk.save_case(replace(old, stage=Stage.CERRADO))
        desk.save_entry(replace(desk.entry(entry.id), folios=(new.folio,)))
        assert due(desk).folder == REVIEW


def test_queueing_replaces_what_was_due_for_the_same_mail(store: Store) -> None:
    with store.begin() as desk:
        entry = admitted(desk, 1)
        desk.queue_filing(entry.id, ASKED)
        desk.queue_filing(entry.id, REVIEW)
        filing = due(desk)
        assert filing.folder == REVIEW
        desk.filing_done(filing.id, place(1, REVIEW), NOW)
        assert desk.due_filings(NOW) is None


def test_queueing_does_nothing_for_a_mail_that_is_there_or_gone(store: Store) -> None:
    with store.begin() as desk:
        there, gone = admitted(desk, 1), admitted(desk, 2)
        desk.relocate(gone.id, None)
        desk.queue_filing(there.id, "INBOX")
        desk.queue_filing(gone.id, REVIEW)
        assert desk.due_filings(NOW) is None
        with pytest.raises(KeyError):
            desk.queue_filing(99, REVIEW)


def test_queueing_the_same_move_again_keeps_its_attempts(store: Store) -> None:
    with store.begin() as desk:
        entry = admitted(desk, 1)
        desk.queue_filing(entry.id, REVIEW)
        desk.filing_failed(due(desk).id, "sin conexión", later(minutes=5))
        desk.queue_filing(entry.id, REVIEW)
        assert desk.due_filings(later(minutes=4)) is None
        again = desk.due_filings(later(minutes=5))
        assert again is not None and again.attempts == 1


def test_a_move_that_was_replaced_under_way_is_followed_by_the_right_one(store: Store) -> None:
    with store.begin() as desk:
        entry = admitted(desk, 1)
        desk.queue_filing(entry.id, REVIEW)
        under_way = due(desk)
        desk.queue_filing(entry.id, "INBOX")
        desk.filing_done(under_way.id, place(1, REVIEW), NOW)
        assert (due(desk).folder, due(desk).place) == ("INBOX", place(1, REVIEW))


def test_a_move_that_turned_needless_is_dropped(store: Store) -> None:
    with store.begin() as desk:
        entry, gone = admitted(desk, 1), admitted(desk, 2)
        desk.queue_filing(entry.id, REVIEW)
        desk.queue_filing(entry.id, "INBOX")
        desk.queue_filing(gone.id, REVIEW)
        desk.relocate(gone.id, None)
        assert desk.due_filings(NOW) is None
        desk.relocate(entry.id, place(4, "Mis cosas"))
        assert desk.due_filings(NOW) is None


def test_a_move_is_dropped_when_a_person_was_faster(store: Store) -> None:
    with store.begin() as desk:
        entry = admitted(desk, 1)
        desk.queue_filing(entry.id, REVIEW)
        desk.relocate(entry.id, place(2, "Mis cosas"))
        assert desk.due_filings(NOW) is None


def test_a_move_stays_due_when_the_mail_only_got_another_number(store: Store) -> None:
    with store.begin() as desk:
        entry = admitted(desk, 1)
        desk.queue_filing(entry.id, REVIEW)
        desk.relocate(entry.id, place(2))
        assert due(desk).place == place(2)


def test_a_mail_that_is_gone_after_a_move_and_found_again_stays_where_it_is(store: Store) -> None:
    with store.begin() as desk:
        entry = admitted(desk, 1)
        desk.queue_filing(entry.id, REVIEW)
        under_way = due(desk)
        desk.queue_filing(entry.id, ASKED)
        desk.filing_done(under_way.id, None, NOW)
        assert desk.due_filings(NOW) is None
        desk.relocate(entry.id, place(9))
        assert desk.due_filings(NOW) is None


def test_a_filed_mail_returns_to_the_inbox_unless_the_officer_took_it(store: Store) -> None:
    with store.begin() as desk:
        filed, taken = admitted(desk, 1), admitted(desk, 2)
        desk.relocate(filed.id, place(1, REVIEW))
        desk.relocate(taken.id, place(2, "Mis cosas"))
        for entry in (filed, taken):
            desk.return_to_inbox(entry.id)
        desk.filing_done(due(desk).id, place(3), NOW)
        assert desk.due_filings(NOW) is None
        assert desk.entry(filed.id).place == place(3)


def test_a_place_belongs_to_the_mail_that_was_seen_there_last(store: Store) -> None:
    with store.begin() as desk:
        one, two = admitted(desk, 1), admitted(desk, 2)
        desk.relocate(two.id, place(1))
        assert (desk.entry(one.id).place, desk.entry(two.id).place) == (None, place(1))
        desk.relocate(two.id, place(1))
        assert desk.entry(two.id).place == place(1)


def test_unknown_moves_are_key_errors(store: Store) -> None:
    with store.begin() as desk:
        with pytest.raises(KeyError):
            desk.filing_done(99, None, NOW)
        with pytest.raises(KeyError):
            desk.filing_failed(99, "", NOW)


class Server:
    """Where the mail really lies; every move gives it a new UID."""

    def __init__(self, start: Place) -> None:
        self.place = start

    def move(self, folder: str) -> Place:
        self.place = place(self.place.uid + 1_000_000, folder)
        return self.place


def file_one(desk: SqlDesk, server: Server) -> bool:
    filing = desk.due_filings(NOW)
    if filing is not None:
        assert filing.place == server.place
        desk.filing_done(filing.id, server.move(filing.folder), NOW)
    return filing is not None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from([Stage.FALTA_DOCUMENTO, Stage.EN_REVISION, Stage.AFILIADO, "move", "start"]), max_size=9)
)
def test_every_course_of_stages_and_moves_ends_in_the_right_folder(
    sqlite_store: Store, steps: list[Stage | str]
) -> None:
    with sqlite_store.begin() as desk:
        case = saved_case(desk)
        number = int(case.folio[-5:])
        entry: Entry = admitted(desk, number, folios=(case.folio,), state=EntryState.DONE)
        server, under_way = Server(place(number)), None
        for step in steps:
            if isinstance(step, Stage):
                case = desk.save_case(replace(case, stage=step))
            elif under_way is not None:
                desk.filing_done(under_way.id, server.move(under_way.folder), NOW)
                under_way = None
            elif step == "start":
                under_way = desk.due_filings(NOW)
            else:
                file_one(desk, server)
        if under_way is not None:
            desk.filing_done(under_way.id, server.move(under_way.folder), NOW)
        while file_one(desk, server):
            pass
        assert desk.entry(entry.id).place == server.place
        assert server.place.folder == FOLDERS[case.stage]
