"""What every step is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from structlog.typing import FilteringBoundLogger

from worker.mail.base import Inbox, Transport
from worker.process import World
from worker.store import Store


@dataclass(frozen=True, slots=True)
class Context:
    """The open ends of the house.

    `folder` is where mail is fetched from; the first round ever leaves mail alone that came more than `newer_than`
    before it.
    """

    store: Store
    inbox: Inbox
    transport: Transport
    world: World
    log: FilteringBoundLogger
    folder: str = "INBOX"
    newer_than: timedelta = timedelta(days=14)

    def now(self) -> datetime:
        """The time, aware, UTC."""
        return self.world.now()
