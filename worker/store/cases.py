"""Cases and their contacts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, text, update
from sqlmodel import col, select

from worker.core.cases import Case, Stage
from worker.core.desk import Conflict
from worker.core.identifiers import Curp, Nss
from worker.core.types import Through
from worker.store.filings import Filings
from worker.store.part import chunks
from worker.store.tables import CaseRow, ContactRow, EntryFolioRow, EntryRow, OutgoingRow

# One statement that both databases know and that locks the year's row until the commit.
_NEXT_FOLIO = text(
    "INSERT INTO folios (year, last) VALUES (:year, 1) ON CONFLICT (year) DO UPDATE SET last = folios.last + 1"
    " RETURNING last"
)


class Cases(Filings):
    """The cases; a changed stage moves their mails."""

    def case(self, folio: str) -> Case | None:
        """The case with this folio (any letter case), or None."""
        return next(iter(self._cases([folio.upper()])), None)

    def cases(self) -> Sequence[Case]:
        """All cases by folio."""
        rows = self._session.exec(select(CaseRow).order_by(CaseRow.folio)).all()
        return _joined(rows, self._session.exec(select(ContactRow).order_by(col(ContactRow.position))).all())

    def cases_by_reference(self, message_ids: Sequence[str]) -> Sequence[Case]:
        """The cases that our mails with these Message-IDs spoke about, and those of received mails with these ids.

        A mail of ours speaks about its own case and about those of the mail that it answers.
        """
        folios: set[str] = set()
        for ids in chunks(message_ids):
            own = select(OutgoingRow.folio).where(col(OutgoingRow.message_id).in_(ids))
            answered = select(OutgoingRow.entry_id).where(col(OutgoingRow.message_id).in_(ids))
            received = select(EntryRow.id).where(col(EntryRow.message_id).in_(ids))
            linked = select(EntryFolioRow.folio).where(
                or_(col(EntryFolioRow.entry_id).in_(answered), col(EntryFolioRow.entry_id).in_(received))
            )
            folios.update(folio for folio in self._session.exec(own) if folio)
            folios.update(self._session.exec(linked))
        return self._cases(folios)

    def cases_by_identity(self, nss: Nss | None, curp: Curp | None) -> Sequence[Case]:
        """The cases that bear this NSS or this CURP, by folio, without repetition; closed ones too."""
        folios: set[str] = set()
        if nss is not None:
            folios.update(self._session.exec(select(CaseRow.folio).where(CaseRow.nss == nss.digits)))
        if curp is not None:
            folios.update(self._session.exec(select(CaseRow.folio).where(CaseRow.curp == curp.text)))
        return self._cases(folios)

    def cases_by_address(self, mail: str) -> Sequence[Case]:
        """The cases that this address (any letter case) is a contact of, by folio; closed ones too."""
        query = select(ContactRow.folio).where(ContactRow.address == mail.lower())
        return self._cases(self._session.exec(query).all())

    def new_case(self, now: datetime) -> Case:
        """A case with the next folio of the year of `now`, not saved yet: stage NEW, version 0.

        No other unit of work can be allotted the same folio; one that is rolled back gives its folio back.
        """
        number = self._session.execute(_NEXT_FOLIO, {"year": now.year}).scalar_one()
        return Case(folio=f"AF-{now.year}-{number:05d}", opened=now)

    def save_case(self, case: Case) -> Case:
        """Insert (version 0) or update; returns it with the version raised.

        `Conflict` if another save came first. A changed stage queues a filing for each mail of the case that lies in
        the inbox or in a folder of ours. Addresses are kept in lower case, each once.
        """
        contacts = tuple(dict.fromkeys(address.lower() for address in case.contacts))
        saved = replace(case, contacts=contacts, version=case.version + 1)
        before = self._session.exec(select(CaseRow.stage).where(CaseRow.folio == case.folio)).first()
        if case.version == 0:
            self._insert_case(saved)
        else:
            self._update_case(saved)
        self._save_contacts(saved)
        folder = self._folders.get(saved.stage)
        if folder is not None and before != saved.stage.value:
            self._queue_case(saved.folio, folder)
        return saved

    def _insert_case(self, case: Case) -> None:
        statement = self._insert(CaseRow).values(**_values(case)).on_conflict_do_nothing(index_elements=["folio"])
        self._expect_one(len(self._session.exec(statement.returning(col(CaseRow.folio))).all()))

    def _update_case(self, case: Case) -> None:
        earlier = col(CaseRow.version) == case.version - 1
        statement = update(CaseRow).where(col(CaseRow.folio) == case.folio, earlier).values(**_values(case))
        self._expect_one(self._session.exec(statement).rowcount)

    def _expect_one(self, rows: int) -> None:
        if rows != 1:
            raise Conflict("the case was changed since it was read")

    def _save_contacts(self, case: Case) -> None:
        self._session.exec(delete(ContactRow).where(col(ContactRow.folio) == case.folio))
        rows = [
            {"folio": case.folio, "address": address, "position": position}
            for position, address in enumerate(case.contacts)
        ]
        if rows:
            self._session.exec(insert(ContactRow).values(rows))

    def _cases(self, folios: Sequence[str] | set[str]) -> Sequence[Case]:
        cases: list[Case] = []
        for chunk in chunks(sorted(folios)):
            found = select(CaseRow).where(col(CaseRow.folio).in_(chunk)).order_by(CaseRow.folio)
            contacts = select(ContactRow).where(col(ContactRow.folio).in_(chunk)).order_by(col(ContactRow.position))
            cases += _joined(self._session.exec(found).all(), self._session.exec(contacts).all())
        return tuple(cases)


def _joined(rows: Sequence[CaseRow], contacts: Sequence[ContactRow]) -> tuple[Case, ...]:
    addresses: dict[str, list[str]] = defaultdict(list)
    for contact in contacts:
        addresses[contact.folio].append(contact.address)
    return tuple(_case(row, tuple(addresses[row.folio])) for row in rows)


def _case(row: CaseRow, contacts: tuple[str, ...]) -> Case:
    return Case(
        folio=row.folio,
        opened=row.opened,
        stage=Stage(row.stage),
        stage_since=row.stage_since,
        updated=row.updated,
        nss=Nss(row.nss) if row.nss else None,
        curp=Curp(row.curp) if row.curp else None,
        name=row.name,
        vigente=row.vigente,
        through=Through(row.through) if row.through else None,
        issued=row.issued,
        umf=row.umf,
        task=row.task,
        attention=row.attention,
        by_hand=row.by_hand,
        contacts=contacts,
        version=row.version,
    )


def _values(case: Case) -> dict[str, Any]:
    return {
        "folio": case.folio,
        "version": case.version,
        "opened": case.opened,
        "stage": case.stage.value,
        "stage_since": case.stage_since,
        "updated": case.updated,
        "nss": case.nss.digits if case.nss else None,
        "curp": case.curp.text if case.curp else None,
        "name": case.name,
        "vigente": case.vigente,
        "through": case.through.value if case.through else None,
        "issued": case.issued,
        "umf": case.umf,
        "task": case.task,
        "attention": case.attention,
        "by_hand": case.by_hand,
    }
