from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

import worker.demo
from worker.demo import papers
from worker.demo.constancias import constancia, original_chain
from worker.demo.people import Person, parent, students
from worker.demo.school import BACHILLERATO, EMPLOYER, PATRONES, PROGRAMME, REGISTROS, SCHOOL, SCHOOL_SHORT, through

DAY = date(2026, 9, 7)
CAST = students(4)
WHO = CAST[0]

OTHERS: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "asignacion": (lambda: papers.asignacion_nss(WHO, DAY), (WHO.name, WHO.curp)),
    "semanas": (lambda: papers.semanas_cotizadas(WHO, DAY), (WHO.name, WHO.nss, "Semanas Cotizadas")),
    "movimientos": (lambda: papers.movimientos(WHO, DAY), (WHO.nss, "movimientos afiliatorios", REGISTROS[0])),
    "curp": (lambda: papers.curp_paper(WHO, DAY), (WHO.curp, "REGISTRO DE POBLACIÓN")),
    "ine": (lambda: papers.ine(WHO), (WHO.curp, "CREDENCIAL PARA VOTAR", "IDMEX")),
    "domicilio": (lambda: papers.proof_of_address(WHO, DAY), ("Total a pagar", "CFE")),
    "hoja": (lambda: papers.hoja_de_afiliacion(WHO, DAY), (WHO.nss, WHO.name)),
    "carnet": (lambda: papers.carnet(WHO), ("PREVENIMSS", WHO.name)),
    "refusal": (lambda: papers.refusal(WHO, DAY), ("registrado aún como derechohabiente", WHO.curp)),
}


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        return " ".join(str(document[0].get_textpage().get_text_bounded()).split())
    finally:
        document.close()


@pytest.mark.parametrize("layout", [1, 2])
@pytest.mark.parametrize("vigente", [True, False])
def test_a_constancia_shows_its_holder_and_status(layout: int, vigente: bool) -> None:
    text = text_of(constancia(WHO, vigente, SCHOOL, issued=DAY, layout=layout))
    for value in (
        WHO.paternal,
        WHO.curp,
        SCHOOL.registro,
        SCHOOL.patron,
        f"servicio médico{':' if layout == 1 else ''}",
    ):
        assert value in text
    assert WHO.nss in text.replace(" ", "")
    assert f"Con derecho al servicio médico{':' if layout == 1 else ''} {'SI' if vigente else 'NO'}" in text


def test_both_layouts_carry_the_trap_of_the_small_print_even_for_somebody_who_is_vigente() -> None:
    for layout in (1, 2):
        assert "no se encuentra vigente" in text_of(constancia(WHO, True, SCHOOL, issued=DAY, layout=layout))


def test_layouts_are_different_papers() -> None:
    form, letter = (text_of(constancia(WHO, True, SCHOOL, issued=DAY, layout=layout)) for layout in (1, 2))
    assert "07/09/2026" in form
    assert "7 de septiembre de 2026" in letter
    assert "A QUIEN CORRESPONDA" in letter
    assert "A QUIEN CORRESPONDA" not in form


def test_somebody_not_vigente_still_sees_the_last_patron_and_the_end_of_the_rights() -> None:
    text = text_of(constancia(WHO, False, BACHILLERATO, issued=DAY, ended=date(2026, 3, 2)))
    assert BACHILLERATO.patron in text
    assert "02/03/2026" in text


def test_a_beneficiary_s_constancia_names_the_insured_parent_with_a_number_of_their_own() -> None:
    father = parent(WHO, "H")
    text = text_of(constancia(WHO, True, through(father), issued=DAY))
    assert father.nss in text
    assert WHO.nss in text
    assert f"3{WHO.aggregate[1:]}OR" in text


def test_a_parent_s_constancia_lists_the_child_without_the_child_s_number() -> None:
    father = parent(WHO, "H")
    text = text_of(constancia(father, True, EMPLOYER, issued=DAY, beneficiaries=(WHO,), layout=2))
    assert WHO.name in text
    assert WHO.curp in text
    assert WHO.nss not in text.replace(" ", "")


def test_the_original_chain_has_the_form_that_real_ones_have() -> None:
    chain = original_chain(WHO, DAY)
    assert chain.startswith("||Invocante:")
    assert f"|Nombre o Razón Social:{WHO.name}|Curp:{WHO.curp}|Número de Seguridad Social:{WHO.nss}||" in chain
    assert "|Fecha:07 de septiembre 2026, 10:" in chain


def test_an_unknown_layout_is_refused() -> None:
    with pytest.raises(KeyError):
        constancia(WHO, True, SCHOOL, issued=DAY, layout=3)


@pytest.mark.parametrize("kind", OTHERS)
def test_each_other_paper_shows_its_own_words_and_values(kind: str) -> None:
    draw, values = OTHERS[kind]
    text = text_of(draw())
    for value in values:
        assert value in text


@pytest.mark.parametrize("kind", OTHERS)
def test_no_other_paper_says_anything_about_vigencia_of_rights(kind: str) -> None:
    assert "servicio médico" not in text_of(OTHERS[kind][0]())


def test_the_hyphens_of_a_new_nss_do_not_change_its_digits() -> None:
    assert WHO.nss in text_of(papers.asignacion_nss(WHO, DAY)).replace("-", "")


@pytest.mark.parametrize("who", CAST)
def test_the_same_paper_drawn_twice_is_the_same_file(who: Person) -> None:
    assert constancia(who, True, SCHOOL, issued=DAY) == constancia(who, True, SCHOOL, issued=DAY)


def test_the_modalidad_stands_in_the_registro_patronal() -> None:
    assert {len(each.registro) for each in (SCHOOL, BACHILLERATO, EMPLOYER, PROGRAMME)} == {11}
    assert [each.registro[8:10] for each in (SCHOOL, SCHOOL_SHORT, BACHILLERATO, PROGRAMME)] == ["32"] * 4
    assert EMPLOYER.registro[8:10] != "32"
    assert {SCHOOL.patron, SCHOOL_SHORT.patron} <= set(PATRONES)
    assert SCHOOL.registro in REGISTROS


def test_the_papers_wordings_share_no_table_with_the_code_that_reads_papers() -> None:
    folder = Path(worker.demo.__file__).parent
    for file in ("constancias.py", "papers.py", "people.py", "photo.py", "school.py", "sheet.py"):
        tree = ast.parse((folder / file).read_text(encoding="utf-8"))
        names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert not [name for name in names if name.startswith("worker.") and not name.startswith("worker.demo.")]
