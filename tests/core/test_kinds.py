from __future__ import annotations

import pytest

from tests.core.pages import page, scan
from worker.core.kinds import KINDS, kinds_of
from worker.core.paper.lines import lay_out
from worker.core.reading import interpret
from worker.core.school import School
from worker.core.types import Document, Page

SCHOOL = School("INSTITUTO TECNOLOGICO DE PRUEBA")

CONSTANCIA = """
Instituto Mexicano del Seguro Social
                 {title}
Nombre:      ITZEL HERNANDEZ ROMERO
CURP:        HERI041213MVZRMTC7
NSS:         80240642175
Vigente:     NO
"""

PAPERS = {
    Document.ASIGNACION: (
        "     Asignación de Número de Seguridad Social\nCURP:  HERI041213MVZRMTC7\nNSS:  80240642175\n"
        "Este documento no acredita vigencia de derechos.",
        "      Portal IMSS\nITZEL, tu Número de Seguridad Social es:\n80240642175",
        "   Asignación o Localización de Número de\n       Seguridad Social\nNSS:   80240642175",
    ),
    Document.SEMANAS: (
        "     Constancia de Semanas Cotizadas en el IMSS\nNSS:  80240642175\nCadena original: ||Invocante:x|1||",
        "   CONSTANCIA DE SEMANAS COT1ZADAS EN EL IMSS\nUMF:  13",
    ),
    Document.MOVIMIENTOS: (
        "   Constancia de presentación de movimientos afiliatorios\nNúmero de lote:   123456789",
        "  IMSS DESDE SU EMPRESA\nNúmero de lote:   123456789\nConsulte su constancia de vigencia de derechos.",
    ),
    Document.HOJA: (
        "    HOJA DE AFILIACIÓN DE ESTUDIANTES\nNSS:   80240642175",
        "    Aviso de inscripción del trabajador\nNSS:   80240642175",
    ),
    Document.CARNET: ("     PREVENIMSS\nCITAS", "   Cartilla Nacional de Salud\nNSS:  80240642175\nUMF:   13"),
    Document.CURP: (
        "   CONSTANCIA DE LA CLAVE ÚNICA DE REGISTRO DE POBLACIÓN\nClave:   HERI041213MVZRMTC7",
        "   CLAVE ÚNICA DE REGISTRO DE POBLACIÓN\nHERI041213MVZRMTC7\nEntidad de registro:   VERACRUZ",
    ),
    Document.IDENTIFICACION: (
        "MÉXICO   INSTITUTO NACIONAL ELECTORAL\n   CREDENCIAL PARA VOTAR\nNOMBRE\nHERNANDEZ",
        "IDMEX1234567890<<1234567890123",
        "    CREDENCIAL DE ESTUDIANTE\nITZEL HERNANDEZ ROMERO",
    ),
    Document.DOMICILIO: (
        "CFE\nITZEL HERNANDEZ ROMERO\nTOTAL A PAGAR $ 412.00\nConsumo   312 kWh",
        "SMAPA\nAgua potable\nTotal a pagar:   $ 100.00",
        "   COMPROBANTE DE DOMICILIO\nCALLE UNO 2",
    ),
}


@pytest.mark.parametrize(("document", "text"), [(kind, text) for kind, texts in PAPERS.items() for text in texts])
def test_every_other_paper_is_told_by_its_title_and_is_never_a_constancia(document: Document, text: str) -> None:
    reading = interpret("x.pdf", [page(text)], SCHOOL)
    assert (reading.document, reading.sure, reading.vigente) == (document, False, None)


@pytest.mark.parametrize(
    "title",
    [
        "Constancia de Vigencia de Derechos",
        "CONSTANCIA DE VIGENCIA DE DERECHOS",
        "CONSTANCIA DE VlGENCIA DE DEREGHOS",
        "Constancia de Vigencia\n                 de Derechos",
        "Comprobante de Vigencia de Derechohabientes",
        "IMSS Digital: Constancia de Vigencia de Derechos",
    ],
)
def test_a_constancia_is_known_by_its_title_however_it_is_set(title: str) -> None:
    reading = interpret("x.pdf", [page(CONSTANCIA.format(title=title))], SCHOOL)
    assert reading.document is Document.CONSTANCIA


def test_a_title_that_the_page_order_puts_last_is_still_the_title() -> None:
    drawn = page(CONSTANCIA.format(title="Constancia de Vigencia de Derechos"))
    backwards = Page(1, drawn.width, drawn.height, tuple(reversed(drawn.words)), drawn.engine)
    assert interpret("x.pdf", [backwards], SCHOOL).document is Document.CONSTANCIA


def test_a_constancia_whose_numbers_are_not_legible_is_known_by_its_form() -> None:
    text = "  Constancia de Vigencia de Derechos\nNombre:   ITZEL X\nNSS:    8024\nVigente:    NO"
    assert interpret("x.pdf", [page(text)], SCHOOL).document is Document.CONSTANCIA


MENTIONS = (
    "Hola, te mando mi constancia de vigencia de derechos que saqué del portal ayer por la tarde, saludos",
    "  Constancia de Vigencia de Derechos\nEntra al portal y descarga la tuya.\nTen a la mano tu CURP y tu NSS.",
    "  SOLICITUD DE INSCRIPCIÓN\nEntregar: acta, CURP, constancia de vigencia de derechos y fotos\nNombre:   ANA",
)


@pytest.mark.parametrize("text", MENTIONS)
def test_a_text_that_mentions_a_constancia_is_none(text: str) -> None:
    assert interpret("x.pdf", [page(text)], SCHOOL).document is Document.OTRO


def test_the_portals_refusal_is_no_constancia() -> None:
    text = """
        Constancia de Vigencia de Derechos
NSS:     80240642175
CURP:    HERI041213MVZRMTC7
Estimado usuario, usted no se encuentra registrado aún como
derechohabiente, por lo tanto no podrá obtener su comprobante de
vigencia de derechos.
"""
    reading = interpret("x.png", [scan(text)], SCHOOL)
    assert (reading.document, reading.nss, reading.sure) == (Document.OTRO, None, False)
    assert "portal del IMSS" in reading.problems[0]


def test_two_kinds_that_match_are_an_ambiguity() -> None:
    text = "  Constancia de Semanas Cotizadas\n  Hoja de afiliación\nNSS:   80240642175"
    reading = interpret("x.pdf", [page(text)], SCHOOL)
    assert (reading.document, reading.nss) == (Document.OTRO, None)
    assert "semanas cotizadas, hoja de afiliacion" in reading.problems[0]


def test_an_asignacion_gives_its_nss_curp_and_name() -> None:
    text = PAPERS[Document.ASIGNACION][0] + "\nNombre:   ITZEL HERNANDEZ ROMERO"
    reading = interpret("x.pdf", [page(text)], SCHOOL)
    assert reading.nss and reading.nss.value.digits == "80240642175"
    assert reading.curp and reading.curp.value.text == "HERI041213MVZRMTC7"
    assert reading.name and reading.name.value == "ITZEL HERNANDEZ ROMERO"


def test_the_label_of_a_curp_makes_no_curp_of_a_constancia() -> None:
    text = CONSTANCIA.format(title="Constancia de Vigencia de Derechos")
    text = text.replace("CURP:  ", "Clave Única de Registro de Población:  ")
    assert interpret("x.pdf", [page(text)], SCHOOL).document is Document.CONSTANCIA


def test_the_registry_names_each_kind_once() -> None:
    assert len(set(map(id, KINDS))) == len(KINDS)
    assert {kind.DOCUMENT for kind in KINDS} == {*PAPERS, Document.CONSTANCIA, Document.OTRO}


def test_a_page_of_nothing_is_of_no_kind() -> None:
    assert kinds_of(lay_out(page(""))) == ()
