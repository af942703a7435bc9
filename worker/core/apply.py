"""An order of the officer, applied: the same outcome that a message has, or a sentence why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from worker.core import amend
from worker.core.cases import PAUSED, Case, Event, OutState, Purpose, Stage
from worker.core.desk import Desk
from worker.core.facts import Antiguedad, Facts, Identidad, Lectura, PaperFacts, Pide, Por
from worker.core.facts import Vigente as VigenteFact
from worker.core.house import House
from worker.core.notify import Refused, told
from worker.core.orders import (
    Ajeno,
    AltaHecha,
    BajaHecha,
    CaseOrder,
    Cierra,
    Correo,
    Corrige,
    Egresado,
    Envio,
    HojaEntregada,
    Nuevo,
    PideBaja,
    Reabre,
    Rectifica,
    Responde,
    Suelta,
    Une,
    Vigencia,
)
from worker.core.outcome import Outcome
from worker.core.rules import decide
from worker.core.spoken import in_words
from worker.core.types import Document, Through

_TOLD = frozenset({Purpose.REPLY, Purpose.NOTICE})
_OPEN = frozenset(Stage) - {Stage.NEW, Stage.BAJA_POR_TRAMITAR, Stage.CERRADO}
_REVIEWED = frozenset({Stage.EN_REVISION})


@dataclass(frozen=True, slots=True)
class _Move:
    """A step that her word makes: from which stages, to which, what the student reads, and her next task."""

    name: str
    source: frozenset[Stage]
    target: Stage
    template: str
    task: str | None = None


_MOVES = {
    AltaHecha: _Move(
        "alta hecha",
        frozenset({Stage.ALTA_POR_TRAMITAR}) | _REVIEWED,
        Stage.HOJA_POR_ENTREGAR,
        "orden-alta-hecha",
        "preparar hoja",
    ),
    HojaEntregada: _Move(
        "hoja entregada",
        frozenset({Stage.HOJA_POR_ENTREGAR}) | _REVIEWED,
        Stage.AFILIADO,
        "orden-hoja-entregada",
    ),
    Egresado: _Move("egresado", _OPEN, Stage.BAJA_POR_TRAMITAR, "orden-egresado", "tramitar la baja"),
    BajaHecha: _Move("baja hecha", frozenset({Stage.BAJA_POR_TRAMITAR}), Stage.CERRADO, "orden-baja-hecha"),
    PideBaja: _Move("pide baja", _OPEN - {Stage.BAJA_PENDIENTE}, Stage.BAJA_PENDIENTE, "orden-pide-baja"),
    Cierra: _Move("cierra", frozenset(Stage) - {Stage.CERRADO}, Stage.CERRADO, "orden-cierra"),
    Reabre: _Move(
        "reabre",
        frozenset({Stage.CERRADO, Stage.BAJA_POR_TRAMITAR}),
        Stage.EN_REVISION,
        "orden-reabre",
        "revisar en qué va el caso",
    ),
}


def apply(order: CaseOrder, case: Case, desk: Desk, house: House, now: datetime) -> Outcome | Refused:
    """What this order does to this case."""
    match order:
        case AltaHecha() | HojaEntregada() | Egresado() | BajaHecha() | PideBaja() | Cierra() | Reabre():
            return _move(_MOVES[type(order)], case, desk, house, now)
        case Corrige():
            return amend.correct(order, case, desk, house)
        case Vigencia():
            return _vigencia(order, case, desk, house, now)
        case Responde(text=text):
            return told(case, "responde", "orden-responde", desk, house, words=text, instead=True)
        case Rectifica(text=text):
            return _rectify(case, text, desk, house)
        case Une(folio=folio):
            return amend.merge(case, folio, desk, house, now)
        case Ajeno():
            return amend.not_ours(case, desk, now)
        case Correo(address=address):
            return amend.add_contact(case, address, desk)
        case Suelta(send=send):
            return _release(case, send, desk)
        case _:
            assert_never(order)


def apply_general(order: Nuevo | Envio, desk: Desk, house: House, now: datetime) -> Outcome | Refused:
    """What an order that is about no existing case does."""
    match order:
        case Envio(on=on):
            said = "Se vuelve a enviar." if on else "En pausa: se sigue archivando, y las respuestas esperan."
            event = Event("envío reanudado" if on else "envío en pausa")
            return Outcome(settings=((PAUSED, None if on else "1"),), events=(event,), said=said)
        case Nuevo():
            return _new(order, desk, house, now)
        case _:
            assert_never(order)


def _move(move: _Move, case: Case, desk: Desk, house: House, now: datetime) -> Outcome | Refused:
    if case.stage is move.target:
        return Refused(f"{case.folio} ya estaba en «{case.stage}».")
    if case.stage not in move.source:
        allowed = ", ".join(f"«{stage}»" for stage in Stage if stage in move.source)
        return Refused(f"{case.folio} está en «{case.stage}»; «{move.name}» se dice de un caso en {allowed}.")
    after = replace(case, stage=move.target, stage_since=now, task=move.task)
    if move.target is Stage.HOJA_POR_ENTREGAR:
        after = replace(after, vigente=True, through=Through.TECNOLOGICO)
    return told(after, move.name, move.template, desk, house, instead=True)


def _vigencia(order: Vigencia, case: Case, desk: Desk, house: House, now: datetime) -> Outcome | Refused:
    if case.stage not in _OPEN:
        return Refused(f"{case.folio} está en «{case.stage}»; primero «reabre».")
    insured = order.through is Through.TECNOLOGICO and case.stage in (Stage.HOJA_POR_ENTREGAR, Stage.AFILIADO)
    facts = Facts(
        PaperFacts(
            Document.CONSTANCIA,
            Lectura.SEGURA,
            VigenteFact.NO if order.through is None else VigenteFact.SI,
            Por.NO_SE_SABE if order.through is None else Por[order.through.name],
            Identidad.COINCIDE,
            Antiguedad.RECIENTE,
        ),
        Pide.NADA,
        case.stage if insured else Stage.EN_REVISION,
    )
    decision = decide(house.rules, facts)
    after = replace(
        case,
        stage=decision.stage,
        stage_since=case.stage_since if decision.stage is case.stage else now,
        task=decision.task,
        vigente=order.through is not None,
        through=order.through,
    )
    return told(after, "vigencia", str(decision.reply), desk, house, instead=True)


def _rectify(case: Case, text: str, desk: Desk, house: House) -> Outcome | Refused:
    sent = [m for m in desk.outgoing_of(case.folio) if m.state is OutState.SENT and m.purpose in _TOLD]
    if not sent:
        return Refused(f"A {case.folio} no se le ha mandado nada que rectificar; usa «responde: …».")
    day = sent[-1].sent.astimezone(house.zone).date() if sent[-1].sent else None
    before = f"{in_words(day)}, con el asunto «{sent[-1].subject}»"
    return told(case, "rectifica", "orden-rectifica", desk, house, words=text, before=before, instead=True)


def _release(case: Case, send: bool, desk: Desk) -> Outcome | Refused:
    proposed = [mail for mail in desk.outgoing_of(case.folio) if mail.state is OutState.PROPOSED]
    if not proposed:
        return Refused(f"{case.folio} no tiene ninguna respuesta propuesta.")
    state = OutState.DUE if send else OutState.DISCARDED
    return Outcome(
        states=tuple((mail.message_id, state) for mail in proposed),
        events=(Event("orden", {"orden": "envía" if send else "no envíes"}, case.folio),),
        said=f"{case.folio}: {len(proposed)} respuesta(s) {'salen' if send else 'no salen'}.",
    )


def _new(order: Nuevo, desk: Desk, house: House, now: datetime) -> Outcome | Refused:
    known: Sequence[Case] = desk.cases_by_identity(order.nss, order.curp)
    if known:
        return Refused(f"Ya hay un caso con ese NSS o esa CURP: {known[0].folio}.")
    opened = replace(
        desk.new_case(now),
        stage=Stage.FALTA_DOCUMENTO,
        stage_since=now,
        name=order.name,
        nss=order.nss,
        curp=order.curp,
        umf=order.umf,
        contacts=(order.address,) if order.address else (),
    )
    if order.vigencia is not None:
        return _vigencia(order.vigencia, opened, desk, house, now)
    return told(opened, "nuevo", "orden-nuevo", desk, house)
