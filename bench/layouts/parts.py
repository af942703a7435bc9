"""Pieces that several layouts share: pairs, tables, noise at the foot."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import zxingcpp
from PIL import Image

from bench.canvas import BLACK, GREY, Canvas, Colour
from bench.content import Content, Row

_MM = 25.4 / 72


def pair(
    canvas: Canvas, row: Row, label_width: float, size: float = 10, *, colon: str = ":", lead: float = 1.5
) -> None:
    """Label left, value right on one line, and go on below; a long value is broken."""
    end = canvas.at(canvas.left, canvas.y, row.label + colon, size, colour=GREY, field=row.mark)
    x = max(canvas.left + label_width, end + 3)
    value(canvas, row, x, canvas.left + canvas.width - x, size)
    canvas.y += size * _MM * (lead - 1.32)


def value(
    canvas: Canvas, row: Row, x: float, width: float, size: float, *, bold: bool = True, colour: Colour = BLACK
) -> None:
    """A row's value at `x`, broken into lines where it is wider than `width`; go on below."""
    for text in canvas.wrapped(row.value, size, width, bold=bold):
        canvas.at(x, canvas.y, text, size, bold=bold, colour=colour, field=row.field if text else "")
        canvas.y += size * _MM * 1.32


def stacked(canvas: Canvas, row: Row, x: float, width: float, size: float = 10, small: float = 7) -> float:
    """Label above its value at `x`, `canvas.y`; returns the y below without moving on."""
    back = canvas.y
    canvas.at(x, canvas.y, row.label, small, colour=GREY, field=row.mark)
    canvas.y += small * _MM * 1.35
    value(canvas, row, x, width, canvas.fitting(row.value, size, width * 1.9))
    below, canvas.y = canvas.y, back
    return below


def grid(
    canvas: Canvas,
    rows: Sequence[Sequence[Row]],
    shares: Sequence[float],
    size: float = 9,
    *,
    tint: Colour = (228, 232, 236),
    ruled: bool = True,
) -> None:
    """A table; the first row is its head. Cells are rows whose value is printed; a wide one is set smaller."""
    height = size * _MM * 1.9
    for number, row in enumerate(rows):
        x = canvas.left
        for cell, share in zip(row, shares, strict=True):
            width = canvas.width * share
            if ruled or number == 0:
                canvas.box(x, canvas.y, width, height, fill=tint if number == 0 else None, edge=GREY if ruled else None)
            fit = canvas.fitting(cell.value, size, width - 2.4, bold=number == 0)
            canvas.at(x + 1.2, canvas.y + height * 0.2, cell.value, fit, bold=number == 0, field=cell.field)
            x += width
        canvas.y += height


def beneficiaries(canvas: Canvas, content: Content, size: float = 8.5) -> None:
    """The table of beneficiaries under its heading, or a line that there are none, or nothing."""
    rows = content.beneficiaries()
    if len(rows) == 1:
        if content.rng.random() < 0.5:
            canvas.line(content.rng.choice(("Beneficiarios: ninguno", "Sin beneficiarios registrados")), size)
        return
    canvas.line(
        content.rng.choice(("Beneficiarios", "BENEFICIARIOS REGISTRADOS", "Familiares registrados")), size, bold=True
    )
    needs = [max(canvas.measure(text, size, bold=True) for text in column) + 4 for column in zip(*rows, strict=True)]
    strings(canvas, rows, [need / sum(needs) for need in needs], size)


def noise(canvas: Canvas, content: Content, size: float = 6.5) -> None:
    """Cadena original, sello, secuencia notarial in small type."""
    for heading, text in content.foot():
        canvas.line(heading, size, bold=True, colour=GREY)
        canvas.prose(text, size, colour=GREY)
        canvas.y += 1


def notes(canvas: Canvas, content: Content, size: float = 7) -> None:
    """The small print."""
    for note in content.notes():
        canvas.prose(note, size, colour=GREY)
        canvas.y += 0.8


def code(canvas: Canvas, content: Content, x: float, y: float, width: float) -> None:
    """A QR code at a place, on two papers in three: it holds an address, or the cadena original."""
    if content.rng.random() < 0.35:
        return
    address = f"https://verifica.example.org/c/{content.facts.folio}"
    holds = content.chain() if content.chain() and content.rng.random() < 0.4 else address
    canvas.picture(qr(holds), x, y, width)


def qr(text: str) -> bytes:
    """A QR code that holds a text, as PNG."""
    image = np.array(
        zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode), scale=6)
    )
    out = io.BytesIO()
    Image.fromarray(image).save(out, "PNG")
    return out.getvalue()


def pairs(canvas: Canvas, label_width: float, *rows: tuple[str, ...], size: float = 10, lead: float = 1.5) -> None:
    """Several pairs, each a label, a value and perhaps a field."""
    for row in rows:
        pair(canvas, Row(*row), label_width, size, lead=lead)


def strings(
    canvas: Canvas,
    rows: Sequence[Sequence[str]],
    shares: Sequence[float],
    size: float = 9,
    tint: Colour = (228, 232, 236),
) -> None:
    """A ruled table of plain texts, the first row its head."""
    grid(canvas, [[Row("", text) for text in row] for row in rows], shares, size, tint=tint)
