"""The patron as a paper prints it, compared with the school's own registros patronales and names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import islice, pairwise
from math import inf

from rapidfuzz import fuzz
from rapidfuzz.distance import Hamming, Levenshtein

from worker.core.paper.agreement import second_text
from worker.core.paper.dates import plain
from worker.core.paper.evidence import Read
from worker.core.paper.labels import Form, Label
from worker.core.paper.lines import Run, text_of
from worker.core.paper.scope import Scope
from worker.core.paper.search import Search, distinct
from worker.core.paper.vocabulary import Field
from worker.core.school import School


class Likeness(Enum):
    """How a patron compares with the school.

    `NEAR` is an OCR's mistake or two away from it, and proves something only together with another that is;
    `SIMILAR` may be another campus, and proves nothing.
    """

    SAME = auto()
    NEAR = auto()
    SIMILAR = auto()
    OTHER = auto()


_SIMILAR_WORD = 75.0
_SIMILAR_NAME = 88.0
_NEARLY = 2
"""Letters of a long name that an OCR may misread; another campus's name differs by a word."""

_LONG_NAME = 16
_FORMER = re.compile(r"\bULTIM[OA] (?:PATRON|EMPLEO|REGISTRO)\b|\bPATRON ANTERIOR\b")
_SHORTEST_WORD = 4
_ENROLLED = frozenset({"INSCRITO", "INSCRITA", "ASEGURADO", "ASEGURADA", "AFILIADO", "AFILIADA", "REGISTRADO"})
_LONGEST_PATRON = 14
_SIMILAR_FIGURES, _MOSTLY_OTHERS = 2, 6
_REGISTRO = re.compile(r"[A-Z0-9][0-9]{10}")
_SHORTEST_GROUP = 3
_FIGURES = 9
"""Of the ten after the first letter, for an OCR may have read one as a letter."""

_ALONE = re.compile(r"[A-Z][0-9]{10}")
_TO_DIGIT = str.maketrans("OIZSBG", "012586")
_SCHOOL_WORDS = re.compile(
    r"\b(?:INST(?:ITUTO)? TEC\w*|UNIVERSIDAD|UNIV|TECNOLOGICO|POLITECNIC[OA]|PREPARATORIA|BACHILLER(?:ATO|ES)|COLEGIO"
    r"|ESCUELA|CONALEP|COBACH|CECYTE?\w*|CBTIS|CBTA|CETIS|FACULTAD|NORMAL|SECRETARIA DE EDUCACION|TECNM)\b"
)


_GLUED = ("INSTITUTOTEC", "TECNOLOGICODE", "UNIVERSIDAD", "POLITECNICA", "PREPARATORIA", "COLEGIODE", "CONALEP")
"""What is left of those words where an OCR drops blanks."""


def is_school(folded: str) -> bool:
    """Whether a patron's name is a school's by its words."""
    return _SCHOOL_WORDS.search(folded) is not None or any(word in folded.replace(" ", "") for word in _GLUED)


def tidy_registro(text: str) -> str:
    """A registro patronal without separators, figures read as letters put right after the first character."""
    plain_text = re.sub(r"[^A-Z0-9]", "", text.upper())
    return plain_text[:1] + plain_text[1:].translate(_TO_DIGIT)


def registros(scope: Scope) -> tuple[Read[str], ...]:
    """Every registro patronal on the holder's part of the page, eleven characters each, labelled or not."""
    form = scope.form
    labelled = [run for label in form.of(Field.REGISTRO) for run in islice(_registro_runs(form, label), 1)]
    alone = [run for run in Search(scope).windows(11) if _is_registro(run)]
    reads = (Read(tidy_registro(text_of(run)), run) for run in (*labelled, *alone))
    return distinct(read for read in reads if _REGISTRO.fullmatch(read.value))


def _is_registro(run: Run) -> bool:
    """Whether words without a label are a registro; a letter before a telephone is none."""
    text = text_of(run)
    figures = sum(char.isdigit() for char in text)
    tidy = tidy_registro(text) if text[:1].isupper() else ""
    return len(run[0].folded) >= _SHORTEST_GROUP and figures >= _FIGURES and _ALONE.fullmatch(tidy) is not None


def _registro_runs(form: Form, label: Label) -> Iterator[Run]:
    """The places of the label's value that hold a registro, the likeliest first."""
    return (run for run in form.places(label) if _REGISTRO.fullmatch(tidy_registro(text_of(run))))


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
    registro, differ = registro_of(scope), _different_figures(scope, school)
    if registro is None or differ is None:
        return None, None
    return _by_figures(differ, former=_is_former(scope)), registro.run


def is_far(scope: Scope, school: School) -> bool:
    """Whether the printed registro differs from the school's in more figures than an OCR misreads."""
    differ = _different_figures(scope, school)
    return differ is not None and differ >= _MOSTLY_OTHERS


def _different_figures(scope: Scope, school: School) -> int | None:
    """In how many characters the registro differs from the nearest of the school's, by the engine that is nearer."""
    registro = registro_of(scope)
    own = [tidy_registro(text) for text in school.registros_patronales]
    if registro is None or not own:
        return None
    readings = (registro.value, tidy_registro(second_text(registro.run)))
    return min(Hamming.distance(text, mine) for mine in own for text in readings if len(text) == len(mine))


def _by_figures(differ: int, *, former: bool) -> Likeness:
    if differ == 0 and not former:
        return Likeness.SAME
    if differ <= 1 and not former:
        return Likeness.NEAR
    return Likeness.SIMILAR if differ <= _SIMILAR_FIGURES else Likeness.OTHER


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[A-Z0-9]+", plain(text)))


def _runs(scope: Scope) -> Iterator[Run]:
    form = scope.form
    for label in form.of(Field.PATRON):
        run = form.right_of(label) or in_column(label, form.below(label))
        if run and not _is_sentence(run):
            yield run
            yield (*run, *form.continued(run))


def _in_prose(scope: Scope) -> Iterator[Run]:
    """The name in 'inscrito por …, registro patronal', up to its comma, on one line or the next too."""
    words = [token for line in scope.form.sheet.lines for token in line.tokens if token.folded]
    for place, (before, token) in enumerate(pairwise(words), 1):
        if token.folded == "POR" and before.folded in _ENROLLED:
            named = words[place + 1 : place + 1 + _LONGEST_PATRON]
            end = next((at for at, word in enumerate(named, 1) if word.text.endswith((",", ";", "."))), 0)
            if end:
                yield tuple(named[:end])


def in_column(label: Label, run: Run) -> Run:
    """What of a cell under a label stands under it alone, where narrow columns run into each other."""
    line = label.line
    after = line.tokens[label.end].left if label.end < len(line.tokens) else inf
    left, right = label.run[0].left - line.height / 2, after - line.height / 2
    return tuple(token for token in run if left <= token.left < right) or run


def compared_runs(scope: Scope) -> tuple[Run, ...]:
    """The words that `compare_registro` and `compare_name` go by."""
    return (*(read.run for read in registros(scope)), *_runs(scope))


def _is_sentence(run: Run) -> bool:
    """Whether most words are in small letters: a blank patron has the small print under it."""
    return sum(token.text.islower() for token in run) * 2 > len(run)


def compare_name(scope: Scope, school: School) -> tuple[Likeness | None, Run | None]:
    """How the printed patron compares with the school's names, and its words; None where none is printed."""
    runs, printed = list(_runs(scope)), scope.sheet.printed
    # Of a sentence an OCR may have lost the end: it can show that the patron is the school, not that it is another.
    ours = [run for run in _in_prose(scope) if Likeness.SAME in _likenesses(run, school, printed=printed)]
    runs += ours[:1]
    if not runs:
        return None, None
    former = _is_former(scope)
    likenesses = [(min(_likenesses(run, school, printed=printed), key=_rank), run) for run in runs]
    likeness, run = min(likenesses, key=lambda pair: _rank(pair[0]))
    return (Likeness.SIMILAR if former and likeness is not Likeness.OTHER else likeness), run


def _rank(likeness: Likeness) -> int:
    return likeness.value


def _likenesses(run: Run, school: School, *, printed: bool) -> Iterator[Likeness]:
    """How a patron's words compare as read, and as a second engine read them."""
    names = [_words(name) for name in (school.name, *school.patrones)]
    for text in (text_of(run), second_text(run)):
        if text:
            yield _likeness(_words(text), names, printed=printed)


def _likeness(words: tuple[str, ...], names: Sequence[tuple[str, ...]], *, printed: bool) -> Likeness:
    """Blanks count for nothing: an OCR drops them."""
    squashed = ["".join(name) for name in names]
    whole = "".join(words)
    if whole in squashed:
        return Likeness.SAME
    if not printed and any(
        len(name) >= _LONG_NAME and Levenshtein.distance(whole, name) <= _NEARLY for name in squashed
    ):
        return Likeness.NEAR
    known = {word for name in names for word in name}
    like = not printed and any(fuzz.ratio(whole, name) >= _SIMILAR_NAME for name in squashed)
    return Likeness.OTHER if not like and any(_is_foreign(word, known) for word in words) else Likeness.SIMILAR


def _is_foreign(word: str, known: set[str]) -> bool:
    """Whether a word of the patron's name is none that the school's names have, misread or not."""
    return len(word) >= _SHORTEST_WORD and all(fuzz.ratio(word, other) < _SIMILAR_WORD for other in known)
