"""The seals of a paper: long runs of letters and digits in which no number is anybody's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from worker.core.paper.lines import Line, folded_of

_NOISE_STARTS = ("CADENA ORIGINAL", "INVOCANTE", "SELLO DIGITAL", "SECUENCIA NOTARIAL", "SERIE DEL CERTIFICADO")
_NOISE_LENGTH = 24


def is_prose(line: Line) -> bool:
    """Whether a line is part of a sentence: six words or more, most in small letters."""
    words = [token.text for token in line.tokens if token.text.strip(".,;:()").isalpha()]
    return len(words) >= 6 and sum(word.islower() for word in words) * 2 >= len(words)


def starts_noise(line: Line) -> bool:
    """Whether a line is the first of a seal."""
    folded = folded_of(line.tokens)
    return any(start in folded for start in _NOISE_STARTS) or any(
        len(token.raw) >= _NOISE_LENGTH and "|" in token.raw for token in line.tokens
    )


def _goes_on(line: Line) -> bool:
    """Whether a line after a seal's first line is still the seal: anything but prose and form lines."""
    if any(len(token.raw) >= _NOISE_LENGTH for token in line.tokens):
        return True
    return not is_prose(line) and not any(token.text.endswith(":") for token in line.tokens)


def seal_rows(lines: Sequence[Line]) -> Iterator[int]:
    """Which lines are seals."""
    noisy = False
    for row, line in enumerate(lines):
        noisy = starts_noise(line) or (noisy and _goes_on(line))
        if noisy:
            yield row
