from __future__ import annotations

import pytest

from tests.core.mails import parsed, tree
from worker.core.mime.headers import addresses, ids_in, is_mailable, one_line, return_path, signals
from worker.core.types import Address


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("<ana@correo.test>", "ana@correo.test"),
        ("Ana@Correo.test", "Ana@Correo.test"),
        ("<>", ""),
        ("< >", ""),
        ("", ""),
        ("<MAILER-DAEMON>", ""),
        ("<roto", None),
        ("a@b c@d", None),
    ],
)
def test_the_return_path_is_an_address_or_null_or_nothing(value: str, path: str | None) -> None:
    assert return_path(tree(f"Return-Path: {value}\nReturn-Path: <otra@x.test>\n\n")) == path


def test_a_missing_return_path_is_not_the_null_one() -> None:
    assert return_path(tree("From: a@x.test\n\n")) is None


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Ana <Ana@X.test>", [Address("ana@x.test", "Ana")]),
        ("=?utf-8?q?Jos=C3=A9?= <a@x.test>", [Address("a@x.test", "José")]),
        ("=?utf-8?q?Ana=0D=0ABcc:?= <a@x.test>", [Address("a@x.test")]),
        ('"Prueba, Ana" <a@x.test>, grupo: b@x.test;', [Address("a@x.test", "Prueba, Ana"), Address("b@x.test")]),
        ("Ana a@x.test", [Address("a@x.test")]),
        ("a@x.test b@x.test", []),
        ("undisclosed-recipients:;", []),
        ("", []),
    ],
)
def test_addresses_are_read_from_sound_and_broken_headers(value: str, found: list[Address]) -> None:
    assert list(addresses(tree(f"From: {value}\n\n"), "from")) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("<a@x> <b@x> <a@x>", ("<a@x>", "<b@x>")),
        ("a@x", ("<a@x>",)),
        ("Tu mensaje de ayer", ()),
        ("< a\r\n @x >", ("<a@x>",)),
        ("=?utf-8?q?=3Ca=40x=3E?=", ("<a@x>",)),
        ("<\x00>", ()),
        ("\x00", ()),
        ("", ()),
    ],
)
def test_message_ids_are_found_in_order_without_repetition(value: str, found: tuple[str, ...]) -> None:
    assert ids_in(value) == found


def test_one_line_is_clean_and_capped() -> None:
    assert one_line(" a\r\n\tb\u202e\ud800\x07c  d ", 5) == "a bc"


def test_headers_that_tell_machines_from_people_are_kept_every_time_they_occur() -> None:
    raw = (
        "Precedence: bulk\nX-Loop: a\nX-LOOP: b\n c\nList-Id: <x>\nX-Spam: no\nAuthentication-Results: mx; spf=pass\n\n"
    )
    assert signals(tree(raw)) == {
        "precedence": ("bulk",),
        "x-loop": ("a", "b c"),
        "list-id": ("<x>",),
        "authentication-results": ("mx; spf=pass",),
    }


def test_no_number_of_such_headers_is_kept_without_end() -> None:
    many = "".join(f"List-{number}: x\nX-Loop: {'y' * 3000}\n" for number in range(100))
    kept = signals(tree(f"{many}\n"))
    assert len(kept) == 40
    assert list(map(len, kept["x-loop"])) == [2000] * 20


@pytest.mark.parametrize(
    ("mail", "good"),
    [
        ("ana@correo.test", True),
        ("ñ@correo.test", False),
        ("a@b\n", False),
        ("a b@c", False),
        ("a", False),
        ("", False),
    ],
)
def test_mailable_is_one_plain_address(mail: str, good: bool) -> None:
    assert is_mailable(mail) is good


def test_the_sender_header_stands_in_for_a_missing_from() -> None:
    found = parsed("Sender: ana@correo.test\n\nhola")
    assert found.sender == Address("ana@correo.test")
