from __future__ import annotations

import pytest

from tests.core.constancias import HEAD, HOLDER, NO, RELATIVE, STUDENT, TABLE, ocr, read, told
from worker.core.types import Through

PARENT = HEAD + "Nombre:   ANA ROMERO DIAZ\nCURP:   RODA750310MCSMZN00\nNSS:   53977512341\nVigente:   SI\n"


def test_numbers_of_beneficiaries_are_never_the_holders() -> None:
    row = "ROSA DIAZ RUIZ                MADRE         2F1975OR    RODA750310MCSDRN07    71190460015"
    reading = read(NO + TABLE.format(row=row))
    assert reading.nss and reading.nss.value.digits == "80240442170"
    assert (told(reading), reading.sure) == ((False, None), True)


def test_vigente_in_the_table_is_not_the_holders_status() -> None:
    row = "ROSA DIAZ RUIZ                MADRE         2F1975OR    RODA750310MCSDRN07    VIGENTE"
    reading = read(NO + TABLE.format(row=row))
    assert (told(reading), reading.sure) == ((False, None), True)


@pytest.mark.parametrize("decoy", ["Folio:   {}", "Teléfono:   {}", "Registro patronal:   {}", "Matrícula:   {}"])
def test_an_nss_under_another_label_is_not_taken(decoy: str) -> None:
    reading = read(HEAD + HOLDER.split("Número")[0] + "Vigente:   NO\n" + decoy.format("12345678903"))
    assert (reading.nss, reading.sure) == (None, False)


def test_seals_are_noise() -> None:
    seal = "\nSello digital:\n12345678903 zAvfA2fDakeqUZv8dsWJAkCUFWQl2KF8dwcuFp8Ha658\nx 71190460015\n"
    reading = read(HEAD + HOLDER.split("Número")[0] + "Vigente:   NO\n" + seal)
    assert (reading.nss, reading.sure) == (None, False)


def test_data_after_the_seals_and_the_table_are_the_holders_again() -> None:
    row = "ROSA DIAZ RUIZ                MADRE         2F1975OR    RODA750310MCSDRN07    71190460015"
    seal = "Cadena original:\nxXzF74lTQuu3hDN2bh98/24xJbMBaxT7ibh5QfGOM9tnohYCCO2nhA==\n"
    table = TABLE.format(row=row).replace("La presente", "\nDATOS DEL ASEGURADO\nLa presente")
    reading = read(HEAD + table + seal + HOLDER + "Vigente:   NO\n")
    assert reading.nss and (reading.nss.value.digits, reading.sure) == ("80240442170", True)


def test_a_status_after_the_table_is_the_holders() -> None:
    row = "ROSA DIAZ RUIZ                MADRE         2F1975OR    RODA750310MCSDRN07    71190460015"
    assert told(read(HEAD + HOLDER + TABLE.format(row=row).split("La pres")[0] + "Vigente:   NO\n"))[0] is False
    assert told(read(HEAD + HOLDER + TABLE.format(row=row).split("La pres")[0] + "Estatus   BAJA\n"))[0] is False


def test_a_number_under_another_label_is_not_taken_for_a_blank_nss() -> None:
    reading = read(HEAD + HOLDER.split("Número")[0] + "Vigente:   NO\nClave             NSS\n71190460015\n")
    assert (reading.nss, reading.sure) == (None, False)


def test_an_ocrs_speck_between_label_and_value_is_passed_over() -> None:
    assert told(ocr(HEAD + HOLDER + "Vigente:   e~   NO\n"))[0] is False


@pytest.mark.parametrize(
    ("row", "suspect"),
    [
        ("ITZEL HERNANDEZ ROMERO        HIJO(A)       3F2004OR    HERI041213MVZRMTC7", True),
        ("ITZEL HERNANDEZ ROMERO        HIJA          3F2004OR", True),
        ("ITZEL HERNANDEZ ROMERO                      3F2004OR", True),
        ("ITZEL HERNANDEZ ROMERO        HIJA", True),
        ("ITZEL HERNANDEZ ROMERO                                  HERI041213MVZ", True),
        ("LUIS HERNANDEZ ROMERO         HIJO          3M2019OR", False),
        ("JUAN PEREZ LOPEZ              CONYUGE       2M1975OR    PELJ060615HCSRPNA7", False),
        ("SIN BENEFICIARIOS REGISTRADOS", False),
        ("Ninguno", False),
    ],
)
def test_a_child_of_student_age_makes_the_page_perhaps_a_parents(row: str, suspect: bool) -> None:
    reading = read(PARENT + "Modalidad:   10\n" + TABLE.format(row=row))
    assert (reading.sure, RELATIVE in reading.problems) == (not suspect, suspect)


def test_without_a_day_of_issue_any_child_may_be_the_student() -> None:
    row = "LUIS HERNANDEZ ROMERO         HIJO          3M2019OR"
    undated = (PARENT + "Modalidad:   10\n").replace("TUXTLA GUTIERREZ, CHIAPAS, a 23 de mayo de 2026", "")
    assert RELATIVE in read(undated + TABLE.format(row=row)).problems


BENEFICIARY = (
    HEAD
    + HOLDER
    + "Vigente:   SI\nTipo de asegurado:   BENEFICIARIO HIJO(A)\nAgregado médico:   3F2004OR\nModalidad:   10\n"
)
TITULAR = (
    "Nombre del titular:   ROSA ROMERO DIAZ\nNSS del titular:   71190460015\nCURP del titular:   RODA750310MCSDRN07\n"
)


def test_a_beneficiarys_own_page_is_sure_and_the_titulars_numbers_stay_apart() -> None:
    reading = read(BENEFICIARY + TITULAR)
    assert reading.nss and reading.nss.value.digits == "80240442170"
    assert reading.curp and reading.curp.value.text == "HERI041213MVZRMTC7"
    assert (told(reading), reading.sure) == ((True, Through.BENEFICIARIO), True)


def test_a_titular_in_a_section_of_their_own_stays_apart() -> None:
    section = "DATOS DEL TITULAR\nNombre:   ROSA ROMERO DIAZ\nNSS:   71190460015\nDATOS GENERALES\nTurno:   MATUTINO\n"
    reading = read(BENEFICIARY + section)
    assert (told(reading), reading.sure) == ((True, Through.BENEFICIARIO), True)
    assert reading.nss and reading.nss.value.digits == "80240442170"


def test_a_section_of_the_titular_alone_is_the_holders() -> None:
    text = HEAD + "DATOS DEL TITULAR\n" + HOLDER.strip("\n") + "\nVigente:   NO\n"
    assert read(text).sure


def test_only_the_titulars_nss_is_no_nss_of_the_student() -> None:
    reading = read(BENEFICIARY.replace("80-24-04-4217-0", "") + TITULAR)
    assert (reading.nss, reading.sure) == (None, False)
    assert RELATIVE in reading.problems


def test_a_beneficiarys_page_with_an_nss_of_another_year_may_show_the_titulars() -> None:
    reading = read(BENEFICIARY.replace("80-24-04-4217-0", "53097512346"))
    assert not reading.sure and RELATIVE in reading.problems


@pytest.mark.parametrize(
    "children",
    [
        "Dependientes económicos\n1. ITZEL HERNANDEZ ROMERO   13/12/2004",
        "Hijo:   ITZEL HERNANDEZ ROMERO   Nacimiento:   13/12/2004",
        "Hija 1:   ITZEL HERNANDEZ ROMERO",
        "Hijos:\nITZEL HERNANDEZ ROMERO",
    ],
)
def test_other_words_for_children_make_the_page_perhaps_a_parents(children: str) -> None:
    reading = read(PARENT + "Modalidad:   10\n" + children)
    assert not reading.sure and RELATIVE in reading.problems


def test_a_word_that_there_are_no_children_is_fine() -> None:
    assert read(PARENT + "Modalidad:   10\nHijos:   NINGUNO\n").sure


def test_a_number_of_another_generation_under_the_students_name_is_not_sure() -> None:
    reading = read(NO.replace("80-24-04-4217-0", "53977512341"))
    assert not reading.sure and "El NSS parece de otra persona que la CURP." in reading.problems


def test_a_year_apart_is_a_warning_only() -> None:
    reading = read(NO.replace("80-24-04-4217-0", "80240542177"))
    assert (reading.sure, len(reading.problems)) == (True, 1)


@pytest.mark.parametrize("label", ["Derechohabiente", "Derechobabiente", "Derechohablente", "DERECHOHABIENTE:"])
def test_a_misread_label_of_the_holder_is_no_heading_of_relatives(label: str) -> None:
    reading = read(HEAD + HOLDER.replace("Nombre:", label) + NO)
    assert reading.name is not None and reading.nss is not None


@pytest.mark.parametrize("said", ["TITULAR", "ASEGURADO", ""])
def test_a_holder_who_is_nobodys_dependant_is_no_relative(said: str) -> None:
    assert told(read(HEAD + HOLDER + f"Parentesco:   {said}\nVigente:   SI\n" + STUDENT)) == (True, Through.TECNOLOGICO)


@pytest.mark.parametrize(("curp", "sure"), [("SACM240205HOCNTTA1", True), ("HERI041213MVZRMTC7", False)])
def test_a_beneficiary_whose_curp_wraps_is_a_relative(curp: str, sure: bool) -> None:
    table = f"BENEFICIARIO: MATIAS SANTOS COUTIÑO\n{curp}\nEsta constancia es gratuita.\n"
    reading = read(PARENT.replace("SI", "NO") + table)
    assert (reading.sure, RELATIVE in reading.problems) == (sure, not sure)


def test_a_curp_alone_under_no_beneficiary_is_another_persons() -> None:
    assert not read(NO + "Interesado: MATIAS SANTOS COUTIÑO\nSACM240205HOCNTTA1\n").sure


def test_a_beneficiary_whose_page_it_is_is_its_holder() -> None:
    own = HEAD + "Beneficiario:  ITZEL HERNANDEZ ROMERO\nHERI041213MVZRMTC7\nNSS:   80240442170\nVigente:   NO\n"
    reading = read(own)
    assert (reading.curp is not None, RELATIVE in reading.problems) == (True, False)
