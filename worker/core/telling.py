"""Who may be told what: the one question that everything about an existing case goes through.

And the asking of a known address whether a new one is the student's too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from worker.core.cases import PAUSED, Case, Entry, EntryState, Event, LinkAsk, Purpose, add_attention, drop_attention
from worker.core.desk import Desk
from worker.core.facts import Pide
from worker.core.house import House
from worker.core.outcome import Draft, Outcome
from worker.core.outgoing import message_id, reply_subject
from worker.core.reply import Section, Situation, situation
from worker.core.types import Message, Sort
from worker.core.wishes import Wish

_YES = frozenset({"si", "sip", "simon", "claro", "correcto", "afirmativo", "yes"})
_DENIALS = frozenset({"no", "ni", "nunca", "tampoco", "pero", "otro", "otra", "nadie", "quien", "duda", "creo"})
_SHORT = 8
_ANOTHER = "Escriben desde otra dirección más y no se le preguntó al estudiante: agrégala con «correo …» si es suya."
_ASKED = "Escriben desde una dirección nueva; se le preguntó al estudiante si es suya."
_REJECTED = "La dirección conocida dijo que no es suya."


@dataclass(frozen=True, slots=True)
class Asked:
    """The asking of a known address: nothing where it was asked before."""

    mails: tuple[Draft, ...] = ()
    asks: tuple[LinkAsk, ...] = ()


def may_tell(address: str, case: Case) -> bool:
    """Whether this address may be told about this case: only one that the case already knows."""
    return address.lower() in case.contacts


def masked(address: str) -> str:
    """'a•••@gmail.com': enough to recognise one's own address, not enough to learn it."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}"


def neutral_section(house: House, *, urgent: bool = False, asked: bool = True) -> Section:
    """What somebody whom the case does not know is told: nothing about anybody."""
    return Section("otra-direccion" if asked else "a-la-encargada", _nobody(house), (Pide.URGENCIA,) if urgent else ())


def hold(
    entry: Entry,
    message: Message,
    writer: str,
    case: Case,
    desk: Desk,
    house: House,
    *,
    urgent: bool,
    limit: str,
) -> Outcome:
    """Keep a mail from an address that its case does not know until a known address says yes.

    The writer gets one reply that gives nothing away, and only the first time, or in an emergency; over the `limit`
    nobody gets any.
    """
    before = desk.link_ask(case.folio, writer)
    asked = Asked() if limit else ask_known(case, writer, entry, desk, house)
    reason = limit or ("" if urgent else _why_not_again(before))
    asks = bool(asked.mails) or (before is not None and bool(before.asked))
    neutral = Draft(
        purpose=Purpose.REPLY,
        recipient=writer,
        template="otra-direccion",
        subject=reply_subject(message.subject, None),
        body=house.replies.body([neutral_section(house, urgent=urgent, asked=asks)]),
        key=f"{entry.sha256}:{entry.id}:neutral",
        folio=case.folio,
        entry=entry.id,
        in_reply_to=message.message_id,
        references=message.references,
    )
    noted = replace(case, attention=add_attention(case.attention, _stranger(case, before, asked)))
    notice = (urgent_notice(entry, (case,), house, desk, told=not reason),) if urgent else ()
    return Outcome(
        cases=(noted,) if noted != case else (),
        entry=replace(
            entry, state=EntryState.HELD, sort=Sort.STUDENT, folios=(case.folio,), reason=reason, sender=writer
        ),
        mails=(*(() if reason else (neutral,)), *notice, *asked.mails),
        asks=asked.asks,
        events=(Event("retenido", {"por": reason or "dirección que el caso no conoce"}, case.folio),),
    )


def ask_known(case: Case, writer: str, entry: Entry, desk: Desk, house: House) -> Asked:
    """Ask the case's first address, once for each new address, whether that one is the student's too.

    Of a case that knows no address, or whose student has an answer to give already, it is only noted that somebody
    wrote: the officer decides.
    """
    if desk.link_ask(case.folio, writer) is not None:
        return Asked()
    key = f"{writer}:{entry.sha256}"
    identifier = message_id(case.folio, key, Purpose.ASK_LINK, house.mailbox.rpartition("@")[2])
    if not case.contacts or any(ask.asked for ask in desk.open_link_asks(case.folio)):
        return Asked(asks=(LinkAsk(case.folio, writer, "", identifier),))
    draft = Draft(
        purpose=Purpose.ASK_LINK,
        recipient=case.contacts[0],
        template="confirma-direccion",
        subject=reply_subject("¿Nos escribiste desde otra dirección?", case.folio),
        body=house.replies.body(
            [Section("confirma-direccion", replace(situation(house.office, case), palabras=masked(writer)))]
        ),
        key=key,
        folio=case.folio,
        entry=entry.id,
    )
    return Asked((draft,), (LinkAsk(case.folio, writer, case.contacts[0], identifier),))


def answer_to_ask(
    message: Message, writer: str, wishes: frozenset[Wish], desk: Desk, house: House, entry: Entry
) -> Outcome | None:
    """What a plain yes or no to our asking does; None where this mail is no such answer."""
    ask = desk.link_ask_by_message((*message.in_reply_to, *message.references))
    said = wishes - {Wish.GRACIAS}
    yes = said == {Wish.SI} and _is_plain_yes(message.text)
    if ask is None or not (yes or said == {Wish.NO}):
        return None
    case = desk.case(ask.folio)
    if case is None or not may_tell(writer, case):
        return None
    linked = _linked(ask, case, message, writer, desk, house, entry, yes=yes)
    if not message.papers:
        return linked
    # Once the asking is closed this mail is no answer any more: its paper is decided on the next pass.
    return replace(linked, mails=(), entry=replace(entry, state=EntryState.RECEIVED))


def _is_plain_yes(text: str) -> bool:
    """Whether the whole text is a short yes: to link an address on anything less certain would tell a stranger."""
    words = re.findall(r"[a-z]+", _fold(text))
    return bool(words) and words[0] in _YES and len(words) <= _SHORT and not _DENIALS & set(words)


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def urgent_notice(entry: Entry, cases: Sequence[Case], house: House, desk: Desk, *, told: bool) -> Draft:
    """Tell the officer at once that somebody writes of a medical emergency, and whether they got an answer."""
    folios = ", ".join(case.folio for case in cases) or "sin caso"
    told = told and house.answers and desk.setting(PAUSED) is None
    answer = "Se le contesta que busque atención o llame al 911,\ny que te avisamos." if told else "NO se le contestó."
    body = (
        f"Un estudiante dice que tiene una urgencia médica. {answer} Caso: {folios}.\n\n"
        f"De: {entry.sender}\nAsunto: {entry.subject}\n"
    )
    return Draft(
        purpose=Purpose.OFFICER,
        recipient=house.officer,
        template="aviso-urgencia",
        subject=f"URGENCIA: escribe un estudiante [{folios}]",
        body=body,
        key=f"urgencia:{entry.sha256}:{entry.id}",
        folio=cases[0].folio if cases else None,
    )


def _linked(
    ask: LinkAsk,
    case: Case,
    message: Message,
    writer: str,
    desk: Desk,
    house: House,
    entry: Entry,
    *,
    yes: bool,
) -> Outcome:
    after = replace(case, contacts=(*case.contacts, ask.address)) if yes else case
    note = "" if yes else f"Escribieron desde una dirección que el estudiante no reconoce: {masked(ask.address)}."
    after = replace(after, attention=add_attention(drop_attention(after.attention, _ASKED), note))
    held = desk.held(case.folio, ask.address)
    waited = "sí" if held else ""
    template = "direccion-enlazada" if yes else "direccion-rechazada"
    reply = Draft(
        purpose=Purpose.REPLY,
        recipient=writer,
        template=template,
        subject=reply_subject(message.subject, case.folio),
        body=house.replies.body([Section(template, replace(situation(house.office, after), palabras=waited))]),
        key=f"{entry.sha256}:{entry.id}",
        folio=case.folio,
        entry=entry.id,
        in_reply_to=message.message_id,
        references=message.references,
    )
    return Outcome(
        cases=(after,),
        entry=replace(entry, state=EntryState.DONE, sort=Sort.STUDENT, folios=(case.folio,), rules=("enlace",)),
        mails=(reply,),
        asks=(replace(ask, open=False),),
        reopen=tuple(replace(each, state=EntryState.RECEIVED, reason="") if yes else _rejected(each) for each in held),
        events=(Event("dirección enlazada" if yes else "dirección rechazada", {}, case.folio),),
    )


def _why_not_again(before: LinkAsk | None) -> str:
    if before is None:
        return ""
    if not before.open:
        return _REJECTED
    return "Falta que la dirección conocida conteste." if before.asked else "Falta que la encargada decida de quién es."


def _rejected(entry: Entry) -> Entry:
    return replace(entry, state=EntryState.DONE, reason=_REJECTED)


def _stranger(case: Case, before: LinkAsk | None, asked: Asked) -> str | None:
    """What the officer is told of an address that the case does not know."""
    if not case.contacts:
        return "Escriben desde una dirección y el caso no conoce ninguna: agrégala con «correo …» si es del estudiante."
    if before is not None and not before.open:
        return _REJECTED
    return _ASKED if asked.mails or (before is not None and before.asked) else _ANOTHER


def _nobody(house: House) -> Situation:
    office = house.office
    return Situation(
        escuela=office.escuela,
        encargada=office.encargada,
        contacto=office.contacto,
        clinicas=(),
        dias=office.dias,
    )
