"""Every situation that can reach a reply, so that each template is read aloud before a student waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from worker.core.cases import Stage
from worker.core.facts import Pide
from worker.core.reply import FRAME, WISHES, Office, Replies, Section, Situation
from worker.core.rules import NO_REPLY, SAME_STAGE, Rules
from worker.core.spoken import paper_words
from worker.core.types import Document

BY_NAME = (
    *("otra-direccion", "confirma-direccion", "direccion-enlazada", "direccion-rechazada"),
    *("orden-alta-hecha", "orden-hoja-entregada", "orden-egresado", "orden-baja-hecha", "orden-pide-baja"),
    *("orden-dato", "orden-responde", "orden-rectifica", "orden-une", "orden-cierra", "orden-reabre", "orden-nuevo"),
)
"""The templates that no rule names: the code asks for them."""

_PARAGRAPHS = (Pide.URGENCIA, Pide.CLINICA, Pide.BAJA, Pide.HOJA, Pide.PREGUNTA, Pide.OTRA)
_WITHOUT_WORDS = frozenset({Document.NONE})


def rehearse(rules: Rules, replies: Replies, office: Office) -> int:
    """Render each reply in each situation that can reach it; how many there were.

    Raises:
        RulesError: for a template that is missing or asks for what a situation does not have.
    """
    rehearsed = 0
    for template, said in situations(rules, office):
        replies.require(template, "las reglas")
        replies.body([Section(template, said, _PARAGRAPHS)])
        rehearsed += 1
    return rehearsed


def require_all(rules: Rules, replies: Replies) -> None:
    """RulesError unless there is a template for each reply and wish; quick enough for every start."""
    for name in sorted(rules.replies()):
        replies.require(name, "paso.toml")
    for name in (FRAME, *BY_NAME, *(f"{WISHES}{wish}" for wish in _PARAGRAPHS)):
        replies.require(name, "el programa")


def situations(rules: Rules, office: Office) -> Iterator[tuple[str, Situation]]:
    """Each reply with each situation that a rule, or an order, can bring it to."""
    documents = _documents_of(rules)
    for (resultado, pide, etapa), rule in rules.paso.answers.items():
        name, after = str(rule.gives["respuesta"]), str(rule.gives["etapa"])
        if name == NO_REPLY:
            continue
        stage = etapa if after == SAME_STAGE else after
        for document in documents[resultado]:
            yield from ((name, each) for each in _variants(office, stage, resultado, pide, document))
    for name in BY_NAME:
        for stage in Stage:
            yield from ((name, each) for each in _variants(office, str(stage), "", "nada", Document.NONE))


def _documents_of(rules: Rules) -> dict[str, tuple[Document, ...]]:
    found: dict[str, dict[Document, None]] = {}
    for combination, rule in rules.papel.answers.items():
        found.setdefault(str(rule.gives["resultado"]), {})[Document(combination[0])] = None
    return {resultado: tuple(documents) for resultado, documents in found.items()}


def _variants(office: Office, stage: str, resultado: str, pide: str, document: Document) -> Iterator[Situation]:
    """The situation with nothing known, and with everything."""
    least = Situation(
        escuela=office.escuela,
        encargada=office.encargada,
        contacto="",
        clinicas=tuple(clinic.label for clinic in office.clinicas),
        dias=office.dias,
        folio="AF-2026-00042",
        etapa=stage,
        resultado=resultado,
        pide=pide,
        papel="" if document in _WITHOUT_WORDS else paper_words(document),
    )
    yield least
    yield replace(
        least,
        contacto=office.contacto or "persona@ejemplo.mx",
        nombre="María",
        desde="3 de agosto de 2026",
        por="tu bachillerato u otra escuela",
        vigente="sí",
        fecha="1 de agosto de 2026",
        nss4="4431",
        clinica=office.clinicas[0].label if office.clinicas else "",
        problema="La imagen está borrosa.",
        consejo="Toma la foto otra vez.",
        orden="tu clínica",
        palabras="Ven el lunes, por favor.",
        anterior="2 de agosto de 2026",
        espanol=False,
    )
