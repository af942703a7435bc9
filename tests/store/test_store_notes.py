"""History, questions about addresses, settings and cursors."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tests.store.made_up import NOW, admitted, later, saved_case
from worker.core.cases import Event, LinkAsk
from worker.store import Store


def test_the_history_keeps_its_order_even_if_the_clock_steps_back(store: Store) -> None:
    with store.begin() as desk:
        folio = saved_case(desk).folio
        entry = admitted(desk, 1)
        lines = [
            (later(hours=1), entry.id, Event("recibido", {"papel": "constancia"}, folio)),
            (NOW, None, Event("pausa")),
            (NOW, None, Event("etapa", {"de": "x", "a": "y"}, folio)),
        ]
        for at, about, event in lines:
            desk.record(event, at, about)
    with store.begin() as desk:
        assert desk.history() == tuple(lines)
        assert desk.history(folio) == (lines[0], lines[2])


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(RuntimeError), store.begin() as desk:
        desk.record(Event("pausa"), datetime(2026, 8, 14))
    with store.begin() as desk:
        assert desk.history() == ()


def test_a_question_about_an_address_is_kept_once_and_found(store: Store) -> None:
    with store.begin() as desk:
        folio = saved_case(desk).folio
        ask = LinkAsk(folio, "nueva@correo.example", "vieja@correo.example", "<ask-1@x>")
        desk.save_link_ask(replace(ask, address="Nueva@Correo.example", message_id="<ask-0@x>"))
        desk.save_link_ask(ask)
        assert desk.link_ask(folio, "NUEVA@correo.example") == ask
        assert desk.link_ask(folio, "otra@correo.example") is None
        assert desk.link_ask_by_message(["<a@b>", "<ask-1@x>"]) == ask
        assert desk.link_ask_by_message(["<ask-0@x>"]) is None


def test_a_closed_question_is_kept_but_no_answer_finds_it(store: Store) -> None:
    with store.begin() as desk:
        folio = saved_case(desk).folio
        ask = LinkAsk(folio, "nueva@correo.example", "vieja@correo.example", "<ask-1@x>", open=False)
        desk.save_link_ask(ask)
        assert desk.link_ask(folio, ask.address) == ask
        assert desk.link_ask_by_message([ask.message_id]) is None


def test_of_several_questions_the_latest_reference_counts(store: Store) -> None:
    with store.begin() as desk:
        folio = saved_case(desk).folio
        asks = [LinkAsk(folio, f"{n}@correo.example", "vieja@correo.example", f"<ask-{n}@x>") for n in range(2)]
        for ask in asks:
            desk.save_link_ask(ask)
        assert desk.link_ask_by_message(["<ask-1@x>", "<ask-0@x>"]) == asks[0]


def test_settings_are_kept_replaced_and_removed(store: Store) -> None:
    with store.begin() as desk:
        assert desk.setting("paused") is None
        desk.set_setting("paused", "sí")
        desk.set_setting("paused", "no")
    with store.begin() as desk:
        assert desk.setting("paused") == "no"
        desk.set_setting("paused", None)
        desk.set_setting("paused", None)
        assert desk.setting("paused") is None


def test_cursors_are_kept_for_each_folder(store: Store) -> None:
    with store.begin() as desk:
        assert desk.cursor("INBOX") is None
        desk.set_cursor("INBOX", 1, 5)
        desk.set_cursor("INBOX", 4_294_967_295, 4_294_967_295)
        desk.set_cursor("Enviados", 2, 0)
    with store.begin() as desk:
        assert desk.cursor("INBOX") == (4_294_967_295, 4_294_967_295)
        assert desk.cursor("Enviados") == (2, 0)
