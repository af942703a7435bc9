from __future__ import annotations

import pytest

from tests.core.constancias import HEAD, HOLDER, SCHOOL, read, told
from tests.core.pages import looked_again, page, scan
from worker.core.paper.agregado import parse_agregado
from worker.core.reading import interpret, open_questions
from worker.core.school import School
from worker.core.types import Reading, Through

VIGENTE = HEAD + HOLDER + "Vigente:   SI\n"

OURS = Through.TECNOLOGICO
SURE = (
    ("Agregado médico:   1F2004ES\nRegistro patronal:   Y5412345328", OURS),
    ("Modalidad:   SEGURO FACULTATIVO (MODALIDAD 32)\nPatrón:   TecNM Campus Prueba", OURS),
    ("Agregado médico:   1F2004ES\nRegistro patronal:   Y5412345328\nPatrón:   TECNM", OURS),
    ("Agregado médico:   1F2004ES\nModalidad:   32\nRazón social:   CBTIS 144", Through.OTRA_ESCUELA),
    ("Modalidad:   32\nRegistro patronal:   B9460106320\nPatrón:   PREPARATORIA NUM 3", Through.OTRA_ESCUELA),
    ("Tipo de asegurado:   TITULAR ESTUDIANTE\nRegistro patronal:   B9460106320", Through.OTRA_ESCUELA),
    ("Agregado médico:   1F2004OR\nModalidad:   10\nPatrón:   CONSTRUCTORA SA", Through.EMPLEO),
    ("Registro patronal:   E9326631107\nPatrón:   CLINICA SAN JOSE", Through.EMPLEO),
    ("Tipo de asegurado:   TRABAJADOR", Through.EMPLEO),
    ("Modalidad:   13 TRABAJADORES DEL CAMPO", Through.EMPLEO),
    ("Agregado médico:   3F2004OR\nModalidad:   10", Through.BENEFICIARIO),
    ("Modalidad:   SEGURO FACULTATIVO ESTUDIANTES\nPatrón:   TECNM CAMPUS PRUEBA", OURS),
    ("Tipo de asegurado:   PENSIONADO", Through.OTRO),
    ("Modalidad:   40 CONTINUACIÓN VOLUNTARIA", Through.OTRO),
    ("Modalidad:   44", Through.OTRO),
    ("Agregado médico:   5F2004PE\nTipo de asegurado:   PENSIONADO", Through.OTRO),
    ("Agregado médico:   1F2004SA\nModalidad:   32", Through.OTRO),
    ("Vigencia:   PENSIONADA", Through.OTRO),
    ("Modalidad:   32 PROGRAMA JÓVENES CONSTRUYENDO EL FUTURO\nPatrón:   CAFE UNO", Through.OTRO),
    ("Modalidad:   32 SEGURO FACULTATIVO IMSS / CFE\nPatrón:   CFE", Through.OTRO),
    ("PROGRAMA JÓVENES CONSTRUYENDO EL FUTURO\nRegistro patronal:   B9460106320", Through.OTRO),
)
UNSURE = (
    ("", None),
    ("Agregado médico:   1F2004ES\nÚltimo patrón:   TECNM\nRegistro patronal:   Y5412345328", None),
    ("Modalidad:   32\nPatrón anterior:   TECNM CAMPUS PRUEBA", None),
    ("UMF:   13", None),
    ("Tipo de asegurado:   TITULAR\nPatrón:", None),
    ("Modalidad:   32\nRazón social:", None),
    ("Agregado médico:   1F2004ES\nRazón social:\nLa presente tiene una vigencia de treinta días.", None),
    ("Modalidad:   32\nRegistro patronal    Patrón\nY5412345328    TECNM\nE9326631107    TIENDA SA", None),
    ("Modalidad:   32 SEGURO FACULTATIVO", None),
    ("Modalidad:   99", None),
    ("Modalidad:   SEGURO", None),
    ("Agregado médico:   1F2004XX", None),
    ("Agregado médico:   1F2004ES\nModalidad:   10", None),
    ("Agregado médico:   1F2004ES\nVigencia:   PENSIONADO", None),
    ("Agregado médico:   1F2004OR\nTipo de asegurado:   BENEFICIARIO HIJO(A)", None),
    ("Agregado médico:   1F2004ES\nRegistro patronal:   Y5412345328\nPatrón:   CONALEP LAGUNA", None),
    ("Agregado médico:   1F2004ES\nRegistro patronal:   B9460106320\nPatrón:   TECNM CAMPUS PRUEBA", None),
    ("Agregado médico:   1F2004ES\nRegistro patronal:   Y5412345379\nPatrón:   TECNM CAMPUS PRUEBA", None),
    ("Agregado médico:   1F2004ES\nRegistro patronal:   Y5412345379", None),
    ("Modalidad:   32\nRazón social:   ABARROTES UNIDOS SA", Through.OTRA_ESCUELA),
    ("Modalidad:   32\nRazón social:   TECNM", OURS),
    ("Modalidad:   10\nRazón social:   TECNM CAMPUS PRUEBA", Through.EMPLEO),
    ("Modalidad:   33 SEGURO DE SALUD\nAgregado médico:   1F2004OR", None),
)


@pytest.mark.parametrize(("text", "through"), SURE)
def test_what_tells_through_whom(text: str, through: Through) -> None:
    reading = read(VIGENTE + text)
    assert (told(reading), reading.sure) == ((True, through), True)


@pytest.mark.parametrize(("text", "through"), UNSURE)
def test_what_does_not_prove_through_whom(text: str, through: Through | None) -> None:
    reading = read(VIGENTE + text)
    assert (told(reading), reading.sure) == ((True, through), False)
    assert reading.problems


def test_a_patron_says_nothing_of_who_is_not_vigente() -> None:
    text = "Agregado médico:   1F2004ES\nRegistro patronal:   Y5412345328\n"
    assert told(read(HEAD + HOLDER + "Vigente:   NO\n" + text)) == (False, None)


def ocr(text: str) -> Reading:
    return interpret("x.jpg", [scan(VIGENTE + text)], SCHOOL)


@pytest.mark.parametrize(
    ("text", "through", "sure"),
    [
        # A figure of the registro misread: the name, read without a mistake, decides.
        ("Modalidad:   32\nRegistro patronal:   Y5412345379\nPatrón:   TECNM CAMPUS PRUEBA", OURS, True),
        ("Modalidad:   32\nRegistro patronal:   Y5412345379\nPatrón:   TECNM CAMPUS PRUEVA", OURS, False),
        ("Modalidad:   32\nRegistro patronal:   YS4I2345328\nPatrón:   TECNM CAMPUS PRUEVA", OURS, True),
        ("Agregado médico:   1F20040R\nModalidad:   10~", Through.EMPLEO, True),
        ("Modalidad:   10~", Through.EMPLEO, False),
        ("Modalidad:   32\nPatrón:   CONALEP~ LAGUNA", Through.OTRA_ESCUELA, False),
    ],
)
def test_what_an_ocr_misreads_proves_less(text: str, through: Through, sure: bool) -> None:
    reading = ocr(text)
    assert (told(reading), reading.sure) == ((True, through), sure)


def test_without_a_known_registro_the_name_decides() -> None:
    school = School("TECNM CAMPUS PRUEBA")
    text = VIGENTE + "Modalidad:   32\nRegistro patronal:   B9460106320\nPatrón:   TECNM CAMPUS PRUEBA"
    reading = interpret("x.pdf", [page(text)], school)
    assert (told(reading), reading.sure) == ((True, OURS), True)


def test_a_registro_that_does_not_parse_is_none() -> None:
    reading = read(VIGENTE + "Modalidad:   32\nRegistro patronal:   54-1\nPatrón:   TECNM CAMPUS PRUEBA")
    assert (told(reading), reading.sure) == ((True, OURS), True)


@pytest.mark.parametrize(
    ("text", "agregado"),
    [
        ("1F2004ES", (1, "F", 2004, "ES")),
        ("IF2OO40R", (1, "F", 2004, "OR")),
        ("7F2004ES", None),
        ("1X2004ES", None),
        ("1F2004E", None),
    ],
)
def test_an_agregado_is_put_right_by_its_places(text: str, agregado: object) -> None:
    assert parse_agregado(text) == agregado


@pytest.mark.parametrize("registro", ["Y5412345328", "Y54 12345 32 8", "Y54-12345-32-8"])
def test_the_schools_own_registro_needs_no_label(registro: str) -> None:
    for take in (page, scan):
        reading = interpret("x", [take(VIGENTE + f"Agregado médico:   1F2004ES\n{registro}\n")], SCHOOL)
        assert (reading.through and reading.through.value, reading.sure) == (OURS, True)


@pytest.mark.parametrize(("second", "sure"), [("1F2004OR", True), ("", False), ("3F2004OR", False)])
def test_an_agregado_that_one_engine_misread_is_taken_from_the_other(second: str, sure: bool) -> None:
    text = "Agregado médico:   1F20004OR\nRegistro patronal:   E9326631107\nPatrón:   CLINICA SAN JOSE\n"
    seen = scan(VIGENTE + text)
    assert any(question.text == "Agregado médico:" for question in open_questions([seen], SCHOOL))
    again = looked_again(seen, **{"1F20004OR": second})
    assert interpret("x", [again], SCHOOL).sure is sure
