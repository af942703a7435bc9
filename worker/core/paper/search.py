"""What of a paper could be its holder's NSS, CURP and name: the candidates, before anything is decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from worker.core.identifiers import Curp, Nss, curp_head, parse_curp, parse_nss, repair_curp
from worker.core.paper.evidence import LABEL, Read
from worker.core.paper.lines import Run, Token, text_of
from worker.core.paper.names import agree, is_particle, name_words
from worker.core.paper.scope import Scope
from worker.core.paper.vocabulary import Field

T = TypeVar("T")

_NOT_NAME_WORDS = (
    "INSTITUTO UNIVERSIDAD TECNOLOGICO SEGURO SOCIAL CONSTANCIA VIGENCIA DERECHOS CURP NSS NUMERO MEDICO ASEGURADO "
    "DATOS SERVICIO MATUTINO VESPERTINO TITULAR ESTUDIANTE BENEFICIARIO PARENTESCO AGREGADO MODALIDAD PRESENTE"
)
_NOT_NAMES = frozenset(_NOT_NAME_WORDS.split())
_LONGEST_NAME = 8
_DAMAGED = range(16, 21)
_MARKS = ".,;:'`-/()\u2019\u00b4"


def _same_run(run: Run, others: Iterable[Run]) -> bool:
    return any(token is other for other_run in others for other in other_run for token in run)


def bare(run: Run) -> str:
    """A number as read, without the marks of the sentence around it."""
    return text_of(run).strip(" .,;:()[]")


def _letters_and_digits(text: str) -> int:
    return sum(char.isalnum() for char in text)


def _prefix(run: Run, length: int) -> Run | None:
    """The first tokens of the run that hold exactly `length` letters and digits, not followed by more digits."""
    total = 0
    for place, token in enumerate(run, 1):
        total += _letters_and_digits(token.text)
        if total >= length:
            more = place < len(run) and run[place].folded[:1].isdigit()
            return run[:place] if total == length and not more else None
    return None


@dataclass(frozen=True)
class Search:
    """All that a scope holds of NSS, CURPs and names, each value once."""

    scope: Scope

    def labelled(self, field: Field) -> Iterator[Run]:
        """Where values of this field stand, without those of a titular."""
        form = self.scope.form
        for label in form.of(field):
            yield from (run for run in form.places(label) if not _same_run(run, self.scope.relative_runs))

    def windows(self, length: int) -> Iterator[Run]:
        """Neighbouring words that together have `length` letters and digits, not those of a titular."""
        for cell in self.scope.form.sheet.cells:
            for start in range(len(cell)):
                run = _prefix(cell[start:], length)
                if run is not None and not _same_run(run, self.scope.relative_runs):
                    yield run

    @cached_property
    def curps(self) -> tuple[Read[Curp], ...]:
        """Every CURP of the holder's part, once, unrepaired."""
        reads = (Read(curp, run) for run in self.windows(18) if (curp := self.curp_in(run)) is not None)
        return distinct(reads)

    def curp_in(self, run: Run) -> Curp | None:
        """The CURP that the run is; from an OCR, 0 and O at character 17 told apart by the year of birth they mean."""
        curp = parse_curp(bare(run))
        if curp is None or curp.plausible or self.scope.sheet.printed:
            return curp
        return repair_curp(bare(run), lambda other: other.plausible)

    @cached_property
    def labelled_curps(self) -> frozenset[Curp]:
        """The CURPs that a label announces."""
        runs = (_prefix(run, 18) for run in self.labelled(Field.CURP))
        return frozenset(curp for run in runs if run and (curp := self.curp_in(run)) is not None)

    @cached_property
    def curp_heads(self) -> tuple[str, ...]:
        """The first six characters of what a label announces as the CURP, where no whole CURP could be read."""
        texts = (re.sub(r"[^A-Z0-9]", "", text_of(run[:1]).upper()) for run in self.labelled(Field.CURP))
        return tuple(curp_head(text) for text in texts if len(text) in _DAMAGED)

    @cached_property
    def nss_runs(self) -> tuple[Run, ...]:
        """Words of eleven characters that a label announces as the NSS."""
        return tuple(run for run in (_prefix(run, 11) for run in self.labelled(Field.NSS)) if run)

    @cached_property
    def labelled_nss(self) -> tuple[Read[Nss], ...]:
        """Every labelled NSS of the holder's part, once, unrepaired."""
        return distinct(Read(nss, run) for run in self.nss_runs if (nss := parse_nss(bare(run))) is not None)

    @cached_property
    def loose_nss(self) -> tuple[Read[Nss], ...]:
        """Numbers without a label that could be an NSS; only an OCR loses labels."""
        if self.scope.sheet.printed:
            return ()
        taken = [run for field in (Field.OTHER, Field.REGISTRO, Field.NSS) for run in self.labelled(field)]
        reads = (Read(nss, run) for run in self.windows(11) if (nss := parse_nss(bare(run))) is not None)
        return distinct(read for read in reads if not _same_run(read.run, taken))

    @cached_property
    def labelled_names(self) -> tuple[Read[str], ...]:
        """Names that a label announces, and the name put together from its labelled parts."""
        form = self.scope.form
        places = (run for label in form.of(Field.NAME) for run in (form.right_of(label), form.below(label)) if run)
        whole = [name for run in places if not _same_run(run, self.scope.relative_runs) for name in _names(run)]
        return distinct([*self._from_parts(), *whole])

    def _from_parts(self) -> Iterator[Read[str]]:
        """Given names and surnames from three labels; given names may stand under 'Nombre'."""
        first, second = self._part(Field.FIRST_SURNAME), self._part(Field.SECOND_SURNAME)
        given = self._part(Field.GIVEN) or self._part(Field.NAME)
        if first and given:
            run = (*given, *first, *(second or ()))
            yield Read(_name(run), run, (LABEL,))

    def _part(self, field: Field) -> Run | None:
        return next((run for place in self.labelled(field) if (run := _alphabetic(place))), None)

    def free_names(self, curp: Curp) -> Iterator[Read[str]]:
        """Runs of capital words anywhere that lead to the CURP's letters."""
        for cell in self.scope.form.sheet.cells:
            for run in _capital_runs(cell):
                if _could_be_name(run) and agree(text_of(run), curp):
                    yield Read(_name(run), run)


def distinct(reads: Iterable[Read[T]]) -> tuple[Read[T], ...]:
    """The first read of each value."""
    first: dict[T, Read[T]] = {}
    for read in reads:
        first.setdefault(read.value, read)
    return tuple(first.values())


def _letters(token: Token) -> str:
    return re.sub(r"[-/.']", "", token.text.strip(_MARKS))


def _alphabetic(run: Run) -> Run:
    """The words of the run up to the first that no name has, or that is set otherwise than the first.

    Nothing if a colon ends them: how many of the last words are the next label cannot be told.
    """
    end = 0
    for token in run:
        if not _letters(token).isalpha() or not _set_alike(_letters(run[0]), _letters(token)):
            break
        end += 1
        if token.text.endswith(":"):
            return ()
    return run[:end]


def _set_alike(first: str, word: str) -> bool:
    """Whether a word can belong to a name whose first word is `first`: all in capitals, or each with its own."""
    if first.isupper():
        return word.isupper()
    return word[:1].isupper() or is_particle(word)


def _name(run: Sequence[Token]) -> str:
    return " ".join(word for token in run for word in re.split(r"[/,;:.]+", token.text.upper()) if word)


def _names(run: Run) -> Iterator[Read[str]]:
    """The name up to a comma, and the whole ('HERNANDEZ ROMERO, ITZEL')."""
    words = _alphabetic(run)
    comma = next((place for place, token in enumerate(words, 1) if token.text.endswith((",", ";"))), len(words))
    for part in dict.fromkeys((words[:comma], words)):
        if _could_be_name(part):
            yield Read(_name(part), part, (LABEL,))


def _could_be_name(words: Run) -> bool:
    parts = name_words(text_of(words))
    return 2 <= len(parts) <= _LONGEST_NAME and not _NOT_NAMES & set(parts)


def _capital_runs(cell: Run) -> Iterator[Run]:
    """Words in capitals between marks or other words; those before a colon are a label, not a name."""
    start = 0
    for place, token in enumerate(cell):
        if not (_letters(token).isalpha() and _letters(token).isupper()) or token.text.endswith(":"):
            yield () if token.text.endswith(":") else cell[start:place]
            start = place + 1
        elif token.text.endswith((",", ";", ".")):
            yield cell[start : place + 1]
            start = place + 1
    yield cell[start:]
