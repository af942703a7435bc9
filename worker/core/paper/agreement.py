"""What a second, independent engine makes of the words that a value was read from.

Two engines that read the same make sure what one alone does not. There is no vote: where the second read another
number or the opposite word, the value is disputed and a person looks.
"""

from __future__ import annotations

from worker.core.identifiers import Nss, parse_nss
from worker.core.paper.lines import Run, fold

_LIKE_DIGITS = str.maketrans("OQDILSBZG", "000115826")


def second_text(run: Run) -> str:
    """What the second engine read in the place of the run, as it gave it; "" where it did not look or saw nothing."""
    return " ".join(token.second for token in run if token.second)


def seconded(run: Run) -> bool:
    """Whether the second engine read every letter and digit of the run as the first did, accents aside.

    Letters that look like digits count as those: what an OCR cannot tell apart is no other reading.
    """
    first = _alike("".join(token.text for token in run))
    return bool(first) and first == _alike(second_text(run))


def second_nss(run: Run) -> Nss | None:
    """The NSS that the second engine read in the place of the run; None where what it read cannot be one.

    A number whose check digit fails says nothing of the first reading, only that the second one erred. Words without
    a digit are a label's or a speck's.
    """
    digits = "".join(word for word in second_text(run).split() if any(map(str.isdigit, word)))
    return parse_nss(_alike(digits))


def _alike(text: str) -> str:
    return fold(text).translate(_LIKE_DIGITS)
