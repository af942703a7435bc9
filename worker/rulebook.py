"""The school's folder of rules, read from disk and handed to core as texts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from worker.core.clinics import Clinic, parse_clinics
from worker.core.errors import RulesError
from worker.core.rehearsal import require_all
from worker.core.reply import Replies
from worker.core.rules import Rules, parse_rules
from worker.core.wishes import Words, parse_words, read_wishes

DEFAULT_FOLDER = Path(__file__).resolve().parent.parent / "rules"


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Rules that are proven, replies that exist, words and clinics."""

    rules: Rules
    replies: Replies
    words: Words
    clinics: tuple[Clinic, ...]


@dataclass(frozen=True, slots=True)
class WrongExample:
    """An example of `casos/` that the words read otherwise than it says. `got` is what they read."""

    file: str
    text: str
    expected: str
    got: str


def load_rulebook(folder: Path = DEFAULT_FOLDER) -> RuleBook:
    """Read and prove the folder.

    Raises:
        RulesError: with file, line and mend, at the first thing that is wrong.
    """
    rules = parse_rules(_text(folder, "papel.toml"), _text(folder, "paso.toml"))
    replies = Replies(dict(_replies(folder / "respuestas")))
    require_all(rules, replies)
    words = parse_words(_text(folder, "palabras.toml"), "palabras.toml")
    return RuleBook(rules, replies, words, parse_clinics(_text(folder, "clinicas.toml"), "clinicas.toml"))


def wrong_examples(folder: Path, book: RuleBook) -> tuple[int, tuple[WrongExample, ...]]:
    """Run every example of `casos/`: how many there are, and those that come out otherwise. RulesError: a bad file."""
    wrong: list[WrongExample] = []
    total = 0
    for path in sorted((folder / "casos").glob("*.toml")):
        for example in _examples(path):
            total += 1
            found = _judged(path.name, example, book)
            wrong += [found] if found else []
    return total, tuple(wrong)


def _examples(path: Path) -> list[dict[str, object]]:
    try:
        return list(tomllib.loads(path.read_text("utf-8")).get("caso", []))
    except tomllib.TOMLDecodeError as error:
        raise RulesError(f"casos/{path.name}", None, f"No es TOML: {error}.", "Corrige el archivo.") from error


def _judged(file: str, example: dict[str, object], book: RuleBook) -> WrongExample | None:
    text, subject = str(example.get("texto", "")), str(example.get("asunto", ""))
    read = read_wishes(subject, text, book.words, book.clinics)
    asked = example.get("pide", [])
    wanted = sorted(asked) if isinstance(asked, list) else []
    got: dict[str, object] = {"pide": sorted(map(str, read.wishes)), "clinica": read.clinic}
    expected: dict[str, object] = {"pide": wanted, "clinica": example.get("clinica")}
    if "tema" in example:
        got, expected = got | {"tema": read.about}, expected | {"tema": example["tema"]}
    if "pregunta_suelta" in example:
        got, expected = got | {"suelta": read.asks}, expected | {"suelta": example["pregunta_suelta"]}
    if "idioma" in example:
        got, expected = got | {"español": read.spanish}, expected | {"español": False}
    return None if got == expected else WrongExample(file, f"{subject} · {text}", str(expected), str(got))


def _text(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = f"No se puede leer el archivo en {folder}."
        raise RulesError(name, None, what, "Ponlo ahí, en UTF-8, o di la carpeta con `rules_dir`.") from error


def _replies(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.txt")):
        yield path.relative_to(folder).with_suffix("").as_posix(), _text(folder, path.relative_to(folder).as_posix())
