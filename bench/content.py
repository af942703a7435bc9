"""The contents of a constancia as rows of label and value, for layouts to set as they like."""

from __future__ import annotations

import base64
import random
from dataclasses import dataclass

from bench.facts import Facts
from bench.people import Person
from bench.wording import MONTHS, Wording, day
from worker.core.types import Through

Table = list[tuple[str, ...]]
_TABLES = (
    ("Nombre", "CURP", "Agregado"),
    ("Nombre", "CURP", "Agregado"),
    ("Nombre", "Parentesco", "CURP", "Agregado"),
    ("NSS", "Nombre", "CURP", "Agregado"),
    ("Nombre", "Parentesco", "Nacimiento", "NSS"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value; `field` names a value that a reader has to make out, else ""."""

    label: str
    value: str
    field: str = ""

    @property
    def mark(self) -> str:
        """The field of the label itself: a reader has to make out what the value is."""
        return "label" if self.field else ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything on one constancia, worded: what a layout is given. `rng` is for the layout's own choices."""

    facts: Facts
    words: Wording
    rng: random.Random

    def name_rows(self) -> list[Row]:
        """The holder's name, on one row or on three."""
        who, words = self.facts.person, self.words
        if words.split != "split":
            return [Row(words.name, words.name_of(who), "name")]
        return [
            Row("Nombre(s)", words.spelt(who.given, who), "name"),
            Row("Primer apellido", words.spelt(who.paternal, who), "name"),
            Row("Segundo apellido", words.spelt(who.maternal, who), "name"),
        ]

    def nss(self) -> Row:
        """The holder's NSS, or the titular's where that is the only one on the page."""
        label = self.words.titulars_nss if self.facts.borrowed else self.words.nss
        return Row(label, self.words.nss_of(self.facts.person), "nss")

    def curp(self) -> Row:
        """The holder's CURP."""
        return Row(self.words.curp, self.facts.person.curp, "curp")

    def holder(self) -> list[Row]:
        """Name, CURP, NSS and what else is said of the holder, in one of several orders."""
        who = self.facts.person
        sex = {"H": ("HOMBRE", "MASCULINO", "H"), "M": ("MUJER", "FEMENINO", "M")}[who.sex]
        rows = [*self.name_rows(), self.curp(), self.nss()]
        if self.rng.random() < 0.4:
            rows = [self.nss(), *self.name_rows(), self.curp()]
        more = [Row("Sexo", self.rng.choice(sex)), Row("Fecha de nacimiento", day(who.born))]
        return rows + self.rng.sample(more, self.rng.randint(0, 2))

    def clinic(self) -> list[Row]:
        """Where the holder is attended, and the agregado médico."""
        facts = self.facts
        rows = [
            Row(self.rng.choice(("Delegación", "OOAD", "Delegación o UMAE")), "CHIAPAS"),
            Row(self.rng.choice(("UMF", "Clínica", "Unidad de Medicina Familiar")), f"{facts.clinic:03}"),
            Row("Turno", facts.turn),
            Row("Consultorio", f"{facts.room:02}"),
        ]
        return [*rows, Row("Agregado médico", facts.agregado, "through")]

    def status(self) -> Row:
        """The one row that says whether the holder is vigente."""
        return Row(self.words.status[0], self.words.answer(self.facts), "status")

    def rights(self) -> list[Row]:
        """Status and the date beside 'Vigencia', in either order."""
        rows = [self.status(), Row(self.words.until_label, self.words.until(self.facts))]
        return rows[::-1] if self.rng.random() < 0.3 and self.words.status[0] != "Vigencia" else rows

    def patron(self) -> list[Row]:
        """Who insures, or who did last."""
        insured = self.facts.insurance
        registro = insured.registro if self.rng.random() < 0.8 else spaced(insured.registro)
        return [
            Row(self.rng.choice(("Registro patronal", "Reg. patronal", "REGISTRO PATRONAL")), registro, "through"),
            Row(
                self.rng.choice(("Patrón", "Nombre del patrón", "Patrón o sujeto obligado")), insured.patron, "through"
            ),
            Row(self.rng.choice(("Modalidad", "Modalidad de aseguramiento")), insured.modalidad, "through"),
        ]

    def titular(self) -> list[Row]:
        """On a beneficiary's own page: whose beneficiary; else nothing."""
        titular = self.facts.titular
        if titular is None:
            return []
        kin = "HIJO" if self.facts.person.sex == "H" else "HIJA"
        rows = [
            Row("Parentesco", self.rng.choice((kin, f"BENEFICIARIO {kin}")), "through"),
            Row(self.rng.choice(("Nombre del titular", "Asegurado titular")), titular.plain),
        ]
        return rows if self.facts.borrowed else [*rows, Row(self.words.titulars_nss, self.words.nss_of(titular))]

    def issued(self) -> Row:
        """The day of issue."""
        return Row(self.words.issued_label, day(self.facts.issued))

    def folio(self) -> Row:
        """The folio, a long number."""
        return Row(self.rng.choice(("Folio", "No. de folio", "Folio de la constancia")), self.facts.folio)

    def phone(self) -> Row:
        """A telephone number."""
        return Row(self.rng.choice(("Teléfono", "Tel. de la clínica", "Orientación")), self.facts.phone)

    def beneficiaries(self) -> Table:
        """The table's head and rows; nothing but a head where there are none."""
        heads = self.rng.choice(_TABLES)
        return [heads, *(tuple(self._cell(head, each) for head in heads) for each in self.facts.beneficiaries)]

    def _cell(self, head: str, who: Person) -> str:
        letter, kin = ("M", "HIJO") if who.sex == "H" else ("F", "HIJA")
        cells = {
            "Nombre": who.plain,
            "CURP": who.curp,
            "Agregado": f"3{letter}{who.born.year}OR",
            "Parentesco": kin,
            "NSS": self.words.nss_of(who),
            "Nacimiento": day(who.born),
        }
        return cells[head]

    def chain(self) -> str:
        """The cadena original in the real form or in another one, or nothing."""
        who, facts = self.facts.person, self.facts
        when = facts.issued
        if self.words.chain == "none" or facts.borrowed:
            return ""
        if self.words.chain == "real":
            rfc = f"|RFC:{who.curp[:10]}AB1" if int(facts.folio[-1]) < 3 else ""
            moment = f"{when.day:02} de {MONTHS[when.month - 1]} {when.year}, 09:{facts.room + 10}:41"
            return (
                "||Invocante:[PORTAL CIUDADANO]|Tipo de trámite:COMPROBANTE DE VIGENCIA DE DERECHOHABIENTES"
                f"|Fecha:{moment}|Folio:{facts.folio}{rfc}|Nombre o Razón Social:{who.plain}|Curp:{who.curp}"
                f"|Número de Seguridad Social:{who.nss}||"
            )
        return f"||{day(when)}|{facts.folio}|{who.nss}|{who.curp}|{who.plain.replace(' ', '_')}|{facts.clinic:03}||"

    def seal(self, length: int = 170) -> str:
        """A digital seal's noise."""
        return base64.b64encode(self.rng.randbytes(length)).decode()[:length]

    def notarial(self) -> str:
        """A secuencia notarial: a long number that is nobody's."""
        return "".join(self.rng.choice("0123456789") for _ in range(24))

    def foot(self) -> list[tuple[str, str]]:
        """Headed blocks of noise below a constancia: cadena, sello, secuencia; some of them."""
        blocks = [("Cadena original", self.chain())] if self.chain() else []
        if self.rng.random() < 0.7:
            blocks.append(("Sello digital", self.seal()))
        if self.rng.random() < 0.5:
            blocks.append(("Secuencia notarial", self.notarial()))
        return blocks

    def notes(self) -> list[str]:
        """The small print, and the institute's excuse where the registers contradict each other."""
        return list(self.words.notes)

    def sentence(self) -> str:
        """The status in prose; "" where nothing is known."""
        facts, words = self.facts, self.words
        if facts.vigente is None:
            return words.inconsistent if facts.inconsistent else ""
        yes = ("se encuentra VIGENTE", "se encuentra vigente", "cuenta con derecho al servicio médico: SI")
        no = ("NO SE ENCUENTRA VIGENTE", "no se encuentra vigente", "no cuenta con derecho al servicio médico")
        return self.rng.choice(yes if facts.vigente else no)

    def relation(self) -> str:
        """How the holder is insured, in prose."""
        insured = self.facts.insurance
        tense = "inscrito por" if self.facts.vigente else "cuyo último patrón fue"
        if insured.through is Through.BENEFICIARIO and self.facts.titular is not None:
            kin = "hijo" if self.facts.person.sex == "H" else "hija"
            return f"como {kin} y beneficiario del asegurado {self.facts.titular.plain}"
        if not insured.registro:
            return "en su calidad de PENSIONADO del Instituto"
        return f"{tense} {insured.patron}, registro patronal {insured.registro}, modalidad {insured.modalidad}"


def spaced(registro: str) -> str:
    """A registro patronal in its printed groups: B53 20817 32 2."""
    return f"{registro[:3]} {registro[3:8]} {registro[8:10]} {registro[10:]}".strip()
