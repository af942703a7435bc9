"""Which words of a run are a number or key of a given length, however it is printed."""

from __future__ import annotations

from worker.core.paper.lines import Run, Token, text_of

_BEFORE_NUMBER = frozenset(
    {"ES", "EL", "LA", "NO", "NUM", "NUMERO", "NSS", "NS5", "N5S", "N55", "CURP", "ASIGNADO", "SIGUIENTE", "CLAVE"}
)
_MOST_BEFORE = 3
_PIECE = 5
_KEY = 18
"""A CURP has as many characters, and ends with a digit; what stands after it is a mark of the form."""


def bare(run: Run) -> str:
    """A number as read, without the marks of the sentence around it."""
    return text_of(run).strip(" .,;:()[]\u00b7")


def _letters_and_digits(text: str) -> int:
    return sum(char.isalnum() for char in text)


def prefix(run: Run, length: int) -> Run | None:
    """The first tokens of the run that hold exactly `length` letters and digits, not followed by more of the number."""
    total = 0
    for place, token in enumerate(run, 1):
        total += _letters_and_digits(token.text)
        if total >= length:
            more = length < _KEY and place < len(run) and _goes_on(run[place])
            return run[:place] if total == length and not more and _has_figures(run[:place], length) else None
    return None


def _goes_on(token: Token) -> bool:
    """Whether a word could be a number's last digits; many digits are another number."""
    return token.folded[:1].isdigit() and len(token.folded) <= _PIECE


def _has_figures(run: Run, length: int) -> bool:
    """Whether enough characters are figures: 'no cuenta con' has eleven letters."""
    return sum(char.isdigit() for token in run for char in token.text) >= length // 4


def number_in(run: Run, length: int) -> Run | None:
    """The tokens of a run that are a number or key of that length: 'es: 8024…', '8024… de la persona'."""
    for place, token in enumerate(run[: _MOST_BEFORE + 1]):
        found = prefix(run[place:], length)
        if found is not None or (token.folded and token.folded not in _BEFORE_NUMBER):
            return found
    return None


def pieces_in(run: Run, length: int) -> Run | None:
    """The tokens of a number that is printed digit by digit, or in a few pieces, whatever the blanks between."""
    words = tuple(token for token in run if token.folded)
    end = next((place for place, token in enumerate(words) if not _is_piece(token)), len(words))
    found = prefix(words[:end], length)
    return found if found is not None and len(found) > 1 else None


def _is_piece(token: Token) -> bool:
    return len(token.folded) <= _PIECE and any(char.isdigit() for char in token.folded)
