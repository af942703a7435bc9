"""The whole demo as a list of scenes; `script.waves` puts their steps in time order."""

from __future__ import annotations

from datetime import datetime

from worker.demo.people import students
from worker.demo.scenes_constancias import constancias
from worker.demo.scenes_papers import other_papers
from worker.demo.scenes_people import conversations
from worker.demo.script import Pen, Scene

_CAST = 60


def scenes(now: datetime, mailbox: str) -> tuple[Scene, ...]:
    """All scenes. `now` (with a time zone) is the time of the demo, `mailbox` the address that the mails go to.

    Drawing happens when a mail is built, so this costs nothing. The same arguments give the same bytes, but for the
    locked PDF, whose encryption begins with chance.
    """
    pen, cast = Pen(now, mailbox), iter(students(_CAST))
    return (*constancias(pen, cast), *other_papers(pen, cast), *conversations(pen, cast))
