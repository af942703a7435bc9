"""The sample constancias de vigencia, in two layouts of our own.

The wordings are written here and shared with nothing that reads papers: the demo would prove little otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from worker.demo.people import Person
from worker.demo.school import MONTHS, Insurance, long_date
from worker.demo.sheet import BLACK, GREY, Sheet, number, seal

_WINE = (110, 24, 52)
_GREEN = (22, 92, 72)


def constancia(
    person: Person,
    vigente: bool,
    insurance: Insurance,
    *,
    issued: date,
    ended: date | None = None,
    beneficiaries: Sequence[Person] = (),
    layout: int = 1,
) -> bytes:
    """A constancia de vigencia de derechos as PDF with a text layer.

    `insurance` is the present one, or the last one if not `vigente` (it is printed all the same); `ended` the end of
    the rights of somebody who is not vigente (`issued` if None); `layout` 1 is a form, 2 a letter.

    Raises:
        KeyError: there is no such layout.
    """
    until = issued if vigente or ended is None else ended
    draw = {1: _form, 2: _letter}[layout]
    return draw(person, vigente, insurance, issued, until, beneficiaries)


def clinic_of(person: Person) -> str:
    """The clinic that the papers of this person name; one of the three of Tuxtla Gutiérrez."""
    return ("13", "23", "25")[int(person.nss) % 3]


def original_chain(person: Person, issued: date) -> str:
    """The cadena original that a constancia of this person and day bears."""
    stamp = f"{issued.day:02} de {MONTHS[issued.month - 1]} {issued.year}, 10:{int(person.nss) % 60:02}:07"
    return (
        "||Invocante:[Portal]|Tipo de trámite:COMPROBANTE DE VIGENCIA DE DERECHOHABIENTES"
        f"|Fecha:{stamp}|Folio:{number(person.curp, 13)}|Nombre o Razón Social:{person.name}"
        f"|Curp:{person.curp}|Número de Seguridad Social:{person.nss}||"
    )


def _form(
    person: Person, vigente: bool, insurance: Insurance, issued: date, until: date, beneficiaries: Sequence[Person]
) -> bytes:
    sheet = Sheet()
    sheet.line("INSTITUTO MEXICANO DEL SEGURO SOCIAL", 12, bold=True, colour=_GREEN)
    sheet.line("Dirección de Incorporación y Recaudación", 8.5, colour=GREY)
    sheet.space(3)
    sheet.line("Constancia de Vigencia de Derechos", 16, bold=True, align="R")
    sheet.line(f"Fecha de constancia: {issued:%d/%m/%Y}", 9.5, align="R")
    sheet.rule(_GREEN)
    sheet.band("DATOS DEL DERECHOHABIENTE", _GREEN)
    sheet.fields(_holder(person))
    sheet.space(2)
    sheet.band("ADSCRIPCIÓN", _GREEN)
    sheet.fields(_clinic(person, insurance))
    sheet.space(2)
    sheet.band("DERECHOS", _GREEN)
    sheet.fields(_rights(vigente, insurance, until))
    sheet.space(2)
    sheet.band("BENEFICIARIOS", _GREEN)
    _beneficiaries(sheet, beneficiaries)
    sheet.space(3)
    _foot(sheet, person, issued)
    return sheet.finish()


def _holder(person: Person) -> list[tuple[str, str]]:
    return [
        ("Nombre(s):", person.given),
        ("Primer apellido:", person.paternal),
        ("Segundo apellido:", person.maternal),
        ("CURP:", person.curp),
        ("Número de Seguridad Social:", person.nss),
        ("Sexo:", "HOMBRE" if person.sex == "H" else "MUJER"),
        ("Fecha de nacimiento:", f"{person.born:%d/%m/%Y}"),
    ]


def _clinic(person: Person, insurance: Insurance) -> list[tuple[str, str]]:
    return [
        ("Delegación:", "CHIAPAS"),
        ("UMF:", clinic_of(person)),
        ("Turno / Consultorio:", f"MATUTINO / {int(person.nss[-4:]) % 12 + 1}"),
        ("Agregado médico:", _aggregate(person, insurance)),
    ]


def _rights(vigente: bool, insurance: Insurance, until: date) -> list[tuple[str, str]]:
    rows = [("Con derecho al servicio médico:", "SI" if vigente else "NO"), ("Vigencia:", f"{until:%d/%m/%Y}")]
    if insurance.holder:
        rows += [
            ("Calidad:", "BENEFICIARIO (HIJO)"),
            ("Asegurado titular:", insurance.holder.name),
            ("NSS del titular:", insurance.holder.nss),
        ]
    return [
        *rows,
        ("Registro patronal:", insurance.registro),
        ("Patrón o sujeto obligado:", insurance.patron),
        ("Modalidad:", insurance.modality),
    ]


def _aggregate(person: Person, insurance: Insurance) -> str:
    return ("3" + person.aggregate[1:] if insurance.holder else person.aggregate) + insurance.suffix


def _beneficiaries(sheet: Sheet, beneficiaries: Sequence[Person]) -> None:
    if not beneficiaries:
        return sheet.line("Sin beneficiarios registrados.", 9, colour=GREY)
    rows = [("Nombre", "CURP", "Agregado", "Parentesco")]
    rows += [(each.name, each.curp, "3" + each.aggregate[1:] + "OR", "HIJO(A)") for each in beneficiaries]
    return sheet.grid(rows, (0.44, 0.26, 0.14, 0.16), 8.5)


def _letter(
    person: Person, vigente: bool, insurance: Insurance, issued: date, until: date, beneficiaries: Sequence[Person]
) -> bytes:
    sheet = Sheet("Times", 24)
    sheet.line("Instituto Mexicano del Seguro Social", 14, bold=True, align="C", colour=_WINE)
    sheet.line("Subdelegación Tuxtla Gutiérrez · Afiliación y Vigencia", 10, align="C", colour=GREY)
    sheet.space(5)
    sheet.line(f"Tuxtla Gutiérrez, Chiapas, a {long_date(issued)}", 11, align="R")
    sheet.line(f"Folio: {number(person.curp, 13)}", 10, align="R", colour=GREY)
    sheet.space(5)
    sheet.line("CONSTANCIA DE VIGENCIA DE DERECHOS", 15, bold=True, align="C")
    sheet.space(5)
    sheet.line("A QUIEN CORRESPONDA:", 11, bold=True)
    sheet.space(2)
    sheet.prose(_statement(person, vigente), 11.5)
    sheet.space(4)
    sheet.grid(_letter_rows(person, vigente, insurance, until), (0.4, 0.6), 10.5, head=False)
    sheet.space(4)
    if beneficiaries:
        _beneficiaries(sheet, beneficiaries)
        sheet.space(4)
    sheet.prose("Se extiende la presente a solicitud del interesado, para los fines que a él convengan.", 11)
    sheet.space(4)
    sheet.line("ATENTAMENTE", 11, bold=True, align="C")
    sheet.line("Departamento de Afiliación y Vigencia de Derechos", 10.5, align="C")
    sheet.space(6)
    _foot(sheet, person, issued)
    return sheet.finish()


def _statement(person: Person, vigente: bool) -> str:
    state = "**se encuentra vigente**" if vigente else "**NO se encuentra vigente**"
    return (
        f"Por este medio se hace constar que {person.name}, con Clave Única de Registro de Población "
        f"{person.curp} y Número de Seguridad Social {_spaced(person.nss)}, a la fecha de emisión de este documento "
        f"{state} en los registros del Instituto, de acuerdo con los datos que a continuación se señalan:"
    )


def _letter_rows(person: Person, vigente: bool, insurance: Insurance, until: date) -> list[tuple[str, str]]:
    rows = [
        ("Nombre completo", person.name),
        ("CURP", person.curp),
        ("NSS", _spaced(person.nss)),
        ("Agregado médico", _aggregate(person, insurance)),
        ("Unidad de Medicina Familiar", f"UMF {clinic_of(person)}, Tuxtla Gutiérrez"),
        *_rights(vigente, insurance, until),
    ]
    return [(label.rstrip(":"), value) for label, value in rows]


def _spaced(nss: str) -> str:
    return f"{nss[:4]} {nss[4:6]} {nss[6:10]} {nss[10]}"


def _foot(sheet: Sheet, person: Person, issued: date) -> None:
    small = (
        "Este documento es gratuito y tiene una validez de 30 días naturales a partir de su emisión. Si usted no se "
        "encuentra vigente y considera que tiene derecho, acuda con una identificación oficial a la ventanilla de "
        "Afiliación y Vigencia de su Unidad de Medicina Familiar. Los datos personales están protegidos por la ley."
    )
    sheet.prose(small, 8, colour=GREY)
    sheet.space(2)
    sheet.font("Helvetica")
    signature(sheet, original_chain(person, issued), person.curp)


def signature(sheet: Sheet, chain: str, seed: str) -> None:
    """The small print under an electronic paper: cadena original, sello digital, secuencia notarial."""
    sheet.line("Cadena original", 7.5, bold=True)
    sheet.prose(chain, 7, align="L", colour=BLACK)
    sheet.line("Sello digital", 7.5, bold=True)
    sheet.prose(seal(seed, 236), 7, align="L", colour=BLACK)
    sheet.line(f"Secuencia notarial: {number(seed + 's', 9)}    Certificado: {number(seed + 'c', 20)}", 7)
