"""The institute's other papers: an NSS stands on most, a vigencia on none."""

from __future__ import annotations

import random
from datetime import timedelta

from bench.canvas import A4, BLACK, GREY, LETTER, WHITE, Canvas, Colour, Drawn
from bench.content import Row
from bench.facts import TODAY
from bench.layouts import parts
from bench.people import Person, student
from bench.school import NAME, OWN_REGISTROS, insurance, registro
from bench.truth import About
from bench.wording import day, long_day, printed
from worker.core.types import Document

_GREEN: Colour = (10, 92, 72)
_FORMS = ("plain", "plain", "hyphens", "spaces")


def _about(document: Document, who: Person, *, nss: bool = True, curp: bool = True) -> About:
    return About(document, who.nss if nss else None, (), who.curp if curp else None, who.plain)


def _number(rng: random.Random, who: Person) -> str:
    return printed(who.nss, rng.choice(_FORMS))


def asignacion(rng: random.Random) -> tuple[Drawn, About]:
    """An asignación de NSS: the number stands large in the middle."""
    who = student(rng)
    canvas = Canvas(LETTER, rng.choice(("Helvetica", "Lato", "Times")), 20)
    canvas.line("Instituto Mexicano del Seguro Social", 12, bold=True, colour=_GREEN)
    canvas.y += 6
    title = "Asignación de Número de Seguridad Social"
    canvas.line(rng.choice((title, title.upper())), 17, bold=True, align="C")
    canvas.y += 6
    canvas.prose(f"{who.plain}, con CURP {who.curp}:", 11, fields=[("curp", who.curp)])
    canvas.y += 4
    canvas.line(rng.choice(("Tu Número de Seguridad Social es:", "Tu número de seguridad social es")), 12, align="C")
    canvas.line(_number(rng, who), 24, bold=True, align="C", field="nss")
    canvas.y += 6
    text = (
        "Este número es único, permanente e intransferible. Preséntalo en tu escuela o en tu centro de trabajo para "
        "que te den de alta. Este documento no acredita que te encuentres vigente ni con derecho al servicio médico."
    )
    canvas.prose(text, 10)
    canvas.y += 3
    assigned = day(TODAY - timedelta(days=rng.randint(1, 400)))
    parts.pairs(canvas, 52, ("Fecha de asignación", assigned), ("Folio", str(rng.randint(10**11, 10**12))))
    canvas.picture(parts.qr("https://verifica.example.org/nss"), canvas.left, canvas.y + 6, 30)
    return canvas.finish(), _about(Document.ASIGNACION, who)


def localizacion(rng: random.Random) -> tuple[Drawn, About]:
    """A localización de NSS: a small form."""
    who = student(rng)
    canvas = Canvas(A4, rng.choice(("Roboto", "Helvetica", "Caladea")), 18)
    canvas.box(0, 0, canvas.page_width, 14, fill=_GREEN)
    canvas.y = 24
    canvas.line("Localización de Número de Seguridad Social", 16, bold=True)
    canvas.y += 4
    rows = (
        ("CURP", who.curp, "curp"),
        ("Nombre", who.plain, "name"),
        ("Número de Seguridad Social", _number(rng, who), "nss"),
        ("Correo electrónico", f"alumno{rng.randint(100, 999)}@example.org"),
        ("Fecha de consulta", day(TODAY)),
    )
    parts.pairs(canvas, 66, *rows, size=11, lead=1.9)
    canvas.y += 6
    canvas.prose("Si tus datos son incorrectos acude a la subdelegación con tu acta de nacimiento.", 9)
    return canvas.finish(), _about(Document.ASIGNACION, who)


def semanas(rng: random.Random) -> tuple[Drawn, About]:
    """Semanas cotizadas: a table of employers, one of them 'Vigente'."""
    who = student(rng)
    canvas = Canvas(LETTER, rng.choice(("Helvetica", "Lato")), 16)
    canvas.line("Constancia de Semanas Cotizadas en el IMSS", 16, bold=True, colour=_GREEN)
    canvas.y += 3
    weeks = ("Semanas reconocidas", str(rng.randint(0, 160)))
    rows = (("Nombre", who.plain, "name"), ("NSS", who.nss, "nss"), ("CURP", who.curp, "curp"), weeks)
    parts.pairs(canvas, 55, *rows)
    canvas.y += 4
    jobs = [_job(rng, number) for number in range(rng.randint(1, 4))]
    head = ("Patrón", "Registro patronal", "Fecha de alta", "Fecha de baja", "Salario")
    parts.strings(canvas, [head, *jobs], (0.36, 0.2, 0.16, 0.16, 0.12), 8.5)
    canvas.y += 5
    text = "La vigencia de derechos se consulta por separado. Este reporte no constituye una constancia de derechos."
    canvas.prose(text, 8, colour=GREY)
    return canvas.finish(), _about(Document.SEMANAS, who)


def _job(rng: random.Random, number: int) -> tuple[str, ...]:
    job = insurance(rng, "empleo")
    start, end = (day(TODAY - timedelta(days=200 * number + more)) for more in (150, 30))
    if number == 0 and rng.random() < 0.6:
        end = "Vigente"
    return job.patron, job.registro, start, end, "$278.80"


def movimientos(rng: random.Random) -> tuple[Drawn, About]:
    """Movimientos afiliatorios from IDSE: the school's or an employer's notice of alta."""
    who = student(rng)
    canvas = Canvas(LETTER, rng.choice(("Courier", "Helvetica", "Roboto")), 15)
    canvas.line("IMSS DESDE SU EMPRESA", 13, bold=True)
    canvas.line("Constancia de presentación de movimientos afiliatorios", 12, bold=True)
    canvas.y += 3
    own = rng.random() < 0.5
    rows = (
        ("Número de lote", str(rng.randint(10**8, 10**9))),
        ("Registro patronal", rng.choice(OWN_REGISTROS) if own else registro(rng, "10")),
        ("Nombre o razón social", NAME if own else insurance(rng, "empleo").patron),
        ("Fecha de transmisión", day(TODAY)),
        ("Movimientos operados", "1"),
    )
    parts.pairs(canvas, 60, *rows)
    canvas.y += 4
    head = [Row("", text) for text in ("NSS", "Nombre", "CURP", "Tipo", "Fecha")]
    values = (("nss", who.nss), ("name", who.plain), ("curp", who.curp), ("", "REINGRESO"), ("", day(TODAY)))
    line = [Row("", text, field) for field, text in values]
    parts.grid(canvas, [head, line], (0.16, 0.36, 0.24, 0.12, 0.12), 9)
    return canvas.finish(), _about(Document.MOVIMIENTOS, who)


def hoja(rng: random.Random) -> tuple[Drawn, About]:
    """A hoja de afiliación that a school makes."""
    who = student(rng)
    canvas = Canvas(LETTER, rng.choice(("Times", "Helvetica", "Lato")), 18)
    canvas.line(NAME, 13, bold=True, align="C")
    canvas.line("Departamento de Servicios Escolares", 10, align="C")
    canvas.y += 5
    titles = ("HOJA DE AFILIACIÓN", "Hoja de afiliación al IMSS", "HOJA DE AFILIACIÓN DE ESTUDIANTES")
    canvas.line(rng.choice(titles), 15, bold=True, align="C")
    canvas.y += 5
    rows = (
        ("Nombre del estudiante", who.plain, "name"),
        ("Número de control", f"24{rng.randint(270000, 279999)}"),
        ("CURP", who.curp, "curp"),
        ("Número de Seguridad Social", _number(rng, who), "nss"),
        ("Registro patronal", rng.choice(OWN_REGISTROS)),
        ("Fecha de alta", day(TODAY)),
        ("UMF asignada", f"{rng.choice((13, 23, 25)):03}"),
    )
    parts.pairs(canvas, 66, *rows, size=10.5, lead=1.8)
    canvas.y += 10
    canvas.prose("Acude a tu clínica con esta hoja, una identificación y un comprobante de domicilio.", 10)
    canvas.y += 20
    canvas.line("Sello y firma del responsable", 9, align="C")
    return canvas.finish(), _about(Document.HOJA, who)


def cartilla(rng: random.Random) -> tuple[Drawn, About]:
    """A cartilla de citas of PREVENIMSS, often with an NSS."""
    who, shown = student(rng), rng.random() < 0.7
    canvas = Canvas((148, 105), rng.choice(("Helvetica", "Roboto")), 8, (236, 246, 240))
    canvas.line("PREVENIMSS", 15, bold=True, colour=_GREEN)
    canvas.line("Cartilla Nacional de Salud · Carnet de citas", 11, bold=True)
    canvas.y += 2
    rows = [("Nombre", who.plain, "name"), ("UMF", f"{rng.choice((13, 23, 25)):03}")]
    parts.pairs(canvas, 30, *rows, *([("NSS", who.nss, "nss")] if shown else []))
    canvas.y += 2
    visits = [(day(TODAY + timedelta(days=30 * n)), f"{8 + n}:30", "Medicina familiar") for n in range(3)]
    parts.strings(canvas, [("Fecha de la cita", "Hora", "Servicio"), *visits], (0.35, 0.2, 0.45), 8.5, WHITE)
    return canvas.finish(), _about(Document.CARNET, who, nss=shown, curp=False)


def rechazo(rng: random.Random) -> tuple[Drawn, About]:
    """The portal's screen that refuses a constancia."""
    who = student(rng)
    canvas = Canvas((260, 150), rng.choice(("Helvetica", "Roboto", "Lato")), 20)
    canvas.box(0, 0, canvas.page_width, 16, fill=(70, 76, 84))
    canvas.at(20, 5, "Servicios digitales", 12, colour=WHITE)
    canvas.y = 34
    canvas.line("Vigencia de derechos", 16, bold=True)
    canvas.y += 6
    text = (
        f"La CURP {who.curp} con NSS {who.nss} no se encuentra registrado aún como derechohabiente, por lo tanto no "
        "podrá obtener su comprobante de vigencia de derechos."
    )
    canvas.prose(text, 13, colour=(140, 30, 30), fields=[("text", who.nss)])
    canvas.y += 8
    canvas.at(canvas.left, canvas.y, f"Consulta del {long_day(TODAY)}", 10, colour=BLACK)
    return canvas.finish(), About(Document.OTRO, nss_of_others=(who.nss,))
