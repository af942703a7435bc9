"""Cases as other programs see them: the one object that `cases --json` prints and every number of the summary is of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from worker.core.cases import Case, Entry, EntryState, Outgoing, OutState, Purpose
from worker.core.desk import Desk
from worker.core.types import Sort

_ANSWERS = frozenset({Purpose.REPLY})


def case_view(case: Case, entries: Sequence[Entry], answered: Mapping[int, datetime | None]) -> dict[str, Any]:
    """One case as plain values: times in ISO 8601, unknown ones None.

    `messages` counts the mails of the case; `mails` has each with its number in the ledger (a mail about two cases
    stands in both with the same), when the server received it, when we took it, its sort, and when it was answered.

    Args:
        answered: when a reply to a received mail left, by the mail's number in the ledger.
    """
    return {
        "folio": case.folio,
        "stage": str(case.stage),
        "nss": case.nss.digits if case.nss else None,
        "curp": case.curp.text if case.curp else None,
        "name": case.name,
        "email": case.contacts[0] if case.contacts else None,
        "umf": case.umf,
        "vigente": case.vigente,
        "through": str(case.through) if case.through else None,
        "updated": case.updated.isoformat() if case.updated else None,
        "messages": len(entries),
        "opened": case.opened.isoformat(),
        "since": case.stage_since.isoformat() if case.stage_since else None,
        "issued": case.issued.isoformat() if case.issued else None,
        "task": case.task,
        "attention": case.attention,
        "by_hand": case.by_hand,
        "emails": list(case.contacts),
        "mails": [_mail_view(entry, answered) for entry in entries],
    }


def all_views(desk: Desk) -> list[dict[str, Any]]:
    """Every case by folio."""
    cases = desk.cases()
    answered = answers(mail for case in cases for mail in desk.outgoing_of(case.folio))
    return [case_view(case, desk.entries_of(case.folio), answered) for case in cases]


def answers(mails: Iterable[Outgoing]) -> dict[int, datetime | None]:
    """When each received mail was answered; one reply may answer for several cases."""
    replies = (mail for mail in mails if mail.purpose in _ANSWERS and mail.state is OutState.SENT)
    return {mail.entry: mail.sent for mail in replies if mail.entry is not None}


def _mail_view(entry: Entry, answered: Mapping[int, datetime | None]) -> dict[str, Any]:
    sent = answered.get(entry.id)
    return {
        "entry": entry.id,
        "received": entry.received.isoformat(),
        "taken": entry.admitted.isoformat() if entry.admitted else None,
        "sort": str(entry.sort) if entry.sort else None,
        "answered": sent.isoformat() if sent else None,
        "held": entry.state is EntryState.HELD,
        "repeated": entry.sort is Sort.DUPLICATE,
    }
