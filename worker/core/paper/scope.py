"""Which part of a sheet speaks of its holder: not the seals, not the beneficiaries, not another's titular."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from worker.core.identifiers import Curp, Nss, parse_curp, parse_nss
from worker.core.paper.dates import parse_date, plain
from worker.core.paper.labels import Form
from worker.core.paper.lines import Line, Run, Sheet, folded_of
from worker.core.paper.vocabulary import Field

_NOISE_STARTS = ("CADENA ORIGINAL", "INVOCANTE", "SELLO DIGITAL", "SECUENCIA NOTARIAL", "SERIE DEL CERTIFICADO")
_NOISE_LENGTH = 24
_HEADINGS = (
    "BENEFICIARIOS",
    "BENEFICIARIOS REGISTRADOS",
    "BENEFICIARIOS INSCRITOS",
    "LISTA DE BENEFICIARIOS",
    "RELACION DE BENEFICIARIOS",
    "DATOS DE LOS BENEFICIARIOS",
    "DATOS DE BENEFICIARIOS",
    "SUS BENEFICIARIOS",
    "BENEFICIARIOS LEGALES",
    "BENEFICIARIOS DEL ASEGURADO",
    "BENEFICIARIOS DEL TITULAR",
    "DERECHOHABIENTES",
    "DERECHOHABIENTES REGISTRADOS",
    "FAMILIARES REGISTRADOS",
    "FAMILIARES DERECHOHABIENTES",
    "GRUPO FAMILIAR",
    "INTEGRANTES DEL GRUPO FAMILIAR",
    "NUCLEO FAMILIAR",
    "DEPENDIENTES",
    "DEPENDIENTES ECONOMICOS",
    "DEPENDIENTES REGISTRADOS",
    "FAMILIARES DEPENDIENTES",
    "FAMILIARES",
    "HIJOS",
    "HIJOS REGISTRADOS",
)
_TITULAR_HEADINGS = (
    "DATOS DEL TITULAR",
    "DATOS DEL ASEGURADO TITULAR",
    "TITULAR DEL SEGURO",
    "INFORMACION DEL TITULAR",
)
_OWN_AGAIN = frozenset(
    {
        Field.REGISTRO,
        Field.PATRON,
        Field.YES_NO,
        Field.STATUS,
        Field.MODALIDAD,
        Field.TIPO,
        Field.UNTIL,
        Field.ISSUED,
        Field.FIRST_SURNAME,
    }
)
_SECTION = re.compile(r"^(?:DATOS|INFORMACION|VIGENCIA|ADSCRIPCION|ASEGURAMIENTO|DATOS GENERALES)\b")
_CHILD = re.compile(r"^(?:HIJ[OA]S?|HIJOA|DESCENDIENTE|NIET[OA])")
_CHILD_LABEL = re.compile(r"(?:HIJ[OA]S?(?: AS?)?|HIJOAS?|HIJOSAS|DEPENDIENTES?(?: ECONOMICOS?)?)(?: \d+)?\b")
_RELATION = re.compile(r"^(?:CONYUGE|ESPOS[OA]|CONCUBIN\w+|MADRE|PADRE|ASCENDIENTE|HERMAN[OA]|SUEGR[OA])")
_AGREGADO = re.compile(r"[1-6][HMF](\d{4})[A-Z0-9]{2}")


def is_phrase(folded: str, phrases: Sequence[str]) -> bool:
    """Whether `folded` is one of the phrases, one letter in eight misread at most."""
    text = folded.replace(" ", "")
    return any(Levenshtein.distance(text, phrase.replace(" ", "")) <= len(phrase) // 8 for phrase in phrases)


def _is_prose(line: Line) -> bool:
    words = [token.text for token in line.tokens if token.text.strip(".,;:()").isalpha()]
    return len(words) >= 6 and sum(word.islower() for word in words) * 2 >= len(words)


def _starts_noise(line: Line) -> bool:
    folded = folded_of(line.tokens)
    return any(start in folded for start in _NOISE_STARTS) or any(
        len(token.raw) >= _NOISE_LENGTH and "|" in token.raw for token in line.tokens
    )


def _goes_on(line: Line) -> bool:
    """Whether a line after a seal's first line is still the seal: anything but prose and form lines."""
    if any(len(token.raw) >= _NOISE_LENGTH for token in line.tokens):
        return True
    return not _is_prose(line) and not any(token.text.endswith(":") for token in line.tokens)


def _noise_rows(lines: Sequence[Line]) -> Iterator[int]:
    noisy = False
    for row, line in enumerate(lines):
        noisy = _starts_noise(line) or (noisy and _goes_on(line))
        if noisy:
            yield row


def _opens_table(line: Line, form: Form, row: int) -> bool:
    """Whether a line is the heading of the beneficiaries or the head of their table."""
    if any(is_phrase(folded_of(cell), _HEADINGS) or _names_child(cell) for cell in line.cells):
        return True
    labels = form.by_row.get(row, ())
    names = {label.field for label in labels}
    relation = any(token.folded == "PARENTESCO" for token in line.tokens)
    return relation and bool(names & {Field.NAME, Field.AGREGADO, Field.CURP, Field.NSS}) and not _has_colon(line)


def _names_child(cell: Run) -> bool:
    """Whether a cell is 'Hijo: …' or 'Hija 1: …'."""
    return _CHILD_LABEL.match(folded_of(cell)) is not None and any(token.text.endswith(":") for token in cell[:3])


def _has_colon(line: Line) -> bool:
    return any(token.text.endswith(":") for token in line.tokens)


def _closes_table(line: Line, form: Form, row: int) -> bool:
    """Whether a line under the beneficiaries speaks of the holder again."""
    if _is_prose(line) or _starts_noise(line) or _SECTION.match(folded_of(line.tokens)):
        return True
    if _relative(line) is not None:
        return False
    labels = form.by_row.get(row, ())
    return any(label.field in _OWN_AGAIN for label in labels) and (_has_colon(line) or len(labels) < 2)


def _table_rows(form: Form) -> Iterator[int]:
    inside = False
    for row, line in enumerate(form.sheet.lines):
        inside = _opens_table(line, form, row) or (inside and not _closes_table(line, form, row))
        if inside:
            yield row


def _titular_rows(form: Form) -> Iterator[int]:
    """The rows of a section about the titular, on a page that has sections about someone else too."""
    inside = False
    for row, line in enumerate(form.sheet.lines):
        folded = folded_of(line.tokens)
        inside = is_phrase(folded, _TITULAR_HEADINGS) or (inside and not _SECTION.match(folded))
        if inside:
            yield row


@dataclass(frozen=True)
class Cadena:
    """What the cadena original says, as far as it parses."""

    nss: Nss | None = None
    curp: Curp | None = None
    issued: date | None = None


@dataclass(frozen=True)
class Relative:
    """A line of the beneficiaries' table: whether it is a child and the year of birth, None where not legible."""

    child: bool | None
    born: int | None


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
        """Values that labels such as 'NSS del titular' announce."""
        form = self.form
        return tuple(run for label in form.of(Field.RELATIVE) for run in (form.right_of(label) or form.below(label),))

    @cached_property
    def cadena(self) -> Cadena:
        """The parsed cadena original; empty where there is none or an OCR broke it."""
        return _parse_cadena(self.seals)

    @cached_property
    def relatives(self) -> tuple[Relative, ...]:
        """The people in the beneficiaries' table; a line that cannot be read may be anybody."""
        table = Form(Sheet(self.sheet.page, self.table))
        rows = [line for row, line in enumerate(self.table) if _may_be_person(line, table, row)]
        return tuple(_relative(line) or Relative(None, None) for line in rows)


def _may_be_person(line: Line, table: Form, row: int) -> bool:
    """Whether a line of the table is not its heading, its head, or a word that there is nobody."""
    words = folded_of(line.tokens).split()
    if len(words) < 2 or words[0] in ("SIN", "NO"):
        return False
    if any(_names_child(cell) for cell in line.cells):
        return not set(_CHILD_LABEL.sub("", " ".join(words)).split()) <= {"NO", "SIN", "NINGUNO", "NINGUNA", "0"}
    if _opens_table(line, table, row):
        return False
    return _relative(line) is not None or not table.by_row.get(row)


def _relative(line: Line) -> Relative | None:
    words = [token.folded for token in line.tokens]
    curp = next((found for word in words if (found := parse_curp(word)) is not None), None)
    agregado = next((match for word in words if (match := _AGREGADO.fullmatch(word))), None)
    child = True if any(_CHILD.match(word) for word in words) else None
    if child is None and any(_RELATION.match(word) for word in words):
        child = False
    if curp is None and agregado is None and child is None:
        return None
    year = curp.birth_year if curp is not None else int(agregado[1]) if agregado is not None else None
    return Relative(child, year)


def _parse_cadena(seals: Sequence[Line]) -> Cadena:
    words = [raw for line in seals for raw, _ in groupby(token.raw for token in line.tokens)]
    text = plain(" ".join(words))
    start = text.find("INVOCANTE")
    if start < 0:
        return Cadena()
    spaced = text[start:].split("SELLO DIGITAL")[0]
    close = spaced.replace(" ", "")
    curp = re.search(r"CURP:([A-Z0-9]{18})(?![A-Z0-9])", close)
    nss = re.search(r"SEGURIDADSOCIAL(?:\(NSS\))?:(\d{11})(?!\d)", close)
    day = re.search(r"FECHA:\s*([^|]{8,40})", spaced)
    issued = parse_date(day[1].replace("'", "")) if day else None
    return Cadena(parse_nss(nss[1]) if nss else None, parse_curp(curp[1]) if curp else None, issued)


def part(sheet: Sheet) -> Scope:
    """Part a sheet into what speaks of its holder and what does not."""
    noise = set(_noise_rows(sheet.lines))
    clean = [line for row, line in enumerate(sheet.lines) if row not in noise]
    form = Form(Sheet(sheet.page, tuple(clean)))
    table, titular = set(_table_rows(form)), set(_titular_rows(form))
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
