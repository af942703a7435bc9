"""Mail that is not answered: why, and where it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from worker.core.cases import Case, Entry, EntryState, Event, OutState, Purpose, add_attention
from worker.core.desk import Desk
from worker.core.notify import withdrawn
from worker.core.outcome import Outcome
from worker.core.types import Bounce, Message, Sort

_BOUNCED = "No se pudo entregar una respuesta: su dirección la rechazó."
_WITH_ITS_CASE = frozenset({Sort.AUTOMATIC, Sort.BOUNCE, Sort.OFFICER})


def set_aside(entry: Entry, sort: Sort, reason: str, desk: Desk, message: Message | None = None) -> Outcome:
    """Record a mail that gets no reply.

    A repeated mail goes where its original is. Machine mail about a mail of ours, and the officer's own word in a
    thread, go to that case; everything else stays where it lies.
    """
    if sort is Sort.DUPLICATE:
        original = desk.original_of(entry)
        folios = original.folios if original is not None else ()
        return _recorded(entry, sort, reason, folios)
    if message is None or sort not in _WITH_ITS_CASE:
        return _recorded(entry, sort, reason, ())
    about = message.bounce.about if message.bounce else (*message.in_reply_to, *message.references)
    cases = desk.cases_by_reference(about)
    recorded = _recorded(entry, sort, reason, tuple(case.folio for case in cases))
    if sort is Sort.OFFICER:
        hers = answered_by_hand(message, desk)
        states = tuple(state for case in hers for state in withdrawn(case, desk))
        return replace(recorded, cases=tuple(by_hand(case) for case in hers), states=states)
    if message.bounce is not None and message.bounce.permanent:
        return _undeliverable(recorded, message.bounce, cases, desk)
    return recorded


def answered_by_hand(message: Message, desk: Desk) -> tuple[Case, ...]:
    """The cases whose student this mail of the officer answers: in a thread of theirs and addressed to them."""
    addressed = {*message.to, *message.cc}
    cases = desk.cases_by_reference((*message.in_reply_to, *message.references))
    return tuple(case for case in cases if addressed & set(case.contacts))


def by_hand(case: Case) -> Case:
    """The case after the officer answered its student herself: she has seen what waited for her."""
    return replace(case, by_hand=True, attention=None)


def _recorded(entry: Entry, sort: Sort, reason: str, folios: tuple[str, ...]) -> Outcome:
    done = replace(entry, state=EntryState.DONE, sort=sort, reason=reason, folios=folios)
    events = tuple(Event("sin respuesta", {"clase": str(sort), "porque": reason}, folio) for folio in folios or (None,))
    return Outcome(entry=done, events=events)


def _undeliverable(recorded: Outcome, bounce: Bounce, cases: Sequence[Case], desk: Desk) -> Outcome:
    ours = [mail for mail in (desk.outgoing(each) for each in bounce.about) if mail is not None]
    students = [mail for mail in ours if mail.purpose not in (Purpose.SUMMARY, Purpose.OFFICER, Purpose.PROPOSAL)]
    return replace(
        recorded,
        states=tuple((mail.message_id, OutState.FAILED) for mail in students),
        cases=tuple(
            replace(case, attention=add_attention(case.attention, _BOUNCED))
            for case in cases
            if case.folio in {mail.folio for mail in students}
        ),
    )
