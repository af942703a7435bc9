from __future__ import annotations

import pytest

from tests.core.pages import page, scan
from worker.core.kinds import KINDS, kinds_of
from worker.core.paper.layout import lay_out
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


FORM = """
Nombre:      ITZEL HERNANDEZ ROMERO
CURP:        HERI041213MVZRMTC7
NSS:         80240442170
{}
UMF:         13
Agregado médico:   1F2004ES
Modalidad:   32
"""


@pytest.mark.parametrize("status", ["Con derecho al servicio médico:   NO", "Vigente:   NO", "Estatus:   BAJA"])
def test_a_form_that_only_a_constancia_can_be_is_one_without_its_title_but_never_sure(status: str) -> None:
    for draw in (page, scan):
        reading = interpret("x.jpg", [draw(FORM.format(status))], SCHOOL)
        assert (reading.document, reading.sure) == (Document.CONSTANCIA, False)
        assert "No se ve el título de la constancia." in reading.problems
        assert reading.nss and reading.vigente and reading.vigente.value is False


@pytest.mark.parametrize(
    "text",
    [
        FORM.format(""),
        FORM.format("Vigente:   NO").replace("NSS:         80240442170", ""),
        FORM.format("Vigente:   NO")
        .replace("Agregado médico:   1F2004ES\nModalidad:   32", "")
        .replace("UMF:", "Edad:"),
        FORM.format("Vigente:   NO") + "No podrá obtener su comprobante",
        "KÁRDEX DE CALIFICACIONES\nAlumno:   ITZEL HERNANDEZ ROMERO\nNSS:   80240442170\nEstatus:   VIGENTE",
        "RECETA MÉDICA\nNombre:   ITZEL HERNANDEZ ROMERO\nNSS:   80240442170\nUMF:   13\nAgregado:   1F2004ES",
    ],
)
def test_less_than_that_is_none(text: str) -> None:
    reading = interpret("x.pdf", [page(text)], SCHOOL)
    assert (reading.document, reading.sure) == (Document.OTRO, False)


@pytest.mark.parametrize("title", ["Vigencia de derechos", "Mi vigencia", "Consulta tu vigencia"])
def test_a_screen_of_the_portal_may_be_headed_more_shortly(title: str) -> None:
    assert interpret("x.png", [page(title + FORM.format("Vigente:   NO"))], SCHOOL).sure
    below = FORM.format("Vigente:   NO") + title
    assert not interpret("x.png", [page(below)], SCHOOL).sure


@pytest.mark.parametrize(
    "title",
    [
        "CONSTANCIADE VIGENCIADE DERECHOS",
        "Constanciade Vigencia deDerechos",
        "CONSTANCIADEVIGENCIADEDERECHOS",
        "СОNSТАNСIА DЕ VIGЕNСIА DЕ DЕRЕСНОS",
    ],
)
def test_a_title_without_its_blanks_or_in_look_alikes_is_the_title(title: str) -> None:
    assert interpret("x.pdf", [page(CONSTANCIA.format(title=title))], SCHOOL).document is Document.CONSTANCIA


@pytest.mark.parametrize("kind", [kind for kind in PAPERS if kind is not Document.IDENTIFICACION])
def test_no_other_paper_is_surely_anything_whatever_stands_on_it(kind: Document) -> None:
    for text in PAPERS[kind]:
        reading = interpret("x.pdf", [page(text + FORM.format("Con derecho al servicio médico:   NO"))], SCHOOL)
        assert (reading.document, reading.sure) == (kind, False)


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("ACTA DE NACIMIENTO\n  CLAVE ÚNICA DE REGISTRO DE POBLACIÓN\nEntidad de registro:   CHIAPAS", Document.OTRO),
        ("Clave de elector   HRRMIT04\nSección   1234\nAño de registro   2022", Document.IDENTIFICACION),
        ("Historia laboral\nTotal de semanas cotizadas   52\nSemanas reconocidas   52", Document.SEMANAS),
        ("Constancia de estudios\nSe hace constar que ITZEL HERNANDEZ ROMERO cursa aquí", Document.OTRO),
    ],
)
def test_papers_without_a_known_title_are_told_by_their_marks(text: str, document: Document) -> None:
    assert interpret("x.pdf", [page(text)], SCHOOL).document is document


@pytest.mark.parametrize(
    "line", ["Presente su Carnet", "Total de semanas cotizadas:   52", "Credencial vigente con foto"]
)
def test_words_of_another_paper_on_a_constancia_make_it_no_other_paper(line: str) -> None:
    text = CONSTANCIA.format(title="Constancia de Vigencia de Derechos") + line
    assert interpret("x.pdf", [page(text)], SCHOOL).document is Document.CONSTANCIA


def test_a_patron_that_sells_light_makes_no_bill_of_a_constancia() -> None:
    text = CONSTANCIA.format(title="Constancia de Vigencia de Derechos")
    text += "Patrón:      COMISION FEDERAL DE ELECTRICIDAD\nModalidad:   SEGURO FACULTATIVO IMSS / CFE"
    assert interpret("x.pdf", [page(text)], SCHOOL).document is Document.CONSTANCIA


def test_the_refusal_is_known_through_an_ocrs_spelling() -> None:
    text = CONSTANCIA.format(title="Constancia de Vigencia de Derechos")
    text += "usted no se encuentra registradoaún como derechohabientc, por lo tanto"
    assert interpret("x.png", [scan(text)], SCHOOL).document is Document.OTRO


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CREDENCIAL PARA VOTAR\nNOMBRE\nCRUZ\nVIDAL\nKEVIN URIEL\nDOMICILIO\nC PINO 14", "KEVIN URIEL CRUZ VIDAL"),
        ("CREDENCIAL PARA VOTAR\nIDMEX2909694459<<8461\nCRUZ<VIDAL<<KEVIN<URIEL<<<<", "KEVIN URIEL CRUZ VIDAL"),
        ("CREDENCIAL PARA VOTAR\nNOMBRE\nHERNANDEZ\nROMERO\nITZEL\nCURP HERI041213MVZRMTC7", "ITZEL HERNANDEZ ROMERO"),
        ("CREDENCIAL PARA VOTAR\nNOMBRE\nCRUZ\nDOMICILIO\nC PINO 14", None),
        ("CREDENCIAL PARA VOTAR", None),
        ("CFE\nITZEL HERNANDEZ ROMERO\nAV CENTRAL 14 COL CENTRO\nTOTAL A PAGAR   $1.00", "ITZEL HERNANDEZ ROMERO"),
        ("CFE\nSUMINISTRO BASICO 2\nAV CENTRAL 14 COL CENTRO\nTOTAL A PAGAR   $1.00", None),
        ("CFE\nTOTAL A PAGAR   $1.00", None),
    ],
)
def test_the_name_on_an_identification_or_a_bill(text: str, name: str | None) -> None:
    reading = interpret("x.pdf", [page(text)], SCHOOL)
    assert (reading.name.value if reading.name else None) == name


def test_the_registry_names_each_kind_once() -> None:
    assert len(set(map(id, KINDS))) == len(KINDS)
    assert {kind.DOCUMENT for kind in KINDS} == {*PAPERS, Document.CONSTANCIA, Document.OTRO}


def test_a_page_of_nothing_is_of_no_kind() -> None:
    assert kinds_of(lay_out(page(""))) == ()
