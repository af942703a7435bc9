"""Bills, slips and things that are no papers at all."""

from __future__ import annotations

import random

import cv2
import numpy as np

from bench import light
from bench.canvas import GREY, LETTER, WHITE, Canvas, Colour, Drawn, Spot
from bench.content import Row
from bench.facts import TODAY
from bench.layouts import parts
from bench.people import person, student
from bench.raster import png
from bench.school import NAME
from bench.truth import About
from bench.wording import day
from worker.core.types import Document

_LIGHT: Colour = (0, 120, 90)
_WATER: Colour = (20, 90, 160)
_ADDRESSES = (
    "AV CENTRAL PONIENTE 1420, COL CENTRO",
    "CALLE LOS SABINOS 87, COL LAS GRANJAS",
    "BLVD BELISARIO DOMÍNGUEZ 2210, FRACC LOS LAURELES",
    "ANDADOR 4 CASA 19, INFONAVIT EL ROSARIO",
)


def _digits(rng: random.Random, count: int) -> str:
    return str(rng.randint(10 ** (count - 1), 10**count - 1))


def light_bill(rng: random.Random) -> tuple[Drawn, About]:
    """A bill of the electricity commission."""
    who = person(rng, rng.randint(1955, 1985))
    canvas = Canvas(LETTER, rng.choice(("Helvetica", "Lato")), 14)
    canvas.line("CFE", 26, bold=True, colour=_LIGHT)
    canvas.line("Comisión Federal de Electricidad · Suministrador de Servicios Básicos", 9)
    canvas.y += 4
    canvas.line(who.plain, 12, bold=True, field="name")
    canvas.line(rng.choice(_ADDRESSES), 10)
    canvas.line("TUXTLA GUTIÉRREZ, CHIAPAS C.P. 29050", 10)
    canvas.y += 4
    canvas.box(canvas.left, canvas.y, 80, 18, fill=(220, 240, 230))
    canvas.at(canvas.left + 4, canvas.y + 2, "TOTAL A PAGAR:", 11, bold=True, field="text")
    canvas.at(canvas.left + 4, canvas.y + 8, f"${rng.randint(120, 1900)}.00", 18, bold=True)
    canvas.y += 24
    rows = (
        ("NO. DE SERVICIO", _digits(rng, 12)),
        ("RMU", f"{_digits(rng, 5)} 16-08-11 XAXX-010101 001 CFE"),
        ("LÍMITE DE PAGO", day(TODAY)),
        ("TARIFA", "1C"),
        ("NO. MEDIDOR", f"8W{_digits(rng, 4)}X"),
    )
    parts.pairs(canvas, 52, *rows)
    canvas.y += 4
    head = ("Concepto", "Lectura actual", "Lectura anterior", "Total kWh")
    parts.strings(
        canvas, [head, ("Energía", "2" + _digits(rng, 4), "1" + _digits(rng, 4), _digits(rng, 3))], (0.25,) * 4
    )
    return canvas.finish(), About(Document.DOMICILIO, name=who.plain)


def water_bill(rng: random.Random) -> tuple[Drawn, About]:
    """A bill of the town's water works."""
    who = person(rng, rng.randint(1955, 1985))
    canvas = Canvas((140, 216), rng.choice(("Helvetica", "Roboto", "Courier")), 10)
    canvas.line("SMAPA", 22, bold=True, colour=_WATER)
    canvas.line("Sistema Municipal de Agua Potable y Alcantarillado", 9)
    canvas.y += 3
    rows = (
        ("Usuario", who.plain, "name"),
        ("Domicilio", rng.choice(_ADDRESSES)),
        ("Contrato", _digits(rng, 6)),
        ("Periodo", "OCTUBRE 2026"),
        ("Vencimiento", day(TODAY)),
        ("Consumo m3", str(rng.randint(5, 60))),
    )
    parts.pairs(canvas, 32, *rows)
    canvas.y += 4
    canvas.line(f"Total a pagar   ${rng.randint(90, 700)}.00", 14, bold=True, field="text")
    canvas.y += 4
    canvas.prose("Evite recargos, pague antes de su vencimiento. Su servicio se encuentra vigente.", 8, colour=GREY)
    return canvas.finish(), About(Document.DOMICILIO, name=who.plain)


def payment(rng: random.Random) -> tuple[Drawn, About]:
    """A slip of a bank or a shop."""
    who = student(rng)
    canvas = Canvas((90, 190), rng.choice(("Courier", "Roboto", "Helvetica")), 7)
    title = rng.choice(("COMPROBANTE DE PAGO", "FICHA DE DEPÓSITO", "Transferencia exitosa"))
    canvas.line(title, 13, bold=True, align="C")
    canvas.y += 3
    rows = (
        Row("Concepto", "REINSCRIPCION SEMESTRE"),
        Row("Referencia", _digits(rng, 18)),
        Row("Importe", "$2,150.00", "text"),
        Row("Fecha", day(TODAY)),
        Row("Ordenante", who.plain),
        Row("Beneficiario", NAME),
        Row("Autorización", _digits(rng, 6)),
    )
    for row in rows:
        canvas.y = parts.stacked(canvas, row, canvas.left, canvas.width, 10, 8) + 1.5
    return canvas.finish(), About(Document.OTRO)


def texture(rng: random.Random) -> tuple[Drawn, About]:
    """No paper: fur, cloth or a floor, as a photo that came by mistake."""
    fur = light.table(rng, 900, 1200).astype(np.float32)
    chance = light.generator(rng).normal(0, 1, (1200, 900)).astype(np.float32)
    blobs = np.asarray(cv2.GaussianBlur(chance, (0, 0), rng.uniform(40, 120)), dtype=np.float32)
    spots = (blobs > blobs.mean()).astype(np.float32)[..., None]
    tones = fur * (1 - 0.6 * spots * rng.random()) + rng.randint(0, 40)
    canvas = Canvas((150, 200), margin=0)
    canvas.picture(png(np.clip(tones, 0, 255).astype(np.uint8)), 0, 0, 150)
    drawn = canvas.finish()
    return Drawn(drawn.pdf, 150, 200, (Spot("text", 60, 90, 30, 5, 3.0),)), About(Document.OTRO)


def notice(rng: random.Random) -> tuple[Drawn, About]:
    """A school's notice that speaks of constancias and is none."""
    canvas = Canvas(LETTER, rng.choice(("Times", "Lato", "Helvetica")), 22, WHITE)
    canvas.line(NAME, 13, bold=True, align="C")
    canvas.line("AVISO A LA COMUNIDAD ESTUDIANTIL", 15, bold=True, align="C")
    canvas.y += 6
    text = (
        "Para tramitar tu seguro facultativo envía al correo de afiliación tu constancia de vigencia de derechos y tu "
        "número de seguridad social. Si la constancia dice que cuentas con derecho al servicio médico: SI, indica por "
        "quién. Si dice que no te encuentras vigente, la escuela te dará de alta. La fecha límite es el "
        f"{day(TODAY)}. Informes al teléfono 961{_digits(rng, 7)}."
    )
    canvas.prose(text, 12, fields=[("text", "seguridad")])
    canvas.y += 10
    canvas.line("Atentamente", 11, align="C")
    canvas.line("Departamento de Servicios Escolares", 11, align="C")
    return canvas.finish(), About(Document.OTRO)
