"""A letter in prose."""

from __future__ import annotations

from bench.canvas import GREY, LETTER, Canvas, Drawn
from bench.content import Content
from bench.layouts import parts
from bench.wording import long_day


def oficio(content: Content) -> Drawn:
    """An official letter: the values stand in sentences, the status too."""
    rng, words, facts = content.rng, content.words, content.facts
    canvas = Canvas(LETTER, rng.choice(("Times", "Caladea", "Courier", "Helvetica")), rng.uniform(22, 28))
    size = 11.5 if canvas.font != "Courier" else 10
    canvas.line("Instituto Mexicano del Seguro Social", 13, bold=True)
    canvas.line(f"Oficio {facts.folio[:4]}/{facts.issued.year}", 9, colour=GREY, align="R")
    canvas.line(f"{words.place}, {long_day(facts.issued)}", 10, align="R")
    canvas.y += 8
    canvas.line(words.title, 14, bold=True, align="C")
    canvas.y += 6
    canvas.prose(_statement(content), size, fields=_fields(content))
    canvas.y += 3
    for text in (_standing(content), _clinic(content)):
        canvas.prose(text, size, fields=[("status", "derecho"), ("status", "vigente"), ("status", "VIGENTE")])
        canvas.y += 3
    parts.beneficiaries(canvas, content, 9)
    canvas.y += 4
    parts.notes(canvas, content, 8)
    canvas.y += 12
    canvas.line("Titular de la Subdelegación", 10, align="C")
    canvas.y += 6
    parts.noise(canvas, content)
    return canvas.finish()


def _fields(content: Content) -> list[tuple[str, str]]:
    who, words = content.facts.person, content.words
    return [("nss", words.nss_of(who)), ("curp", who.curp), ("name", words.spelt(who.maternal, who))]


def _statement(content: Content) -> str:
    words, who = content.words, content.facts.person
    opening = content.rng.choice(
        ("Por medio de la presente se hace constar que", "Se hace constar que", "El Instituto certifica que")
    )
    label = content.rng.choice(("número de seguridad social", "Número de Seguridad Social (NSS)", "NSS"))
    if content.facts.borrowed:
        label = words.titulars_nss
    name = words.spelt(who.name, who)
    return f"{opening} {name}, con {label} {words.nss_of(who)} y CURP {who.curp},"


def _standing(content: Content) -> str:
    sentence = content.sentence()
    if not sentence or content.facts.vigente is None:
        return f"Con derecho al servicio médico: . {sentence}".replace(": . ", ": ").strip()
    until = "" if content.rng.random() < 0.5 else f" Fecha de vigencia: {content.words.until(content.facts)}."
    return f"{sentence} ante este Instituto, {content.relation()}.{until}"


def _clinic(content: Content) -> str:
    facts = content.facts
    return (
        f"Se encuentra adscrito a la Unidad de Medicina Familiar número {facts.clinic}, turno {facts.turn.lower()}, "
        f"consultorio {facts.room}, con agregado médico {facts.agregado}. Teléfono de contacto {facts.phone}."
    )
