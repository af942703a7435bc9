"""Whether enough of a page was read: what core makes of it so far, so that reading can stop when it is sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from worker.core.paper.students import may_have_student
from worker.core.reading import interpret, open_questions
from worker.core.school import School
from worker.core.types import Box, Document, Evidence, Page, Reading

_NAMELESS = (Document.OTRO, Document.ILEGIBLE)
_WITH_NSS = (Document.ASIGNACION, Document.SEMANAS, Document.MOVIMIENTOS, Document.HOJA)


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges pages for one school."""

    school: School

    def settles(self, page: Page) -> bool:
        """Whether nothing more needs to be read: a sure constancia, or another paper with whose it is.

        A line that was not read yet may name the student as a child of a holder who is old enough.
        """
        reading = _reading(page, self.school)
        if reading.document is Document.CONSTANCIA:
            return reading.sure and not _may_be_parents(reading)
        return reading.document not in _NAMELESS and None not in (reading.nss, reading.curp, reading.name)

    def suffices(self, page: Page) -> bool:
        """Whether the page was read well enough not to look at it again, all that is on it having been read once."""
        reading = _reading(page, self.school)
        if reading.document is Document.CONSTANCIA:
            return reading.sure
        return reading.document not in _NAMELESS and (reading.nss is not None or reading.document not in _WITH_NSS)

    def misses(self, page: Page) -> bool:
        """Whether something was not found that a constancia says; what was found may still be in doubt."""
        reading = _reading(page, self.school)
        values = (reading.nss, reading.curp, reading.name, reading.vigente)
        return reading.document is not Document.CONSTANCIA or None in values

    def may_lack_labels(self, page: Page) -> bool:
        """Whether a constancia is not sure: a label that was not read may be why."""
        reading = _reading(page, self.school)
        return reading.document is Document.CONSTANCIA and not reading.sure

    def could_settle(self, page: Page) -> bool:
        """Whether a better look could make the reading sure: what a paper says of a relative stays, however clear."""
        return self.misses(page) or bool(self.doubts(page))

    def corners(self, page: Page) -> Sequence[Box]:
        """Where on a constancia to look again; nothing where it could be anywhere, for a whole value was not found."""
        reading = _reading(page, self.school)
        if reading.document is not Document.CONSTANCIA or None in (reading.nss, reading.curp, reading.name):
            return ()
        return tuple(doubt.box for doubt in self.doubts(page))

    def worth(self, page: Page) -> int:
        """How much was understood: 0 for an unknown paper, more with each value; compares two readings of a page."""
        reading = _reading(page, self.school)
        values = (reading.nss, reading.curp, reading.name, reading.vigente, reading.through, reading.issued)
        known = reading.document not in _NAMELESS
        return 100 * reading.sure + 10 * known + sum(value is not None for value in values)

    def doubts(self, page: Page) -> Sequence[Evidence]:
        """Where a second engine could make the reading sure."""
        return open_questions((page,), self.school)


def _may_be_parents(reading: Reading) -> bool:
    born = reading.curp.value.birth_year if reading.curp is not None else None
    return may_have_student(born, reading.issued.value.year if reading.issued is not None else None)


# Stages that found nothing new leave the page as it was, and two questions are asked of most pages.
@lru_cache(maxsize=4)
def _reading(page: Page, school: School) -> Reading:
    return interpret("", (page,), school)
