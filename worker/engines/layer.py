"""Whether a PDF page's text layer says what a person sees on the page.

In doubt it does not: the page is then drawn and read, which costs a second and nothing else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import ceil, floor

from PIL import Image

from worker.core.types import Box, Word

_FEWEST_WORDS = 8
_MOST_RUBBISH = 0.02
# A sentence or a form in Spanish has some of these; text through a font without a Unicode map has none.
_COMMON = frozenset(
    {"a", "con", "de", "del", "el", "en", "es", "la", "las", "los", "no", "o", "para", "por", "que", "y"}
)
_LONG_ENOUGH_FOR_COMMON = 25
_VOWELS = frozenset("aeiou")
_VOWEL_SHARE = (0.30, 0.65)
_LARGE_PICTURES = 0.25
_WORDS_ON_PICTURE = 30
# Where every letter and digit has ink, in shares of its box: above the baseline and clear of rules and neighbours.
_HEART = Box(0.1, 0.25, 0.9, 0.7)
# Gray tones of 256 between a letter and what it stands on; the palest small print has more.
_CONTRAST = 24


def is_usable(words: Sequence[Word], pictures: Sequence[Box], hidden: bool) -> bool:
    """Whether the words may be taken for the page.

    Args:
        words: the layer's words, in fractions of the upright page.
        pictures: where the page has pictures, in the same measure.
        hidden: whether most of the text is drawn invisibly.
    """
    if len(words) < _FEWEST_WORDS or not _is_clean(words) or not _is_language(words):
        return False
    return not has_large_pictures(pictures) or (not hidden and _lies_on(words, pictures))


def has_large_pictures(pictures: Sequence[Box]) -> bool:
    """Whether pictures cover so much of the page that something to be read may be in them."""
    return sum(_area(picture) for picture in pictures) >= _LARGE_PICTURES


def has_ink(picture: Image.Image, letter: Box) -> bool:
    """Whether a letter or digit can be seen in its box, in fractions of the picture (8-bit gray)."""
    width, height = letter.right - letter.left, letter.bottom - letter.top
    left, right = ((letter.left + share * width) * picture.width for share in (_HEART.left, _HEART.right))
    top, bottom = ((letter.top + share * height) * picture.height for share in (_HEART.top, _HEART.bottom))
    tones = picture.crop((floor(left), floor(top), ceil(right), ceil(bottom))).convert("L").tobytes()
    return max(tones, default=0) - min(tones, default=0) >= _CONTRAST


def _is_clean(words: Sequence[Word]) -> bool:
    text = "".join(word.text for word in words)
    rubbish = sum(map(_is_rubbish, text)) + len("(cid:0)") * text.count("(cid:")
    return rubbish <= _MOST_RUBBISH * len(text)


def _is_rubbish(character: str) -> bool:
    return character == "\N{REPLACEMENT CHARACTER}" or unicodedata.category(character) in ("Co", "Cc", "Cn", "Cs")


def _is_language(words: Sequence[Word]) -> bool:
    """Letters mixed as Spanish mixes them, and on a page of some length at least one of its commonest words."""
    plain = [_plain(word.text) for word in words]
    letters = [character for text in plain for character in text if "a" <= character <= "z"]
    vowels = sum(letter in _VOWELS for letter in letters) / max(1, len(letters))
    common = len(words) < _LONG_ENOUGH_FOR_COMMON or any(text.strip(".,:;()") in _COMMON for text in plain)
    return _VOWEL_SHARE[0] <= vowels <= _VOWEL_SHARE[1] and common


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _lies_on(words: Sequence[Word], pictures: Sequence[Box]) -> bool:
    """Whether words enough stand upon the pictures: then these are a background and not the content."""
    return sum(any(_holds(picture, word.box) for picture in pictures) for word in words) >= _WORDS_ON_PICTURE


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2
    return outer.left <= x <= outer.right and outer.top <= y <= outer.bottom


def _area(box: Box) -> float:
    return max(0.0, box.right - box.left) * max(0.0, box.bottom - box.top)
