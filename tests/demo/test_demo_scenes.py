from __future__ import annotations

import email
import time
from datetime import UTC, datetime, timedelta
from email.policy import default
from email.utils import parsedate_to_datetime

import pytest

from worker.core.cases import Stage
from worker.demo.mails import LastReply
from worker.demo.scenes import scenes
from worker.demo.script import Mail, Order, Row, Scene, Step, waves

NOW = datetime(2026, 9, 14, 10, 12, tzinfo=UTC)
BOX = "afiliaciones@villaquimera.example"
LAST = LastReply("<af-7@villaquimera.example>", "Constancia · AF-2026-00007", "Hola:\n\nRecibimos tu constancia.", NOW)


@pytest.fixture(scope="module")
def told() -> tuple[Scene, ...]:
    return scenes(NOW, BOX)


@pytest.fixture(scope="module")
def steps(told: tuple[Scene, ...]) -> list[Step]:
    return [step for wave in waves(told) for step in wave]


@pytest.fixture(scope="module")
def built(steps: list[Step]) -> list[tuple[Mail, bytes]]:
    return [(step, step.build(LAST if step.wave > 1 else None)) for step in steps if isinstance(step, Mail)]


def test_every_row_of_the_procedure_occurs(steps: list[Step]) -> None:
    assert {step.row for step in steps} - {None} == set(Row)


def test_every_stage_in_which_a_case_can_rest_is_reached(told: tuple[Scene, ...]) -> None:
    assert {end.stage for scene in told for end in scene.expected} == set(Stage) - {Stage.NEW}


def test_every_carrier_occurs(steps: list[Step]) -> None:
    wanted = {
        "PDF", "PDF escaneado", "foto", "foto girada", "captura de pantalla", "PDF protegido", "enlace", "sin adjunto",
        "PDF de 0 bytes", "correo reenviado", "dos PDF", "automático",
    }  # fmt: skip
    assert {step.carrier for step in steps if isinstance(step, Mail)} == wanted


def test_at_least_24_mails_come_in_and_two_are_the_same(built: list[tuple[Mail, bytes]]) -> None:
    assert len(built) >= 24
    assert len({raw for _, raw in built}) == len(built) - 1


def test_nobody_plays_in_two_scenes(told: tuple[Scene, ...]) -> None:
    for of in ("nss", "mail"):
        everybody = [getattr(end.student, of) for scene in told for end in scene.expected]
        assert len(set(everybody)) == len(everybody)


def test_an_order_is_about_a_student_of_its_scene(told: tuple[Scene, ...]) -> None:
    for scene in told:
        for step in scene.steps:
            assert not isinstance(step, Order) or step.student in [end.student for end in scene.expected]


def test_waves_keep_every_step_and_a_scene_s_order(told: tuple[Scene, ...], steps: list[Step]) -> None:
    assert len(steps) == sum(len(scene.steps) for scene in told)
    assert 3 <= len(waves(told)) <= 5
    for scene in told:
        places = [step.wave for step in scene.steps]
        assert places == sorted(places)


def test_no_scenes_have_no_waves() -> None:
    assert waves(()) == ()


def test_every_mail_goes_to_the_mailbox_and_comes_from_its_sender(built: list[tuple[Mail, bytes]]) -> None:
    for mail, raw in built:
        message = email.message_from_bytes(raw, policy=default)
        assert message["To"] == BOX
        assert mail.sender in message["From"]


def test_what_follows_up_is_in_the_thread_of_our_last_mail(built: list[tuple[Mail, bytes]]) -> None:
    for mail, raw in built:
        message = email.message_from_bytes(raw, policy=default)
        follows = mail.wave > 1 and "MAILER-DAEMON" not in mail.sender
        assert message["In-Reply-To"] == (LAST.message_id if follows else None)


def test_a_follow_up_without_a_mail_of_ours_is_a_mail_of_its_own(steps: list[Step]) -> None:
    for step in steps:
        if isinstance(step, Mail) and step.wave > 1:
            assert email.message_from_bytes(step.build(None), policy=default)["In-Reply-To"] is None


def test_mails_were_written_shortly_before_the_demo_and_never_before_what_they_answer(
    built: list[tuple[Mail, bytes]],
) -> None:
    for mail, raw in built:
        sent = parsedate_to_datetime(str(email.message_from_bytes(raw, policy=default)["Date"]))
        assert NOW - timedelta(hours=2) <= sent <= NOW
        assert mail.wave == 1 or sent >= LAST.sent


def test_the_same_demo_told_twice_is_quickly_the_same_but_for_the_lock(built: list[tuple[Mail, bytes]]) -> None:
    began = time.process_time()
    again = [mail.build(LAST if mail.wave > 1 else None) for mail, _ in built]
    assert time.process_time() - began < 20
    changed = [mail.carrier for (mail, raw), other in zip(built, again, strict=True) if raw != other]
    assert changed == ["PDF protegido"]
