"""Pages by chance, damaged word by word, and the ones of them that once were read surely wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.constancias import HEAD, HOLDER, SCHOOL, STUDENT, told
from tests.core.mixed import draw, wrong
from tests.core.pages import looked_again, page, scan
from worker.core.reading import interpret
from worker.core.types import Box, Fault, Flaw, Page, Word

PAGES = 400
BATCH = 50
ONCE_WRONG = (
    # Boxes and answers of which an OCR lost the other half.
    "Vigente\n.   .   NO",
    "Vigente:   .   SI   .",
    "Vigente:   Sl   (   )      (   )",
    "Vigente:   □SI",
    "Vigente:   冈   5I~   ☐   N0",
    "Vigente:   . SI   . N0",
    "Vigente                              NO",
    "Vigente:   SI   X   NO",
    # 'NO' lost in front of its word, in a ragged form.
    "Vigencia de derechos:      VIGENTE",
    # Small print that lost its 'si', its blanks or a letter.
    "NVIGENTE semuestra aquien nocuenta con derecho al servicio médico.",
    "se muestra a quren no cuenta con derecho al servicio médico.",
    "usted no seencuentra vigente acudaasu Subdelegación.",
    "usted no se encuentra vigente.",
    "5i ustedno se encuentra vigente acuda a su Subdelegación.",
    "El~ que~ no~ se encuentra vigente ante este Instituto",
)


def ocr(text: str) -> Page:
    return scan(HEAD + HOLDER + text + "\n" + STUDENT)


@pytest.mark.parametrize("text", ONCE_WRONG)
def test_what_an_ocr_left_of_a_status_is_not_sure(text: str) -> None:
    assert not interpret("x", [ocr(text)], SCHOOL).sure


@pytest.mark.parametrize("first", range(0, PAGES, BATCH))
def test_no_page_by_chance_is_surely_wrong(first: int) -> None:
    assert {seed: bad for seed in range(first, first + BATCH) if (bad := wrong(seed))} == {}


def test_most_undamaged_pages_by_chance_that_say_it_are_sure() -> None:
    whole = [(drawn, truth) for drawn, truth in map(draw, range(PAGES)) if truth.vigente is not None]
    printed = [drawn for drawn, _ in whole if drawn.engine == "texto"]
    sure = sum(interpret("x", [drawn], SCHOOL).sure for drawn in printed)
    assert sure >= 0.9 * len(printed) > 20


@pytest.mark.parametrize(
    ("ticks", "vigente"),
    [
        ("×SI □ NO", True),
        ("● SI ○ NO", True),
        ("SI ☑ NO ☐", True),
        ("SI[X]NO[ ]", True),
        ("□SI ×NO", False),
        ("○ SI ● NO", False),
        ("SI ( ) NO (X)", False),
    ],
)
def test_ticked_boxes_of_every_make_are_read(ticks: str, vigente: bool) -> None:
    for carrier in (page, scan):
        reading = interpret("x", [carrier(HEAD + HOLDER + f"Vigente:   {ticks}\n" + STUDENT)], SCHOOL)
        assert (told(reading)[0], reading.sure) == (vigente, True)


def test_a_titulars_number_that_lost_its_titular_is_not_the_holders() -> None:
    own = HEAD + HOLDER.replace("80-24-04-4217-0", "80240442770") + "Vigente:   NO\n"
    for other in ("NSS del\n67920404604", "NSS:   67920404604"):
        assert not interpret("x", [scan(own + other)], SCHOOL).sure


def test_a_folio_that_lost_its_label_is_no_value_of_the_label_above() -> None:
    text = HEAD + "Nombre   ITZEL HERNANDEZ ROMERO\nCURP   HERI041213MVZRMTC7\nNSS\n{}58781191901\nVigente   NO\n"
    reading = interpret("x", [scan(text.format(" " * 60))], SCHOOL)
    assert (reading.nss, reading.sure) == (None, False)


# --- an NSS whose label an OCR lost


UNLABELLED = HEAD + "Nombre:   ITZEL HERNANDEZ ROMERO\nCURP:   HERI041213MVZRMTC7\n{}\nVigente:   SI\n" + STUDENT


@pytest.mark.parametrize(
    "number",
    [
        "80-24-04-4217-0",
        "80 24 04 4217 0",
        "8024044217-0",
        "mero de Segurid   80240442170",
        "ro de Segu\n80240442170",
        # The label ends the line above, and the number is set at the right.
        f"Número de Seguridad Social:\n{' ' * 60}80240442170",
    ],
)
def test_a_number_that_is_printed_as_an_nss_or_beside_its_labels_remains_needs_no_label(number: str) -> None:
    reading = interpret("x", [scan(UNLABELLED.format(number))], SCHOOL)
    assert (reading.nss and reading.nss.value.digits, reading.sure) == ("80240442170", True)


@pytest.mark.parametrize(
    "numbers",
    [
        "80240442170",
        "Folio   80240442170",
        # Another year of birth, two of them, or a beneficiary's page.
        "53-97-75-1234-1",
        "80-24-04-4217-0\n71-19-04-6001-5",
        "80-24-04-4217-0\nNombre del titular:   ROSA DIAZ RUIZ",
        "80-24-04-4217-0\nParentesco:   HIJO(A)",
        "ro de Segu\n80240442170\nTitular:   ROSA DIAZ RUIZ",
        f"Número de Seguridad Social:\n{' ' * 60}80240442170\nTitular:   ROSA DIAZ RUIZ",
        f"Número de Seguridad Social:\n{' ' * 40}Folio   80240442170",
    ],
)
def test_any_other_number_without_a_label_is_not_sure(numbers: str) -> None:
    assert not interpret("x", [scan(UNLABELLED.format(numbers))], SCHOOL).sure


def test_a_number_on_the_first_line_has_no_label_over_it() -> None:
    reading = interpret("x", [scan("80240442170\n" + UNLABELLED.strip().format(""))], SCHOOL)
    assert (reading.nss is not None, reading.sure) == (True, False)


def test_the_one_number_of_that_length_is_the_nss_where_two_engines_read_it() -> None:
    seen = scan(UNLABELLED.format("80240442170"))
    for drawn, sure in ((seen, False), (looked_again(seen), True)):
        reading = interpret("x", [drawn], SCHOOL)
        assert (reading.nss and reading.nss.value.digits, reading.sure) == ("80240442170", sure)


@pytest.mark.parametrize(
    "numbers",
    [
        "80240442170\n12345678904",
        "53977512341",
        "Folio   80240442170",
        "Núm. de Seguridad Social\nFolio\n80240442170",
        "80240442170\nTitular:   ROSA DIAZ RUIZ",
        "80240442170\nParentesco:   HIJO(A)",
    ],
    ids=[
        "not the only one",
        "of another year",
        "of another label",
        "whose label is there",
        "beside a titular",
        "child",
    ],
)
def test_such_a_number_is_not_sure_where_it_may_be_another(numbers: str) -> None:
    assert not interpret("x", [looked_again(scan(UNLABELLED.format(numbers)))], SCHOOL).sure


# --- what an OCR makes of drawings


def test_a_logo_that_an_ocr_took_for_a_letter_joins_no_lines() -> None:
    drawn = ocr("Vigente:   SI")
    logo = Word("O", Box(0.0, 0.02, 0.04, 0.2), 0.4)
    assert interpret("x", [replace(drawn, words=(*drawn.words, logo))], SCHOOL).sure


def test_a_section_with_its_letter_glued_to_it_is_no_table_of_beneficiaries() -> None:
    text = HEAD + "A.DERECHOHABIENTE\n" + HOLDER + "Vigente:   SI\n" + STUDENT
    assert interpret("x", [scan(text)], SCHOOL).sure


def test_the_holder_among_the_beneficiaries_is_not_surely_insured_by_their_own_work() -> None:
    table = "Parentesco              CURP\nHIJO(A)                 HERI041213MVZRMTC7\n"
    text = HEAD + HOLDER + "Vigente:   SI\nModalidad:   10\n" + table
    assert not interpret("x", [page(text)], SCHOOL).sure


def test_an_answer_far_off_that_two_engines_read_is_sure_but_not_under_a_glare() -> None:
    text = HEAD + HOLDER + "Estatus:      VIGENTE\n" + STUDENT
    seen = scan(text)
    seen = replace(seen, words=tuple(replace(word, second=word.text) for word in seen.words))
    assert not interpret("x", [scan(text)], SCHOOL).sure
    glare = (Flaw(Fault.REFLEJO, Box(0.0, 0.0, 0.5, 0.5)),)
    assert not interpret("x", [replace(seen, flaws=glare)], SCHOOL).sure


def test_an_answer_close_after_its_label_stays_beside_it_where_a_fold_makes_it_level_with_another_line() -> None:
    drawn = scan(HEAD + HOLDER + "UMF\nVigente: SI\nTurno   MATUTINO\n" + STUDENT)
    folded = {"SI": -0.0052, "UMF": 0.004}
    words = tuple(_moved(word, folded.get(word.text, 0.0)) for word in drawn.words)
    assert interpret("x", [replace(drawn, words=words)], SCHOOL).sure


def test_a_word_under_another_is_not_next_to_it() -> None:
    drawn = scan(HEAD + HOLDER + "Vigente   SI\nCotiza    NO\n" + STUDENT)
    folded = {"Cotiza": -0.004, "NO": -0.0086}
    words = tuple(_moved(word, folded.get(word.text, 0.0)) for word in drawn.words)
    assert interpret("x", [replace(drawn, words=words)], SCHOOL).sure


def _moved(word: Word, down: float) -> Word:
    return replace(word, box=replace(word.box, top=word.box.top + down, bottom=word.box.bottom + down))
