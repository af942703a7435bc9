"""Which words of a run are a person's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from worker.core.paper.evidence import LABEL, Read
from worker.core.paper.lines import Run, Token, text_of
from worker.core.paper.names import is_particle, name_words, unglued

_NOT_NAME_WORDS = (
    "INSTITUTO UNIVERSIDAD TECNOLOGICO SEGURO SOCIAL CONSTANCIA VIGENCIA DERECHOS CURP NSS NUMERO MEDICO ASEGURADO "
    "DATOS SERVICIO MATUTINO VESPERTINO TITULAR ESTUDIANTE BENEFICIARIO PARENTESCO AGREGADO MODALIDAD PRESENTE "
    "SI NO VIGENTE BAJA MUJER HOMBRE MASCULINO FEMENINO SOLTERA SOLTERO TURNO FOLIO SEXO CLINICA "
    "FECHA DELEGACION REGISTRO PATRONAL NACIMIENTO EMISION EXPEDICION CONSULTORIO ESTATUS SITUACION OOAD UMF UMAE"
)
_NOT_NAMES = frozenset(_NOT_NAME_WORDS.split())
_LONGEST_NAME = 10
_LONGEST_PART = 4
_WORDS_OF_A_NAME = 3
_AS_LONG_AS_TWO = 10
_LOOKS_SMALL = re.compile("(?<!^)[áéíóúüñ]|(?<=[A-ZÁÉÍÓÚÜÑ]{3})[cosuvwxz]")
_FOR_LETTERS = str.maketrans("0158", "OISB")
_FEW_LETTERS = 4
_MARKS = ".,;:'`-_~/()\u2019\u00b4"


def _letters(token: Token) -> str:
    return re.sub(r"[-/.']", "", _spelled(token.text.strip(_MARKS)))


def _spelled(word: str) -> str:
    """A capital word with the letter that an OCR took for a figure: 'YAREL1'."""
    letters = "".join(filter(str.isalpha, word))
    return word.translate(_FOR_LETTERS) if len(letters) >= _FEW_LETTERS and len(word) - len(letters) == 1 else word


def alphabetic(run: Run, *, to_colon: bool = False) -> Run:
    """The words of the run up to the first that no name has, or that is set otherwise than the first.

    Nothing if a colon ends them: how many of the last words are the next label cannot be told. With `to_colon` the
    words up to it: an OCR takes a semicolon for one, and whoever asks has a CURP to try the name on.
    """
    end = 0
    for token in run:
        if not _letters(token).isalpha() or not _set_alike(_letters(run[0]), _letters(token)):
            break
        end += 1
        if token.text.endswith(":"):
            return run[:end] if to_colon else ()
    return run[:end]


def _set_alike(first: str, word: str) -> bool:
    """Whether a word can belong to a name whose first word is `first`: all in capitals, or each with its own."""
    if _is_capital(first):
        return _is_capital(word)
    return word[:1].isupper() or is_particle(word)


def _is_capital(word: str) -> bool:
    """Whether a word is set in capitals; some letters look small to an OCR: 'CASTAÑóN', 'YAÑEz'."""
    return _LOOKS_SMALL.sub("", word).isupper()


def name_of(run: Sequence[Token]) -> str:
    """The name that words are, in capitals with single blanks."""
    words = (word for token in run for word in re.split(r"[/,;:._~]+", token.text.upper()) if word)
    return unglued(" ".join(map(_spelled, words)))


def names_in(run: Run) -> Iterator[Read[str]]:
    """The name up to a comma, and the whole ('HERNANDEZ ROMERO, ITZEL')."""
    words = alphabetic(run)
    comma = next((place for place, token in enumerate(words, 1) if token.text.endswith((",", ";"))), len(words))
    for part in dict.fromkeys((words[:comma], words)):
        if could_be_name(part):
            yield Read(name_of(part), part, (LABEL,))


def is_part(cell: Run) -> bool:
    """Whether a whole cell in capitals could be somebody's given names, or a surname."""
    parts = name_words(text_of(cell))
    whole = len(alphabetic(cell)) == len(cell) and text_of(cell).isupper()
    return whole and len(parts) <= _LONGEST_PART and len("".join(parts)) > 1 and not _NOT_NAMES & set(parts)


def is_glued(run: Run) -> bool:
    """Whether a run has fewer words than a name, and one that is as long as two."""
    return 0 < len(run) < _WORDS_OF_A_NAME and max(len(token.folded) for token in run) >= _AS_LONG_AS_TWO


def name_in(cell: Run) -> Read[str] | None:
    """The name that a whole cell in capitals is."""
    run = alphabetic(cell)
    whole = len(run) == len(cell) and text_of(run).isupper() and could_be_name(run)
    return Read(name_of(run), run) if whole else None


def could_be_name(words: Run) -> bool:
    """Whether a run is as long as names are, and none of its words is one that papers have and names have not."""
    parts = name_words(text_of(words))
    spelled = any(len(part) > 1 for part in parts)  # 'C.U.R.' is what is left of a label.
    return 2 <= len(parts) <= _LONGEST_NAME and spelled and not _NOT_NAMES & set(parts)


def titled_runs(cell: Run) -> Iterator[Run]:
    """Neighbouring words that each begin with a capital, or are a particle between such words."""
    for titled, group in groupby(cell, key=_is_titled):
        if titled:
            yield tuple(group)


def _is_titled(token: Token) -> bool:
    letters = _letters(token)
    return letters.isalpha() and (letters.istitle() or is_particle(letters)) and not token.text.endswith(":")


def _may_be_of_name(token: Token) -> bool:
    letters = _letters(token)
    return letters.isalpha() and _is_capital(letters) and letters not in _NOT_NAMES and not token.text.endswith(":")


def capital_runs(cell: Run) -> Iterator[Run]:
    """Words in capitals between marks or other words; those before a colon are a label, not a name."""
    start = 0
    for place, token in enumerate(cell):
        if not _may_be_of_name(token):
            yield () if token.text.endswith(":") else cell[start:place]
            start = place + 1
        elif token.text.endswith((",", ";", ".")):
            yield cell[start : place + 1]
            start = place + 1
    yield cell[start:]
