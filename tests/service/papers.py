"""The papers that the students of these tests send: drawn once, with a text layer, so that no test waits for an OCR."""

from __future__ import annotations

from datetime import date
from functools import cache

from worker.demo.constancias import constancia
from worker.demo.mails import Attachment, pdf
from worker.demo.people import Person
from worker.demo.school import BACHILLERATO, EMPLOYER, PROGRAMME, SCHOOL, Insurance, through

__all__ = ["BACHILLERATO", "EMPLOYER", "PROGRAMME", "SCHOOL", "lapsed", "through", "vigente"]


def vigente(person: Person, issued: date, insurance: Insurance = SCHOOL, name: str = "constancia.pdf") -> Attachment:
    """A constancia that says SI."""
    return pdf(_drawn(person, True, insurance, issued), name)


def lapsed(person: Person, issued: date, insurance: Insurance = SCHOOL, name: str = "constancia.pdf") -> Attachment:
    """A constancia that says NO."""
    return pdf(_drawn(person, False, insurance, issued), name)


@cache
def _drawn(person: Person, insured: bool, insurance: Insurance, issued: date) -> bytes:
    return constancia(person, insured, insurance, issued=issued)
