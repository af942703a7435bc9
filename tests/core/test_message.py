from __future__ import annotations

import time
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.mails import CORPUS, TOP, corpus, file, message, multipart, parsed, plain
from worker.core.message import fingerprint, parse_message
from worker.core.sorting import Known, sort_message
from worker.core.types import Malformed, Message

MAILS = corpus()
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((CORPUS / "expected.toml").read_text())
KNOWN = Known(
    frozenset({"afiliaciones@escuela.test"}),
    frozenset({"encargada@escuela.test"}),
    lambda message_id: message_id == "<respuesta.1@escuela.test>",
)
SIMPLE = ("subject", "text", "in_reply_to", "references", "links")


def facts(parsed: Message) -> dict[str, Any]:
    return {
        "sort": sort_message(parsed, KNOWN)[0].value,
        "sender": parsed.sender.mail if parsed.sender else "",
        "papers": [paper.path for paper in parsed.papers],
        "inline": [paper.path for paper in parsed.papers if paper.inline],
        **{key: value if isinstance(value := getattr(parsed, key), str) else list(value) for key in SIMPLE},
        **({"about": list(parsed.bounce.about)} if parsed.bounce else {}),
        **({"recipients": list(parsed.bounce.recipients)} if parsed.bounce else {}),
        **({"permanent": parsed.bounce.permanent} if parsed.bounce else {}),
    }


def test_every_mail_of_the_corpus_has_its_expected_facts_and_none_is_missing() -> None:
    assert MAILS.keys() == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_corpus(name: str) -> None:
    expected = EXPECTED[name]
    found = parse_message(MAILS[name])
    if isinstance(found, Malformed):
        assert {"malformed": found.reason} == expected
        return
    empty = {"papers": [], "inline": [], "links": [], "in_reply_to": [], "references": [], "subject": "Mi constancia"}
    own_keys = expected.keys() - {"defects", "name", "return_path", "message_id"}
    assert facts(found) == empty | {key: expected[key] for key in own_keys}
    assert set(expected.get("defects", ())) <= set(found.defects)
    assert (found.sender.name if found.sender else "Ana Prueba") == expected.get("name", "Ana Prueba")
    assert (found.message_id or "") == expected.get("message_id", f"<{name}@correo.test>")
    assert found.return_path in {None, expected.get("return_path", "ana@correo.test")}


@pytest.mark.parametrize("name", MAILS)
def test_line_ends_of_the_wire_change_nothing(name: str) -> None:
    wire = parse_message(MAILS[name].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    disk = parse_message(MAILS[name])
    assert isinstance(wire, Message) == isinstance(disk, Message)
    if isinstance(wire, Message) and isinstance(disk, Message):
        assert facts(wire) == facts(disk)


def assert_sound(raw: bytes) -> None:
    found = parse_message(raw)
    assert found == parse_message(raw)
    assert found.sha256 == parse_message(raw).sha256
    if isinstance(found, Malformed):
        assert found.reason
        return
    for line in (found.subject, *found.references, *(paper.path for paper in found.papers)):
        assert line == " ".join(line.split()) and line.isprintable()
    for text in (found.text, found.full_text, found.subject, *found.links, *found.to, *found.defects):
        text.encode("utf-8")
    assert found.date is None or found.date.utcoffset() is not None
    assert len({paper.path for paper in found.papers}) == len(found.papers)
    sort_message(found, KNOWN)
    fingerprint(found)


HEADERS = st.sampled_from(
    [
        "From",
        "To",
        "Cc",
        "Subject",
        "Date",
        "Message-ID",
        "References",
        "Return-Path",
        "Auto-Submitted",
        "Content-Type",
        "Content-Disposition",
        "Content-Transfer-Encoding",
        "X-Failed-Recipients",
        "List-Id",
        "Content-ID",
    ]
)
VALUES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            b"multipart/mixed; boundary=b",
            b"multipart/report; boundary=b",
            b"message/rfc822",
            b"message/delivery-status",
            b"text/html; charset=undefined",
            b"text/plain; charset=base64",
            b"text/plain; charset*=x''y; charset*0=z",
            b"application/pdf; name*=idna''%ff",
            b"attachment; filename*=undefined''a%00b.eml",
            b"base64",
            b"x-uuencode",
            b"=?idna?q?=ff?= =?utf-8?b?/?=",
            b"<a@b>, (c <d@e>",
        ]
    ),
)
LINES = st.one_of(
    st.tuples(HEADERS, VALUES).map(lambda pair: pair[0].encode() + b": " + pair[1]),
    st.sampled_from([b"", b"--b", b"--b--", b"> cita", b"<blockquote>", b"begin 644 a", b"El 3 ago escribi\xc3\xb3:"]),
    st.binary(max_size=40),
)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_message_or_malformed(raw: bytes) -> None:
    assert_sound(raw)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(LINES, max_size=25).map(b"\n".join))
def test_any_lines_like_a_mail_are_a_message_or_malformed(raw: bytes) -> None:
    assert_sound(raw)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=200)
@given(st.sampled_from(sorted(MAILS)), st.data())
def test_any_damaged_mail_is_a_message_or_malformed(name: str, data: st.DataObject) -> None:
    raw = MAILS[name]
    at = data.draw(st.integers(0, len(raw)))
    length = data.draw(st.integers(0, 60))
    assert_sound(raw[:at] + data.draw(st.one_of(st.binary(max_size=8), LINES)) + raw[at + length :])


def nested(levels: int) -> bytes:
    return TOP.encode() + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(levels)
    )


@pytest.mark.parametrize(
    "raw",
    [
        nested(2_000),
        nested(100),
        TOP.encode() + b"\n" + b"\n" * 20_000 + b"hola",
        TOP.encode() + b"Content-Type: text/html\n\n" + b"<br>\n" * 20_000,
        TOP.encode() + b"Content-Type: text/html\n\n" + b"<div>" * 20_000,
        TOP.encode() + b'Content-Type: multipart/mixed; boundary="' + b';"' * 200_000 + b"\n\nhola",
        TOP.encode() + b"To: " + b'"<(' * 100_000 + b"\n\nhola",
        TOP.encode() + b"Subject: " + b"=?utf-8?q?" * 50_000 + b"\n\nhola",
        TOP.encode() + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 100_000,
        TOP.encode() + b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" * 200_000,
        TOP.encode() + b"\n" + b"El 3 ago 2026\n" * 50_000,
        TOP.encode() + b"\n" + b"google.com/url" * 50_000,
        nested(90) + b"\n" * 400_000,
    ],
    ids=range(13),
)
def test_hostile_mail_costs_no_more_than_its_size(raw: bytes) -> None:
    start = time.process_time()
    parse_message(raw)
    assert time.process_time() - start < 5


def test_what_is_nested_too_deep_is_malformed() -> None:
    found = parse_message(nested(2_000))
    assert isinstance(found, Malformed)
    assert "demasiadas partes" in found.reason


def test_papers_are_capped_and_the_rest_is_said() -> None:
    found = parsed(TOP + multipart(*(file(f"{number}.pdf") for number in range(53))))
    assert [paper.path for paper in found.papers] == [f"{number}.pdf" for number in range(50)]
    assert found.defects[0] == "traía más de 50 archivos; 3 no se leyeron"


def test_text_is_capped() -> None:
    found = parsed(TOP + "\n" + "hola " * 50_000)
    assert len(found.full_text) == 100_000


def test_the_date_is_aware_and_in_utc() -> None:
    found = parsed(f"{TOP}Date: Mon, 3 Aug 2026 10:01:00 -0600\n\nhola")
    assert found.date == datetime(2026, 8, 3, 16, 1, tzinfo=UTC)


def test_addresses_are_lower_case_and_their_order_and_every_header_kept() -> None:
    found = parsed("From: A <A@X.test>\nCc: B@x.test, c@x.test\nCc: d@X.test, b@x.test\nReply-To: e@x.test\n\nhola")
    assert (found.sender and found.sender.mail, found.cc, found.reply_to) == (
        "a@x.test",
        ("b@x.test", "c@x.test", "d@x.test"),
        ("e@x.test",),
    )


def test_a_log_never_sees_what_a_header_says(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    parsed("Subject: =?utf-8?b?secreto?=\nFrom: =?utf-8?b?secreto?= <a@x.test>\n\nhola")
    assert caplog.text == ""


def test_copies_of_a_mail_have_one_fingerprint_and_others_not() -> None:
    one = message()
    assert fingerprint(one) == fingerprint(replace(one, sha256="0", return_path=None, to=()))
    others = [
        message(message_id="<2@correo.test>"),
        message(sender=None),
        message(full_text="Adiós"),
        parsed(TOP + multipart(plain("Hola"), file("a.pdf"))),
    ]
    assert len({fingerprint(one), *map(fingerprint, others)}) == 5


def test_without_message_id_there_is_no_fingerprint() -> None:
    assert fingerprint(message(message_id=None)) is None
