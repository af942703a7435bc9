"""One event a line, nobody's numbers in it, whatever was logged."""

from __future__ import annotations

import io
import json
import logging

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from worker.log import mask, one_line, setup_logging

NSS = "12345678903"
CURP = "PEGJ050315HCSRRNA5"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(params=[io.StringIO, Terminal])
def stream(request: pytest.FixtureRequest) -> io.StringIO:
    made = request.param()
    assert isinstance(made, io.StringIO)
    setup_logging("INFO", made)
    return made


def fail_with(text: str) -> None:
    raise ValueError(text)


def test_machines_get_json_with_event_level_and_time() -> None:
    stream = io.StringIO()
    setup_logging(stream=stream)
    structlog.get_logger().info("mail.received", entry=7, seconds=0.123456789012345)
    line = json.loads(stream.getvalue())
    assert (line["event"], line["level"], line["entry"], line["seconds"]) == ("mail.received", "info", 7, 0.123457)
    assert line["timestamp"].endswith("Z")


def test_a_terminal_gets_text() -> None:
    stream = Terminal()
    setup_logging(stream=stream)
    structlog.get_logger().info("mail.received")
    assert "mail.received" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


@pytest.mark.parametrize(
    "value", [NSS, int(NSS), f"12 34 56 7890 3 {CURP}", {"a": [NSS]}, {NSS: CURP.lower()}, (CURP,)]
)
def test_numbers_of_people_are_masked_in_every_value(stream: io.StringIO, value: object) -> None:
    structlog.get_logger().info("x", value=value)
    shown = stream.getvalue()
    assert shown
    assert all(secret not in shown.lower() for secret in (NSS, CURP.lower(), "12 34 56 7890 3"))


def test_numbers_of_people_are_masked_in_tracebacks(stream: io.StringIO) -> None:
    try:
        fail_with(f"no: {NSS}")
    except ValueError:
        structlog.get_logger().exception("bug.found")
    assert "ValueError: no: [nss]" in stream.getvalue()
    assert NSS not in stream.getvalue()


def test_local_variables_stay_out_of_tracebacks(stream: io.StringIO) -> None:
    name = "Ana María " + "Inventada"
    try:
        fail_with("no")
    except ValueError:
        structlog.get_logger().exception("bug.found")
    assert name not in stream.getvalue()
    assert "bug.found" in stream.getvalue()


def test_libraries_are_heard_from_warnings_on_and_masked(stream: io.StringIO) -> None:
    logging.getLogger("alembic").info("quiet")
    logging.getLogger("imapclient").warning("loud %s", NSS)
    assert "quiet" not in stream.getvalue()
    assert "loud [nss]" in stream.getvalue()


@pytest.mark.parametrize("evil", ["a\nforged", "a\r\nforged", "a\x1b[2Jb", "a\u2028b", "a\u202eb", "a\x9bb"])
def test_a_value_cannot_forge_a_line_or_speak_to_a_terminal(stream: io.StringIO, evil: str) -> None:
    structlog.get_logger().info("x", subject=evil)
    shown = stream.getvalue()
    assert len(shown.splitlines()) == 1
    assert evil not in shown


def test_levels_below_are_silent(stream: io.StringIO) -> None:
    structlog.get_logger().debug("x")
    assert stream.getvalue() == ""


def test_the_hash_of_a_file_stays() -> None:
    sha = "ab12345678901234567890cd" + "0" * 40
    assert mask(sha) == sha


@given(st.text(), st.from_regex(r"\d{11}", fullmatch=True), st.text())
def test_eleven_digits_never_pass(before: str, nss: str, after: str) -> None:
    assert nss not in mask(f"{before} {nss} {after}")


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
