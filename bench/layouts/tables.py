"""Tables with a header row over their values."""

from __future__ import annotations

from bench.canvas import LETTER, Canvas, Drawn
from bench.content import Content, Row
from bench.layouts import parts


def tabla(content: Content) -> Drawn:
    """Everything in tables: a header row, the values under it."""
    rng, words = content.rng, content.words
    canvas = Canvas(LETTER, rng.choice(("Helvetica", "Lato", "Caladea")), rng.uniform(12, 17))
    ruled = rng.random() < 0.7
    canvas.line("INSTITUTO MEXICANO DEL SEGURO SOCIAL", 11, bold=True, align="C")
    canvas.line(words.title, 14, bold=True, align="C")
    canvas.line(
        f"{content.issued().label}: {content.issued().value}   {content.folio().label}: {content.facts.folio}", 9
    )
    canvas.y += 4
    _table(canvas, content.name_rows(), ruled)
    _table(canvas, [content.nss(), content.curp(), Row("Agregado médico", content.facts.agregado, "through")], ruled)
    _table(canvas, content.clinic()[:-1], ruled)
    if words.answer(content.facts) == words.inconsistent:
        _table(canvas, [Row(words.status[0], ""), Row(words.until_label, words.until(content.facts))], ruled)
        canvas.prose(words.inconsistent, 9)
    else:
        _table(canvas, content.rights(), ruled)
    if content.titular():
        _table(canvas, content.titular(), ruled)
    _table(canvas, content.patron(), ruled)
    parts.beneficiaries(canvas, content)
    canvas.y += 4
    parts.notes(canvas, content)
    parts.code(canvas, content, canvas.left, canvas.y + 2, 24)
    canvas.y += 28
    parts.noise(canvas, content)
    return canvas.finish()


def _table(canvas: Canvas, rows: list[Row], ruled: bool) -> None:
    """Labels in the head, values below; columns as wide as their longer text asks for."""
    needs = [max(canvas.measure(row.label, 9, bold=True), canvas.measure(row.value, 9)) + 4 for row in rows]
    shares = [need / sum(needs) for need in needs]
    parts.grid(canvas, [[Row("", row.label, row.mark) for row in rows], rows], shares, 9.5, ruled=ruled)
    canvas.y += 3.5
