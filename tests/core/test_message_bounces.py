from __future__ import annotations

import pytest

from tests.core.mails import TOP, file, multipart, parsed, plain
from worker.core.types import Bounce

DAEMON = "Return-Path: <>\nFrom: MAILER-DAEMON@mx.test\nTo: afiliaciones@escuela.test\n"
ORIGINAL = "Subject: Re: x\nMessage-ID: <respuesta@escuela.test>\n"


def status(*fields: str) -> str:
    return "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n\n" + "\n".join(fields) + "\n"


def report(*parts: str, top: str = DAEMON) -> Bounce | None:
    return parsed(top + multipart(plain("aviso"), *parts, kind="report")).bounce


@pytest.mark.parametrize(
    ("fields", "recipients", "permanent"),
    [
        (("Final-Recipient: rfc822; a@x.test", "Action: failed", "Status: 5.1.1"), ("a@x.test",), True),
        (("Final-Recipient: rfc822; a@x.test", "Action: FAILED"), ("a@x.test",), True),
        (("Final-Recipient: rfc822;<a@x.test>", "Action: failed", "Status: 4.4.7"), ("a@x.test",), False),
        (("Final-Recipient: rfc822; a@x.test", "Action: delayed"), ("a@x.test",), False),
        (
            ("Original-Recipient: rfc822; b@x.test", "Final-Recipient: rfc822; a@x.test", "Status: 5.0.0"),
            ("b@x.test",),
            True,
        ),
        (("Action: failed",), (), True),
    ],
)
def test_a_delivery_report_says_who_and_whether_for_good(
    fields: tuple[str, ...], recipients: tuple[str, ...], permanent: bool
) -> None:
    original = f"Content-Type: message/rfc822\n\n{ORIGINAL}\nhola"
    assert report(status(*fields), original) == Bounce(("<respuesta@escuela.test>",), recipients, permanent)


def test_a_report_of_success_is_no_bounce() -> None:
    assert report(status("Final-Recipient: rfc822; a@x.test", "Action: delivered", "Status: 2.0.0")) is None


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "text/plain"])
def test_the_original_is_named_however_it_is_enclosed(kind: str) -> None:
    found = report(status("Action: failed"), f"Content-Type: {kind}\n\n{ORIGINAL}\n")
    assert found and found.about == ("<respuesta@escuela.test>",)


def test_an_original_that_is_not_enclosed_is_named_by_the_report_itself() -> None:
    top = f"{DAEMON}In-Reply-To: <uno@escuela.test>\nReferences: <dos@escuela.test>\n"
    found = report(status("Action: failed"), top=top)
    assert found and found.about == ("<uno@escuela.test>", "<dos@escuela.test>")


def test_what_a_report_carries_is_no_paper() -> None:
    assert parsed(DAEMON + multipart(status("Action: failed"), file("a.pdf"), kind="report")).papers == ()


def test_a_daemon_needs_no_report_type() -> None:
    found = parsed(DAEMON + multipart(plain("x"), status("Action: failed"))).bounce
    assert found == Bounce((), (), True)


def test_a_daemon_that_encloses_an_original_is_a_bounce() -> None:
    late = "Warning: message delayed 4 hours"
    found = parsed(DAEMON + multipart(plain(late), f"Content-Type: message/rfc822\n\n{ORIGINAL}\n")).bounce
    assert found == Bounce(("<respuesta@escuela.test>",), (), False)


def test_a_null_path_without_sender_that_encloses_an_original_is_a_bounce() -> None:
    found = parsed(f"Return-Path: <>\nTo: a@x.test\n\nNo existe.\n{ORIGINAL}").bounce
    assert found == Bounce(("<respuesta@escuela.test>",), (), True)
    assert parsed("Return-Path: <>\nTo: a@x.test\n\nNo existe.").bounce is None


def test_failed_recipients_make_a_bounce() -> None:
    found = parsed(f"{TOP}X-Failed-Recipients: a@x.test, b@x.test\n\nNo existe").bounce
    assert found == Bounce((), ("a@x.test", "b@x.test"), True)


def test_a_person_who_forwards_a_report_did_not_bounce() -> None:
    inner = DAEMON + multipart(status("Action: failed"), kind="report", boundary="c")
    found = parsed(TOP + multipart(plain("me llegó esto"), f"Content-Type: message/rfc822\n\n{inner}"))
    assert found.bounce is None
    assert parsed(TOP + multipart(plain("x"), status("Action: failed"))).bounce is None
