"""Which part of a sheet speaks of its holder: not the seals, not the beneficiaries, not another's titular."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

from worker.core.paper.beneficiaries import SECTION, Relative, is_phrase, relatives_of, table_rows
from worker.core.paper.cadena import Cadena, read_cadena
from worker.core.paper.labels import Form
from worker.core.paper.lines import Line, Run, Sheet, folded_of
from worker.core.paper.seals import seal_rows
from worker.core.paper.vocabulary import Field

_TITULAR_HEADINGS = (
    "DATOS DEL TITULAR",
    "DATOS DEL ASEGURADO TITULAR",
    "TITULAR DEL SEGURO",
    "INFORMACION DEL TITULAR",
)


_NOBODY = frozenset({"NINGUNO", "NINGUNA", "NADIE", "NO", "SIN", "HAY", "TIENE", "CUENTA", "CON"})
_SAYS_NOBODY = frozenset({"NINGUNO", "NINGUNA", "NADIE"})


def _is_nobody(run: Run) -> bool:
    """Whether a relative's value says that there is none."""
    words = set(folded_of(run).split())
    return bool(words & _SAYS_NOBODY) and words <= _NOBODY


def _titular_rows(form: Form) -> Iterator[int]:
    """The rows of a section about the titular, on a page that has sections about someone else too."""
    inside = False
    for row, line in enumerate(form.sheet.lines):
        folded = folded_of(line.tokens)
        inside = is_phrase(folded, _TITULAR_HEADINGS) or (inside and not SECTION.match(folded))
        if inside:
            yield row


@dataclass(frozen=True)
class Scope:
    """A sheet parted: `form` speaks of the holder; `table` of the beneficiaries; `seals` are noise."""

    sheet: Sheet
    form: Form
    table: tuple[Line, ...]
    seals: tuple[Line, ...]
    titular_apart: bool

    @cached_property
    def relative_runs(self) -> tuple[Run, ...]:
        """Values that labels such as 'NSS del titular' announce; 'Beneficiarios: ninguno' announces nobody."""
        form = self.form
        runs = (form.right_of(label) or form.below(label) for label in form.of(Field.RELATIVE))
        return tuple(run for run in runs if not _is_nobody(run))

    @cached_property
    def cadena(self) -> Cadena:
        """The parsed cadena original, printed or in a bar code; empty where there is none or an OCR broke it."""
        words = [raw for line in self.seals for raw, _ in groupby(token.raw for token in line.tokens)]
        return read_cadena(" ".join(words), self.sheet.page.codes)

    @cached_property
    def relatives(self) -> tuple[Relative, ...]:
        """The people in the beneficiaries' table; a line that cannot be read may be anybody."""
        return relatives_of(Form(Sheet(self.sheet.page, self.table)))


# What a page is and what it says are asked one after the other: few sheets are looked at in turn.
@lru_cache(maxsize=8)
def part(sheet: Sheet) -> Scope:
    """Part a sheet into what speaks of its holder and what does not."""
    noise = set(seal_rows(sheet.lines))
    clean = [line for row, line in enumerate(sheet.lines) if row not in noise]
    form = Form(Sheet(sheet.page, tuple(clean)))
    table, titular = set(table_rows(form)), set(_titular_rows(form))
    apart = titular if len(titular) and _speaks_of_another(form, titular) else set()
    own = tuple(line for row, line in enumerate(clean) if row not in table and row not in apart)
    return Scope(
        sheet,
        Form(Sheet(sheet.page, own)),
        tuple(clean[row] for row in sorted(table)),
        tuple(sheet.lines[row] for row in sorted(noise)),
        bool(apart),
    )


def _speaks_of_another(form: Form, titular: set[int]) -> bool:
    """Whether NSS or CURP are labelled outside the titular's section too."""
    return any(label.row not in titular for field in (Field.NSS, Field.CURP) for label in form.of(field))
