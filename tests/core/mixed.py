"""Constancias by chance: layouts, wordings and small print mixed, then damaged word by word as an OCR damages them."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace

from tests.core.constancias import SCHOOL
from tests.core.pages import page
from tests.core.people import Person, chance, nss_of, people
from worker.core.types import Page, Through, Word

PEOPLE = tuple(people())
_YES = {
    "Con derecho al servicio médico": (
        "SI",
        "SÍ",
        "☒ SI   ☐ NO",
        "X SI   NO",
        "SI (X)   NO ( )",
        "(X) SI   ( ) NO",
        "×SI   □NO",
    ),
    "Vigente": ("SI", "Sí", "☒ SI   ☐ NO", "SI [X]   NO [ ]"),
    "¿Con derecho al servicio médico?": ("SI", "☒ SI      ☐ NO"),
    "Estatus": ("VIGENTE", "Vigente", "ASEGURADO VIGENTE"),
    "Condición": ("VIGENTE", "Vigente", "ACTIVO"),
    "Vigencia de derechos": ("VIGENTE",),
}
_NO = {
    "Con derecho al servicio médico": (
        "NO",
        "☐ SI   ☒ NO",
        "SI   X NO",
        "SI ( )   NO (X)",
        "( ) SI   (X) NO",
        "□SI   ×NO",
    ),
    "Vigente": ("NO", "☐ SI   ☒ NO", "SI [ ]   NO [X]"),
    "¿Con derecho al servicio médico?": ("NO", "☐ SI      ☒ NO"),
    "Estatus": ("NO VIGENTE", "BAJA", "No vigente"),
    "Condición": ("NO VIGENTE", "INACTIVO"),
    "Vigencia de derechos": ("NO VIGENTE", "BAJA"),
}
_BLANK = {
    "Con derecho al servicio médico": ("", "---", "☐ SI   ☐ NO", "SI ( )   NO ( )"),
    "Vigente": ("", "------"),
    "Estatus": ("", "---", "Existe inconsistencia en la información de su registro"),
}
_WORDINGS: dict[bool | None, dict[str, tuple[str, ...]]] = {True: _YES, False: _NO, None: _BLANK}
_PROSE = {
    True: ("se encuentra vigente ante este Instituto", "cuenta con derecho al servicio médico: SI ante este Instituto"),
    False: ("no se encuentra vigente ante este Instituto", "no cuenta con derecho al servicio médico"),
    None: ("",),
}
_SMALL = (
    "Si usted no se encuentra vigente acuda a su Subdelegación o llame al 800 623 2323 opción 5.",
    "En caso de NO estar vigente y considerar que tiene derecho, presente identificación oficial.",
    "NO VIGENTE se muestra a quien no cuenta con derecho al servicio médico.",
    "La presente constancia tiene una vigencia de 30 días naturales a partir de su fecha de emisión.",
    "Esta constancia no es válida si el asegurado causa BAJA después de su fecha de emisión.",
    "Quien se encuentra vigente puede acudir a su clínica; quien no se encuentra vigente debe acudir a su patrón.",
    "El servicio se presta a los beneficiarios cuyo titular se encuentra vigente.",
    "La información corresponde a los registros del Instituto. Vigente hasta nuevo aviso de afiliación.",
)
_INSURED = {
    Through.TECNOLOGICO: ("ES", "32 SEGURO FACULTATIVO", "Y5412345328", "INSTITUTO TECNOLOGICO DE PRUEBA"),
    Through.OTRA_ESCUELA: ("ES", "SEGURO FACULTATIVO ESTUDIANTES", "B2051393322", "UNIVERSIDAD DEL SUR"),
    Through.EMPLEO: ("OR", "10 TRABAJADORES PERMANENTES", "E9326631107", "ABARROTES LA CEIBA SA DE CV"),
    Through.BENEFICIARIO: ("OR", "10 TRABAJADORES PERMANENTES", "E9326631107", "ABARROTES LA CEIBA SA DE CV"),
}


@dataclass(frozen=True)
class Truth:
    """What a page says; `vigente` None where it does not say it."""

    nss: str
    vigente: bool | None
    through: Through | None


def draw(seed: int) -> tuple[Page, Truth]:
    """A page and its truth; the same for the same seed."""
    rng = random.Random(seed)
    person = rng.choice(PEOPLE)
    vigente = rng.choice((True, True, True, False, False, None))
    through = rng.choice(list(_INSURED))
    text = _text(rng, person, vigente, through)
    drawn = page(text) if rng.random() < 0.2 else _damaged(rng, page(text, engine="pp-ocr", confidence=0.97))
    return drawn, Truth(person.nss, vigente, through if vigente else None)


def _text(rng: random.Random, person: Person, vigente: bool | None, through: Through) -> str:
    insured = _insured(rng, person, through)
    fields = _holder(rng, person) + _status(rng, vigente) + insured
    if rng.random() < 0.3:
        rng.shuffle(fields)
    style = rng.choice((_beside, _beside_far, _above, _two_columns, _set_right))
    if rng.random() < 0.15:
        return "\n".join((_head(rng), _prose(rng, person, vigente), style(insured), *_foot(rng, person)))
    return "\n".join((_head(rng), style(fields), *_foot(rng, person)))


def _head(rng: random.Random) -> str:
    titles = (
        "Constancia de Vigencia de Derechos",
        "COMPROBANTE DE VIGENCIA DE DERECHOS",
        "CONSTANCIA DE VIGENCIA DE DERECHOS",
    )
    place = "Tuxtla Gutiérrez, Chiapas, a 23 de mayo de 2026"
    return f"INSTITUTO MEXICANO DEL SEGURO SOCIAL\n        {rng.choice(titles)}\n\n   {place}\n"


def _forms(rng: random.Random, nss: str) -> str:
    parts = (nss[:2], nss[2:4], nss[4:6], nss[6:10], nss[10])
    return rng.choice((nss, "-".join(parts), " ".join(parts), f"{nss[:10]}-{nss[10]}"))


def _holder(rng: random.Random, person: Person) -> list[tuple[str, str]]:
    return [
        (rng.choice(("Nombre", "Nombre completo", "Nombre del asegurado")), person.name),
        ("CURP", person.curp),
        (rng.choice(("Número de Seguridad Social", "NSS", "No. de Seguridad Social")), _forms(rng, person.nss)),
        ("Folio", chance(f"{rng.randrange(10**10):010d}")),
    ]


def _status(rng: random.Random, vigente: bool | None) -> list[tuple[str, str]]:
    wordings = _WORDINGS[vigente]
    label = rng.choice(list(wordings))
    fields = [(label, rng.choice(wordings[label]))]
    if rng.random() < 0.3:
        fields.append(("Vigente hasta", rng.choice(("23/05/2026", "---", "12/01/2027"))))
    return fields


def _insured(rng: random.Random, person: Person, through: Through) -> list[tuple[str, str]]:
    suffix, modalidad, registro, patron = _INSURED[through]
    dependant = through is Through.BENEFICIARIO
    year = person.curp[4:6]
    born = ("19" if int(year) > 30 else "20") + year
    fields = [
        ("Agregado médico", f"{3 if dependant else 1}{'F' if person.curp[10] == 'M' else 'M'}{born}{suffix}"),
        ("Modalidad", modalidad),
        ("Registro patronal", registro),
        ("Patrón", patron),
        ("UMF", "13"),
        ("Turno", "MATUTINO"),
    ]
    if dependant:
        fields += [
            ("Parentesco", "HIJO(A)"),
            ("Nombre del titular", "ROSA DIAZ RUIZ"),
            (
                "NSS del titular",
                _forms(rng, nss_of(f"{rng.randrange(10, 99)}92{rng.choice(('70', year))}{rng.randrange(1000, 9999)}")),
            ),
        ]
    return fields


def _beside(fields: list[tuple[str, str]]) -> str:
    return "\n".join(f"{label}:   {value}" for label, value in fields)


def _beside_far(fields: list[tuple[str, str]]) -> str:
    return "\n".join(f"{label:<38}{value}" for label, value in fields)


def _set_right(fields: list[tuple[str, str]]) -> str:
    return "\n".join(f"{label:<38}{value:>44}" for label, value in fields)


def _above(fields: list[tuple[str, str]]) -> str:
    return "\n".join(f"{label}\n{value}" for label, value in fields)


def _two_columns(fields: list[tuple[str, str]]) -> str:
    rows = [fields[place : place + 2] for place in range(0, len(fields), 2)]
    return "\n".join("\n".join("".join(f"{each[part]:<52}" for each in row) for part in (0, 1)) for row in rows)


def _prose(rng: random.Random, person: Person, vigente: bool | None) -> str:
    return (
        f"El Instituto Mexicano del Seguro Social hace constar que {person.name}, con CURP {person.curp}\n"
        f"y número de seguridad social {person.nss}, {rng.choice(_PROSE[vigente])}.\n"
    )


def _foot(rng: random.Random, person: Person) -> list[str]:
    lines = rng.sample(_SMALL, rng.randrange(0, 5))
    if rng.random() < 0.15:
        spouse = nss_of(f"45220{person.curp[5]}8812")
        heads = "Nombre                 Parentesco   Agregado    NSS"
        lines.insert(0, f"Beneficiarios\n{heads}\nEVA SOLIS RUIZ         CONYUGE      2F2003OR    {spouse}\n")
    return ["", *lines]


def _damaged(rng: random.Random, drawn: Page) -> Page:
    """The page as an OCR gives it: how badly is by chance, and whether a second engine looked as well."""
    harm, seconded = rng.choice((0.0, 0.02, 0.05, 0.12)), rng.random() < 0.5
    words: list[Word] = []
    for word in drawn.words:
        if rng.random() < harm and rng.random() < 0.5:
            continue
        words.append(_worn(rng, word, harm, seconded=seconded))
    glued = _glued(rng, words, harm)
    return replace(drawn, words=tuple(glued))


_CONFUSED = str.maketrans("O0I1S5B8Z637×", "08l756832881x", "□☐☒")


def _worn(rng: random.Random, word: Word, harm: float, *, seconded: bool) -> Word:
    text, confidence = word.text, rng.choice((0.99, 0.97, 0.9, 0.85))
    if any(char in "□☐☒" for char in text) and rng.random() < 0.5:
        text = re.sub("☒", rng.choice(("X", "", "冈")), re.sub("[□☐]", "", text)) or "."
        step = (word.box.right - word.box.left) / len(word.text)
        word = replace(word, box=replace(word.box, left=word.box.left + step * (len(word.text) - len(text))))
    if rng.random() < 2 * harm:
        place = rng.randrange(len(text))
        text = text[:place] + text[place].translate(_CONFUSED) + text[place + 1 :] or "."
        confidence = rng.choice((0.95, 0.7, 0.4))
    again = word.text if rng.random() > harm else text
    return replace(word, text=text, confidence=confidence, second=again if seconded else "")


def _glued(rng: random.Random, words: list[Word], harm: float) -> list[Word]:
    out: list[Word] = []
    for word in words:
        last = out[-1] if out else None
        beside = last is not None and last.box.top == word.box.top and 0 < word.box.left - last.box.right < 0.02
        if last is not None and beside and rng.random() < harm:
            box = replace(last.box, right=word.box.right)
            out[-1] = Word(last.text + word.text, box, min(last.confidence, word.confidence), last.second + word.second)
        else:
            out.append(word)
    return out


def wrong(seed: int) -> tuple[str, ...]:
    """What of a page's reading is surely wrong: nothing where it is not sure."""
    from worker.core.reading import interpret

    drawn, truth = draw(seed)
    reading = interpret("x", [drawn], SCHOOL)
    if not reading.sure:
        return ()
    said = {
        "nss": reading.nss is not None and reading.nss.value.digits == truth.nss,
        "vigente": truth.vigente is not None and reading.vigente is not None and reading.vigente.value is truth.vigente,
        "through": not truth.vigente or (reading.through is not None and reading.through.value is truth.through),
    }
    return tuple(name for name, right in said.items() if not right)
