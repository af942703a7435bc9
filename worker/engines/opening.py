"""Any file as one row of sheets: what is packed into it, at whatever depth, is opened in the order it lies there.

Opening the same bytes again gives the same row, so that a page's number finds it back. Nothing is written to disk and
no name in a file is ever a path for us; names are only shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from worker.core.file_names import BETWEEN, shown_name
from worker.core.types import Defect, Unreadable
from worker.engines.base import Budget, Container, Damaged, Entry, Exhausted, Limits, Sheet
from worker.engines.formats.sniff import not_read, sniff
from worker.engines.registry import CONTAINERS, FORMATS

# Of several files none of which could be read, the student is told of the one that most likely was the constancia.
_MOST_TELLING = (
    *(Defect.PROTEGIDO, Defect.DANADO, Defect.TAMANO, Defect.TIEMPO, Defect.FALLO, Defect.FORMATO, Defect.VACIO),
)
_NESTED = Unreadable(Defect.TAMANO, "carpetas comprimidas una dentro de otra")
_NOTHING_INSIDE = Unreadable(Defect.VACIO, "no trae ningún archivo")


def open_sheets(content: bytes, limits: Limits) -> tuple[Sheet, ...] | Unreadable:
    """The file's pages before they are read, numbered from 1, or why it cannot be opened."""
    refused = limits.refuse(content)
    if refused is not None:
        return refused
    opening = _Opening(limits, Budget(limits.max_entries, limits.max_unpacked))
    try:
        found = opening.sheets(content, (), 0)
    except Exhausted as reason:
        return Unreadable(Defect.TAMANO, str(reason))
    if isinstance(found, Unreadable):
        return found
    return limits.refuse_pages(len(found)) or tuple(
        replace(sheet, number=number) for number, sheet in enumerate(found, start=1)
    )


@dataclass(frozen=True, slots=True)
class _Opening:
    """One file being opened, with what is left of its budget."""

    limits: Limits
    budget: Budget

    def sheets(self, content: bytes, trail: tuple[str, ...], depth: int) -> tuple[Sheet, ...] | Unreadable:
        mime = sniff(content)
        if mime in CONTAINERS:
            nested = depth >= self.limits.max_depth
            return _NESTED if nested else self._inside(CONTAINERS[mime], content, trail, depth)
        opener = FORMATS.get(mime)
        return _told(not_read(mime) if opener is None else opener.sheets(content, self.limits, mime), trail)

    def _inside(
        self, container: Container, content: bytes, trail: tuple[str, ...], depth: int
    ) -> tuple[Sheet, ...] | Unreadable:
        """The sheets of all entries that can be read; where none can, why the most telling one cannot."""
        found = list(self._entries(container, content, trail, depth + 1))
        sheets = [sheet for each in found if not isinstance(each, Unreadable) for sheet in each]
        reasons = [each for each in found if isinstance(each, Unreadable)]
        if sheets or not reasons:
            return tuple(sheets) or _NOTHING_INSIDE
        return min(reasons, key=lambda reason: _MOST_TELLING.index(reason.defect))

    def _entries(
        self, container: Container, content: bytes, trail: tuple[str, ...], depth: int
    ) -> Iterator[tuple[Sheet, ...] | Unreadable]:
        try:
            for entry in container.entries(content, self.budget):
                yield self._entry(entry, (*trail, shown_name(entry.name)) if entry.name else trail, depth)
        except Damaged:
            yield Unreadable(Defect.DANADO)

    def _entry(self, entry: Entry, trail: tuple[str, ...], depth: int) -> tuple[Sheet, ...] | Unreadable:
        if not isinstance(entry.content, bytes):
            return _told(entry.content, trail)
        # An inner file may waste no bytes either; how large it may be is the budget's affair.
        refused = replace(self.limits, max_bytes=self.limits.max_unpacked).refuse(entry.content)
        return refused or self.sheets(entry.content, trail, depth)


def _told(found: tuple[Sheet, ...] | Unreadable, trail: tuple[str, ...]) -> tuple[Sheet, ...] | Unreadable:
    """The sheets with the path that leads to them."""
    if isinstance(found, Unreadable):
        return found
    return tuple(replace(sheet, path=BETWEEN.join(filter(None, trail))) for sheet in found)
