"""What the tests share: real servers, the children that read, made-up people, and an office for each test."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

import pytest

import worker.app
from tests.office import USERS, Office, Recognise, open_office
from tests.servers import DovecotServer, SmtpSink
from worker.demo.people import Person, students
from worker.engines import Recogniser
from worker.rulebook import RuleBook, load_rulebook
from worker.store import upgrade

OpenOffice = Callable[..., Office]


def pytest_configure(config: pytest.Config) -> None:
    """Each process that tests has temporary files of its own, so that several may look at what theirs left behind.

    And a Tesseract takes one core, as in the service: more would only be taken from whoever tests beside.
    """
    patch = pytest.MonkeyPatch()
    # What pytest keeps of the last runs stays where it always is.
    patch.setenv("PYTEST_DEBUG_TEMPROOT", os.environ.get("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir()))
    # Short, for it leads to sockets; and PostgreSQL, which is another user where root tests, must get through.
    own = Path(tempfile.mkdtemp(prefix="af"))
    own.chmod(0o711)
    patch.setenv("TMPDIR", str(own))
    patch.setattr(tempfile, "tempdir", None)
    patch.setenv("OMP_THREAD_LIMIT", "1")
    config.add_cleanup(patch.undo)
    # After multiprocessing (-100) has removed its own folder in there.
    Finalize(None, shutil.rmtree, (own, True), exitpriority=-200)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On CI a test of a real server that was skipped has not been passed."""
    report = yield
    if report.skipped and os.environ.get("CI_NO_SKIP") == "1" and item.get_closest_marker("integration"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def people() -> tuple[Person, ...]:
    return students(12)


@pytest.fixture(scope="session")
def recogniser() -> Iterator[Recognise]:
    """The children that read, started once; a paper that several tests send is read once."""
    with Recogniser(workers=1, timeout_seconds=30, max_bytes=40_000_000) as recogniser:
        yield cache(recogniser)


@pytest.fixture(scope="session")
def _server() -> Iterator[DovecotServer]:
    with DovecotServer(more=USERS) as server:
        yield server


@pytest.fixture(scope="session")
def _users() -> Iterator[str]:
    return iter(USERS)


@pytest.fixture
def dovecot(_server: DovecotServer, _users: Iterator[str]) -> DovecotServer:
    """An empty mailbox on the server that all tests share."""
    return _server.mailbox(next(_users))


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as sink:
        yield sink


@pytest.fixture(scope="session")
def _book() -> RuleBook:
    return load_rulebook()


@pytest.fixture(scope="session")
def _tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("tables") / "afiliacion.sqlite3"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def hire(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    recogniser: Recognise,
    sink: SmtpSink,
    _book: RuleBook,
    _tables: Path,
) -> Iterator[OpenOffice]:
    """Open an office with settings of one's own: on `mailbox` (a new one unless given), with its data in `folder`."""
    # The rules are proven once, and the tables made once: each would take longer than most tests.
    monkeypatch.setattr(worker.app, "load_rulebook", lambda folder: _book)
    with ExitStack() as stack:

        def opened(mailbox: DovecotServer | None = None, folder: str = "data", **settings: Any) -> Office:
            mailbox = mailbox or request.getfixturevalue("dovecot")
            data = tmp_path / folder
            if not data.exists():
                data.mkdir(mode=0o700)
                shutil.copy(_tables, data / "afiliacion.sqlite3")
            return stack.enter_context(open_office(data, mailbox, sink, recogniser, **settings))

        yield opened


@pytest.fixture
def office(hire: OpenOffice) -> Office:
    return hire()
