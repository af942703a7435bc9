"""A clause with the phrases found in it: which of them its own words let stand."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from worker.core.text.phrases import FOREIGN_CLINIC, Clause, Match, Token, may_be_name
from worker.core.text.terms import Term
from worker.core.text.words import CLINIC, Wish, Words

STATED = frozenset({Wish.CLINICA, Wish.HOJA, Wish.BAJA, Wish.GRACIAS, Wish.SI, Wish.NO})
"""Wishes that are statements: a question, a condition or a 'but' around them takes them back."""

ASKED = frozenset({Wish.PREGUNTA, Wish.ESTADO})
WISHES = frozenset(Wish) - {Wish.OTRA}
UNKNOWN_IN_QUESTION = 2
UNKNOWN_IN_SENDING = 2
POLITE = frozenset({Wish.SI, Wish.NO, Wish.GRACIAS})
FILLER = frozenset({"relleno", "presentación"})
REQUESTING = frozenset({Term.QUIERO, Term.GUSTARIA, Term.PEDIR})
WANTING = REQUESTING | {Term.NECESITO, Term.DEBO}
HARMLESS = frozenset({"presentación", "rechaza"})
NEXT = "siguiente paso"
ASIDE = frozenset({"presentación", "contexto", "envió", "promesa", "rechaza", "la tiene", "baja del seguro", "excusa"})
LONGEST_SIGNATURE = 6
STRANGE_NAMES = 2
SURE = frozenset({Term.SI, Term.YA})
"""All that may stand beside a paper that is sent with a 'si' in front: it is a 'sí' then, no condition."""

BEFORE = 2
"""A 'no' within so many words before an emergency takes it back."""


@dataclass(frozen=True)
class View:
    """A clause with its matches, and what may be said of it."""

    clause: Clause
    words: Words
    matches: tuple[Match, ...]

    @cached_property
    def heavy(self) -> list[Token]:
        """The tokens with weight that are no filler."""
        filler = self._covered({"relleno", "presentación", "promesa"})
        return [token for place, token in enumerate(self.clause.tokens) if token.weighty and place not in filler]

    @cached_property
    def rest(self) -> list[Token]:
        """The tokens with weight that no phrase explains."""
        explained = self._covered(None)
        return [token for place, token in enumerate(self.clause.tokens) if token.weighty and place not in explained]

    @property
    def open(self) -> list[Token]:
        """What no phrase explains, and the words of a story, which may ask for something ('me urge mi hoja')."""
        told, explained = self._covered({"contexto"}), self._covered(None)
        return [
            token
            for place, token in enumerate(self.clause.tokens)
            if (place in told and token.term != Term.NO) or place not in explained
        ]

    @property
    def objects(self) -> bool:
        """Whether it starts with a 'but' and says more than how the paper looks."""
        return self.clause.joint == Term.PERO and any(
            t.term not in self.words.company["envía papel"] for t in self.rest
        )

    def _covered(self, labels: AbstractSet[str] | None) -> set[int]:
        return {
            place
            for match in self.matches
            if labels is None or match.phrase.label in labels
            for place in range(match.start, match.end)
        }

    @cached_property
    def _labels(self) -> frozenset[str]:
        return frozenset(match.phrase.label for match in self.matches)

    @property
    def asks(self) -> bool:
        """A question mark, a question word in front, or a word of asking."""
        if self.clause.asked or any(token.term == Term.PREGUNTAR for token in self.heavy):
            return True
        return bool(self.heavy) and self.heavy[0].term in self.words.asking

    @cached_property
    def about(self) -> bool:
        """Whether it names the trámite."""
        terms = [token.term for token in self.clause.tokens]
        return any(_contains(terms, topic) for topic in self.words.topics) or bool(self.clinics)

    @cached_property
    def clinics(self) -> frozenset[str]:
        """The numbers of the clinics it names, without those it rejects."""
        rejected = self._covered({"rechaza"} | FILLER)
        alone = self._alone()
        return frozenset(
            token.clinic
            for place, token in enumerate(self.clause.tokens)
            if token.clinic and place not in rejected and (token.firm or alone)
        )

    def _alone(self) -> bool:
        """Whether a bare number stands with nothing but words that a choice of clinic admits."""
        admitted = self.words.admits["clínica"] | self.words.courtesy | {CLINIC}
        filler = self._covered({"relleno", "presentación", "sí"})
        return all(token.term in admitted for here, token in enumerate(self.clause.tokens) if here not in filler)

    def kept(self) -> set[str]:
        """The wishes in it that its own words do not deny."""
        found = {match.phrase.label for match in self.matches}
        if "otra cosa" in found:
            return {"urgencia"} & found
        asked = {label for label in found & ASKED if self._asked(label)}
        if NEXT in found and self.understood_question(UNKNOWN_IN_QUESTION):
            asked.add("pregunta")
        stated = {label for label in found & STATED if self._stands(label)}
        other = {"urgencia"} if "urgencia" in found and self._is_emergency() else set()
        if "envía papel" in found and self._sends():
            other.add("envía papel")
        return asked | stated | other

    def manner(self, labels: set[str]) -> frozenset[str]:
        """`pregunta directa` where its question is more than 'I want', 'I need' or 'what comes next'."""
        asking = [match for match in self.matches if match.phrase.label in ("pregunta", NEXT)]
        mild = bool(asking) and all(match.phrase.label == NEXT or self._mild(match) for match in asking)
        return frozenset({"pregunta directa"} if "pregunta" in labels and not mild else ())

    def _mild(self, match: Match) -> bool:
        return wants(match, self.clause) and not self.clause.asked

    def _asked(self, label: str) -> bool:
        mild = all(self._mild(match) for match in self.matches if match.phrase.label == label)
        if mild and any(token.term == Term.NO for token in self.rest):
            return False
        return self.understood_question(UNKNOWN_IN_QUESTION if self.about and not mild else 0)

    def is_plain_question(self) -> bool:
        """Whether it asks about the trámite in words that are all known, though in no known phrase."""
        return self.asks and self.about and not self.clinics and self.understood_question(0, careful=True)

    @cached_property
    def needs_person(self) -> bool:
        """Whether a word in it needs a person."""
        return any(token.term in self.words.doubts or token.term == FOREIGN_CLINIC for token in self.rest)

    def understood_question(self, unknown: int, *, careful: bool = False) -> bool:
        """Whether a question holds nothing that needs a person, and no more than `unknown` words that nobody knows.

        `careful`: nor anything that speaks of other people, work or places.
        """
        strange = [token for token in self.rest if not token.known]
        aside = careful and any(token.term in self.words.careful for token in self.rest)
        return len(strange) <= unknown and not aside and not self.needs_person

    def _stands(self, label: str) -> bool:
        first = min(match.start for match in self.matches if match.phrase.label == label)
        asked = [match.start for match in self.matches if match.phrase.label in ASKED]
        if asked and (min(asked) < first or label == "clínica"):
            return False
        if label == "clínica" and len(self.clinics) != 1:
            return False
        beside = self._labels & ASIDE - (HARMLESS | {"la tiene"} if label == "ya tiene hoja" else HARMLESS)
        if label not in POLITE and (beside or self._blocked(label)):
            return False
        return self.admits_rest([match for match in self.matches if match.phrase.label in STATED | {"envía papel"}])

    def _blocked(self, label: str) -> bool:
        filler = self._covered(FILLER)
        blocks = self.words.blocks[label]
        return any(token.term in blocks for place, token in enumerate(self.clause.tokens) if place not in filler)

    def admits_rest(self, stated: Sequence[Match]) -> bool:
        """Whether all that no phrase explains may stand beside these statements."""
        admitted = frozenset[str]().union(*(self.words.admits[match.phrase.label] for match in stated))
        return all(token.term in admitted for token in self.rest if not self._leading_si(token))

    def bare(self, polite: Sequence[Match]) -> bool:
        """Whether nothing but courtesy stands beside these."""
        covered = self._covered({"sí", "no"} | FILLER)
        admitted = self.words.courtesy.union(*(self.words.admits[match.phrase.label] for match in polite))
        return all(token.term in admitted for place, token in enumerate(self.clause.tokens) if place not in covered)

    @property
    def conditional(self) -> bool:
        """Whether it starts with 'si' that may mean 'if' ('sí me gustaría' cannot)."""
        said = [place for place, token in enumerate(self.clause.tokens) if token.weighty]
        first = [self.clause.tokens[place].term for place in said[:2]]
        excused = bool(said) and any(
            match.start < said[0] < match.end for match in self.matches if match.phrase.label in FILLER
        )
        return len(first) > 1 and first[0] == Term.SI and first[1] != Term.GUSTARIA and not excused

    def _leading_si(self, token: Token) -> bool:
        return token is self.heavy[0] and token.term == Term.SI

    def _is_emergency(self) -> bool:
        first = min(match.start for match in self.matches if match.phrase.label == "urgencia")
        before = self.clause.tokens[:first]
        denied = any(token.term == Term.NO for token in [each for each in before if each.weighty][-BEFORE:])
        supposed = any(token.term == Term.SI for token in before[-BEFORE:])
        return not denied and not supposed and not self._blocked("urgencia")

    def _sends(self) -> bool:
        first = min(match.start for match in self.matches if match.phrase.label == "envía papel")
        asked = any(match.start < first for match in self.matches if match.phrase.label in ASKED)
        denied = any(token.term in self.words.blocks["envía papel"] for token in self.rest)
        supposed = self.conditional and any(token.term not in SURE for token in self.rest)
        return not asked and not denied and not supposed and not self.clause.asked and not self._sends_something_else()

    def _sends_something_else(self) -> bool:
        """Whether 'I send' stands without a paper and with words that may name anything ('le mando un abrazo')."""
        sent = [match for match in self.matches if match.phrase.label == Wish.ENVIA]
        fit = self.words.admits[Wish.ENVIA] | self.words.company[Wish.ENVIA] | self.words.names
        after = {id(token) for token in self.clause.tokens[sent[-1].end :]}
        strange = any(id(token) in after and token.term not in fit for token in self.rest)
        return strange and all(match.end - match.start == 1 for match in sent)

    def much_beside(self, labels: set[str]) -> bool:
        """Whether a paper is sent with more words beside than one can pass over."""
        return labels == {"envía papel"} and sum(not token.known for token in self.rest) > UNKNOWN_IN_SENDING

    def has_substance(self) -> bool:
        """Whether anything in it is neither explained, nor the name of a paper, nor a word that says nothing alone."""
        rest = self.rest
        if self._labels & WISHES:
            return True
        return not self.only_asks() and any(token.term not in self.words.mute for token in rest)

    def only_asks(self) -> bool:
        """Whether it consists of asking, without saying what about."""
        rest = self.rest
        asking = self.words.asking | self.words.inert | WANTING | {Term.NO}
        return bool(rest) and all(t.term in asking for t in rest) and any(t.term in self.words.asking for t in rest)

    def is_name(self, *, closing: bool) -> bool:
        """Whether it is nothing but a personal name, perhaps with a career or a control number beside."""
        strange = [token for token in self.rest if token.term not in self.words.names]
        common = any(token.term in self.words.names for token in self.rest)
        if len(self.rest) > LONGEST_SIGNATURE or not all(may_be_name(token, self.words) for token in self.rest):
            return False
        return (common and len(strange) <= STRANGE_NAMES) or (closing and len(self.clause.tokens) == len(strange) > 1)


def _contains(terms: list[str], topic: tuple[str, ...]) -> bool:
    return any(tuple(terms[place : place + len(topic)]) == topic for place in range(len(terms)))


def wants(match: Match, clause: Clause) -> bool:
    """Whether a question starts with wanting ('quiero', 'necesito')."""
    return match.phrase.label == "pregunta" and clause.tokens[match.start].term in WANTING
