"""The frozen nouns of the office: a case, what is decided about it, and the mail that leaves for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from worker.core.identifiers import Curp, Nss
from worker.core.types import Reading, Sort, Through

PAUSED = "paused"
"""The setting that holds while nothing is sent to students."""


class Stage(StrEnum):
    """Where a case stands; `NEW` is a case that nothing was decided about yet and is never stored."""

    NEW = "sin caso"
    FALTA_DOCUMENTO = "falta documento"
    ALTA_POR_TRAMITAR = "alta por tramitar"
    BAJA_PENDIENTE = "baja pendiente"
    HOJA_POR_ENTREGAR = "hoja por entregar"
    EN_REVISION = "en revisión"
    AFILIADO = "afiliado"
    BAJA_POR_TRAMITAR = "baja por tramitar"
    CERRADO = "cerrado"


@dataclass(frozen=True, slots=True)
class Case:
    """One student's trámite.

    `contacts` are the addresses that may be told about it, the one that mail goes to first. `task` is what
    the officer has to do because of the stage ('preparar hoja') and goes with it; `attention` is what a person must
    look at or answer, in one sentence a line, and stays until she acts on the case. `by_hand` holds since the officer
    answered the student herself: the worker stays silent until a new paper comes. `version` counts the saves.
    """

    folio: str
    opened: datetime
    stage: Stage = Stage.NEW
    stage_since: datetime | None = None
    updated: datetime | None = None
    nss: Nss | None = None
    curp: Curp | None = None
    name: str | None = None
    vigente: bool | None = None
    through: Through | None = None
    issued: date | None = None
    umf: str | None = None
    task: str | None = None
    attention: str | None = None
    by_hand: bool = False
    contacts: tuple[str, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history: what happened, in the words of `docs`, with the few facts that explain it.

    `detail` never holds an NSS, a CURP, a name or an address: the history outlives them.
    """

    kind: str
    detail: Mapping[str, str] = field(default_factory=dict)
    folio: str | None = None


class Purpose(StrEnum):
    """Why a mail leaves; part of its Message-ID, so that two purposes never share one."""

    REPLY = "respuesta"
    ASK_LINK = "pregunta"
    NOTICE = "aviso"
    OFFICER = "encargada"
    PROPOSAL = "propuesta"
    SUMMARY = "resumen"


class OutState(StrEnum):
    """Where a mail of ours stands. Only `DUE` is ever sent; all but `DUE` and `PROPOSED` are final."""

    DUE = "pendiente"
    PROPOSED = "propuesta"
    OBSERVED = "observada"
    SENT = "enviada"
    SUPERSEDED = "sustituida"
    DISCARDED = "descartada"
    FAILED = "no entregada"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail of ours, whole: `mime` is what leaves, byte for byte. `entry` is the ledger's id of the mail it answers.

    `settled` says whether later mail of the same sender may still replace it (False) while it waits for `not_before`.
    """

    message_id: str
    recipient: str
    purpose: Purpose
    subject: str
    body: str
    mime: bytes = field(repr=False)
    state: OutState = OutState.DUE
    not_before: datetime | None = None
    folio: str | None = None
    entry: int | None = None
    template: str = ""
    settled: bool = True
    id: int = 0
    created: datetime | None = None
    sent: datetime | None = None
    attempts: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail lies on the server; a UID means something only with its folder and UIDVALIDITY."""

    folder: str
    uidvalidity: int
    uid: int


class EntryState(StrEnum):
    """Where a received mail stands in the ledger."""

    RECEIVED = "recibido"
    DONE = "atendido"
    HELD = "retenido"
    PARKED = "apartado"


@dataclass(frozen=True, slots=True)
class Entry:
    """A mail in the ledger.

    Its raw bytes lie in the blobs under `sha256`; `place` is None once it is gone from the server.
    `fingerprint` is the same for two mails with one Message-ID, sender and body. `reason` says in one sentence why it
    got no reply, where it got none. `trace` is the traceback of a mail that made the code fail.
    `admitted` is when it was taken into the ledger.
    """

    id: int
    sha256: str
    received: datetime
    state: EntryState = EntryState.RECEIVED
    place: Place | None = None
    message_id: str | None = None
    fingerprint: str | None = None
    sender: str = ""
    subject: str = ""
    sort: Sort | None = None
    folios: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    pide: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    trace: str = ""
    attempts: int = 0
    admitted: datetime | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """A move that is due: the mail of ledger entry `entry` belongs into `folder`."""

    id: int
    entry: int
    folder: str
    place: Place | None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class LinkAsk:
    """A known address of case `folio` was asked, by the mail `message_id`, whether `address` is the student's too."""

    folio: str
    address: str
    asked: str
    message_id: str
    open: bool = True


def add_attention(old: str | None, *new: str | None) -> str | None:
    """What a person must look at: one sentence a line, none twice; None for nothing."""
    lines = dict.fromkeys([*(old.splitlines() if old else []), *(line for line in new if line)])
    return "\n".join(lines) or None


def drop_attention(old: str | None, line: str) -> str | None:
    """The same without this sentence."""
    return "\n".join(each for each in (old or "").splitlines() if each != line) or None
