"""Values that go on in the next line or word, and what two engines confirm group by group."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.constancias import HEAD, HOLDER, SCHOOL, STUDENT, ocr, told
from tests.core.pages import HEIGHT_OF_PAGE, looked_again, page, scan
from worker.core.reading import interpret
from worker.core.types import Through, Word

OWN = "80240442170"
CURP = "CURP:   HERI041213MVZRMTC7\n"


@pytest.mark.parametrize(("up", "name"), [(2.0, "ITZEL MARIA HERNANDEZ ROMERO"), (0.0, "ITZEL HERNANDEZ ROMERO")])
def test_a_given_name_close_under_its_surnames_is_part_of_the_name(up: float, name: str) -> None:
    text = HEAD + f"Nombre:   HERNANDEZ ROMERO ITZEL\n          MARIA\n{CURP}NSS:   {OWN}\nVigente:   NO\n"
    for draw in (page, scan):
        drawn = draw(text)
        words = tuple(_raised(word, up) if word.text == "MARIA" else word for word in drawn.words)
        reading = interpret("x", [replace(drawn, words=words)], SCHOOL)
        assert reading.name is not None
        assert (reading.name.value, reading.sure) == (name, True)


def _raised(word: Word, up: float) -> Word:
    box = word.box
    return replace(word, box=replace(box, top=box.top - up / HEIGHT_OF_PAGE, bottom=box.bottom - up / HEIGHT_OF_PAGE))


@pytest.mark.parametrize("label", ["Número de Seguridad Social (NSS)", "Número de Seguridad Social (NS5)"])
def test_the_letters_of_a_label_between_it_and_its_number_may_be_misread(label: str) -> None:
    assert ocr(HEAD + f"Nombre:   ITZEL HERNANDEZ ROMERO\n{CURP}{label} 8024044217-0.\nVigente:   NO\n").sure


@pytest.mark.parametrize(("second", "sure"), [("4217", True), ("", False), ("4211", False)])
def test_each_group_of_a_number_is_sure_or_confirmed(second: str, sure: bool) -> None:
    text = HEAD + f"Nombre:   ITZEL HERNANDEZ ROMERO\n{CURP}NSS:   80 24 04 4217~ 0\nVigente:   NO\n"
    drawn = scan(text)
    words = {word.text: "" for word in drawn.words if word.text.isdigit()}
    again = looked_again(drawn, **{**{f"_{text}": "" for text in words}, **words, "4217": second})
    assert interpret("x", [again], SCHOOL).sure is sure


@pytest.mark.parametrize("end", [",", "..", ".,"])
def test_a_comma_that_was_read_as_two_stops_ends_no_sentence(end: str) -> None:
    text = f"Se hace constar que ITZEL HERNANDEZ ROMERO, con NSS {OWN} y\nCURP HERI041213MVZRMTC7{end}\n"
    reading = ocr(HEAD + text + "NO SE ENCUENTRA VIGENTE ante este Instituto.\n")
    assert (told(reading)[0], reading.sure) == (False, True)


def test_a_sentence_after_the_curps_full_stop_may_have_lost_its_si_usted() -> None:
    text = f"Se hace constar que ITZEL HERNANDEZ ROMERO, con NSS {OWN} y\nCURP HERI041213MVZRMTC7.\n"
    for words in ("NO SE ENCUENTRA VIGENTE", "SE ENCUENTRA VIGENTE"):
        assert not ocr(HEAD + text + f"{words} ante este Instituto.\n{STUDENT}").sure


@pytest.mark.parametrize("small", ["hernánDEZ", "HerNÁNdez"])
def test_capitals_that_one_engine_saw_are_capitals(small: str) -> None:
    """An OCR takes 'ACUÑA.' for 'acuÑa.': the rest of the name would be told for another word."""
    text = HEAD + f"Nombre:   ITZEL {small} ROMERO\n{CURP}NSS:   {OWN}\nVigente:   NO\n"
    reading = interpret("x", [looked_again(scan(text), **{small: "HERNÁNDEZ"})], SCHOOL)
    assert reading.name is not None
    assert (reading.name.value, reading.sure) == ("ITZEL HERNÁNDEZ ROMERO", True)


@pytest.mark.parametrize(
    ("words", "through"),
    [
        ("como hija y beneficiaria del asegurado RAUL ROMERO DIAZ.", Through.BENEFICIARIO),
        ("como beneficiaria del asegurado RAUL ROMERO DIAZ.", Through.BENEFICIARIO),
        ("como hija y\nbeneficiaria del asegurado RAUL ROMERO DIAZ.", Through.BENEFICIARIO),
        ("como cortesía de la Subdelegación.", None),
    ],
)
def test_a_sentence_tells_that_the_holder_is_a_beneficiary(words: str, through: Through | None) -> None:
    assert told(ocr(HEAD + HOLDER + f"se encuentra vigente ante este Instituto, {words}\n"))[1] is through


@pytest.mark.parametrize(
    ("line", "sure"),
    [
        ("LESLIE VIANEY ROMERO RUIZ, ADAN DIAZ MORA", False),
        ("LESLIE VIANEY RUIZ DIAZ, ADAN LOPEZ MORA", False),
        ("LESLIE VIANEY RUIZ MORA, ADAN LOPEZ MORA", True),
        ("Cadena original ANA ROMERO DIAZ 013", True),
        ("TECNM CAMPUS ROMERO", True),
        ("Nombre del patrón:   FERRETERIA ROMERO DIAZ SA", True),
    ],
)
def test_a_name_like_that_of_a_holder_who_may_have_a_student_child_may_be_the_childs(line: str, sure: bool) -> None:
    parent = HEAD + "Nombre:   ANA ROMERO DIAZ\nCURP:   RODA750310MCSMZN00\nNSS:   53977512341\nVigente:   NO\n"
    assert interpret("x", [looked_again(scan(parent + line + "\n"))], SCHOOL).sure is sure
    young = HEAD + HOLDER + "Vigente:   NO\nLESLIE VIANEY ROMERO RUIZ\n"
    assert interpret("x", [looked_again(scan(young))], SCHOOL).sure


def test_a_beneficiarys_page_names_the_titular_and_no_child() -> None:
    text = (
        HEAD
        + "Nombre:   ANA ROMERO DIAZ\nCURP:   RODA750310MCSMZN00\nNSS:   53977512341\nVigente:   NO\n"
        + "Parentesco:   HIJA\nNombre del titular:   RAUL ROMERO MORA\nNSS del titular:   80937542175\n"
    )
    assert interpret("x", [looked_again(scan(text))], SCHOOL).sure


def test_a_status_in_small_letters_alone_beside_its_label_is_its_value() -> None:
    lines = "Folio           1234567890123\nCondición       {}\nTurno           MATUTINO\n"
    for word, answer in (("Vigente", True), ("No vigente", False)):
        reading = interpret("x", [looked_again(scan(HEAD + HOLDER + lines.format(word) + STUDENT))], SCHOOL)
        assert told(reading)[0] is answer


def test_a_name_is_not_longer_for_what_stands_close_under_it_beside_a_label() -> None:
    text = HEAD + f"NOMBRE     ITZEL\nPATERNO:   HERNANDEZ\nMATERNO:   ROMERO\n{CURP}NSS:   {OWN}\nVigente:   NO\n"
    drawn = scan(text)
    words = tuple(_raised(word, 2.0) if word.text in ("PATERNO:", "HERNANDEZ") else word for word in drawn.words)
    reading = interpret("x", [replace(drawn, words=words)], SCHOOL)
    assert reading.name is not None and reading.name.value == "ITZEL HERNANDEZ ROMERO"


def test_a_number_whose_label_goes_on_illegibly_is_not_the_holders() -> None:
    text = HEAD + f"Nombre:   ITZEL HERNANDEZ ROMERO\n{CURP}NSS {{}}   {OWN}\nVigente:   NO\n"
    assert interpret("x", [scan(text.format("daseaotote~"), 0.75)], SCHOOL).nss is None
    assert interpret("x", [scan(text.format("asignado"), 0.75)], SCHOOL).nss is not None


def test_an_if_of_which_an_ocr_glued_the_next_words_is_still_one() -> None:
    for glued in ("Siustedn", "Susted no"):
        small = f"{glued} se encuentra vigente o sus datos son incorrectos, acuda a la Unidad."
        for status, answer in (("NO", False), ("SI", True)):
            assert told(ocr(HEAD + HOLDER + f"Vigente:   {status}\n" + STUDENT + small + "\n"))[0] is answer


@pytest.mark.parametrize("first", ["Si", "Vigente", "vigente"])
def test_a_word_of_a_sentence_is_no_answer_though_one_engine_saw_capitals(first: str) -> None:
    text = HEAD + HOLDER + f"{first} la leyenda es\nVigente:   NO\n" + STUDENT
    one = interpret("x", [looked_again(scan(text))], SCHOOL)
    other = interpret("x", [looked_again(scan(text), **{first: first.upper()})], SCHOOL)
    assert (told(one), one.sure) == (told(other), other.sure)
