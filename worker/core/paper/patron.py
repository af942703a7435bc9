"""The patron as a paper prints it, compared with the school's own registros patronales and names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto

from rapidfuzz import fuzz
from rapidfuzz.distance import Hamming

from worker.core.paper.dates import plain
from worker.core.paper.evidence import Read
from worker.core.paper.lines import Run, text_of
from worker.core.paper.scope import Scope
from worker.core.paper.search import distinct
from worker.core.paper.vocabulary import Field
from worker.core.school import School


class Likeness(Enum):
    """How a patron compares with the school. `SIMILAR` may be an OCR's mistake or another campus: it proves nothing."""

    SAME = auto()
    SIMILAR = auto()
    OTHER = auto()


_SIMILAR_WORD = 75.0
_FORMER = re.compile(r"\bULTIM[OA] (?:PATRON|EMPLEO|REGISTRO)\b|\bPATRON ANTERIOR\b")
_SHORTEST_WORD = 4
_SIMILAR_FIGURES = 2
_REGISTRO = re.compile(r"[A-Z0-9][0-9]{10}")
_ALONE = re.compile(r"[A-Z][0-9]{10}")
_TO_DIGIT = str.maketrans("OIZSBG", "012586")
_SCHOOL_WORDS = re.compile(
    r"\b(?:INST(?:ITUTO)? TEC\w*|UNIVERSIDAD|UNIV|TECNOLOGICO|POLITECNIC[OA]|PREPARATORIA|BACHILLER(?:ATO|ES)|COLEGIO"
    r"|ESCUELA|CONALEP|COBACH|CECYTE?\w*|CBTIS|CBTA|CETIS|FACULTAD|NORMAL|SECRETARIA DE EDUCACION|TECNM)\b"
)


def is_school(folded: str) -> bool:
    """Whether a patron's name is a school's by its words."""
    return _SCHOOL_WORDS.search(folded) is not None


def tidy_registro(text: str) -> str:
    """A registro patronal without separators, figures read as letters put right after the first character."""
    plain_text = re.sub(r"[^A-Z0-9]", "", text.upper())
    return plain_text[:1] + plain_text[1:].translate(_TO_DIGIT)


def registros(scope: Scope) -> tuple[Read[str], ...]:
    """Every registro patronal on the holder's part of the page, eleven characters each, labelled or not."""
    form = scope.form
    labelled = [run for label in form.of(Field.REGISTRO) for run in form.places(label)]
    alone = [(token,) for line in form.sheet.lines for token in line.tokens if _ALONE.fullmatch(token.folded)]
    reads = (Read(tidy_registro(text_of(run)), run) for run in (*labelled, *alone))
    return distinct(read for read in reads if _REGISTRO.fullmatch(read.value))


def registro_of(scope: Scope) -> Read[str] | None:
    """The registro patronal of the holder's patron; None if there is none or several."""
    found = registros(scope)
    return found[0] if len(found) == 1 else None


def _is_former(scope: Scope) -> bool:
    """Whether the page says that its patron is the last one: it proves nothing of who insures the holder now."""
    lines = (" ".join(token.folded for token in line.tokens) for line in scope.form.sheet.lines)
    return any(_FORMER.search(line) for line in lines)


def compare_registro(scope: Scope, school: School) -> tuple[Likeness | None, Run | None]:
    """How the printed registro compares with the school's, and its words; None where either is missing."""
    registro = registro_of(scope)
    own = [tidy_registro(text) for text in school.registros_patronales]
    if registro is None or not own:
        return None, None
    differ = min(Hamming.distance(registro.value, text) for text in own)
    likeness = (
        Likeness.SAME
        if differ == 0 and not _is_former(scope)
        else Likeness.SIMILAR
        if differ <= _SIMILAR_FIGURES
        else Likeness.OTHER
    )
    return likeness, registro.run


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[A-Z0-9]+", plain(text)))


def _runs(scope: Scope) -> Iterator[Run]:
    form = scope.form
    for label in form.of(Field.PATRON):
        run = form.right_of(label) or form.below(label)
        if run and not _is_sentence(run):
            yield run
            yield (*run, *form.continued(run))


def _is_sentence(run: Run) -> bool:
    """Whether most words are in small letters: a blank patron has the small print under it."""
    return sum(token.text.islower() for token in run) * 2 > len(run)


def compare_name(scope: Scope, school: School) -> tuple[Likeness | None, Run | None]:
    """How the printed patron compares with the school's names, and its words; None where none is printed."""
    runs = list(_runs(scope))
    if not runs:
        return None, None
    former = _is_former(scope)
    compared = [(_likeness(_words(text_of(run)), school, former=former), run) for run in runs]
    return min(compared, key=lambda pair: pair[0].value)


def _likeness(words: tuple[str, ...], school: School, *, former: bool) -> Likeness:
    names = [_words(name) for name in (school.name, *school.patrones)]
    if words in names:
        return Likeness.SIMILAR if former else Likeness.SAME
    known = {word for name in names for word in name}
    return Likeness.OTHER if any(_is_foreign(word, known) for word in words) else Likeness.SIMILAR


def _is_foreign(word: str, known: set[str]) -> bool:
    """Whether a word of the patron's name is none that the school's names have, misread or not."""
    return len(word) >= _SHORTEST_WORD and all(fuzz.ratio(word, other) < _SIMILAR_WORD for other in known)
