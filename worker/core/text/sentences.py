"""What one sentence comes to: the senses of its clauses, made to agree with each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from worker.core.text.phrases import Clause, ClinicNames, clauses_of
from worker.core.text.sense import Sense, sense_of
from worker.core.text.speech import Sentence
from worker.core.text.terms import Term
from worker.core.text.view import ASKED, POLITE, STATED
from worker.core.text.words import Wish, Words

ELSEWHERE = frozenset({Term.OTRA_ESCUELA, Term.TRABAJO_ANTERIOR, Term.TRABAJO})
COMPANIONS = frozenset({"contexto", "la tiene", "excusa"})
"""What says nothing beside a wish, and is for a person where it stands alone."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text, or one sentence, comes to.

    `aside`: labels that are no wishes; `clinics`: every clinic named; `terms`: what no phrase explains; `story`: it
    has substance that matters only if no question follows; `mumbled`: a word or two that nobody can place;
    `reason`: it gives a reason for what was said before; `asks`: what was not understood may be a question or request.
    """

    wishes: frozenset[Wish] = frozenset()
    aside: frozenset[str] = frozenset()
    clinics: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    about: bool = False
    story: bool = False
    mumbled: bool = False
    reason: bool = False
    asks: bool = False


def sentence_of(sentence: Sentence, words: Words, table: ClinicNames, *, closing: bool) -> Heard:
    """Understand one sentence.

    Args:
        sentence: the sentence as heard.
        words: the table of words.
        table: the clinics by the words that name them.
        closing: whether it may be the signature.

    Returns:
        What it comes to.
    """
    clauses = clauses_of(sentence, words, table)
    if not clauses:
        return Heard()
    senses = _without_purposes(clauses, [sense_of(clause, words, closing=closing) for clause in clauses])
    heard = _wishes_of(clauses, senses, words, asked=sentence.asked)
    return replace(
        heard,
        clinics=frozenset[str]().union(*(sense.clinics for sense in senses)),
        terms=frozenset[str]().union(*(sense.rest for sense in senses)),
        about=any(sense.about for sense in senses),
        mumbled=any(sense.mumbled for sense in senses),
        reason=clauses[0].joint == Term.PORQUE,
    )


def _wishes_of(clauses: Sequence[Clause], senses: Sequence[Sense], words: Words, *, asked: bool) -> Heard:
    wishes = frozenset(Wish(label) for sense in senses for label in sense.labels)
    aside = frozenset(label for sense in senses for label in sense.aside)
    if not wishes & ASKED and _whole_question(senses):
        wishes, aside = wishes | {Wish.PREGUNTA}, aside | {"pregunta directa"}
    if "baja del seguro" in aside and _plainly_dropped(clauses, senses, words):
        wishes |= {Wish.BAJA}
    asks = bool(wishes & ASKED)
    dropped = "baja del seguro" in aside and Wish.BAJA not in wishes
    open_question = asked and senses[-1].soft and clauses[-1].joint != Term.O
    hard = dropped or open_question or any(sense.hard for sense in senses)
    pairs = enumerate(zip(clauses, senses, strict=True))
    story = any(_counts(clause, sense, senses[:place], wishes, words) for place, (clause, sense) in pairs)
    denied = any(sense.taken_back for sense in senses)
    if hard:
        wishes -= ASKED
    if Wish.ENVIA in wishes and _supposed(senses):
        wishes, denied = wishes - {Wish.ENVIA}, True
    if wishes & STATED and _unsettled(clauses, senses, asks=asks, doubt=hard or story):
        wishes, denied = wishes - STATED, True
    if denied and any(sense.taken_back and not sense.labels for sense in senses) and _but(clauses):
        wishes, hard = wishes - ASKED, True
    if any(sense.only_asks for sense in senses) and not asks:
        aside |= {"contexto"}
    if hard or (denied and not asks) or (story and wishes):
        wishes |= {Wish.OTRA}
    left = Wish.OTRA in wishes or story or bool(aside & COMPANIONS)
    pleads = dropped or denied or any(sense.pleads for sense in senses if _open(sense))
    return Heard(wishes, aside, story=story and not wishes, asks=left and pleads)


def _open(sense: Sense) -> bool:
    """Whether something in a clause was left without a meaning."""
    return sense.hard or sense.soft or sense.only_asks or bool(sense.aside & COMPANIONS)


def _elsewhere(clauses: Sequence[Clause]) -> bool:
    """Whether another school or an employer is named."""
    return any(token.term in ELSEWHERE for clause in clauses for token in clause.tokens)


def _plainly_dropped(clauses: Sequence[Clause], senses: Sequence[Sense], words: Words) -> bool:
    """Whether nothing casts a doubt on being dropped, nor on the other school or work that is named."""
    plain = [not (sense.conditional or sense.rest - words.admits[Wish.BAJA]) for sense in senses]
    dropped = ["baja del seguro" in sense.aside for sense in senses]
    elsewhere = any(_elsewhere([clause]) and sure for clause, sure in zip(clauses, plain, strict=True))
    return elsewhere and all(sure for sure, told in zip(plain, dropped, strict=True) if told)


def _counts(clause: Clause, sense: Sense, before: Sequence[Sense], wishes: frozenset[Wish], words: Words) -> bool:
    """Whether what a clause says beside the wishes of its sentence is a doubt."""
    if not sense.soft or (clause.joint == Term.O and sense.rest <= words.mute | {Term.NO}):
        return False
    stated = wishes - ASKED
    if stated and sense.rest <= frozenset[str]().union(*(words.admits[wish] | words.company[wish] for wish in stated)):
        return False
    said = any(each.labels - POLITE or each.soft for each in before)
    contrast = (
        said and clause.joint == Term.PERO and (sense.about or Term.NO in sense.rest or bool(wishes & STATED - POLITE))
    )
    return contrast or not wishes & ASKED


def _without_purposes(clauses: Sequence[Clause], senses: Sequence[Sense]) -> list[Sense]:
    """Take what follows 'para' after a wish as its purpose, no wish of its own ('adjunto mi vigencia para mi alta')."""
    kept: list[Sense] = []
    for clause, sense in zip(clauses, senses, strict=True):
        purpose = clause.joint == Term.PARA and any(each.labels or each.only_asks for each in kept)
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
    if _corrected(senses):
        return True
    said = [sense for sense in senses if sense.labels or sense.hard or sense.soft]
    if said and said[0].conditional and (asks or doubt):
        return True
    return doubt and _but(clauses)


def _corrected(senses: Sequence[Sense]) -> bool:
    """Whether a bare 'no' follows a statement ('ya tengo mi hoja, ah no')."""
    stated = [place for place, sense in enumerate(senses) if sense.labels & STATED - POLITE]
    return any(
        place > stated[0] and (Wish.NO in sense.labels or sense.rest == {Term.NO})
        for place, sense in enumerate(senses)
        if stated
    )


def _supposed(senses: Sequence[Sense]) -> bool:
    """Whether the paper is sent only if something that stands before it is so ('si no le llegó, se la mando')."""
    sent = next(place for place, sense in enumerate(senses) if Wish.ENVIA in sense.labels)
    return any(sense.conditional and not sense.labels for sense in senses[:sent])


def _but(clauses: Sequence[Clause]) -> bool:
    return any(clause.joint == Term.PERO for clause in clauses)
