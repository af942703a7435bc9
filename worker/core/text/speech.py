"""A mail's text as a list of sentences of plain words: lower case, without accents, decoration, links or line noise."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

READ_LIMIT = 200_000
RAW_LIMIT = 50_000
TEXT_LIMIT = 2_500
LINE_LIMIT = 400
WRAPPED_FROM = 60
"""A line of at least this many characters was probably broken by the mail program, not by its writer."""

BREAKS = ",;:()[]-–—/|•·"
INVISIBLE = dict.fromkeys(
    [0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)]
)
APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´"))
SPELLED = re.compile(r"\b(?:[a-z]\.\s?){2,8}")
ABBREVIATED = re.compile(
    r"\b(ing|lic|licda|dra|dr|mtra|mtro|sra|sr|srita|atte|att|prof|num|col|av|tel|cel|sem|depto)\.(?=\s?\w)"
)
NUMBER_SIGN = re.compile(
    r"\bno\.\s{0,2}(?=\d)|(?<=clinica )no (?=\d)|(?<=umf )no (?=\d)"
    r"|\bno\.? (?=(?:de )?control)|[#º°]"
)
GLUED = re.compile(r"\b(umf|clinica|unidad|la|num|numero)[\s:-]{0,3}(\d{1,3})\b")
ORDINAL = re.compile(r"\b(\d{1,2})(?:e?r[oa]?|[dtmvn]?[oa])\b")
FOLIO = re.compile(r"\b[a-z]{2}-\d{4}-\d{5}\b")
PIECE = re.compile(r"[^\W_]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The pieces of one sentence: words, numbers, symbols, and `,` for every kind of pause. `asked`: it ends in `?`."""

    pieces: tuple[str, ...]
    asked: bool


def fold(text: str) -> str:
    """`text` in lower case, without accents, with compatibility characters made plain (`𝐇oja` → `hoja`, `ñ` → `n`)."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character)).casefold()


def squeeze(word: str) -> str:
    """A folded word with repeated letters written once (`holaaa` → `hola`, `llego` → `lego`); digits stay."""
    return re.sub(r"([^\W\d_])\1+", r"\1", word)


def hear(text: str) -> tuple[tuple[Sentence, ...], bool]:
    """Split any text into sentences.

    Args:
        text: what was written, of any length and content.

    Returns:
        The sentences that have at least one piece, and whether the whole text was heard (False: it was too long,
        and what stands after the limit is not in the sentences).
    """
    lines, whole = _lines(text)
    joined = _unwrap(lines)
    plain = _plain(joined[:TEXT_LIMIT])
    return tuple(_sentences(plain[:TEXT_LIMIT])), whole and len(joined) <= TEXT_LIMIT and len(plain) <= 2 * TEXT_LIMIT


def _lines(text: str) -> tuple[list[str], bool]:
    """The lines that hold something, and whether these are all."""
    visible = text[:READ_LIMIT].translate(INVISIBLE)
    lines = [line for raw in visible[:RAW_LIMIT].splitlines() if (line := _without_links(raw))]
    return lines[:LINE_LIMIT], not visible[RAW_LIMIT:].strip() and len(text) <= READ_LIMIT and len(lines) <= LINE_LIMIT


def _without_links(line: str) -> str:
    return " ".join(word for word in line.split() if "@" not in word and not word.lower().startswith(("http", "www.")))


def _unwrap(lines: list[str]) -> str:
    return "".join(line + (" " if len(line) >= WRAPPED_FROM else "\n") for line in lines)


def _plain(text: str) -> str:
    plain = fold(text.translate(APOSTROPHES))
    plain = FOLIO.sub(" ", plain)
    plain = SPELLED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", plain)
    plain = NUMBER_SIGN.sub(" numero ", plain)
    plain = ABBREVIATED.sub(r"\1 ", plain)
    return ORDINAL.sub(r"\1o ", GLUED.sub(r"\1 \2", plain))


def _sentences(text: str) -> list[Sentence]:
    """Cut at full stops, line ends and question marks; `¿` ends what stands before it."""
    found = []
    for chunk in re.findall(r"[^.!?¿\n…]+[.!?\n…]*", text):
        body = chunk.rstrip(".!?\n… ")
        pieces = tuple("," if piece in BREAKS else squeeze(piece) for piece in PIECE.findall(body))
        if any(piece != "," for piece in pieces):
            found.append(Sentence(pieces, "?" in chunk[len(body) :]))
    return found
