"""The constancia de vigencia de derechos: the one paper that says whether its holder is vigente, and through whom."""

from __future__ import annotations

from functools import lru_cache

from worker.core.kinds import rechazo
from worker.core.kinds.base import Findings
from worker.core.paper.evidence import found
from worker.core.paper.examined import Constancia
from worker.core.paper.headings import has_title
from worker.core.paper.holder import find_holder
from worker.core.paper.insurance import find_insurance
from worker.core.paper.issue import find_issue
from worker.core.paper.labels import Form
from worker.core.paper.lines import Sheet
from worker.core.paper.proof import is_sure, passed, problems
from worker.core.paper.scope import Scope, part
from worker.core.paper.search import Search
from worker.core.paper.status import find_status
from worker.core.paper.vocabulary import Field
from worker.core.school import School
from worker.core.types import Document

DOCUMENT = Document.CONSTANCIA
_TITLES = (
    "CONSTANCIA DE VIGENCIA DE DERECHOS",
    "COMPROBANTE DE VIGENCIA DE DERECHOS",
    "CONSTANCIA DE VIGENCIA DE DERECHOHABIENTES",
    "COMPROBANTE DE VIGENCIA DE DERECHOHABIENTES",
    "CONSTANCIA DE VIGENCIA DE DERECHOHABIENCIA",
    "CONSULTA DE VIGENCIA DE DERECHOS",
    "CONSTANCIA DE DERECHOS VIGENTES",
    "CONSTANCIA DE VIGENCIA",
    "COMPROBANTE DE VIGENCIA",
)
_SCREENS = ("VIGENCIA DE DERECHOS", "MI VIGENCIA", "TU VIGENCIA", "CONSULTA DE VIGENCIA", "CONSULTA TU VIGENCIA")
_FORM_FIELDS = frozenset(
    {Field.NSS, Field.CURP, Field.NAME, Field.YES_NO, Field.STATUS, Field.AGREGADO, Field.REGISTRO}
)
_OF_THE_HOLDER = frozenset({Field.NSS, Field.CURP, Field.NAME, Field.GIVEN})
_OF_THE_INSURANCE = frozenset(
    {Field.AGREGADO, Field.MODALIDAD, Field.REGISTRO, Field.PATRON, Field.TIPO, Field.UNTIL, Field.CLINIC}
)


def identify(sheet: Sheet) -> bool:
    """By its title over a filled form; a text that mentions a constancia has no form, the portal's refusal no data."""
    if not has_title(sheet, _TITLES) or rechazo.identify(sheet):
        return False
    return _is_form(part(sheet))


def _is_form(scope: Scope) -> bool:
    """Whether the page has what only a filled form has: an NSS, a CURP, or three labels with their values."""
    search = Search(scope)
    return len(_filled(scope) & _FORM_FIELDS) >= 3 or bool(search.curps or search.nss_runs or search.loose_nss)


def _filled(scope: Scope) -> set[Field]:
    """The fields whose labels have a value beside or under them."""
    form = scope.form
    return {label.field for label in form.labels if form.right_of(label) or form.cell_below(label)}


def is_unmistakable(sheet: Sheet) -> bool:
    """Whether a page says what no other paper says: an NSS, its holder, their right to services and their insurance."""
    scope = part(sheet)
    filled, labels = _filled(scope), {label.field for label in scope.form.labels}
    holder = Field.NSS in filled and len(filled & _OF_THE_HOLDER) >= 2
    status = find_status(scope)
    said = status.read is not None or status.contradicts or Field.YES_NO in labels
    return holder and said and len(filled & _OF_THE_INSURANCE) >= 2


def is_titled(sheet: Sheet) -> bool:
    """Whether the page has a constancia's title, or is headed as the portal's screens are."""
    return has_title(sheet, _TITLES) or (has_title(_top(sheet), _SCREENS, more=2) and is_unmistakable(sheet))


def _top(sheet: Sheet) -> Sheet:
    """What stands over the holder's first label."""
    rows = (label.first_row for label in Form(sheet).labels if label.field in _OF_THE_HOLDER)
    return Sheet(sheet.page, sheet.lines[: next(rows, 0)])


# A reader asks what the page says, then what to look at again.
@lru_cache(maxsize=4)
def examine(sheet: Sheet, school: School) -> Constancia:
    """Everything that is found on the page, before it is judged."""
    scope = part(sheet)
    holder, status = find_holder(scope), find_status(scope)
    vigente = status.read.value if status.read else None
    insurance = find_insurance(scope, school) if vigente else None
    issue = find_issue(scope, vigente)
    return Constancia(scope, holder, status, insurance, issue, is_titled(sheet))


def extract(sheet: Sheet, school: School) -> Findings:
    """Holder, status, through whom and day of issue, and whether all of it is proven."""
    constancia = examine(sheet, school)
    holder, insurance, issue = constancia.holder, constancia.insurance, constancia.issue
    return Findings(
        nss=found(holder.nss, sheet),
        curp=found(holder.curp, sheet),
        name=found(holder.name, sheet),
        vigente=found(constancia.status.read, sheet),
        through=found(insurance.read if insurance else None, sheet),
        issued=found(issue.read if issue.certain else None, sheet),
        sure=is_sure(constancia),
        checks=passed(constancia),
        problems=problems(constancia),
    )
