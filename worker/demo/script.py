"""The words in which the demo's scenes are told: who mails what, what the officer says, where it has to end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from worker.core.cases import Stage
from worker.demo.mails import Attachment, LastReply, Letter, Program, written
from worker.demo.people import Person

Build = Callable[[LastReply | None], bytes]
Draw = Callable[[], Sequence[Attachment]]


class Row(StrEnum):
    """The rows of the procedure's table of decisions; the demo shows each of them."""

    QUESTION = "pregunta sin documento"
    SCHOOL = "vigente por el Tecnológico"
    NOT_VIGENTE = "no vigente"
    OTHER_SCHOOL = "vigente por otra escuela"
    OTHER_BODY = "vigente por otra instancia"
    OLD = "constancia vieja"
    HAS_HOJA = "ya tiene la hoja"
    CLINIC = "dice su clínica"
    ALTA_DONE = "la encargada: alta hecha"
    HOJA_GIVEN = "la encargada: hoja entregada"
    GRADUATED = "la encargada: egresado"
    OTHER_PAPER = "documento sin vigencia"
    NO_FILE = "archivo ilegible, protegido o faltante"
    DOUBTFUL = "contradictorio o dudoso"
    AJENO = "ajeno"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that comes in. `build` takes the last mail that the worker sent to `about` and gives the raw bytes."""

    label: str
    carrier: str
    sender: str
    build: Build
    row: Row | None = None
    wave: int = 1
    about: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What the officer says about this student's case, as text for `afiliacion order FOLIO TEXT`."""

    student: Person
    text: str
    row: Row | None = None
    wave: int = 2


Step = Mail | Order


@dataclass(frozen=True, slots=True)
class Expected:
    """Where this student's case has to stand in the end; it bears `student.nss`, or knows `student.mail`."""

    student: Person
    stage: Stage


@dataclass(frozen=True, slots=True)
class Scene:
    """A few steps that belong together, in order; without `expected` no case may come of them."""

    steps: tuple[Step, ...]
    expected: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True)
class Pen:
    """What every mail of the demo needs: the time of the demo and the address of the mailbox."""

    now: datetime
    mailbox: str

    def ago(self, days: int) -> date:
        """The day so many days before the demo."""
        return self.now.date() - timedelta(days)

    def sent(self, wave: int, address: str, last: LastReply | None = None) -> datetime:
        """When somebody wrote: within the two hours before the demo, by wave, and never before what is answered."""
        planned = self.now - timedelta(minutes=120 - 18 * wave - sum(address.encode()) % 15)
        return max(planned, last.sent) if last else planned

    def mail(
        self,
        person: Person,
        label: str,
        carrier: str,
        subject: str,
        text: str,
        draw: Draw | None = None,
        *,
        row: Row | None = None,
        wave: int = 1,
        program: Program = Program.GMAIL,
    ) -> Mail:
        """A mail that a person writes; from the second wave on it answers the worker's last mail to them."""

        def build(last: LastReply | None) -> bytes:
            answered = last if wave > 1 else None
            return written(
                Letter(
                    address=person.mail,
                    name=person.display,
                    to=self.mailbox,
                    subject=f"Re: {answered.subject.removeprefix('Re: ')}" if answered else subject,
                    text=text,
                    sent=self.sent(wave, person.mail, answered),
                    files=tuple(draw()) if draw else (),
                    program=program,
                    answers=answered,
                )
            )

        return Mail(label, carrier, person.mail, build, row, wave, person.mail)


def ends(student: Person, stage: Stage, *steps: Step) -> Scene:
    """A scene of one student."""
    return Scene(steps, (Expected(student, stage),))


def waves(scenes: Sequence[Scene]) -> tuple[tuple[Step, ...], ...]:
    """The steps in time order: all of the first wave, then (the inbox quiet) all of the second, and so on."""
    steps = [step for scene in scenes for step in scene.steps]
    last = max((step.wave for step in steps), default=0)
    return tuple(tuple(step for step in steps if step.wave == wave) for wave in range(1, last + 1))
