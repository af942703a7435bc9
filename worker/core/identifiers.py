"""NSS and CURP: values that cannot hold an unchecked number.

Luhn and the CURP's sum come from python-stdnum. Neither type ever shows its number in a repr, a str or an
error: tracebacks and logs are no place for them. What is meant to be shown asks for `digits`, `text` or `masked`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from stdnum import luhn
from stdnum.mx import curp as curp_module

from worker.core.glyphs import latin

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212_.~\u223c\u02dc\u00b7\u00ac]+")
_CURP_FORM = re.compile(r"[A-Z]{4}[0-9]{6}[HMX][A-Z]{5}[0-9A-Z][0-9]")
_TO_DIGIT = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "|": "1", "S": "5", "B": "8", "Z": "2", "G": "6"}
_TO_LETTER = {"0": "O", "1": "I", "5": "S", "8": "B", "2": "Z", "6": "G"}
_DIGIT_PLACES = frozenset({*range(4, 10), 17})
_EITHER_PLACE = 16
_MOST_DIFFERENT = 4
_LIVING = range(1925, 2030)


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", latin(text)).upper()


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Nss:
    """An NSS of eleven digits whose check digit holds; spaces and hyphens are dropped.

    Raises ValueError, without the number, for anything else.
    """

    digits: str

    def __post_init__(self) -> None:
        digits = _compact(self.digits)
        if not re.fullmatch(r"[0-9]{11}", digits):
            raise ValueError("an NSS has eleven digits")
        if not luhn.is_valid(digits):
            raise ValueError("the check digit of the NSS does not hold")
        object.__setattr__(self, "digits", digits)

    @property
    def birth_year2(self) -> str:
        """The last two digits of the year of birth as registered (digits five and six)."""
        return self.digits[4:6]

    @property
    def masked(self) -> str:
        """Dots and the last four digits: all that a mail may show."""
        return f"•••••••{self.digits[-4:]}"

    def __repr__(self) -> str:
        return f"Nss({self.masked})"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Curp:
    """A CURP of eighteen characters whose form, date, state and check digit hold; upper case, no separators.

    Raises ValueError, without the CURP, for anything else.
    """

    text: str

    def __post_init__(self) -> None:
        text = _compact(self.text)
        if not _CURP_FORM.fullmatch(text):
            raise ValueError("a CURP has four letters, a date, a sex, five letters and two more characters")
        # python-stdnum knows the sexes H and M only, and X is legal: the form is tried as H, the sum as it stands.
        if not curp_module.is_valid(f"{text[:10]}H{text[11:]}", validate_check_digits=False):
            raise ValueError("the date, the state or the first letters of the CURP do not exist")
        if curp_module.calc_check_digit(text) != text[-1]:
            raise ValueError("the check digit of the CURP does not hold")
        object.__setattr__(self, "text", text)

    @property
    def birth_date(self) -> date:
        """The day of birth; a digit at character 17 means 19xx, a letter 20xx."""
        return date(self.birth_year, int(self.text[6:8]), int(self.text[8:10]))

    @property
    def birth_year(self) -> int:
        """The year of birth, four digits."""
        return (1900 if self.text[16].isdigit() else 2000) + int(self.text[4:6])

    @property
    def plausible(self) -> bool:
        """Whether the year of birth is one of a living person's; 0 and O at character 17 often both pass the sum."""
        return _LIVING.start <= self.birth_year < _LIVING.stop

    @property
    def masked(self) -> str:
        """Dots and the last four characters: all that a mail may show."""
        return f"••••••••••••••{self.text[-4:]}"

    def __repr__(self) -> str:
        return f"Curp({self.masked})"

    __str__ = __repr__


def parse_nss(text: str) -> Nss | None:
    """The NSS that `text` is, in any of its printed forms, or None."""
    try:
        return Nss(text)
    except ValueError:
        return None


def parse_curp(text: str) -> Curp | None:
    """The CURP that `text` is, in any of its printed forms, or None."""
    try:
        return Curp(text)
    except ValueError:
        return None


def repair_nss(text: str, agrees: Callable[[Nss], bool]) -> Nss | None:
    """The NSS behind a text in which an OCR took digits for letters.

    None unless exactly one NSS comes out and `agrees` (the CURP's year of birth, a second reading) holds for it.
    """
    repaired = "".join(_TO_DIGIT.get(char, char) for char in _compact(text))
    found = parse_nss(repaired)
    return found if found is not None and agrees(found) else None


def _curp_choices(place: int, char: str) -> str:
    digit, letter = _TO_DIGIT.get(char, char), _TO_LETTER.get(char, char)
    if place == _EITHER_PLACE:
        return "".join(dict.fromkeys((char, digit, letter)))
    return digit if place in _DIGIT_PLACES else letter


def repair_curp(text: str, agrees: Callable[[Curp], bool]) -> Curp | None:
    """The CURP behind a text in which an OCR confused letters and digits, told by their places.

    None unless exactly one CURP comes out and `agrees` (the name, the NSS's year of birth) holds for it.
    """
    compact = _compact(text)
    if len(compact) != 18:
        return None
    choices = [_curp_choices(place, char) for place, char in enumerate(compact)]
    found = {curp for chars in product(*choices) if (curp := parse_curp("".join(chars))) is not None}
    if len(found) > 1:
        found = {curp for curp in found if curp.plausible}
    return found.pop() if len(found) == 1 and all(map(agrees, found)) else None


def curps_between(first: str, second: str) -> Iterator[str]:
    """The texts of a CURP that two readings of it, much alike, allow: at each place either's character.

    Where only one of them has a letter for a letter's place, or a digit for a digit's, that one.
    """
    pairs = list(zip(_compact(first), _compact(second), strict=False))
    if len(_compact(first)) == len(_compact(second)) == 18 and sum(a != b for a, b in pairs) <= _MOST_DIFFERENT:
        yield from map("".join, product(*(_fitting(place, pair) for place, pair in enumerate(pairs))))


def _fitting(place: int, pair: tuple[str, str]) -> list[str]:
    kinds = [char for char in pair if place == _EITHER_PLACE or char.isdigit() == (place in _DIGIT_PLACES)]
    return list(dict.fromkeys(kinds or pair))


def curp_head(text: str) -> str:
    """The first six characters of a damaged CURP, letters and digits put right by their places."""
    return "".join(_curp_choices(place, char) for place, char in enumerate(_compact(text)[:6]))
