"""On every kind of server, whatever people do in the mailbox meanwhile: each mail is answered once and lies right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.conftest import OpenOffice
from tests.office import USERS, Office
from tests.servers import DovecotServer
from tests.service.papers import lapsed, vigente
from worker.core.cases import EntryState
from worker.core.types import Sort
from worker.demo.people import Person
from worker.jobs.fetch import fetch_new
from worker.jobs.poll import poll_round
from worker.jobs.steps import deliver_one, process_one
from worker.store import StoreError

pytestmark = pytest.mark.integration

People = tuple[Person, ...]
ALTAS, HOJAS = "Afiliación/Altas por tramitar", "Afiliación/Hojas por entregar"
ASKS = "¿Cómo tramito mi alta en el imss?"

KINDS: dict[str, dict[str, Any]] = {
    "with MOVE and UIDPLUS": {},
    "without MOVE": {"move": False},
    "without UIDPLUS": {"uidplus": False},
    "with neither": {"move": False, "uidplus": False},
    "with a prefix and dots": {"prefix": "INBOX.", "separator": "."},
}


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, DovecotServer]]:
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(DovecotServer(user=USERS[0], more=USERS[1:20], **kind))
            for name, kind in KINDS.items()
        }


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_is_answered_and_its_mails_follow_its_stage(
    hire: OpenOffice, servers: dict[str, DovecotServer], people: People, kind: str
) -> None:
    office = hire(servers[kind])
    one = office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(2)))
    office.round()
    two = office.writes(people[0], "la 25", answers=office.reply_to(people[0]))
    office.round()
    folders = [f"INBOX.{name.replace('/', '.')}" if "prefix" in kind else name for name in (ALTAS, HOJAS)]
    assert office.folders() == {folders[0]: [one, two]}
    office.order(office.case()["folio"], "alta hecha")
    assert office.folders() == {folders[1]: [one, two]}
    assert len(office.sent_to(people[0])) == 3


@pytest.mark.parametrize("kind", ["with MOVE and UIDPLUS", "with neither"])
def test_read_and_unread_stay_as_they_were(
    hire: OpenOffice, servers: dict[str, DovecotServer], people: People, kind: str
) -> None:
    office = hire(servers[kind].mailbox(USERS[1]))
    office.mail(office.letter(people[0], "mi constancia", lapsed(people[0], office.ago(2))), flags=["\\Seen"])
    office.mail(office.letter(people[1], "mi constancia", lapsed(people[1], office.ago(2))))
    office.round()
    assert ["\\Seen" in mail.flags for mail in office.mailbox.mails(ALTAS)] == [True, False]


def test_folder_names_are_spelled_in_modified_utf7_on_the_wire(office: Office, people: People) -> None:
    office.writes(people[0], ASKS)
    office.round()
    with office.mailbox.client() as client:
        client.folder_encode = False
        names = {name for _, _, name in client.list_folders()}
        subscribed = {name for _, _, name in client.list_sub_folders()}
    assert b"Afiliaci&APM-n/Esperan al estudiante" in names & subscribed


def made_anew(mailbox: DovecotServer) -> None:
    """Give the inbox another UIDVALIDITY and its mails other UIDs, as a restored server does."""
    with mailbox.client() as client:
        old = client.folder_status("INBOX", ["UIDVALIDITY"])[b"UIDVALIDITY"]
    home = mailbox.run / "h" / mailbox.user.partition("@")[0] / "m"
    for file in [*home.glob("dovecot.*"), *home.glob("dovecot-uidlist")]:
        file.unlink()
    with mailbox.client() as client:
        assert client.folder_status("INBOX", ["UIDVALIDITY"])[b"UIDVALIDITY"] != old


def test_nothing_is_answered_again_after_a_new_uidvalidity(office: Office, people: People) -> None:
    office.writes(people[0], ASKS)
    strange = office.writes("arquitecto@example.com", "Confirmo la reunión del viernes.", subject="Reunión")
    office.round()
    raw = office.sink.mails()[0][2]
    office.mail(raw)
    office.round()
    office.context.inbox.close()
    made_anew(office.mailbox)
    office.round()
    office.round()
    assert len(office.sent()) == 1
    assert len(office.cases()) == 1
    assert {entry.sort for entry in office.entries()} <= {Sort.STUDENT, Sort.AJENO, Sort.OWN, Sort.DUPLICATE}
    assert office.folders()["INBOX"] == [strange, raw]
    stranger = next(entry for entry in office.entries() if entry.sort is Sort.AJENO)
    with pytest.raises(StoreError):
        office.context.store.blobs.get(stranger.sha256)


def test_ajeno_mail_that_comes_twice_is_not_kept_either(office: Office) -> None:
    raw = office.writes("arquitecto@example.com", "Confirmo la reunión del viernes.", subject="Reunión")
    office.mail(raw)
    office.round()
    office.mail(raw)
    office.round()
    assert office.sent() == []
    with pytest.raises(StoreError):
        office.context.store.blobs.get(office.entries()[0].sha256)


def take_away(office: Office, folder: str | None, source: str = "INBOX") -> None:
    """The officer moves the one mail of a folder elsewhere, or deletes it."""
    with office.mailbox.client() as client:
        if folder is not None and not client.folder_exists(folder):
            client.create_folder(folder)
        client.select_folder(source)
        uids = client.search()
        if folder is not None:
            client.move(uids, folder)
        else:
            client.delete_messages(uids)
            client.expunge()


@pytest.mark.parametrize("folder", ["Mis cosas", None], ids=["moved", "deleted"])
def test_a_mail_that_the_officer_took_before_filing_is_answered_and_left_there(
    office: Office, people: People, folder: str | None
) -> None:
    raw = office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(2)))
    assert fetch_new(office.context) == 1
    take_away(office, folder)
    assert process_one(office.context)
    assert deliver_one(office.context)
    office.round()
    office.order(office.case()["folio"], "alta hecha")
    assert office.folders() == ({folder: [raw]} if folder else {})
    assert len(office.sent_to(people[0])) == 2
    assert "correo movido por una persona" in office.history()


def test_a_mail_that_the_officer_took_before_the_fetch_is_none(office: Office, people: People) -> None:
    office.writes(people[0], ASKS)
    take_away(office, "Mis cosas")
    office.round()
    assert (office.entries(), office.sent()) == ([], [])


def test_a_filed_mail_that_the_officer_took_away_stays_there(office: Office, people: People) -> None:
    raw = office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(2)))
    office.round()
    take_away(office, "Mis cosas", ALTAS)
    office.order(office.case()["folio"], "alta hecha")
    assert office.folders() == {"Mis cosas": [raw]}


@pytest.mark.parametrize("kind", ["with MOVE and UIDPLUS", "with neither"])
def test_a_filed_mail_that_the_officer_moved_back_to_the_inbox_stays_and_is_not_answered_again(
    hire: OpenOffice, servers: dict[str, DovecotServer], people: People, kind: str
) -> None:
    office = hire(servers[kind].mailbox(USERS[2]))
    raw = office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(2)))
    office.round()
    with office.mailbox.client() as client:
        client.select_folder(ALTAS)
        client.copy(client.search(), "INBOX")
        client.delete_messages(client.search())
        client.expunge()
    office.round()
    office.round()
    assert office.folders() == {"INBOX": [raw]}
    assert len(office.sent()) == 1
    assert office.case()["messages"] == 1


def test_a_server_that_is_away_costs_a_round_and_no_mail(hire: OpenOffice, people: People) -> None:
    with DovecotServer(user=USERS[0]) as server:
        office = hire(server)
        office.writes(people[0], ASKS)
        server.stop()
        failed = office.whole_round()
        assert "servidor de correo" in failed.failures[0]
        server.start()
        office.round()
        assert office.reply_to(people[0])


def test_what_was_decided_is_sent_while_the_mailbox_is_away(hire: OpenOffice, people: People) -> None:
    with DovecotServer(user=USERS[0]) as server:
        office = hire(server)
        raw = office.writes(people[0], ASKS)
        fetch_new(office.context)
        server.stop()
        assert poll_round(office.context).delivered == 1
        server.start()
        office.clock.forward(minutes=2)
        office.round()
        assert len(office.sent()) == 1
        assert office.folder_of(raw) == "Afiliación/Esperan al estudiante"


def test_a_folder_that_a_person_deleted_is_made_again(office: Office, people: People) -> None:
    office.writes(people[0], "mi constancia", lapsed(people[0], office.ago(2)))
    office.round()
    with office.mailbox.client() as client:
        client.delete_folder(ALTAS)
    raw = office.writes(people[1], "mi constancia", lapsed(people[1], office.ago(2)))
    assert poll_round(office.context).failures  # the connection still believes in the folder
    office.clock.forward(minutes=2)
    office.round()
    assert office.folders() == {ALTAS: [raw]}
    office.order(office.cases()[0]["folio"], "alta hecha")
    assert office.folders() == {ALTAS: [raw]}


def test_a_lost_raw_mail_is_set_aside_and_the_others_go_on(office: Office, people: People) -> None:
    office.writes(people[0], ASKS)
    office.writes(people[1], "mi constancia", vigente(people[1], office.ago(1)))
    fetch_new(office.context)
    office.context.store.blobs.remove(office.entries()[0].sha256)
    office.round()
    assert [entry.state for entry in office.entries()] == [EntryState.PARKED, EntryState.DONE]
    assert office.reply_to(people[1])


def test_two_workers_with_one_store_each_take_their_turn(hire: OpenOffice, people: People) -> None:
    one = hire()
    two = hire(one.mailbox)
    for person in people[:4]:
        one.writes(person, ASKS)
    fetch_new(one.context)
    fetch_new(two.context)
    assert process_one(one.context) and process_one(two.context)
    one.round()
    two.round()
    assert [len(one.sent_to(person)) for person in people[:4]] == [1, 1, 1, 1]
    assert len(one.cases()) == 4
