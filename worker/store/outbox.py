"""Our own mail: what is due, what left, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from worker.core.cases import Outgoing, OutState, Purpose
from worker.store.part import Part
from worker.store.tables import OutgoingRow

_TO_STUDENTS = (Purpose.REPLY.value, Purpose.ASK_LINK.value, Purpose.NOTICE.value)
# What a stranger's mail can make us send: these count against the limit of an address.
_CAUSED = (Purpose.REPLY.value,)
_NEVER_LEFT = (OutState.SUPERSEDED.value, OutState.DISCARDED.value)
_WAITING = (OutState.DUE.value, OutState.PROPOSED.value)


class Outbox(Part):
    """The mails of ours."""

    def send(self, mail: Outgoing) -> None:
        """Put a mail into the outbox; nothing if one with the same Message-ID is there already.

        ValueError for a mail that does not say when it was `created`.
        """
        if mail.created is None:
            raise ValueError("a mail for the outbox must say when it was created")
        self._session.exec(
            self._insert(OutgoingRow).values(**_values(mail)).on_conflict_do_nothing(index_elements=["message_id"])
        )

    def is_ours(self, message_id: str) -> bool:
        """Whether a mail of ours bears this Message-ID."""
        query = select(OutgoingRow.id).where(OutgoingRow.message_id == message_id)
        return self._session.exec(query).first() is not None

    def outgoing(self, message_id: str) -> Outgoing | None:
        """Our mail with this Message-ID, or None."""
        row = self._session.exec(select(OutgoingRow).where(OutgoingRow.message_id == message_id)).first()
        return _outgoing(row) if row else None

    def outgoing_of(self, folio: str) -> Sequence[Outgoing]:
        """Our mails for a case, oldest first."""
        return self._mails(select(OutgoingRow).where(OutgoingRow.folio == folio))

    def outgoing_between(self, start: datetime, end: datetime) -> Sequence[Outgoing]:
        """Our mails that were written from `start` up to but not including `end`, oldest first."""
        written = col(OutgoingRow.created)
        return self._mails(select(OutgoingRow).where(written >= start, written < end))

    def unsettled(self, recipient: str, now: datetime) -> Sequence[Outgoing]:
        """Replies to this address that still wait (`not_before` after `now`) and may be replaced; proposed ones too."""
        return self._mails(
            select(OutgoingRow).where(
                OutgoingRow.recipient == recipient,
                OutgoingRow.purpose == Purpose.REPLY.value,
                col(OutgoingRow.settled).is_(False),
                col(OutgoingRow.state).in_(_WAITING),
                col(OutgoingRow.not_before) > now,
            )
        )

    def sent_since(self, recipient: str, since: datetime) -> int:
        """How many replies were put into the outbox for this address since then, whatever their mode.

        Superseded and discarded ones do not count, nor questions: a stranger's mail causes those.
        """
        query = select(func.count()).where(
            col(OutgoingRow.recipient) == recipient,
            col(OutgoingRow.purpose).in_(_CAUSED),
            col(OutgoingRow.state).not_in(_NEVER_LEFT),
            col(OutgoingRow.created) >= since,
        )
        return self._session.exec(query).one()

    def next_due(self, now: datetime, students_too: bool) -> Outgoing | None:
        """The oldest mail that may leave now, or None. Without `students_too` only what goes to the officer."""
        query = select(OutgoingRow).where(
            OutgoingRow.state == OutState.DUE.value,
            or_(col(OutgoingRow.not_before).is_(None), col(OutgoingRow.not_before) <= now),
            or_(col(OutgoingRow.retry_at).is_(None), col(OutgoingRow.retry_at) <= now),
        )
        if not students_too:
            query = query.where(col(OutgoingRow.purpose).not_in(_TO_STUDENTS))
        return next(iter(self._mails(query.limit(1))), None)

    def sent(self, message_id: str, now: datetime) -> None:
        """The mail was accepted by the server. KeyError for an unknown mail."""
        row = self._outgoing_row(message_id)
        row.state, row.sent, row.error, row.attempts = OutState.SENT.value, now, "", row.attempts + 1
        self._session.flush()

    def delivery_failed(self, message_id: str, reason: str, retry_at: datetime | None) -> None:
        """The mail was not accepted: it goes again at `retry_at`, or never (None). KeyError for an unknown mail.

        One that was replaced or discarded meanwhile stays so.
        """
        row = self._outgoing_row(message_id)
        row.error, row.retry_at, row.attempts = reason, retry_at, row.attempts + 1
        if retry_at is None and row.state == OutState.DUE.value:
            row.state = OutState.FAILED.value
        self._session.flush()

    def set_out_state(self, message_id: str, state: OutState, error: str = "") -> None:
        """Change where our mail with this Message-ID stands. KeyError for an unknown mail."""
        row = self._outgoing_row(message_id)
        row.state, row.error = state.value, error
        self._session.flush()

    def _outgoing_row(self, message_id: str) -> OutgoingRow:
        row = self._session.exec(select(OutgoingRow).where(OutgoingRow.message_id == message_id)).first()
        if row is None:
            raise KeyError(message_id)
        return row

    def _mails(self, query: SelectOfScalar[OutgoingRow]) -> tuple[Outgoing, ...]:
        return tuple(_outgoing(row) for row in self._session.exec(query.order_by(col(OutgoingRow.id))))


def _outgoing(row: OutgoingRow) -> Outgoing:
    return Outgoing(
        message_id=row.message_id,
        recipient=row.recipient,
        purpose=Purpose(row.purpose),
        subject=row.subject,
        body=row.body,
        mime=row.mime,
        state=OutState(row.state),
        not_before=row.not_before,
        folio=row.folio,
        entry=row.entry_id,
        template=row.template,
        settled=row.settled,
        id=row.id or 0,
        created=row.created,
        sent=row.sent,
        attempts=row.attempts,
        error=row.error,
    )


def _values(mail: Outgoing) -> dict[str, Any]:
    return {
        "message_id": mail.message_id,
        "recipient": mail.recipient,
        "purpose": mail.purpose.value,
        "subject": mail.subject,
        "body": mail.body,
        "mime": mail.mime,
        "state": mail.state.value,
        "not_before": mail.not_before,
        "folio": mail.folio,
        "entry_id": mail.entry,
        "template": mail.template,
        "settled": mail.settled,
        "created": mail.created,
        "sent": mail.sent,
        "attempts": mail.attempts,
        "error": mail.error,
    }
