"""What the school decided once and every decision rests on."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from worker.core.reply import Office, Replies
from worker.core.rules import Rules
from worker.core.school import School


@dataclass(frozen=True, slots=True)
class Limits:
    """How many replies one address gets, at most."""

    per_hour: int = 5
    per_day: int = 15


@dataclass(frozen=True, slots=True)
class House:
    """What the school decided once and every decision rests on."""

    rules: Rules
    replies: Replies
    office: Office
    school: School
    zone: ZoneInfo
    mailbox: str
    officer: str
    limits: Limits = Limits()
    answers: bool = True
