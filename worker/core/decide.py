"""One student's mail, read and found: what follows from it.

Everything here is a function of its arguments and of the open desk; nothing has happened until the outcome is
committed. The words of the school are in `rules/`; this file only carries facts to them and answers back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from worker.core import telling
from worker.core.cases import Case, Entry, EntryState, Event, Purpose, Stage, add_attention
from worker.core.desk import Desk
from worker.core.facts import NO_PAGES, needs_a_person
from worker.core.finding import Keys, Match, find_cases, persons
from worker.core.house import House, Limits
from worker.core.outcome import Draft, Outcome
from worker.core.outgoing import folio_in, reply_subject
from worker.core.part import Part, Received, kept_back, part
from worker.core.reply import Section
from worker.core.school import School
from worker.core.types import Document, Reading, Sort
from worker.core.wishes import Wish


def decide_message(received: Received, desk: Desk, house: House, now: datetime) -> Outcome:
    """Find the case or cases, ask the rules, and say what is to be done. The one entry of this module."""
    wishes = received.wishes.wishes
    linked = telling.answer_to_ask(received.message, received.writer, wishes, desk, house, received.entry)
    if linked is not None:
        return linked
    keys = _keys(received)
    group = persons(received.readings)
    matches = find_cases(desk, keys, group)
    if all(match.case is None and not match.dispute for match in matches) and is_ajeno(received, house.school):
        return _ajeno(received)
    held = next((m.case for m in matches if m.case and not telling.may_tell(received.writer, m.case)), None)
    if held is not None and len(group) == 1:
        limit = _over_limit(desk, received.writer, house.limits, now)
        return telling.hold(
            received.entry, received.message, received.writer, held, desk, house, urgent=_urgent(received), limit=limit
        )
    parts: list[Part] = []
    for person, match in zip(group, matches, strict=True):
        if match.case is not None and not telling.may_tell(received.writer, match.case):
            parts.append(kept_back(match.case))
            continue
        case = match.case or replace(desk.new_case(now), contacts=(received.writer,))
        parts.append(part(received, person, match, case, desk, house, now))
    return _together(received, parts, matches, desk, house, now)


def is_ajeno(received: Received, school: School) -> bool:
    """Whether a mail of nobody we know has nothing to do with the trámite: no paper of it, none of its words."""
    wishes = received.wishes
    if wishes.about or any(_is_paper(reading, wishes.wishes) for reading in received.readings):
        return False
    domain = received.writer.rpartition("@")[2]
    says_nothing = not received.message.text.strip()
    return not (domain in school.domains and (says_nothing or received.readings))


def _is_paper(reading: Reading, wishes: frozenset[Wish]) -> bool:
    """Whether a file makes a stranger's mail the worker's business."""
    if reading.document is Document.OTRO:
        return needs_a_person(reading)
    if reading.document in NO_PAGES:
        return not reading.inline and not reading.foreign and Wish.OTRA not in wishes
    return True


def _keys(received: Received) -> Keys:
    message = received.message
    return Keys((*message.in_reply_to, *message.references), folio_in(message.subject), received.writer)


def _urgent(received: Received) -> bool:
    return Wish.URGENCIA in received.wishes.wishes


def _ajeno(received: Received) -> Outcome:
    entry = replace(
        received.entry,
        state=EntryState.DONE,
        sort=Sort.AJENO,
        reason="No es del trámite: sin papel, sin sus palabras, de nadie conocido.",
    )
    return Outcome(entry=entry, events=(Event("ajeno"),))


def _together(
    received: Received, parts: Sequence[Part], matches: Sequence[Match], desk: Desk, house: House, now: datetime
) -> Outcome:
    """One reply for all persons of a mail, and everything that is to be saved with it."""
    touched = [each for each in parts if each.facts is not None and each.case.stage is not Stage.NEW]
    strangers = [each.case for each in parts if each.facts is None]
    limit = _over_limit(desk, received.writer, house.limits, now)
    asked_about = () if limit else strangers
    held = [telling.ask_known(case, received.writer, received.entry, desk, house) for case in asked_about]
    neutral = telling.neutral_section(house, asked=any(asked.mails for asked in held)) if strangers else None
    sections = _sections(parts, neutral)
    silent = limit or ("" if sections else next((each.why_silent for each in parts), ""))
    mails = () if silent else (_draft(received, parts, sections, house),)
    cases = tuple(_noted(each.case, limit) for each in touched)
    others = _others(parts, matches, strangers, {case.folio for case in cases})
    told = not silent
    urgent = (telling.urgent_notice(received.entry, cases, house, desk, told=told),) if _urgent(received) else ()
    return Outcome(
        cases=(*cases, *others),
        entry=_entry_after(received, parts, matches, silent),
        mails=(*mails, *urgent, *(draft for asked in held for draft in asked.mails)),
        supersede=() if silent else tuple(dict.fromkeys(m for each in parts for m in each.superseded)),
        asks=tuple(ask for asked in held for ask in asked.asks),
        events=tuple(_events(parts, matches, silent)),
    )


def _sections(parts: Sequence[Part], neutral: Section | None) -> list[Section]:
    """Each person's section, the further wishes answered once, and the neutral one where a case keeps silent."""
    own = [each.section for each in parts if each.section is not None]
    sections = [own[0], *(replace(section, wishes=()) for section in own[1:])] if own else []
    return [*sections, neutral] if neutral else sections


def _others(
    parts: Sequence[Part], matches: Sequence[Match], strangers: Sequence[Case], saved: set[str]
) -> tuple[Case, ...]:
    """The cases that a mail touches without being theirs: the officer finds the dispute on each."""
    disputes = [
        match
        for match, each in zip(matches, parts, strict=True)
        if match.case and match.dispute and each.decision.attention
    ]
    noted = [(case, str(match.dispute)) for match in disputes for case in match.others]
    noted += [(case, "Llegó un papel suyo desde otra dirección.") for case in strangers]
    others: dict[str, Case] = {}
    for case, why in noted:
        if case.folio not in saved:
            known = others.get(case.folio, case)
            others[case.folio] = replace(known, attention=add_attention(known.attention, why))
    return tuple(others.values())


def _over_limit(desk: Desk, writer: str, limits: Limits, now: datetime) -> str:
    hour = desk.sent_since(writer, now - timedelta(hours=1))
    day = desk.sent_since(writer, now - timedelta(days=1))
    return "Límite de respuestas por dirección." if hour >= limits.per_hour or day >= limits.per_day else ""


def _noted(case: Case, limit: str) -> Case:
    why = f"No se le contestó: {limit.lower()}" if limit else None
    return replace(case, attention=add_attention(case.attention, why))


def _draft(received: Received, parts: Sequence[Part], sections: Sequence[Section], house: House) -> Draft:
    message, first = received.message, next((each for each in parts if each.section is not None), parts[0])
    alone = first.case.folio if len(parts) == 1 else None
    return Draft(
        purpose=Purpose.REPLY,
        recipient=received.writer,
        template=sections[0].template,
        subject=reply_subject(message.subject, alone),
        body=house.replies.body(sections),
        key=f"{received.entry.sha256}:{received.entry.id}",
        folio=first.case.folio,
        entry=received.entry.id,
        in_reply_to=message.message_id,
        references=message.references or message.in_reply_to[:1],
        settled=all(each.settled for each in parts),
    )


def _entry_after(received: Received, parts: Sequence[Part], matches: Sequence[Match], silent: str) -> Entry:
    folios = [each.case.folio for each in parts if each.case.stage is not Stage.NEW and each.facts is not None]
    folios += [other.folio for match in matches if match.dispute and match.case for other in match.others]
    facts = next((each.facts.as_words() for each in parts if each.facts is not None), {})
    resultado = next((each.decision.resultado for each in parts), "")
    return replace(
        received.entry,
        state=EntryState.DONE,
        sort=Sort.STUDENT,
        folios=tuple(dict.fromkeys(folios)),
        readings=received.readings,
        pide=tuple(sorted(str(wish) for wish in received.wishes.wishes)),
        rules=tuple(rule for each in parts for rule in each.decision.rules),
        facts={**facts, "resultado": resultado},
        reason=silent,
    )


def _events(parts: Sequence[Part], matches: Sequence[Match], silent: str) -> list[Event]:
    events = []
    for each, match in zip(parts, matches, strict=True):
        detail = {"etapa": str(each.case.stage), "regla": each.decision.rules[1]}
        detail |= {"desacuerdo": match.dispute} if match.dispute else {}
        detail |= {"sin respuesta": silent or each.why_silent} if silent or each.why_silent else {}
        folio = each.case.folio if each.case.stage is not Stage.NEW else None
        events.append(Event("decidido" if each.facts else "retenido", detail, folio))
    return events
