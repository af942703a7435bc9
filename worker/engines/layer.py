"""Whether a PDF page's text layer says what a person sees on the page.

In doubt it does not: the page is then drawn and read, which costs a second and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from worker.core.types import Box, Word

_FEWEST_WORDS = 8
_MOST_RUBBISH = 0.02
# So many characters of rubbish in one word are no bullet or arrow, but a number that nobody can make out.
_RUBBISH_WORD = 3
# What pdfminer writes for a letter that its font names by a number alone.
_NO_LETTER = re.compile(r"\(cid:\d+\)")
# A sentence or a form in Spanish has some of these; text whose letters stand for others hits one by chance, not two.
_COMMON = frozenset(
    {
        *("al", "con", "de", "del", "el", "en", "es", "la", "las", "los", "no", "para", "por", "que", "se", "su"),
        *("apellido", "clave", "constancia", "curp", "derecho", "derechos", "fecha", "folio", "imss", "instituto"),
        *("mexicano", "nombre", "nss", "numero", "pagina", "registro", "seguro", "social", "total", "unidad"),
    }
)
_LONG_ENOUGH_FOR_COMMON = 25
_FEWEST_COMMON = 2
_COMMON_SHARE = 0.03
_VOWELS = frozenset("aeiou")
_VOWEL_SHARE = (0.30, 0.65)
_LARGE_PICTURES = 0.25
# The share of the page of the smallest picture that a line of print fits in.
_LEAST_PICTURE = 0.002
# Letters drawn as outlines: so many side by side, over so much of the page's width, none of them higher than this.
_OUTLINED_LETTERS = 8
_OUTLINED_WIDTH = 0.12
_OUTLINED_HEIGHT = 0.03


def is_usable(words: Sequence[Word]) -> bool:
    """Whether the words may be taken for what the page says, as far as the words themselves tell."""
    return len(words) >= _FEWEST_WORDS and _is_clean(words) and _is_language(words)


def has_large_pictures(pictures: Sequence[Box]) -> bool:
    """Whether pictures cover so much of the page that something to be read may be in them."""
    return sum(_area(picture) for picture in pictures) >= _LARGE_PICTURES


def may_say_something(picture: Box) -> bool:
    """Whether a line of print would fit into the picture."""
    return _area(picture) >= _LEAST_PICTURE


def has_outlined_lines(outlines: Sequence[Box]) -> bool:
    """Whether shapes stand side by side as letters do, in fractions of the page."""
    rows: defaultdict[int, list[Box]] = defaultdict(list)
    for outline in outlines:
        if 0 < outline.bottom - outline.top <= _OUTLINED_HEIGHT:
            rows[round(outline.bottom / _OUTLINED_HEIGHT * 2)].append(outline)
    return any(len(row) >= _OUTLINED_LETTERS and _width(row) >= _OUTLINED_WIDTH for row in rows.values())


def _is_clean(words: Sequence[Word]) -> bool:
    texts = [_NO_LETTER.sub("\N{REPLACEMENT CHARACTER}", word.text) for word in words]
    rubbish = [sum(map(_is_rubbish, text)) for text in texts]
    return sum(rubbish) <= _MOST_RUBBISH * sum(map(len, texts)) and max(rubbish) < _RUBBISH_WORD


def _is_rubbish(character: str) -> bool:
    return character == "\N{REPLACEMENT CHARACTER}" or unicodedata.category(character) in ("Co", "Cc", "Cn", "Cs")


def _is_language(words: Sequence[Word]) -> bool:
    """Letters mixed as Spanish mixes them, and some of the words that its papers are full of."""
    plain = [_plain(word.text) for word in words]
    letters = [character for text in plain for character in text if "a" <= character <= "z"]
    vowels = sum(letter in _VOWELS for letter in letters) / max(1, len(letters))
    return _VOWEL_SHARE[0] <= vowels <= _VOWEL_SHARE[1] and _has_common(plain)


def _has_common(plain: Sequence[str]) -> bool:
    found = [text for text in (text.strip(".,:;()") for text in plain) if text in _COMMON]
    if len(plain) < _LONG_ENOUGH_FOR_COMMON:
        return bool(found)
    return len(set(found)) >= _FEWEST_COMMON and len(found) >= _COMMON_SHARE * len(plain)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _width(row: Sequence[Box]) -> float:
    return max(box.right for box in row) - min(box.left for box in row)


def _area(box: Box) -> float:
    return max(0.0, box.right - box.left) * max(0.0, box.bottom - box.top)
