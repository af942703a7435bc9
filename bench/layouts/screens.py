"""Screens: a telephone's app, a browser on a desk, a digital card; drawn at twice their natural size."""

from __future__ import annotations

from bench.canvas import GREY, WHITE, Canvas, Colour, Drawn
from bench.content import Content, Row
from bench.layouts import parts

_DARK: Colour = (16, 84, 74)
_PALE: Colour = (240, 242, 245)
_PHONE = (144.0, 312.0)
_DESK = (320.0, 200.0)


def app(content: Content) -> Drawn:
    """A telephone's screen: bars above and below, cards with label above value."""
    rng, words = content.rng, content.words
    canvas = Canvas(_PHONE, rng.choice(("Roboto", "Lato")), 8, _PALE)
    _status_bar(canvas, content)
    canvas.box(0, 9, canvas.page_width, 20, fill=_DARK)
    canvas.at(16, 15, words.title, canvas.fitting(words.title, 15, 118, bold=True), bold=True, colour=WHITE)
    canvas.y = 33
    _card(canvas, [*content.holder(), Row("Agregado médico", content.facts.agregado, "through")], rng.choice((1, 1, 2)))
    _card(canvas, content.rights(), 1)
    _card(canvas, [*content.titular(), *content.patron()], 1)
    if content.facts.beneficiaries:
        names = ", ".join(each.plain for each in content.facts.beneficiaries)
        _card(canvas, [Row("Beneficiarios", names)], 1)
    _card(canvas, [content.issued(), content.folio()], 2)
    canvas.prose(content.notes()[0], 7.5, colour=GREY)
    canvas.box(0, canvas.page_height - 14, canvas.page_width, 14, fill=WHITE)
    for number, text in enumerate(("Inicio", "Citas", "Vigencia", "Perfil")):
        canvas.at(18 + number * 36, canvas.page_height - 9, text, 9, colour=_DARK, align="C")
    return canvas.finish()


def _status_bar(canvas: Canvas, content: Content) -> None:
    canvas.at(8, 2.5, f"{content.rng.randint(7, 22)}:{content.rng.randint(10, 59)}", 9, bold=True)
    canvas.at(canvas.page_width - 8, 2.5, f"LTE {content.rng.randint(8, 99)} %", 9, align="R")


def _card(canvas: Canvas, rows: list[Row], columns: int) -> None:
    """A white card of rows, drawn behind what is written after it: measured first."""
    size, small, width = 11.0, 8.0, canvas.width / columns - 6
    top, needs = canvas.y, []
    for row in rows:
        count = len(canvas.wrapped(row.value, canvas.fitting(row.value, size, width * 1.9), width, bold=True))
        needs.append((small * 1.35 + size * 1.32 * count) * 25.4 / 72 + 1.6)
    heights = [max(needs[start : start + columns]) for start in range(0, len(rows), columns)]
    canvas.box(canvas.left, top, canvas.width, sum(heights) + 4, fill=WHITE, round_by=2.5)
    canvas.y += 2
    for number, row in enumerate(rows):
        parts.stacked(canvas, row, canvas.left + 4 + (number % columns) * canvas.width / columns, width, size, small)
        if number % columns == columns - 1 or number == len(rows) - 1:
            canvas.y += heights[number // columns]
    canvas.y += 5


def navegador(content: Content) -> Drawn:
    """A browser's window with the portal in it: tabs, address, a menu at the side, pairs in the middle."""
    rng, words = content.rng, content.words
    children = len(content.facts.beneficiaries)
    size = _DESK[0], _DESK[1] + (14 + 7 * children if children else 0)
    canvas = Canvas(size, rng.choice(("Helvetica", "Roboto", "Lato")), 14, WHITE)
    canvas.box(0, 0, canvas.page_width, 18, fill=(222, 225, 230))
    canvas.at(20, 2, "Servicios digitales", 9)
    canvas.box(40, 9, 230, 7, fill=WHITE, round_by=3)
    canvas.at(46, 10.5, "https://serviciosdigitales.example.gob.mx/vigencia/consulta?f=" + content.facts.folio[:8], 9)
    canvas.box(0, 18, 54, canvas.page_height - 18, fill=(52, 58, 64))
    for number, text in enumerate(("Inicio", "Vigencia de derechos", "Semanas cotizadas", "Alta en clínica", "Salir")):
        canvas.at(6, 28 + 11 * number, text, 10, colour=WHITE)
    canvas.left, canvas.width, canvas.y = 64, 240, 25
    canvas.line(words.title, 17, bold=True, colour=_DARK)
    canvas.y += 3
    rows = [*content.holder(), *content.clinic()[-1:], *content.rights(), *content.titular(), *content.patron()]
    points = min(11.0, 140 / (len(rows) + 3) / 0.55)
    for row in [*rows, content.issued()]:
        canvas.at(canvas.left + 92, canvas.y, row.label + words.colon, points, colour=GREY, align="R", field=row.mark)
        parts.value(canvas, row, canvas.left + 97, 140, points, bold=False)
        canvas.y += 0.9
    canvas.box(canvas.left + 97, canvas.y + 1, 38, 8, fill=_DARK, round_by=1.5)
    canvas.at(canvas.left + 116, canvas.y + 2.7, "Descargar PDF", 10, colour=WHITE, align="C")
    if children:
        canvas.y += 12
        parts.beneficiaries(canvas, content, 9)
    canvas.y = canvas.page_height - 10
    canvas.prose(content.notes()[-1], 7, colour=GREY)
    return canvas.finish()


def credencial(content: Content) -> Drawn:
    """A digital card: name large, numbers below, a coloured badge with the status, a code beside."""
    rng, words, facts = content.rng, content.words, content.facts
    canvas = Canvas((210, 236), rng.choice(("Lato", "Roboto", "Caladea")), 16, _PALE)
    canvas.box(10, 10, 190, 216, fill=WHITE, round_by=5, edge=(200, 204, 208))
    canvas.left, canvas.width, canvas.y = 18, 174, 18
    canvas.line(words.title, 16, bold=True, colour=_DARK)
    canvas.y += 4
    for row in content.name_rows():
        parts.pair(canvas, row, 44, 11.5, colon="")
    canvas.y += 2
    parts.code(canvas, content, 152, canvas.y, 38)
    for row in [content.nss(), content.curp(), Row("Agregado", facts.agregado, "through")]:
        canvas.y = parts.stacked(canvas, row, canvas.left, 120, 14, 8.5) + 2
    canvas.y += 2
    _badge(canvas, content)
    for row in [Row(words.until_label, words.until(facts)), content.issued(), *content.titular(), *content.patron()]:
        parts.pair(canvas, row, 62, 10, colon=words.colon)
    canvas.y += 2
    parts.beneficiaries(canvas, content, 8.5)
    canvas.y += 2
    parts.notes(canvas, content, 7.5)
    return canvas.finish()


def _badge(canvas: Canvas, content: Content) -> None:
    """The status in a coloured pill, its label before it."""
    row = content.status()
    end = canvas.at(canvas.left, canvas.y + 1, row.label, 11, field="label")
    if content.facts.inconsistent:
        canvas.y += 8
        return canvas.prose(row.value, 9.5)
    good = content.facts.vigente
    fill: Colour = (214, 240, 220) if good else (250, 222, 222) if good is False else (235, 235, 235)
    canvas.box(
        end + 5, canvas.y - 0.6, max(18, canvas.measure(row.value, 11, bold=True) + 8), 8, fill=fill, round_by=3.5
    )
    canvas.at(end + 9, canvas.y + 1, row.value, 11, bold=True, field="status" if row.value else "")
    canvas.y += 11
    return None
