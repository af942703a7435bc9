from __future__ import annotations

import re

import pytest

from tests.core.counter import Counter, answer, constancia, paper, wishes
from worker.core.mending import (
    BLURRED,
    CUT,
    DARK,
    GLARE,
    GLARE_ON_NSS,
    ILLEGIBLE,
    OTHER_PAPER,
    PROTECTED,
    RELATIVE,
    SMALL,
    TABLE,
    TOO_OLD,
    TWO_CONSTANCIAS,
    UNKNOWN,
    most_useful,
)
from worker.core.types import Document

CUT_BELOW = CUT.format("de abajo")


@pytest.mark.parametrize(
    ("problems", "told"),
    [
        ((BLURRED, CUT_BELOW), CUT_BELOW),
        ((BLURRED, DARK), DARK),
        ((BLURRED, SMALL), SMALL),
        ((BLURRED, GLARE_ON_NSS), GLARE_ON_NSS),
        (("No se distingue un NSS con certeza.", BLURRED), BLURRED),
        ((ILLEGIBLE, BLURRED), BLURRED),
        ((RELATIVE, GLARE_ON_NSS), GLARE_ON_NSS),
        ((BLURRED, TOO_OLD.format("3 de mayo", 30)), "La constancia es del 3 de mayo y vale por 30 días."),
        (("No es claro lo que dice de la vigencia.", RELATIVE), "La constancia puede ser de un familiar tuyo."),
        ((TWO_CONSTANCIAS, GLARE), "El archivo trae dos constancias que no dicen lo mismo."),
        (("El archivo es demasiado grande (12 páginas).",), "El archivo es demasiado grande (12 páginas)."),
    ],
)
def test_of_several_problems_the_most_decisive_one_is_told(problems: tuple[str, ...], told: str) -> None:
    assert most_useful(problems)[0] == told
    assert most_useful(tuple(reversed(problems)))[0] == told
    assert most_useful(problems)[1]


def test_what_nothing_mends_is_told_without_advice_and_only_alone() -> None:
    contradiction = "La constancia dice a la vez que está vigente y que no."
    assert most_useful((contradiction,)) == (contradiction, "")
    assert most_useful((contradiction, BLURRED))[0] == BLURRED
    assert most_useful(()) == ("", "")


def test_each_advice_is_one_short_piece_of_advice_to_a_single_person() -> None:
    for mend in TABLE:
        assert re.fullmatch(r"[A-ZÁÉÍÓÚ].{20,110}\.", mend.advice), mend
        assert not re.search(r"\. [A-Z]|\b(?:usted|su|envíe|favor)\b", mend.advice), mend


def test_no_row_is_hidden_behind_an_earlier_one() -> None:
    for place, mend in enumerate(TABLE):
        assert not [row for row in TABLE[:place] if row.fits(mend.problem)], mend


# --- what the student reads


REVIEW = """Hola:

Por ahora no tienes que hacer nada: recibimos tu papel y lo va a revisar Lic. Ángeles Fingida en persona, porque algo \
no se pudo leer con seguridad. Ella te escribe.

Lo que encontramos: un reflejo tapa el Número de Seguridad Social.

Si quieres adelantar: toma la foto otra vez sin flash y sin una lámpara enfrente. Contesta este correo con el archivo \
nuevo.

"""

AGAIN = """Hola:

Mándanos tu constancia otra vez, por favor: el archivo llegó, pero no lo pudimos leer. La hoja salió cortada de abajo.

Mándala otra vez completa: que se vean las cuatro orillas. Contesta este correo con el archivo nuevo.

"""

LOCKED = """Hola:

Mándanos tu constancia otra vez, sin contraseña: el archivo que llegó está protegido y no lo podemos abrir.

Ábrelo con tu contraseña, elige «Imprimir» y «Guardar como PDF», y manda ese archivo. Contesta este correo con el \
archivo nuevo.

"""

STRANGE = """Hola:

Nos falta tu constancia de vigencia de derechos. Lo que mandaste es un documento que no reconocimos; gracias, lo \
guardamos, pero no dice si tu seguro está vigente.

Si era tu constancia, no la pudimos leer: la hoja salió cortada de abajo. Mándala otra vez completa: que se vean las \
cuatro orillas. Contesta este correo con el archivo nuevo.

"""


def written(counter: Counter) -> str:
    """The reply up to the folio."""
    return counter.replies()[0].body.split("Tu folio")[0]


def test_a_doubtful_paper_is_told_one_reason_and_one_advice(counter: Counter) -> None:
    said = ("No se distingue un NSS con certeza.", GLARE_ON_NSS, BLURRED)
    outcome = counter.writes(wishes(), constancia(sure=False, name=None, problems=said))
    assert (answer(outcome), written(counter)) == ("en-revision", REVIEW)
    task = counter.only_case().task
    assert task is not None and all(problem in task for problem in said)


@pytest.mark.parametrize(
    ("document", "problems", "template", "body"),
    [
        (Document.ILEGIBLE, (BLURRED, CUT_BELOW, ILLEGIBLE), "mandalo-de-nuevo", AGAIN),
        (Document.PROTEGIDO, (PROTECTED,), "mandalo-de-nuevo", LOCKED),
        (Document.OTRO, (CUT_BELOW, UNKNOWN), "otro-papel", STRANGE),
    ],
)
def test_a_paper_that_will_not_do_is_told_one_reason_and_one_advice(
    counter: Counter, document: Document, problems: tuple[str, ...], template: str, body: str
) -> None:
    outcome = counter.writes(wishes(), paper(document, problems=problems))
    assert (answer(outcome), written(counter)) == (template, body)


def test_another_paper_is_named_and_the_advice_is_how_to_get_the_right_one(counter: Counter) -> None:
    counter.writes(wishes(), paper(Document.CURP, problems=(OTHER_PAPER.format("tu CURP"),)))
    body = written(counter)
    assert "Lo que mandaste es tu CURP; gracias" in body and body.count("Escritorio virtual") == 1


def test_an_old_paper_is_told_its_day_even_where_it_was_not_read_surely(counter: Counter) -> None:
    day = constancia().issued
    assert day is not None
    old = constancia(issued=day.value.replace(month=5), sure=False, problems=("El NSS no se leyó con certeza.",))
    counter.writes(wishes(), old)
    assert "Lo que encontramos: la constancia es del 15 de mayo de 2026 y vale por 30 días.\n" in written(counter)
    assert "es del 15 de mayo de 2026" in (counter.only_case().task or "")


def test_the_age_of_a_paper_that_says_not_vigente_is_no_problem(counter: Counter) -> None:
    day = constancia().issued
    assert day is not None
    counter.writes(wishes(), constancia(through=None, issued=day.value.replace(month=5), sure=False))
    assert "15 de mayo" not in written(counter)
