"""What to say of the pictures of a paper that was not read surely: only what may have stood in the way of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from worker.core.boxes import share_within
from worker.core.mending import BLURRED, CUT, DARK, GLARE, GLARE_ON_NSS, PAGE_MISSING, SMALL
from worker.core.paper.labels import Form, Label, area_of
from worker.core.paper.lines import Sheet, text_of
from worker.core.paper.proof import CHECKS, Doubt
from worker.core.paper.vocabulary import Field
from worker.core.types import Box, Fault, Flaw

_ALL_OVER = ((Fault.OSCURA, DARK), (Fault.PEQUENA, SMALL), (Fault.BORROSA, BLURRED))
_FIELDS = {
    Doubt.NSS: (Field.NSS,),
    Doubt.HOLDER: (Field.CURP, Field.NAME),
    Doubt.STATUS: (Field.YES_NO, Field.STATUS),
    Doubt.THROUGH: (Field.AGREGADO, Field.TIPO, Field.MODALIDAD, Field.REGISTRO, Field.PATRON),
}
_NUMBERED = re.compile(r"\b(?:p[aá]g(?:ina|\b)|hoja)\W{0,3}(\d{1,2})\s*(?:de|/)\s*(\d{1,2})(?!\d)", re.IGNORECASE)
_MOST_PAGES = 9


def spoilt(sheet: Sheet, passed: Collection[str]) -> tuple[str, ...]:
    """Why the picture of a constancia may not have been read surely.

    Args:
        sheet: the constancia's page.
        passed: the names of the checks of `proof` that hold.

    Returns:
        Sentences; none where what is wrong with the paper is not how it was pictured: a contradiction, a relative's.
    """
    unread = [check for check in CHECKS if check.name not in passed and _is_of_reading(check.problem)]
    if not unread:
        return ()
    doubtful = frozenset(check.doubt for check in unread if check.doubt is not None)
    flaws = sheet.page.flaws
    return (*_cut(flaws), *_hidden(Form(sheet), flaws, doubtful), *_all_over(flaws))


def illegible(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """Why nobody can tell what these pages are, as far as their pictures show it; each reason once."""
    flaws = tuple(flaw for sheet in sheets for flaw in sheet.page.flaws)
    glare = (GLARE,) if any(flaw.fault is Fault.REFLEJO for flaw in flaws) else ()
    return (*_cut(flaws), *glare, *_all_over(flaws))


def is_lost(sheets: Sequence[Sheet]) -> bool:
    """Whether the picture of a page is such that what was made out on it says nothing of what the paper is."""
    return any(flaw.fault in dict(_ALL_OVER) for sheet in sheets for flaw in sheet.page.flaws)


def missing_pages(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """A sentence for the first page that the others count ('Página 2 de 2') and the file does not have."""
    seen = {mark for sheet in sheets for mark in _numbers(sheet)}
    for total in sorted({total for _, total in seen}):
        lacking = [number for number in range(1, total + 1) if (number, total) not in seen]
        if lacking and len(sheets) < total:
            return (PAGE_MISSING.format(lacking[0], total),)
    return ()


def _is_of_reading(problem: str) -> bool:
    return problem.startswith(("No se distingue", "No se ve")) or "no se leyó" in problem or "en blanco" in problem


def _all_over(flaws: Collection[Flaw]) -> Iterator[str]:
    faults = {flaw.fault for flaw in flaws}
    return (problem for fault, problem in _ALL_OVER if fault in faults)


def _cut(flaws: Collection[Flaw]) -> tuple[str, ...]:
    """One sentence for all the sides that lie outside the picture."""
    sides = dict.fromkeys(_side(flaw.box) for flaw in flaws if flaw.fault is Fault.CORTADA and flaw.box is not None)
    *before, last = sides or ("",)
    return (CUT.format(f"{', '.join(before)} y {last}" if before else last),) if sides else ()


def _side(box: Box) -> str:
    """Where the strip along a cut side is."""
    if box.right - box.left > box.bottom - box.top:
        return "de arriba" if box.top < 1 - box.bottom else "de abajo"
    return "del lado izquierdo" if box.left < 1 - box.right else "del lado derecho"


def _hidden(form: Form, flaws: Collection[Flaw], doubtful: Collection[Doubt]) -> tuple[str, ...]:
    """What a glare lies over: the number, be its label to be seen or not, or something else that was not read."""
    spots = [flaw.box for flaw in flaws if flaw.fault is Fault.REFLEJO and flaw.box is not None]
    labelled = form.of(Field.NSS)
    if Doubt.NSS in doubtful and spots and (not labelled or _covers(form, spots, labelled)):
        return (GLARE_ON_NSS,)
    fields = [field for doubt in doubtful for field in _FIELDS[doubt]]
    labels = [label for field in fields for label in form.of(field)]
    nowhere = any(not any(form.of(field) for field in _FIELDS[doubt]) for doubt in doubtful)
    return (GLARE,) if spots and (nowhere or _covers(form, spots, labels)) else ()


def _covers(form: Form, spots: Sequence[Box], labels: Sequence[Label]) -> bool:
    return any(share_within(spot, area_of(label, form.sheet.page)) > 0 for spot in spots for label in labels)


def _numbers(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The marks 'Página 1 de 2' of a page as (1, 2)."""
    for line in sheet.lines:
        for match in _NUMBERED.finditer(text_of(line.tokens)):
            number, total = int(match[1]), int(match[2])
            if 1 <= number <= total <= _MOST_PAGES:
                yield number, total
