"""A sentence cut into clauses of terms, and the phrases of the table that occur in a clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from worker.core.text.speech import Sentence
from worker.core.text.terms import Plain, Term
from worker.core.text.words import ANY, CLINIC, NAME, NUMBER, Phrase, Words

GAP = 3
"""How many words without weight may stand between two words of a phrase."""

GAP_AFTER_SMALL = 1
"""The same after a first word that has no weight itself ('que documentos', but not 'que en el correo')."""

LONGEST_NAME = 7
LONG_CODE = 5
"""Numbers and codes from this length on are identifiers (NSS, control number, telephone): no substance."""

JOINTS = frozenset({Term.Y, Term.O, Term.PERO, Term.PORQUE, Term.PARA})
CLINIC_WORDS = frozenset({Term.CLINICA, Plain.LA, Plain.NUMERO})
PARTICLES = frozenset({Plain.DE, Plain.DEL, Plain.LA, Plain.LAS, Plain.LOS})
FOREIGN_CLINIC = "@otra"
ClinicNames = Mapping[tuple[str, ...], tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Token:
    """One term as it was said. `weighty`: it means something; `known`: the table has a meaning for it.

    `clinic` is the number of the clinic it names, or may name (`firm` tells which).
    """

    term: str
    weighty: bool
    known: bool
    clinic: str | None = None
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens between two pauses.

    `joint` is the word or comma before them; `asked`: a question mark closes them, or an 'o' makes them an alternative.
    """

    tokens: tuple[Token, ...]
    joint: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found in a clause at tokens `start` to `end` (exclusive)."""

    phrase: Phrase
    start: int
    end: int


def clauses_of(sentence: Sentence, words: Words, clinics: ClinicNames) -> tuple[Clause, ...]:
    """Cut a sentence into clauses of terms.

    Args:
        sentence: the sentence as heard.
        words: the table of words.
        clinics: by the words that name a clinic: its number, and whether they can mean nothing else.

    Returns:
        The clauses that have at least one token.
    """
    clauses: list[Clause] = []
    current: list[Token] = []
    joint = ""
    said = words.speller.mend(words.shortened.get(piece, piece) for piece in sentence.pieces)
    for token in _tokens(said, words, clinics):
        if token.term != "," and token.term not in JOINTS:
            current.append(token)
            continue
        if current:
            clauses.append(Clause(_with_clinics(current), joint, False))
        joint, current = (token.term if current or joint in ("", ",") else joint), []
    if current:
        clauses.append(Clause(_with_clinics(current), joint, False))
    return _asked(clauses, sentence.asked)


def _asked(clauses: list[Clause], marked: bool) -> tuple[Clause, ...]:
    """Mark the clauses that ask: the last before a question mark, and those that stand on either side of an 'o'."""
    alternative = {place for place, clause in enumerate(clauses) if clause.joint == Term.O}
    asked = alternative | {place - 1 for place in alternative} | ({len(clauses) - 1} if marked else set())
    return tuple(replace(clause, asked=place in asked) for place, clause in enumerate(clauses))


def _tokens(said: list[str], words: Words, clinics: ClinicNames) -> Iterator[Token]:
    place = 0
    longest = words.longest
    while place < len(said):
        for length in range(min(longest, len(said) - place), 0, -1):
            piece = tuple(said[place : place + length])
            if piece in clinics:
                number, firm = clinics[piece]
                yield Token(CLINIC, True, True, number, firm)
                break
            if piece in words.forms:
                term = words.forms[piece]
                yield Token(term, term not in words.light, term not in words.other | words.names)
                break
        else:
            length = 1
            yield _other(said[place])
        place += length


def _other(piece: str) -> Token:
    """A token for a piece that the table does not know; decoration (an emoji, a quotation mark) counts as a pause."""
    if not piece[0].isalnum():
        return Token(",", False, True)
    if any(character.isdigit() for character in piece):
        identifier = len(piece) >= LONG_CODE or not piece.isdigit()
        return Token(NUMBER, not identifier, True)
    return Token(piece, len(piece) > 1, False)


def _with_clinics(tokens: list[Token]) -> tuple[Token, ...]:
    """Make a bare number after 'la', 'clínica', 'número' name a clinic, and an unknown one a foreign clinic."""
    found: list[Token] = []
    for place, token in enumerate(tokens):
        if _counts_time(tokens, place):
            found.append(Token(NUMBER, False, True))
            continue
        before = found[-1].term if found else ""
        numbered = before == Plain.NUMERO and len(found) > 1 and found[-2].term == Term.CLINICA
        after_clinic = before == Term.CLINICA or numbered
        if token.clinic and not token.firm and (before in CLINIC_WORDS or after_clinic):
            token = replace(token, firm=True)
        elif token.term == NUMBER and token.weighty and after_clinic:
            token = replace(token, term=FOREIGN_CLINIC)
        found.append(token)
    return tuple(found)


def _counts_time(tokens: list[Token], place: int) -> bool:
    """Whether a number belongs to a date or a span: '13 de agosto', 'hace 2 semanas'."""
    token = tokens[place]
    if token.firm or (token.term != NUMBER and not token.clinic):
        return False
    after = [each.term for each in tokens[place + 1 : place + 3]]
    return after[:1] == [Term.TIEMPO] or after == [Plain.DE, Term.TIEMPO]


def matches_in(clause: Clause, words: Words) -> tuple[Match, ...]:
    """The phrases in a clause, longest first, without overlap, in their order in the clause."""
    found = [
        match
        for start, token in enumerate(clause.tokens)
        if (phrases := words.phrases.get(token.term))
        for phrase in _within_reach(phrases, clause, start)
        if (match := _match(phrase, clause, start, words))
    ]
    chosen: list[Match] = []
    taken: set[int] = set()
    for match in sorted(found, key=lambda each: (-len(each.phrase.steps), each.start, -each.end)):
        places = range(match.start, match.end)
        if taken.isdisjoint(places):
            chosen.append(match)
            taken.update(places)
    return tuple(sorted(chosen, key=lambda each: each.start))


def _within_reach(phrases: Mapping[str, Sequence[Phrase]], clause: Clause, start: int) -> Iterator[Phrase]:
    """The phrases whose second step may stand near enough; cheap, so that long texts stay quick."""
    near = {token.term for token in clause.tokens[start + 1 : start + GAP + 2]} | {ANY}
    for second in sorted(near & phrases.keys()):
        yield from (phrase for phrase in phrases[second] if clause.asked or not phrase.asked)


def _match(phrase: Phrase, clause: Clause, start: int, words: Words) -> Match | None:
    place = start + 1
    gap = GAP if clause.tokens[start].weighty else GAP_AFTER_SMALL
    for step in phrase.steps[1:]:
        end = _name_end(phrase, clause, place, words) if NAME in step else _step_end(step, clause, place, words, gap)
        gap = GAP
        if end is None:
            return None
        place = end
    return Match(phrase, start, place)


def _step_end(step: frozenset[str], clause: Clause, place: int, words: Words, gap: int) -> int | None:
    for offset, token in enumerate(clause.tokens[place : place + gap + 1]):
        if token.term in step or (NUMBER in step and token.clinic and not token.firm):
            return place + offset + 1
        if token.weighty and token.term not in words.between:
            return None
    return None


def _name_end(phrase: Phrase, clause: Clause, place: int, words: Words) -> int | None:
    """Where a name that starts at `place` ends: a common name, or words that nobody knows (two, for a person's)."""
    place = _first_of_name(clause, place, words)
    end = place
    while end < len(clause.tokens) and end - place < LONGEST_NAME and may_be_name(clause.tokens[end], words):
        end += 1
    while end > place and clause.tokens[end - 1].term in PARTICLES:
        end -= 1
    tokens = clause.tokens[place:end]
    strange = [token for token in tokens if token.term not in PARTICLES]
    enough = 1 if phrase.label == "contexto" else 2
    return end if len(strange) >= enough or any(token.term in words.names for token in tokens) else None


def _first_of_name(clause: Clause, place: int, words: Words) -> int:
    """Skip the few small words before a name ('mi nombre [es] …', 'vivo [en la] …')."""
    for offset, token in enumerate(clause.tokens[place : place + GAP + 1]):
        if token.weighty or token.term in words.names:
            return place + offset
    return place


def may_be_name(token: Token, words: Words) -> bool:
    """Whether this can be part of a personal name: a common one, a word that nobody knows, or 'de la'."""
    return token.term in words.names or token.term in PARTICLES or (token.term not in words.other and not token.known)
