"""Made-up students, mails and places for the store's tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from worker.core.cases import Case, Entry, EntryState, Outgoing, Place, Purpose, Stage
from worker.core.identifiers import Curp, Nss
from worker.core.types import Box, Document, Evidence, Found, Reading, Through
from worker.store import SqlDesk, Store

NOW = datetime(2026, 8, 14, 9, 30, 15, 123456, tzinfo=UTC)
FOLDERS = {
    Stage.FALTA_DOCUMENTO: "Afiliación/Falta documento",
    Stage.EN_REVISION: "Afiliación/En revisión",
    Stage.AFILIADO: "Afiliación/Listos",
    Stage.CERRADO: "Afiliación/Listos",
}
NSS = Nss("12345678903")
OTHER_NSS = Nss("03210512343")
CURP = Curp("BOXW310820HNERXN09")


def later(**duration: float) -> datetime:
    """A moment after `NOW`."""
    return NOW + timedelta(**duration)


def place(uid: int, folder: str = "INBOX") -> Place:
    """A place on a server whose numbers use all 32 bits."""
    return Place(folder, 4_000_000_000, uid)


def admitted(desk: SqlDesk, uid: int, **changes: Any) -> Entry:
    """A mail taken in at `place(uid)`, with `changes` saved."""
    entry = desk.admit(place(uid), f"{uid:064x}", later(seconds=uid), NOW)
    if changes:
        desk.save_entry(replace(entry, **changes))
    return desk.entry(entry.id)


def saved_case(desk: SqlDesk, **changes: Any) -> Case:
    """A new case, saved."""
    return desk.save_case(replace(desk.new_case(NOW), **{"stage": Stage.FALTA_DOCUMENTO, **changes}))


def case_with_mail(store: Store, uid: int = 1, **changes: Any) -> tuple[Case, Entry]:
    """A case with one mail that lies in the inbox; no move is due."""
    with store.begin() as desk:
        case = saved_case(desk, **changes)
        entry = admitted(desk, uid, folios=(case.folio,), state=EntryState.HELD)
    return case, entry


def reply(number: int, **changes: Any) -> Outgoing:
    """A reply of ours that is due at once."""
    mail = Outgoing(
        message_id=f"<reply-{number}@escuela.example>",
        recipient="ana@correo.example",
        purpose=Purpose.REPLY,
        subject="Tu trámite",
        body="Hola, Ana.\n",
        mime=b"Subject: x\r\n\r\n\x00\xff",
        template="alta-recibida",
        created=NOW,
    )
    return replace(mail, **changes)


def full_reading() -> Reading:
    """A reading in which every field is set."""
    seen = Evidence(3, Box(0.1, 0.2, 0.3, 0.4), "tesseract", "1234S678903", ("dígito verificador", "curp"))
    return Reading(
        file="fotos.zip \u203a a.pdf",
        document=Document.CONSTANCIA,
        nss=Found(NSS, seen),
        curp=Found(CURP, seen),
        name=Found("WALTER BOX", seen),
        vigente=Found(True, seen),
        through=Found(Through.TECNOLOGICO, seen),
        issued=Found(date(2026, 8, 1), seen),
        page=3,
        sure=True,
        checks=("nss", "vigencia"),
        problems=("muy borrosa",),
        seconds=1.5,
        inline=True,
    )
