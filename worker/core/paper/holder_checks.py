"""The checks of whose constancia it is: that the holder is told surely, is one person, and is no relative."""

from __future__ import annotations

import re
from itertools import combinations

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from worker.core.identifiers import Curp, parse_curp
from worker.core.paper.agregado import agregado_of, are_of_several
from worker.core.paper.beneficiaries import is_key
from worker.core.paper.dates import parse_date
from worker.core.paper.evidence import BIRTH_YEAR, CADENA, CONFIDENT, LABEL, NAME_AND_CURP, NAME_AND_HEAD, SECONDED
from worker.core.paper.examined import Constancia
from worker.core.paper.lines import folded_of, text_of
from worker.core.paper.names import is_particle, name_words
from worker.core.paper.naming import capital_runs
from worker.core.paper.nss_checks import is_dependant
from worker.core.paper.patron import compared_runs, is_school
from worker.core.paper.students import may_be_student, may_have_student

MISREAD_DIGITS = 4
"""More digits than an OCR misreads; two people's numbers differ in more."""

_PAIR = 2
_KEY = re.compile(r"[A-Z0]{4}[0-9OQIZSGBT]{6}")
_MISREAD_LETTERS = 6
"""More letters of a CURP than an OCR misreads."""

_ALIKE_NAMES = 85
"""An OCR's two readings of one name are at least this alike, of 100; two people's names hardly ever."""


def is_named(page: Constancia) -> bool:
    """A CURP, or a labelled name; an OCR's name needs at least the beginning of a CURP to agree with."""
    name = page.holder.name
    if page.holder.curp is not None:
        return True
    return name is not None and LABEL in name.checks and (page.printed or NAME_AND_HEAD in name.checks)


def curp_is_certain(page: Constancia) -> bool:
    """A CURP goes with the seal and the agregado; an OCR's agrees with other ink or with another engine's reading."""
    curp = page.holder.curp
    if curp is None:
        return True
    if page.scope.cadena.curp not in (None, curp.value) or _sex_contradicts(page):
        return False
    if page.holder.name is None and LABEL not in curp.checks:
        return False
    return page.printed or bool({CADENA, SECONDED} & set(curp.checks)) or _year_is_seen_twice(page, curp.value)


def _year_is_seen_twice(page: Constancia, curp: Curp) -> bool:
    """Whether the NSS or the agregado médico has the CURP's year of birth."""
    nss, agregado = page.holder.nss, agregado_of(page.scope)
    by_nss = nss is not None and BIRTH_YEAR in nss.checks
    return by_nss or (agregado is not None and agregado[0][2] == curp.birth_year)


def _sex_contradicts(page: Constancia) -> bool:
    """F in the agregado is a woman for certain, H a man; M can be either."""
    agregado, curp = agregado_of(page.scope), page.holder.curp
    if agregado is None or curp is None:
        return False
    return (agregado[0][1], curp.value.text[10]) in {("F", "H"), ("H", "M")}


def name_is_certain(page: Constancia) -> bool:
    """A name leads to the CURP where one was read, else it was read surely. An accent or a tilde is nobody else's."""
    name = page.holder.name
    if name is None:
        return True
    enough = {CONFIDENT, SECONDED} if page.holder.curp is None else {NAME_AND_CURP}
    return bool(enough & set(name.checks))


def is_one_person(page: Constancia) -> bool:
    """Whether every NSS, CURP and name by a label, and every agregado, can be the one holder's."""
    holder = page.holder
    numbers = len(holder.nss_seen) <= 1 and all(_is_like_nss(text, page) for text in holder.numbers_seen)
    return numbers and len(holder.curps_seen) <= 1 and _one_name(page) and not are_of_several(page.scope)


def _is_like_nss(text: str, page: Constancia) -> bool:
    """Whether a labelled number is the holder's NSS, or for an OCR may be it, some of its digits misread."""
    nss, number = page.holder.nss, re.sub(r"[^0-9A-Z]", "", text.upper())
    return nss is None or Levenshtein.distance(number, nss.value.digits) <= (0 if page.printed else MISREAD_DIGITS)


def _one_name(page: Constancia) -> bool:
    """Whether the labelled names are one: parts of it ('ANA' under 'Nombre'), or for an OCR nearly the same letters."""
    return all(_same_name(one, other, page) for one, other in combinations(page.holder.names_seen, 2))


def _same_name(one: str, other: str, page: Constancia) -> bool:
    words, others = set(one.split()), set(other.split())
    if words <= others or others <= words:
        return True
    return not page.printed and fuzz.token_sort_ratio(one, other) >= _ALIKE_NAMES


def is_not_a_relatives(page: Constancia) -> bool:
    """No child of student age among the holder's beneficiaries, nor the holder as one of them."""
    year, curp = _year(page), page.holder.curp
    relatives = page.scope.relatives
    itself = curp is not None and any(each.curp == curp.value and each.child is not None for each in relatives)
    if itself or (may_have_student(_born(page), year) and (_names_another(page) or _names_kin(page))):
        return False
    return not any(may_be_student(relative, year, _born(page)) for relative in relatives)


def _names_another(page: Constancia) -> bool:
    """Whether an OCR saw what may be another person's CURP, wherever: it may have lost that they are a child."""
    curp = page.holder.curp
    if page.printed or curp is None:
        return False
    words = (token for cell in page.scope.sheet.cells for token in cell)
    return any(
        is_key(token.folded)
        and parse_curp(token.folded) is None
        and _KEY.match(token.folded) is not None
        and Levenshtein.distance(token.folded, curp.value.text) > _MISREAD_LETTERS
        for token in words
    )


def _names_kin(page: Constancia) -> bool:
    """Whether an OCR saw a name with one of the holder's surnames that is not the holder's, wherever it stands.

    On a beneficiary's page it is the titular's.
    """
    name = page.holder.name
    if page.printed or name is None or is_dependant(page):
        return False
    own = [word for word in name_words(name.value) if not is_particle(word)]
    runs = (run for cell in page.scope.form.sheet.cells for run in capital_runs(cell))
    known = [*name.run, *(token for run in compared_runs(page.scope) for token in run)]
    # A school or a firm may be called as a family is.
    others = (run for run in runs if len(run) > _PAIR and not any(token in known for token in run))
    others = (run for run in others if not is_school(folded_of(run)))
    seen = (set(name_words(text_of(run))) for run in others)
    return any(words & set(own[-_PAIR:]) and not set(own) <= words for words in seen)


def _year(page: Constancia) -> int | None:
    """The year of issue; where that is not told, the last one that the page names."""
    day = page.issue.read.value if page.issue.read else page.scope.cadena.issued
    cells = page.scope.form.sheet.cells if day is None else ()
    return max((day.year for day in (day, *(parse_date(text_of(cell)) for cell in cells)) if day), default=None)


def _born(page: Constancia) -> int | None:
    """The holder's year of birth, by the CURP or the agregado médico."""
    curp, agregado = page.holder.curp, agregado_of(page.scope)
    return curp.value.birth_year if curp is not None else agregado[0][2] if agregado is not None else None
