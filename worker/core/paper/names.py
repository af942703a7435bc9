"""Whether a printed name and a CURP speak of the same person, by the rules that a CURP is made with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from worker.core.identifiers import Curp

_Parts = tuple[Sequence[str], Sequence[str], Sequence[str]]

_SHORTEST_PART = 3
_SHORTEST_NAME = 3
"""Words of a name with both surnames."""

_PARTICLES = frozenset(
    [
        "DA",
        "DAS",
        "DE",
        "DEL",
        "DER",
        "DI",
        "DIE",
        "DD",
        "EL",
        "LA",
        "LAS",
        "LE",
        "LES",
        "LOS",
        "MAC",
        "MC",
        "MI",
        "VAN",
        "VON",
        "Y",
    ]
)
_SKIPPED_FIRST_NAMES = frozenset(["JOSE", "J", "JO", "MARIA", "MA", "M"])
_VOWELS = "AEIOU"


def is_particle(word: str) -> bool:
    """Whether a word is one that names have between their parts (de, la, y)."""
    return word.upper() in _PARTICLES


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name in upper case without accents; Ñ stays, everything but letters separates."""
    marked = text.upper().replace("Ñ", "\0")
    plain = "".join(char for char in unicodedata.normalize("NFKD", marked) if not unicodedata.combining(char))
    return tuple(re.findall(r"[A-ZÑ]+", plain.replace("\0", "Ñ")))


def agree(name: str, curp: Curp) -> bool:
    """Whether `name`, given name first or surnames first, leads to the letters of `curp`."""
    letters = _letters_of(curp)
    return any(_letters_agree(parts, letters) for parts in _splits(name_words(name)))


def _letters_of(curp: Curp) -> tuple[str, ...]:
    """The letters of a CURP that a name leads to."""
    return tuple(curp.text[place] for place in (*range(4), 13, 14, 15))


def leads_to(given: str, first: str, second: str, curp: Curp) -> bool:
    """Whether given names, first and second surname lead to the letters of `curp`."""
    return _letters_agree((name_words(first), name_words(second), name_words(given)), _letters_of(curp))


def agree_with_head(name: str, head: str) -> bool:
    """Whether `name` leads to the first four letters of a CURP."""
    return any(_letters_agree(parts, head[:4]) for parts in _splits(name_words(name)))


def given_first(name: str, curp: Curp) -> str:
    """`name` with its given names in front, where its order as printed cannot lead to the CURP and the other can."""
    printed = name.split()
    words = [word for part in printed for word in name_words(part)]
    letters = _letters_of(curp)
    if len(words) != len(printed) or any(_letters_agree(parts, letters) for parts in _given_before(words)):
        return name
    # Of surnames in front the second is taken as short as can be: more given names are likelier than a third surname.
    split = next((parts for parts in _given_after(words) if _letters_agree(parts, letters)), None)
    given = len(split[2]) if split else 0
    return " ".join((*printed[len(printed) - given :], *printed[: len(printed) - given]))


_GLUED = (
    (re.compile(r"\b(DE)(LA|LAS|LOS)\b"), r"\1 \2"),
    (
        re.compile(
            r"\bDE(LA|LOS)(CRUZ|ROSA|TORRE|GARZA|VEGA|PAZ|FUENTE|PE[NÑ]A|LUZ|CONCEPCI[OÓ]N|SANTOS|[AÁ]NGELES|REYES|R[IÍ]OS)\b"
        ),
        r"DE \1 \2",
    ),
    (re.compile(r"\b(DEL)(CARMEN|ROSARIO|PILAR|ROC[IÍ]O|CARPIO|VALLE|R[IÍ]O|[AÁ]NGEL|TORO|CASTILLO|MAR)\b"), r"\1 \2"),
    (re.compile(r"\b(DE)(LE[OÓ]N|JES[UÚ]S|DIOS)\b"), r"\1 \2"),
)
"""What nobody writes as one word, and how it is written."""


def unglued(name: str) -> str:
    """`name` with the blanks that an OCR lost in 'DELCARMEN', 'DELEÓN', 'DELACRUZ'."""
    for glued, apart in _GLUED:
        name = glued.sub(apart, name)
    return name


def parted(name: str, curp: Curp) -> str | None:
    """`name` with the blank that an OCR lost, or the two, where exactly one place for them leads to the CURP."""
    once = tuple(_cut_once(name))
    agreeing = [split for split in once if agree(split, curp)]
    if not agreeing and len(name.split()) < _SHORTEST_NAME:
        agreeing = list(dict.fromkeys(split for cut in once for split in _cut_once(cut) if agree(split, curp)))
    return agreeing[0] if len(agreeing) == 1 else None


def _cut_once(name: str) -> Iterator[str]:
    words = name.split()
    for place, word in enumerate(words):
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            yield " ".join((*words[:place], word[:cut], word[cut:], *words[place + 1 :]))


def _splits(words: Sequence[str]) -> Iterator[_Parts]:
    """Every way to take the words as (first surname, second surname or none, given names)."""
    yield from _given_after(words)
    yield from _given_before(words)


def _given_after(words: Sequence[str]) -> Iterator[_Parts]:
    for first in range(1, len(words)):
        for second in range(first, len(words)):
            yield words[:first], words[first:second], words[second:]


def _given_before(words: Sequence[str]) -> Iterator[_Parts]:
    for given in range(1, len(words)):
        for first in range(given, len(words)):
            yield words[given : first + 1], words[first + 1 :], words[:given]


def _core(words: Sequence[str]) -> str:
    kept = [word for word in words if word not in _PARTICLES] or list(words)
    return kept[0].replace("Ñ", "X") if kept else ""


def _given_core(words: Sequence[str]) -> str:
    kept = [word for word in words if word not in _PARTICLES]
    return _core(kept[1:] if len(kept) > 1 and kept[0] in _SKIPPED_FIRST_NAMES else kept or words)


def _vowel(word: str) -> str:
    return next((char for char in word[1:] if char in _VOWELS), "X")


def _consonant(word: str) -> str:
    """The inner consonant as a CURP has it; an N may be an Ñ that lost its tilde, which a CURP has as X."""
    found = next((char for char in word[1:] if char not in _VOWELS), "X")
    return found + "X" if found == "N" else found


def _letters_agree(parts: _Parts, letters: Sequence[str]) -> bool:
    """Whether names lead to these letters: the four first, and the three inner consonants if there are seven."""
    father, mother, given = _core(parts[0]), _core(parts[1]), _given_core(parts[2])
    # Where the four letters would make a bad word, the registry puts an X for the second.
    head = (father[0], _vowel(father) + "X", mother[:1] or "X", given[0])
    tail = (_consonant(father), _consonant(mother), _consonant(given))
    return all(letter in options for letter, options in zip(letters, head + tail, strict=False))
