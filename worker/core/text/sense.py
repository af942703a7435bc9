"""What one clause means: the wishes whose phrases it holds, kept only where nothing in it speaks against them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from worker.core.text.phrases import Clause, matches_in
from worker.core.text.pleading import pleads
from worker.core.text.view import ASIDE, FILLER, POLITE, REQUESTING, STATED, View, wants
from worker.core.text.words import Words


@dataclass(frozen=True, slots=True)
class Sense:
    """A clause understood.

    `labels` are its wishes, `aside` its other labels, `rest` the terms that nothing explains. `hard`: something in it
    needs a person; `soft`: it says something that was not understood and needs nobody where it is the story of a
    question; `mumbled`: it is a word or two that nobody can place; `taken_back`: it holds a wish that its surroundings
    deny; `only_asks`: question words alone; `conditional`: it starts with 'si'; `requested`: it asks for something to
    be done; `about`: it names the trámite; `pleads`: what was not understood in it looks like a question or request;
    `clinics`: the clinics it names.
    """

    labels: frozenset[str]
    aside: frozenset[str]
    rest: frozenset[str]
    hard: bool = False
    soft: bool = False
    mumbled: bool = False
    taken_back: bool = False
    only_asks: bool = False
    conditional: bool = False
    requested: bool = False
    about: bool = False
    pleads: bool = False
    clinics: frozenset[str] = frozenset()


def sense_of(clause: Clause, words: Words, *, closing: bool) -> Sense:
    """Understand one clause.

    Args:
        clause: the clause.
        words: the table of words.
        closing: whether it may be the signature: then a name needs not be a common one.

    Returns:
        Its sense.
    """
    view = _consistent(View(clause, words, matches_in(clause, words)))
    found = {match.phrase.label for match in view.matches}
    labels = view.kept()
    if not labels and "otra cosa" not in found and view.is_plain_question():
        labels = {"pregunta"}
    substance = not labels and not view.is_name(closing=closing) and view.has_substance()
    hard = "otra cosa" in found or view.needs_person or view.much_beside(labels) or "hizo la baja" in found - labels
    return Sense(
        labels=frozenset(labels),
        aside=view.manner(labels) | (found & ASIDE),
        rest=frozenset(token.term for token in view.rest),
        hard=hard,
        soft=substance and not hard,
        mumbled=bool(view.rest) and not labels and all(token.term in words.loose for token in view.rest),
        taken_back=bool(found & (STATED - POLITE | {"envía papel", "urgencia"}) - labels),
        only_asks=not labels and view.only_asks(),
        conditional=view.conditional,
        requested=any(token.term in REQUESTING for token in clause.tokens),
        about=view.about,
        pleads=clause.asked or "otra cosa" in found or view.objects or pleads(view.open, words),
        clinics=view.clinics,
    )


def _consistent(view: View) -> View:
    """Take out matches that only look like one: a 'no' that denies something, a wish to be put into a named clinic."""
    polite = [match for match in view.matches if match.phrase.label in POLITE]
    if any(match.phrase.label not in POLITE | FILLER for match in view.matches) or not view.bare(polite):
        view = replace(view, matches=tuple(match for match in view.matches if match.phrase.label not in ("sí", "no")))
    if any(token.firm for token in view.clause.tokens):
        view = replace(view, matches=tuple(match for match in view.matches if not wants(match, view.clause)))
    return view
