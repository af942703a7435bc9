"""The school's rules: two proven tables, the papers' and the steps', and what one decision says.

`papel.toml` turns what was read into a *resultado*; `paso.toml` turns resultado, wish and stage into the next
stage, the reply, and what the officer has to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from worker.core.cases import Stage
from worker.core.errors import RulesError
from worker.core.facts import Antiguedad, Facts, Identidad, Lectura, PaperFacts, Pide, Por, Vigente
from worker.core.tables import Proven, Rule, Table, header_lines, load_toml, near, parse_table, prove
from worker.core.types import Document

SAME_STAGE = "igual"
NO_REPLY = "ninguna"
PARAGRAPHS = tuple(f"P{number}" for number in range(1, 13))
OFFICE = "oficina"

PAPER_FIELDS: Mapping[str, tuple[str, ...]] = {
    "documento": tuple(Document),
    "lectura": tuple(Lectura),
    "vigente": tuple(Vigente),
    "por": tuple(Por),
    "identidad": tuple(Identidad),
    "antiguedad": tuple(Antiguedad),
}
PAPER_KEYS: Mapping[str, type] = {"resultado": str}
STEP_KEYS: Mapping[str, type] = {"etapa": str, "respuesta": str, "tarea": str, "atencion": str, "aviso": bool}
STORED_STAGES = tuple(stage for stage in Stage if stage is not Stage.NEW)
"""The stages that a case can be brought to."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Both proven tables, the folder of each stage, and the paragraphs that no rule has to cite."""

    papel: Proven
    paso: Proven
    folders: Mapping[Stage, str]
    informative: Mapping[str, str]

    def replies(self) -> frozenset[str]:
        """The names of every reply that a rule can give."""
        given = (str(rule.gives["respuesta"]) for rule in self.paso.table.rules)
        return frozenset(name for name in given if name != NO_REPLY)


@dataclass(frozen=True, slots=True)
class Decision:
    """What both tables say: the new stage, the reply's name (None: none), and what the officer is told.

    `task` is what the stage asks of her, `attention` why she must look whatever the stage; with `urgent` she is
    told at once. `rules` names the rules that fired.
    """

    resultado: str
    stage: Stage
    reply: str | None
    task: str | None
    attention: str | None
    urgent: bool
    rules: tuple[str, str]


def parse_rules(papel: str, paso: str) -> Rules:
    """Parse and prove the two files.

    Raises:
        RulesError: with file, line and mend, at the first thing that is wrong.
    """
    papers = parse_table(papel, "papel.toml", PAPER_FIELDS, PAPER_KEYS)
    _each_has(papers, "resultado")
    steps = parse_table(paso, "paso.toml", _step_fields(papers), STEP_KEYS, ("informativos", "carpetas"))
    _each_has(steps, "etapa")
    _each_has(steps, "respuesta")
    for rule in steps.rules:
        _known_stage(rule)
    data = load_toml(paso, "paso.toml")
    informative = _texts(data, "informativos", paso)
    _sources(papers, steps, informative, paso)
    return Rules(prove(papers), prove(steps), _folders(_texts(data, "carpetas", paso), paso), informative)


def decide(rules: Rules, facts: Facts) -> Decision:
    """Ask both tables. KeyError means facts that were declared impossible: a bug, never a mail's fault."""
    paper_rule = rules.papel.rule_for(paper_words(facts.paper))
    resultado = str(paper_rule.gives["resultado"])
    step = rules.paso.rule_for(step_words(resultado, facts.pide, facts.etapa))
    stage, reply = str(step.gives["etapa"]), str(step.gives["respuesta"])
    return Decision(
        resultado=resultado,
        stage=facts.etapa if stage == SAME_STAGE else Stage(stage),
        reply=None if reply == NO_REPLY else reply,
        task=_text(step, "tarea"),
        attention=_text(step, "atencion"),
        urgent=bool(step.gives.get("aviso", False)),
        rules=(paper_rule.id, step.id),
    )


def paper_words(facts: PaperFacts) -> dict[str, str]:
    """The facts as the table of papers asks for them."""
    return {field.name: str(getattr(facts, field.name)) for field in fields(facts)}


def step_words(resultado: str, pide: Pide, etapa: Stage) -> dict[str, str]:
    """The facts as the table of steps asks for them."""
    return {"resultado": resultado, "pide": str(pide), "etapa": str(etapa)}


def _texts(data: Mapping[str, Any], section: str, source: str) -> Mapping[str, str]:
    """A section of names with a text each."""
    said = data.get(section, {})
    if isinstance(said, Mapping) and all(isinstance(text, str) and text.strip() for text in said.values()):
        return said
    line = next(iter(header_lines(source, f"[{section}]")), None)
    raise RulesError("paso.toml", line, f"En [{section}] cada nombre lleva un texto.", 'Escribe nombre = "texto".')


def _text(rule: Rule, key: str) -> str | None:
    return str(rule.gives[key]) if key in rule.gives else None


def _step_fields(papers: Table) -> dict[str, tuple[str, ...]]:
    resultados = dict.fromkeys(str(rule.gives["resultado"]) for rule in papers.rules)
    return {"resultado": tuple(resultados), "pide": tuple(Pide), "etapa": tuple(Stage)}


def _each_has(table: Table, key: str) -> None:
    for rule in table.rules:
        if key not in rule.gives:
            raise RulesError(table.file, rule.line, f"A la regla «{rule.id}» le falta «{key}».", f'Agrega {key} = "…".')


def _known_stage(rule: Rule) -> None:
    stage, allowed = str(rule.gives["etapa"]), (SAME_STAGE, *map(str, STORED_STAGES))
    if stage not in allowed:
        what = f"«{stage}» no es una etapa a la que un caso pueda pasar."
        raise RulesError("paso.toml", rule.line, what, near(stage, allowed))


def _sources(papers: Table, steps: Table, informative: Mapping[str, str], source: str) -> None:
    """Every rule cites its paragraph, and every paragraph is cited or listed with the reason why not."""
    cited: set[str] = set()
    for table in (papers, steps):
        for rule in table.rules:
            sources = [part.strip() for part in rule.fuente.split(",")]
            unknown = next((part for part in sources if part not in (*PARAGRAPHS, OFFICE)), None)
            if unknown is not None:
                what = f"La fuente «{unknown}» de la regla «{rule.id}» no existe."
                raise RulesError(table.file, rule.line, what, "Cita P1 … P12 u oficina.")
            cited.update(sources)
    line = next(iter(header_lines(source, "[informativos]")), None)
    for name in informative:
        if name not in PARAGRAPHS:
            raise RulesError("paso.toml", line, f"El aviso no tiene un párrafo «{name}».", near(name, PARAGRAPHS))
    for paragraph in PARAGRAPHS:
        if paragraph not in cited and paragraph not in informative:
            what = f"Ninguna regla cita {paragraph} y no está entre los párrafos informativos."
            raise RulesError("paso.toml", line, what, "Cítalo en una regla, o dilo en [informativos].")


def _folders(named: Mapping[str, str], source: str) -> dict[Stage, str]:
    line = next(iter(header_lines(source, "[carpetas]")), None)
    for name in named:
        if name not in STORED_STAGES:
            what = f"«{name}» no es una etapa."
            raise RulesError("paso.toml", line, what, near(name, list(map(str, STORED_STAGES))))
    for stage in STORED_STAGES:
        if stage not in named:
            raise RulesError("paso.toml", line, f"La etapa «{stage}» no tiene carpeta.", "Agrégala a [carpetas].")
    return {stage: named[stage] for stage in STORED_STAGES}
