from __future__ import annotations

from datetime import date

import pytest

from tests.core.constancias import HEAD, HOLDER, SCHOOL, SMALL, STUDENT, ocr, read, told
from tests.core.pages import page, scan
from worker.core.paper.proof import CHECKS
from worker.core.reading import interpret
from worker.core.types import Defect, Document, Page, Through, Unreadable


def test_a_clean_constancia_is_read_whole_and_surely() -> None:
    status = "Con derecho al servicio médico:   SI\nVigente hasta:    01/12/2027\n"
    reading = read(HEAD + HOLDER + status + STUDENT + SMALL)
    assert reading.document is Document.CONSTANCIA
    assert reading.nss and reading.nss.value.digits == "80240442170"
    assert reading.curp and reading.curp.value.text == "HERI041213MVZRMTC7"
    assert reading.name and reading.name.value == "ITZEL HERNANDEZ ROMERO"
    assert reading.issued and reading.issued.value == date(2026, 5, 23)
    assert told(reading) == (True, Through.TECNOLOGICO)
    assert (reading.page, reading.sure, reading.problems) == (1, True, ())
    assert reading.checks == tuple(check.name for check in CHECKS)


def test_the_same_read_surely_by_an_ocr_is_sure_and_read_poorly_is_not() -> None:
    text = HEAD + HOLDER + "Vigente:   SI\n" + STUDENT + SMALL
    assert ocr(text).sure
    poor = ocr(text, 0.7)
    assert (told(poor), poor.sure) == ((True, Through.TECNOLOGICO), False)


def test_label_above_its_value_and_table_heads_are_read_as_well() -> None:
    text = (
        HEAD
        + """
Nombre                              CURP
ITZEL HERNANDEZ ROMERO              HERI041213MVZRMTC7
NSS                                 Estatus
8024 04 4217 0                      VIGENTE
Agregado médico     UMF             Modalidad
1F2004ES            13              32
Registro patronal                   Razón social
Y5412345 32 8                       TECNM
                                    CAMPUS PRUEBA
"""
    )
    reading = read(text)
    assert (told(reading), reading.sure) == ((True, Through.TECNOLOGICO), True)
    assert reading.nss and reading.nss.value.digits == "80240442170"


def test_labels_and_values_in_prose_are_read() -> None:
    text = (
        HEAD
        + """
El Instituto hace constar que ITZEL HERNANDEZ ROMERO, con CURP HERI041213MVZRMTC7 y Número de Seguridad Social
8024044217 0, no se encuentra
vigente en sus derechos a la fecha de consulta.
"""
    )
    reading = read(text)
    assert reading.name and reading.name.value == "ITZEL HERNANDEZ ROMERO"
    assert reading.nss and reading.nss.value.digits == "80240442170"
    assert (told(reading), reading.sure) == ((False, None), True)


def test_every_value_stands_in_its_box_and_nothing_else_does() -> None:
    drawn = page((HEAD + HOLDER + "Vigente:   SI\n" + STUDENT + SMALL).replace("CURP:        ", "CURP:"))
    reading = interpret("x.pdf", [drawn], SCHOOL)
    expected = {
        "nss": "80-24-04-4217-0",
        "curp": "HERI041213MVZRMTC7",
        "name": "ITZEL HERNANDEZ ROMERO",
        "vigente": "SI",
        "through": "Y54-12345-32-8",
        "issued": "23 de mayo de 2026",
    }
    for field, text in expected.items():
        evidence = getattr(reading, field).evidence
        assert (evidence.text, evidence.page, evidence.engine) == (text, 1, "texto")
        inside = [
            word.text
            for word in drawn.words
            if evidence.box.left - 1e-9 <= word.box.left
            and word.box.right <= evidence.box.right + 1e-9
            and evidence.box.top - 1e-9 <= word.box.top
            and word.box.bottom <= evidence.box.bottom + 1e-9
        ]
        assert " ".join(inside) == text


def test_a_label_glued_to_its_value_is_left_out_of_the_box() -> None:
    reading = read(HEAD + "Nombre:   ITZEL HERNANDEZ ROMERO\nCURP:HERI041213MVZRMTC7\nNSS:80240442170\nVigente:NO")
    assert reading.sure and reading.curp and reading.nss
    box = reading.curp.evidence.box
    assert box.left == pytest.approx(5 * 6 / 700) and reading.nss.evidence.text == "80240442170"


def test_crooked_lines_are_straightened() -> None:
    text = HEAD + HOLDER + "Vigente:   SI\n" + STUDENT
    reading = interpret("x.jpg", [page(text, engine="tesseract", confidence=0.95, slope=0.06)], SCHOOL)
    assert (told(reading), reading.sure) == ((True, Through.TECNOLOGICO), True)


def test_names_in_three_fields_are_put_together() -> None:
    text = HEAD + "Primer apellido:   HERNANDEZ\nSegundo apellido:   ROMERO\nNombre(s):   ITZEL\n"
    reading = read(text + "CURP:   HERI041213MVZRMTC7\nNSS:   80240442170\nVigente:   NO\n")
    assert reading.name and (reading.name.value, reading.sure) == ("ITZEL HERNANDEZ ROMERO", True)


def test_surnames_first_are_put_after_the_given_names() -> None:
    reading = read(HEAD + HOLDER.replace("ITZEL HERNANDEZ ROMERO", "HERNANDEZ/ROMERO/ITZEL") + "Vigente:   NO\n")
    assert reading.sure and reading.name and reading.name.value == "ITZEL HERNANDEZ ROMERO"


CONSTANCIA = HEAD + HOLDER + "Vigente:   NO\n"
OTHER = CONSTANCIA.replace("HERI041213MVZRMTC7", "PELJ060615HCSRPNA7").replace(
    "ITZEL HERNANDEZ ROMERO", "JUAN PEREZ LOPEZ"
)


def test_the_constancia_wins_over_other_papers_wherever_it_stands() -> None:
    letter = page("Solicitud de inscripción\nEntregar la constancia de vigencia de derechos y el comprobante.")
    ine = page("INSTITUTO NACIONAL ELECTORAL\nCREDENCIAL PARA VOTAR")
    reading = interpret("x.pdf", [letter, ine, page(CONSTANCIA, number=3)], SCHOOL)
    assert (reading.document, reading.page, reading.sure) == (Document.CONSTANCIA, 3, True)


def test_constancias_of_two_people_are_not_sure() -> None:
    reading = interpret("x.pdf", [page(CONSTANCIA), page(OTHER, number=2)], SCHOOL)
    assert (reading.document, reading.sure, reading.problems[0]) == (Document.CONSTANCIA, False, "dos constancias")


def test_the_same_constancia_twice_is_one() -> None:
    assert interpret("x.pdf", [page(CONSTANCIA), page(CONSTANCIA, number=2)], SCHOOL).sure


def test_two_constancias_on_one_page_are_not_sure() -> None:
    reading = read(CONSTANCIA + "\n\n\n" + OTHER.replace("80-24-04-4217-0", "53097512346"))
    assert not reading.sure and reading.nss is None


def test_several_other_papers_are_named() -> None:
    ine, light = page("INSTITUTO NACIONAL ELECTORAL"), page("CFE\nTOTAL A PAGAR", number=2)
    reading = interpret("x.pdf", [ine, light], SCHOOL)
    assert (reading.document, reading.page) == (Document.IDENTIFICACION, 1)
    assert reading.problems == (
        "No es la constancia de vigencia de derechos, sino una identificación.",
        "El archivo trae varios papeles: identificacion, comprobante de domicilio.",
    )


@pytest.mark.parametrize(
    ("defect", "document"),
    [
        (Defect.PROTEGIDO, Document.PROTEGIDO),
        (Defect.VACIO, Document.VACIO),
        (Defect.DANADO, Document.ILEGIBLE),
        (Defect.FORMATO, Document.ILEGIBLE),
        (Defect.TAMANO, Document.ILEGIBLE),
        (Defect.TIEMPO, Document.ILEGIBLE),
        (Defect.FALLO, Document.ILEGIBLE),
    ],
)
def test_a_file_without_pages_says_what_to_do(defect: Defect, document: Document) -> None:
    reading = interpret("x.pdf", Unreadable(defect), SCHOOL, seconds=1.5, inline=True)
    assert (reading.document, reading.sure, reading.seconds, reading.inline) == (document, False, 1.5, True)
    assert len(reading.problems) == 1 and reading.problems[0].endswith(".")


def test_the_engines_own_reason_is_passed_on() -> None:
    assert interpret("x", Unreadable(Defect.FORMATO, "un video"), SCHOOL).problems[0].endswith("(un video).")


@pytest.mark.parametrize(
    ("drawn", "document"),
    [
        (page(""), Document.OTRO),
        (scan("esto que aquí está escrito se ve muy mal", 0.3), Document.ILEGIBLE),
        (scan("estas palabras sí se leen muy bien pero no son papel conocido"), Document.OTRO),
        (page("Horario"), Document.OTRO),
    ],
)
def test_a_page_of_no_kind(drawn: Page, document: Document) -> None:
    reading = interpret("x.png", [drawn], SCHOOL)
    assert (reading.document, reading.page, len(reading.problems)) == (document, None, 1)


def test_no_pages_at_all_are_illegible() -> None:
    assert interpret("x.pdf", [], SCHOOL).document is Document.ILEGIBLE


SURE = HEAD + HOLDER + "Vigente:   SI\n" + STUDENT
NAMELESS = "CURP:   HERI041213MVZRMTC7\nCONSTANCIA DE LA CLAVE UNICA DE REGISTRO DE POBLACION"


@pytest.mark.parametrize(
    "second",
    [
        "Derechos\nEl asegurado no se encuentra vigente. Fecha de baja: 01/10/2025",
        "Derechos\nEl asegurado tampoco se encuentra vigente.",
        "Derechos\nVigente:   SI\nEstatus:   BAJA",
        OTHER.split("Derechos", 1)[1],
        "NSS:   53097512346",
        "CURP:   PELJ060615HCSRPNA7",
        "Beneficiarios\nJUAN PEREZ LOPEZ   PELJ060615HCSRPNA7   3M2006OR   HIJO",
        "CREDENCIAL PARA VOTAR\nCURP:   PELJ060615HCSRPNA7",
        "Cuenta con pensión   Si   Turno  MATUTINO   Clínica  13\nEstatus   BAJA",
    ],
)
def test_another_page_that_does_not_agree_is_not_sure(second: str) -> None:
    reading = interpret("x.pdf", [page(SURE), page(second, number=2)], SCHOOL)
    assert (reading.document, reading.page, reading.sure) == (Document.CONSTANCIA, 1, False)
    assert reading.problems[-1] == "Otra hoja del archivo no concuerda con la constancia."


@pytest.mark.parametrize(
    "second",
    [
        NAMELESS,
        "CREDENCIAL PARA VOTAR\nCURP:   HERI041213MVZRMTC7",
        "CFE\nTOTAL A PAGAR\nEstatus:   BAJA",
        "Si usted no se encuentra vigente acuda a su clínica.",
        "AVISO\nEnvía tu constancia. Si la constancia dice que cuentas con derecho al servicio médico:\nNO, ven.",
        "Vigente:   SI\nNSS:   80240442170",
        "Beneficiarios\nLUIS HERNANDEZ ROMERO   3M2025ES   HIJO",
        "",
    ],
)
def test_another_page_that_agrees_or_says_nothing_is_fine(second: str) -> None:
    assert interpret("x.pdf", [page(SURE), page(second, number=2)], SCHOOL).sure


@pytest.mark.parametrize(("curp", "sure"), [("HERI041213MVZRMTC7", True), ("PELJ060615HCSRPNA7", False)])
def test_a_curp_on_another_page_has_to_go_with_the_name(curp: str, sure: bool) -> None:
    first = SURE.replace("CURP:                          HERI041213MVZRMTC7\n", "")
    second = page(f"CREDENCIAL PARA VOTAR\nCURP:   {curp}", number=2)
    assert interpret("x.pdf", [page(first), second], SCHOOL).sure is sure
