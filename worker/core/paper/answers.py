"""What the words beside a status label answer: yes, no, or nothing that can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from worker.core.paper.lines import Token
from worker.core.paper.vocabulary import Field

_YES = ("SI", "SI VIGENTE", "SI TIENE DERECHO", "SI CON DERECHO")
_NO = ("NO", "NO VIGENTE", "NO TIENE DERECHO", "SIN DERECHO", "NO CON DERECHO")
_STATUS_YES = ("VIGENTE", "ASEGURADO VIGENTE", "DERECHOS VIGENTES", "CON DERECHOS VIGENTES", "ACTIVO", "ACTIVA")
_STATUS_NO = (
    "BAJA",
    "DADO DE BAJA",
    "DADA DE BAJA",
    "EN BAJA",
    "SIN VIGENCIA",
    "SIN DERECHOS",
    "SIN DERECHO AL SERVICIO MEDICO",
    "SIN DERECHOS VIGENTES",
    "NO VIGENTES",
    "VENCIDA",
    "VENCIDO",
    "INACTIVO",
    "INACTIVA",
    "NO ACTIVO",
    "NO DERECHOHABIENTE",
)
_TAIL = re.compile(r"(?:BAJA|NO ?VIGENTE|SIN ?VIGENCIA|NO DESDE)(?: ?(?:DESDE|A PARTIR|DEL?|EL))* ?\d[\w ]*")
MARKED_YES = frozenset({"S!", "S|", "S]", "S/"})
_MISREAD = dict.fromkeys({"SL", "S1", "SF", "5I", "51", "81", "8I"} | MARKED_YES, "SI") | {"N0": "NO", "NQ": "NO"}
# Not of SUSPENDIDO, nor of SIN.
_LEFT_OF_YES, _LEFT_OF_NO = re.compile(r"[1IL]?S[^UN]?"), re.compile(r"N.?")
_LONG_ENOUGH = 7
# A Chinese engine takes a box with a cross in it for one of its characters, and an empty one for a mouth.
_TICKS, _EMPTY = "☒☑⊠✓✔✗✘●X×冈区凶図囚因网图", "☐□○口囗"
_PIECE = re.compile(
    rf"(?P<t>[(\[][X×✗✘✓✔■●][)\]]|[{_TICKS}])|(?P<e>[(\[]_?[)\]]|[{_EMPTY}])|(?P<s>S[IÍTL1!|])|(?P<n>N[O0])|[.:,;]|(?P<other>.)"
)
_MEASURED = "☐☒"
_HALVES = frozenset("()[]")
_FAR = 2.0
_SHORT = 3
_TICKED = {
    "tsen": True,
    "ents": True,
    "stne": True,
    "nest": True,
    "estn": False,
    "tnes": False,
    "sent": False,
    "ntse": False,
    # The word SI was lost between the two boxes.
    "ten": True,
    "etn": False,
}
"""Ticked and empty boxes before or after the words SI and NO, in their order."""


def _squashed(phrases: Sequence[str]) -> frozenset[str]:
    """The phrases without blanks: an OCR drops those."""
    return frozenset(phrase.replace(" ", "") for phrase in phrases)


_ANSWERS: dict[bool, dict[bool, frozenset[str]]] = {
    False: {True: _squashed(_YES), False: _squashed(_NO)},
    True: {True: _squashed((*_YES, *_STATUS_YES)), False: _squashed((*_NO, *_STATUS_NO))},
}


def verdict(folded: str, field: Field) -> bool | None:
    """What the whole of a value says, or None. Only a status label may be answered by a bare 'VIGENTE'."""
    squashed = folded.replace(" ", "")
    known = _ANSWERS[field is Field.STATUS]
    return next((value for value in known if squashed in known[value]), False if _TAIL.fullmatch(folded) else None)


def misread_verdict(folded: str, field: Field) -> bool | None:
    """What a value says whose letters an OCR confused: 'Sl' is SI, 'VIGEMTE' is VIGENTE; None if it may be anything."""
    squashed = folded.replace(" ", "")
    if squashed in _MISREAD:
        return verdict(_MISREAD[squashed], field)
    known = _ANSWERS[field is Field.STATUS]
    near = {value for value in known for phrase in known[value] if _is_near(squashed, phrase)}
    return near.pop() if len(near) == 1 else None


def heard_verdict(folded: str, second: str, field: Field) -> bool | None:
    """What a second engine read of a SI or NO (`second`, folded) of which the first has a letter or two: 'st', 'Nc'."""
    value = verdict(second, field)
    left = _LEFT_OF_YES if value else _LEFT_OF_NO
    return value if value is not None and left.fullmatch(folded.replace(" ", "")) else None


def _is_near(squashed: str, phrase: str) -> bool:
    return len(phrase) >= _LONG_ENOUGH and Levenshtein.distance(squashed, phrase, score_cutoff=1) <= 1


@dataclass(frozen=True)
class _Piece:
    """A tick (t), an empty box (e), SI (s), NO (n) or anything else, from where to where on its line."""

    kind: str
    left: float
    right: float
    token: Token


def has_boxes(tokens: Sequence[Token]) -> bool:
    """Whether a line has two boxes that were measured, and SI or NO beside them, be one of these misread."""
    boxes = [token for token in tokens if token.text in tuple(_MEASURED)]
    said = (kind(token.folded, Field.YES_NO) for token in tokens for kind in (verdict, misread_verdict))
    return len(boxes) == len(_MEASURED) and any(value is not None for value in said)


def are_empty(tokens: Sequence[Token]) -> bool:
    """Whether both of a line's two boxes are empty."""
    return has_boxes(tokens) and not any(token.text == _MEASURED[1] for token in tokens)


def ticked(tokens: Sequence[Token]) -> tuple[bool, Token] | None:
    """Which of two boxes is ticked, SI or NO, and the word that has it; None where that cannot be told.

    Either both boxes are seen, one ticked and one empty: `(X) SI ( ) NO`, `SI [ ] NO [X]`. Or only the tick is text,
    and it stands close to one of the two words: `X SI    NO`.
    """
    pieces = list(_pieces(tokens))
    kinds = "".join(piece.kind for piece in pieces)
    words = {piece.kind == "s": piece for piece in pieces if piece.kind in ("s", "n")}
    value = _nearest(pieces, words) if sorted(kinds) == ["n", "s", "t"] else _TICKED.get(_without_lost(pieces, kinds))
    if value is None:
        return None
    said = words.get(value) or next(piece for piece in pieces if piece.kind == "t")
    return value, said.token


def _without_lost(pieces: Sequence[_Piece], kinds: str) -> str:
    """The kinds without what was made of a lost word, a letter or two between two boxes seen as such."""
    boxes = {piece.token.text for piece in pieces if piece.kind in ("t", "e")}
    lost = [piece for piece in pieces if piece.kind == "?"]
    whole = boxes == set(_MEASURED) and all(len(piece.token.text) < _SHORT for piece in lost)
    return kinds.replace("?", "") if whole else kinds


def both_boxes(text: str) -> bool | None:
    """Which of two boxes is ticked, where a text shows both of them, blanks aside; else None."""
    matches = _PIECE.finditer("".join(text.split()).upper())
    return _TICKED.get("".join(_kind(match) for match in matches))


def has_box(text: str) -> bool:
    """Whether a text is a box, ticked or empty, or half of one, or begins with one."""
    if text in _HALVES:
        return True
    match = _PIECE.match(text.upper())
    return match is not None and _kind(match) in ("t", "e") and len(text) <= _SHORT


def has_empty_box(text: str) -> bool:
    """Whether an empty box is in a text, before or after its words."""
    return any(_kind(match) == "e" for match in _PIECE.finditer(text.upper()))


def is_ticked(text: str) -> bool:
    """Whether a text is SI or NO with its tick: `[x] No`, `XNO`."""
    kinds = "".join(_kind(match) for match in _PIECE.finditer("".join(text.split()).upper()))
    return kinds in ("ts", "tn", "st", "nt")


def _kind(match: re.Match[str]) -> str:
    return {None: "", "other": "?"}.get(match.lastgroup, match.lastgroup or "")


def _pieces(tokens: Sequence[Token]) -> Iterator[_Piece]:
    chars = [(token, place) for token in tokens for place in range(len(token.text))]
    for match in _PIECE.finditer("".join(token.text[place] for token, place in chars).upper()):
        if _kind(match):
            first, last = chars[match.start()], chars[match.end() - 1]
            yield _Piece(_kind(match), _edge(*first), _edge(last[0], last[1] + 1), last[0])


def _edge(token: Token, place: int) -> float:
    """Where a token's letter begins."""
    return token.left + place * (token.right - token.left) / len(token.text)


def _nearest(pieces: Sequence[_Piece], words: dict[bool, _Piece]) -> bool | None:
    """The word that a tick stands beside, if it is far from the other one."""
    tick = next(piece for piece in pieces if piece.kind == "t")
    gaps = {value: max(tick.left - word.right, word.left - tick.right) for value, word in words.items()}
    near, height = min(gaps, key=lambda value: gaps[value]), tick.token.height
    beside = gaps[near] < height and gaps[not near] > _FAR * max(gaps[near], height / 2)
    return near if beside else None
