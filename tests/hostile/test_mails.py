"""Hostile mails, through the whole path: what the student is told, and that nothing is run, fetched or written."""

from __future__ import annotations

import socket
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.engines.drawn import encoded
from tests.hostile import archives, others, pdfs, pictures
from tests.hostile.trial import new_pool
from worker.config import load_local
from worker.engines import Recogniser
from worker.replay import replay_mail
from worker.rulebook import RuleBook

pytestmark = pytest.mark.integration

NAMES = {
    "up and out": "../../../../etc/cron.d/constancia.pdf",
    "absolute": "/etc/passwd",
    "of Windows": "..\\..\\C:\\constancia.pdf",
    "NUL": "constancia.pdf\0.exe",
    "control characters": "con\x1b[2Jstan\x07cia\r\nBcc: otra@example.com.pdf",
    "right to left": "constancia\u202efdp.exe",
    "long": "constancia" * 400 + ".pdf",
    "only dots": "...",
    "none": "",
    "markup": "<script>alert(1)</script>.pdf",
    "template": "{{ office.contacto }}{% include 'x' %}.pdf",
    "our own separator": "a › b › constancia.pdf",
}


@pytest.fixture(scope="module")
def pool() -> Iterator[Recogniser]:
    with new_pool() as pool:
        yield pool


def mail(*files: tuple[str, bytes]) -> bytes:
    """A student's mail with these files, whatever their names."""
    letter = EmailMessage()
    letter["From"], letter["To"] = "Ana <ana@example.com>", "afiliaciones@example.com"
    letter["Subject"], letter["Message-ID"] = "Constancia", "<1@example.com>"
    letter.set_content("Buenas tardes, mando mi constancia para el alta.")
    for number, (_, content) in enumerate(files):
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=f"NAME-{number}-END")
    raw = letter.as_bytes()
    for number, (name, _) in enumerate(files):
        quoted = "utf-8''" + "".join(f"%{byte:02x}" for byte in name.encode())
        raw = raw.replace(f'filename="NAME-{number}-END"'.encode(), f"filename*={quoted}".encode())
    return raw


def replayed(raw: bytes, pool: Recogniser, book: RuleBook) -> dict[str, Any]:
    return replay_mail(raw, load_local(None, {}), book, pool, to_anybody=True)


@contextmanager
def server() -> Iterator[tuple[int, list[str]]]:
    """A server on this machine, its port, and who came."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def welcome() -> None:
            while True:
                try:
                    came.append(str(listening.accept()[1]))
                except OSError:
                    return

        thread = threading.Thread(target=welcome)
        thread.start()
        try:
            yield listening.getsockname()[1], came
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_file_may_be_called_anything_and_is_read(pool: Recogniser, _book: RuleBook, name: str) -> None:
    told = replayed(mail((name, archives.paper())), pool, _book)
    (reading,) = told["readings"]
    assert reading["document"] == "constancia"
    shown = reading["file"]
    assert shown
    assert len(shown) <= 130
    assert not [character for character in shown if unicodedata.category(character).startswith("C")]
    assert not set(shown) & set("/\\")
    assert shown.strip(".")
    assert told["sort"] == "estudiante"
    assert told["reply"]
    assert "Bcc" not in told["reply"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("constancia.pdf", encoded(pictures.shown(), "PNG")), ("foto.jpg", archives.paper()), ("x.exe", archives.paper())],
    ids=["a picture called PDF", "a PDF called picture", "a PDF called program"],
)
def test_a_wrong_extension_changes_nothing(pool: Recogniser, _book: RuleBook, name: str, content: bytes) -> None:
    (reading,) = replayed(mail((name, content)), pool, _book)["readings"]
    assert (reading["document"], reading["nss"]) == ("constancia", "12345678903")


def test_a_program_called_constancia_is_not_read_and_the_student_is_told(pool: Recogniser, _book: RuleBook) -> None:
    told = replayed(mail(("constancia.pdf", others.WINDOWS)), pool, _book)
    assert told["readings"][0]["document"] == "ilegible"
    assert "tipo de archivo" in told["readings"][0]["problems"][0]
    assert told["reply"]


def test_of_a_thousand_files_no_more_are_read_than_a_mail_may_bring(pool: Recogniser, _book: RuleBook) -> None:
    paper, started = archives.paper(), time.monotonic()
    told = replayed(mail(*[(f"{number}.pdf", paper + b"%%%d" % number) for number in range(1000)]), pool, _book)
    *read, left_out = told["readings"]
    assert len(read) == load_local(None, {}).reading.mail_papers
    assert {reading["document"] for reading in read} == {"constancia"}
    assert "más archivos de los que se leen" in left_out["problems"][0]
    assert told["reply"]
    assert time.monotonic() - started < 60


def test_nothing_in_a_file_is_run_fetched_or_unpacked(pool: Recogniser, _book: RuleBook, tmp_path: Path) -> None:
    marker = tmp_path / "was-here"
    with server() as (port, came):
        files = (
            ("constancia.pdf", pdfs.with_actions(str(marker), port)),
            ("constancia.docx", archives.remote_template(port)),
            ("constancia.zip", archives.traversal()),
            ("constancia.svg", others.SVG.replace(b"file:///etc/passwd", b"http://127.0.0.1:%d/" % port)),
        )
        told = replayed(mail(*files), pool, _book)
    documents = [reading["document"] for reading in told["readings"]]
    assert documents == ["constancia", "constancia", "constancia", "ilegible"]
    assert {reading["nss"] for reading in told["readings"][:3]} == {"12345678903"}
    assert came == []
    assert not marker.exists()
    assert not Path("/tmp/taken-over").exists()


def test_what_a_file_of_the_system_says_is_not_told(pool: Recogniser, _book: RuleBook) -> None:
    files = (("constancia.docx", archives.external_entity()), ("constancia.zip", archives.symlink()))
    told = str(replayed(mail(*files), pool, _book))
    assert "root:" not in told
    assert Path("/etc/passwd").read_text().split(":")[0] == "root"


def test_a_bomb_does_not_keep_the_paper_beside_it_from_being_read(pool: Recogniser, _book: RuleBook) -> None:
    files = (("bomba.pdf", pdfs.object_bomb()), ("constancia.pdf", archives.paper()))
    told = replayed(mail(*files), pool, _book)
    assert [reading["document"] for reading in told["readings"]] == ["ilegible", "constancia"]
    assert "demasiada memoria" in told["readings"][0]["problems"][0]
