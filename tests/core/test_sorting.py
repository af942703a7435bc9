from __future__ import annotations

from typing import Any

import pytest

from tests.core.mails import message
from worker.core.sorting import Known, sort_message, why_automatic
from worker.core.types import Address, Bounce, Sort

US = "afiliaciones@escuela.test"
OFFICER = Address("encargada@escuela.test", "Encargada")
KNOWN = Known(frozenset({US, "imss@escuela.test"}), frozenset({OFFICER.mail}), {"<nuestro@escuela.test>"}.__contains__)


def sort(**changes: Any) -> Sort:
    return sort_message(message(**changes), KNOWN)[0]


def header(name: str, *values: str) -> dict[str, tuple[str, ...]]:
    return {name: values}


def test_a_students_mail_is_a_students() -> None:
    assert sort_message(message(), KNOWN) == (Sort.STUDENT, "lo envía una persona a nuestra dirección")


@pytest.mark.parametrize(
    "changes",
    [
        {"message_id": "<nuestro@escuela.test>"},
        {"headers": header("x-loop", "otro@x.test", "<Afiliaciones@Escuela.test>")},
    ],
)
def test_our_own_mail_is_known_by_its_id_or_loop_before_all_else(changes: dict[str, Any]) -> None:
    assert sort(**changes, bounce=Bounce((), (), True), return_path="", sender=OFFICER) is Sort.OWN


def test_our_own_mail_is_never_known_by_from() -> None:
    assert sort(sender=Address(US), headers=header("x-loop", "otro@x.test")) is Sort.STUDENT


def test_a_bounce_comes_before_automatic() -> None:
    assert sort(bounce=Bounce((), (), True), return_path="") is Sort.BOUNCE


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auto-submitted", "auto-replied"),
        ("auto-submitted", "Auto-Generated; type=x"),
        ("precedence", "Bulk"),
        ("precedence", "list"),
        ("precedence", "junk"),
        ("precedence", "auto_reply"),
        ("list-id", "<a.b>"),
        ("list-unsubscribe", "<mailto:x>"),
        ("x-auto-response-suppress", "All"),
        ("x-auto-response-suppress", "DR, RN, AutoReply"),
        ("x-autoreply", "yes"),
        ("x-autorespond", ""),
        ("content-type", "multipart/report; report-type=disposition-notification"),
    ],
)
def test_headers_of_machines_are_automatic(name: str, value: str) -> None:
    assert sort(headers=header(name, value), sender=OFFICER) is Sort.AUTOMATIC


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auto-submitted", "No"),
        ("auto-submitted", "no (a person)"),
        ("precedence", "normal"),
        ("x-auto-response-suppress", "DR, RN, NRN, OOF"),
        ("feedback-id", "a:b"),
        ("content-type", "multipart/mixed"),
        ("authentication-results", "mx; auto=all"),
    ],
)
def test_headers_that_persons_mails_bear_too_are_not(name: str, value: str) -> None:
    assert why_automatic(message(headers=header(name, value))) == ""


def test_the_null_return_path_is_automatic_and_a_missing_one_is_not() -> None:
    assert sort(return_path="") is Sort.AUTOMATIC
    assert sort(return_path=None) is Sort.STUDENT


@pytest.mark.parametrize(
    "local",
    [
        "mailer-daemon",
        "postmaster",
        "no-reply",
        "noreply",
        "no_reply",
        "do-not-reply",
        "donotreply",
        "no-responder",
        "noresponder",
        "notificaciones",
        "notification2",
        "bounces+ana=x.test",
        "drive-shares-dm-noreply",
        "soporte.no-reply",
        "nao-responda",
    ],
)
def test_robots_are_known_by_their_address(local: str) -> None:
    assert sort(sender=Address(f"{local}@x.test")) is Sort.AUTOMATIC


@pytest.mark.parametrize("local", ["ana", "norep", "noe.reply", "nolasco.replyes", "daemonio", "l21270001"])
def test_persons_are_not_taken_for_robots(local: str) -> None:
    assert sort(sender=Address(f"{local}@x.test")) is Sort.STUDENT


@pytest.mark.parametrize(
    "subject",
    [
        "Respuesta automática: Re: Tu constancia",
        "RESPUESTA AUTOMATICA",
        "Fuera de la oficina: vuelvo el lunes",
        "Fuera de oficina Re: x",
        "Automatic reply: x",
        "Auto: out of office".removeprefix("Auto: "),
        "Out of the office",
        "Autoreply: x",
        "Auto-Reply",
        "Autorespuesta",
    ],
)
def test_absences_are_known_by_their_subject(subject: str) -> None:
    assert sort(subject=subject) is Sort.AUTOMATIC


@pytest.mark.parametrize("subject", ["Fwd: Respuesta automática: x", "RV: Fuera de la oficina", "Mi respuesta", ""])
def test_a_student_who_forwards_an_automatic_mail_is_a_student(subject: str) -> None:
    assert sort(subject=subject) is Sort.STUDENT


def test_the_officer_is_known_by_from_even_if_she_writes_to_others() -> None:
    assert sort(sender=OFFICER, to=("otra@x.test",)) is Sort.OFFICER


def test_an_officer_whose_address_is_the_mailbox_is_still_one() -> None:
    known = Known(frozenset({US}), frozenset({US}), lambda _: False)
    assert sort_message(message(sender=Address(US)), known)[0] is Sort.OFFICER


@pytest.mark.parametrize("changes", [{"to": ("otra@x.test",)}, {"to": ()}])
def test_mail_that_names_none_of_our_addresses_is_not_ours(changes: dict[str, Any]) -> None:
    assert sort(**changes) is Sort.NOT_OURS


@pytest.mark.parametrize(
    "changes",
    [{"cc": (US,)}, {"resent_to": ("imss@escuela.test",)}, {"to": ("x@x.test", "afiliaciones+alta@escuela.test")}],
)
def test_one_of_our_addresses_anywhere_is_enough(changes: dict[str, Any]) -> None:
    assert sort(**{"to": (), **changes}) is Sort.STUDENT


def test_a_mail_without_sender_is_left_to_a_person() -> None:
    assert sort(sender=None, return_path=None) is Sort.STUDENT
