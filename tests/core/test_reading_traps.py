"""Pages that a hasty reader would be surely wrong about, each from a text layer, from an OCR and from two engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.core.constancias import HEAD, HOLDER, SCHOOL, STUDENT, told
from tests.core.pages import looked_again, page, scan
from worker.core.reading import interpret
from worker.core.types import Page, Reading, Through

NEVER_SURE = (
    # Advice whose 'si' an OCR lost or glued, and explanations of what the page would say.
    "usted no se encuentra vigente o sus datos son incorrectos, acuda a la Unidad.",
    "Siusted no se encuentra vigente o sus datos son incorrectos, acuda a la Unidad.",
    "Vigente:   SI\nUsted no se encuentra vigente, acuda a su clínica.",
    "Esta constancia no es válida si el asegurado causa BAJA. NO VIGENTE se muestra a quien no cuenta con derecho",
    "Nota: VIGENTE\nse muestra a quien cuenta con derecho al servicio médico.",
    "Leyenda: SI = con derecho, NO = sin derecho",
    # Boxes of which one was lost, and both answers as printed before anybody chose.
    "Vigente:   SI/NO",
    "Vigente:   SI / NO",
    "Vigente:   SI   □NO",
    "Vigente:   SI   ONO",
    "Vigente:   SI X NO",
    # An answer that is taken back, limited, or something else.
    "Estatus:   VIGENTE (EN CONSERVACION DE DERECHOS)",
    "Estatus:   VIGENTE SOLO PARA URGENCIAS",
    "Con derecho al servicio médico:   SI a partir del 01/01/2027",
    "Con derecho al servicio médico:   SI hasta el 01/01/2025",
    "Con derecho al servicio médico:   SI\nEstatus:   SUSPENDIDO",
    "Con derecho al servicio médico:   SI\nEstatus:   BAJA DEFINITIVA",
    "Con derecho al servicio médico:   SI\nSituación:   EN TRÁMITE",
    "Con derecho al servicio médico:   SI\nEl derechohabiente perdió sus derechos.",
    "Con derecho al servicio médico:   SI\nEl derechohabiente ya no está vigente.",
    "Vigente:   SI\nConstancia cancelada",
    "Vigente:   SI\nDOCUMENTO SIN VALIDEZ OFICIAL",
    "Vigente:   SI\nExiste una inconsistencia en la información de su registro",
    "Vigente:   SI\nSe detectó inconsistencia en sus datos, debe acudir a la Unidad de Medicina Familiar",
    # Titles over blanks, and a letter that was lost.
    "Vigencia\nVigente\nTurno: MATUTINO",
    "Estatus     Vigente     Turno\nMATUTINO",
    "Vigencia:   O VIGENTE",
)
ANSWERED = (
    ("El asegurado cuenta con derecho al servicio médico: NO ante este Instituto", False),
    ("El asegurado cuenta con derecho al servicio médico: SI ante este Instituto", True),
    ("Estatus:   NOVIGENTE", False),
    ("Vigente\n☐ SI   ☒ NO", False),
    ("Vigente\nSI   NO[X]", False),
    ("Vigencia de derechos     Turno\nVIGENTE                  MATUTINO", True),
    ("Estatus\nBAJA\nQuien se encuentra vigente puede acudir a su clínica.", False),
    ("Vigencia\nNO   VIGENTE", False),
    ("¿Está vigente?   NO", False),
    ("¿Está vigente?   SI", True),
    ("Vigente:   SI     XNO", False),
    ("Vigente:   ☒NO     ☐SI", False),
    ("¿Con derecho al servicio médico?   冈SI   □NO", True),
    ("Condición:                     Vigente", True),
    ("Condición   Vigencia\nVigente     17/11/2026", True),
    ("Vigente:   SI\nSiusted no se encuentra vigente o sus datos son incorrectos, acuda a la Unidad.", True),
    ("Vigente:   NO\nUsted no se encuentra vigente, acuda a su clínica.", False),
    ("Vigente:   SI\nSi existe inconsistencia en la información de su registro, acuda a su clínica.", True),
    (
        "Vigente:   SI\nEsta constancia no es válida si el asegurado causa BAJA. NO\nVIGENTE se muestra a los demás.",
        True,
    ),
    ("Con derecho al servicio médico:   SI\nSin derecho a prestaciones en dinero.", True),
)
FACULTATIVO = "Vigente:   SI\nModalidad:   32 SEGURO FACULTATIVO\n"
THROUGH = (
    (FACULTATIVO + "Patrón:   INSTITUTOTECNOLOGICODEPRUEBA", Through.TECNOLOGICO),
    (FACULTATIVO + "Patrón:   INSTITUTO TECNOLOGICO DE PRUEBAS DEL NORTE", Through.OTRA_ESCUELA),
    (FACULTATIVO + "Patrón:   INSTITUTO TECNOLOGICO SUPERIOR DE PRUEBA", Through.OTRA_ESCUELA),
    (FACULTATIVO + "Patrón:   COMISION FEDERAL DE ELECTRICIDAD", Through.OTRO),
    (FACULTATIVO + "Patrón:   PROGRAMAJOVENESCONSTRUYENDOELFUTURO", Through.OTRO),
    (FACULTATIVO + "Agregado:   1F2004ES\nPatrón:   PROGRAMA JOVENES CONSTRUYENDO EL FUTURO", Through.OTRO),
    # Another school's registro may have any modalidad in it: what the page says in words counts.
    (
        "Vigente:   SI\nTipo de asegurado:   ESTUDIANTE\nModalidad:   SEGURO FACULTATIVO (MODALIDAD 32)\n"
        "Registro patronal:   B2051393102\nPatrón:   INSTITUTO TECNOLOGICO DE SIERRA ALTA",
        Through.OTRA_ESCUELA,
    ),
    ("Vigente:   SI\nParentesco:   HIJO(A)\nRegistro patronal:   E9326631107\nModalidad:   10", Through.BENEFICIARIO),
    ("Vigente:   SI\nNSS del titular:   71190460015\nModalidad:   10", Through.BENEFICIARIO),
    ("Vigente:   SI\nTipo de asegurado:   HIJO ESTUDIANTE\nModalidad:   10", Through.BENEFICIARIO),
    ("Vigente:   SI\nTipo de asegurado:   TITULAR ESTUDIANTE\nPatrón:   TECNM CAMPUS PRUEBA", Through.TECNOLOGICO),
)
NOT_THROUGH = (
    "Agregado médico:   3F2004ES\nRegistro patronal:   Y5412345328\nModalidad:   32",
    "Agregado médico:   1F2004ES\nRegistro patronal:   Y5412345328\nPatrón:   UNIVERSIDAD DEL SUR",
    "Agregado médico:   1F2004OR\nModalidad:   10\nPatrón:   INSTITUTO TECNOLOGICO DE PRUEBA",
    "Agregado médico:   1F2004ES\nModalidad:   32\nPatrón:   -----",
)
PERSON = "Nombre:   ITZEL HERNANDEZ ROMERO\nCURP:   HERI041213MVZRMTC7\n"
SOMEBODY_ELSES = (
    PERSON + "NSS del padre:   53977512341\nVigente:   NO",
    PERSON + "NSS de la madre:   80-24-04-4217-0\nVigente:   NO",
    "Asegurado:   ROSA DIAZ RUIZ\nNSS:   53977512341\nBeneficiario:   ITZEL HERNANDEZ ROMERO\n"
    "CURP:   HERI041213MVZRMTC7\nVigente:   NO",
    "DATOS DEL TITULAR\nNombre:   ROSA DIAZ RUIZ\nNSS:   53977512341\nDATOS DEL BENEFICIARIO\n"
    + PERSON
    + "Vigente:   NO",
)
CARRIERS: dict[str, Callable[[str], Page]] = {
    "text layer": page,
    "ocr": scan,
    "two engines": lambda text: looked_again(scan(text)),
}


def carried(text: str, carrier: str) -> Reading:
    return interpret("x", [CARRIERS[carrier](text)], SCHOOL)


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("text", NEVER_SURE)
def test_what_is_no_answer_is_never_sure(text: str, carrier: str) -> None:
    assert not carried(HEAD + HOLDER + text + "\n" + STUDENT, carrier).sure


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize(("text", "vigente"), ANSWERED)
def test_what_is_an_answer_is_read(text: str, vigente: bool, carrier: str) -> None:
    reading = carried(HEAD + HOLDER + text + "\n" + STUDENT, carrier)
    assert (told(reading)[0], reading.sure) == (vigente, True)


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize(("text", "through"), THROUGH)
def test_through_whom_in_spite_of_everything(text: str, through: Through, carrier: str) -> None:
    reading = carried(HEAD + HOLDER + text + "\n", carrier)
    assert (told(reading), reading.sure) == ((True, through), True)


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("text", NOT_THROUGH)
def test_what_proves_nothing_of_through_whom_is_not_sure(text: str, carrier: str) -> None:
    assert not carried(HEAD + HOLDER + "Vigente:   SI\n" + text, carrier).sure


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("text", SOMEBODY_ELSES)
def test_somebody_elses_number_is_never_surely_the_holders(text: str, carrier: str) -> None:
    assert not carried(HEAD + text, carrier).sure
