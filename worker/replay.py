"""One mail through the whole path on a store that is thrown away: what would be decided, and why."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from worker.app import open_store, utc_now, world_of
from worker.config import LocalConfig
from worker.core.cases import Entry, Outgoing, Place, Purpose
from worker.core.message import parse_message
from worker.core.types import Message
from worker.core.wire import reading_to_json
from worker.engines import Recogniser
from worker.process import World, process
from worker.rulebook import RuleBook
from worker.settings import Store as StoreSection
from worker.store import Store


def replay_mail(
    raw: bytes, config: LocalConfig, book: RuleBook, recognise: Recogniser, *, to_anybody: bool = False
) -> dict[str, Any]:
    """What the worker would make of this mail if it were the first of all.

    Args:
        to_anybody: take the mail as one to our mailbox whatever address it bears; so too where none is configured.

    Returns:
        `sort`, `readings` (as `read --json` gives them), `facts`, `rule`, `stage`, `reply` (its text, or None), and the
        `reason` why there is none.
    """
    with tempfile.TemporaryDirectory(prefix="afiliacion-") as folder:
        section = StoreSection(data_dir=Path(folder))
        with open_store(config.model_copy(update={"store": section}), book) as store:
            world = world_of(config, book, recognise, store.begin)
            anybody = to_anybody or not world.mailboxes
            return _replayed(raw, store, _for_anybody(world, raw) if anybody else world)


def _for_anybody(world: World, raw: bytes) -> World:
    """The same world, its mailbox whatever address this mail was sent to."""
    message = parse_message(raw)
    if not isinstance(message, Message):
        return world
    mailboxes = frozenset([*message.to, *message.cc, *message.resent_to])
    address = next(iter(sorted(mailboxes)), "buzon@localhost")
    return replace(world, mailboxes=mailboxes, sender=replace(world.sender, address=address))


def _replayed(raw: bytes, store: Store, world: World) -> dict[str, Any]:
    with store.begin() as desk:
        place = Place("INBOX", 1, 1)
        entry = desk.admit(place, hashlib.sha256(raw).hexdigest(), utc_now(), utc_now())
    process(entry, raw, world)
    with store.look() as desk:
        done = desk.entry(entry.id)
        case = desk.case(done.folios[0]) if done.folios else None
        mails = [mail for folio in done.folios for mail in desk.outgoing_of(folio)]
    return {
        "sort": str(done.sort),
        "readings": [reading_to_json(reading) for reading in done.readings],
        "facts": dict(done.facts),
        "rule": _rule(done),
        "stage": str(case.stage) if case else None,
        "reply": _reply(mails),
        "reason": done.reason or None,
    }


def _rule(entry: Entry) -> str | None:
    return " › ".join(entry.rules) or None


def _reply(mails: list[Outgoing]) -> str | None:
    return next((mail.body for mail in mails if mail.purpose is Purpose.REPLY), None)
