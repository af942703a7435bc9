"""Cases: saved whole, found by every key, never changed behind somebody's back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.store.made_up import CURP, NOW, NSS, OTHER_NSS, admitted, later, reply, saved_case
from worker.core.cases import Case, Purpose, Stage
from worker.core.desk import Conflict, Desk
from worker.core.types import Through
from worker.store import Store


def full_case(folio: str) -> Case:
    return Case(
        folio=folio,
        opened=NOW,
        stage=Stage.HOJA_POR_ENTREGAR,
        stage_since=later(hours=1),
        updated=later(hours=2),
        nss=NSS,
        curp=CURP,
        name="Wendy Ñandú \U0001f600",
        vigente=False,
        through=Through.OTRA_ESCUELA,
        issued=date(2026, 8, 1),
        umf="13",
        task="preparar hoja",
        attention="dos NSS en un correo",
        by_hand=True,
        contacts=("w@correo.example", "a@correo.example"),
    )


def test_a_case_comes_back_as_it_was_saved(store: Store) -> None:
    with store.begin() as desk:
        saved = desk.save_case(full_case(desk.new_case(NOW).folio))
    with store.begin() as desk:
        assert desk.case(saved.folio) == saved == replace(full_case(saved.folio), version=1)


def test_a_new_case_that_is_not_saved_is_nowhere(store: Store) -> None:
    with store.begin() as desk:
        case = desk.new_case(NOW)
        assert case == Case(folio="AF-2026-00001", opened=NOW)
        assert (desk.case(case.folio), desk.cases()) == (None, ())


def test_folios_count_up_within_each_year(store: Store) -> None:
    with store.begin() as desk:
        moments = (NOW, NOW, datetime(2027, 1, 1, tzinfo=UTC), NOW)
        folios = [desk.new_case(moment).folio for moment in moments]
    assert folios == ["AF-2026-00001", "AF-2026-00002", "AF-2027-00001", "AF-2026-00003"]


def test_a_folio_is_found_in_any_letter_case(store: Store) -> None:
    with store.begin() as desk:
        assert desk.case(saved_case(desk).folio.lower()) is not None


def test_a_later_save_replaces_everything_and_raises_the_version(store: Store) -> None:
    with store.begin() as desk:
        first = desk.save_case(full_case(desk.new_case(NOW).folio))
        plain = Case(first.folio, NOW, Stage.FALTA_DOCUMENTO, contacts=("a@correo.example",), version=1)
        assert desk.save_case(plain) == replace(plain, version=2) == desk.case(first.folio)


def test_saving_an_old_version_is_a_conflict_and_changes_nothing(store: Store) -> None:
    with store.begin() as desk:
        old = saved_case(desk)
    with store.begin() as desk:
        new = desk.save_case(replace(old, umf="13"))
    with pytest.raises(Conflict), store.begin() as desk:
        desk.set_setting("touched", "yes")
        desk.save_case(replace(old, umf="23"))
    with store.begin() as desk:
        assert desk.case(old.folio) == new
        assert desk.setting("touched") is None


def test_inserting_a_folio_twice_is_a_conflict(store: Store) -> None:
    with store.begin() as desk:
        case = desk.new_case(NOW)
        desk.save_case(case)
    with pytest.raises(Conflict), store.begin() as desk:
        desk.save_case(case)


def test_saving_a_case_that_was_never_inserted_is_a_conflict(store: Store) -> None:
    with pytest.raises(Conflict), store.begin() as desk:
        desk.save_case(Case("AF-2026-00099", NOW, version=3))


def test_cases_are_found_by_nss_or_curp_without_repetition(store: Store) -> None:
    with store.begin() as desk:
        both = saved_case(desk, nss=NSS, curp=CURP)
        same = saved_case(desk, nss=NSS, stage=Stage.CERRADO)
        saved_case(desk, nss=OTHER_NSS)
        saved_case(desk)
        assert desk.cases_by_identity(NSS, CURP) == (both, same)
        assert desk.cases_by_identity(None, CURP) == (both,)
        assert desk.cases_by_identity(None, None) == ()


def test_cases_are_found_by_any_contact_in_any_letter_case(store: Store) -> None:
    with store.begin() as desk:
        first = saved_case(desk, contacts=("Ana@Correo.example", "mama@correo.example"))
        second = saved_case(desk, contacts=("mama@correo.example", "MAMA@correo.example"), stage=Stage.CERRADO)
        assert desk.cases_by_address("MAMÁ@correo.example") == ()
        assert desk.cases_by_address("MAMA@correo.example") == (first, second)
        assert second.contacts == ("mama@correo.example",)
        assert first.contacts[0] == "ana@correo.example"


def test_a_removed_contact_no_longer_finds_the_case(store: Store) -> None:
    with store.begin() as desk:
        case = saved_case(desk, contacts=("a@correo.example", "b@correo.example"))
        desk.save_case(replace(case, contacts=("b@correo.example",)))
        assert desk.cases_by_address("a@correo.example") == ()


def test_all_cases_come_by_folio_with_their_contacts(store: Store) -> None:
    with store.begin() as desk:
        cases = [saved_case(desk, contacts=(f"{n}@x.example", "todos@x.example")) for n in range(3)]
        assert desk.cases() == tuple(cases)


def test_a_reference_to_our_mail_finds_its_case(store: Store) -> None:
    with store.begin() as desk:
        case = saved_case(desk)
        saved_case(desk)
        desk.send(reply(1, folio=case.folio))
        assert desk.cases_by_reference(["<unknown@x>", "<reply-1@escuela.example>"]) == (case,)
        assert desk.cases_by_reference([]) == ()


def test_a_reference_to_one_reply_for_a_group_finds_every_case_of_it(store: Store) -> None:
    with store.begin() as desk:
        cases = tuple(saved_case(desk) for _ in range(3))
        entry = admitted(desk, 1, folios=tuple(case.folio for case in cases))
        desk.send(reply(1, folio=cases[0].folio, entry=entry.id))
        assert desk.cases_by_reference(["<reply-1@escuela.example>"]) == cases


def test_a_reference_to_a_received_mail_finds_its_cases(store: Store) -> None:
    with store.begin() as desk:
        case = saved_case(desk)
        admitted(desk, 1, message_id="<foto@correo.example>", folios=(case.folio,))
        assert desk.cases_by_reference(["<foto@correo.example>"]) == (case,)


def test_thousands_of_references_are_looked_up(store: Store) -> None:
    with store.begin() as desk:
        case = saved_case(desk)
        desk.send(reply(1, folio=case.folio, purpose=Purpose.NOTICE))
        ids = [f"<{n}@x>" for n in range(40_000)]
        assert desk.cases_by_reference([*ids, "<reply-1@escuela.example>"]) == (case,)


def test_the_open_unit_is_a_desk(store: Store) -> None:
    with store.begin() as opened:
        desk: Desk = opened
        assert desk.cases() == ()
