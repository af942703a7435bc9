"""Folders with accents and levels, on servers that spell them in their own way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mail.samples import PLAIN
from tests.servers import DovecotServer
from worker.core.cases import Place
from worker.mail.base import InboxError
from worker.mail.imap import ImapInbox
from worker.mail.names import FolderNames

pytestmark = pytest.mark.integration


def subscribed(server: DovecotServer) -> set[str]:
    with server.client() as client:
        return {name for _, _, name in client.list_sub_folders()}


def test_a_missing_folder_is_created_and_subscribed(dovecot: DovecotServer, inbox: ImapInbox) -> None:
    inbox.ensure_folder("Afiliación/Altas")
    assert "Afiliación/Altas" in dovecot.folders()
    assert "Afiliación/Altas" in subscribed(dovecot)


def test_a_folder_that_is_there_stays_as_it_is(dovecot: DovecotServer, inbox: ImapInbox) -> None:
    inbox.ensure_folder("Afiliación/Altas")
    dovecot.put(PLAIN, "Afiliación/Altas")
    with ImapInbox(dovecot.settings()) as again:
        again.ensure_folder("Afiliación/Altas")
        assert again.new_uids("Afiliación/Altas", 0) == [1]


def test_a_folder_that_only_holds_folders_is_created(dovecot: DovecotServer, inbox: ImapInbox) -> None:
    inbox.ensure_folder("Afiliación/Altas")
    assert "Afiliación" not in dovecot.folders()
    inbox.ensure_folder("Afiliación")
    assert "Afiliación" in dovecot.folders()


def test_names_get_the_servers_prefix_and_separator() -> None:
    with DovecotServer(prefix="INBOX.", separator=".") as server, ImapInbox(server.settings()) as inbox:
        inbox.ensure_folder("Afiliación/Altas")
        assert "INBOX.Afiliación.Altas" in server.folders()
        assert inbox.special_folder("\\Sent") == "Sent"
        place = inbox.move(Place("INBOX", inbox.status("INBOX"), server.put(PLAIN)), "Afiliación/Altas", "m-1")
        assert place
        assert place.folder == "Afiliación/Altas"
        assert [mail.raw for mail in server.mails("INBOX.Afiliación.Altas")] == [PLAIN]
        assert inbox.fetch(place)


def test_a_level_with_the_servers_separator_is_refused() -> None:
    with pytest.raises(InboxError) as caught:
        FolderNames("INBOX.", ".").to_server("Afiliación/S.A.")
    assert caught.value.permanent


levels = st.text(st.characters(exclude_characters="/.\r\n\0", codec="utf-8"), min_size=1, max_size=8)


@given(st.lists(levels, min_size=1, max_size=4), st.sampled_from([("", "/"), ("INBOX.", "."), ("INBOX/", "/")]))
def test_a_name_survives_the_way_to_the_server_and_back(parts: list[str], spelling: tuple[str, str]) -> None:
    names = FolderNames(*spelling)
    name = "/".join(parts)
    back = names.from_server(names.to_server(name))
    assert back == ("INBOX" if name.upper() == "INBOX" else name)


def test_a_name_that_we_could_not_spell_is_none() -> None:
    assert FolderNames("INBOX.", ".").from_server("shared.Sent") is None
    assert FolderNames("", ".").from_server("a/b") is None
