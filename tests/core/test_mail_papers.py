"""However much a mail brings, reading it ends; and what was not read is said."""

from __future__ import annotations

import pytest

from worker.core.mail_papers import Allowance, read_papers
from worker.core.types import Document, Paper, Reading


def papers(count: int, size: int = 10, inline: bool = False) -> list[Paper]:
    return [Paper(f"{'i' if inline else 'a'}{number}.pdf", bytes(size), inline) for number in range(1, count + 1)]


class Reader:
    """Notes what it was given, and takes ten seconds for each."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, paper: Paper) -> Reading:
        self.read.append(paper.path)
        return Reading(paper.path, Document.CURP, seconds=10.0, inline=paper.inline)


@pytest.mark.parametrize(
    ("allowance", "most"),
    [
        (Allowance(papers=3), 3),
        (Allowance(bytes=25), 2),
        (Allowance(seconds=35), 4),
        (Allowance(papers=9, bytes=900, seconds=900), 6),
        (Allowance(papers=1, bytes=1, seconds=0), 1),
    ],
)
def test_reading_stops_at_each_limit_and_says_so(allowance: Allowance, most: int) -> None:
    reader = Reader()
    readings = read_papers(papers(6), reader, allowance)
    assert reader.read == [f"a{number}.pdf" for number in range(1, most + 1)]
    assert [reading.file for reading in readings[:most]] == reader.read
    if most == 6:
        assert len(readings) == 6
    else:
        assert readings[most].document is Document.ILEGIBLE
        assert readings[most].problems == (
            f"El correo trae más archivos de los que se leen; sin leer: {6 - most}. Envía solo la constancia.",
        )


def test_attached_files_come_before_pictures_in_the_text_and_keep_their_order() -> None:
    reader = Reader()
    mixed = [*papers(2, inline=True), *papers(2)]
    readings = read_papers(mixed, reader, Allowance(papers=3))
    assert reader.read == ["a1.pdf", "a2.pdf", "i1.pdf"]
    assert [reading.file for reading in readings] == ["i1.pdf", "a1.pdf", "a2.pdf", "i2.pdf"]
    assert readings[-1].inline


def test_files_that_nobody_kept_count_too() -> None:
    readings = read_papers(papers(1), Reader(), Allowance(), left_out=950)
    assert "950" in readings[-1].problems[0]
    assert not readings[-1].inline


def test_a_mail_without_papers_has_no_readings() -> None:
    assert read_papers([], Reader(), Allowance()) == ()
