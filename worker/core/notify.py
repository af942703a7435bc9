"""What an order of the officer tells the student, and how an order is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace

from worker.core.cases import Case, Event, OutState, Purpose
from worker.core.desk import Desk
from worker.core.house import House
from worker.core.outcome import Draft, Outcome
from worker.core.outgoing import reply_subject
from worker.core.reply import Section, situation


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
    drop_proposals: bool = False,
) -> Outcome:
    """Save the case, tell its student, and take her word as the answer to what waited for her."""
    after = replace(case, attention=None)
    said = replace(situation(house.office, after), palabras=words, orden=datum, anterior=before, pide="")
    mails = _letter(after, template, house.replies.body([Section(template, said)]), desk)
    proposed = [m for m in desk.outgoing_of(case.folio) if m.state is OutState.PROPOSED] if drop_proposals else []
    told = "se le escribe" if mails else "no tiene dirección: no se le escribe"
    return Outcome(
        cases=(after,),
        mails=mails,
        states=tuple((mail.message_id, OutState.DISCARDED) for mail in proposed),
        events=(Event("orden", {"orden": name, "etapa": str(after.stage)}, case.folio),),
        said=f"{case.folio}: {after.stage}; {told}.",
    )


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
