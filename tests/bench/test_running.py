"""A scaled-down run of the bench itself: papers drawn, read in a child, scored."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.machine import Memory, one_core, reference_seconds
from bench.papers import draw
from bench.papers import main as draw_papers
from bench.reading import Measured, Plan, measure
from bench.statistic import Share
from bench.truth import stored
from tests.engines.measured import server_and_children

# Minutes only where the machine is busy with other things too.
pytestmark = [pytest.mark.integration, pytest.mark.timeout(400)]

COUNT = 12


@pytest.fixture(scope="module", autouse=True)
def its_own_server() -> Iterator[None]:
    """The server that forks the children stays on the one core where it was started: later tests get another."""
    yield
    for each in server_and_children():
        each.kill()


@pytest.fixture(scope="module")
def measured() -> Iterator[Measured]:
    """Papers of every level, half of them of layouts that nobody tunes on."""
    with one_core():
        yield measure(Plan(COUNT, seed=3, reference=0))


def test_nothing_of_the_drawn_papers_is_surely_wrong(measured: Measured) -> None:
    assert len(measured.results) == COUNT
    assert not [(each.truth.file, each.verdict.wrong) for each in measured.results if each.verdict.wrong]


def test_most_that_a_person_can_read_is_read(measured: Measured) -> None:
    share = Share.among(each.verdict.nss for each in measured.results)
    assert share.of >= COUNT // 3
    assert share.hits >= 0.7 * share.of


def test_the_childs_time_and_memory_are_seen(measured: Measured) -> None:
    assert all(each.seconds > 0 for each in measured.results if each.truth.carrier != "tiny")
    assert 50e6 < measured.peak < 2e9


def _folder(path: Path, **changed: object) -> Path:
    """A folder with one born-digital constancia of which a reader is sure, and with a truth that may lie."""
    draw_papers([str(path), "--count", "8", "--levels", "1", "--kinds", "constancias"])
    told = [json.loads(line) for line in (path / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    one = next(each for each in told if each["carrier"] == "pdf_text" and each["sure"] == "must")
    (path / "truth.jsonl").write_text(json.dumps(one | changed), encoding="utf-8")
    return path


def test_the_command_ends_with_1_where_something_is_surely_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = _folder(tmp_path / "drawn", nss="12345678903")
    assert main(["--folder", str(folder), "--quick", "--keep", str(tmp_path / "kept")]) == 1
    assert "| surely wrong | 0 | 1 |" in capsys.readouterr().out
    name = next(stored(folder))[1].file
    assert (tmp_path / "kept" / name).read_bytes() == (folder / name).read_bytes()
    assert json.loads((tmp_path / "kept" / f"{name}.json").read_text(encoding="utf-8"))["wrong"] == ["nss"]


def test_the_command_ends_with_0_where_nothing_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(_folder(tmp_path / "drawn")), "--quick"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Measured 20")
    assert "Surely wrong: nothing." in said


def test_the_reference_takes_time_and_memory_of_nothing_is_nothing() -> None:
    file, _ = draw(1, 5, 5)
    with Memory() as before:
        time.sleep(0.2)
    with Memory() as memory:
        assert reference_seconds(file.content)[0] > 0.05
    # Nothing, but for the children that other tests have waiting.
    assert memory.peak == before.peak
