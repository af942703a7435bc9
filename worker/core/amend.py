"""Orders that mend what is known: a wrong number, two cases of one student, an address, mail that was never ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from worker.core.cases import Case, Entry, EntryState, Event, LinkAsk, Stage
from worker.core.desk import Desk
from worker.core.finding import MERGED
from worker.core.house import House
from worker.core.identifiers import Curp, Nss
from worker.core.notify import Refused, told, withdrawn
from worker.core.orders import Corrige
from worker.core.outcome import Outcome
from worker.core.reply import situation
from worker.core.types import Sort

_LAST_FOUR = {"nss": "tu NSS, que termina en {}", "curp": "tu CURP, que termina en {}"}


def correct(order: Corrige, case: Case, desk: Desk, house: House) -> Outcome | Refused:
    """Put another value in the place of one that was wrong; never a number that another case bears."""
    value = order.value
    if getattr(case, order.field) == value:
        return Refused(f"{case.folio} ya tenía ese dato.")
    if isinstance(value, Nss | Curp):
        others = desk.cases_by_identity(value if isinstance(value, Nss) else None, _curp_or_none(value))
        taken = next((other for other in others if other.folio != case.folio), None)
        if taken is not None:
            why = f"Ese número ya está en {taken.folio}. Si es la misma persona: «une {taken.folio}»."
            return Refused(why)
    if order.field == "umf" and value not in {clinic.umf for clinic in house.office.clinicas}:
        known = ", ".join(clinic.umf for clinic in house.office.clinicas)
        return Refused(f"La UMF {value} no está en la tabla de clínicas ({known}).")
    after = _with(case, order)
    return told(after, f"corrige {order.field}", "orden-dato", desk, house, datum=_datum(order, after, house))


def _with(case: Case, order: Corrige) -> Case:
    match order.value:
        case Nss() as nss:
            return replace(case, nss=nss)
        case Curp() as curp:
            return replace(case, curp=curp)
        case str() as text:
            return replace(case, umf=text) if order.field == "umf" else replace(case, name=text)
        case _:
            assert_never(order.value)


def _curp_or_none(value: Nss | Curp) -> Curp | None:
    return value if isinstance(value, Curp) else None


def _datum(order: Corrige, case: Case, house: House) -> str:
    value = order.value
    if isinstance(value, Nss | Curp):
        digits = value.digits if isinstance(value, Nss) else value.text
        return _LAST_FOUR[order.field].format(digits[-4:])
    if order.field == "umf":
        return f"tu clínica es la {situation(house.office, case).clinica}"
    return "tu nombre"


def merge(case: Case, folio: str, desk: Desk, house: House, now: datetime) -> Outcome | Refused:
    """Join the other case into this one: its mails, addresses and what this one did not know."""
    other = desk.case(folio)
    if other is None or other.folio == case.folio:
        return Refused(f"No hay otro caso {folio} que unir con {case.folio}.")
    for one in (case, other):
        into = desk.setting(MERGED + one.folio)
        if into is not None:
            return Refused(f"{one.folio} ya se unió a {into}; lo que sigue se dice de {into}.")
    for field in ("nss", "curp"):
        mine, theirs = getattr(case, field), getattr(other, field)
        if mine is not None and theirs is not None and mine != theirs:
            which = f"{case.folio} y {other.folio}"
            return Refused(f"{which} tienen {field.upper()} distintos: no parecen la misma persona.")
    joined = replace(
        case,
        nss=case.nss or other.nss,
        curp=case.curp or other.curp,
        name=case.name or other.name,
        umf=case.umf or other.umf,
        vigente=other.vigente if case.vigente is None else case.vigente,
        through=case.through or other.through,
        issued=case.issued or other.issued,
        contacts=tuple(dict.fromkeys([*case.contacts, *other.contacts])),
    )
    emptied = _closed(other, now)
    outcome = told(joined, "une", "orden-une", desk, house)
    return replace(
        outcome,
        cases=(emptied, *outcome.cases),
        states=(*outcome.states, *withdrawn(other, desk)),
        moved=tuple(_refiled(entry, other.folio, case.folio) for entry in desk.entries_of(other.folio)),
        settings=((MERGED + other.folio, case.folio),),
        events=(*outcome.events, Event("unido", {"con": case.folio}, other.folio)),
    )


def _refiled(entry: Entry, old: str, new: str) -> Entry:
    return replace(entry, folios=tuple(dict.fromkeys(new if folio == old else folio for folio in entry.folios)))


def _closed(case: Case, now: datetime) -> Case:
    """A case that nobody writes to any more and that bears no number that another could need."""
    since = case.stage_since if case.stage is Stage.CERRADO else now
    emptied = replace(case, nss=None, curp=None, contacts=(), task=None, attention=None)
    return replace(emptied, stage=Stage.CERRADO, stage_since=since)


def not_ours(case: Case, desk: Desk, now: datetime) -> Outcome:
    """Give the mails of a case back to the inbox and forget what was read in them."""
    entries = [
        replace(entry, sort=Sort.AJENO, folios=(), readings=(), reason="La encargada dijo que es ajeno.")
        for entry in desk.entries_of(case.folio)
    ]
    closed = replace(_closed(case, now), name=None)
    event = Event("orden", {"orden": "ajeno", "etapa": str(Stage.CERRADO)}, case.folio)
    said = f"{case.folio}: ajeno; sus correos vuelven a la bandeja de entrada y no se escribe a nadie."
    return Outcome(cases=(closed,), states=withdrawn(case, desk), ajeno=tuple(entries), events=(event,), said=said)


def add_contact(case: Case, address: str, desk: Desk) -> Outcome | Refused:
    """Let the case know this address; what came from it and was held is decided anew."""
    if address in case.contacts:
        return Refused(f"{case.folio} ya conocía esa dirección.")
    ask = desk.link_ask(case.folio, address) or LinkAsk(case.folio, address, "", "")
    held = desk.held(case.folio, address)
    return Outcome(
        cases=(replace(case, contacts=(*case.contacts, address), attention=None),),
        asks=(replace(ask, open=False),) if ask.message_id else (),
        reopen=tuple(replace(entry, state=EntryState.RECEIVED, reason="") for entry in held),
        events=(Event("orden", {"orden": "correo", "etapa": str(case.stage)}, case.folio),),
        said=f"{case.folio}: dirección agregada; correos suyos que esperaban y se atienden ahora: {len(held)}.",
    )
