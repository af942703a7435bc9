"""What one person's papers and words come to: facts, both tables, the case as it stands after, and its section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from worker.core.cases import Case, Entry, Outgoing, OutState, Purpose, Stage, add_attention
from worker.core.desk import Desk
from worker.core.facts import NO_PAGES, Facts, Identidad, Lectura, Pide, combine
from worker.core.finding import Match, Person
from worker.core.house import House
from worker.core.reply import Section, situation
from worker.core.rules import Decision, decide
from worker.core.types import Document, Message, Reading
from worker.core.wishes import Wish, Wishes

ASKED_AGAIN = timedelta(days=10)
"""Within this time the same question does not get the same ready answer twice."""

DOUBTFUL, OTHER_PERSON = "papel dudoso", "identidad distinta"
"""The results of `papel.toml` whose reason the officer is told."""

_WHOSE = "revisar de quién es el correo"
_ONLY_THANKS = "Solo da las gracias; la respuesta que estaba por salir sigue su camino."
_UNANSWERED_QUESTION = "Además escribe algo que no se entendió con certeza."
_CLAIMS_HOJA = "Dice que ya tiene su Hoja de Afiliación, y por la etapa de su caso no debería tenerla."
_EMERGENCY = "Dice que tiene una urgencia médica."
_NOT_WITH_HOJA = frozenset({Stage.ALTA_POR_TRAMITAR, Stage.BAJA_PENDIENTE, Stage.EN_REVISION, Stage.FALTA_DOCUMENTO})
_OWN_PARAGRAPH = (Wish.URGENCIA, Wish.CLINICA, Wish.BAJA, Wish.HOJA, Wish.PREGUNTA, Wish.OTRA)


@dataclass(frozen=True, slots=True)
class Received:
    """A student's mail as it stands on the desk: the ledger's row, the mail, its papers read, its wishes, its writer.

    `writer` is the address that a reply would go to: the return path, which is also what a case knows people by.
    """

    entry: Entry
    message: Message
    readings: tuple[Reading, ...]
    wishes: Wishes
    writer: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one person's papers came to."""

    case: Case
    facts: Facts | None
    decision: Decision
    section: Section | None
    settled: bool
    wishes: frozenset[Wish] = frozenset()
    superseded: tuple[str, ...] = ()
    why_silent: str = ""


def part(received: Received, person: Person, match: Match, case: Case, desk: Desk, house: House, now: datetime) -> Part:
    """One person's papers and the text, through both tables."""
    before = [mail for mail in desk.unsettled(received.writer, now) if mail.folio == case.folio and mail.entry]
    earlier = [desk.entry(mail.entry) for mail in before if mail.entry]
    readings = _papers([*(r for entry in earlier for r in entry.readings), *person.readings], received.wishes.wishes)
    wishes = _joined(received.wishes.wishes, {Wish(word) for entry in earlier for word in entry.pide})
    if match.dispute is None:
        case = replace(case, umf=received.wishes.clinic or case.umf)
    facts = combine(
        readings,
        wishes,
        case,
        now.astimezone(house.zone).date(),
        constancia_days=house.school.constancia_days,
        link=bool(received.message.links),
        asked_before=_asked_before(desk.outgoing_of(case.folio), now),
    )
    decision = decide(house.rules, facts) if match.dispute is None else _for_the_officer(facts, match.dispute, wishes)
    decision = _with_doubts(decision, facts)
    new_paper = any(reading in readings for reading in person.readings)
    only_thanks = bool(before) and not person.readings and received.wishes.wishes == {Wish.GRACIAS}
    silent = _ONLY_THANKS if only_thanks else _why_silent(decision, case, new_paper)
    unanswered = _unanswered(facts, wishes, earlier, received.wishes)
    after = _after(case, facts, decision, wishes, now, silent=bool(silent), new_paper=new_paper, unanswered=unanswered)
    told = wishes if unanswered else wishes - {Wish.OTRA}
    told = told if match.dispute is None else told - {Wish.CLINICA}
    return Part(
        case=after,
        facts=facts,
        decision=decision,
        section=None if silent else _section(decision, after, facts, received, told, house),
        settled=facts.paper.lectura is Lectura.SEGURA or Wish.URGENCIA in wishes,
        wishes=wishes,
        superseded=() if silent else tuple(mail.message_id for mail in before),
        why_silent=silent,
    )


def _joined(now: frozenset[Wish], before: set[Wish]) -> frozenset[Wish]:
    """The wishes of a mail and of those that wait with it. What a newer text may take back goes to a person."""
    claimed = before & {Wish.HOJA, Wish.BAJA}
    if claimed and not claimed <= now and now - {Wish.GRACIAS, Wish.ENVIA, Wish.CLINICA}:
        return frozenset((now | before) - claimed | {Wish.OTRA})
    return frozenset(now | before)


def _papers(readings: Sequence[Reading], wishes: frozenset[Wish]) -> list[Reading]:
    """Without the pictures of a signature: what stands inline and is no paper, where the mail has another or a wish.

    A phone puts photos inline too, so that one that came alone is a paper.
    """
    kept = [r for r in readings if not (r.inline and (r.document in NO_PAGES or r.document is Document.OTRO))]
    return kept if kept or wishes - {Wish.ENVIA, Wish.GRACIAS} else list(readings)


def _asked_before(mails: Sequence[Outgoing], now: datetime) -> bool:
    """Whether the last thing we wrote to this student was a ready answer to a question."""
    replies = [mail for mail in mails if mail.purpose is Purpose.REPLY and mail.state is OutState.SENT]
    last = replies[-1] if replies else None
    ready = last is not None and last.template in ("como-obtenerla", "estado")
    return ready and last is not None and last.created is not None and now - last.created < ASKED_AGAIN


def _for_the_officer(facts: Facts, dispute: str, wishes: frozenset[Wish]) -> Decision:
    """Keys that disagree: no table is asked. Words alone move nothing; a paper puts its case under review."""
    rules = ("desacuerdo", "desacuerdo")
    if facts.reading is not None:
        return Decision("", Stage.EN_REVISION, "en-revision", _WHOSE, dispute, False, rules)
    if Wish.URGENCIA in wishes:
        return Decision("", facts.etapa, "urgencia", None, dispute, True, rules)
    if facts.pide is Pide.GRACIAS:
        return Decision("", facts.etapa, None, None, None, False, rules)
    return Decision("", facts.etapa, "a-la-encargada", None, dispute, False, rules)


def _with_doubts(decision: Decision, facts: Facts) -> Decision:
    """The officer's task says what was not clear."""
    doubts = facts.reading.problems if facts.reading is not None else ()
    if facts.paper.identidad is Identidad.DISTINTA:
        doubts = ("el papel parece de otra persona: por sus números, o por la edad de su titular", *doubts)
    elif not doubts and decision.resultado == DOUBTFUL:
        doubts = ("los papeles no dicen lo mismo, o falta la fecha",)
    if decision.task is None or decision.resultado not in (DOUBTFUL, OTHER_PERSON):
        return decision
    return replace(decision, task=f"{decision.task}: {' · '.join(doubts)}")


def _why_silent(decision: Decision, case: Case, new_paper: bool) -> str:
    if case.by_hand and not new_paper:
        return "La encargada ya contesta en este hilo."
    if decision.reply is None:
        return f"La regla «{decision.rules[1]}» no pide respuesta."
    if decision.reply == "a-la-encargada" and decision.attention and decision.attention in (case.attention or ""):
        return "Ya se le dijo que la encargada le contesta."
    return ""


def _unanswered(facts: Facts, wishes: frozenset[Wish], earlier: Sequence[Entry], heard: Wishes) -> bool:
    """Whether a person should read what the text says beside: a mere remark beside a sure paper needs nobody."""
    if Wish.OTRA not in wishes:
        return False
    sure = facts.paper.lectura is Lectura.SEGURA
    return heard.asks or not sure or any(Wish.OTRA in entry.pide for entry in earlier)


def _after(
    case: Case,
    facts: Facts,
    decision: Decision,
    wishes: frozenset[Wish],
    now: datetime,
    *,
    silent: bool,
    new_paper: bool,
    unanswered: bool,
) -> Case:
    """The case as the decision leaves it."""
    moved = decision.stage is not case.stage
    case = _taught(case, facts, decision)
    claims_hoja = Wish.HOJA in wishes and facts.reading is not None and decision.stage in _NOT_WITH_HOJA
    looks = [decision.attention]
    looks += [_UNANSWERED_QUESTION] if unanswered and facts.pide is Pide.OTRA and facts.reading else []
    looks += [_CLAIMS_HOJA] if claims_hoja else []
    looks += [_EMERGENCY] if Wish.URGENCIA in wishes else []
    looks += ["Escribió después de que le contestaste."] if case.by_hand and silent else []
    return replace(
        case,
        stage=decision.stage,
        stage_since=now if moved else case.stage_since,
        task=decision.task if moved or decision.task else case.task,
        attention=add_attention(case.attention, *looks),
        by_hand=case.by_hand and not new_paper,
    )


def _taught(case: Case, facts: Facts, decision: Decision) -> Case:
    """The case with what the paper says: only from a sure reading of its own student."""
    reading, sure = facts.reading, facts.paper.lectura is Lectura.SEGURA
    if reading is None or not sure or not decision.resultado.startswith("papel válido"):
        return case
    return replace(
        case,
        nss=reading.nss.value if reading.nss else case.nss,
        curp=reading.curp.value if reading.curp else case.curp,
        name=reading.name.value if reading.name else case.name,
        vigente=reading.vigente.value if reading.vigente else case.vigente,
        through=reading.through.value if reading.through else None,
        issued=reading.issued.value if reading.issued else case.issued,
    )


def _section(
    decision: Decision, case: Case, facts: Facts, received: Received, wishes: frozenset[Wish], house: House
) -> Section:
    said = situation(
        house.office,
        case,
        facts.reading,
        resultado=decision.resultado,
        pide=facts.pide,
        spanish=received.wishes.spanish,
    )
    if facts.reading is None and Wish.PREGUNTA not in wishes and Wish.ESTADO not in wishes:
        further: tuple[Pide, ...] = tuple(Pide[w.name] for w in _OWN_PARAGRAPH if w in wishes and w is not Wish.OTRA)
    else:
        further = tuple(Pide[wish.name] for wish in _OWN_PARAGRAPH if wish in wishes)
    if facts.reading is None:
        further = tuple(wish for wish in further if wish is not facts.pide)
    return Section(str(decision.reply), said, further)


def kept_back(case: Case) -> Part:
    """A case of somebody else in a mail that speaks of several: nothing about it is told or changed."""
    decision = Decision("", case.stage, None, None, None, False, ("otra dirección", "otra dirección"))
    return Part(case, None, decision, None, True, why_silent="Esa dirección no es del caso.")
