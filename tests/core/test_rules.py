from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from worker.core.cases import Stage
from worker.core.errors import RulesError
from worker.core.facts import Antiguedad, Facts, Identidad, Lectura, PaperFacts, Pide, Por, Vigente
from worker.core.rules import PARAGRAPHS, Rules, decide, paper_words, parse_rules
from worker.core.types import Document
from worker.rulebook import DEFAULT_FOLDER, RuleBook

PAPEL = (DEFAULT_FOLDER / "papel.toml").read_text("utf-8")
PASO = (DEFAULT_FOLDER / "paso.toml").read_text("utf-8")
NO_PAPER = PaperFacts(Document.NONE, Lectura.NADA)
VIGENTE = PaperFacts(
    Document.CONSTANCIA, Lectura.SEGURA, Vigente.SI, Por.TECNOLOGICO, Identidad.COINCIDE, Antiguedad.RECIENTE
)


@pytest.fixture(scope="module")
def rules(book: RuleBook) -> Rules:
    return book.rules


def refusal(papel: str = PAPEL, paso: str = PASO) -> RulesError:
    with pytest.raises(RulesError) as caught:
        parse_rules(papel, paso)
    return caught.value


def line_of(source: str, text: str) -> int:
    return source[: source.index(text)].count("\n") + 1


def uncited(source: str, paragraph: str) -> str:
    """The same rules, none of which cites this paragraph."""
    return re.sub(rf'(?m)^(fuente = "[^"]*)\b{paragraph}\b', r"\1oficina", source)


def test_the_schools_rules_are_proven_and_cite_every_paragraph(rules: Rules) -> None:
    cited = {
        part.strip() for proven in (rules.papel, rules.paso) for r in proven.table.rules for part in r.fuente.split(",")
    }
    assert cited | set(rules.informative) == {*PARAGRAPHS, "oficina"}
    assert set(rules.informative) == {"P1", "P9"}
    assert all(rules.informative.values())


def test_every_stage_that_is_stored_has_its_folder(rules: Rules) -> None:
    assert set(rules.folders) == set(Stage) - {Stage.NEW}
    assert all(folder.startswith("Afiliación/") for folder in rules.folders.values())


def test_the_replies_are_those_that_a_rule_gives(rules: Rules) -> None:
    assert {"alta-recibida", "hoja", "baja-primero", "como-obtenerla"} <= rules.replies()
    assert "ninguna" not in rules.replies()


@pytest.mark.parametrize("paragraph", ["P2", "P3", "P4", "P5", "P6", "P7", "P8", "P10", "P11", "P12"])
def test_a_paragraph_that_no_rule_cites_and_that_is_not_informative_fails(paragraph: str) -> None:
    error = refusal(uncited(PAPEL, paragraph), uncited(PASO, paragraph))
    assert f"Ninguna regla cita {paragraph} " in error.what
    assert (error.file, error.line) == ("paso.toml", line_of(uncited(PASO, paragraph), "[informativos]"))


def test_without_a_list_of_informative_paragraphs_the_first_uncited_one_fails() -> None:
    error = refusal(paso=re.sub(r"(?ms)^\[informativos\].*?(?=^# ---)", "", PASO))
    assert "Ninguna regla cita P1 " in error.what
    assert error.line is None


@pytest.mark.parametrize(
    ("change", "at", "what", "mend"),
    [
        (lambda s: s.replace('P9 = "', 'P99 = "'), "[informativos]", "un párrafo «P99»", "¿Querías decir «P9»?"),
        (lambda s: re.sub(r'(?m)^P9 = ".*"', 'P9 = ""', s), "[informativos]", "lleva un texto", "Escribe"),
        (lambda s: re.sub(r'(?m)^P9 = ".*"', "P9 = 3", s), "[informativos]", "lleva un texto", "Escribe"),
        (lambda s: s.replace('"cerrado" = "', '"cerado" = "'), "[carpetas]", "«cerado»", "¿Querías decir «cerrado»?"),
        (lambda s: re.sub(r'(?m)^"cerrado" = .*', "", s), "[carpetas]", "«cerrado» no tiene carpeta", "Agrégala"),
        (lambda s: re.sub(r'(?m)^"cerrado" = .*', '"cerrado" = ""', s), "[carpetas]", "lleva un texto", "Escribe"),
        (lambda s: s + '\n"sin caso" = "x"\n', "[carpetas]", "«sin caso» no es una etapa", "Se permite"),
    ],
)
def test_what_the_sections_lack_is_told(change: Callable[[str], str], at: str, what: str, mend: str) -> None:
    changed = change(PASO)
    error = refusal(paso=changed)
    assert (error.file, error.line) == ("paso.toml", line_of(changed, at))
    assert what in error.what
    assert mend in error.mend


def test_a_section_that_is_no_section_is_told() -> None:
    without = re.sub(r"(?ms)^\[carpetas\].*", "", PASO)
    assert "lleva un texto" in refusal(paso="carpetas = 3\n" + without).what
    assert "no tiene carpeta" in refusal(paso=without).what


@pytest.mark.parametrize(
    ("old", "new", "at", "what", "mend"),
    [
        ('fuente = "P4, P10', 'fuente = "P44, P10', 'id = "hoja"\n', "La fuente «P44» de la regla «hoja»", "Cita P1"),
        ('etapa = "baja pendiente"\n', "", 'id = "baja primero"', "le falta «etapa»", "Agrega etapa"),
        ('respuesta = "baja-primero"\n', "", 'id = "baja primero"', "le falta «respuesta»", "Agrega respuesta"),
        (
            'etapa = "baja pendiente"\n',
            'etapa = "baja pendente"\n',
            'id = "baja primero"',
            "«baja pendente»",
            "«baja pendiente»?",
        ),
        ('etapa = "baja pendiente"\n', 'etapa = "sin caso"\n', 'id = "baja primero"', "«sin caso»", "Se permite"),
        (
            'resultado = "papel válido: baja", etapa = ["sin',
            'resultado = "papel valido: baja", etapa = ["sin',
            'id = "baja primero"',
            "no puede valer",
            "¿Querías decir «papel válido: baja»?",
        ),
        ('pide = "gracias"', 'pide = "grasias"', 'id = "gracias"', "«pide» no puede valer «grasias»", "«gracias»?"),
    ],
)
def test_a_wrong_step_is_told_with_its_line(old: str, new: str, at: str, what: str, mend: str) -> None:
    assert PASO.count(old) == 1
    changed = PASO.replace(old, new)
    error = refusal(paso=changed)
    assert (error.file, error.line) == ("paso.toml", line_of(changed, at) - 1)
    assert what in error.what
    assert mend in error.mend


def test_a_paper_rule_without_a_result_is_told() -> None:
    error = refusal(PAPEL.replace('resultado = "papel protegido"\n', ""))
    assert (error.file, error.line) == ("papel.toml", line_of(PAPEL, 'id = "con contraseña"') - 1)
    assert "«con contraseña» le falta «resultado»" in error.what


@pytest.mark.parametrize(("source", "file"), [("papel", "papel.toml"), ("paso", "paso.toml")])
def test_a_rule_taken_out_leaves_a_hole_that_fails(source: str, file: str) -> None:
    both = {"papel": PAPEL, "paso": PASO}
    id_ = {"papel": "con contraseña", "paso": "gracias"}[source]
    # The paper's result stays known through another rule, so that only the hole is wrong.
    taken = re.sub(rf'(?s)\[\[regla\]\]\nid = "{id_}".*?\n\n', "", both[source], count=1)
    if source == "papel":
        taken = taken.replace('resultado = "papel ilegible"', 'resultado = "papel protegido"')
        both["paso"] = both["paso"].replace('"papel ilegible", ', "")
    error = refusal(**{**both, source: taken})
    assert error.file == file
    assert error.what.startswith("Ninguna regla responde a: ")


def test_a_decision_says_what_both_tables_give(rules: Rules) -> None:
    decision = decide(rules, Facts(VIGENTE, Pide.NADA, Stage.NEW))
    assert (decision.resultado, decision.stage) == ("papel válido: hoja", Stage.HOJA_POR_ENTREGAR)
    assert (decision.reply, decision.task, decision.attention) == ("hoja", "preparar hoja", None)
    assert not decision.urgent
    assert decision.rules == ("vigente por el tecnológico", "hoja")


def test_igual_keeps_the_stage_and_ninguna_says_nothing(rules: Rules) -> None:
    decision = decide(rules, Facts(NO_PAPER, Pide.GRACIAS, Stage.BAJA_PENDIENTE))
    assert (decision.stage, decision.reply, decision.task) == (Stage.BAJA_PENDIENTE, None, None)


def test_an_emergency_is_urgent(rules: Rules) -> None:
    decision = decide(rules, Facts(NO_PAPER, Pide.URGENCIA, Stage.AFILIADO))
    assert decision.urgent
    assert decision.attention == "Dice que tiene una urgencia médica."


def test_facts_that_were_declared_impossible_are_a_bug(rules: Rules) -> None:
    with pytest.raises(KeyError):
        decide(rules, Facts(PaperFacts(Document.CONSTANCIA, Lectura.NADA), Pide.NADA, Stage.NEW))


def test_the_facts_of_a_paper_bear_the_names_of_the_table(rules: Rules) -> None:
    assert list(paper_words(VIGENTE)) == list(rules.papel.table.fields)
