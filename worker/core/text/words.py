"""The office's table of words: terms with their spellings, phrases with what they mean."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from worker.core.errors import RulesError
from worker.core.text.speech import hear
from worker.core.text.spelling import Speller
from worker.core.text.terms import Plain, Term


class Wish(StrEnum):
    """One thing that a text asks for or says."""

    PREGUNTA = "pregunta"
    ESTADO = "estado"
    CLINICA = "clínica"
    HOJA = "ya tiene hoja"
    BAJA = "hizo la baja"
    GRACIAS = "gracias"
    URGENCIA = "urgencia"
    ENVIA = "envía papel"
    SI = "sí"
    NO = "no"
    OTRA = "otra cosa"


LABELS = tuple(wish.value for wish in Wish if wish is not Wish.OTRA)
ASIDE = (
    *("otra cosa", "relleno", "presentación", "contexto", "envió", "promesa", "rechaza"),
    *("siguiente paso", "la tiene", "baja del seguro", "excusa"),
)
LISTS = (
    *("sin_peso", "inertes", "sueltas", "solos", "en_medio", "preguntan", "cuidado", "dudas", "cortesia"),
    *("ruegan", "otras", "nombres", "temas"),
)
SECTIONS = {
    **{"abreviaturas": None, "terminos": None, "listas": LISTS, "frases": LABELS + ASIDE},
    **{"admite": LABELS, "impide": LABELS, "acompaña": LABELS},
}
PLAIN_LISTS = ("otras", "nombres")
ONLY_ASKED = "?"
NAME, NUMBER, CLINIC = "*", "#", "@"
ANY = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sequence of terms that means `label`; each step is a set of alternatives. `asked`: only within a question."""

    label: str
    steps: tuple[frozenset[str], ...]
    asked: bool = False


@dataclass(frozen=True)
class Words:
    """The table, ready to be matched.

    `shortened` is what people write for a word, `forms` maps a sequence of plain words to its term, `phrases` are by
    their first and second term (`ANY` where the second is free). By wish: `admits` is what may stand beside a
    statement, `blocks` what takes it back, `company` what another clause of its sentence may say. The sets of terms:
    `light` without weight, `inert` that say nothing alone, `loose` of these an answer nobody can place, `mute` the
    inert and the names of papers, `between` that may stand inside a phrase, `asking` that make a question, `doubts`
    that need a person, `pleading` that show a request in what was not understood,
    `careful` that do where no phrase is met, `courtesy` that may surround a bare yes or no,
    `names` of people, `other` known words without meaning here. `topics` are sequences of terms of the trámite.
    """

    forms: Mapping[tuple[str, ...], str]
    phrases: Mapping[str, Mapping[str, tuple[Phrase, ...]]]
    admits: Mapping[str, frozenset[str]]
    blocks: Mapping[str, frozenset[str]]
    company: Mapping[str, frozenset[str]]
    shortened: Mapping[str, str]
    light: frozenset[str]
    inert: frozenset[str]
    mute: frozenset[str]
    loose: frozenset[str]
    between: frozenset[str]
    asking: frozenset[str]
    doubts: frozenset[str]
    pleading: frozenset[str]
    careful: frozenset[str]
    courtesy: frozenset[str]
    names: frozenset[str]
    other: frozenset[str]
    topics: tuple[tuple[str, ...], ...]
    speller: Speller = field(repr=False)

    @cached_property
    def longest(self) -> int:
        """How many words the longest form has."""
        return max(map(len, self.forms))


def parse_words(source: str, file: str) -> Words:
    """Read the table of words.

    Args:
        source: TOML text: `[terminos]`, `[listas]`, `[frases]`, `[admite]` and `[impide]`.
        file: the file's name, for the error.

    Returns:
        The table.

    Raises:
        RulesError: with the line and what to do, if the table cannot be used.
    """
    return _Builder(source, file).build()


@dataclass
class _Builder:
    source: str
    file: str
    forms: dict[tuple[str, ...], str] = field(default_factory=dict)

    def build(self) -> Words:
        table = self._sections()
        for term, spellings in table["terminos"].items():
            for spelling in (term.replace("_", " "), *spellings):
                self._spell(spelling, term)
        for name in PLAIN_LISTS:
            self._only_here(name, table["listas"].get(name, []))
        lists = {name: self._set(table["listas"].get(name, ())) for name in LISTS if name != "temas"}
        phrases = tuple(self._phrases(table["frases"]))
        topics = tuple(self._sequence(topic) for topic in table["listas"].get("temas", ()))
        words = Words(
            forms=self.forms,
            phrases=_by_start(phrases),
            admits=self._by_wish(table["admite"]),
            blocks=self._by_wish(table["impide"]),
            company=self._by_wish(table["acompaña"]),
            shortened={self._one(short): word for word, shorts in table["abreviaturas"].items() for short in shorts},
            light=lists["sin_peso"],
            inert=lists["inertes"],
            loose=lists["sueltas"],
            mute=lists["inertes"] | lists["solos"],
            between=lists["en_medio"],
            asking=lists["preguntan"],
            doubts=lists["dudas"],
            pleading=lists["ruegan"] | lists["preguntan"] | lists["dudas"],
            careful=lists["cuidado"],
            courtesy=lists["cortesia"],
            names=lists["nombres"],
            other=lists["otras"],
            topics=topics,
            speller=Speller(self.forms),
        )
        self._has_terms(table["terminos"])
        self._plain_stay()
        return words

    def _sections(self) -> dict[str, dict[str, list[str]]]:
        table = self._load()
        for section in table.keys() - SECTIONS.keys():
            raise self._wrong(f"La sección «{section}» no se conoce.", f"Usa solo: {', '.join(SECTIONS)}.", section)
        for section, keys in SECTIONS.items():
            self._section(section, table.setdefault(section, {}), keys)
        return table

    def _load(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.source)
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"at line (\d+)", str(error))
            mend = "Revisa comillas, corchetes y comas de esa línea y de la anterior."
            raise RulesError(self.file, int(place[1]) if place else None, "No es TOML válido.", mend) from error

    def _section(self, name: str, content: object, keys: tuple[str, ...] | None) -> None:
        if not isinstance(content, dict):
            raise self._wrong(f"«{name}» debe ser una sección.", f"Escribe [{name}] y debajo sus listas.", name)
        for key, value in content.items():
            if keys is not None and key not in keys:
                raise self._wrong(f"«{key}» no se conoce en [{name}].", f"Usa solo: {', '.join(keys)}.", key)
            if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
                raise self._wrong(f"«{key}» debe ser una lista de textos.", 'Por ejemplo: ["uno", "dos"].', key)

    def _has_terms(self, terms: Mapping[str, list[str]]) -> None:
        for term in Term:
            if term not in terms:
                mend = f"Escribe `{term} = []` en [terminos], con sus otras maneras de decirlo."
                raise self._wrong(f"Falta el término «{term}», que el programa necesita.", mend, "[terminos]")

    def _plain_stay(self) -> None:
        for word in Plain:
            if (term := self.forms.get((word.value,), word.value)) != word.value:
                what = f"«{word}» está en el término «{term}», y el programa la necesita suelta."
                raise self._wrong(what, "Quítala de ese término.", f'"{word}"')

    def _spell(self, spelling: str, term: str) -> None:
        words = _plain_words(spelling)
        if not words:
            raise self._wrong(f"«{spelling}» no tiene letras.", "Bórralo o escríbelo con letras.", spelling)
        if self.forms.setdefault(words, term) != term:
            what = f"«{spelling}» está en dos términos: «{self.forms[words]}» y «{term}»."
            raise self._wrong(what, "Déjalo en uno solo.", spelling, last=True)

    def _only_here(self, name: str, words: list[str]) -> None:
        for word in words:
            if (term := self.forms.get(_plain_words(word))) is not None:
                what = f"«{word}» está en la lista {name} y en el término «{term}»."
                raise self._wrong(what, "Déjalo solo en el término.", f'"{word}"', last=True)

    def _one(self, text: str) -> str:
        words = _plain_words(text)
        if len(words) != 1:
            raise self._wrong(f"«{text}» no es una palabra.", "Escribe una sola palabra.", text)
        return words[0]

    def _by_wish(self, section: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
        return {label: self._set(section.get(label, ())) for label in LABELS}

    def _set(self, words: Iterable[str]) -> frozenset[str]:
        return frozenset(self._terms(words))

    def _terms(self, words: Iterable[str]) -> Iterator[str]:
        for word in words:
            sequence = self._sequence(word)
            if len(sequence) > 1:
                what = f"«{word}» no es una palabra ni un término."
                raise self._wrong(what, "Hazlo un término en [terminos].", word, last=True)
            yield sequence[0]

    def _sequence(self, text: str) -> tuple[str, ...]:
        """The terms of a text; a word of no term becomes a term of its own."""
        whole = _plain_words(text)
        if whole in self.forms:
            return (self.forms[whole],)
        return tuple(self._term(word, text) for word in re.split(r"\s+", text.strip()))

    def _term(self, word: str, where: str) -> str:
        if word in (NAME, NUMBER, CLINIC) or word in self.forms.values():
            return word
        plain = _plain_words(word)
        if len(plain) != 1:
            raise self._wrong(f"«{word}» no es una palabra.", "Escribe palabras sueltas separadas por espacios.", where)
        return self.forms.setdefault(plain, plain[0])

    def _phrases(self, table: Mapping[str, list[str]]) -> Iterator[Phrase]:
        seen: dict[Phrase, str] = {}
        for label, texts in table.items():
            for text in texts:
                phrase = self._phrase(label, text)
                if seen.setdefault(Phrase("", phrase.steps, phrase.asked), label) != label:
                    raise self._wrong(f"La frase «{text}» está en dos listas.", "Déjala en una sola.", text, last=True)
                yield phrase

    def _phrase(self, label: str, text: str) -> Phrase:
        body = text.strip().removesuffix(ONLY_ASKED).strip()
        steps = tuple(frozenset(self._term(word, text) for word in step.split("/")) for step in body.split())
        if not steps or steps[0] & {NAME, NUMBER}:
            what = f"La frase «{text}» no empieza con una palabra."
            raise self._wrong(what, "Empieza la frase con una palabra.", text)
        return Phrase(label, steps, text.strip().endswith(ONLY_ASKED))

    def _wrong(self, what: str, mend: str, near: str, *, last: bool = False) -> RulesError:
        lines = [number for number, line in enumerate(self.source.splitlines(), 1) if near in line]
        return RulesError(self.file, (lines[-1] if last else lines[0]) if lines else None, what, mend)


def _plain_words(text: str) -> tuple[str, ...]:
    sentences, _ = hear(text)
    return tuple(piece for sentence in sentences for piece in sentence.pieces if piece != ",")


def _by_start(phrases: Iterable[Phrase]) -> dict[str, dict[str, tuple[Phrase, ...]]]:
    found: dict[str, dict[str, list[Phrase]]] = {}
    for phrase in phrases:
        for first in phrase.steps[0]:
            for second in _second(phrase):
                found.setdefault(first, {}).setdefault(second, []).append(phrase)
    return {first: {second: tuple(group) for second, group in rest.items()} for first, rest in found.items()}


def _second(phrase: Phrase) -> frozenset[str]:
    free = len(phrase.steps) == 1 or bool(phrase.steps[1] & {NAME, NUMBER})
    return frozenset({ANY}) if free else phrase.steps[1]
