from __future__ import annotations

import pytest

from tests.core.constancias import HEAD, NO, RELATIVE, SCHOOL, TABLE, ocr, read
from tests.core.pages import looked_again, scan
from worker.core.identifiers import Curp
from worker.core.reading import interpret


def test_another_year_of_birth_is_a_warning_and_no_rejection() -> None:
    reading = read(NO.replace("80-24-04-4217-0", "80240642175"))
    assert reading.sure
    assert reading.problems == ("El año de nacimiento del NSS y el de la CURP no coinciden.",)


@pytest.mark.parametrize(
    "change",
    [
        ("80-24-04-4217-0", "80-24-04-4217-1"),
        ("80-24-04-4217-0", "80-24-04-4217-0 5"),
        ("ITZEL HERNANDEZ ROMERO", "ANA HERNANDEZ ROMERO"),
        ("HERI041213MVZRMTC7", ""),
        ("Número de Seguridad Social:    80-24-04-4217-0", "80240442170"),
        ("Número de Seguridad Social:    80-24-04-4217-0", "NSS:   80240442170\nNSS:   71190460015"),
        ("CURP:                          HERI041213MVZRMTC7", "HERI041213MVZRMTC7 RODA750310MCSDRN07"),
        ("Vigente", "Asegurado:   JUAN PEREZ LOPEZ\nVigente"),
        ("Vigente", "Cadena original: ||Invocante:x|Curp:RODA750310MCSDRN07|Número de Seguridad Social:1||\nVigente"),
        ("Vigente", "Cadena original: ||Invocante:x|Número de Seguridad Social:71190460015||\nVigente"),
    ],
)
def test_a_holder_who_is_not_proven_is_never_sure(change: tuple[str, str]) -> None:
    named_only = change == ("HERI041213MVZRMTC7", "")
    reading = read(NO.replace(*change))
    # In a text layer a labelled name is proof enough where no CURP is printed.
    assert reading.sure is named_only


def test_a_labelled_curp_stands_before_one_in_the_text() -> None:
    reading = read(NO + "Consultado por RODA750310MCSDRN07\n")
    assert reading.curp and reading.curp.value.text == "HERI041213MVZRMTC7"
    assert not reading.sure


def test_a_curp_without_a_name_needs_its_label() -> None:
    nameless = NO.replace("Nombre:                        ITZEL HERNANDEZ ROMERO", "")
    assert read(nameless).sure
    assert not read(nameless.replace("CURP:", "Clave:")).sure


def test_neither_name_nor_curp_is_nobody() -> None:
    reading = read(HEAD + "NSS:   80240442170\nVigente:   NO\nUMF:   13\n")
    assert (reading.name, reading.curp, reading.sure) == (None, None, False)


CADENA = (
    "Cadena original:\n||Invocante:x|Tipo de trámite:COMPROBANTE DE VIGENCIA DE DERECHOHABIENTES|Fecha:23 de mayo de"
    " 2026, 13:14:53|Folio:1|Nombre o Razón Social:ITZEL HERNANDEZ ROMERO|Curp:HERI041213MVZRMTC7|Número de Seguridad"
    " Social:80240442170||\nSello digital:\nzAvfA2fDakeqUZv8dsWJAkCUFWQl2KF8dwcuFp8Ha658fSfLDb5AZqPoqKnbHyde5nWzwrRGN\n"
)


def test_the_seal_is_a_second_reading() -> None:
    reading = read(NO + CADENA)
    assert reading.sure and reading.nss and "cadena original" in reading.nss.evidence.checks
    assert reading.curp and "cadena original" in reading.curp.evidence.checks
    assert reading.issued and "cadena original" in reading.issued.evidence.checks


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("ITZEL HERNANDEZ ROMERO, con CURP vigente", "ITZEL HERNANDEZ ROMERO"),
        ("ITZEL HERNANDEZ ROMERO Edad cumplida: 21", "ITZEL HERNANDEZ ROMERO"),
        ("ITZEL HERNANDEZ ROMERO, NACIDA EN CHIAPAS", "ITZEL HERNANDEZ ROMERO"),
        ("HERNANDEZ ROMERO, ITZEL", "ITZEL HERNANDEZ ROMERO"),
        ("Itzel Hernandez Romero", "ITZEL HERNANDEZ ROMERO"),
        ("Itzel Hernandez de Romero", "ITZEL HERNANDEZ DE ROMERO"),
        ("ITZEL HERNANDEZ ROMERO ESTADO CIVIL: SOLTERA", None),
        ("ITZEL HERNANDEZ ROMERO 123", "ITZEL HERNANDEZ ROMERO"),
    ],
)
def test_the_name_ends_where_other_words_begin(printed: str, name: str | None) -> None:
    reading = read(NO.replace("ITZEL HERNANDEZ ROMERO", printed))
    assert ((reading.name.value if reading.name else None), reading.sure) == (name, True)


# OCR ---------------------------------------------------------------------------------------------------


def test_an_ocrs_letters_for_digits_are_repaired_and_sure_with_the_seal_or_a_second_reading() -> None:
    text = NO.replace("80-24-04-4217-0", "8O-24-O4-42I7-0")
    reading = ocr(text)
    assert reading.nss and (reading.nss.value.digits, reading.sure) == ("80240442170", False)
    assert reading.nss.evidence.text == "8O-24-O4-42I7-0"
    assert ocr(text + CADENA).sure
    seconded = looked_again(scan(text), **{"8O_24_O4_42I7_0": "80-24-04-4217-0"})
    assert interpret("x.jpg", [seconded], SCHOOL).sure


def test_an_ocrs_letters_for_digits_without_a_year_that_agrees_are_not_repaired() -> None:
    assert ocr(NO.replace("80-24-04-4217-0", "8O-24-O6-42I7-5")).nss is None


def test_an_ocrs_curp_is_repaired_where_the_name_agrees() -> None:
    reading = ocr(NO.replace("HERI041213MVZRMTC7", "HERIO4I2I3MVZRMTC7"))
    assert reading.curp and (reading.curp.value.text, reading.sure) == ("HERI041213MVZRMTC7", True)


def test_an_ocrs_curp_is_not_repaired_where_nothing_agrees() -> None:
    text = NO.replace("HERI041213MVZRMTC7", "HERIO4I2I3MVZRMTC7").replace("ITZEL HERNANDEZ ROMERO", "")
    assert ocr(text.replace("80-24-04-4217-0", "53097512346")).curp is None
    assert ocr(text).curp is not None


def test_zero_and_o_in_an_ocrs_curp_are_told_by_the_year_they_mean() -> None:
    text = NO.replace("HERI041213MVZRMTC7", "BALR980117HBSTNCO7").replace(
        "ITZEL HERNANDEZ ROMERO", "RICARDO BAUTISTA LUNA"
    )
    reading = ocr(text)
    assert reading.curp and reading.curp.value.text == "BALR980117HBSTNC07"


OTHER_YEAR = NO.replace("80-24-04-4217-0", "80240642175") + "Agregado médico:   1F2004ES\n"


def test_an_ocrs_nss_with_nothing_that_agrees_needs_another_engine() -> None:
    first = scan(OTHER_YEAR, 0.99)
    assert not interpret("x.jpg", [first], SCHOOL).sure
    assert interpret("x.jpg", [looked_again(first)], SCHOOL).sure


@pytest.mark.parametrize("second", ["8O24O642l75", "80-24-06-4217-5", "80 240 642 175", "rn 80240642175"])
def test_another_engine_may_write_the_number_otherwise(second: str) -> None:
    assert interpret("x.jpg", [looked_again(scan(OTHER_YEAR), **{"80240642175": second})], SCHOOL).sure is True


@pytest.mark.parametrize("second", ["80240642176", "8024064217", "71190460015", "", "ruido"])
def test_another_engine_that_reads_another_number_proves_nothing(second: str) -> None:
    assert not interpret("x.jpg", [looked_again(scan(OTHER_YEAR), **{"80240642175": second})], SCHOOL).sure


def test_another_engines_other_nss_is_no_vote_but_a_dispute() -> None:
    first = scan(NO)
    assert interpret("x.jpg", [looked_again(first, **{"80_24_04_4217_0": "8O-24 l"})], SCHOOL).sure
    disputed = interpret("x.jpg", [looked_again(first, **{"80_24_04_4217_0": "80240642175"})], SCHOOL)
    assert disputed.nss and (disputed.nss.value.digits, disputed.sure) == ("80240442170", False)


def test_an_ocrs_curp_needs_its_year_twice() -> None:
    assert not ocr(NO.replace("80-24-04-4217-0", "80240642175")).sure


def test_a_damaged_curp_still_proves_the_name() -> None:
    damaged = NO.replace("HERI041213MVZRMTC7", "HERIO41213MVZRMTTC7")
    reading = ocr(damaged)
    assert (reading.curp, reading.sure) == (None, True)
    assert not ocr(damaged.replace("HERIO", "PERIO")).sure


def test_an_agregado_of_the_other_sex_unsettles_a_curp() -> None:
    assert ocr(NO + "Agregado médico:   1F2004ES\n").sure
    assert ocr(NO + "Agregado médico:   1M2004ES\n").sure
    assert not ocr(NO + "Agregado médico:   1H2004ES\n").sure


def test_a_tilde_that_an_ocr_may_have_lost_is_no_doubt_of_whose_it_is() -> None:
    text = HEAD + "Nombre:   JUAN CASTANEDA LOPEZ\nNSS:   80240442170\nCURP:   CALJ041213HCSSPNA{}\nVigente:   NO\n"
    curp = next(f"CALJ041213HCSSPNA{digit}" for digit in range(10) if _is_curp(f"CALJ041213HCSSPNA{digit}"))
    whole = text.format(curp[-1])
    assert ocr(whole).sure
    assert ocr(whole.replace("CASTANEDA", "CASTAÑEDA")).sure


def _is_curp(text: str) -> bool:
    try:
        return Curp(text).text == text
    except ValueError:
        return False


def test_a_loose_nss_is_read_where_the_year_agrees_but_never_sure() -> None:
    reading = ocr(NO.replace("Número de Seguridad Social:    80-24-04-4217-0", "      80240442170"))
    assert reading.nss and (reading.nss.value.digits, reading.sure) == ("80240442170", False)


def test_a_name_without_a_label_is_found_by_the_curp() -> None:
    reading = ocr(NO.replace("Nombre:      ", "             "))
    assert reading.name and (reading.name.value, reading.sure) == ("ITZEL HERNANDEZ ROMERO", True)
    two = read(NO.replace("Nombre:      ", "             ") + "ITZI HERNANDEZ ROMERO\n")
    assert (two.name, two.sure) == (None, True)


PARENT = HEAD + "Nombre:   ANA ROMERO DIAZ\nCURP:   RODA750310MCSMZN00\nNSS:   53977512341\nVigente:   NO\n"


def test_a_line_that_is_illegible_in_the_table_may_be_anybody() -> None:
    row = "[iowrsensarnomeno              Lopez       CoNo        SFZO1GOR"
    assert RELATIVE in ocr(PARENT + TABLE.format(row=row)).problems
    # Nobody of twenty-two has a child of fifteen.
    assert RELATIVE not in ocr(NO + TABLE.format(row=row)).problems


def test_another_persons_agregado_outside_a_legible_table_is_another_person() -> None:
    """A parent's page whose list of children an OCR could not read but for one word."""
    drawn = scan(NO + "\nAgregado médico:   1F2004ES\nPam111ar00~ c91atrad0m~\nDANTELA~ ARA~ 3P2008OR~\n")
    reading = interpret("x.pdf", (looked_again(drawn),), SCHOOL)
    assert "Hay datos de más de una persona en la constancia." in reading.problems


def test_an_agregado_that_is_printed_twice_with_one_sign_misread_is_one_persons() -> None:
    drawn = scan(NO + "\nAgregado médico:   1F2004ES\nAgregado:   1P2004ES\n")
    assert interpret("x.pdf", (looked_again(drawn),), SCHOOL).sure
