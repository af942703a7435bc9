"""What a student's text asks for. Never a wrong wish: what is not understood whole goes to a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from worker.core.clinics import Clinic
from worker.core.text.language import is_spanish
from worker.core.text.phrases import ClinicNames
from worker.core.text.sentences import COMPANIONS, Heard, sentence_of
from worker.core.text.speech import hear
from worker.core.text.terms import Term
from worker.core.text.view import ASKED, POLITE
from worker.core.text.words import Wish, Words, parse_words

__all__ = ["Wish", "Wishes", "Words", "parse_words", "read_wishes"]

SUBJECT_LIMIT = 300
ANSWERED = ("re:", "rv:", "fw:", "fwd:", "res:", "aw:")


@dataclass(frozen=True)
class Wishes:
    """What a mail asks for.

    `wishes` is empty where the text asks for nothing. `clinic` is the UMF number that is clearly wanted. `about`
    says that a word of the trámite occurs in subject or text, `spanish` is False only for a clearly foreign text.
    `asks` goes with `Wish.OTRA`: what was not understood may be a question or a request; False for a mere remark.
    """

    wishes: frozenset[Wish]
    clinic: str | None
    about: bool
    spanish: bool
    asks: bool = False


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
    doubtful = body if Wish.OTRA in body.wishes else head
    return Wishes(
        wishes=heard.wishes,
        clinic=min(heard.clinics) if Wish.CLINICA in heard.wishes else None,
        about=head.about or body.about,
        spanish=is_spanish(text),
        asks=Wish.OTRA in heard.wishes and doubtful.asks,
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


def _together(head: Heard, body: Heard, words: Words) -> Heard:
    """Subject and text: the subject names what the text speaks of, or stands for a text that asks for nothing."""
    if body.wishes == {Wish.OTRA} and (named := _named_in_subject(head, body, words)):
        return replace(body, wishes=named, clinics=head.clinics)
    if body.wishes - {Wish.ENVIA, *POLITE}:
        return replace(body, wishes=body.wishes | head.wishes & {Wish.URGENCIA})
    own = head.wishes - POLITE if body.wishes or body.aside else head.wishes
    own -= _only_remarked(body.wishes, asks=head.asks)
    wishes = body.wishes | own
    return replace(body, wishes=wishes - POLITE or wishes, clinics=body.clinics or head.clinics)


def _named_in_subject(head: Heard, body: Heard, words: Words) -> frozenset[Wish]:
    """The wish of a text that says 'esa quiero' or 'ya la tengo' under a subject that says what."""
    if Wish.CLINICA in head.wishes and body.terms and body.terms <= words.admits[Wish.CLINICA]:
        return frozenset({Wish.CLINICA})
    if "la tiene" in body.aside and Term.HOJA in head.terms and body.terms <= words.mute:
        return frozenset({Wish.HOJA})
    return frozenset()


def _hear(text: str, words: Words, table: ClinicNames) -> Heard:
    sentences, whole = hear(text)
    closing = sentences[1:][-1:]
    parts = [sentence_of(sentence, words, table, closing=sentence in closing) for sentence in sentences]
    wishes = frozenset[Wish]().union(*(part.wishes for part in parts))
    aside = frozenset[str]().union(*(part.aside for part in parts))
    clinics = frozenset[str]().union(*(part.clinics for part in parts))
    mumbled = not wishes and not aside and any(part.mumbled for part in parts)
    if not whole or mumbled or _story_matters(parts):
        wishes |= {Wish.OTRA}
    asks = not whole or _at_odds(wishes, aside, clinics) or any(part.asks for part in parts)
    return Heard(
        _settle(wishes, aside, clinics) - _only_remarked(wishes, asks=asks),
        aside,
        clinics,
        terms=frozenset[str]().union(*(part.terms for part in parts)),
        about=any(part.about for part in parts),
        asks=asks,
    )


def _only_remarked(wishes: frozenset[Wish], *, asks: bool) -> frozenset[Wish]:
    """What a paper that is sent makes needless: a person for a remark beside it."""
    return frozenset({Wish.OTRA} if Wish.ENVIA in wishes and not asks else ())


def _story_matters(parts: Sequence[Heard]) -> bool:
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
    torn = _torn(wishes, aside, clinics)
    if _at_odds(wishes, aside, clinics):
        wishes = wishes - torn | {Wish.OTRA}
    if aside & COMPANIONS and not wishes - POLITE:
        wishes |= {Wish.OTRA}
    if "envió" in aside and not wishes - POLITE:
        wishes |= {Wish.ENVIA}
    return wishes | {Wish.OTRA} if "promesa" in aside and not wishes else wishes


def _torn(wishes: frozenset[Wish], aside: frozenset[str], clinics: frozenset[str]) -> frozenset[Wish]:
    """The wishes that something else in the mail speaks against."""
    torn = {Wish.URGENCIA} if "excusa" in aside else set()
    if len(clinics) != 1:
        torn |= {Wish.CLINICA}
    if {Wish.SI, Wish.NO} <= wishes:
        torn |= {Wish.SI, Wish.NO}
    return wishes & torn


def _rejects(wishes: frozenset[Wish], aside: frozenset[str]) -> bool:
    """Whether it says which clinic it does not want, and none that it does."""
    return "rechaza" in aside and Wish.CLINICA not in wishes


def _at_odds(wishes: frozenset[Wish], aside: frozenset[str], clinics: frozenset[str]) -> bool:
    return bool(_torn(wishes, aside, clinics)) or _rejects(wishes, aside)
