"""Whether a printed name and a CURP speak of the same person, by the rules that a CURP is made with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from worker.core.identifiers import Curp

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
_LACKS_TILDE = re.compile(
    r"\b(?:IBANEZ|ORDONEZ|MONTANEZ|YANEZ|NUNEZ|BANUELOS|MUNO[SZ]|QUINONE[SZ]|CASTANEDA|ZUNIGA|BOLANOS|PENA|PENALOZA"
    r"|ACUNA|ESPANA|TREVINO|PATINO|CARRENO|AVENDANO|CEDENO|SALDANA|MAGANA|MONTANO|BRISENO"
    r"|ONATE|NANEZ|PINA|CANAS|RIANO|OCANA|BEGONA|INIGO|VICUNA|LOGRONO)\b"
)


def is_particle(word: str) -> bool:
    """Whether a word is one that names have between their parts (de, la, y)."""
    return word.upper() in _PARTICLES


def may_lack_tilde(name: str) -> bool:
    """Whether a name looks like one whose Ñ an OCR took for N; a CURP cannot always tell."""
    return _LACKS_TILDE.search(" ".join(name_words(name))) is not None


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name in upper case without accents; Ñ stays, everything but letters separates."""
    marked = text.upper().replace("Ñ", "\0")
    plain = "".join(char for char in unicodedata.normalize("NFKD", marked) if not unicodedata.combining(char))
    return tuple(re.findall(r"[A-ZÑ]+", plain.replace("\0", "Ñ")))


def agree(name: str, curp: Curp) -> bool:
    """Whether `name`, given name first or surnames first, leads to the letters of `curp`."""
    places = (*range(4), 13, 14, 15)
    return any(_letters_agree(parts, [curp.text[place] for place in places]) for parts in _splits(name_words(name)))


def agree_with_head(name: str, head: str) -> bool:
    """Whether `name` leads to the first four letters of a CURP."""
    return any(_letters_agree(parts, head[:4]) for parts in _splits(name_words(name)))


def _splits(words: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """Every way to take the words as (first surname, second surname or none, given names)."""
    for first in range(1, len(words)):
        for second in range(first, len(words)):
            yield words[:first], words[first:second], words[second:]
            yield words[first : second + 1], words[second + 1 :], words[:first]


def _core(words: Sequence[str]) -> str:
    kept = [word for word in words if word not in _PARTICLES] or list(words)
    return kept[0].replace("Ñ", "X") if kept else ""


def _given_core(words: Sequence[str]) -> str:
    kept = [word for word in words if word not in _PARTICLES]
    return _core(kept[1:] if len(kept) > 1 and kept[0] in _SKIPPED_FIRST_NAMES else kept or words)


def _vowel(word: str) -> str:
    return next((char for char in word[1:] if char in _VOWELS), "X")


def _consonant(word: str) -> str:
    return next((char for char in word[1:] if char not in _VOWELS), "X")


def _letters_agree(parts: tuple[Sequence[str], Sequence[str], Sequence[str]], letters: Sequence[str]) -> bool:
    """Whether names lead to these letters: the four first, and the three inner consonants if there are seven."""
    father, mother, given = _core(parts[0]), _core(parts[1]), _given_core(parts[2])
    # Where the four letters would make a bad word, the registry puts an X for the second.
    head = (father[0], _vowel(father) + "X", mother[:1] or "X", given[0])
    tail = (_consonant(father), _consonant(mother), _consonant(given))
    return all(letter in options for letter, options in zip(letters, head + tail, strict=False))
