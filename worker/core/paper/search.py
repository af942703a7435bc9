"""What of a paper could be its holder's NSS, CURP and name: the candidates, before anything is decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise, permutations
from typing import TypeVar

from worker.core.identifiers import Curp, Nss, curp_head, parse_curp, parse_nss, repair_curp
from worker.core.paper.evidence import LABEL, Read
from worker.core.paper.labels import Form, Label
from worker.core.paper.lines import Run, Token, text_of
from worker.core.paper.names import agree, leads_to
from worker.core.paper.naming import (
    alphabetic,
    capital_runs,
    could_be_name,
    is_glued,
    is_part,
    name_of,
    names_in,
    titled_runs,
)
from worker.core.paper.numbering import bare, number_in, pieces_in, prefix
from worker.core.paper.scope import Scope
from worker.core.paper.vocabulary import Field

T = TypeVar("T")

_MORE_LINES = 2
_WRAPPED = 1.35
_NEAR_CELLS = 4
_DAMAGED = range(16, 21)
_LETTERS, _FIGURES = 3, range(9, 13)
_NUMBERED = (Field.OTHER, Field.CLINIC, Field.REGISTRO, Field.RELATIVE)


def _goes_on(form: Form, row: int, after: int, token: Token) -> bool:
    """Whether a word stands on the same line, or close under it where no label has a value of its own."""
    if row == after:
        return True
    line, other = form.sheet.lines[row], form.sheet.lines[after]
    own = any(label.run[0].left < token.left for label in form.on_row(after))
    return 0 < other.middle - line.middle < _WRAPPED * line.height and not own


def _is_word(token: Token) -> bool:
    return token.folded.isalpha() and len(token.folded) >= _LETTERS


def _may_be_number(token: Token) -> bool:
    """Whether a word may be what an OCR left of an NSS, or a telephone; a folio is longer, a day shorter."""
    return token.folded[:1].isdigit() and sum(map(str.isdigit, token.folded)) in _FIGURES


def _same_run(run: Run, others: Iterable[Run]) -> bool:
    return any(token is other for other_run in others for other in other_run for token in run)


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
                run = prefix(cell[start:], length)
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
        runs = self._labelled_numbers(Field.CURP, 18)
        return frozenset(curp for run in runs if (curp := self.curp_in(run)) is not None)

    def _labelled_numbers(self, field: Field, length: int) -> Iterator[Run]:
        """Numbers or keys of that length, one for each label: in one cell, on two lines, or in pieces."""
        for label in self.scope.form.of(field):
            yield from islice(self._numbers_of(label, length), 1)

    def _numbers_of(self, label: Label, length: int) -> Iterator[Run]:
        """The numbers that a label may announce, the likeliest first; none that another label has beside it."""
        form = self.scope.form
        taken = [*self.scope.relative_runs, *self._beside_others(label)]
        places = [longer for run in form.places(label) for longer in (run, (*run, *form.continued(run)))]
        found = [number_in(run, length) for run in (*places, form.sentence_from(label))]
        found += [pieces_in(tokens, length) for tokens in (form.tokens_right(label), form.tokens_below(label))]
        yield from (run for run in found if run is not None and not _same_run(run, taken))

    def _beside_others(self, label: Label) -> Iterator[Run]:
        """The values right of all other labels."""
        form = self.scope.form
        yield from (form.right_of(other) for other in form.labels if other is not label)

    @cached_property
    def curp_heads(self) -> tuple[str, ...]:
        """The first six characters of what a label announces as the CURP, where no whole CURP could be read."""
        texts = (re.sub(r"[^A-Z0-9]", "", text_of(run[:1]).upper()) for run in self.labelled(Field.CURP))
        return tuple(curp_head(text) for text in texts if len(text) in _DAMAGED)

    @cached_property
    def nss_runs(self) -> tuple[Run, ...]:
        """Words of eleven characters that a label announces as the NSS."""
        runs = tuple(self._labelled_numbers(Field.NSS, 11))
        return runs or tuple(self._above(Field.NSS, 11))

    def _above(self, field: Field, length: int) -> Iterator[Run]:
        """Numbers that stand over their label, on a page that has none right of it or under it."""
        form = self.scope.form
        under = [form.below(label) for label in form.labels if label.field in _NUMBERED]
        for label in form.of(field):
            found = number_in(form.cell_above(label), length)
            taken = [*under, *self.scope.relative_runs, *self._beside_others(label)]
            if found is not None and not _same_run(found, taken):
                yield found

    @cached_property
    def labelled_nss(self) -> tuple[Read[Nss], ...]:
        """Every labelled NSS of the holder's part, once, unrepaired."""
        return distinct(Read(nss, run) for run in self.nss_runs if (nss := parse_nss(bare(run))) is not None)

    @cached_property
    def loose_nss(self) -> tuple[Read[Nss], ...]:
        """Numbers without a label that could be an NSS; only an OCR loses labels."""
        if self.scope.sheet.printed:
            return ()
        taken = [run for field in (*_NUMBERED, Field.NSS) for run in self.labelled(field)]
        reads = (Read(nss, run) for run in self.windows(11) if (nss := parse_nss(bare(run))) is not None)
        return distinct(read for read in reads if not _same_run(read.run, taken))

    @cached_property
    def lone_nss(self) -> tuple[Read[Nss], ...]:
        """The number without a label where the page has no other that may be one, damaged, and no label of an NSS."""
        if self.scope.form.of(Field.NSS) or len(self.loose_nss) != 1:
            return ()
        (read,) = self.loose_nss
        others = [token for line in self.scope.form.sheet.lines for token in line.tokens if token not in read.run]
        line = next(line for line in self.scope.form.sheet.lines if read.run[0] in line.tokens)
        labelled = any(_is_word(token) and token.left < read.run[0].left for token in line.tokens)
        return () if labelled or any(map(_may_be_number, others)) else (read,)

    @cached_property
    def labelled_names(self) -> tuple[Read[str], ...]:
        """Names that a label announces, and the name put together from its labelled parts."""
        form = self.scope.form
        places = (run for label in form.of(Field.NAME) for run in (form.right_of(label), form.below(label)) if run)
        whole = [name for run in places if not _same_run(run, self.scope.relative_runs) for name in names_in(run)]
        return distinct([*self._from_parts(), *whole])

    def _from_parts(self) -> Iterator[Read[str]]:
        """Given names and surnames from three labels; given names may stand under 'Nombre'."""
        yield from self._composed(to_colon=False)

    @cached_property
    def names_to_colon(self) -> tuple[Read[str], ...]:
        """Labelled names that a colon ends, for whoever has a CURP to try them on."""
        if self.scope.sheet.printed:
            return ()
        runs = (alphabetic(place, to_colon=True) for place in self.labelled(Field.NAME))
        whole = (Read(name_of(run), run, (LABEL,)) for run in runs if could_be_name(run))
        return distinct([*self._composed(to_colon=True), *whole])

    def _composed(self, *, to_colon: bool) -> Iterator[Read[str]]:
        fields = (Field.FIRST_SURNAME, Field.SECOND_SURNAME, Field.GIVEN, Field.NAME)
        first, second, given, name = (self._part(field, to_colon=to_colon) for field in fields)
        given = given or name
        run = (*(given or ()), *(first or ()), *(second or ()))
        if first and given and could_be_name(run):
            yield Read(name_of(run), run, (LABEL,))

    def _part(self, field: Field, *, to_colon: bool) -> Run | None:
        runs = (alphabetic(place, to_colon=to_colon) for place in self.labelled(field))
        return next((run for run in runs if run), None)

    @cached_property
    def longer_names(self) -> tuple[Read[str], ...]:
        """Labelled names with the lines under them that go on with them, the shortest first."""
        form = self.scope.form
        starts = [*(read.run for read in self.labelled_names), *self.labelled(Field.NAME)]
        return distinct(read for run in starts for read in self._going_on(alphabetic(run), form))

    @cached_property
    def wrapped_names(self) -> tuple[Read[str], ...]:
        """Of those, the names whose lines stand closer than a label and its value: they are one value."""
        form = self.scope.form
        rows = {id(token): row for row, line in enumerate(form.sheet.lines) for token in line.tokens}
        return tuple(
            read
            for read in self.longer_names
            if all(_goes_on(form, rows[id(one)], rows[id(after)], after) for one, after in pairwise(read.run))
        )

    def _going_on(self, run: Run, form: Form) -> Iterator[Read[str]]:
        last = run
        for _ in range(_MORE_LINES):
            last = alphabetic(form.continued(last)) if last else ()
            run = (*run, *last)
            if last and could_be_name(run):
                yield Read(name_of(run), run, (LABEL,))

    def free_names(self, curp: Curp) -> Iterator[Read[str]]:
        """Runs of capital words anywhere, or else of words with a capital, that lead to the CURP's letters."""
        for runs in (capital_runs, titled_runs):
            found = [run for cell in self._flowing() for run in runs(cell) if could_be_name(run)]
            agreeing = [Read(name_of(run), run) for run in found if agree(text_of(run), curp)]
            if agreeing:
                yield from agreeing
                return

    @cached_property
    def glued_labelled_names(self) -> tuple[Read[str], ...]:
        """Labelled names of which an OCR made one word."""
        runs = (alphabetic(run) for run in self.labelled(Field.NAME))
        return distinct(Read(name_of(run), run, (LABEL,)) for run in runs if is_glued(run))

    @cached_property
    def glued_names(self) -> tuple[Read[str], ...]:
        """Whole cells in capitals that may be a name of which an OCR lost blanks."""
        if self.scope.sheet.printed:
            return ()
        return distinct(
            Read(name_of(cell), cell) for cell in self.scope.form.pieces if is_part(cell) and is_glued(cell)
        )

    def composed_names(self, curp: Curp) -> Iterator[Read[str]]:
        """Names of three cells close to each other that lead to the CURP's letters: an OCR may lose their labels."""
        cells = [cell for cell in self.scope.form.pieces if is_part(cell)]
        for place in range(len(cells)):
            near = cells[max(0, place - _NEAR_CELLS) : place + _NEAR_CELLS + 1]
            for first, second in permutations(near, 2):
                parts = (cells[place], first, second)
                own = len({id(part[0]) for part in parts}) == len(parts)
                if own and leads_to(text_of(parts[0]), text_of(first), text_of(second), curp):
                    run = tuple(token for part in parts for token in part)
                    yield Read(name_of(run), run)

    def _flowing(self) -> Iterator[Run]:
        """All cells, those that go on in the next line with it, and a sentence's lines by two: a name may wrap."""
        form = self.scope.form
        yield from form.sheet.cells
        yield from ((*cell, *more) for cell in form.sheet.cells if (more := form.continued(cell)))
        for line, after in pairwise(form.sheet.lines):
            if len(line.cells) == len(after.cells) == 1:
                yield line.tokens + after.tokens


def distinct(reads: Iterable[Read[T]]) -> tuple[Read[T], ...]:
    """The first read of each value."""
    first: dict[T, Read[T]] = {}
    for read in reads:
        first.setdefault(read.value, read)
    return tuple(first.values())
