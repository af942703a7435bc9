"""From the words of a file to what it says: which kind of paper it is, whose, and what of it is proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from worker.core import mending
from worker.core.kinds import Findings, Kind, constancia, papers_on
from worker.core.paper.doubts import doubts
from worker.core.paper.elsewhere import agrees
from worker.core.paper.evidence import MIN_CONFIDENCE
from worker.core.paper.flaws import illegible, is_lost, missing_pages, spoilt
from worker.core.paper.lines import Sheet
from worker.core.school import School
from worker.core.spoken import paper_words
from worker.core.types import Defect, Document, Evidence, Page, Reading, Unreadable

OTHER_PAGES = "Otra hoja del archivo no concuerda con la constancia."

_UNREADABLE = {
    Defect.PROTEGIDO: mending.PROTECTED,
    Defect.VACIO: mending.EMPTY,
    Defect.DANADO: mending.BROKEN,
    Defect.FORMATO: mending.NOT_READ,
    Defect.TAMANO: mending.TOO_LARGE,
    Defect.TIEMPO: mending.TOO_SLOW,
    Defect.FALLO: mending.NOT_OPENED,
}
_DOCUMENTS = {Defect.PROTEGIDO: Document.PROTEGIDO, Defect.VACIO: Document.VACIO}
_AMBIGUOUS = "Parece más de un tipo de papel a la vez: {}."
_SEVERAL = "El archivo trae varios papeles: {}."
_FEWEST_WORDS = 6
_READABLE = 0.6
_HARDLY_ANY = 3


@dataclass(frozen=True)
class _Leaf:
    """A page with its kinds; `findings` only where exactly one kind claims it."""

    sheet: Sheet
    kinds: tuple[Kind, ...]
    findings: Findings | None

    @property
    def number(self) -> int:
        return self.sheet.page.number


def interpret(
    path: str, pages: Sequence[Page] | Unreadable, school: School, *, seconds: float = 0.0, inline: bool = False
) -> Reading:
    """What a file says.

    Args:
        path: how the file was reached, for `Reading.file`.
        pages: its pages upright, or why there are none.
        school: what tells the Tecnológico from other patrons.
        seconds: how long the engines took.
        inline: whether the file stood inside the mail's text.

    Returns:
        A reading in every case; `sure` only for a constancia that passed every check of `core.proof`.
    """
    reading = _unreadable(path, pages) if isinstance(pages, Unreadable) else _read(path, pages, school)
    return replace(reading, seconds=seconds, inline=inline)


def open_questions(pages: Sequence[Page], school: School) -> tuple[Evidence, ...]:
    """Where a second, independent engine should look so that the reading becomes sure.

    Args:
        pages: the whole file as one engine read it, upright. Of a page that was read only in part nothing is known of
            what contradicts it further down: read all of it before `interpret` may call it sure.
        school: as for `interpret`.

    Returns:
        The evidence of values that were found and are not certain, and of gaps where a value is missing (`text` is
        then its label's). Each names its page and a box on it, which takes in the words in front of the value. Empty
        for text layers, for papers other than constancias, and where `interpret` is sure already. Boxes may overlap.

    The engine then sets `Word.second` of every word in such a box to what the second engine read in the word's place
    (nothing of the lines above and below), and adds what the second engine read where no word stands as a word of its
    own: a short 'NO' or 'SI' that the first one dropped. It asks once: a second call gives what stays open.
    """
    sheets = [(sheet, kinds) for page in pages for sheet, kinds in papers_on(page)]
    constancias = [sheet for sheet, kinds in sheets if not sheet.printed and constancia in kinds]
    return tuple(doubt for sheet in constancias for doubt in doubts(constancia.examine(sheet, school)))


def _unreadable(path: str, reason: Unreadable) -> Reading:
    text = _UNREADABLE[reason.defect]
    text = f"{text.rstrip('.')} ({reason.detail})." if reason.detail else text
    document = _DOCUMENTS.get(reason.defect, Document.ILEGIBLE)
    return Reading(path, document, problems=(text,), foreign=reason.defect is Defect.FORMATO)


def _read(path: str, pages: Sequence[Page], school: School) -> Reading:
    leaves = [_leaf(sheet, kinds, school) for page in pages for sheet, kinds in papers_on(page)]
    constancias = [leaf for leaf in leaves if _is_constancia(leaf)]
    if constancias:
        others = [leaf for leaf in leaves if leaf not in constancias]
        return _explained(_beside_others(_constancia(path, constancias), others), leaves)
    known = [leaf for leaf in leaves if leaf.kinds]
    return _other(path, known) if known else _unknown(path, leaves)


def _leaf(sheet: Sheet, kinds: tuple[Kind, ...], school: School) -> _Leaf:
    return _Leaf(sheet, kinds, kinds[0].extract(sheet, school) if len(kinds) == 1 else None)


def _is_constancia(leaf: _Leaf) -> bool:
    return len(leaf.kinds) == 1 and leaf.kinds[0].DOCUMENT is Document.CONSTANCIA


def _filled(path: str, document: Document, leaf: _Leaf, findings: Findings) -> Reading:
    return Reading(
        _reached(path, leaf),
        document,
        findings.nss,
        findings.curp,
        findings.name,
        findings.vigente,
        findings.through,
        findings.issued,
        leaf.number,
        findings.sure,
        findings.checks,
        findings.problems,
    )


def _reached(path: str, leaf: _Leaf) -> str:
    """How the page's own file was reached: through the container that came, where it did."""
    inner = leaf.sheet.page.path
    return f"{path} › {inner}" if inner else path


def _constancia(path: str, leaves: Sequence[_Leaf]) -> Reading:
    """The file's constancia; where several pages are one, they must say the same."""
    found = [(leaf, leaf.findings) for leaf in leaves if leaf.findings is not None]
    leaf, findings = next(((leaf, one) for leaf, one in found if one.sure), found[0])
    reading = _filled(path, Document.CONSTANCIA, leaf, findings)
    if all(_same(findings, other) for _, other in found):
        return reading
    return replace(reading, sure=False, problems=(mending.TWO_CONSTANCIAS, *reading.problems))


def _beside_others(reading: Reading, leaves: Sequence[_Leaf]) -> Reading:
    """The file's constancia among its other pages: one that says something else may belong to it."""
    if all(agrees(leaf.sheet, reading, known=len(leaf.kinds) == 1) for leaf in leaves):
        return reading
    return replace(reading, sure=False, problems=(*reading.problems, OTHER_PAGES))


def _explained(reading: Reading, leaves: Sequence[_Leaf]) -> Reading:
    """An unsure reading with what its picture, or a missing page, has to do with it."""
    if reading.sure:
        return reading
    sheets = [leaf.sheet for leaf in leaves]
    own = next(sheet for sheet in sheets if sheet.page.number == reading.page)
    return replace(reading, problems=(*spoilt(own, reading.checks), *missing_pages(sheets), *reading.problems))


def _values(findings: Findings) -> tuple[object, ...]:
    fields = (findings.nss, findings.curp, findings.name, findings.vigente, findings.through)
    return tuple(field.value if field else None for field in fields)


def _same(one: Findings, other: Findings) -> bool:
    """Whether two constancias agree in every value; one that is less legible may be of someone else."""
    return one is other or _values(one) == _values(other)


def _other(path: str, leaves: Sequence[_Leaf]) -> Reading:
    """A file without a constancia: what its first known page is, and a word on the others."""
    first = leaves[0]
    if first.findings is None:
        names = ", ".join(kind.DOCUMENT.value for kind in first.kinds)
        return Reading(
            _reached(path, first),
            Document.OTRO,
            page=first.number,
            problems=(_AMBIGUOUS.format(names),),
            for_a_person=True,
        )
    reading = _filled(path, first.kinds[0].DOCUMENT, first, first.findings)
    reading = _no_constancia(reading)
    documents = list(dict.fromkeys(kind.DOCUMENT.value for leaf in leaves for kind in leaf.kinds))
    if len(documents) == 1:
        return reading
    return replace(reading, problems=(*reading.problems, _SEVERAL.format(", ".join(documents))))


def _no_constancia(reading: Reading) -> Reading:
    """A known paper that is not the one asked for; what says so itself (the portal's refusal) is for a person."""
    if reading.document is Document.OTRO:
        return replace(reading, for_a_person=True)
    other = mending.OTHER_PAPER.format(paper_words(reading.document))
    return replace(reading, problems=(other, *reading.problems))


def _unknown(path: str, leaves: Sequence[_Leaf]) -> Reading:
    """A file of no known kind: illegible where something is wrong with its picture, or its words make no sense."""
    sheets = [leaf.sheet for leaf in leaves]
    why = (*illegible(sheets), *missing_pages(sheets))
    words = [word for sheet in sheets for word in sheet.page.words if word.text.strip()]
    telling = [word for word in words if sum(char.isalpha() for char in word.text) >= 3]
    read = [word for word in telling if word.confidence >= MIN_CONFIDENCE]
    printed = all(sheet.printed for sheet in sheets)
    # A well taken picture with hardly a word on it is of something else: a person, a thing.
    if sheets and not why and len(telling) < _HARDLY_ANY:
        return Reading(path, Document.OTRO, problems=(mending.UNKNOWN,))
    if not words:
        return Reading(path, Document.ILEGIBLE, problems=(*why, mending.NO_WORDS))
    guessed = not printed and (len(read) < _FEWEST_WORDS or len(read) < _READABLE * len(telling))
    if guessed or is_lost(sheets):
        return Reading(path, Document.ILEGIBLE, problems=(*why, mending.ILLEGIBLE))
    return Reading(path, Document.OTRO, problems=(*why, mending.UNKNOWN))
