"""The constancia de vigencia de derechos: the one paper that says whether its holder is vigente, and through whom."""

from __future__ import annotations

from worker.core.kinds import rechazo
from worker.core.kinds.base import Findings, has_title
from worker.core.paper.evidence import found
from worker.core.paper.holder import find_holder
from worker.core.paper.insurance import find_insurance
from worker.core.paper.issue import find_issue
from worker.core.paper.lines import Sheet
from worker.core.paper.proof import Constancia, is_sure, passed, problems
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
    "CONSTANCIA DE VIGENCIA",
)
_FORM_FIELDS = frozenset(
    {Field.NSS, Field.CURP, Field.NAME, Field.YES_NO, Field.STATUS, Field.AGREGADO, Field.REGISTRO}
)


def identify(sheet: Sheet) -> bool:
    """By its title over a filled form; a text that mentions a constancia has no form, the portal's refusal no data."""
    if not has_title(sheet, _TITLES) or rechazo.identify(sheet):
        return False
    return _is_form(part(sheet))


def _is_form(scope: Scope) -> bool:
    """Whether the page has what only a filled form has: an NSS, a CURP, or three labels with their values."""
    form = scope.form
    filled = {label.field for label in form.labels if form.right_of(label) or form.cell_below(label)}
    search = Search(scope)
    return len(filled & _FORM_FIELDS) >= 3 or bool(search.curps or search.nss_runs or search.loose_nss)


def extract(sheet: Sheet, school: School) -> Findings:
    """Holder, status, through whom and day of issue, and whether all of it is proven."""
    scope = part(sheet)
    holder, status = find_holder(scope), find_status(scope)
    vigente = status.read.value if status.read else None
    insurance = find_insurance(scope, school) if vigente else None
    issue = find_issue(scope, vigente)
    constancia = Constancia(scope, holder, status, insurance, issue)
    return Findings(
        nss=found(holder.nss, sheet),
        curp=found(holder.curp, sheet),
        name=found(holder.name, sheet),
        vigente=found(status.read, sheet),
        through=found(insurance.read if insurance else None, sheet),
        issued=found(issue.read if issue.certain else None, sheet),
        sure=is_sure(constancia),
        checks=passed(constancia),
        problems=problems(constancia),
    )
