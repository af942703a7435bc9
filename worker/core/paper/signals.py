"""What on a page speaks for a kind of insurance: the agregado médico, the modalidad, the registro and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from rapidfuzz import fuzz

from worker.core.paper.agregado import agregado_of
from worker.core.paper.dates import plain
from worker.core.paper.labels import Label
from worker.core.paper.lines import Run, folded_of, text_of
from worker.core.paper.patron import in_column, registro_of
from worker.core.paper.scope import Scope
from worker.core.paper.vocabulary import Field


class Kind(Enum):
    """What a signal speaks for."""

    STUDENT = auto()
    FACULTATIVO = auto()
    WORK = auto()
    BENEFICIARY = auto()
    OWN = auto()
    PROGRAMME = auto()
    OTHER = auto()


@dataclass(frozen=True)
class Signal:
    """One thing on the page that speaks for a kind of insurance.

    `weak` for one that the page's own words overrule: a registro patronal's modalidad.
    """

    kind: Kind
    run: Run
    weak: bool = False


_SUFFIXES = {"ES": Kind.STUDENT, "OR": Kind.WORK, "PE": Kind.OTHER, "SA": Kind.OTHER}
_WORK = frozenset({"10", "13", "14", "17", "30", "34", "36", "38", "42"})
_OTHER = frozenset({"33", "35", "40", "43", "44"})
_FACULTATIVO = "32"
_OTHER_WORDS = re.compile(
    r"PENSIONAD|JOVENES CONSTRUYENDO|IMSS ?/? ?CFE|CONTINUACION VOLUNTARIA|SALUD PARA LA FAMILIA|INDEPENDIENTE"
)
_PROGRAMMES = ("JOVENESCONSTRUYENDO", "FACULTATIVOIMSSCFE")
"""Seguro facultativo that is no school's, whatever else stands on the page."""

_DEPENDANT = re.compile(r"BENEFICIARI|\b(?:HIJ[OA]|CONYUGE|ESPOS[OA]|CONCUBIN[OA]|ASCENDIENTE|DEPENDIENTE)\b")
_NOBODY = frozenset({"NINGUNO", "NINGUNA", "NADIE", "MISMO", "MISMA", "ESTUDIANTE", "TRABAJADOR", "PENSIONADO"})
_ALIKE = 90.0
_AS_BENEFICIARY = 4


def signals(scope: Scope) -> tuple[Signal, ...]:
    """Everything on the page that speaks for a kind of insurance."""
    return (
        *_from_agregado(scope),
        *_from_tipo(scope),
        *_from_modalidad(scope),
        *_from_registro(scope),
        *_from_words(scope),
        *_from_titular(scope),
        *_from_parentesco(scope),
        *_from_sentence(scope),
    )


def is_worker(scope: Scope) -> bool:
    """Whether the page says that the insurance is the holder's own: 'TRABAJADOR', or 'TITULAR' of whatever kind."""
    return any("TRABAJADOR" in folded_of(run) or "TITULAR" in folded_of(run) for run in _values(scope, Field.TIPO))


def _from_agregado(scope: Scope) -> Iterator[Signal]:
    agregado = agregado_of(scope)
    if agregado is None:
        return
    (digit, _, _, suffix), run = agregado
    if digit in (2, 3, 4):
        yield Signal(Kind.BENEFICIARY, run)
    elif digit in (5, 6):
        yield Signal(Kind.OTHER, run)
    elif suffix in _SUFFIXES:
        yield Signal(Kind.OWN, run)
        yield Signal(_SUFFIXES[suffix], run)


def _values(scope: Scope, field: Field) -> Iterator[Run]:
    form = scope.form
    yield from (
        run for label in form.of(field) if (run := form.right_of(label) or in_column(label, form.cell_below(label)))
    )


def _from_tipo(scope: Scope) -> Iterator[Signal]:
    for run in _values(scope, Field.TIPO):
        folded = plain(text_of(run))
        if _DEPENDANT.search(folded):
            yield Signal(Kind.BENEFICIARY, run)
        elif "PENSIONAD" in folded:
            yield Signal(Kind.OTHER, run)
        elif "ESTUDIANTE" in folded:
            yield Signal(Kind.STUDENT, run)
        elif "TRABAJADOR" in folded:
            yield Signal(Kind.WORK, run)


def _modalidad_kind(number: str) -> Kind | None:
    if number == _FACULTATIVO:
        return Kind.FACULTATIVO
    return Kind.WORK if number in _WORK else Kind.OTHER if number in _OTHER else None


def _from_modalidad(scope: Scope) -> Iterator[Signal]:
    for run in _values(scope, Field.MODALIDAD):
        folded = plain(text_of(run))
        number = re.search(r"(?<!\d)(\d{2})(?!\d)", folded)
        kind = _modalidad_kind(number[1]) if number else None
        if _OTHER_WORDS.search(folded):
            yield Signal(Kind.OTHER, run)
        elif kind is not None:
            yield Signal(kind, run)
        elif "FACULTATIVO" in folded:
            yield Signal(Kind.FACULTATIVO, run)
        if "ESTUDIANTE" in folded:
            yield Signal(Kind.STUDENT, run)


def _from_registro(scope: Scope) -> Iterator[Signal]:
    registro = registro_of(scope)
    kind = _modalidad_kind(registro.value[8:10]) if registro is not None else None
    if registro is not None and kind is not None:
        yield Signal(kind, registro.run, weak=True)


def _from_words(scope: Scope) -> Iterator[Signal]:
    """Words that tell wherever they stand on the holder's part of the page, blanks and a letter or two aside."""
    for cell in scope.form.sheet.cells:
        squashed = _squashed(cell)
        named = next((words for words in _PROGRAMMES if _holds(squashed, words, scope)), None)
        if named is not None:
            yield Signal(Kind.PROGRAMME, _narrowed(cell, named, scope))
        elif squashed in ("PENSIONADO", "PENSIONADA"):
            yield Signal(Kind.OTHER, cell)


def _from_sentence(scope: Scope) -> Iterator[Signal]:
    """'… ante este Instituto, como hija y beneficiaria del asegurado', on one line or the next too."""
    words = [token for line in scope.form.sheet.lines for token in line.tokens if token.folded]
    for place, token in enumerate(words):
        said = tuple(words[place : place + _AS_BENEFICIARY]) if token.folded == "COMO" else ()
        if any(word.folded in ("BENEFICIARIO", "BENEFICIARIA") for word in said):
            yield Signal(Kind.BENEFICIARY, said)


def _squashed(run: Run) -> str:
    return "".join(token.folded for token in run)


def _narrowed(run: Run, words: str, scope: Scope) -> Run:
    """The fewest words of a run that still hold these: a sentence goes on around them."""
    while len(run) > 1 and _holds(_squashed(run[1:]), words, scope):
        run = run[1:]
    while len(run) > 1 and _holds(_squashed(run[:-1]), words, scope):
        run = run[:-1]
    return run


def _holds(squashed: str, words: str, scope: Scope) -> bool:
    if scope.sheet.printed or len(squashed) < len(words):
        return words in squashed
    return fuzz.partial_ratio(words, squashed) >= _ALIKE


def _from_titular(scope: Scope) -> Iterator[Signal]:
    """Somebody else who is the titular makes the holder a beneficiary, whatever patron stands on the page."""
    for label in scope.form.of(Field.RELATIVE):
        run = scope.form.right_of(label) or scope.form.below(label)
        if _is_of_titular(label) and any(len(token.folded) > 2 and token.folded not in _NOBODY for token in run):
            yield Signal(Kind.BENEFICIARY, run)


def _is_of_titular(label: Label) -> bool:
    """Whether a label is 'NSS del titular', 'Titular:', not the value 'TITULAR ESTUDIANTE' nor who signs."""
    folded = folded_of(label.run)
    return "TITULAR" in folded and (folded != "TITULAR" or label.run[-1].text.endswith(":"))


def _from_parentesco(scope: Scope) -> Iterator[Signal]:
    """What the holder is to the titular; the table of beneficiaries, with its own 'Parentesco', is no part of this."""
    form = scope.form
    for label in form.labels:
        if folded_of(label.run) == "PARENTESCO":
            run = form.right_of(label) or form.below(label)
            if run and _DEPENDANT.search(plain(text_of(run))):
                yield Signal(Kind.BENEFICIARY, run)
