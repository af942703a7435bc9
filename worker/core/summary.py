"""The officer's daily summary as plain values; every number is of `core.views`, the objects of `cases --json`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from worker.core.cases import Entry, EntryState, Outgoing, OutState, Stage
from worker.core.spoken import in_words
from worker.core.types import Sort

View = dict[str, Any]

HERS = frozenset({Stage.ALTA_POR_TRAMITAR, Stage.EN_REVISION, Stage.HOJA_POR_ENTREGAR, Stage.BAJA_POR_TRAMITAR})
THEIRS = frozenset({Stage.FALTA_DOCUMENTO, Stage.BAJA_PENDIENTE})
_LISTED = (Sort.AJENO, Sort.NOT_OURS, Sort.MALFORMED)
_WITHHELD = (OutState.OBSERVED, OutState.PROPOSED)


@dataclass(frozen=True, slots=True)
class Line:
    """One case in a list.

    `days` is how long it has been in its stage, `task` what the stage asks of her, `looks` what she must look at.
    """

    folio: str
    name: str
    nss: str
    curp: str
    clinic: str
    issued: str
    stage: str
    days: int
    task: str
    looks: tuple[str, ...]
    email: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A mail that was left alone, or that made the code fail."""

    sender: str
    subject: str
    why: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A reply that was written and did not leave."""

    folio: str
    recipient: str
    subject: str
    body: str
    state: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The day. `waiting` counts the cases that wait for her; lists are sorted by who has waited longest."""

    day: str
    since: str
    waiting: int
    received: int
    answered: int
    altas: tuple[Line, ...]
    decisions: tuple[Line, ...]
    hojas: tuple[Line, ...]
    bajas: tuple[Line, ...]
    students: tuple[Line, ...]
    asides: tuple[Aside, ...]
    parked: tuple[Aside, ...]
    undelivered: tuple[Withheld, ...]
    withheld: tuple[Withheld, ...]
    paused: bool


def summarise(
    views: Sequence[View],
    entries: Sequence[Entry],
    mails: Sequence[Outgoing],
    *,
    since: datetime,
    now: datetime,
    zone: ZoneInfo,
    paused: bool,
) -> Summary:
    """Put the day together.

    Args:
        views: every case.
        entries: the mails that came since the last summary.
        mails: our mails since the last summary.
    """

    def lines(*stages: Stage) -> tuple[Line, ...]:
        return _sorted((view for view in views if view["stage"] in stages), now)

    decisions = [view for view in views if view["stage"] == Stage.EN_REVISION or view["attention"]]
    return Summary(
        day=in_words(now.astimezone(zone).date()),
        since=f"{in_words(since.astimezone(zone).date())}, {since.astimezone(zone):%H:%M}",
        waiting=sum(1 for view in views if view["stage"] in HERS or view["attention"]),
        received=_count(views, "taken", since, now),
        answered=_count(views, "answered", since, now),
        altas=lines(Stage.ALTA_POR_TRAMITAR),
        decisions=_sorted(decisions, now),
        hojas=lines(Stage.HOJA_POR_ENTREGAR),
        bajas=lines(Stage.BAJA_POR_TRAMITAR),
        students=lines(*THEIRS),
        asides=tuple(_aside(entry) for entry in entries if entry.sort in _LISTED),
        parked=tuple(_aside(entry) for entry in entries if entry.state is EntryState.PARKED),
        undelivered=tuple(_withheld(mail) for mail in mails if mail.state is OutState.FAILED),
        withheld=tuple(_withheld(mail) for mail in mails if mail.state in _WITHHELD),
        paused=paused,
    )


def _count(views: Sequence[View], key: str, since: datetime, now: datetime) -> int:
    """How many mails of students were taken from the inbox, or answered, from `since` until just before `now`."""
    mails = [mail for view in views for mail in view["mails"] if mail[key] and mail["sort"] == Sort.STUDENT]
    return len({mail["entry"] for mail in mails if since <= datetime.fromisoformat(mail[key]) < now})


def _sorted(views: Iterable[View], now: datetime) -> tuple[Line, ...]:
    ordered = sorted(views, key=lambda view: (view["since"] or view["opened"], view["folio"]))
    return tuple(_line(view, now) for view in ordered)


def _line(view: View, now: datetime) -> Line:
    return Line(
        folio=view["folio"],
        name=view["name"] or view["email"] or "sin nombre",
        nss=view["nss"] or "",
        curp=view["curp"] or "",
        clinic=f"UMF {view['umf']}" if view["umf"] else "",
        issued=view["issued"] or "",
        stage=view["stage"],
        days=(now - datetime.fromisoformat(view["since"] or view["opened"])).days,
        task=view["task"] or "",
        looks=tuple((view["attention"] or "").splitlines()),
        email=view["email"] or "",
    )


def _aside(entry: Entry) -> Aside:
    return Aside(entry.sender, entry.subject or "(sin asunto)", entry.reason or str(entry.sort or entry.state))


def _withheld(mail: Outgoing) -> Withheld:
    return Withheld(mail.folio or "", mail.recipient, mail.subject, mail.body, str(mail.state))
