"""Forms: label left and value right, two columns of boxes, ticked boxes."""

from __future__ import annotations

from bench.canvas import A4, BLACK, GREY, LETTER, WHITE, Canvas, Colour, Drawn
from bench.content import Content, Row
from bench.layouts import parts

_BLUE: Colour = (30, 62, 118)
_OLIVE: Colour = (94, 100, 42)


def ficha(content: Content) -> Drawn:
    """The portal's PDF: one pair a line under section headings; the title is written last in the file."""
    rng, words = content.rng, content.words
    canvas = Canvas(rng.choice((LETTER, A4)), rng.choice(("Helvetica", "Roboto", "Times")), rng.uniform(14, 22))
    size, title_at = rng.uniform(8.8, 10.5), canvas.y
    canvas.y += 22
    parts.pair(canvas, content.issued(), 45, size, colon=words.colon)
    parts.pair(canvas, content.folio(), 45, size, colon=words.colon)
    sections = [
        (rng.choice(("Datos personales", "Identificación del derechohabiente")), content.holder()),
        ("Adscripción", content.clinic()),
        (rng.choice(("Vigencia de derechos", "Estado", "Situación en el Instituto")), content.rights()),
        ("Aseguramiento", [*content.titular(), *content.patron()]),
    ]
    for heading, rows in sections:
        canvas.y += 3
        canvas.line(heading, size + 1.5, bold=True, colour=_BLUE)
        canvas.rule(canvas.left, canvas.y, canvas.left + canvas.width, canvas.y, _BLUE, 0.4)
        canvas.y += 1.5
        for row in rows:
            parts.pair(canvas, row, 68, size, colon=words.colon)
    canvas.y += 3
    parts.beneficiaries(canvas, content)
    canvas.y += 3
    parts.notes(canvas, content)
    parts.noise(canvas, content)
    parts.code(canvas, content, canvas.left + canvas.width - 26, title_at + 16, 26)
    canvas.y = title_at
    canvas.line("Instituto Mexicano del Seguro Social", 9, colour=GREY, align="R")
    canvas.line(words.title, 16, bold=True, align=rng.choice(("R", "C", "L")), colour=_BLUE)
    return canvas.finish()


def columnas(content: Content) -> Drawn:
    """A form in two columns of boxes, the label small in the box's corner over its value."""
    rng = content.rng
    canvas = Canvas(LETTER, rng.choice(("Helvetica", "Lato", "Roboto")), rng.uniform(12, 18))
    canvas.box(canvas.left, canvas.y, canvas.width, 16, fill=(234, 236, 240))
    canvas.y += 4
    canvas.line(content.words.title, 15, bold=True, align="C")
    canvas.y += 8
    _boxes(canvas, [content.issued(), content.folio()], 2)
    _heading(canvas, "A. DERECHOHABIENTE")
    _boxes(canvas, content.holder(), 2)
    _heading(canvas, "B. CLÍNICA")
    _boxes(canvas, [*content.clinic(), content.phone()], 3)
    _heading(canvas, "C. DERECHOS")
    _boxes(canvas, content.rights(), 2)
    _heading(canvas, "D. ORIGEN DEL ASEGURAMIENTO")
    _boxes(canvas, [*content.titular(), *content.patron()], 2)
    canvas.y += 3
    parts.beneficiaries(canvas, content)
    canvas.y += 2
    parts.notes(canvas, content)
    parts.noise(canvas, content)
    return canvas.finish()


def _heading(canvas: Canvas, text: str) -> None:
    canvas.y += 3
    canvas.line(text, 9, bold=True, colour=_OLIVE)


def _boxes(canvas: Canvas, rows: list[Row], columns: int) -> None:
    """Boxes in so many columns, as high as the longest value of their line needs."""
    width = canvas.width / columns
    for start in range(0, len(rows), columns):
        line = rows[start : start + columns]
        top, bottoms = canvas.y, []
        canvas.y += 1
        for number, row in enumerate(line):
            bottoms.append(parts.stacked(canvas, row, canvas.left + number * width + 1.5, width - 3, 10.5))
        canvas.y = max(bottoms) + 1
        for number in range(len(line)):
            canvas.box(canvas.left + number * width, top, width, canvas.y - top, edge=GREY)


def casillas(content: Content) -> Drawn:
    """A printed form on tinted paper with lines to fill in and boxes to tick; the tick says SI or NO."""
    rng = content.rng
    canvas = Canvas(A4, rng.choice(("Times", "Caladea")), rng.uniform(16, 22), rng.choice((WHITE, (250, 247, 236))))
    canvas.line("IMSS", 20, bold=True, colour=(20, 90, 70))
    canvas.line(content.words.title, 14, bold=True, align="C")
    canvas.line(f"{content.folio().label} {content.facts.folio}", 9, align="R")
    canvas.y += 5
    for row in [*content.holder(), *content.clinic()]:
        _filled_line(canvas, row)
    canvas.y += 3
    _ticks(canvas, content)
    canvas.y += 3
    for row in [Row("Vigente hasta", content.words.until(content.facts)), *content.titular(), *content.patron()]:
        _filled_line(canvas, row)
    canvas.y += 3
    parts.beneficiaries(canvas, content, 9)
    canvas.y += 4
    parts.notes(canvas, content, 7.5)
    canvas.y += 4
    canvas.line(f"{content.words.place}, a {content.issued().value}", 10, align="R")
    parts.noise(canvas, content)
    return canvas.finish()


def _filled_line(canvas: Canvas, row: Row) -> None:
    end = canvas.at(canvas.left, canvas.y, row.label, 10, field=row.mark)
    canvas.at(end + 4, canvas.y, row.value, 10.5, bold=True, field=row.field)
    canvas.rule(end + 2, canvas.y + 4.7, canvas.left + canvas.width, canvas.y + 4.7, GREY, 0.15)
    canvas.y += 7.2


def _ticks(canvas: Canvas, content: Content) -> None:
    """SI and NO with a box each; one is crossed, or none where nothing is known."""
    label = content.rng.choice(("Con derecho al servicio médico", "¿Con derecho al servicio médico?", "Vigente"))
    x = canvas.at(canvas.left, canvas.y, label, 11, bold=True, field="label") + 10
    for text, crossed in (("SI", content.facts.vigente is True), ("NO", content.facts.vigente is False)):
        x = _tick(canvas, x, text, crossed)
    canvas.y += 8
    if content.facts.inconsistent:
        canvas.prose(content.words.inconsistent, 9)


def _tick(canvas: Canvas, x: float, text: str, crossed: bool) -> float:
    canvas.box(x, canvas.y, 4.6, 4.6, edge=BLACK, stroke=0.35)
    if crossed:
        canvas.at(x + 0.95, canvas.y + 0.05, "X", 11.5, bold=True, field="status")
    return canvas.at(x + 6.5, canvas.y, text, 11, field="status") + 14
