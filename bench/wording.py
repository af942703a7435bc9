"""How a constancia words what it says: labels, status, numbers; chosen by chance and written down here alone."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from bench.facts import Facts
from bench.people import Person

MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
          "noviembre", "diciembre")  # fmt: skip
_TITLES = (
    "Constancia de Vigencia de Derechos",
    "CONSTANCIA DE VIGENCIA DE DERECHOS",
    "Constancia de vigencia de derechos",
    "COMPROBANTE DE VIGENCIA DE DERECHOS",
    "Constancia de Vigencia de Derechos IMSS",
)
_NSS = (
    "Número de Seguridad Social",
    "NÚMERO DE SEGURIDAD SOCIAL",
    "NSS",
    "Número de Seguridad Social (NSS)",
    "No. de Seguridad Social",
    "Núm. de seguridad social",
    "N.S.S.",
    "Numero de Seguridad Social",
)
_TITULARS_NSS = ("NSS del titular", "Número de Seguridad Social del titular", "NSS del asegurado titular")
_CURP = ("CURP", "Clave Única de Registro de Población", "C.U.R.P.", "Clave CURP")
_NAME = ("Nombre", "Nombre completo", "Nombre del derechohabiente", "NOMBRE", "Nombre del asegurado", "Derechohabiente")
# label, for a vigente holder, for another; the label may be a question or carry half of the sentence
_STATUS = (
    ("Con derecho al servicio médico", "SI", "NO"),
    ("CON DERECHO A SERVICIO MEDICO", "SI", "NO"),
    ("Con derecho a servicio médico", "SÍ", "NO"),
    ("¿Con derecho al servicio médico?", "Sí", "No"),
    ("CON DERECHO AL SERVICIO MÉDICO", "SI", "NO"),
    ("Vigente", "SI", "NO"),
    ("Vigencia", "VIGENTE", "NO VIGENTE"),
    ("Estatus", "VIGENTE", "BAJA"),
    ("Situación", "VIGENTE", "NO VIGENTE"),
    ("Estado de los derechos", "CON DERECHO AL SERVICIO MÉDICO: SI", "CON DERECHO AL SERVICIO MÉDICO: NO"),
    ("Condición", "Vigente", "Sin derecho"),
)
_UNTIL = ("Vigencia", "VIGENCIA", "Vigencia al", "Fecha de vigencia")
_ISSUED = ("Fecha de constancia", "Fecha de emisión", "Fecha de expedición", "FECHA DE CONSTANCIA", "Expedida el")
_NOTES = (
    "Si usted no se encuentra vigente o sus datos son incorrectos, acuda a la Unidad de Medicina Familiar que le "
    "corresponde con una identificación oficial.",
    "En caso de que no se encuentre vigente, consulte a su patrón. La atención médica queda sujeta a la vigencia de "
    "derechos al momento de solicitarla.",
    "Esta constancia no es válida si el asegurado causa BAJA después de su fecha de emisión. NO VIGENTE se muestra a "
    "quien no cuenta con derecho al servicio médico.",
    "La información corresponde a los registros del Instituto a la fecha y hora de su consulta. Vigente hasta nuevo "
    "aviso de afiliación.",
)
_LEGAL = (
    "Este documento se expide con fundamento en lo dispuesto por la Ley del Seguro Social y su reglamento en materia "
    "de afiliación, a solicitud de la persona interesada, para los fines que a ella convengan.",
    "Los datos personales recabados se protegen y se tratan conforme a la ley de la materia; el aviso de privacidad "
    "integral se puede consultar en el portal del Instituto y en cualquiera de sus ventanillas.",
    "Para recibir atención médica presente su cartilla y una identificación. Si cambió de domicilio, actualice su "
    "clínica en línea o en el módulo de afiliación, con un comprobante que no exceda de tres meses.",
    "El Instituto se reserva la facultad de verificar la información que aquí se muestra. Cualquier alteración de este "
    "documento lo invalida y puede ser motivo de responsabilidad. Quejas y orientación: 800 623 2323.",
)
_INCONSISTENT = (
    "Existe inconsistencia en la información de su registro, favor de acudir a la Unidad de Medicina Familiar.",
    "Para conocer su vigencia es necesario acudir a la Unidad de Medicina Familiar que le corresponde.",
)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one constancia.

    `status` is a label, what stands beside it for somebody who is vigente, and for another; `split` says how the name
    stands (whole, split, surnames first), `chain` which form the cadena original has (real, other, none); `colon` is
    what follows a label.
    """

    title: str
    nss: str
    titulars_nss: str
    curp: str
    name: str
    split: str
    status: tuple[str, str, str]
    until_label: str
    nothing: str
    issued_label: str
    number_form: str
    accents: bool
    colon: str
    notes: tuple[str, ...]
    inconsistent: str
    chain: str
    place: str

    def nss_of(self, person: Person) -> str:
        """A person's NSS as this paper prints numbers."""
        return printed(person.nss, self.number_form)

    def name_of(self, person: Person) -> str:
        """A person's whole name, given names first or last."""
        first, rest = person.given, f"{person.paternal} {person.maternal}"
        return self.spelt(f"{rest} {first}" if self.split == "surnames first" else f"{first} {rest}", person)

    def spelt(self, text: str, person: Person) -> str:
        """A part of a name with or without accents."""
        return text if self.accents else text.translate(str.maketrans("ÁÉÍÓÚÜ", "AEIOUU"))

    def answer(self, facts: Facts) -> str:
        """What stands beside the status label."""
        if facts.vigente is None:
            return self.inconsistent if facts.inconsistent else ""
        return self.status[1] if facts.vigente else self.status[2]

    def until(self, facts: Facts) -> str:
        """What stands beside 'Vigencia'."""
        if facts.insurance.patron == "PENSIONADO" and facts.vigente:
            return "PENSIONADO"
        return self.nothing if facts.vigente is None else day(facts.until)


def wording(rng: random.Random) -> Wording:
    """The words of one constancia, by chance."""
    status = rng.choice(_STATUS)
    return Wording(
        title=rng.choice(_TITLES),
        nss=rng.choice(_NSS),
        titulars_nss=rng.choice(_TITULARS_NSS),
        curp=rng.choices(_CURP, (6, 2, 1, 1))[0],
        name=rng.choice(_NAME),
        split=rng.choices(("whole", "split", "surnames first"), (5, 4, 1))[0],
        status=status,
        until_label="Vigente hasta" if status[0] == "Vigencia" else rng.choice(_UNTIL),
        nothing=rng.choice(("---", "------")),
        issued_label=rng.choice(_ISSUED),
        number_form=rng.choices(("plain", "hyphens", "spaces", "last"), (6, 2, 2, 1))[0],
        accents=rng.random() < 0.35,
        colon=rng.choice((":", ":", ":", "", " :")),
        notes=(*rng.sample(_NOTES, rng.randint(1, 3)), *rng.sample(_LEGAL, rng.choice((0, 0, 2, 3, 4)))),
        inconsistent=rng.choice(_INCONSISTENT),
        chain=rng.choices(("real", "other", "none"), (5, 3, 4))[0],
        place=rng.choice(("Tuxtla Gutiérrez, Chiapas", "Ciudad de México", "Tapachula, Chiapas")),
    )


def printed(nss: str, form: str) -> str:
    """An NSS plain, with hyphens, with spaces, or with a hyphen before the check digit alone ('last')."""
    groups = (nss[:2], nss[2:4], nss[4:6], nss[6:10], nss[10:])
    return {"plain": nss, "hyphens": "-".join(groups), "spaces": " ".join(groups), "last": f"{nss[:10]}-{nss[10:]}"}[
        form
    ]


def day(when: date) -> str:
    """A day in digits: 05/11/2026."""
    return f"{when:%d/%m/%Y}"


def long_day(when: date) -> str:
    """A day in words: 5 de noviembre de 2026."""
    return f"{when.day} de {MONTHS[when.month - 1]} de {when.year}"
