"""How a reading compares with the truth."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bench.levels import LOST_LEVEL
from bench.others import NO_PAPERS
from bench.statistic import Share
from bench.truth import Truth
from worker.core.types import Document, Reading


@dataclass(frozen=True, slots=True)
class Verdict:
    """One paper's marks; None where the question does not apply.

    `proven` is 'NSS and vigencia right and sure'; `wrong` names what is surely wrong, `slips` other values that are
    wrong on a sure reading.
    """

    truth: Truth
    sure: bool
    nss: bool | None
    proven: bool | None
    curp: bool | None
    through: bool | None
    name: bool | None
    kind: bool | None
    wrong: tuple[str, ...]
    slips: tuple[str, ...]
    missed: tuple[str, ...]


def verdict(truth: Truth, reading: Reading) -> Verdict:
    """Compare. A paper that nobody can read is asked nothing but that nothing of it is sure."""
    legible = truth.level != LOST_LEVEL
    constancia = legible and truth.document == Document.CONSTANCIA
    nss = _same(reading.nss, truth.nss)
    vigente = (reading.vigente.value if reading.vigente else None) == truth.vigente
    marks = {
        "nss": nss if constancia and truth.nss else None,
        "proven": (reading.sure and nss and vigente) if constancia and truth.sure == "must" else None,
        "curp": _same(reading.curp, truth.curp) if constancia and truth.curp else None,
        "through": _through(reading, truth) if constancia and truth.vigente else None,
        "name": _name(reading, truth) if constancia and truth.name else None,
        "kind": reading.document in _kinds(truth) if legible else None,
    }
    wrong = _surely_wrong(reading, truth, nss, vigente) if reading.sure else ()
    slips = tuple(each for each in ("curp", "name") if reading.sure and marks[each] is False)
    missed = tuple(each for each, mark in marks.items() if mark is False)
    return Verdict(truth, reading.sure, **marks, wrong=wrong, slips=slips, missed=missed)


def _kinds(truth: Truth) -> tuple[Document, ...]:
    """What a paper may be called; a photo of the floor is no paper, and nothing on it can be read either."""
    kind = Document(truth.document)
    return (kind, Document.ILEGIBLE) if truth.layout in NO_PAPERS else (kind,)


def _surely_wrong(reading: Reading, truth: Truth, nss: bool, vigente: bool) -> tuple[str, ...]:
    faults = {
        "no constancia": truth.document != Document.CONSTANCIA,
        "nss of another": reading.nss is not None and reading.nss.value.digits in truth.nss_of_others,
        "nss": not nss,
        "vigente": not vigente,
        "through": not _through(reading, truth),
        "nobody can be sure": truth.sure == "never",
    }
    return tuple(fault for fault, holds in faults.items() if holds)


def _same(found: object, expected: str | None) -> bool:
    value = getattr(found, "value", None)
    return (getattr(value, "digits", None) or getattr(value, "text", None)) == expected


def _through(reading: Reading, truth: Truth) -> bool:
    return (reading.through.value.value if reading.through else None) == truth.through


def _name(reading: Reading, truth: Truth) -> bool:
    return reading.name is not None and plain(reading.name.value) == plain(truth.name or "")


def plain(name: str) -> str:
    """A name without accents and tildes, in capitals, single blanks; surnames printed first are a paper's own order."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    return " ".join(sorted(folded.split()))


FIELDS = ("nss", "proven", "curp", "through", "name", "kind")


def share(verdicts: Sequence[Verdict], field: str) -> Share:
    """The share of papers on which a mark of `FIELDS` is good."""
    return Share.among(getattr(verdict, field) for verdict in verdicts)
