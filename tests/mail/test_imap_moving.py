"""Moving loses no mail, makes no second one, and knows where the mail went, whatever the server can do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.mail.proxy import Fault, FaultProxy, Side
from tests.mail.samples import PLAIN, numbered
from tests.servers import DovecotServer
from worker.core.cases import Place
from worker.mail.base import InboxError
from worker.mail.imap import ImapInbox

pytestmark = pytest.mark.integration

TARGET = "Afiliación/Altas"
SERVERS = {
    "MOVE and UIDPLUS": (True, True),
    "without MOVE": (False, True),
    "without UIDPLUS": (True, False),
    "neither": (False, False),
}
EXTREMES = {name: SERVERS[name] for name in ("MOVE and UIDPLUS", "neither")}
NO_COPYUID = Fault("server", b"[COPYUID", "replace", b"[XOPYUID", times=99)
NO_KEYWORDS = Fault("server", b" \\*)]", "replace", b")]", times=99)


def inbox_of(server: DovecotServer, proxy: FaultProxy) -> ImapInbox:
    return ImapInbox(replace(server.settings(), port=proxy.port))


def flag(server: DovecotServer, uid: int, name: str) -> None:
    with server.client() as client:
        client.select_folder("INBOX")
        client.add_flags([uid], name)


def remove(server: DovecotServer, uid: int) -> None:
    flag(server, uid, "\\Deleted")
    with server.client() as client:
        client.select_folder("INBOX")
        client.expunge()


@pytest.mark.parametrize("can", SERVERS.values(), ids=SERVERS)
def test_the_new_place_holds_the_same_mail(can: tuple[bool, bool]) -> None:
    with DovecotServer(move=can[0], uidplus=can[1]) as server, ImapInbox(server.settings()) as inbox:
        for number in (1, 2, 3):
            server.put(numbered(number), flags=["\\Seen"] if number == 2 else [])
        place = inbox.move(Place("INBOX", inbox.status("INBOX"), 2), TARGET, "afiliacion-2")
        assert place
        fetched = inbox.fetch(place)
        assert fetched
        assert fetched.raw == numbered(2)
        assert fetched.keywords == (frozenset() if can == (True, True) else {"afiliacion-2"})
        assert [mail.raw for mail in server.mails()] == [numbered(1), numbered(3)]
        [moved] = server.mails(TARGET)
        assert "\\Seen" in moved.flags
        assert "\\Deleted" not in moved.flags


@pytest.mark.parametrize("faults", [[NO_COPYUID], [NO_COPYUID, NO_KEYWORDS]], ids=["by its mark", "by its headers"])
@pytest.mark.parametrize("can", SERVERS.values(), ids=SERVERS)
def test_without_copyuid_the_mail_is_found(can: tuple[bool, bool], faults: list[Fault]) -> None:
    with DovecotServer(move=can[0], uidplus=can[1]) as server:
        for number in (1, 2):
            server.put(numbered(number))
        server.deliver(b"no headers at all")
        proxy = FaultProxy(server.imap_port, *(replace(fault) for fault in faults))
        with proxy, inbox_of(server, proxy) as inbox:
            uidvalidity = inbox.status("INBOX")
            places = [inbox.move(Place("INBOX", uidvalidity, uid), TARGET, f"m-{uid}") for uid in (3, 1, 2)]
        assert [place and place.uid for place in places] == [1, 2, 3]
        assert server.mails() == []
        assert [mail.raw for mail in server.mails(TARGET)][1:] == [numbered(1), numbered(2)]
        marked = [any(name.startswith("m-") for name in mail.flags) for mail in server.mails(TARGET)]
        assert marked == [NO_KEYWORDS not in faults and can != (True, True)] * 3


@pytest.mark.parametrize("can", EXTREMES.values(), ids=EXTREMES)
def test_a_mail_that_a_person_took_away_is_none(can: tuple[bool, bool]) -> None:
    with DovecotServer(move=can[0], uidplus=can[1]) as server, ImapInbox(server.settings()) as inbox:
        place = Place("INBOX", inbox.status("INBOX"), server.put(PLAIN))
        remove(server, place.uid)
        assert inbox.move(place, TARGET, "m-1") is None
        assert server.mails(TARGET) == []


@pytest.mark.parametrize("can", EXTREMES.values(), ids=EXTREMES)
def test_a_mail_that_a_person_flagged_as_deleted_stays(can: tuple[bool, bool]) -> None:
    with DovecotServer(move=can[0], uidplus=can[1]) as server, ImapInbox(server.settings()) as inbox:
        place = Place("INBOX", inbox.status("INBOX"), server.put(PLAIN))
        flag(server, place.uid, "\\Deleted")
        assert inbox.move(place, TARGET, "m-1") is None
        assert [mail.uid for mail in server.mails()] == [place.uid]
        assert server.mails(TARGET) == []


@pytest.mark.parametrize("can", SERVERS.values(), ids=SERVERS)
def test_other_peoples_deleted_mail_is_not_expunged(can: tuple[bool, bool]) -> None:
    with DovecotServer(move=can[0], uidplus=can[1]) as server, ImapInbox(server.settings()) as inbox:
        hers, ours = server.put(numbered(1)), server.put(numbered(2))
        flag(server, hers, "\\Deleted")
        assert inbox.move(Place("INBOX", inbox.status("INBOX"), ours), TARGET, "m-2")
        left = {mail.uid: "\\Deleted" in mail.flags for mail in server.mails()}
        assert left == ({hers: True, ours: True} if can == (False, False) else {hers: True})
        assert len(server.mails(TARGET)) == 1


CUTS: list[tuple[str, Side, bytes]] = [
    ("MOVE and UIDPLUS", "client", b"UID MOVE"),
    ("MOVE and UIDPLUS", "server", b"COPYUID"),
    ("without MOVE", "client", b"UID COPY"),
    ("without MOVE", "server", b"COPYUID"),
    ("without MOVE", "client", b"\\Deleted"),
    ("without MOVE", "client", b"EXPUNGE"),
    ("without MOVE", "server", b" EXPUNGE\r\n"),
    ("neither", "server", b"COPYUID"),
    ("neither", "client", b"EXPUNGE"),
]


@pytest.mark.parametrize(("can", "side", "cut"), CUTS)
def test_a_move_that_was_cut_anywhere_is_completed_on_the_next_try(can: str, side: Side, cut: bytes) -> None:
    fault = Fault(side, cut, "cut")
    move, uidplus = SERVERS[can]
    with DovecotServer(move=move, uidplus=uidplus) as server, FaultProxy(server.imap_port, fault) as proxy:
        place = Place("INBOX", 0, server.put(PLAIN))
        with inbox_of(server, proxy) as inbox:
            place = replace(place, uidvalidity=inbox.status("INBOX"))
            with pytest.raises(InboxError) as caught:
                inbox.move(place, TARGET, "m-1")
            assert not caught.value.permanent
            moved = inbox.move(place, TARGET, "m-1") or inbox.find(TARGET, "m-1", "<uno@example.test>")
            assert moved
            fetched = inbox.fetch(moved)
            assert fetched
            assert fetched.raw == PLAIN
        assert server.mails() == []
        assert len(server.mails(TARGET)) == 1


def test_a_move_done_before_the_cut_is_found_by_message_id_where_no_keyword_is_kept() -> None:
    cut = Fault("server", b"COPYUID", "cut")
    with DovecotServer() as server, FaultProxy(server.imap_port, cut, replace(NO_KEYWORDS)) as proxy:
        uid = server.put(PLAIN.replace(b"Message-ID: <", b"Message-Id:\r\n <"))
        with inbox_of(server, proxy) as inbox:
            place = Place("INBOX", inbox.status("INBOX"), uid)
            with pytest.raises(InboxError):
                inbox.move(place, TARGET, "m-1")
            assert inbox.move(place, TARGET, "m-1") is None
            found = inbox.find(TARGET, "m-1", "<uno@example.test>")
            assert found
            assert inbox.fetch(found)
            assert inbox.find(TARGET, "m-1", "uno@example.test") == found
            assert inbox.find(TARGET, "m-1", "<otro@example.test>") is None
            assert inbox.find(TARGET, "m-1", None) is None


def test_finding_in_a_folder_that_is_not_there_is_none(inbox: ImapInbox) -> None:
    assert inbox.find("Nunca", "m-1", "<uno@example.test>") is None


def test_a_mail_that_is_there_already_stays(dovecot: DovecotServer, inbox: ImapInbox) -> None:
    place = Place("INBOX", inbox.status("INBOX"), dovecot.put(PLAIN))
    assert inbox.move(place, "INBOX", "m-1") == place


def test_a_mail_moved_on_and_back_keeps_one_copy() -> None:
    with DovecotServer(move=False) as server, ImapInbox(server.settings()) as inbox:
        place: Place | None = Place("INBOX", inbox.status("INBOX"), server.put(PLAIN))
        for folder in ("Afiliación/Altas", "Afiliación/Bajas", "Afiliación/Altas", "INBOX"):
            assert place
            place = inbox.move(place, folder, "m-1")
        assert [len(server.mails(folder)) for folder in ("INBOX", "Afiliación/Altas", "Afiliación/Bajas")] == [1, 0, 0]


def test_a_mark_that_another_mail_bears_costs_no_mail() -> None:
    with DovecotServer(move=False) as server, ImapInbox(server.settings()) as inbox:
        inbox.ensure_folder(TARGET)
        with server.client() as client:
            client.append(TARGET, numbered(1), ["m-1"])
            client.append("INBOX", numbered(2), ["m-1"])
        assert inbox.move(Place("INBOX", inbox.status("INBOX"), 1), TARGET, "m-1")
        assert [mail.raw for mail in server.mails(TARGET)] == [numbered(1), numbered(2)]


def test_a_full_mailbox_keeps_the_mail_at_its_place() -> None:
    with DovecotServer(move=False, quota=20) as server, ImapInbox(server.settings()) as inbox:
        place = Place("INBOX", inbox.status("INBOX"), server.put(PLAIN + b"a" * 15_000))
        with pytest.raises(InboxError) as caught:
            inbox.move(place, TARGET, "m-1")
        assert not caught.value.permanent
        assert [mail.uid for mail in server.mails()] == [place.uid]
        assert inbox.fetch(place)
