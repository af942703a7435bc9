"""Letters that only look Latin, folded to the ones they look like."""

from __future__ import annotations

import unicodedata

_CYRILLIC, _CYRILLIC_AS = "АВЕЅІЈКМНОРСТУХаеѕіјорсух", "ABESIJKMHOPCTYXaesijopcyx"
_GREEK, _GREEK_AS = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνο", "ABEZHIKMNOPTYXvo"
_DASHES = "‐‑‒–—―−"
_LOOKS_LIKE = str.maketrans(_CYRILLIC + _GREEK + _DASHES, _CYRILLIC_AS + _GREEK_AS + "-" * len(_DASHES))
_SAME_LETTER = ("<wide>", "<narrow>", "<font>")
_LIGATURES = range(0xFB00, 0xFB07)


def latin(text: str) -> str:
    """`text` with look-alikes, full-width forms and ligatures as plain letters, and without invisible marks.

    Accents stay, and so do letters and digits of other scripts that look like nothing Latin.
    """
    if text.isascii():
        return text
    whole = unicodedata.normalize("NFC", text).translate(_LOOKS_LIKE)
    return "".join(_plain(char) for char in whole if unicodedata.category(char) != "Cf")


def _plain(char: str) -> str:
    """The character itself, or what it is another form of."""
    other_form = ord(char) in _LIGATURES or unicodedata.decomposition(char).startswith(_SAME_LETTER)
    return unicodedata.normalize("NFKC", char) if other_form else char
