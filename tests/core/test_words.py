"""The table of words: what it accepts, what it refuses and where it says the fault is."""

from __future__ import annotations

import pytest

from worker.core.clinics import parse_clinics
from worker.core.errors import RulesError
from worker.core.text.spelling import Speller, sound
from worker.core.text.terms import Plain, Term
from worker.core.wishes import Wish, parse_words, read_wishes

SMALL = """
[abreviaturas]
que = ["q"]
[terminos]
{terms}
hoja = ["hojita"]
tengo = ["cuento con"]
[listas]
sin_peso = ["mi", "que"]
temas = ["hoja"]
[frases]
"ya tiene hoja" = ["tengo hoja"]
""".replace("{terms}", "\n".join(f"{term} = []" for term in Term if term is not Term.HOJA))


def test_an_office_can_write_its_own_table() -> None:
    words = parse_words(SMALL, "palabras.toml")
    assert read_wishes("", "Cuento con mi hojita", words, ()).wishes == {Wish.HOJA}
    assert words.longest == 2


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("[terminos]\nhoja = [}", 2, "TOML"),
        ('[terminos]\nhoja = ["a"]\n"', None, "TOML"),
        ("[frase]\n", 1, "sección «frase»"),
        ("frases = 3\n", 1, "«frases» debe ser una sección"),
        ('[frases]\nsaludo = ["hola"]\n', 2, "«saludo» no se conoce"),
        ('[terminos]\nhoja = "oja"\n', 2, "lista de textos"),
        ('[terminos]\nhoja = [""]\n', 2, "lista de textos"),
        ('[terminos]\nhoja = ["..."]\n', 2, "no tiene letras"),
        ('[terminos]\nhoja = ["papel"]\ncarta = ["papel"]\n', 3, "está en dos términos"),
        ('[terminos]\nhoja = ["papel"]\n[listas]\notras = ["papel"]\n', 4, "en la lista otras"),
        ('[abreviaturas]\nporque = ["x q"]\n', 2, "no es una palabra"),
        ('[listas]\nsin_peso = ["por favor"]\n', 2, "no es una palabra ni un término"),
        ('[frases]\ngracias = ["muchas - gracias"]\n', 2, "no es una palabra"),
        ('[frases]\ngracias = ["* gracias"]\n', 2, "no empieza con una palabra"),
        ('[frases]\ngracias = ["mil gracias"]\nestado = ["mil gracias"]\n', 3, "está en dos listas"),
    ],
)
def test_a_broken_table_names_line_and_mend(source: str, line: int | None, what: str) -> None:
    with pytest.raises(RulesError) as caught:
        parse_words(source, "palabras.toml")
    assert what in caught.value.what
    assert caught.value.file == "palabras.toml"
    assert caught.value.line == line
    assert caught.value.mend


@pytest.mark.parametrize("term", Term)
def test_a_term_that_the_code_speaks_of_cannot_be_renamed(term: Term) -> None:
    lines = SMALL.splitlines(keepends=True)
    renamed = "".join(
        line.replace(f"{term} =", f"mi_{term} =") if line.startswith(f"{term} =") else line for line in lines
    )
    with pytest.raises(RulesError, match=f"Falta el término «{term}»") as caught:
        parse_words(renamed, "palabras.toml")
    assert caught.value.file == "palabras.toml"
    assert caught.value.line == 4
    assert f"`{term} = []`" in caught.value.mend


@pytest.mark.parametrize("word", Plain)
def test_a_small_word_that_the_code_speaks_of_stays_itself(word: Plain) -> None:
    with pytest.raises(RulesError, match=f"«{word}» está en el término «tengo»") as caught:
        parse_words(SMALL.replace('"cuento con"', f'"cuento con", "{word}"'), "palabras.toml")
    assert caught.value.line is not None
    assert caught.value.mend


def test_words_are_mended_by_sound_and_by_one_typo_only_where_the_meaning_is_one() -> None:
    speller = Speller({("hice",): "hice", ("constancia",): "constancia", ("perdi",): "perder", ("pedi",): "pedir"})
    assert speller.mend(["ise", "constnacia", "konstansia", "perdi", "xy", "zzzzz"]) == [
        *("hice", "constancia", "constancia", "perdi", "xy", "zzzzz")
    ]
    two = Speller({("tengo",): "tener", ("tenga",): "querer"})
    assert two.mend(["tengu", "tengo"]) == ["tengu", "tengo"]


def test_only_so_many_unknown_words_are_looked_up() -> None:
    speller = Speller({("constancia",): "constancia"})
    strange = [f"zz{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(200)]
    assert speller.mend([*strange, "constnacia"])[-1] == "constnacia"


@pytest.mark.parametrize(
    ("one", "other"), [("vaja", "baja"), ("oja", "hoja"), ("kiero", "quiero"), ("grasias", "gracias")]
)
def test_words_that_sound_alike_are_one(one: str, other: str) -> None:
    assert sound(one) == sound(other)


CLINIC = '[[clinica]]\nnumero = "13"\nnombre = "Las Palmas"\n'


def test_clinics_are_read_in_order_with_their_empty_fields() -> None:
    clinics = parse_clinics(CLINIC + '[[clinica]]\nnumero = "25"\nnombre = "frente al CRIT"\n', "clinicas.toml")
    assert [each.label for each in clinics] == ["UMF 13 (Las Palmas)", "UMF 25 (frente al CRIT)"]
    assert [each.address for each in clinics] == ["", ""]


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("", None, "No hay"),
        ('clinica = ["13"]\n', None, "No hay"),
        ("[[clinica]\n", 1, "TOML"),
        ('[[clinica]]\nnumero = "13', None, "TOML"),
        ("[clinicas]\n", None, "«clinicas» no se conoce"),
        (CLINIC + 'calle = "x"\n', 1, "«calle» no se conoce"),
        ("[[clinica]]\nnumero = 13\n", 1, "debe ser un texto"),
        (CLINIC + 'tambien = "palmas"\n', 1, "lista de textos"),
        (CLINIC + "colonias = [1]\n", 1, "lista de textos"),
        ('\n[[clinica]]\nnombre = "x"\n', 2, "le falta su número"),
        ('[[clinica]]\nnumero = "13"\n', 1, "le falta su nombre"),
        (CLINIC + CLINIC, 4, "Dos clínicas se llaman"),
        (CLINIC + '[[clinica]]\nnumero = "14"\nnombre = "las palmas"\n', 4, "«las palmas»"),
    ],
)
def test_a_broken_table_of_clinics_names_line_and_mend(source: str, line: int | None, what: str) -> None:
    with pytest.raises(RulesError) as caught:
        parse_clinics(source, "clinicas.toml")
    assert what in caught.value.what
    assert caught.value.line == line
