"""Misspelt words brought back to a word of the table, or left alone where two would fit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

NEAR_FROM, FAR_FROM = 5, 9
"""From how many letters on one letter, and two, may be wrong."""

SOUND_FROM = 3
TRIES = 120
"""How many unknown words of one text are looked up; hostile text has thousands."""

SOUNDS = (("ch", "1"), ("qu", "k"), ("h", ""), ("v", "b"), ("z", "s"), ("x", "s"), ("w", "u"), ("y", "i"), ("ñ", "n"))
SOFT = re.compile(r"([cg])(?=[eis])")


def sound(word: str) -> str:
    """How a folded word is heard in Mexico: `hise`, `hice`, `ise` and `ice` are one."""
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    word = SOFT.sub(lambda found: "s" if found[0] == "c" else "j", word)
    return re.sub(r"(.)\1+", r"\1", word.replace("c", "k").replace("q", "k"))


class Speller:
    """The words of the table and their terms, to look up words that are not in it."""

    def __init__(self, forms: dict[tuple[str, ...], str]) -> None:
        """Take the words out of `forms` (sequences of words by term)."""
        self.known = frozenset(word for form in forms for word in form)
        self._term = {form[0]: term for form, term in forms.items() if len(form) == 1}
        self._by_sound: dict[str, set[str]] = {}
        self._by_initial: dict[str, list[str]] = {}
        for word in sorted(self.known):
            heard = sound(word)
            self._by_sound.setdefault(heard, set()).add(word)
            if len(word) >= NEAR_FROM:
                self._by_initial.setdefault(heard[:1], []).append(word)

    def mend(self, words: Iterable[str]) -> list[str]:
        """Each word as the table writes it; known words, and those near to nothing or to two things, as they are."""
        left, mended, seen = TRIES, [], dict[str, str]()
        for word in words:
            if word not in self.known and word not in seen and left > 0:
                left -= 1
                seen[word] = self._nearest(word)
            mended.append(seen.get(word, word))
        return mended

    def _nearest(self, word: str) -> str:
        if not word.isalpha() or len(word) < SOUND_FROM:
            return word
        return self._only(self._by_sound.get(sound(word), set())) or self._one_typo(word) or word

    def _one_typo(self, word: str) -> str | None:
        if len(word) < NEAR_FROM:
            return None
        allowed = 2 if len(word) >= FAR_FROM else 1
        choices = self._by_initial.get(sound(word)[:1], [])
        near = process.extract(word, choices, scorer=OSA.distance, score_cutoff=allowed, limit=6)
        best = min((distance for _, distance, _ in near), default=0)
        return self._only({choice for choice, distance, _ in near if distance == best})

    def _only(self, candidates: set[str]) -> str | None:
        """The word meant, if all candidates mean the same."""
        meanings = {self._term.get(word, word) for word in candidates}
        return min(candidates) if len(meanings) == 1 else None
