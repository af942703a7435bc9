"""A value on its way to a reading: the words that it was read from and the checks that it passed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from worker.core.paper.agreement import seconded
from worker.core.paper.lines import Run, Sheet, box_of, text_of
from worker.core.types import Evidence, Found

T = TypeVar("T")

MIN_CONFIDENCE = 0.80
"""An OCR that is less certain of any word of a value does not prove it."""

ENOUGH_FOR_YES_OR_NO = 0.50
"""No OCR takes NO for SI, so either needs less."""

LABEL = "etiqueta"
CHECK_DIGIT = "dígito verificador"
CONFIDENT = "leído con confianza"
SECONDED = "dos lecturas concuerdan"
REPAIRED = "reparado"
UNLABELLED = "sin etiqueta, en forma de NSS o junto a restos de ella"
UNREAD_LABEL = "junto a una etiqueta que no se leyó"
LONE = "sin etiqueta, el único número de once cifras"
BIRTH_YEAR = "año de nacimiento"
CADENA = "cadena original"
NAME_AND_CURP = "nombre y CURP concuerdan"
NAME_AND_HEAD = "nombre y principio de la CURP concuerdan"
ALIGNED = "sin hueco a la izquierda"
"""Nothing that an OCR lost ('NO') can have stood in front of the word."""


@dataclass(frozen=True)
class Read(Generic[T]):
    """A value with the words that it was read from and the checks that it passed."""

    value: T
    run: Run
    checks: tuple[str, ...] = ()


def confidence_of(run: Run) -> float:
    """How certain the engine was of the least certain word, 0 to 1."""
    return min(token.confidence for token in run)


def confidence_checks(run: Run, sheet: Sheet, least: float = MIN_CONFIDENCE) -> tuple[str, ...]:
    """`CONFIDENT` if a text layer gave the run, or an OCR every word with at least this confidence or confirmed.

    `SECONDED` if another engine read the same there.
    """
    # Of a number in groups, each is read surely, or by two engines.
    sure = all(token.confidence >= least or seconded((token,)) for token in run)
    confident = (CONFIDENT,) if sheet.printed or sure else ()
    return (*confident, *((SECONDED,) if seconded(run) else ()))


def found(read: Read[T] | None, sheet: Sheet) -> Found[T] | None:
    """The value with its evidence on the page; None stays None."""
    if read is None:
        return None
    page = sheet.page
    box, text = box_of(read.run), text_of(read.run)
    return Found(read.value, Evidence(page.number, box, page.engine, text, read.checks, page.turn))
