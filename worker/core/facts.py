"""The few, finite facts that a decision sees, and how they follow from what was read.

Each field is an enum of Spanish words that the officer would use; the rules in `rules/` speak in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum

from worker.core.cases import Case, Stage
from worker.core.mending import TOO_OLD
from worker.core.spoken import in_words
from worker.core.types import Document, Reading, Through
from worker.core.wishes import Wish


class Lectura(StrEnum):
    """How well the paper was read. `NADA`: there was nothing to read a vigencia from."""

    SEGURA = "segura"
    DUDOSA = "dudosa"
    ILEGIBLE = "ilegible"
    NADA = "nada"


class Vigente(StrEnum):
    """Whether the holder is insured today, as the paper says."""

    SI = "sí"
    NO = "no"
    NO_SE_SABE = "no se sabe"


class Por(StrEnum):
    """Through whom."""

    TECNOLOGICO = "tecnológico"
    OTRA_ESCUELA = "otra escuela"
    EMPLEO = "empleo"
    BENEFICIARIO = "beneficiario"
    OTRO = "otro"
    NO_SE_SABE = "no se sabe"


class Identidad(StrEnum):
    """Whether the paper's holder is the case's student."""

    COINCIDE = "coincide"
    DISTINTA = "distinta"
    NO_SE_SABE = "no se sabe"


class Antiguedad(StrEnum):
    """Whether the constancia is within `school.constancia_days`."""

    RECIENTE = "reciente"
    VIEJA = "vieja"
    SIN_FECHA = "sin fecha"


class Pide(StrEnum):
    """The one wish of the text that the table of steps sees."""

    NADA = "nada"
    PREGUNTA = "pregunta"
    ESTADO = "estado"
    CLINICA = "clínica"
    HOJA = "ya tiene hoja"
    BAJA = "hizo la baja"
    GRACIAS = "gracias"
    URGENCIA = "urgencia"
    ENVIA = "envía papel"
    OTRA = "otra cosa"


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What the table of papers (`papel.toml`) sees."""

    documento: Document
    lectura: Lectura
    vigente: Vigente = Vigente.NO_SE_SABE
    por: Por = Por.NO_SE_SABE
    identidad: Identidad = Identidad.NO_SE_SABE
    antiguedad: Antiguedad = Antiguedad.SIN_FECHA


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a decision rests on, and the reading that it speaks of (None where no paper came)."""

    paper: PaperFacts
    pide: Pide
    etapa: Stage
    reading: Reading | None = None

    def as_words(self) -> dict[str, str]:
        """The facts by field name, as the officer reads them."""
        words = {field.name: str(getattr(self.paper, field.name)) for field in fields(self.paper)}
        return words | {"pide": str(self.pide), "etapa": str(self.etapa)}


YOUNGEST, OLDEST = 14, 39
"""The ages, in years, at which a paper's holder may be a new student without anybody looking."""

NO_PAGES = frozenset({Document.ILEGIBLE, Document.PROTEGIDO, Document.VACIO})
"""What a file is called that nothing could be read from."""

# Which of several papers without a constancia the answer speaks of: one that may hide the constancia comes first.
_SPOKEN_OF = (
    *(Document.PROTEGIDO, Document.ILEGIBLE, Document.VACIO, Document.HOJA, Document.ASIGNACION, Document.SEMANAS),
    *(Document.MOVIMIENTOS, Document.CARNET, Document.CURP, Document.IDENTIFICACION, Document.DOMICILIO, Document.OTRO),
)
_WISH_ORDER = (
    *(Wish.URGENCIA, Wish.OTRA, Wish.HOJA, Wish.BAJA, Wish.ESTADO, Wish.PREGUNTA, Wish.CLINICA, Wish.ENVIA),
    Wish.GRACIAS,
)
_POR = {through: Por[through.name] for through in Through}


def combine(
    readings: Sequence[Reading],
    wishes: frozenset[Wish],
    case: Case,
    today: date,
    *,
    constancia_days: int,
    link: bool = False,
    asked_before: bool = False,
) -> Facts:
    """The facts of one person's papers and wishes, against the case as it stands.

    Args:
        readings: the papers of one person, in the order they came; several constancias may be among them.
        link: the mail brought a link to a file instead of one.
        asked_before: the same question got its ready answer a short while ago, so that a person answers now.
    """
    constancias = [reading for reading in readings if reading.document is Document.CONSTANCIA]
    if constancias:
        newest = _speaks_for_all(constancias)
        paper = _constancia_facts(newest, constancias, case, today, constancia_days)
        reading: Reading | None = _aged(newest, paper, constancia_days)
    else:
        reading = min(readings, key=lambda paper: _SPOKEN_OF.index(paper.document), default=None)
        paper = _other_facts(reading, readings, link)
    pide = main_wish(wishes)
    return Facts(paper, Pide.OTRA if asked_before and pide is Pide.PREGUNTA else pide, case.stage, reading)


def main_wish(wishes: frozenset[Wish]) -> Pide:
    """The wish that decides the stage; a lone yes or no, and a claim that undoes another, are for a person."""
    doubtful = {Wish.HOJA, Wish.BAJA} <= wishes or bool(wishes & {Wish.SI, Wish.NO})
    if doubtful and Wish.URGENCIA not in wishes:
        return Pide.OTRA
    first = next((wish for wish in _WISH_ORDER if wish in wishes), None)
    return Pide.NADA if first is None else Pide[first.name]


def _speaks_for_all(constancias: Sequence[Reading]) -> Reading:
    """The newest sure one, else the newest."""
    return max(constancias, key=lambda reading: (reading.sure, reading.issued.value if reading.issued else date.min))


def _constancia_facts(
    reading: Reading, constancias: Sequence[Reading], case: Case, today: date, days: int
) -> PaperFacts:
    agree = all(not _contradicts(reading, other) for other in constancias)
    vigente = Vigente.NO_SE_SABE if reading.vigente is None else Vigente.SI if reading.vigente.value else Vigente.NO
    por = _POR[reading.through.value] if vigente is Vigente.SI and reading.through else Por.NO_SE_SABE
    told = vigente is Vigente.NO or por is not Por.NO_SE_SABE
    return PaperFacts(
        documento=Document.CONSTANCIA,
        lectura=Lectura.SEGURA if reading.sure and agree and told else Lectura.DUDOSA,
        vigente=vigente,
        por=por,
        identidad=_of_a_student(identity(reading, case), reading, today),
        antiguedad=age(reading.issued.value if reading.issued else None, today, days),
    )


def _aged(reading: Reading, paper: PaperFacts, days: int) -> Reading:
    """The reading with its age among its problems, where that matters: one who is not vigente needs no newer paper."""
    if reading.issued is None or paper.antiguedad is not Antiguedad.VIEJA or paper.vigente is not Vigente.SI:
        return reading
    return replace(reading, problems=(*reading.problems, TOO_OLD.format(in_words(reading.issued.value), days)))


def _other_facts(reading: Reading | None, readings: Sequence[Reading], link: bool) -> PaperFacts:
    if reading is None:
        return PaperFacts(Document.LINK if link else Document.NONE, Lectura.NADA)
    if reading.document in NO_PAGES:
        return PaperFacts(reading.document, Lectura.ILEGIBLE)
    for_a_person = next((paper for paper in readings if needs_a_person(paper)), None)
    if for_a_person is not None:
        return PaperFacts(Document.OTRO, Lectura.DUDOSA)
    return PaperFacts(reading.document, Lectura.NADA)


def needs_a_person(reading: Reading) -> bool:
    """Whether a paper that is no constancia says something that only the officer can answer (a portal's refusal)."""
    return reading.document is Document.OTRO and reading.for_a_person


def _contradicts(one: Reading, other: Reading) -> bool:
    """Whether two constancias of one person say different things; what one of them leaves open is no contradiction."""
    pairs = ((one.vigente, other.vigente), (one.through, other.through), (one.nss, other.nss), (one.curp, other.curp))
    return any(a is not None and b is not None and a.value != b.value for a, b in pairs)


def _of_a_student(identidad: Identidad, reading: Reading, today: date) -> Identidad:
    """Where the case knows no number yet, somebody far from a student's age is taken for a relative."""
    if identidad is not Identidad.NO_SE_SABE or may_be_student(reading, today.year):
        return identidad
    return Identidad.DISTINTA


def may_be_student(reading: Reading, year: int) -> bool:
    """Whether the paper's holder has a new student's age in that year; where no CURP was read, nobody can say no."""
    return reading.curp is None or YOUNGEST <= year - reading.curp.value.birth_year <= OLDEST


def identity(reading: Reading, case: Case) -> Identidad:
    """Compare the paper's NSS and CURP with the case's. One that differs is enough for 'distinta'."""
    pairs = [(case.nss, reading.nss), (case.curp, reading.curp)]
    same = [known == read.value for known, read in pairs if known is not None and read is not None]
    if not same:
        return Identidad.NO_SE_SABE
    return Identidad.COINCIDE if all(same) else Identidad.DISTINTA


def age(issued: date | None, today: date, days: int) -> Antiguedad:
    """Whether a paper of this day is recent; a day after tomorrow is no date (clocks may differ by one day)."""
    if issued is None or (issued - today).days > 1:
        return Antiguedad.SIN_FECHA
    return Antiguedad.RECIENTE if (today - issued).days <= days else Antiguedad.VIEJA
