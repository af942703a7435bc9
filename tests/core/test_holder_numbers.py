"""Which number of a page is its holder's NSS, and which never is."""

from __future__ import annotations

import pytest

from tests.core.constancias import HEAD, NO, SCHOOL, ocr, read
from tests.core.pages import page, scan
from tests.core.people import chance, nss_of
from worker.core.reading import interpret
from worker.core.types import Reading

NAME = "Nombre:   ITZEL HERNANDEZ ROMERO\nCURP:   HERI041213MVZRMTC7\n"
OWN = "80240442170"
# Eleven digits that pass the check, and have the holder's year of birth where an NSS has it.
BY_CHANCE = chance("7119046001")


def nss(reading: Reading) -> str | None:
    return reading.nss.value.digits if reading.nss else None


def body(text: str) -> str:
    return HEAD + NAME + text + "\nVigente:   NO\n"


@pytest.mark.parametrize(
    "line",
    [
        "Folio:   {}",
        "Folio\n{}",
        "Teléfono   {}",
        "Registro patronal:   {}",
        "NSS del titular:   {}",
        "NSS titular:   {}",
        "NSS (madre):   {}",
        "NSS del padre   {}",
        "Número de Seguridad Social\ndel titular:   {}",
        "Número de Seguridad Social de la tutora:   {}",
        "Cadena original: ||Invocante:x|folio:{}||",
        "Secuencia notarial: {}",
    ],
)
def test_a_distractor_is_never_the_nss_and_never_stands_in_its_way(line: str) -> None:
    distractor = line.format(BY_CHANCE)
    for take in (read, ocr):
        assert nss(take(body(distractor))) is None
        assert nss(take(body(f"NSS:   {OWN}\n{distractor}"))) == OWN
        assert nss(take(body(f"{distractor}\nUMF:   13\nNSS:   {OWN}"))) == OWN


def test_a_beneficiarys_number_is_not_the_holders() -> None:
    table = f"Beneficiarios\nNombre                 Parentesco   NSS\nANA HERNANDEZ LUNA     HIJA         {BY_CHANCE}"
    assert nss(read(body(table))) is None
    assert nss(read(body(f"NSS:   {OWN}\n{table}"))) == OWN


@pytest.mark.parametrize(
    "label",
    [
        "NSS",
        "N.S.S.",
        "NSS:",
        "Núm. de Seguridad Social:",
        "No. de Seg. Social:",
        "Número de afiliación al IMSS:",
        "NÚMERO DE SEGURO SOCIAL:",
        "Número de Seguridad Social (NSS)",
        "Nùmero de Segurídad Socia1:",
        "Númerode SeguridadSocial:",
        "NúmerodeSeguridadSocial",
        "NSS del estudiante:",
        "3. NSS:",
        "• N° de Seguridad Social:",
        "IMSS:",
        "Seguro social:",
        "NSS......",
        "NSS =",
        "Νúmеrо dе Sеguridаd Sосiаl:",
    ],
)
def test_the_label_is_known_by_its_meaning_and_in_any_spelling(label: str) -> None:
    for take in (read, ocr):
        reading = take(body(f"{label}   {OWN}"))
        assert (nss(reading), reading.sure) == (OWN, True)


@pytest.mark.parametrize(
    "printed",
    [
        "8 0 2 4 0 4 4 2 1 7 0",
        "80   24   04   4217   0",
        "80240442170 (vigente)",
        "80 24 04 4217-0",
        "es: 80240442170",
        "8024044\n      2170",
    ],
)
def test_the_number_is_read_in_pieces_and_among_words(printed: str) -> None:
    assert nss(read(body(f"NSS:   {printed}\nUMF:   13"))) == OWN


@pytest.mark.parametrize(
    "printed", ["8024044217", "80240442170 5", "80240442171", "802404421", "no cuenta con", "-----"]
)
def test_what_is_not_one_number_of_eleven_digits_is_none(printed: str) -> None:
    assert nss(read(body(f"NSS:   {printed}"))) is None


@pytest.mark.parametrize(
    "glued",
    [
        "NSS80240442170",
        "Número de Seguridad Social80240442170",
        "NSS:80240442170Sexo:M",
        "(NSS)80-24-04-4217-0",
        "con NSS 80-24-04-4217-0yCURP HERI041213MVZRMTC7.",
        "N.S.S.:80240442170;",
    ],
)
def test_a_number_that_is_glued_to_words_is_cut_off(glued: str) -> None:
    assert nss(ocr(body(glued))) == OWN


def test_key_and_number_of_two_columns_that_stand_close_are_both_read() -> None:
    text = HEAD + f"Nombre   ITZEL HERNANDEZ ROMERO\nHERI041213MVZRMTC7 {OWN}\nVigente:   NO\n"
    reading = ocr(text)
    assert reading.curp and (reading.curp.value.text, nss(reading)) == ("HERI041213MVZRMTC7", OWN)


def test_a_curp_that_is_glued_to_words_is_cut_off() -> None:
    for glued in ("CURPHERI041213MVZRMTC7", "CURP:HERI041213MVZRMTC7Sexo:M", "HERI041213MVZRMTC7NSS:80240442170"):
        reading = ocr(HEAD + f"Nombre   ITZEL HERNANDEZ ROMERO\n{glued}\nVigente:   NO\n")
        assert reading.curp and reading.curp.value.text == "HERI041213MVZRMTC7"


def test_a_number_over_its_label_is_taken_only_where_none_stands_beside_or_under_it() -> None:
    over = f"{OWN}\nNúmero de Seguridad Social\n\n\n"
    assert nss(read(body(over))) == OWN
    assert nss(read(body(f"{BY_CHANCE}\nNSS   {OWN}"))) == OWN


def test_a_number_over_the_label_that_another_label_announces_is_not_taken() -> None:
    assert nss(read(body(f"Folio\n{BY_CHANCE}\nNúmero de Seguridad Social\n\n\n"))) is None


def test_a_label_with_nothing_over_it_and_nothing_under_it_announces_nothing() -> None:
    reading = read("      NSS\n\n\n\n" + HEAD.strip("\n") + "\n" + NAME + "Vigente:   NO\n")
    assert nss(reading) is None


def test_a_sentence_may_part_the_label_or_the_number() -> None:
    for text in (
        f"Se hace constar que la persona con Número de Seguridad\nSocial {OWN}, inscrita, no se encuentra vigente.",
        f"Se hace constar que la persona con Número de Seguridad Social\n{OWN}, inscrita aquí, está dada de baja.",
        "Se hace constar que la persona con Número de Seguridad Social 80 24\n04 4217 0, inscrita aquí, es de baja.",
    ):
        assert nss(read(HEAD + NAME + text)) == OWN


def test_two_labelled_numbers_are_nobodys() -> None:
    reading = read(NO + f"NSS:   {nss_of('5309751234')}\n")
    assert (nss(reading), reading.sure) == (None, False)


def test_letters_for_digits_are_put_right_only_where_the_year_of_birth_agrees() -> None:
    confused = "8O24O442l7O"
    assert nss(ocr(body(f"NSS:   {confused}"))) == OWN
    assert nss(ocr(body(f"NSS:   {confused}").replace("HERI041213MVZRMTC7", ""))) is None
    assert not ocr(body(f"NSS:   {confused}")).sure


def test_slanted_boxes_that_are_too_high_do_not_mix_lines() -> None:
    """An OCR's box around a long word of a climbing line reaches into the lines above and below it."""
    text = (
        HEAD
        + f"Nombre        ITZEL HERNANDEZ ROMERO\nCURP          HERI041213MVZRMTC7\nNSS           {OWN}\nVigente  NO"
    )
    for slope in (-0.07, -0.03, 0.03, 0.07):
        drawn = page(text, engine="ppocr", confidence=0.95, slope=slope)
        reading = interpret("x.jpg", [drawn], SCHOOL)
        assert (nss(reading), reading.sure) == (OWN, True)


def test_words_of_a_text_layer_may_be_set_with_look_alikes() -> None:
    text = NO.replace("CURP", "СURР").replace("80-24-04-4217-0", "８０２４０４４２１７０")
    for draw in (page, scan):
        assert interpret("x", [draw(text)], SCHOOL).sure
