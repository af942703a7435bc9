"""Where the officer answered a student by hand, the worker keeps silent: her answers are found in Sent."""

from __future__ import annotations

from dataclasses import replace

from worker.core.cases import Case, Event, Place
from worker.core.message import parse_message
from worker.core.notify import withdrawn
from worker.core.types import Message
from worker.core.unanswered import answered_by_hand, by_hand
from worker.jobs.context import Context
from worker.store import SqlDesk

SENT = "\\Sent"


def watch_sent(context: Context) -> int:
    """Look at what was added to Sent since the last look; the number of her answers found. InboxError as always."""
    folder = context.inbox.special_folder(SENT)
    if folder is None:
        return 0
    uidvalidity = context.inbox.status(folder)
    with context.store.look() as desk:
        cursor = desk.cursor(folder)
    known = cursor is not None and cursor[0] == uidvalidity
    after = cursor[1] if cursor is not None and known else 0
    uids = context.inbox.new_uids(folder, after)
    if not known:  # what she wrote before the worker came is none of its business
        with context.store.begin() as desk:
            desk.set_cursor(folder, uidvalidity, max(uids, default=0))
        return 0
    return sum(_look_at(context, Place(folder, uidvalidity, uid)) for uid in uids)


def _look_at(context: Context, place: Place) -> bool:
    raw = context.inbox.headers(place)
    head = parse_message(raw) if raw is not None else None
    with context.store.begin() as desk:
        desk.set_cursor(place.folder, place.uidvalidity, place.uid)
        if not isinstance(head, Message) or (head.message_id is not None and desk.is_ours(head.message_id)):
            return False
        cases = [case for case in answered_by_hand(head, desk) if not _paper_since(case, head, desk)]
        for case in cases:
            for identifier, state in withdrawn(case, desk):
                desk.set_out_state(identifier, state)
            desk.save_case(replace(by_hand(case), updated=context.now()))
            desk.record(Event("la encargada contestó a mano", {}, case.folio), context.now())
    return bool(cases)


def _paper_since(case: Case, head: Message, desk: SqlDesk) -> bool:
    """Whether a paper came after she wrote: then it is the worker's turn again."""
    papers = (entry for entry in desk.entries_of(case.folio) if entry.readings)
    return any(head.date is not None and entry.received > head.date for entry in papers)
