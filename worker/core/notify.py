"""What an order of the officer tells the student, and how an order is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace

from worker.core.cases import Case, Event, OutState, Purpose
from worker.core.desk import Desk
from worker.core.house import House
from worker.core.outcome import Draft, Outcome
from worker.core.outgoing import reply_subject
from worker.core.reply import Section, situation

_WAITING = frozenset({OutState.DUE, OutState.PROPOSED})


@dataclass(frozen=True, slots=True)
class Refused:
    """An order that changes nothing, and why, in one sentence for the officer."""

    why: str


def told(
    case: Case,
    name: str,
    template: str,
    desk: Desk,
    house: House,
    *,
    words: str = "",
    datum: str = "",
    before: str = "",
    instead: bool = False,
) -> Outcome:
    """Save the case, tell its student, and take her word as the answer to what waited for her.

    With `instead` her word takes the place of the replies that have not left yet.
    """
    after = replace(case, attention=None)
    said = replace(situation(house.office, after), palabras=words, orden=datum, anterior=before, pide="")
    mails = _letter(after, template, house.replies.body([Section(template, said)]), desk)
    told = "se le escribe" if mails else "no tiene dirección: no se le escribe"
    return Outcome(
        cases=(after,),
        mails=mails,
        states=withdrawn(case, desk) if instead else (),
        events=(Event("orden", {"orden": name, "etapa": str(after.stage)}, case.folio),),
        said=f"{case.folio}: {after.stage}; {told}.",
    )


def withdrawn(case: Case, desk: Desk) -> tuple[tuple[str, OutState], ...]:
    """The replies of a case that have not left, given up; one that answers about another case too is not."""
    replies = [mail for mail in desk.outgoing_of(case.folio) if mail.purpose is Purpose.REPLY]
    waiting = [mail for mail in replies if mail.state in _WAITING]
    alone = [mail for mail in waiting if mail.entry is None or len(desk.entry(mail.entry).folios) < 2]
    return tuple((mail.message_id, OutState.DISCARDED) for mail in alone)


def _letter(case: Case, template: str, body: str, desk: Desk) -> tuple[Draft, ...]:
    """A mail to the student, in the thread of what they wrote last: no machine's, no stranger's."""
    if not case.contacts:
        return ()
    theirs = [entry for entry in desk.entries_of(case.folio) if entry.sender.lower() in case.contacts]
    last = theirs[-1] if theirs else None
    return (
        Draft(
            purpose=Purpose.NOTICE,
            recipient=case.contacts[0],
            template=template,
            subject=reply_subject(last.subject if last else "Tu afiliación al IMSS", case.folio),
            body=body,
            key=f"{template}:{case.version}",
            folio=case.folio,
            in_reply_to=last.message_id if last else None,
        ),
    )
