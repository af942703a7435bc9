"""The agregado médico: who its holder is to the titular, their sex and year of birth, and how they are insured."""

from __future__ import annotations

import re
from itertools import combinations

from worker.core.paper.lines import Run, Token, fold
from worker.core.paper.scope import Scope

_AGREGADO = re.compile(r"([1-6])([HMF])(\d{4})([A-Z]{2})")
_LIKE_ONE = re.compile(r"(\d)([A-Z])(\d{4})[A-Z0-9]{2}")
_TO_DIGIT = str.maketrans("OIZSBG", "012586")
_TO_LETTER = str.maketrans("0528", "OSZB")


def parse_agregado(text: str) -> tuple[int, str, int, str] | None:
    """Digit, letter, year and suffix of an agregado médico, an OCR's confusions undone by place; or None."""
    if len(text) != 8:
        return None
    tidy = text[0].translate(_TO_DIGIT) + text[1] + text[2:6].translate(_TO_DIGIT) + text[6:].translate(_TO_LETTER)
    match = _AGREGADO.fullmatch(tidy)
    return (int(match[1]), match[2], int(match[3]), match[4]) if match else None


def agregado_of(scope: Scope) -> tuple[tuple[int, str, int, str], Run] | None:
    """The holder's agregado médico with its words; None if there is none or several."""
    tokens = [token for line in scope.form.sheet.lines for token in line.tokens]
    found = {parsed: (token,) for token in tokens if (parsed := _parsed(token)) is not None}
    return next(iter(found.items())) if len(found) == 1 else None


def are_of_several(scope: Scope) -> bool:
    """Whether two agregados stand outside the beneficiaries' table, with more between them than one misread sign."""
    tokens = (token for line in scope.form.sheet.lines for token in line.tokens)
    seen = {match.groups() for token in tokens if (match := _LIKE_ONE.fullmatch(token.folded)) is not None}
    return any(
        sum(part != same for part, same in zip(one, other, strict=True)) > 1 for one, other in combinations(seen, 2)
    )


def _parsed(token: Token) -> tuple[int, str, int, str] | None:
    """As the first engine read it; where that is none, as the second did, if both began alike."""
    second = fold(token.second)
    return parse_agregado(token.folded) or (parse_agregado(second) if second[:2] == token.folded[:2] else None)
