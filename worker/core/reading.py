"""From the words of a file to what it says: which kind of paper it is, whose, and what of it is proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from worker.core.kinds import Findings, Kind, kinds_of
from worker.core.paper.elsewhere import agrees
from worker.core.paper.evidence import MIN_CONFIDENCE
from worker.core.paper.lines import Sheet, lay_out
from worker.core.school import School
from worker.core.types import Defect, Document, Page, Reading, Unreadable

TWO_CONSTANCIAS = "dos constancias"
OTHER_PAGES = "Otra hoja del archivo no concuerda con la constancia."

_UNREADABLE = {
    Defect.PROTEGIDO: "El archivo está protegido con contraseña. Quítale la contraseña y envíalo de nuevo.",
    Defect.VACIO: "El archivo está vacío. Revisa que se abra en tu teléfono o computadora y envíalo de nuevo.",
    Defect.DANADO: "El archivo está dañado y no se puede abrir. Descarga otra vez tu constancia y envíala de nuevo.",
    Defect.FORMATO: "No se puede leer este tipo de archivo. Envía un PDF o una foto (JPG o PNG).",
    Defect.TAMANO: "El archivo es demasiado grande. Envía solo la constancia, en PDF o en una foto.",
    Defect.TIEMPO: "El archivo tardó demasiado en leerse. Envía solo la constancia, en PDF o en una foto.",
    Defect.FALLO: "El archivo no se pudo abrir. Envía tu constancia en PDF o en una foto clara.",
}
_DOCUMENTS = {Defect.PROTEGIDO: Document.PROTEGIDO, Defect.VACIO: Document.VACIO}
_NOTHING = "No se distingue ninguna palabra. Envía el PDF tal como lo descargaste, o una foto de frente y enfocada."
_BLURRED = "No se alcanza a leer. Envía el PDF tal como lo descargaste, o una foto de frente, enfocada y con luz."
_UNKNOWN = "No se reconoce qué papel es."
_AMBIGUOUS = "Parece más de un tipo de papel a la vez: {}."
_SEVERAL = "El archivo trae varios papeles: {}."
_FEWEST_WORDS = 6
_READABLE = 0.6


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


def _unreadable(path: str, reason: Unreadable) -> Reading:
    text = _UNREADABLE[reason.defect] + (f" ({reason.detail})" if reason.detail else "")
    document = _DOCUMENTS.get(reason.defect, Document.ILEGIBLE)
    return Reading(path, document, problems=(text,), foreign=reason.defect is Defect.FORMATO)


def _read(path: str, pages: Sequence[Page], school: School) -> Reading:
    leaves = [_leaf(page, school) for page in pages]
    constancias = [leaf for leaf in leaves if _is_constancia(leaf)]
    if constancias:
        return _beside_others(_constancia(path, constancias), [leaf for leaf in leaves if leaf not in constancias])
    known = [leaf for leaf in leaves if leaf.kinds]
    return _other(path, known) if known else _unknown(path, leaves)


def _leaf(page: Page, school: School) -> _Leaf:
    sheet = lay_out(page)
    kinds = kinds_of(sheet)
    return _Leaf(sheet, kinds, kinds[0].extract(sheet, school) if len(kinds) == 1 else None)


def _is_constancia(leaf: _Leaf) -> bool:
    return len(leaf.kinds) == 1 and leaf.kinds[0].DOCUMENT is Document.CONSTANCIA


def _filled(path: str, document: Document, leaf: _Leaf, findings: Findings) -> Reading:
    return Reading(
        path,
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


def _constancia(path: str, leaves: Sequence[_Leaf]) -> Reading:
    """The file's constancia; where several pages are one, they must say the same."""
    found = [(leaf, leaf.findings) for leaf in leaves if leaf.findings is not None]
    leaf, findings = next(((leaf, one) for leaf, one in found if one.sure), found[0])
    reading = _filled(path, Document.CONSTANCIA, leaf, findings)
    if all(_same(findings, other) for _, other in found):
        return reading
    return replace(reading, sure=False, problems=(TWO_CONSTANCIAS, *reading.problems))


def _beside_others(reading: Reading, leaves: Sequence[_Leaf]) -> Reading:
    """The file's constancia among its other pages: one that says something else may belong to it."""
    if all(agrees(leaf.sheet, reading, known=len(leaf.kinds) == 1) for leaf in leaves):
        return reading
    return replace(reading, sure=False, problems=(*reading.problems, OTHER_PAGES))


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
        return Reading(path, Document.OTRO, page=first.number, problems=(_AMBIGUOUS.format(names),), for_a_person=True)
    reading = _filled(path, first.kinds[0].DOCUMENT, first, first.findings)
    reading = replace(reading, for_a_person=reading.document is Document.OTRO)
    documents = list(dict.fromkeys(kind.DOCUMENT.value for leaf in leaves for kind in leaf.kinds))
    if len(documents) == 1:
        return reading
    return replace(reading, problems=(*reading.problems, _SEVERAL.format(", ".join(documents))))


def _unknown(path: str, leaves: Sequence[_Leaf]) -> Reading:
    words = [word for leaf in leaves for word in leaf.sheet.page.words if word.text.strip()]
    if not words:
        return Reading(path, Document.ILEGIBLE, problems=(_NOTHING,))
    telling = [word for word in words if sum(char.isalpha() for char in word.text) >= 3]
    read = [word for word in telling if word.confidence >= MIN_CONFIDENCE]
    printed = all(leaf.sheet.printed for leaf in leaves)
    if not printed and (len(read) < _FEWEST_WORDS or len(read) < _READABLE * len(telling)):
        return Reading(path, Document.ILEGIBLE, problems=(_BLURRED,))
    return Reading(path, Document.OTRO, problems=(_UNKNOWN,))
