"""The demo as a show: mails in, rounds until the inbox is quiet, a table, a folder of replies, and a verdict."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from worker.core.cases import Case, Entry, EntryState, Outgoing, OutState, Purpose
from worker.core.types import Document, Reading, Sort
from worker.demo.scenes import scenes
from worker.demo.script import Expected, Mail, Order, Scene, waves
from worker.demo.stage import MAILBOX, DemoStage
from worker.jobs.report import summary_of
from worker.store import SqlDesk

_EVERY = 10
_LEFT = (OutState.SENT, OutState.FAILED)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A student whose case does not stand where the procedure asks for."""

    who: str
    expected: str
    stands: str


def play(stage: DemoStage, console: Console) -> tuple[Wrong, ...]:
    """Play every scene; the students who did not come where they should."""
    told = scenes(stage.context.now(), MAILBOX)
    labels: dict[int, str] = {}
    for number, steps in enumerate(waves(told), 1):
        for mail in (step for step in steps if isinstance(step, Mail)):
            stage.servers.put(mail.build(stage.last_reply(mail.about) if mail.about else None))
        before = _entries(stage)
        mails = [step.label for step in steps if isinstance(step, Mail)]
        orders = [step for step in steps if isinstance(step, Order)]
        console.print(f"Ronda {number}: {len(mails)} correos, {len(orders)} órdenes de la encargada …")
        _until_quiet(stage, console, len(mails))
        fresh = [entry for entry in _entries(stage) if entry.id not in {old.id for old in before}]
        labels |= dict(zip(sorted(entry.id for entry in fresh), mails, strict=False))
        for order in orders:
            folio = _case_of(stage, order.student.nss, order.student.mail)
            said = stage.order(folio.folio, order.text) if folio else "sin caso"
            console.print(f"  «{order.text}» → {escape(said)}")
        stage.until_quiet()
    console.print(_table(stage, labels))
    return _verdict(stage, told)


def play_mails(stage: DemoStage, folder: Path, console: Console) -> tuple[Wrong, ...]:
    """Any folder of .eml files instead: right where every mail ended in a known state."""
    files = sorted(folder.glob("*.eml"))
    for file in files:
        stage.servers.put(file.read_bytes())
    console.print(f"{len(files)} correos de {escape(str(folder))} …")
    _until_quiet(stage, console, len(files))
    entries = _entries(stage)
    names = dict(zip((entry.id for entry in entries), (file.name for file in files), strict=False))
    console.print(_table(stage, names))
    left = [entry for entry in entries if entry.state not in (EntryState.DONE, EntryState.HELD)]
    return tuple(Wrong(f"correo {entry.id}", str(EntryState.DONE), str(entry.state)) for entry in left)


def _until_quiet(stage: DemoStage, console: Console, expected: int) -> None:
    """Run rounds and show how many mails are attended: a bar on a terminal, now and then a line elsewhere."""
    done = itertools.count(1)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("atendidos", total=expected)

        def attended() -> None:
            bar.advance(task)
            if (number := next(done)) % _EVERY == 0 and not console.is_terminal:
                console.print(f"  {number} de {expected} correos atendidos")

        stage.until_quiet(attended)


def write_folder(stage: DemoStage, folder: Path) -> int:
    """Every reply as text, and the officer's summary as HTML; the number of replies."""
    replies = folder / "respuestas"
    replies.mkdir(parents=True, exist_ok=True)
    with stage.context.store.look() as desk:
        entries = {entry.id: entry for entry in desk.all_entries()}
        mails = [mail for case in desk.cases() for mail in desk.outgoing_of(case.folio)]
        made = summary_of(desk, stage.config.summary.timezone, stage.context.now())
    mails.sort(key=lambda mail: mail.id)
    for number, mail in enumerate(mails, 1):
        name = f"{number:02d}-{_plain(mail.recipient.partition('@')[0])}-{mail.template}.txt"
        (replies / name).write_text(_as_text(mail, entries), "utf-8")
    (folder / "resumen.html").write_text(made.html, "utf-8")
    (folder / "resumen.txt").write_text(made.text, "utf-8")
    return len(mails)


def _as_text(mail: Outgoing, entries: dict[int, Entry]) -> str:
    answers = entries.get(mail.entry) if mail.entry else None
    about = f"Contesta a: {answers.subject or '(sin asunto)'}\n" if answers else ""
    return f"Para: {mail.recipient}\nAsunto: {mail.subject}\n{about}Estado: {mail.state}\n\n{mail.body}"


def _table(stage: DemoStage, labels: dict[int, str]) -> Table:
    table = Table(title="Lo que llegó y lo que se hizo", show_lines=False)
    for heading in ("Correo", "Papel", "NSS", "Vigencia", "Etapa ahora", "Respuesta"):
        table.add_column(heading, overflow="fold")
    with stage.context.store.look() as desk:
        for entry in sorted(desk.all_entries(), key=lambda entry: entry.id):
            if entry.sort is not Sort.OWN:
                table.add_row(*(escape(cell) for cell in _row(entry, desk, labels)))
    return table


def _row(entry: Entry, desk: SqlDesk, labels: dict[int, str]) -> tuple[str, ...]:
    cases = [case for folio in entry.folios if (case := desk.case(folio))]
    told = [reading for reading in entry.readings if reading.document is Document.CONSTANCIA] or list(entry.readings)
    mails = [mail for case in cases for mail in desk.outgoing_of(case.folio) if mail.entry == entry.id]
    replies = [_told(mail) for mail in mails if mail.purpose is Purpose.REPLY and mail.state in _LEFT]
    return (
        labels.get(entry.id, entry.subject),
        "\n".join(str(reading.document) for reading in told) or "–",
        "\n".join(_masked(reading) for reading in told) or "–",
        "\n".join(_vigencia(reading) for reading in told) or "–",
        "\n".join(str(case.stage) for case in cases) or str(entry.sort or entry.state),
        "\n".join(dict.fromkeys(replies)) or f"– ({entry.reason})",
    )


def _told(mail: Outgoing) -> str:
    return mail.template if mail.state is OutState.SENT else f"{mail.template} (rebotó)"


def _masked(reading: Reading) -> str:
    return f"•••••••{reading.nss.value.digits[-4:]}" if reading.nss else "–"


def _vigencia(reading: Reading) -> str:
    if reading.vigente is None:
        return "–"
    through = f", {reading.through.value}" if reading.through else ""
    return f"{'sí' if reading.vigente.value else 'no'}{through}{'' if reading.sure else ' (con duda)'}"


def _verdict(stage: DemoStage, told: Sequence[Scene]) -> tuple[Wrong, ...]:
    wrong = [_judge(stage, expected) for scene in told for expected in scene.expected]
    strangers = {step.sender for scene in told if not scene.expected for step in scene.steps if isinstance(step, Mail)}
    with stage.context.store.look() as desk:
        opened = [case for address in sorted(strangers) for case in desk.cases_by_address(address)]
    return (
        *(each for each in wrong if each is not None),
        *(Wrong(case.folio, "ningún caso", str(case.stage)) for case in opened),
    )


def _judge(stage: DemoStage, expected: Expected) -> Wrong | None:
    case = _case_of(stage, expected.student.nss, expected.student.mail)
    stands = str(case.stage) if case else "sin caso"
    return None if stands == expected.stage else Wrong(expected.student.display, str(expected.stage), stands)


def _case_of(stage: DemoStage, nss: str, mail: str) -> Case | None:
    with stage.context.store.look() as desk:
        cases = desk.cases()
    by_nss = next((case for case in cases if case.nss and case.nss.digits == nss), None)
    return by_nss or next((case for case in cases if mail in case.contacts and case.nss is None), None)


def _entries(stage: DemoStage) -> list[Entry]:
    with stage.context.store.look() as desk:
        return list(desk.all_entries())


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded.lower()).strip("-") or "sin-nombre"
