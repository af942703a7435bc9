"""The school's rules: proven, shown, explained."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table as Grid

from worker.app import house_of, open_store
from worker.cli.base import app, fail, local_config, wide_console
from worker.core.cases import Entry
from worker.core.rehearsal import rehearse
from worker.core.tables import Table, explain
from worker.rulebook import RuleBook, load_rulebook, wrong_examples

rules_app = typer.Typer(help="Las reglas: probarlas, verlas, explicar una decisión.", no_args_is_help=True)
app.add_typer(rules_app, name="rules")


@rules_app.command()
def check() -> None:
    """Prueba las reglas: cada combinación con una sola regla, cada respuesta escrita, cada ejemplo bien leído."""
    config = local_config()
    book = load_rulebook(config.rules_dir)
    rehearsed = rehearse(book.rules, book.replies, house_of(config, book).office)
    total, wrong = wrong_examples(config.rules_dir, book)
    for proven in (book.rules.papel, book.rules.paso):
        rules, combinations = len(proven.table.rules), len(proven.answers)
        typer.echo(f"{proven.table.file}: {rules} reglas; {combinations} combinaciones, cada una con una sola regla.")
    typer.echo(f"respuestas: {rehearsed} situaciones escritas.")
    typer.echo(f"casos: {total - len(wrong)} de {total} ejemplos bien leídos.")
    if wrong:
        fail("\n".join(f"{each.file}: «{each.text}»: dice {each.got}, debía {each.expected}" for each in wrong))


@rules_app.command()
def table() -> None:
    """Imprime las dos tablas como las lee la encargada."""
    book = load_rulebook(local_config().rules_dir)
    console = wide_console()
    console.print(_grid(book.rules.papel.table, "Papel: qué es lo que llegó", ("resultado",)))
    steps = ("etapa", "respuesta", "tarea", "atencion", "aviso")
    console.print(_grid(book.rules.paso.table, "Paso: qué sigue", steps))


@rules_app.command("explain")
def explain_case(
    folio: Annotated[str, typer.Argument(help="El folio del caso.")],
    every: Annotated[bool, typer.Option("--all", help="También los correos anteriores, no solo el último.")] = False,
) -> None:
    """Dice qué regla decidió sobre un caso, y qué hecho impidió cada una de las otras."""
    config = local_config()
    book = load_rulebook(config.rules_dir)
    with open_store(config, book) as store, store.look() as desk:
        if desk.case(folio) is None:
            fail(f"No hay ningún caso {folio}.")
        decided = [entry for entry in desk.entries_of(folio) if entry.facts]
    if not decided:
        fail(f"Ningún correo de {folio} pasó por las reglas: lo abrió o lo cambió una orden.")
    for entry in decided if every else decided[-1:]:
        _explain_entry(entry, book)


def _explain_entry(entry: Entry, book: RuleBook) -> None:
    typer.echo(f"Correo {entry.id}, recibido {entry.received:%Y-%m-%d %H:%M}. Hechos:")
    for name, value in entry.facts.items():
        typer.echo(f"  {name}: {value}")
    for title, proven in (("Papel", book.rules.papel), ("Paso", book.rules.paso)):
        if not all(field in entry.facts for field in proven.table.fields):
            continue
        typer.echo(f"\n{title}:")
        for each in explain(proven.table, entry.facts):
            sign = " " if each.against else "→"
            typer.echo(f"  {sign} {each.rule.id} ({each.rule.fuente}): {_against(each.against)}")


def _against(against: tuple[tuple[str, str, tuple[str, ...]], ...]) -> str:
    if not against:
        return "esta decidió"
    return "no, porque " + "; ".join(
        f"{field} es «{value}», y la regla quiere {', '.join(asks)}" for field, value, asks in against
    )


def _grid(rules: Table, title: str, gives: tuple[str, ...]) -> Grid:
    grid = Grid(title=title, show_lines=True)
    for heading in ("regla", "cuando", *gives, "fuente"):
        grid.add_column(heading)
    for rule in rules.rules:
        when = "\n".join(f"{field}: {', '.join(sorted(values))}" for field, values in rule.when.items())
        said = [_cell(rule.gives.get(key, "")) for key in gives]
        grid.add_row(escape(rule.id), escape(when), *said, escape(rule.fuente))
    return grid


def _cell(value: str | bool) -> str:
    return {True: "sí", False: "no"}[value] if isinstance(value, bool) else escape(value)
