"""From a decision to the words that a student reads: the situation, its templates, and nothing else.

Templates are Jinja text files in `rules/respuestas/`; a name that a template uses and the situation lacks is an
error when the rules are proven, never when a student waits. No text of an incoming mail ever reaches a template.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from zoneinfo import ZoneInfo

import jinja2

from worker.core.cases import Case, Stage
from worker.core.clinics import Clinic
from worker.core.errors import RulesError
from worker.core.facts import Pide
from worker.core.mending import most_useful
from worker.core.spoken import in_words, paper_words
from worker.core.types import Reading, Through

FRAME = "_marco"
WISHES = "deseos/"

_THROUGH = {
    Through.TECNOLOGICO: "el Tecnológico",
    Through.OTRA_ESCUELA: "tu bachillerato u otra escuela",
    Through.EMPLEO: "un empleo",
    Through.BENEFICIARIO: "un familiar que te tiene registrado como beneficiario",
    Through.OTRO: "otra instancia",
}


@dataclass(frozen=True, slots=True)
class Office:
    """Who answers: the school, its officer, where she is reached, and the clinics that a student may choose.

    `contacto` is empty where the officer has no address but the mailbox itself: a student then answers the mail. Days
    are told in the zone `zona`.
    """

    escuela: str
    encargada: str
    contacto: str
    clinicas: tuple[Clinic, ...]
    dias: int
    zona: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/Mexico_City"))


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that a template may say. Texts are ready to print; an unknown one is empty.

    `nss4` holds the last four digits at most; `nombre` only the first name; `pide` the wish that decided; `problema`
    the one thing about the paper that is worth telling, `consejo` what mends it.
    """

    escuela: str
    encargada: str
    contacto: str
    clinicas: tuple[str, ...]
    dias: int
    nombre: str = ""
    folio: str = ""
    etapa: str = ""
    desde: str = ""
    resultado: str = ""
    pide: str = ""
    papel: str = ""
    por: str = ""
    vigente: str = ""
    fecha: str = ""
    nss4: str = ""
    clinica: str = ""
    problema: str = ""
    consejo: str = ""
    orden: str = ""
    palabras: str = ""
    anterior: str = ""
    espanol: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """What one case contributes to a reply: its template, its situation, and the further wishes it answers."""

    template: str
    situation: Situation
    wishes: tuple[Pide, ...] = ()


class Replies:
    """The school's templates, by name without ending.

    Args:
        sources: template texts, such as {"alta-recibida": "…", "deseos/clínica": "…", "_marco": "…"}.

    Raises:
        RulesError: for a template that is no Jinja, or a missing frame.
    """

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._names = frozenset(sources)
        self._jinja = jinja2.Environment(
            loader=jinja2.DictLoader(dict(sources)),
            undefined=jinja2.StrictUndefined,
            autoescape=False,  # these are plain-text mails
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.filters["inicio"] = _at_the_start
        self._jinja.filters["sigue"] = _further_on
        for name in sources:
            self._compile(name)
        self.require(FRAME, "_marco")

    def __contains__(self, name: str) -> bool:
        """Whether there is a template of this name."""
        return name in self._names

    def require(self, name: str, asked_by: str) -> None:
        """RulesError unless there is a template of this name."""
        if name not in self._names:
            file = f"respuestas/{name}.txt"
            raise RulesError(file, None, f"Falta la respuesta que pide «{asked_by}».", "Escribe el archivo.")

    def body(self, sections: Sequence[Section]) -> str:
        """One mail's whole text: a section for each case, in the frame.

        Raises:
            RulesError: for a name that a template uses and the situation does not have.
        """
        first = sections[0].situation
        parts = [self._section(section, several=len(sections) > 1) for section in sections]
        return _tidy(self._render(FRAME, {**asdict(first), "cuerpo": "\n\n".join(parts), "varios": len(sections) > 1}))

    def text(self, template: str, situation: Situation) -> str:
        """One template without the frame."""
        return _tidy(self._render(template, asdict(situation)))

    def _section(self, section: Section, *, several: bool) -> str:
        situation = asdict(section.situation)
        said = [self._render(section.template, situation)]
        said += [self._render(f"{WISHES}{wish}", situation) for wish in section.wishes if f"{WISHES}{wish}" in self]
        folio, name = section.situation.folio, section.situation.nombre or "Caso"
        title = f"— {name} ({folio}) —\n\n" if several and folio else ""
        return title + "\n\n".join(part.strip() for part in said if part.strip())

    def _render(self, name: str, names: Mapping[str, object]) -> str:
        try:
            return self._jinja.get_template(name).render(**names)
        except (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise RulesError(f"respuestas/{name}.txt", None, f"{error}.", "Corrige la respuesta.") from error

    def _compile(self, name: str) -> None:
        try:
            self._jinja.get_template(name)
        except jinja2.TemplateSyntaxError as error:
            file = f"respuestas/{name}.txt"
            raise RulesError(file, error.lineno, f"{error.message}.", "Corrige la línea.") from error


def situation(
    office: Office,
    case: Case,
    reading: Reading | None = None,
    *,
    resultado: str = "",
    pide: Pide = Pide.NADA,
    spanish: bool = True,
) -> Situation:
    """What may be said about this case as it now stands, and about the paper that just came."""
    clinic = next((each for each in office.clinicas if each.umf == case.umf), None)
    issued = reading.issued.value if reading is not None and reading.issued else case.issued
    through = reading.through.value if reading is not None and reading.through else case.through
    problem, advice = most_useful(reading.problems if reading is not None else ())
    return Situation(
        escuela=office.escuela,
        encargada=office.encargada,
        contacto=office.contacto,
        clinicas=tuple(each.label for each in office.clinicas),
        dias=office.dias,
        nombre=first_name(case.name),
        folio=case.folio,
        etapa=str(Stage.FALTA_DOCUMENTO if case.stage is Stage.NEW else case.stage),
        desde=in_words(case.stage_since.astimezone(office.zona).date() if case.stage_since else None),
        resultado=resultado,
        pide=str(pide),
        papel=paper_words(reading.document) if reading is not None else "",
        por=_THROUGH[through] if through else "",
        vigente={True: "sí", False: "no", None: ""}[case.vigente],
        fecha=in_words(issued),
        nss4=case.nss.digits[-4:] if case.nss else "",
        clinica=clinic.label if clinic else (f"UMF {case.umf}" if case.umf else ""),
        problema=problem,
        consejo=advice,
        espanol=spanish,
    )


def first_name(name: str | None) -> str:
    """The first given name as one writes it in a letter: 'MARÍA JOSÉ PÉREZ LUNA' gives 'María'."""
    return name.split()[0].capitalize() if name and name.split() else ""


def _at_the_start(text: str) -> str:
    """As it is written at the start of a sentence: 'La encargada'."""
    return text[:1].upper() + text[1:]


def _further_on(text: str) -> str:
    """As it is written after a colon: 'toma la foto …'."""
    return text[:1].lower() + text[1:]


def _tidy(text: str) -> str:
    """No trailing blanks, never more than one empty line, one line end at the end."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(kept) + "\n"
