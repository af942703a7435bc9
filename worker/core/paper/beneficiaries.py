"""The beneficiaries' table: which lines it has, and what they say of the people in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from rapidfuzz.distance import Levenshtein

from worker.core.identifiers import Curp, parse_curp
from worker.core.paper.dates import parse_date
from worker.core.paper.labels import Form
from worker.core.paper.lines import Line, Run, folded_of
from worker.core.paper.seals import is_prose, starts_noise
from worker.core.paper.vocabulary import Field

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
_OFFICE = frozenset({"SUBDELEGACION", "DELEGACION", "SUBDELEGADO", "TITULAR", "FIRMA", "SELLO", "INSTITUTO", "FOLIO"})
_ENUMERATOR = re.compile(r"^(?:[A-Z]|[IVX]+|\d) ")
_ONE_PERSON = frozenset(
    {"DERECHOHABIENTE", "BENEFICIARIO", "BENEFICIARIA", "DEPENDIENTE", "FAMILIAR"}
    | {"DATOSDELBENEFICIARIO", "DATOSDELABENEFICIARIA", "DATOSDELDERECHOHABIENTE"}
)
"""One letter short of a heading, and a label of the holder's."""

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
SECTION = re.compile(
    r"^(?:(?:[A-Z]|[IVX]+|\d) )?(?:DATOS|INFORMACION|VIGENCIA|ADSCRIPCION|ASEGURAMIENTO|DATOS GENERALES)\b"
)
_CHILD = re.compile(r"^(?:HIJ[OA]S?|HIJOA|DESCENDIENTE|NIET[OA])")
_CHILD_LABEL = re.compile(r"(?:HIJ[OA]S?(?: AS?)?|HIJOAS?|HIJOSAS|DEPENDIENTES?(?: ECONOMICOS?)?)(?: \d+)?\b")
_ONE_LABEL = re.compile(r"(?:[A-Z] )?BENEF(?:ICIARI(?:OA?|A|OS))?(?: \d{1,2})?\b")
_NOBODY = re.compile(r"\bSIN\b|\bNO (?:HAY|TIENE|CUENTA|EXISTEN|SE)\b|\bNINGUN[OA]?\b")
_KEY = range(16, 21)
_FEWEST_FIGURES = 4
_RELATION = re.compile(r"^(?:CONYUGE|ESPOS[OA]|CONCUBIN\w+|MADRE|PADRE|ASCENDIENTE|HERMAN[OA]|SUEGR[OA])")
_AGREGADO = re.compile(r"[1-6][HMF](\d{4})[A-Z0-9]{2}")


@dataclass(frozen=True)
class Relative:
    """A line of the beneficiaries' table: whether it is a child and the year of birth, None where not legible."""

    child: bool | None
    born: int | None
    curp: Curp | None = None


@lru_cache(maxsize=2048)
def is_phrase(folded: str, phrases: tuple[str, ...]) -> bool:
    """Whether `folded` is one of the phrases, one letter in eight misread at most."""
    text = _ENUMERATOR.sub("", folded).replace(" ", "")
    misread = min((apart for phrase in phrases if (apart := _apart(text, phrase)) is not None), default=None)
    # 'Derechobabiente' is nearer to the label of one person than to the heading of several.
    return misread is not None and not any(_is_nearer(text, one, misread) for one in _ONE_PERSON)


def _is_nearer(text: str, one: str, misread: int) -> bool:
    return Levenshtein.distance(text, one, score_cutoff=misread) <= misread


def _apart(text: str, phrase: str) -> int | None:
    """How many letters differ, if it is one in eight at most."""
    letters, most = phrase.replace(" ", ""), len(phrase) // 8
    if abs(len(text) - len(letters)) > most:
        return None
    distance = Levenshtein.distance(text, letters, score_cutoff=most)
    return distance if distance <= most else None


def _opens_table(line: Line, form: Form, row: int) -> bool:
    """Whether a line is the heading of the beneficiaries or the head of their table."""
    if any(_is_heading(cell) or _names_child(cell) for cell in line.cells):
        return True
    labels = form.on_row(row)
    names = {label.field for label in labels}
    relation = any(token.folded == "PARENTESCO" for token in line.tokens)
    return relation and bool(names & {Field.NAME, Field.AGREGADO, Field.CURP, Field.NSS}) and not _has_colon(line)


def _is_of_one(line: Line) -> bool:
    """Whether a line is one of the beneficiaries with their name and CURP: 'Beneficiario 01: ANA RUIZ …'."""
    rest = _named_as_one(line)
    return any(is_key(token.folded) for token in rest) and sum(token.folded.isalpha() for token in rest) >= 2


def _named_as_one(line: Line) -> Run:
    """What stands after the 'Beneficiario 01:' that a line begins with."""
    label = _ONE_LABEL.match(folded_of(line.tokens))
    return line.tokens[len(label[0].split()) :] if label is not None else ()


def _is_wrapped(line: Line, after: Line | None) -> bool:
    """Whether a line is one of the beneficiaries with their name, whose CURP alone stands on the line under it."""
    lone = after is not None and len(after.tokens) == 1 and is_key(after.tokens[0].folded)
    return lone and sum(token.folded.isalpha() for token in _named_as_one(line)) >= 2


def is_key(folded: str) -> bool:
    """Whether a word is a CURP, or what an OCR made of one."""
    return len(folded) in _KEY and folded.isalnum() and sum(map(str.isdigit, folded)) >= _FEWEST_FIGURES


def _says_nobody(line: Line) -> bool:
    """Whether a heading says itself that there is nobody under it: 'Sin beneficiarios registrados'."""
    return _NOBODY.search(folded_of(line.tokens)) is not None


def _is_heading(cell: Run) -> bool:
    """Whether a cell is a heading of the table; what begins with a small letter goes on with a 'Sin' before it."""
    return not cell[0].text[:1].islower() and is_phrase(folded_of(cell), _HEADINGS)


def _names_child(cell: Run) -> bool:
    """Whether a cell is 'Hijo: …' or 'Hija 1: …'."""
    return _CHILD_LABEL.match(folded_of(cell)) is not None and any(token.text.endswith(":") for token in cell[:3])


def _has_colon(line: Line) -> bool:
    return any(token.text.endswith(":") for token in line.tokens)


def _closes_table(line: Line, form: Form, row: int) -> bool:
    """Whether a line under the beneficiaries speaks of the holder again."""
    if is_prose(line) or starts_noise(line) or SECTION.match(folded_of(line.tokens)):
        return True
    if _relative(line) is not None:
        return False
    labels = form.on_row(row)
    return any(label.field in _OWN_AGAIN for label in labels) and (_has_colon(line) or len(labels) < 2)


def table_rows(form: Form) -> Iterator[int]:
    """Which lines of a form are the beneficiaries' table, its heading and its head among them."""
    # A page that names its holder elsewhere: else the beneficiary is its holder.
    named = any(form.right_of(label) or form.below(label) for label in form.of(Field.CURP))
    inside, wrapped = False, False
    for row, (line, after) in enumerate(_with_next(form.sheet.lines)):
        opens = _opens_table(line, form, row)
        inside = opens or (inside and not _closes_table(line, form, row))
        under, wrapped = wrapped, named and _is_wrapped(line, after)
        if inside or under or wrapped or _is_of_one(line):
            yield row
        inside = inside and not (opens and _says_nobody(line))


def relatives_of(table: Form) -> tuple[Relative, ...]:
    """The people in the table; a line that cannot be read may be anybody."""
    people = tuple(_relative(line) or Relative(None, None) for line in _people(table))
    return people or ((Relative(None, None),) if _is_unread(table) else ())


def _is_unread(table: Form) -> bool:
    """Whether an OCR has a heading of people and nobody under it, nor that there is nobody: it may have lost them."""
    headed = any(_is_heading(cell) for line in table.sheet.lines for cell in line.cells)
    return headed and not table.sheet.printed and not any(map(_says_nobody, table.sheet.lines))


def _people(table: Form) -> Iterator[Line]:
    """The line of each person that tells of them, which is the one with the CURP where that wraps."""
    for row, (line, after) in enumerate(_with_next(table.sheet.lines)):
        if after is not None and _is_wrapped(line, after):
            yield after
        elif _may_be_person(line, table, row):
            yield line


def _with_next(lines: Sequence[Line]) -> Iterator[tuple[Line, Line | None]]:
    return zip_longest(lines, lines[1:])


def _may_be_person(line: Line, table: Form, row: int) -> bool:
    """Whether a line of the table is not its heading, its head, or a word that there is nobody."""
    words = folded_of(line.tokens).split()
    if _is_of_one(line):
        return True
    if len(words) < 2 or words[0] in ("SIN", "NO") or _OFFICE & set(words):
        return False
    if any(_names_child(cell) for cell in line.cells):
        return not set(_CHILD_LABEL.sub("", " ".join(words)).split()) <= {"NO", "SIN", "NINGUNO", "NINGUNA", "0"}
    if _opens_table(line, table, row):
        return False
    return _relative(line) is not None or not table.on_row(row)


def _relative(line: Line) -> Relative | None:
    words = [token.folded for token in line.tokens]
    curp = next((found for word in words if (found := parse_curp(word)) is not None), None)
    agregado = next((match for word in words if (match := _AGREGADO.fullmatch(word))), None)
    child = True if any(_CHILD.match(word) for word in words) else None
    if child is None and any(_RELATION.match(word) for word in words):
        child = False
    if curp is None and agregado is None and child is None:
        return None
    born = next((day.year for token in line.tokens if (day := parse_date(token.text)) is not None), None)
    year = curp.birth_year if curp is not None else int(agregado[1]) if agregado is not None else born
    return Relative(child, year, curp)
