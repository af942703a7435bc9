"""What a student's text asks for. Never a wrong wish: what is not understood whole goes to a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from worker.core.clinics import Clinic
from worker.core.language import is_spanish
from worker.core.phrases import Clause, ClinicNames, clauses_of
from worker.core.sense import ASKED, POLITE, STATED, Sense, sense_of
from worker.core.speech import Sentence, hear
from worker.core.words import Wish, Words, parse_words

__all__ = ["Wish", "Wishes", "Words", "parse_words", "read_wishes"]

SUBJECT_LIMIT = 300
ELSEWHERE = frozenset({"otra_escuela", "trabajo_anterior", "trabajo"})
COMPANIONS = frozenset({"contexto", "la tiene", "excusa"})
"""What says nothing beside a wish, and is for a person where it stands alone."""

ANSWERED = ("re:", "rv:", "fw:", "fwd:", "res:", "aw:")


@dataclass(frozen=True)
class Wishes:
    """What a mail asks for.

    `wishes` is empty where the text asks for nothing. `clinic` is the UMF number that is clearly wanted. `about`
    says that a word of the trámite occurs in subject or text, `spanish` is False only for a clearly foreign text.
    """

    wishes: frozenset[Wish]
    clinic: str | None
    about: bool
    spanish: bool


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a text, or one sentence, comes to.

    `aside`: labels that are no wishes; `clinics`: every clinic named; `terms`: what no phrase explains; `story`: it
    has substance that matters only if no question follows; `mumbled`: a word or two that nobody can place;
    `reason`: it gives a reason for what was said before.
    """

    wishes: frozenset[Wish] = frozenset()
    aside: frozenset[str] = frozenset()
    clinics: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    about: bool = False
    story: bool = False
    mumbled: bool = False
    reason: bool = False


def read_wishes(subject: str, text: str, words: Words, clinics: Sequence[Clinic]) -> Wishes:
    """Read what a mail asks for.

    Args:
        subject: the mail's subject, any text.
        text: the writer's own words, without quotes; any text, of any length.
        words: the table of words.
        clinics: the table of clinics.

    Returns:
        The wishes. The subject counts where the text asks for nothing, and always for an emergency; the subject of
        an answer never counts, it is not the writer's.
    """
    table = _clinic_table(clinics)
    body = _hear(text, words, table)
    head = _hear(subject[:SUBJECT_LIMIT], words, table)
    own_subject = not subject.strip().lower().startswith(ANSWERED)
    heard = _together(head, body, words) if own_subject else body
    return Wishes(
        wishes=heard.wishes,
        clinic=min(heard.clinics) if Wish.CLINICA in heard.wishes else None,
        about=head.about or body.about,
        spanish=is_spanish(text),
    )


def _clinic_table(clinics: Iterable[Clinic]) -> ClinicNames:
    table: dict[tuple[str, ...], tuple[str, bool]] = {}
    for clinic in clinics:
        for name in (clinic.name, *clinic.names):
            table[_pieces(name)] = (clinic.umf, True)
        for number in (clinic.umf, *clinic.spelled):
            table[_pieces(number)] = (clinic.umf, False)
    return table


def _pieces(name: str) -> tuple[str, ...]:
    return tuple(piece for sentence in hear(name)[0] for piece in sentence.pieces)


def _together(head: _Heard, body: _Heard, words: Words) -> _Heard:
    """Subject and text: the subject names what the text speaks of, or stands for a text that asks for nothing."""
    if body.wishes == {Wish.OTRA} and (named := _named_in_subject(head, body, words)):
        return replace(body, wishes=named, clinics=head.clinics)
    if body.wishes - {Wish.ENVIA, *POLITE}:
        return replace(body, wishes=body.wishes | head.wishes & {Wish.URGENCIA})
    own = head.wishes - POLITE if body.wishes or body.aside else head.wishes
    wishes = body.wishes | own
    return replace(body, wishes=wishes - POLITE or wishes, clinics=body.clinics or head.clinics)


def _named_in_subject(head: _Heard, body: _Heard, words: Words) -> frozenset[Wish]:
    """The wish of a text that says 'esa quiero' or 'ya la tengo' under a subject that says what."""
    if Wish.CLINICA in head.wishes and body.terms and body.terms <= words.admits[Wish.CLINICA]:
        return frozenset({Wish.CLINICA})
    if "la tiene" in body.aside and "hoja" in head.terms and body.terms <= words.mute:
        return frozenset({Wish.HOJA})
    return frozenset()


def _hear(text: str, words: Words, table: ClinicNames) -> _Heard:
    sentences, whole = hear(text)
    closing = sentences[1:][-1:]
    parts = [_sentence(sentence, words, table, closing=sentence in closing) for sentence in sentences]
    wishes = frozenset[Wish]().union(*(part.wishes for part in parts))
    aside = frozenset[str]().union(*(part.aside for part in parts))
    clinics = frozenset[str]().union(*(part.clinics for part in parts))
    mumbled = not wishes and not aside and any(part.mumbled for part in parts)
    if not whole or mumbled or _story_matters(parts):
        wishes |= {Wish.OTRA}
    terms = frozenset[str]().union(*(part.terms for part in parts))
    return _Heard(_settle(wishes, aside, clinics), aside, clinics, terms, any(part.about for part in parts))


def _story_matters(parts: Sequence[_Heard]) -> bool:
    """Whether a sentence that was not understood is neither the story before a question nor the reason for one."""
    asking = [place for place, part in enumerate(parts) if part.wishes & ASKED and Wish.OTRA not in part.wishes]
    first, last = (asking[0], asking[-1]) if asking else (len(parts), -1)
    return any(part.story and place > last and not (part.reason and place > first) for place, part in enumerate(parts))


def _settle(wishes: frozenset[Wish], aside: frozenset[str], clinics: frozenset[str]) -> frozenset[Wish]:
    """Make the wishes of all sentences agree."""
    wishes = _doubts(wishes, aside, clinics)
    if wishes - POLITE:
        wishes -= POLITE
    if "pregunta directa" not in aside and wishes - {Wish.PREGUNTA, Wish.OTRA} - POLITE:
        wishes -= {Wish.PREGUNTA}
    if wishes & {Wish.SI, Wish.NO} or ("presentación" in aside and "promesa" not in aside):
        wishes -= {Wish.GRACIAS}
    return wishes - {Wish.OTRA, Wish.PREGUNTA} if Wish.URGENCIA in wishes else wishes


def _doubts(wishes: frozenset[Wish], aside: frozenset[str], clinics: frozenset[str]) -> frozenset[Wish]:
    """Take back what the mail as a whole makes doubtful; what only accompanies a wish is a doubt without one."""
    if Wish.URGENCIA in wishes and "excusa" in aside:
        wishes = wishes - {Wish.URGENCIA} | {Wish.OTRA}
    if Wish.CLINICA in wishes and len(clinics) != 1:
        wishes = wishes - {Wish.CLINICA} | {Wish.OTRA}
    if {Wish.SI, Wish.NO} <= wishes:
        wishes = wishes - {Wish.SI, Wish.NO} | {Wish.OTRA}
    if "rechaza" in aside and Wish.CLINICA not in wishes:
        wishes |= {Wish.OTRA}
    if aside & COMPANIONS and not wishes - POLITE:
        wishes |= {Wish.OTRA}
    if "envió" in aside and not wishes - POLITE:
        wishes |= {Wish.ENVIA}
    return wishes | {Wish.OTRA} if "promesa" in aside and not wishes else wishes


def _sentence(sentence: Sentence, words: Words, table: ClinicNames, *, closing: bool) -> _Heard:
    clauses = clauses_of(sentence, words, table)
    senses = _without_purposes(clauses, [sense_of(clause, words, closing=closing) for clause in clauses])
    heard = _wishes_of(clauses, senses, words, asked=sentence.asked)
    return replace(
        heard,
        clinics=frozenset[str]().union(*(sense.clinics for sense in senses)),
        terms=frozenset[str]().union(*(sense.rest for sense in senses)),
        about=any(sense.about for sense in senses),
        mumbled=any(sense.mumbled for sense in senses),
        reason=bool(clauses) and clauses[0].joint == "porque",
    )


def _wishes_of(clauses: Sequence[Clause], senses: Sequence[Sense], words: Words, *, asked: bool) -> _Heard:
    wishes = frozenset(Wish(label) for sense in senses for label in sense.labels)
    aside = frozenset(label for sense in senses for label in sense.aside)
    if not wishes & ASKED and _whole_question(senses):
        wishes, aside = wishes | {Wish.PREGUNTA}, aside | {"pregunta directa"}
    if "baja del seguro" in aside and _elsewhere(clauses):
        wishes |= {Wish.BAJA}
    asks = bool(wishes & ASKED)
    hard = any(sense.hard for sense in senses) or (asked and senses[-1].soft and clauses[-1].joint != "o")
    pairs = enumerate(zip(clauses, senses, strict=True))
    story = any(_counts(clause, sense, senses[:place], wishes, words) for place, (clause, sense) in pairs)
    denied = any(sense.taken_back for sense in senses) or ("baja del seguro" in aside and Wish.BAJA not in wishes)
    if hard:
        wishes -= ASKED
    if wishes & STATED and _unsettled(clauses, senses, asks=asks, doubt=hard or story):
        wishes, denied = wishes - STATED, True
    if denied and any(sense.taken_back and not sense.labels for sense in senses) and _but(clauses):
        wishes, hard = wishes - ASKED, True
    if any(sense.only_asks for sense in senses) and not asks:
        aside |= {"contexto"}
    if hard or (denied and not asks) or (story and wishes):
        wishes |= {Wish.OTRA}
    return _Heard(wishes, aside, story=story and not wishes)


def _elsewhere(clauses: Sequence[Clause]) -> bool:
    """Whether another school or an employer is named."""
    return any(token.term in ELSEWHERE for clause in clauses for token in clause.tokens)


def _counts(clause: Clause, sense: Sense, before: Sequence[Sense], wishes: frozenset[Wish], words: Words) -> bool:
    """Whether what a clause says beside the wishes of its sentence is a doubt."""
    if not sense.soft or (clause.joint == "o" and sense.rest <= words.mute | {"no"}):
        return False
    stated = wishes - ASKED
    if stated and sense.rest <= frozenset[str]().union(*(words.admits[wish] | words.company[wish] for wish in stated)):
        return False
    said = any(each.labels - POLITE or each.soft for each in before)
    contrast = said and clause.joint == "pero" and (sense.about or "no" in sense.rest or bool(wishes & STATED - POLITE))
    return contrast or not wishes & ASKED


def _without_purposes(clauses: Sequence[Clause], senses: Sequence[Sense]) -> list[Sense]:
    """Take what follows 'para' after a wish as its purpose, no wish of its own ('adjunto mi vigencia para mi alta')."""
    kept: list[Sense] = []
    for clause, sense in zip(clauses, senses, strict=True):
        purpose = clause.joint == "para" and any(each.labels or each.only_asks for each in kept)
        if purpose and sense.labels <= ASKED and not sense.hard:
            sense = replace(sense, labels=frozenset(), soft=False, only_asks=False, taken_back=False)
        kept.append(sense)
    return kept


def _whole_question(senses: Sequence[Sense]) -> bool:
    """A question in pieces: one clause asks without saying what about ('cómo y dónde'), another names the trámite."""
    asked = any(sense.only_asks for sense in senses) and not any(sense.hard for sense in senses)
    return asked and any(sense.about for sense in senses)


def _unsettled(clauses: Sequence[Clause], senses: Sequence[Sense], *, asks: bool, doubt: bool) -> bool:
    """Whether something in the sentence takes its statements back: a bare question mark, a 'si', a 'pero'."""
    if clauses[-1].asked and not asks and not any(sense.requested for sense in senses):
        return True
    said = [sense for sense in senses if sense.labels or sense.hard or sense.soft]
    if said and said[0].conditional and (asks or doubt):
        return True
    return doubt and _but(clauses)


def _but(clauses: Sequence[Clause]) -> bool:
    return any(clause.joint == "pero" for clause in clauses)
