"""Which of a mail's papers are read: as many as its allowance goes, the attached before those inside the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from worker.core.types import Document, Paper, Reading

TOO_MANY = "El correo trae más archivos de los que se leen; sin leer: {}. Envía solo la constancia."


@dataclass(frozen=True, slots=True)
class Allowance:
    """What reading the papers of one mail may take. The first paper is read in any case."""

    papers: int = 20
    bytes: int = 60_000_000
    seconds: float = 300.0


@dataclass(slots=True)
class _Spent:
    papers: int = 0
    bytes: int = 0
    seconds: float = 0.0

    def reaches(self, allowance: Allowance, coming: int) -> bool:
        """Whether a paper of so many bytes more is one too many."""
        if self.papers == 0:
            return False
        too_large = self.bytes + coming > allowance.bytes
        return too_large or self.papers >= allowance.papers or self.seconds >= allowance.seconds


def read_papers(
    papers: Sequence[Paper], read: Callable[[Paper], Reading], allowance: Allowance, *, left_out: int = 0
) -> tuple[Reading, ...]:
    """The readings of a mail's papers in its order; those not read are one reading at the end that says how many.

    Args:
        papers: all papers of the mail.
        read: how one is read; its `seconds` count.
        allowance: how much is read.
        left_out: how many more the mail had that nobody even kept.
    """
    spent, readings = _Spent(), dict[int, Reading]()
    for place, paper in sorted(enumerate(papers), key=lambda each: each[1].inline):
        if not spent.reaches(allowance, len(paper.content)):
            readings[place] = read(paper)
            spent = _Spent(spent.papers + 1, spent.bytes + len(paper.content), spent.seconds + readings[place].seconds)
    rest = [paper for place, paper in enumerate(papers) if place not in readings]
    told = tuple(readings[place] for place in sorted(readings))
    return (*told, _unread(rest, left_out)) if rest or left_out else told


def _unread(rest: Sequence[Paper], left_out: int) -> Reading:
    """A paper that may hide the constancia, unless all that is left stood inside the text."""
    name = rest[0].path if rest else "otros archivos"
    inline = bool(rest) and not left_out and all(paper.inline for paper in rest)
    text = TOO_MANY.format(len(rest) + left_out)
    return Reading(name, Document.ILEGIBLE, problems=(text,), inline=inline)
