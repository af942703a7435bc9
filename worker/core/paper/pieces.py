"""A page's words as tokens: each whole, or cut where it holds a ':' or a '|' or where an OCR lost a blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from worker.core.glyphs import latin
from worker.core.paper.lines import Token, fold
from worker.core.paper.vocabulary import WORDS
from worker.core.types import Box, Page, Word

_CUTS = (
    r"(?<=[^\W\d]):(?=\S)|(?<=\)):(?=\S)|\|",
    # An OCR drops blanks: 'CHIAPAS,a', 'Social(NSS)8024…', 'NombreITZEL', '975004641No.', 'NSS8024…', 'CURPHERI04…'
    r"(?<=[^\W\d],)(?=[^\W\d])|(?<=\))(?=\w)|(?<=[a-záéíóúüñ]{3})(?=[A-ZÁÉÍÓÚÑ]{2})|(?<=\d)(?=[A-ZÁÉÍÓÚ][a-záéíóúñ])",
    r"(?<=[^\W\d]{3})(?=\d{2}(?:-?\d\d){2}-?\d{4}-?\d(?!\d))|(?:(?<=CURP)|(?<=U\.R\.P\.))(?=[A-Z]{4}\d{2})",
    r"(?<=\w)·(?=[^\W\d]{3})|(?<=\w)(?=·$)|(?<=\w;)(?=[^\W\d]{3})|(?<=[Ss]ocial)(?=\d)|(?<=SOCIAL)(?=\d)|(?<=NSS)(?=\d)",
    # 'SIVigencia al:', 'NOFecha de …'
    r"(?<=^S[IÍ])(?=[A-ZÁÉÍÓÚ][a-záéíóúñ]{2})|(?<=^NO)(?=[A-ZÁÉÍÓÚ][a-záéíóúñ]{2})",
    # 'BAJAVIGENCIA: 23/07/2026', '8024-08-2487-2yCURP', 'N.S.S.:8024…'
    r"(?<=^BAJA)(?=VIGENCIA:)|(?<=\d)(?=y[A-Z]{4})|(?<=\dy)(?=[A-Z]{4})|(?<=[A-Z]\.):(?=\d)",
    r"(?<=[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d)(?=[A-Z(])|(?<=\.\.\.)(?=[^.\s])|(?<=[A-ZÑ]{4})(?=C\.?U\.?R\.?P\.?:|[A-ZÑ][a-záéíóú]{4})|(?<=^[A-Z]\.)(?=[A-ZÁÉÍÓÚ][^\W\d]{3})",
)
_IN_DOUBT = 0.6
_ANSWERING = frozenset({"NO", "SI", "SIN", "CON", "VIGENTE", "VIGENCIA", "DERECHO", "DERECHOS", "BAJA"})
_EVERY = frozenset(word for phrases in WORDS.values() for phrase in phrases for word in phrase.split())
LABEL_WORDS = _EVERY - _ANSWERING
"""The words of labels that answer nothing, one by one."""

_ANSWERS = frozenset({"SI", "NO", "VIGENTE", "ACTIVO", "ACTIVA", "BAJA"})
_CUT = re.compile("|".join(_CUTS))


def tokens_of(page: Page) -> Iterator[Token]:
    """The tokens of a page's words, in the words' order; a word of blanks has none."""
    return (token for word in page.words if word.text.strip() for token in _tokens(word, page))


def _tokens(word: Word, page: Page) -> Iterator[Token]:
    word = _heard(word)
    text = latin(word.text).strip()
    cuts = _cuts(text)
    seconds = _second_pieces(word, len(cuts) - 1)
    for (start, end), second in zip(pairwise(cuts), seconds, strict=True):
        piece = text[start:end].strip("|") or text[start:end]
        box = _part(word.box, start / len(text), (start + len(piece)) / len(text))
        yield _token(_stopped(piece, second), text, box, word, page, second)


def _heard(word: Word) -> Word:
    """The word, in capitals where it is set in both and the second engine saw these: 'acuÑa' is 'ACUÑA'.

    One that the first engine doubts is the second's where that is a label's: '8.S.3.' is 'N.S.S.'. It is then the
    reading of one engine, and nothing confirms it.
    """
    mixed = not (word.text.isupper() or word.text.islower() or word.text.istitle())
    if mixed and word.second.isupper() and fold(latin(word.second)) == fold(latin(word.text)):
        return replace(word, text=word.text.upper())
    known = word.confidence < _IN_DOUBT and fold(latin(word.second)) in LABEL_WORDS
    return replace(word, text=word.second, second="") if known and fold(latin(word.text)) not in LABEL_WORDS else word


def _stopped(piece: str, second: str) -> str:
    """An answer with the stop that the second engine saw after it: the first takes a ';' for the ':' of a label."""
    stop = second[-1:]
    same = piece.endswith(":") and stop in (";", ",", ".") and fold(piece) == fold(second) in _ANSWERS
    return f"{piece[:-1]}{stop}" if same else piece


@lru_cache(maxsize=8192)
def _cuts(text: str) -> tuple[int, ...]:
    return tuple(sorted({0, len(text), *(match.end() for match in _CUT.finditer(text))}))


def _second_pieces(word: Word, count: int) -> list[str]:
    """The second reading cut as the first was; nothing for any piece where it cannot be."""
    if count == 1:
        return [word.second]
    text = "".join(latin(word.second).split())
    cuts = _cuts(text)
    return [text[start:end] for start, end in pairwise(cuts)] if len(cuts) - 1 == count else [""] * count


def _part(box: Box, start: float, end: float) -> Box:
    width = box.right - box.left
    return Box(box.left + start * width, box.top, box.left + end * width, box.bottom)


def _token(piece: str, raw: str, box: Box, word: Word, page: Page, second: str) -> Token:
    top, bottom = box.top * page.height, box.bottom * page.height
    left, right = box.left * page.width, box.right * page.width
    return Token(piece, raw, fold(piece), box, word.confidence, left, right, (top + bottom) / 2, bottom - top, second)
