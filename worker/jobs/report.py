"""The daily summary: once on each configured day, from the store to the officer's inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import css_inline
import jinja2

from worker.core.cases import PAUSED, Event, Purpose
from worker.core.outcome import Draft, Sender, write
from worker.core.summary import Summary, summarise
from worker.core.views import all_views
from worker.jobs.context import Context
from worker.store import SqlDesk

LAST = "último resumen"
"""The setting that says until when the last summary told."""

_templates = jinja2.Environment(
    loader=jinja2.PackageLoader("worker.jobs"),
    undefined=jinja2.StrictUndefined,
    autoescape=jinja2.select_autoescape(["html.jinja"]),
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A summary as it is read: a first line, plain text, and HTML with its styles inlined."""

    subject: str
    text: str
    html: str


def summary_of(desk: SqlDesk, zone: ZoneInfo, now: datetime) -> Rendered:
    """The summary at `now`, of everything since the last one that was sent before (a day, where there is none)."""
    return render(_summary(desk, zone, now))


def report_due(context: Context, zone: ZoneInfo, at: time, weekdays: frozenset[int]) -> bool:
    """Put today's summary into the outbox where it is due and not there yet; whether it did.

    Args:
        weekdays: the days on which there is one, Monday 0.
    """
    now, sender = context.now(), context.world.sender
    local = now.astimezone(zone)
    key = f"resumen:{local.date()}"
    if local.weekday() not in weekdays or local.time() < at:
        return False
    with context.store.begin() as desk:
        if desk.setting(key) is not None:
            return False
        made = summary_of(desk, zone, now)
        desk.send(write(_draft(made, key, sender), sender, now))
        desk.set_setting(key, now.isoformat())
        desk.set_setting(LAST, now.isoformat())
        desk.record(Event("resumen"), now)
    context.log.info("resumen escrito", dia=str(local.date()))
    return True


def render(summary: Summary) -> Rendered:
    """Both forms of a summary."""
    waiting = f"{summary.waiting} por ti" if summary.waiting else "nada por ti"
    html = _templates.get_template("summary.html.jinja").render(s=summary)
    text = _templates.get_template("summary.txt.jinja").render(s=summary)
    return Rendered(f"Afiliación, {summary.day}: {waiting}", text.strip() + "\n", css_inline.inline(html))


def _summary(desk: SqlDesk, zone: ZoneInfo, now: datetime) -> Summary:
    last = desk.setting(LAST)
    since = datetime.fromisoformat(last) if last and datetime.fromisoformat(last) < now else now - timedelta(days=1)
    return summarise(
        all_views(desk),
        desk.entries_between(since, now),
        desk.outgoing_between(since, now),
        since=since,
        now=now,
        zone=zone,
        paused=desk.setting(PAUSED) is not None,
    )


def _draft(made: Rendered, key: str, sender: Sender) -> Draft:
    return Draft(Purpose.SUMMARY, sender.officer, "resumen", made.subject, made.text, key, html=made.html)
