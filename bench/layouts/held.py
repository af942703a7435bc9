"""The layouts that are kept apart: nobody tunes the reading on them."""

from __future__ import annotations

from bench.canvas import BLACK, GREY, LANDSCAPE, LETTER, Canvas, Colour, Drawn
from bench.content import Content, Row
from bench.layouts import parts

_PLUM: Colour = (92, 38, 84)


def recibo(content: Content) -> Drawn:
    """A narrow slip from a kiosk's printer: typewriter letters, label and value at both edges, dashes between."""
    rng, words = content.rng, content.words
    canvas = Canvas((100, 260), rng.choice(("Courier", "Courier", "Roboto")), 6)
    canvas.line("I M S S", 16, bold=True, align="C")
    for text in canvas.wrapped(words.title, 12, canvas.width, bold=True):
        canvas.line(text, 12, bold=True, align="C")
    for rows in ([content.issued(), content.folio()], content.holder(), content.clinic(), content.rights(),
                 [*content.titular(), *content.patron()]):  # fmt: skip
        canvas.y += 1
        canvas.rule(canvas.left, canvas.y, canvas.left + canvas.width, canvas.y, BLACK, 0.2)
        canvas.y += 1
        for row in rows:
            _edges(canvas, row, words.colon)
    canvas.y += 2
    for each in content.facts.beneficiaries:
        canvas.prose(f"BENEFICIARIO: {each.plain} {each.curp}", 7.5)
    for note in content.notes()[:1]:
        canvas.prose(note, 7)
    parts.code(canvas, content, 30, min(canvas.y + 2, 215), 40)
    return canvas.finish()


def _edges(canvas: Canvas, row: Row, colon: str) -> None:
    """Label left, value at the right edge; on the next line where both do not fit."""
    size = 9.0
    label, width = row.label + colon, canvas.measure(row.value, size, bold=True)
    canvas.at(canvas.left, canvas.y, label, size, field=row.mark)
    if canvas.measure(label, size) + width + 3 > canvas.width:
        canvas.y += 4.4
    for text in canvas.wrapped(row.value, size, canvas.width, bold=True):
        edge = canvas.left + canvas.width
        canvas.at(edge, canvas.y, text, size, bold=True, align="R", field=row.field if text else "")
        canvas.y += 4.4


def matriz(content: Content) -> Drawn:
    """An old printer's listing: fixed pitch, capitals, dotted leaders, ruled with hyphens; no accents."""
    words = content.words
    canvas = Canvas(LETTER, "Courier", 15)
    canvas.line("IMSS  SUBDELEGACION 07", 10)
    canvas.line(_upper(words.title), 12, bold=True)
    canvas.line("-" * 70, 10)
    groups = ([content.folio(), content.issued()], content.holder(), content.rights(), content.clinic(),
              [*content.titular(), *content.patron()])  # fmt: skip
    for rows in groups:
        for row in rows:
            _leaders(canvas, row)
        canvas.line("-" * 70, 10)
    for number, each in enumerate(content.facts.beneficiaries, 1):
        canvas.line(f"BENEF {number:02}  {_upper(each.plain):40} {each.curp}", 9)
    for note in content.notes():
        canvas.prose(_upper(note), 8.5)
    canvas.y += 3
    parts.noise(canvas, content, 7)
    return canvas.finish()


def _leaders(canvas: Canvas, row: Row) -> None:
    end = canvas.at(canvas.left, canvas.y, f"{_upper(row.label)} ".ljust(34, "."), 10.5, field=row.mark)
    x = max(canvas.left + 80, end + 3)
    parts.value(canvas, Row("", _upper(row.value), row.field), x, canvas.left + canvas.width - x, 10.5, bold=False)
    canvas.y += 0.8


def _upper(text: str) -> str:
    return text.upper().translate(str.maketrans("ÁÉÍÓÚÜ¿", "AEIOUU "))


def encima(content: Content) -> Drawn:
    """Wide airy rows of label above value, three a line, without any rule; the status is one of them."""
    rng = content.rng
    canvas = Canvas(LETTER, rng.choice(("Lato", "Helvetica", "Caladea")), 18)
    canvas.box(0, 0, 9, canvas.page_height, fill=_PLUM)
    canvas.line("IMSS · Afiliación y vigencia", 10, colour=_PLUM)
    canvas.line(content.words.title, 19, bold=True)
    canvas.y += 6
    cells = [*content.holder(), *content.clinic(), *content.rights(), *content.titular(), *content.patron(),
             content.issued(), content.folio()]  # fmt: skip
    _airy(canvas, cells)
    canvas.y += 3
    parts.beneficiaries(canvas, content)
    canvas.y += 5
    parts.notes(canvas, content)
    parts.code(canvas, content, 170, canvas.page_height - 44, 28)
    canvas.width -= 40
    parts.noise(canvas, content, 6)
    return canvas.finish()


def _airy(canvas: Canvas, cells: list[Row]) -> None:
    """As many a line as fit, at least a third of the width each."""
    x, below, third = canvas.left, canvas.y, canvas.width / 3
    for row in cells:
        need = max(third - 4, min(canvas.width, canvas.measure(row.value, 11, bold=True) + 2))
        if x + need > canvas.left + canvas.width + 0.1:
            x, canvas.y = canvas.left, below + 3.5
        below = max(below, parts.stacked(canvas, row, x, need, 11, 7.5))
        x += third * (1 + int(need > third - 4 + 0.01)) if need <= 2 * third - 4 else canvas.width
    canvas.y = below


def apaisado(content: Content) -> Drawn:
    """A landscape sheet: the holder in a panel at the left, tables at the right, the title at the foot."""
    rng, words = content.rng, content.words
    canvas = Canvas(LANDSCAPE, rng.choice(("Helvetica", "Roboto", "Times")), 12)
    canvas.box(10, 10, 92, 168, fill=(240, 236, 242))
    canvas.left, canvas.width, canvas.y = 14, 84, 16
    for row in [*content.holder(), *content.titular()]:
        canvas.y = parts.stacked(canvas, row, 14, 84, 11.5, 8) + 2.5
    canvas.left, canvas.width, canvas.y = 110, 157, 14
    canvas.line("Instituto Mexicano del Seguro Social", 11, bold=True, colour=_PLUM)
    for row in [*content.rights(), *content.clinic(), *content.patron(), content.issued(), content.folio()]:
        parts.pair(canvas, row, 58, 10, colon=words.colon, lead=1.7)
    canvas.y += 2
    parts.beneficiaries(canvas, content, 8)
    canvas.y += 2
    parts.notes(canvas, content, 7)
    parts.noise(canvas, content, 5.5)
    canvas.left, canvas.width, canvas.y = 12, 255, 186
    canvas.line(words.title, 18, bold=True, align="C", colour=_PLUM)
    canvas.line("Documento gratuito", 8, align="C", colour=GREY)
    return canvas.finish()


def corrido(content: Content) -> Drawn:
    """Running text: label and value after one another, parted by a bar or a dot, as a system prints a record."""
    rng, words = content.rng, content.words
    canvas = Canvas(LETTER, rng.choice(("Helvetica", "Times", "Courier")), 20)
    canvas.line(words.title, 13, bold=True)
    canvas.rule(canvas.left, canvas.y, canvas.left + canvas.width, canvas.y)
    canvas.y += 3
    groups = (content.holder(), content.rights(), content.clinic(), [*content.titular(), *content.patron()],
              [content.issued(), content.folio(), content.phone()])  # fmt: skip
    parting = rng.choice(("   |   ", "  ·  ", ";  "))
    for rows in groups:
        _running(canvas, rows, parting)
        canvas.y += 2.5
    parts.beneficiaries(canvas, content)
    canvas.y += 3
    parts.notes(canvas, content, 7.5)
    parts.noise(canvas, content, 7)
    return canvas.finish()


def _running(canvas: Canvas, rows: list[Row], parting: str) -> None:
    size, x, right = 10.0, canvas.left, canvas.left + canvas.width
    for number, row in enumerate(rows):
        label = f"{row.label}: "
        if x > canvas.left and x + canvas.measure(label + row.value, size) > right:
            x, canvas.y = canvas.left, canvas.y + 5.2
        x = canvas.at(x, canvas.y, label, size, field=row.mark)
        lines = canvas.wrapped(row.value, size, max(30.0, right - x))
        for text in lines[:-1]:
            canvas.at(x, canvas.y, text, size, field=row.field)
            canvas.y += 5.2
        x = canvas.at(x, canvas.y, lines[-1], size, field=row.field if lines[-1] else "")
        if number < len(rows) - 1:
            x = canvas.at(x, canvas.y, parting, size)
    canvas.y += 5.2
