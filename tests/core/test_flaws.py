from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.constancias import HEAD, HOLDER, SCHOOL, SMALL, STUDENT
from tests.core.pages import page, scan
from worker.core import mending
from worker.core.paper.layout import lay_out
from worker.core.paper.proof import CHECKS, RELATIVE, TYPED
from worker.core.reading import interpret
from worker.core.types import Box, Document, Fault, Flaw, Page, Reading

LEFT, RIGHT = Box(0, 0, 0.01, 1), Box(0.99, 0, 1, 1)
TOP, BOTTOM = Box(0, 0, 1, 0.01), Box(0, 0.99, 1, 1)
BLURRED, DARK, SMALL_PRINT = Flaw(Fault.BORROSA), Flaw(Fault.OSCURA), Flaw(Fault.PEQUENA)
WHOLE = HEAD + HOLDER + "Vigente:   SI\n" + STUDENT + SMALL
NO_NUMBER = WHOLE.replace("80-24-04-4217-0", "")
NO_ANSWER = WHOLE.replace("Vigente:   SI", "Vigente:")


def photo(text: str, *flaws: Flaw, confidence: float = 0.95) -> Page:
    """A page as an OCR gives it, with what is wrong with its picture."""
    return replace(scan(text, confidence), flaws=flaws)


def read(*pages: Page) -> Reading:
    return interpret("x.jpg", pages, SCHOOL)


def cut(*sides: Box) -> tuple[Flaw, ...]:
    return tuple(Flaw(Fault.CORTADA, side) for side in sides)


def label(text: str, of: Page) -> Box:
    """Where the line that begins with this word stands, over the whole width."""
    box = next(word.box for word in of.words if word.text.startswith(text))
    return Box(box.left, box.top, 0.9, box.bottom)


# --- when a flaw is told


@pytest.mark.parametrize("flaw", [BLURRED, DARK, SMALL_PRINT, Flaw(Fault.REFLEJO, Box(0, 0, 1, 1)), *cut(BOTTOM)])
def test_a_flaw_that_did_not_keep_the_paper_from_being_read_is_not_told(flaw: Flaw) -> None:
    reading = read(photo(WHOLE, flaw))
    assert (reading.sure, reading.problems) == (True, ())


@pytest.mark.parametrize(
    ("flaw", "problem"),
    [(BLURRED, mending.BLURRED), (DARK, mending.DARK), (SMALL_PRINT, mending.SMALL)],
)
def test_a_flaw_of_a_page_that_was_not_read_surely_is_told_first(flaw: Flaw, problem: str) -> None:
    reading = read(photo(NO_NUMBER, flaw))
    assert (reading.document, reading.sure) == (Document.CONSTANCIA, False)
    assert (reading.problems[0], "No se distingue un NSS con certeza." in reading.problems) == (problem, True)


def test_a_flaw_is_not_blamed_for_what_the_paper_itself_says() -> None:
    contradictory = WHOLE.replace("Vigente:   SI", "Vigente:   SI\nEstatus:   BAJA")
    reading = read(photo(contradictory, BLURRED))
    assert not reading.sure and mending.BLURRED not in reading.problems


def test_a_text_layer_that_lacks_a_value_has_no_picture_to_blame() -> None:
    reading = interpret("x.pdf", [page(NO_NUMBER)], SCHOOL)
    assert not reading.sure
    assert not {mending.BLURRED, mending.DARK, mending.SMALL, mending.GLARE} & set(reading.problems)


def test_of_a_file_with_several_pages_the_constancias_own_flaws_count() -> None:
    receipt = replace(photo("CFE\nTOTAL A PAGAR", BLURRED), number=2)
    reading = read(photo(NO_NUMBER), receipt)
    assert reading.page == 1 and mending.BLURRED not in reading.problems


# --- cut sides


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        ((LEFT,), "La hoja salió cortada del lado izquierdo."),
        ((RIGHT,), "La hoja salió cortada del lado derecho."),
        ((TOP,), "La hoja salió cortada de arriba."),
        ((BOTTOM,), "La hoja salió cortada de abajo."),
        ((RIGHT, BOTTOM), "La hoja salió cortada del lado derecho y de abajo."),
        ((LEFT, RIGHT, TOP), "La hoja salió cortada del lado izquierdo, del lado derecho y de arriba."),
    ],
)
def test_the_cut_sides_are_named_in_one_sentence(sides: tuple[Box, ...], said: str) -> None:
    assert read(photo(NO_NUMBER, *cut(*sides))).problems[0] == said


def test_a_page_whose_title_was_cut_off_is_told_to_be_cut() -> None:
    untitled = HOLDER.replace("Nombre", "mbre").replace("CURP", "URP").replace("Número", "úmero")
    reading = read(photo(untitled, *cut(TOP, LEFT)))
    assert reading.document is Document.OTRO
    assert reading.problems == ("La hoja salió cortada de arriba y del lado izquierdo.", mending.UNKNOWN)


# --- glare


def test_a_glare_over_the_number_is_told_as_such() -> None:
    drawn = photo(NO_NUMBER)
    spot = Flaw(Fault.REFLEJO, label("Número", drawn))
    assert read(replace(drawn, flaws=(spot,))).problems[0] == mending.GLARE_ON_NSS


def test_a_glare_under_the_label_where_the_number_should_stand_is_told_as_such() -> None:
    drawn = photo(NO_NUMBER)
    box = label("Número", drawn)
    height = box.bottom - box.top
    spot = Flaw(Fault.REFLEJO, Box(box.left, box.bottom + height / 2, 0.5, box.bottom + 2 * height))
    assert mending.GLARE_ON_NSS in read(replace(drawn, flaws=(spot,))).problems


def test_a_glare_elsewhere_is_not_blamed_for_the_number() -> None:
    drawn = photo(NO_NUMBER)
    spot = Flaw(Fault.REFLEJO, label("Cadena", drawn))
    assert not {mending.GLARE, mending.GLARE_ON_NSS} & set(read(replace(drawn, flaws=(spot,))).problems)


def test_a_glare_over_another_value_that_is_missing_hides_part_of_the_page() -> None:
    drawn = photo(NO_ANSWER)
    spot = Flaw(Fault.REFLEJO, label("Vigente", drawn))
    problems = read(replace(drawn, flaws=(spot,))).problems
    assert problems[0] == mending.GLARE and mending.GLARE_ON_NSS not in problems


def test_a_glare_that_hides_the_number_and_its_label_is_told_as_one_over_the_number() -> None:
    drawn = photo(NO_NUMBER.replace("Número de Seguridad Social:", ""))
    spot = Flaw(Fault.REFLEJO, label("CURP", drawn))
    assert read(replace(drawn, flaws=(spot,))).problems[0] == mending.GLARE_ON_NSS


def test_a_glare_that_hides_the_answer_and_its_label_hides_part_of_the_page() -> None:
    drawn = photo(WHOLE.replace("Vigente:   SI", ""))
    spot = Flaw(Fault.REFLEJO, label("CURP", drawn))
    assert read(replace(drawn, flaws=(spot,))).problems[0] == mending.GLARE


# --- pages that nobody can tell what they are


def test_a_blurred_page_without_a_word_is_illegible_for_that() -> None:
    reading = read(photo("", BLURRED))
    assert (reading.document, reading.problems) == (Document.ILEGIBLE, (mending.BLURRED, mending.NO_WORDS))


def test_words_that_make_no_sense_are_illegible_with_the_reason_in_front() -> None:
    reading = read(photo("esto que aquí está escrito se ve muy mal", DARK, confidence=0.3))
    assert (reading.document, reading.problems) == (Document.ILEGIBLE, (mending.DARK, mending.ILLEGIBLE))


@pytest.mark.parametrize("flaw", [BLURRED, DARK, SMALL_PRINT])
def test_words_that_were_guessed_on_a_bad_picture_do_not_make_a_paper(flaw: Flaw) -> None:
    guessed = "estas palabras parece que se leen muy bien pero son de una foto mala"
    assert read(photo(guessed, flaw)).document is Document.ILEGIBLE
    assert read(photo(guessed, *cut(TOP))).document is Document.OTRO


def test_a_well_taken_picture_without_words_is_of_something_else() -> None:
    reading = read(photo(""))
    assert (reading.document, reading.problems) == (Document.OTRO, (mending.UNKNOWN,))


# --- pages that are missing


@pytest.mark.parametrize(
    ("mark", "lacking"),
    [
        ("Página 2 de 2", "Falta la página 1 de 2."),
        ("Hoja 1 de 2", "Falta la página 2 de 2."),
        ("Pág. 1/3", "Falta la página 2 de 3."),
        ("Página1de2", "Falta la página 2 de 2."),
    ],
)
def test_a_page_that_the_others_count_and_the_file_lacks_is_told(mark: str, lacking: str) -> None:
    assert lacking in interpret("x.pdf", [page(f"{NO_ANSWER}\n{mark}\n")], SCHOOL).problems
    alone = interpret("x.pdf", [page(f"Sello digital\n{mark}\nSecuencia notarial de la hoja\n")], SCHOOL)
    assert alone.problems == (lacking, mending.UNKNOWN)


def test_no_page_is_missing_where_all_are_there_or_one_says_nothing() -> None:
    first = page(f"{NO_ANSWER}\nPágina 1 de 2\n")
    for second in ("Página 2 de 2", "Sello digital"):
        problems = interpret("x.pdf", [first, page(second, number=2)], SCHOOL).problems
        assert not any(problem.startswith("Falta la página") for problem in problems)


def test_a_sure_constancia_lacks_no_page() -> None:
    assert interpret("x.pdf", [page(f"{WHOLE}\nPágina 1 de 2\n")], SCHOOL).problems == ()


@pytest.mark.parametrize("text", ["Página 3 de 2", "Página 0 de 2", "Página 1 de 40", "Hoja de 2", "hojas 1 de 2"])
def test_what_is_no_page_number_lacks_no_page(text: str) -> None:
    problems = interpret("x.pdf", [page(f"{NO_ANSWER}\n{text}\n")], SCHOOL).problems
    assert not any(problem.startswith("Falta la página") for problem in problems)


# --- other papers


def test_a_known_paper_that_is_not_the_constancia_is_named() -> None:
    reading = read(photo("CREDENCIAL PARA VOTAR\nINSTITUTO NACIONAL ELECTORAL", BLURRED))
    assert reading.document is Document.IDENTIFICACION
    assert reading.problems == ("No es la constancia de vigencia de derechos, sino una identificación.",)


# --- every sentence of the proof has been thought of


NOT_OF_THE_STUDENTS_MAKING = {
    "El NSS no es el de la cadena original.",
    "El NSS parece de otra persona que la CURP.",
    "Hay datos de más de una persona en la constancia.",
    "No es claro lo que dice de la vigencia.",
    "La constancia dice a la vez que está vigente y que no.",
    "El IMSS avisa que existe inconsistencia en la información del registro.",
    "Los datos de por quién está vigente no concuerdan.",
}


def test_each_problem_of_the_proof_has_an_advice_or_is_for_the_officer_alone() -> None:
    without = {check.problem for check in CHECKS if not mending.most_useful((check.problem,))[1]}
    assert without == NOT_OF_THE_STUDENTS_MAKING


def test_both_sides_speak_of_a_relative_in_the_same_words() -> None:
    assert RELATIVE == mending.RELATIVE


def test_both_sides_speak_of_a_typed_constancia_in_the_same_words() -> None:
    assert TYPED == mending.TYPED


def test_a_page_without_lines_lacks_nothing() -> None:
    assert lay_out(scan("")).lines == ()
    assert mending.PAGE_MISSING not in read(photo("")).problems
