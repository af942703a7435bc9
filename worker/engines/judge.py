"""Whether enough of a page was read: what core makes of it so far, so that reading can stop when it is sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from worker.core.reading import interpret, open_questions
from worker.core.school import School
from worker.core.types import Document, Evidence, Page

_NAMELESS = (Document.OTRO, Document.ILEGIBLE)
_WITH_NSS = (Document.ASIGNACION, Document.SEMANAS, Document.MOVIMIENTOS, Document.HOJA)


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges pages for one school."""

    school: School

    def settles(self, page: Page) -> bool:
        """Whether a person would stop reading here: a sure constancia, or another paper with all it can tell."""
        reading = interpret("", (page,), self.school)
        if reading.document is Document.CONSTANCIA:
            return reading.sure
        if reading.document in _NAMELESS:
            return False
        return reading.nss is not None or reading.document not in _WITH_NSS

    def worth(self, page: Page) -> int:
        """How much was understood: 0 for an unknown paper, more with each value; compares two readings of a page."""
        reading = interpret("", (page,), self.school)
        values = (reading.nss, reading.curp, reading.name, reading.vigente, reading.through, reading.issued)
        known = reading.document not in _NAMELESS
        return 100 * reading.sure + 10 * known + sum(value is not None for value in values)

    def doubts(self, page: Page) -> Sequence[Evidence]:
        """Where a second engine could make the reading sure."""
        return open_questions((page,), self.school)
