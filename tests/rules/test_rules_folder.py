from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from worker.config import default_rules_dir
from worker.core.errors import RulesError
from worker.core.rehearsal import rehearse
from worker.core.reply import Office
from worker.rulebook import DEFAULT_FOLDER, RuleBook, load_rulebook, wrong_examples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the school's rules, to be broken."""
    return Path(shutil.copytree(DEFAULT_FOLDER, tmp_path / "rules"))


def refusal(folder: Path) -> RulesError:
    with pytest.raises(RulesError) as caught:
        load_rulebook(folder)
    return caught.value


def edit(name: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        path = folder / name
        path.write_text(change(path.read_text("utf-8")), "utf-8")

    return do


def take(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def test_the_schools_own_folder_loads(_book: RuleBook) -> None:
    book = _book
    assert len(book.rules.papel.answers) > 100
    assert len(book.rules.paso.answers) > 1_000
    assert [clinic.umf for clinic in book.clinics] == ["13", "23", "25"]
    assert "alta-recibida" in book.replies
    assert default_rules_dir() == DEFAULT_FOLDER


def test_the_folder_that_is_given_is_the_one_that_is_read(folder: Path) -> None:
    edit("papel.toml", lambda text: text.replace('id = "sin papel"', 'id = "otro nombre"'))(folder)
    assert "otro nombre" in {rule.id for rule in load_rulebook(folder).rules.papel.table.rules}


@pytest.mark.parametrize(
    ("harm", "place", "what", "mend"),
    [
        (take("papel.toml"), "papel.toml:", "No se puede leer el archivo", "rules_dir"),
        (take("paso.toml"), "paso.toml:", "No se puede leer el archivo", "rules_dir"),
        (take("palabras.toml"), "palabras.toml:", "No se puede leer el archivo", "rules_dir"),
        (take("clinicas.toml"), "clinicas.toml:", "No se puede leer el archivo", "rules_dir"),
        (
            take("respuestas/hoja.txt"),
            "respuestas/hoja.txt:",
            "Falta la respuesta que pide «paso.toml»",
            "Escribe el archivo.",
        ),
        (
            take("respuestas/orden-une.txt"),
            "respuestas/orden-une.txt:",
            "que pide «el programa»",
            "Escribe el archivo.",
        ),
        (take("respuestas/_marco.txt"), "respuestas/_marco.txt:", "Falta la respuesta", "Escribe el archivo."),
        (take("respuestas/deseos/urgencia.txt"), "respuestas/deseos/urgencia.txt:", "Falta la respuesta", "Escribe"),
        (
            edit("respuestas/hoja.txt", lambda text: text + "\n{% if %}"),
            "respuestas/hoja.txt:8:",
            "",
            "Corrige la línea.",
        ),
        (edit("papel.toml", lambda text: text + "\nx x"), "papel.toml:", "No es TOML", "Corrige la línea."),
        (
            edit("paso.toml", lambda text: text.replace("aviso = true", 'aviso = "sí"', 1)),
            "paso.toml:",
            "«aviso» no es de su tipo",
            "Mira",
        ),
        (
            edit("paso.toml", lambda text: text.replace('"hoja"\ntarea', '"hojas"\ntarea', 1)),
            "respuestas/hojas.txt:",
            "Falta",
            "Escribe",
        ),
        (
            edit("clinicas.toml", lambda text: text.replace('numero = "13"', "")),
            "clinicas.toml:",
            "le falta su número",
            "Escribe",
        ),
    ],
)
def test_a_folder_that_lacks_something_is_refused_with_file_and_mend(
    folder: Path, harm: Callable[[Path], None], place: str, what: str, mend: str
) -> None:
    harm(folder)
    error = refusal(folder)
    assert str(error).startswith(place)
    assert what in error.what
    assert mend in error.mend


def test_a_file_that_is_not_utf8_is_refused(folder: Path) -> None:
    (folder / "respuestas" / "hoja.txt").write_bytes("Atención".encode("latin-1"))
    assert refusal(folder).file == "hoja.txt"
    (folder / "papel.toml").write_bytes("# Atención".encode("latin-1"))
    assert refusal(folder).file == "papel.toml"


def test_a_template_with_an_unknown_name_passes_the_start_and_fails_the_rehearsal(folder: Path) -> None:
    edit("respuestas/hoja.txt", lambda text: text + "{{ curp }}")(folder)
    book = load_rulebook(folder)
    with pytest.raises(RulesError, match=r"^respuestas/hoja.txt: .*curp"):
        rehearse(book.rules, book.replies, Office("Tec", "Lic.", "", book.clinics, 30))


# --- examples


def examples(folder: Path, book: RuleBook, text: str) -> tuple[int, list[tuple[str, str, str]]]:
    """The examples of one file alone: how many, and the wrong ones."""
    for path in (folder / "casos").glob("*.toml"):
        path.unlink()
    (folder / "casos" / "uno.toml").write_text(text, "utf-8")
    total, wrong = wrong_examples(folder, book)
    return total, [(each.file, each.text, each.got) for each in wrong]


def test_an_example_that_is_read_as_it_says_is_right(folder: Path, _book: RuleBook) -> None:
    source = """
[[caso]]
texto = "la 25 porfa"
pide = ["clínica"]
clinica = "25"

[[caso]]
asunto = "Re: Tu trámite"
texto = "muchas gracias"
pide = ["gracias"]
tema = true

[[caso]]
texto = "buenas tardes"
"""
    assert examples(folder, _book, source) == (3, [])


@pytest.mark.parametrize(
    "example",
    [
        'texto = "la 25 porfa"\npide = ["gracias"]\nclinica = "25"',
        'texto = "la 25 porfa"\npide = ["clínica"]\nclinica = "13"',
        'texto = "la 25 porfa"\npide = ["clínica"]',
        'texto = "muchas gracias"\npide = ["gracias"]\ntema = true',
        'texto = "muchas gracias"\npide = ["gracias"]\nidioma = "otro"',
        'texto = "muchas gracias"\npide = "gracias"',
    ],
)
def test_an_example_that_is_read_otherwise_is_named_with_what_was_read(
    folder: Path, _book: RuleBook, example: str
) -> None:
    total, [(file, text, got)] = examples(folder, _book, f"[[caso]]\n{example}\n")
    assert (total, file) == (1, "uno.toml")
    assert text.startswith(" · ")
    assert "pide" in got


def test_a_broken_file_of_examples_is_named(folder: Path, _book: RuleBook) -> None:
    (folder / "casos" / "uno.toml").write_text("[[caso", "utf-8")
    with pytest.raises(RulesError, match=r"^casos/uno.toml: No es TOML"):
        wrong_examples(folder, _book)


def test_a_folder_without_examples_has_none(folder: Path, _book: RuleBook) -> None:
    shutil.rmtree(folder / "casos")
    assert wrong_examples(folder, _book) == (0, ())
