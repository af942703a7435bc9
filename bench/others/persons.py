"""Papers about a person from elsewhere: CURP, INE, birth certificate, school papers, a prescription."""

from __future__ import annotations

import random
from datetime import timedelta

from bench.canvas import A4, GREY, LETTER, WHITE, Canvas, Colour, Drawn
from bench.content import Row
from bench.facts import TODAY
from bench.layouts import parts
from bench.people import person, student
from bench.school import NAME
from bench.truth import About
from bench.wording import day, long_day
from worker.core.types import Document

_ROSE: Colour = (150, 40, 80)
_SUBJECTS = (
    "CÁLCULO DIFERENCIAL",
    "QUÍMICA",
    "TALLER DE ÉTICA",
    "DIBUJO INDUSTRIAL",
    "PROBABILIDAD",
    "ÁLGEBRA LINEAL",
    "FUNDAMENTOS DE PROGRAMACIÓN",
    "CONTABILIDAD",
    "FÍSICA GENERAL",
    "DESARROLLO SUSTENTABLE",
)
_RECORDS = ("BOLETA DE CALIFICACIONES", "KÁRDEX", "CONSTANCIA DE ESTUDIOS", "CARGA ACADÉMICA")
_DRUGS = (
    "Paracetamol 500 mg, 1 tableta cada 8 horas por 3 días",
    "Loratadina 10 mg, 1 diaria por 5 días",
    "Vida suero oral, a libre demanda",
    "Ibuprofeno 400 mg, 1 cada 12 horas",
)
_STATES = {"CS": "CHIAPAS", "OC": "OAXACA", "TC": "TABASCO", "VZ": "VERACRUZ", "DF": "CIUDAD DE MÉXICO",
           "MC": "ESTADO DE MÉXICO", "PL": "PUEBLA", "YN": "YUCATÁN", "NL": "NUEVO LEÓN"}  # fmt: skip


def curp(rng: random.Random) -> tuple[Drawn, About]:
    """The register's page with the CURP large, a code and a table."""
    who = student(rng)
    canvas = Canvas(rng.choice((LETTER, A4)), rng.choice(("Helvetica", "Lato", "Roboto")), 17)
    canvas.line("ESTADOS UNIDOS MEXICANOS", 13, bold=True, align="C")
    canvas.line("Constancia de la", 10, align="C")
    canvas.line("CLAVE ÚNICA DE REGISTRO DE POBLACIÓN", 16, bold=True, align="C", colour=_ROSE)
    canvas.y += 4
    parts.pairs(canvas, 48, ("Clave", who.curp, "curp"), size=15)
    parts.pairs(canvas, 48, ("Nombre", who.plain, "name"), ("Entidad de registro", _STATES[who.state]), size=11.5)
    canvas.y += 4
    canvas.picture(parts.qr(f"https://curp.example.org/{who.curp}"), canvas.left, canvas.y, 30)
    canvas.y += 36
    text = (
        "La CURP es un instrumento de registro de la población. Consérvala y preséntala cuando te la soliciten. "
        f"Documento gratuito impreso el {long_day(TODAY)}. Folio {rng.randint(10**8, 10**9)}."
    )
    canvas.prose(text, 9)
    canvas.prose("La impresión en papel bond, a color o en blanco y negro, es válida.", 9, colour=GREY)
    return canvas.finish(), About(Document.CURP, curp=who.curp, name=who.plain)


def ine(rng: random.Random) -> tuple[Drawn, About]:
    """A voter's card: front, and the machine-readable lines of its back below."""
    who, shown = student(rng), rng.random() < 0.7
    canvas = Canvas((172, 200), "Helvetica", 8, (238, 232, 236))
    canvas.line("INSTITUTO NACIONAL ELECTORAL", 12, bold=True)
    canvas.line("CREDENCIAL PARA VOTAR", 11, bold=True, colour=_ROSE)
    canvas.box(10, 30, 42, 54, fill=(196, 186, 180))
    canvas.left, canvas.width, canvas.y = 58, 106, 30
    canvas.line("NOMBRE", 8, colour=GREY)
    for part in (who.paternal, who.maternal, who.given):
        canvas.line(part, 12, bold=True, field="name")
    number = "".join(rng.choice("0123456789") for _ in range(22))
    rows = [Row("DOMICILIO", "C PINO 14 COL EL MIRADOR TUXTLA GUTIERREZ CHIS")]
    rows += [Row("CLAVE DE ELECTOR", who.curp[:6] + number[:12]), Row("CURP", who.curp, "curp")]
    for row in rows if shown else rows[:2]:
        canvas.y = parts.stacked(canvas, row, 58, 104, 10, 7.5) + 1
    canvas.use("Courier")
    canvas.left, canvas.y = 10, 128
    name = f"{who.paternal}<{who.maternal}<<{who.given}".replace(" ", "<")[:30].ljust(30, "<")
    birth = f"{who.born:%y%m%d}5{who.sex}{number[:7]}MEX<03<<{number[8:13]}<4"
    for text in (f"IDMEX{number[:10]}<<{number[10:22]}", birth, name):
        canvas.line(text, 13, bold=True)
    return canvas.finish(), About(Document.IDENTIFICACION, curp=who.curp if shown else None, name=who.plain)


def acta(rng: random.Random) -> tuple[Drawn, About]:
    """A birth certificate."""
    who = student(rng)
    father, mother = (person(rng, who.born.year - 27, sex=sex) for sex in "HM")
    canvas = Canvas(LETTER, rng.choice(("Times", "Caladea")), 18, (246, 250, 244))
    canvas.line("Estados Unidos Mexicanos", 13, align="C")
    canvas.line("ACTA DE NACIMIENTO", 17, bold=True, align="C")
    canvas.y += 4
    register = (
        ("Entidad de registro", _STATES[who.state]),
        ("Oficialía", "0001"),
        ("Libro", str(rng.randint(1, 9))),
        ("Número de acta", f"{rng.randint(1, 1999):05}"),
        ("Fecha de registro", day(who.born + timedelta(days=40))),
    )
    child = (
        ("Nombre(s)", who.given),
        ("Primer apellido", who.paternal),
        ("Segundo apellido", who.maternal),
        ("Fecha de nacimiento", day(who.born), "text"),
        ("CURP", who.curp, "curp"),
    )
    parents = (("Padre", father.plain), ("Madre", mother.plain), ("CURP del padre", father.curp))
    parts.pairs(canvas, 56, *register, size=10.5)
    for heading, rows in (("Datos de la persona registrada", child), ("Datos de filiación", parents)):
        canvas.y += 3
        canvas.line(heading, 11, bold=True)
        parts.pairs(canvas, 56, *rows, size=10.5)
    canvas.prose("Se extiende la presente copia certificada con fundamento en el Código Civil.", 9)
    return canvas.finish(), About(Document.OTRO)


def boleta(rng: random.Random) -> tuple[Drawn, About]:
    """A school's record of marks, with a social security number among the student's data at times."""
    who = student(rng)
    canvas = Canvas(LETTER, rng.choice(("Helvetica", "Roboto", "Courier")), 16)
    canvas.line(NAME, 12, bold=True, align="C")
    canvas.line(rng.choice(_RECORDS), 14, bold=True, align="C")
    canvas.y += 3
    rows = [
        ("Alumno", who.plain),
        ("No. de control", f"23{rng.randint(270000, 279999)}"),
        ("CURP", who.curp, "curp"),
        ("Semestre", str(rng.randint(1, 9))),
        ("Situación", "VIGENTE"),
    ]
    parts.pairs(canvas, 45, *rows, *([("NSS", who.nss)] if rng.random() < 0.5 else []))
    canvas.y += 3
    marks = [(f"AC{rng.randint(100, 999)}", each, "5", str(rng.randint(70, 100))) for each in rng.sample(_SUBJECTS, 6)]
    parts.strings(canvas, [("Clave", "Materia", "Créditos", "Calificación"), *marks], (0.15, 0.5, 0.15, 0.2))
    canvas.y += 4
    canvas.line(f"Promedio general: {rng.uniform(75, 98):.2f}", 10, bold=True)
    return canvas.finish(), About(Document.OTRO, nss_of_others=(who.nss,))


def receta(rng: random.Random) -> tuple[Drawn, About]:
    """A prescription, as a clinic prints it."""
    who = student(rng)
    canvas = Canvas((216, 140), rng.choice(("Helvetica", "Courier", "Roboto")), 10, WHITE)
    canvas.line(rng.choice(("RECETA MÉDICA", "Receta individual", "CONSULTORIO DENTAL · RECETA")), 15, bold=True)
    canvas.y += 2
    rows = (
        ("Paciente", who.plain, "text"),
        ("Edad", f"{2026 - who.born.year} años"),
        ("Fecha", day(TODAY)),
        ("Cédula profesional", str(rng.randint(10**6, 10**7))),
    )
    parts.pairs(canvas, 45, *rows)
    canvas.y += 3
    for text in rng.sample(_DRUGS, 2):
        canvas.line(f"Rp. {text}", 11)
    canvas.y += 8
    canvas.line("Dra. Elena Marín Sol", 10, align="R")
    return canvas.finish(), About(Document.OTRO)
