"""The frozen nouns that every part of the house speaks in.

They are checked once, when they are built; whoever holds one may trust it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from worker.core.identifiers import Curp, Nss
from worker.core.octets import Octets, sha256_of

T = TypeVar("T")

# --- paper and what stands on it ---------------------------------------------------------------------------


class Document(StrEnum):
    """What a paper is. `NONE` and `LINK` speak of a mail that brought no paper; no reading has them."""

    CONSTANCIA = "constancia"
    ASIGNACION = "asignacion nss"
    SEMANAS = "semanas cotizadas"
    MOVIMIENTOS = "movimientos"
    HOJA = "hoja de afiliacion"
    CARNET = "carnet"
    CURP = "curp"
    IDENTIFICACION = "identificacion"
    DOMICILIO = "comprobante de domicilio"
    OTRO = "otro"
    ILEGIBLE = "ilegible"
    PROTEGIDO = "protegido"
    VACIO = "vacio"
    NONE = "ninguno"
    LINK = "enlace"


class Through(StrEnum):
    """Through whom a vigente holder is insured."""

    TECNOLOGICO = "tecnologico"
    OTRA_ESCUELA = "otra escuela"
    EMPLEO = "empleo"
    BENEFICIARIO = "beneficiario"
    OTRO = "otro"


class Defect(StrEnum):
    """Why a file gave no pages."""

    PROTEGIDO = "protegido"
    VACIO = "vacio"
    DANADO = "dañado"
    FORMATO = "formato"
    TAMANO = "demasiado grande"
    TIEMPO = "tiempo agotado"
    FALLO = "no se pudo abrir"


@dataclass(frozen=True, slots=True)
class Box:
    """A place on an upright page, in fractions of its width and height from the top left corner (0 to 1)."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word, where it stands, and how certain the engine was of it (0 to 1; text layers say 1).

    `second` is what another, independent engine read in the same place; "" where none looked or it saw nothing.
    """

    text: str
    box: Box
    confidence: float = 1.0
    second: str = ""


class Fault(StrEnum):
    """What is wrong with the picture of a page, as measured on the picture itself."""

    BORROSA = "borrosa"
    OSCURA = "oscura"
    CORTADA = "cortada"
    REFLEJO = "reflejo"
    PEQUENA = "pequeña"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A fault of a page and where it is; None means all over. A page that is cut has a box along each cut side."""

    fault: Fault
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The words of one page, upright, in the engine's order (never rely on that order).

    `width` and `height` are those of the upright page in `engine`'s own unit; `turn` is how many degrees
    clockwise the stored page was turned to stand upright (0, 90, 180 or 270). `path` is how the page was reached
    within its file where that is a container (`fotos.zip › a.pdf` gives `a.pdf`), else "". `number` counts all
    pages of the file, across a container's files. `flaws` is empty for a page read from its text layer.
    `codes` are the texts of its bar codes. `slope` is how far its lines fall, units down per unit right, where the
    engine measured it on them; else it is told from where the words stand. `bend` is what lines do besides on a page
    that is not flat, as `boxes.sunk` says; empty where they are straight. `blanks` are places where the engine
    looked for ink and there is none; elsewhere there may be some that nobody read.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    engine: str
    turn: int = 0
    path: str = ""
    flaws: tuple[Flaw, ...] = ()
    codes: tuple[str, ...] = ()
    slope: float | None = None
    bend: tuple[float, ...] = ()
    blanks: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that gave no pages, and why."""

    defect: Defect
    detail: str = ""


@dataclass(frozen=True)
class Paper:
    """One file that came with a mail. `path` says how it was reached: `reenviado › constancia.pdf`."""

    path: str
    content: Octets = field(repr=False)
    inline: bool = False

    @cached_property
    def sha256(self) -> str:
        """The content's SHA-256 in hexadecimal."""
        return sha256_of(self.content)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was read and what speaks for it.

    `text` is what the engine gave, before any repair; `turn` how many degrees clockwise the stored page was turned to
    stand upright, as in `Page`: the box is of the upright page.
    """

    page: int
    box: Box
    engine: str
    text: str
    checks: tuple[str, ...] = ()
    turn: int = 0


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value read from a paper, with its evidence."""

    value: T
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file says. `sure` holds only for a constancia whose every value of weight is proven.

    `problems` are sentences in Spanish that a student or the officer can act on; `checks` the names of
    what was proven on the way to `sure`. `inline` as in `Paper`; `foreign` marks a format that is not read (a
    spreadsheet); `for_a_person` a paper that only a person can answer: the portal's refusal, two kinds in one.
    """

    file: str
    document: Document
    nss: Found[Nss] | None = None
    curp: Found[Curp] | None = None
    name: Found[str] | None = None
    vigente: Found[bool] | None = None
    through: Found[Through] | None = None
    issued: Found[date] | None = None
    page: int | None = None
    sure: bool = False
    checks: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    seconds: float = 0.0
    inline: bool = False
    foreign: bool = False
    for_a_person: bool = False


# --- mail --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address as the header gives it: `mail` in lower case, `name` on one line (it proves nothing)."""

    mail: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery report: the Message-IDs it is about, the recipients that failed, and whether for good."""

    about: tuple[str, ...]
    recipients: tuple[str, ...]
    permanent: bool


@dataclass(frozen=True, slots=True)
class Message:
    """One mail, parsed.

    `return_path` is None where the header is missing and "" where it is the null path. `text` holds the
    writer's own words (quotes and signatures cut, length capped), `full_text` all of it. `headers` has the
    headers that tell machines from people, by lower-case name, every occurrence from the top. `left_out` is how many
    files it brought beyond those in `papers`.
    """

    sha256: str
    message_id: str | None
    sender: Address | None
    return_path: str | None
    to: tuple[str, ...]
    cc: tuple[str, ...]
    resent_to: tuple[str, ...]
    reply_to: tuple[str, ...]
    subject: str
    date: datetime | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    text: str
    full_text: str
    papers: tuple[Paper, ...]
    links: tuple[str, ...]
    headers: Mapping[str, tuple[str, ...]]
    bounce: Bounce | None = None
    defects: tuple[str, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Malformed:
    """Bytes that no mail could be made of, and why."""

    sha256: str
    reason: str


class Sort(StrEnum):
    """What kind of message came in; only `STUDENT` may be answered."""

    OWN = "propio"
    AUTOMATIC = "automático"
    BOUNCE = "rebote"
    OFFICER = "de la encargada"
    NOT_OURS = "a otra dirección"
    STUDENT = "estudiante"
    AJENO = "ajeno"
    DUPLICATE = "repetido"
    OLD = "anterior al servicio"
    MALFORMED = "ilegible"
