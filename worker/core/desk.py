"""What the decisions need of the store: one unit of work, committed whole or not at all.

`worker.store` implements it; core and process only speak to this protocol.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from worker.core.cases import Case, Entry, Event, LinkAsk, Outgoing, OutState
from worker.core.identifiers import Curp, Nss


class Conflict(Exception):
    """A case was changed by somebody else since it was read; the unit of work is to be done again."""


class Desk(Protocol):
    """One open unit of work."""

    # cases
    def case(self, folio: str) -> Case | None:
        """The case with this folio (any letter case), or None."""

    def cases(self) -> Sequence[Case]:
        """All cases by folio."""

    def cases_by_reference(self, message_ids: Sequence[str]) -> Sequence[Case]:
        """The cases that mails with these Message-IDs are of: our own that spoke about them, and received ones."""

    def cases_by_identity(self, nss: Nss | None, curp: Curp | None) -> Sequence[Case]:
        """The cases that bear this NSS or this CURP, without repetition; closed ones too."""

    def cases_by_address(self, mail: str) -> Sequence[Case]:
        """The cases that this address is a contact of; closed ones too."""

    def new_case(self, now: datetime) -> Case:
        """A case with the next folio of the year (`AF-2026-00042`), not saved yet: stage NEW, version 0."""

    def save_case(self, case: Case) -> Case:
        """Insert (version 0) or update; returns it with the version raised. `Conflict` if another save came first.

        A changed stage queues a filing for each mail of the case whose place is known and in our folders or the inbox.
        """

    # received mail
    def save_entry(self, entry: Entry) -> None:
        """Update the ledger's row of this mail, and its links to `entry.folios`."""

    def entry(self, entry_id: int) -> Entry:
        """The ledger's row with this id. KeyError if there is none."""

    def entries_of(self, folio: str) -> Sequence[Entry]:
        """The received mails of a case, oldest first."""

    def entry_with_id(self, message_id: str) -> Entry | None:
        """A received mail by its Message-ID header, or None."""

    def original_of(self, entry: Entry) -> Entry | None:
        """An earlier mail with the same raw bytes or the same fingerprint, or None."""

    def held(self, folio: str, address: str) -> Sequence[Entry]:
        """Mails of `address` that are held until a known address of the case has confirmed it."""

    def return_to_inbox(self, entry_id: int) -> None:
        """Queue the move of a filed mail back to the inbox; nothing if it lies there or is gone."""

    # our own mail
    def is_ours(self, message_id: str) -> bool:
        """Whether a mail of ours bears this Message-ID."""

    def outgoing(self, message_id: str) -> Outgoing | None:
        """Our mail with this Message-ID, or None."""

    def outgoing_of(self, folio: str) -> Sequence[Outgoing]:
        """Our mails for a case, oldest first."""

    def unsettled(self, recipient: str, now: datetime) -> Sequence[Outgoing]:
        """Replies to this address that still wait (`not_before` after `now`) and may be replaced."""

    def send(self, mail: Outgoing) -> None:
        """Put a mail into the outbox; nothing if one with the same Message-ID is there already."""

    def set_out_state(self, message_id: str, state: OutState, error: str = "") -> None:
        """Change where our mail with this Message-ID stands."""

    def sent_since(self, recipient: str, since: datetime) -> int:
        """How many replies to this address were put into the outbox since then, superseded and discarded ones apart."""

    # links
    def link_ask(self, folio: str, address: str) -> LinkAsk | None:
        """The asking about this address for this case, open or not, or None."""

    def link_ask_by_message(self, message_ids: Sequence[str]) -> LinkAsk | None:
        """The open asking that one of these Message-IDs is, or None."""

    def open_link_asks(self, folio: str) -> Sequence[LinkAsk]:
        """The askings about this case that wait for an answer."""

    def save_link_ask(self, ask: LinkAsk) -> None:
        """Insert or update by (folio, address)."""

    # history and settings
    def record(self, event: Event, now: datetime, entry: int | None = None) -> None:
        """Append one line to the history."""

    def history(self, folio: str | None = None) -> Sequence[tuple[datetime, int | None, Event]]:
        """The history in order, of one case or of all."""

    def setting(self, key: str) -> str | None:
        """A stored setting (`paused`, `summary:2026-08-14`), or None."""

    def set_setting(self, key: str, value: str | None) -> None:
        """Store a setting; None removes it."""
