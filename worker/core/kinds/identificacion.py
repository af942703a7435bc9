"""An identification: the INE, a passport or a school credential."""

from __future__ import annotations

import re
from dataclasses import replace

from worker.core.kinds.base import Findings, holder_only
from worker.core.paper.evidence import LABEL, Read, confidence_checks, found
from worker.core.paper.headings import count_words, has_title
from worker.core.paper.labels import Form
from worker.core.paper.lines import Sheet, text_of
from worker.core.paper.vocabulary import Field
from worker.core.school import School
from worker.core.types import Document

DOCUMENT = Document.IDENTIFICACION

_TITLES = (
    "INSTITUTO NACIONAL ELECTORAL",
    "INSTITUTO FEDERAL ELECTORAL",
    "CREDENCIAL PARA VOTAR",
    "CREDENCIAL DE ESTUDIANTE",
    "CREDENCIAL ESCOLAR",
    "CREDENCIAL DEL ESTUDIANTE",
    "CREDENCIAL DE ALUMNO",
    "CREDENCIAL",
    "LICENCIA DE CONDUCIR",
    "LICENCIA PARA CONDUCIR",
    "PASAPORTE",
)
_MARKS = ("CLAVE DE ELECTOR", "ANO DE REGISTRO", "SECCION")
_MACHINE = re.compile(r"(?P<surnames>[A-Z]+(?:<[A-Z]+)*)<<(?P<given>[A-Z]+(?:<[A-Z]+)*)<*$")
_STACKED = 3


def identify(sheet: Sheet) -> bool:
    """By its title, the machine-readable lines of the INE, or two of its labels."""
    machine = any(token.text.upper().startswith("IDMEX") for cell in sheet.cells for token in cell)
    return machine or has_title(sheet, _TITLES) or count_words(sheet, _MARKS) >= 2


def extract(sheet: Sheet, school: School) -> Findings:
    """Whom it is about; it has no vigencia."""
    findings = holder_only(sheet)
    if findings.curp is not None and findings.name is not None:
        return findings
    return replace(findings, name=found(_from_machine(sheet) or _from_stack(sheet), sheet) or findings.name)


def _from_machine(sheet: Sheet) -> Read[str] | None:
    """The name in the machine-readable lines: 'CRUZ<VIDAL<<KEVIN<<<'."""
    tokens = (token for cell in sheet.cells for token in cell)
    names = ((match, token) for token in tokens if (match := _MACHINE.match(token.text)) is not None)
    for match, token in names:
        words = " ".join((match["given"], match["surnames"])).replace("<", " ").split()
        return Read(" ".join(words), (token,), confidence_checks((token,), sheet))
    return None


def _from_stack(sheet: Sheet) -> Read[str] | None:
    """The name under its label: a line for each surname, then the given names."""
    form = Form(sheet)
    for label in form.of(Field.NAME):
        runs = [form.below(label)]
        while runs[-1] and len(runs) < _STACKED:
            runs.append(form.continued(runs[-1]))
        if all(runs) and all(token.folded.isalpha() for run in runs for token in run):
            run = tuple(token for part in (runs[2], runs[0], runs[1]) for token in part)
            return Read(text_of(run).upper(), run, (LABEL, *confidence_checks(run, sheet)))
    return None
