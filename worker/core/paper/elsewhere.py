"""Whether another page of a file agrees with its constancia: it may be the second page, or somebody else's."""

from __future__ import annotations

from worker.core.identifiers import Curp
from worker.core.paper.lines import Sheet
from worker.core.paper.names import agree
from worker.core.paper.scope import Scope, part
from worker.core.paper.search import Search
from worker.core.paper.status import find_status
from worker.core.paper.students import may_be_student
from worker.core.types import Reading


def agrees(sheet: Sheet, constancia: Reading, *, known: bool) -> bool:
    """Whether nothing on a page speaks against the constancia.

    Args:
        sheet: a page that is no constancia.
        constancia: what the file's constancia says.
        known: whether the page is a paper of another kind, which has numbers and no status of its own.
    """
    scope = part(sheet)
    return _same_person(Search(scope), constancia) and (known or _same_status(scope, constancia))


def _same_person(search: Search, constancia: Reading) -> bool:
    nss = constancia.nss.value if constancia.nss else None
    return all(read.value == nss for read in search.labelled_nss) and all(
        _is_holders(read.value, constancia) for read in search.curps
    )


def _is_holders(curp: Curp, constancia: Reading) -> bool:
    """Whether a CURP is the constancia's, or could be where that has none."""
    if constancia.curp is not None:
        return curp == constancia.curp.value
    return constancia.name is not None and agree(constancia.name.value, curp)


def _same_status(scope: Scope, constancia: Reading) -> bool:
    """Whether the page says nothing else of being vigente and lists no child who may be the student."""
    status, vigente = find_status(scope), constancia.vigente.value if constancia.vigente else None
    year = constancia.issued.value.year if constancia.issued else None
    said = status.read is None or status.read.value is vigente
    return said and not (status.contradicts or status.unclear) and not _has_student(scope, year)


def _has_student(scope: Scope, year: int | None) -> bool:
    return any(may_be_student(relative, year) for relative in scope.relatives)
