"""The ledger: every received mail once, found again by every trace it left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.made_up import NOW, admitted, full_reading, later, place, saved_case
from worker.core.cases import Entry, EntryState
from worker.core.types import Sort
from worker.store import Store


def test_a_mail_is_admitted_once_for_each_place(store: Store) -> None:
    with store.begin() as desk:
        first = desk.admit(place(7), "a" * 64, NOW, NOW)
        again = desk.admit(place(7), "a" * 64, later(days=1), later(days=1))
        other = desk.admit(place(8), "a" * 64, NOW, NOW)
    assert first == again == Entry(first.id, "a" * 64, NOW, EntryState.RECEIVED, place(7), admitted=NOW)
    assert other.id > first.id


def test_another_mail_at_a_known_place_is_not_taken_for_the_old_one(store: Store) -> None:
    with store.begin() as desk:
        old = desk.admit(place(7), "a" * 64, NOW, NOW)
        new = desk.admit(place(7), "b" * 64, NOW, NOW)
        assert new.id != old.id
        assert desk.entry(old.id).place is None
        assert desk.entry_at(place(7)) == new


def test_a_mail_whose_sort_is_known_waits_for_nothing(store: Store) -> None:
    with store.begin() as desk:
        entry = desk.admit(place(1), "a" * 64, NOW, NOW, known=Sort.OLD)
        assert (entry.state, entry.sort) == (EntryState.DONE, Sort.OLD)
        assert desk.next_received(NOW) is None


def test_a_mail_comes_back_as_it_was_saved(store: Store) -> None:
    with store.begin() as desk:
        folios = (saved_case(desk).folio, saved_case(desk).folio)[::-1]
        entry = replace(
            admitted(desk, 1),
            state=EntryState.HELD,
            message_id="<a@b>",
            fingerprint="f" * 64,
            sender="ana@correo.example",
            subject="Mi constancia \U0001f4ce",
            sort=Sort.STUDENT,
            folios=folios,
            readings=(full_reading(), replace(full_reading(), nss=None, through=None)),
            pide=("clínica",),
            rules=("P5",),
            facts={"lectura": "segura"},
            reason="por una razón",
            trace="Traceback",
        )
        desk.save_entry(entry)
    with store.begin() as desk:
        assert desk.entry(entry.id) == entry


def test_saving_a_mail_leaves_place_and_attempts_alone(store: Store) -> None:
    with store.begin() as desk:
        seen = admitted(desk, 1)
        desk.relocate(seen.id, place(9, "Otra"))
        desk.postpone(seen.id, NOW)
        desk.save_entry(seen)
        assert (desk.entry(seen.id).place, desk.entry(seen.id).attempts) == (place(9, "Otra"), 1)


def test_a_mail_may_leave_a_case(store: Store) -> None:
    with store.begin() as desk:
        one, two = saved_case(desk), saved_case(desk)
        entry = admitted(desk, 1, folios=(one.folio, two.folio))
        desk.save_entry(replace(entry, folios=(two.folio,)))
        assert desk.entries_of(one.folio) == ()
        assert [each.id for each in desk.entries_of(two.folio)] == [entry.id]


def test_unknown_mails_are_key_errors(store: Store) -> None:
    with store.begin() as desk:
        for act in (desk.entry, lambda id_: desk.park(id_, "", NOW), lambda id_: desk.relocate(id_, None)):
            with pytest.raises(KeyError):
                act(99)
        with pytest.raises(KeyError):
            desk.save_entry(Entry(99, "a" * 64, NOW))


def test_text_that_no_database_takes_is_stored_with_a_mark(store: Store) -> None:
    with store.begin() as desk:
        entry = admitted(desk, 1, subject="a\x00b\udcffc", sender="\x00@x", message_id="<\x00>", reason="\ud800")
        assert entry.subject == "a\ufffdb?c"
        assert desk.entry_with_id("<\x00>") == entry


def test_a_message_id_of_any_length_is_stored_and_found(store: Store) -> None:
    with store.begin() as desk:
        long = "<" + "".join(f"{n:x}" for n in range(20_000)) + "@x>"
        entry = admitted(desk, 1, message_id=long)
        assert desk.entry_with_id(long) == entry


def test_duplicates_are_found_by_bytes_and_by_fingerprint(store: Store) -> None:
    with store.begin() as desk:
        first = admitted(desk, 1, fingerprint="f1")
        same_bytes = desk.admit(place(2), first.sha256, NOW, NOW)
        same_words = admitted(desk, 3, fingerprint="f1")
        other = admitted(desk, 4, fingerprint="f2")
        nameless = admitted(desk, 5)
        assert desk.original_of(first) is None
        assert desk.original_of(same_bytes) == first == desk.original_of(same_words)
        assert desk.original_of(other) is None
        assert desk.original_of(nameless) is None
        assert [entry.id for entry in desk.entries_by_sha(first.sha256)] == [first.id, same_bytes.id]


@pytest.mark.parametrize("sort", [Sort.AUTOMATIC, Sort.NOT_OURS, Sort.OLD, Sort.MALFORMED])
def test_a_copy_that_was_left_alone_is_no_original_of_other_bytes(store: Store, sort: Sort) -> None:
    with store.begin() as desk:
        by_list = admitted(desk, 1, fingerprint="f1", sort=sort)
        to_us = admitted(desk, 2, fingerprint="f1", sort=Sort.STUDENT)
        again = admitted(desk, 3, fingerprint="f1")
        same_bytes = desk.admit(place(4), by_list.sha256, NOW, NOW)
        assert desk.original_of(to_us) is None
        assert desk.original_of(again) == to_us
        assert desk.original_of(same_bytes) == by_list


def test_the_first_mail_with_a_message_id_is_found(store: Store) -> None:
    with store.begin() as desk:
        first = admitted(desk, 1, message_id="<a@b>")
        admitted(desk, 2, message_id="<a@b>")
        assert desk.entry_with_id("<a@b>") == first
        assert desk.entry_with_id("<none@b>") is None


def test_held_mails_are_those_of_the_case_and_the_address(store: Store) -> None:
    with store.begin() as desk:
        case, other = saved_case(desk), saved_case(desk)
        held = admitted(desk, 1, state=EntryState.HELD, sender="Nueva@Correo.example", folios=(case.folio,))
        admitted(desk, 2, state=EntryState.HELD, sender="x@correo.example", folios=(case.folio,))
        admitted(desk, 3, state=EntryState.DONE, sender="nueva@correo.example", folios=(case.folio,))
        admitted(desk, 4, state=EntryState.HELD, sender="nueva@correo.example", folios=(other.folio,))
        assert desk.held(case.folio, "nueva@correo.EXAMPLE") == (held,)


def test_mails_of_a_case_come_oldest_first(store: Store) -> None:
    with store.begin() as desk:
        case = saved_case(desk)
        late = admitted(desk, 9, folios=(case.folio,))
        early = admitted(desk, 2, folios=(case.folio,))
        assert desk.entries_of(case.folio) == (early, late)


def test_the_oldest_waiting_mail_comes_first_and_a_postponed_one_later(store: Store) -> None:
    with store.begin() as desk:
        late, early = admitted(desk, 9), admitted(desk, 2)
        assert desk.next_received(NOW) == early
        desk.postpone(early.id, later(minutes=5))
        assert desk.next_received(later(minutes=4)) == late
        assert desk.next_received(later(minutes=5)) == replace(early, attempts=1)


def test_a_parked_mail_waits_until_all_are_released(store: Store) -> None:
    with store.begin() as desk:
        entry = admitted(desk, 1)
        desk.park(entry.id, "Traceback …", NOW)
        assert desk.next_received(later(days=9)) is None
        assert desk.entry(entry.id) == replace(entry, state=EntryState.PARKED, trace="Traceback …", attempts=1)
        assert [(at, about) for at, about, _ in desk.history()] == [(NOW, entry.id)]
        assert desk.unpark_all() == 1
        assert desk.next_received(NOW) == replace(entry, attempts=1)


def test_mails_are_listed_by_when_they_were_taken_in(store: Store) -> None:
    with store.begin() as desk:
        entries = [desk.admit(place(n), f"{n:064x}", NOW, later(hours=n)) for n in range(4)]
        assert desk.entries_between(later(hours=1), later(hours=3)) == tuple(entries[1:3])


def test_all_mails_are_listed_beyond_one_page(store: Store) -> None:
    with store.begin() as desk:
        folio = saved_case(desk).folio
        for n in range(1, 620):
            desk.admit(place(n), f"{n:064x}", NOW, NOW)
        admitted(desk, 620, folios=(folio,))
    with store.look() as desk:
        entries = list(desk.all_entries())
    assert [entry.place for entry in entries] == [place(n) for n in range(1, 621)]
    assert entries[-1].folios == (folio,)
