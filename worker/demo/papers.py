"""The other sample papers that students send, drawn as PDF with a text layer; none of them has a vigencia.

Like the constancias, their wordings are written here and shared with nothing that reads papers.
"""

from __future__ import annotations

from datetime import date, timedelta

from worker.demo.constancias import clinic_of, signature
from worker.demo.people import Person
from worker.demo.school import EMPLOYER, SCHOOL, long_date
from worker.demo.sheet import GREY, Sheet, number

_GREEN = (22, 92, 72)
_BLUE = (34, 58, 110)


def asignacion_nss(person: Person, issued: date) -> bytes:
    """The letter that tells somebody their new NSS."""
    sheet = _institute("Asignación de Número de Seguridad Social")
    sheet.line(f"Tuxtla Gutiérrez, Chiapas, a {long_date(issued)}", 10, align="R")
    sheet.space(6)
    sheet.line(f"Estimado(a) {person.name}:", 11)
    sheet.space(3)
    sheet.prose(
        "En respuesta a la solicitud que realizaste por Internet, te informamos que, con los datos que proporcionaste, "
        "**tu Número de Seguridad Social es:**",
        11,
    )
    sheet.space(5)
    sheet.line(_hyphened(person.nss), 20, bold=True, align="C")
    sheet.space(5)
    sheet.fields([("Nombre:", person.name), ("CURP:", person.curp), ("Nacimiento:", f"{person.born:%d/%m/%Y}")])
    sheet.space(4)
    sheet.prose(
        "Este número es único, permanente e intransferible. Consérvalo: lo necesitarás en tu primer empleo. Contar con "
        "él no significa que tengas derecho a los servicios del Instituto.",
        10,
    )
    sheet.space(8)
    signature(sheet, f"||Invocante:[Portal]|Trámite:ASIGNACION NSS|Curp:{person.curp}||", person.curp)
    return sheet.finish()


def semanas_cotizadas(person: Person, issued: date) -> bytes:
    """The record of the weeks that somebody has paid for, with two made-up jobs."""
    sheet = _institute("Constancia de Semanas Cotizadas en el IMSS")
    sheet.fields(
        [
            ("Nombre:", person.name),
            ("NSS:", person.nss),
            ("CURP:", person.curp),
            ("Fecha de emisión del reporte:", f"{issued:%d/%m/%Y}"),
        ]
    )
    sheet.space(4)
    sheet.line("Total de semanas cotizadas: 37", 13, bold=True)
    sheet.line("Semanas reconocidas 37 · Semanas descontadas 0 · Semanas reintegradas 0", 9, colour=GREY)
    sheet.space(5)
    sheet.line("Tu historia laboral", 11, bold=True)
    left, back = issued - timedelta(210), issued - timedelta(470)
    rows = [
        ("Nombre del patrón", "Registro patronal", "Alta", "Baja", "Salario base"),
        (EMPLOYER.patron, EMPLOYER.registro, f"{back:%d/%m/%Y}", f"{left:%d/%m/%Y}", "$ 312.41"),
    ]
    sheet.grid(rows, (0.42, 0.18, 0.13, 0.13, 0.14), 8)
    sheet.space(6)
    sheet.prose("La información es la que obra en los sistemas institucionales y puede cambiar tras una aclaración.", 9)
    sheet.space(6)
    signature(sheet, f"||Invocante:[Portal]|Trámite:SEMANAS COTIZADAS|NSS:{person.nss}||", person.nss)
    return sheet.finish()


def movimientos(person: Person, issued: date) -> bytes:
    """What an employer gets who has told the institute of an alta: the lot's acknowledgement."""
    sheet = _institute("Constancia de presentación de movimientos afiliatorios")
    sheet.line("IMSS DESDE SU EMPRESA", 11, bold=True, align="C", colour=_BLUE)
    sheet.space(3)
    sheet.fields(
        [
            ("Número de lote:", number(person.nss, 9)),
            ("Registro patronal:", SCHOOL.registro),
            ("Nombre o razón social:", SCHOOL.patron),
            ("Fecha de presentación:", f"{issued:%d/%m/%Y} 12:40:15"),
            ("Movimientos operados / rechazados:", "1 / 0"),
        ],
        70,
    )
    sheet.space(5)
    rows = [
        ("NSS", "Nombre del trabajador", "Movimiento", "Fecha", "UMF"),
        (person.nss, person.name, "08 REINGRESO", f"{issued:%d/%m/%Y}", clinic_of(person)),
    ]
    sheet.grid(rows, (0.17, 0.43, 0.18, 0.14, 0.08), 8.5)
    sheet.space(8)
    signature(sheet, f"||Invocante:[IDSE]|Lote:{number(person.nss, 9)}|Registro:{SCHOOL.registro}||", person.nss)
    return sheet.finish()


def curp_paper(person: Person, issued: date) -> bytes:
    """The print of somebody's CURP."""
    sheet = Sheet()
    sheet.line("ESTADOS UNIDOS MEXICANOS", 12, bold=True, align="C")
    sheet.line("CONSTANCIA DE LA CLAVE ÚNICA DE REGISTRO DE POBLACIÓN", 12, bold=True, align="C")
    sheet.line("Registro Nacional de Población", 9, align="C", colour=GREY)
    sheet.space(6)
    sheet.fields([("Clave:", person.curp), ("Nombre:", person.name)], 40, 14)
    sheet.fields(
        [
            ("Entidad de registro:", "CHIAPAS"),
            ("Fecha de inscripción:", f"{person.born + timedelta(40):%d/%m/%Y}"),
            ("Folio:", number(person.curp, 9)),
        ],
        40,
    )
    sheet.space(4)
    sheet.line(f"Ciudad de México, a {long_date(issued)}", 10, align="R")
    sheet.space(4)
    sheet.prose(
        f"**{person.name} PRESENTE.** El derecho a la identidad está consagrado en nuestra Constitución. Agradecemos "
        "tu participación: revisa que los datos de esta constancia sean correctos. Es un trámite gratuito.",
        10,
    )
    return sheet.finish()


def ine(person: Person) -> bytes:
    """Both sides of a voter's card, copied onto one sheet."""
    sheet = Sheet()
    left, top = 48.0, 38.0
    sheet.frame(left, top, 120, 76, (244, 240, 246))
    sheet.at(left + 5, top + 9, "INSTITUTO NACIONAL ELECTORAL", 11, bold=True, colour=_BLUE)
    sheet.at(left + 5, top + 15, "CREDENCIAL PARA VOTAR", 9.5, bold=True)
    sheet.frame(left + 5, top + 21, 31, 40, (214, 214, 220))
    sheet.at(left + 12, top + 42, "FOTOGRAFÍA", 6.5, colour=GREY)
    rows = (
        ("NOMBRE", ""), (person.paternal, ""), (person.maternal, ""), (person.given, ""),
        ("DOMICILIO", "C QUIMERA 7, COL LA FANTASIA"), ("CURP", person.curp),
        ("FECHA DE NACIMIENTO", f"{person.born:%d/%m/%Y}"), ("AÑO DE REGISTRO", f"{person.born.year + 18} 00"),
        ("VIGENCIA", f"{person.born.year + 19} - {person.born.year + 29}"),
    )  # fmt: skip
    for step, (label, value) in enumerate(rows):
        text = f"{label}  {value}".strip()
        sheet.at(left + 40, top + 24 + step * 5.6, text, 7.5 if value else 9, bold=not value)
    sheet.frame(left, top + 90, 120, 76, (244, 240, 246))
    sheet.font("Courier")
    for step, row in enumerate(_machine_rows(person)):
        sheet.at(left + 6, top + 142 + step * 8, row, 12, bold=True)
    sheet.font("Helvetica")
    return sheet.finish()


def proof_of_address(person: Person, issued: date) -> bytes:
    """An electricity bill."""
    sheet = Sheet()
    sheet.line("CFE Suministrador de Servicios Básicos", 13, bold=True, colour=_GREEN)
    sheet.line("Aviso-recibo de energía eléctrica", 9, colour=GREY)
    sheet.space(5)
    sheet.line(f"{person.maternal} {person.paternal} AURORA", 11, bold=True)
    sheet.line("CALLE QUIMERA 7, COL. LA FANTASÍA, C.P. 29000", 9.5)
    sheet.line("TUXTLA GUTIÉRREZ, CHIAPAS", 9.5)
    sheet.space(5)
    sheet.line("Total a pagar: $ 418.00", 17, bold=True, align="R")
    sheet.line("(CUATROCIENTOS DIECIOCHO PESOS 00/100 M.N.)", 8.5, align="R", colour=GREY)
    sheet.space(4)
    sheet.fields(
        [
            ("No. de servicio:", number(person.mail, 12)),
            ("Periodo facturado:", f"{long_date(issued - timedelta(61))} al {long_date(issued)}"),
            ("Fecha límite de pago:", long_date(issued + timedelta(16))),
            ("Tarifa / No. medidor:", f"1C / {number(person.nss, 6)}"),
        ]
    )
    sheet.space(5)
    rows = [("Concepto", "Lectura actual", "Lectura anterior", "Total kWh", "Importe")]
    rows += [("Energía básica", "08214", "07989", "225", "$ 360.34"), ("IVA 16%", "", "", "", "$ 57.66")]
    sheet.grid(rows, (0.32, 0.18, 0.18, 0.14, 0.18))
    return sheet.finish()


def hoja_de_afiliacion(person: Person, issued: date) -> bytes:
    """The sheet that the school hands over once a student is insured."""
    sheet = Sheet()
    sheet.line(SCHOOL.patron, 12, bold=True, align="C", colour=_BLUE)
    sheet.line("Departamento de Servicios Escolares", 10, align="C")
    sheet.space(5)
    sheet.line("HOJA DE AFILIACIÓN AL IMSS", 15, bold=True, align="C")
    sheet.line("Seguro Facultativo para Estudiantes", 10, align="C", colour=GREY)
    sheet.space(6)
    sheet.fields(
        [
            ("Nombre del asegurado:", person.name),
            ("Número de Seguridad Social:", person.nss),
            ("CURP:", person.curp),
            ("Unidad de Medicina Familiar asignada:", clinic_of(person)),
            ("Registro patronal:", SCHOOL.registro),
            ("Fecha de movimiento de alta:", f"{issued:%d/%m/%Y}"),
        ],
        76,
    )
    sheet.space(6)
    sheet.prose("Presenta esta hoja en tu Unidad de Medicina Familiar para tramitar tu Carnet de Citas Médicas.", 10)
    sheet.space(24)
    sheet.line("______________________________", 10, align="C")
    sheet.line("Sello y firma de Servicios Escolares", 9, align="C")
    return sheet.finish()


def carnet(person: Person) -> bytes:
    """The inner pages of the booklet in which a clinic writes appointments."""
    sheet = Sheet()
    sheet.line("PREVENIMSS", 18, bold=True, colour=_GREEN)
    sheet.line("Cartilla Nacional de Salud · Adolescentes y jóvenes", 11, bold=True)
    sheet.space(4)
    sheet.fields([("Nombre:", person.name), ("CURP:", person.curp), ("UMF / Consultorio:", f"{clinic_of(person)} / 4")])
    sheet.space(5)
    sheet.line("Citas médicas", 12, bold=True)
    rows = [("Fecha", "Hora", "Servicio", "Asistió"), ("", "", "Medicina familiar", ""), ("", "", "Estomatología", "")]
    sheet.grid([*rows, *[("", "", "", "")] * 6], (0.22, 0.16, 0.44, 0.18), 11)
    return sheet.finish()


def refusal(person: Person, issued: date) -> bytes:
    """The portal's page for somebody whom the institute does not know as insured: not a constancia."""
    sheet = Sheet()
    sheet.line("IMSS Digital · Escritorio Virtual", 13, bold=True, colour=_GREEN)
    sheet.rule(_GREEN)
    sheet.space(6)
    sheet.line("Consulta de vigencia de derechos", 14, bold=True)
    sheet.space(4)
    sheet.prose(
        f"**{person.name}**: la CURP {person.curp} no se encuentra registrada en una Unidad Médica y usted no se "
        "encuentra registrado aún como derechohabiente, por lo tanto no podrá obtener su comprobante de vigencia de "
        "derechos.",
        12,
        align="L",
    )
    sheet.space(6)
    sheet.line(f"Consulta realizada el {long_date(issued)}", 9.5, colour=GREY)
    return sheet.finish()


def _hyphened(nss: str) -> str:
    return "-".join((nss[:2], nss[2:4], nss[4:6], nss[6:10], nss[10]))


def _machine_rows(person: Person) -> tuple[str, str, str]:
    names = f"{person.paternal}<{person.maternal}<<{person.given}".replace("Ñ", "X").replace(" ", "<")
    return (
        f"IDMEX{number(person.curp, 10)}<<{number(person.nss, 13)}",
        f"{person.born:%y%m%d}5{person.sex}3512314MEX<01<<{number(person.mail, 5)}<7",
        names[:30].ljust(30, "<"),
    )


def _institute(title: str) -> Sheet:
    sheet = Sheet()
    sheet.line("INSTITUTO MEXICANO DEL SEGURO SOCIAL", 12, bold=True, colour=_GREEN)
    sheet.line("Dirección de Incorporación y Recaudación", 8.5, colour=GREY)
    sheet.rule(_GREEN)
    sheet.space(4)
    sheet.line(title, 15, bold=True, align="C")
    sheet.space(5)
    return sheet
