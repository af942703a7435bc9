"""Marks between fields, lost blanks and misread stops: what they leave as it is, and what they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.constancias import HEAD, HOLDER, NO, RELATIVE, SCHOOL, SMALL, STUDENT, ocr, read, told
from tests.core.pages import looked_again, scan
from worker.core.kinds import kinds_of
from worker.core.paper.layout import lay_out
from worker.core.reading import interpret
from worker.core.types import Box, Document, Reading, Through, Word

STUDENTS = (True, Through.TECNOLOGICO)


# --- one field after the other on a line


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Con derecho al servicio médico: SI · Vigencia al: 23/05/2026", True),
        ("Con derecho al servicio médico: NO · Vigencia al: 23/05/2026", False),
        ("Condición: Sin derecho; Vigencia al: 23/05/2026", False),
        ("Estatus: VIGENTE; Folio de la constancia: 123", True),
        ("Condición: Sin derecho. Vigencia al: 23/05/2026", False),
        ("Condición: Sin derecho Fecha de vigencia: 23/05/2026", False),
        ("Con derecho al servicio médico: SIVigencia al: 23/05/2026", True),
        ("Con derecho al servicio médico: NOFecha de vigencia: 23/05/2026", False),
    ],
)
def test_a_field_ends_where_the_next_one_begins(text: str, answer: bool) -> None:
    for take in (read, ocr):
        reading = take(HEAD + HOLDER + text + "\n" + STUDENT + SMALL)
        assert (told(reading)[0], reading.sure) == (answer, True)


def test_dots_that_lead_to_a_value_are_no_boxes() -> None:
    for text in ("VIGENCIA ............... VIGENTE", "VIGENTE ................ SI"):
        assert read(HEAD + HOLDER + text + "\n" + STUDENT).sure


@pytest.mark.parametrize(
    "text",
    [
        "Con derecho al servicio médico: SI · NO · Vigencia al: 23/05/2026",
        "Estatus: VIGENTE; SUSPENDIDO DESDE: 01/05/2026",
        "Estatus: VIGENTE · BAJA: 01/05/2026",
    ],
)
def test_a_second_answer_after_a_mark_is_still_seen(text: str) -> None:
    for take in (read, ocr):
        assert not take(HEAD + HOLDER + text + "\n" + STUDENT + SMALL).sure


def test_two_heads_side_by_side_are_no_label_of_both_words() -> None:
    text = "Situación         Vigencia al\nVIGENTE           23/05/2026\n"
    assert told(read(HEAD + HOLDER + text + STUDENT)) == STUDENTS


def test_a_semicolon_that_one_engine_took_for_a_colon_makes_no_label_of_the_answer() -> None:
    seen = scan(HEAD + HOLDER + "Estatus: VIGENTE:   Vigencia: 23/05/2026\n" + STUDENT)
    again = looked_again(seen, VIGENTE_="VIGENTE;")
    assert (interpret("x", [seen], SCHOOL).sure, interpret("x", [again], SCHOOL).sure) == (False, True)


def test_a_semicolon_that_one_engine_took_for_a_colon_ends_the_answer_in_prose_too() -> None:
    seen = scan(HEAD + HOLDER + "Situación: VIGENTE: VIGENCIA: 23/05/2026\n" + STUDENT)
    again = looked_again(seen, VIGENTE_="VIGENTE;")
    assert (interpret("x", [seen], SCHOOL).sure, interpret("x", [again], SCHOOL).sure) == (False, True)


@pytest.mark.parametrize(("second", "sure"), [("SÍ", True), ("si.", True), ("", False), ("NO", False)])
def test_an_answer_that_one_engine_misread_is_sure_where_the_other_read_it(second: str, sure: bool) -> None:
    seen = looked_again(scan(HEAD + HOLDER + "Vigente:   Sf\n" + STUDENT), Sf=second)
    assert interpret("x", [seen], SCHOOL).sure is sure


@pytest.mark.parametrize(("first", "second", "value"), [("st", "Si", True), ("1S", "SÍ", True), ("Nc", "NO", False)])
def test_what_is_left_of_an_answer_is_sure_where_the_other_engine_read_it(first: str, second: str, value: bool) -> None:
    seen = scan(HEAD + HOLDER + f"Vigente:   {first}~\n" + STUDENT, 0.6)
    again = looked_again(seen, **{first: second})
    for drawn, heard in (
        (again, value),
        (seen, None),
        (looked_again(seen, **{first: "SI" if not value else "NO"}), None),
    ):
        reading = interpret("x", [drawn], SCHOOL)
        assert (reading.vigente.value if reading.vigente else None) is heard


@pytest.mark.parametrize(
    "lone", ["VIGENTE", "NO VIGENTE", "Maternidad   SIN DERECHO", "Si aparece la leyenda\nNO VIGENTE"]
)
def test_a_status_without_its_label_tells_nothing(lone: str) -> None:
    assert told(ocr(HEAD + HOLDER + f"Clínica   13\n{lone}\nTurno   MATUTINO\n")) == (None, None)


@pytest.mark.parametrize(("text", "value"), [("se encuentra vigent", True), ("no se encuentra vigent", False)])
def test_a_letter_less_makes_no_other_sentence(text: str, value: bool) -> None:
    seen = looked_again(scan(HEAD + HOLDER + f"El asegurado {text} en sus derechos.\n" + STUDENT), vigent="vigente")
    assert told(interpret("x", [seen], SCHOOL))[0] is value


def test_a_small_answer_that_an_engine_hardly_saw_is_no_speck() -> None:
    table = (
        HEAD + HOLDER + "CON DERECHO AL SERVICIO MEDICO   Turno\nSl~                              MATUTINO\n" + STUDENT
    )
    seen = interpret("x", [scan(table, 0.6)], SCHOOL)
    assert (seen.vigente and seen.vigente.value, seen.sure) == (True, False)
    assert "La vigencia está en blanco." not in seen.problems


@pytest.mark.parametrize("left", ["1S", "S:", "Nc"])
def test_what_is_left_of_an_answer_is_not_blank(left: str) -> None:
    seen = interpret("x", [scan(HEAD + HOLDER + f"Vigente:   {left}\n" + STUDENT)], SCHOOL)
    assert seen.problems[0] == "No se distingue si está vigente."


def test_a_dot_between_fields_is_no_part_of_a_name() -> None:
    text = "Nombre(s): ITZEL · Primer apellido: HERNANDEZ · Segundo apellido: ROMERO·\n"
    seen = interpret("x", [scan(HEAD + text + NUMBERS)], SCHOOL)
    assert (name(seen), seen.sure) == (WHOLE, True)


@pytest.mark.parametrize(("ends", "sure"), [(0.0, True), (-3.0, True), (-8.0, False)])
def test_an_answer_far_from_its_label_is_whole_where_nothing_was_seen_between(ends: float, sure: bool) -> None:
    seen = looked_again(scan(HEAD + HOLDER + "Estatus" + " " * 60 + "VIGENTE\n" + STUDENT, 0.95))
    label, answer = (next(word.box for word in seen.words if word.text == text) for text in ("Estatus", "VIGENTE"))
    blank = Box(label.right, label.top, answer.left + ends / seen.width, label.bottom)
    assert not interpret("x", [seen], SCHOOL).sure
    assert interpret("x", [replace(seen, blanks=(blank,))], SCHOOL).sure is sure


def test_a_word_between_two_measured_boxes_may_be_misread() -> None:
    for text, sure in (("Vigente:   ☒ s   ☐ NO", True), ("Vigente:   ☒ s   NO", False)):
        assert interpret("x", [scan(HEAD + HOLDER + text + "\n" + STUDENT)], SCHOOL).sure is sure


def test_two_values_that_end_where_the_answer_does_make_no_column_at_the_right() -> None:
    others = "Folio           1234567890123\nUMF             9876543210123\nTurno           MATUTINO\n"
    for front, sure in (("Vigente                    NO\n", False), ("Vigente         NO\n", True)):
        assert ocr(HEAD + HOLDER + others + front).sure is sure


# --- sentences


SENTENCE = "Se hace constar que ITZEL HERNANDEZ ROMERO, con NSS 80240442170 y CURP\nHERI041213MVZRMTC7{}\n{}\n"


@pytest.mark.parametrize("stop", [",", "."])
def test_a_comma_that_an_ocr_took_for_a_full_stop_ends_no_sentence(stop: str) -> None:
    reading = ocr(HEAD + SENTENCE.format(stop, "no se encuentra vigente ante este Instituto.") + SMALL)
    assert (told(reading)[0], reading.sure) == (False, True)


def test_a_line_at_the_papers_edge_is_no_hole_in_a_sentence() -> None:
    drawn = scan(HEAD + SENTENCE.format(",", "no se encuentra vigente ante este Instituto.") + SMALL)
    first = next(word for word in drawn.words if word.text == "no")
    shifted = tuple(_moved(word) for word in drawn.words)
    edge = Word("|", Box(0.0, first.box.top, 0.005, first.box.bottom), 0.9)
    assert interpret("x", [replace(drawn, words=(*shifted, edge))], SCHOOL).sure


def _moved(word: Word) -> Word:
    box = word.box
    return replace(word, box=replace(box, left=box.left * 0.8 + 0.1, right=box.right * 0.8 + 0.1))


# --- beneficiaries


PARENT = HEAD + "Nombre:   ANA ROMERO DIAZ\nCURP:   RODA750310MCSMZN00\nNSS:   53977512341\nVigente:   NO\n"


@pytest.mark.parametrize(
    ("line", "sure"),
    [
        ("BENEF 01 LUIS LOPEZ ROMERO LORL190723HCSPMSA0", True),
        ("BENEFICIARIO: ITZEL HERNANDEZ ROMERO HERI041213MVZRMTC7", False),
        # Whom an OCR left no year of birth may be anybody.
        ("BENEFICIARIO: ITZEL HERNANDEZ ROMERO HERIO41213MVZRMTC", False),
        ("Beneficiarios: ninguno", True),
    ],
)
def test_a_beneficiary_on_a_line_of_their_own_may_be_the_student(line: str, sure: bool) -> None:
    for take in (read, ocr):
        reading = take(PARENT + line + "\n")
        assert (reading.sure, RELATIVE in reading.problems) == (sure, not sure)


def test_nobody_stands_under_a_heading_that_says_there_is_nobody() -> None:
    text = (
        HEAD + HOLDER + "Vigente:   SI\n" + STUDENT + "Sin beneficiarios registrados\nLa fo~ in.~\nEste~ n~ ereada,~\n"
    )
    assert ocr(text).sure


def test_nobody_is_no_titular_whose_number_it_could_be() -> None:
    text = HEAD + HOLDER.replace("80-24-04-4217-0", "80240542177") + "Vigente:   SI\n" + STUDENT
    seen = looked_again(scan(text + "Beneficiarios:   ninguno\n"))
    assert interpret("x", [seen], SCHOOL).sure


# --- names and numbers


NUMBERS = "CURP:   HERI041213MVZRMTC7\nNSS:   80240442170\nVigente:   NO\n"
WHOLE = "ITZEL HERNANDEZ ROMERO"


def name(reading: Reading) -> str | None:
    return reading.name.value if reading.name else None


@pytest.mark.parametrize(
    "text",
    [
        "Nombre(s): ITZEL; Primer apellido: HERNANDEZ; Segundo apellido: ROMERO: Sexo: M\n",
        "NOMBRE: ITZEL HERNANDEZ ROMERO: Sexo: M\n",
        "Nombre:   ITZELHERNANDEZROMERO\n",
        "      ITZELHERNANDEZ ROMERO\n",
        "Derechohabiente ITZEL HERNANDEZ ROMERO\nC.U.R.P.\n",
        "Nombre: ITZEL HERNáNDEZ ROMERO\n",
        "Nombre: HERNANDEZ ROMERO ITZEL;CURP:\n",
        "Nombre(s)   _ITZEL\nPrimer apellido   HERNANDEZ\nSegundo apellido   ROMERO\n",
    ],
)
def test_a_name_that_leads_to_the_curp_is_read_whatever_an_ocr_did_to_its_blanks_and_stops(text: str) -> None:
    found = name(ocr(HEAD + text + NUMBERS))
    assert found and found.replace("Á", "A") == WHOLE


@pytest.mark.parametrize(
    ("printed", "whole"), [("ANA DELEON RUIZ", "ANA DE LEON RUIZ"), ("ANA DELGADO RUIZ", "ANA DELGADO RUIZ")]
)
def test_a_particle_is_parted_from_what_is_never_written_with_it(printed: str, whole: str) -> None:
    assert name(read(HEAD + f"Nombre:   {printed}\nNSS:   80240442170\nVigente:   NO\n")) == whole


def test_words_of_the_form_under_a_name_are_nobody_else() -> None:
    text = HEAD + "Nombre completo: ITZEL HERNANDEZ ROMERO\nFecha de vigencia: 23/05/2026\n" + NUMBERS
    assert (name(ocr(text)), ocr(text).sure) == (WHOLE, True)


@pytest.mark.parametrize("mark", ["~", "_", "\u00b7", "\u2013", "."])
def test_whatever_an_ocr_makes_of_the_dash_before_the_check_digit_it_is_one(mark: str) -> None:
    # The drawing takes a '~' at a word's end only.
    reading = ocr(HEAD + HOLDER.replace("80-24-04-4217-0", f"8024044217{mark}0") + "Vigente:   NO\n")
    assert reading.nss and (reading.nss.value.digits, reading.sure) == ("80240442170", True)


def test_a_value_at_the_right_of_the_next_line_is_its_labels_where_no_label_can_be_lost() -> None:
    text = HEAD + "Nombre:   ITZEL HERNANDEZ ROMERO\nCURP:   HERI041213MVZRMTC7\nNSS:\n{}80240442170\nVigente:   NO\n"
    assert [take(text.format(" " * 60)).sure for take in (read, ocr)] == [True, False]


def test_a_label_over_another_with_values_beside_them_is_no_title() -> None:
    text = HEAD + "FECHA DE CONSTANCIA          23/05/2026\nNUMERO DE SEGURIDAD SOCIAL   80240442170\nVIGENTE   NO\n"
    kinds = kinds_of(lay_out(scan(text + "CURP   HERI041213MVZRMTC7\n")))
    assert [kind.DOCUMENT for kind in kinds] == [Document.CONSTANCIA]


@pytest.mark.parametrize(
    ("words", "through"),
    [
        ("Modalidad:   10 PERMANENTES\nAgregado médico:   1F2004OR", Through.EMPLEO),
        # Said once, or against the words of a student's insurance, the registro's figures are not put aside.
        ("Modalidad:   10 PERMANENTES", None),
        ("Modalidad:   10 PERMANENTES\nAgregado médico:   1F2004ES", None),
    ],
)
def test_a_registros_modalidad_gives_way_to_what_the_page_says_twice(words: str, through: Through | None) -> None:
    patron = "\nRegistro patronal:   C72-07465-32-5\nNombre del patrón:   TIENDAS UNIDAS SA DE CV\n"
    for take in (read, ocr):
        reading = take(HEAD + HOLDER + "Vigente:   SI\n" + words + patron)
        assert (told(reading), reading.sure) == ((True, through), through is not None)


# --- what was found to be sure and wrong


STATUS = HEAD + HOLDER + "{}\n" + STUDENT + SMALL


@pytest.mark.parametrize(
    "status",
    [
        # What is left of a NO beside a SI.
        "Con derecho al servicio médico:   SI\nVigente:    Nc",
        "El asegurado se encuentra vigente.\nVigente:    Nu",
        # An answer 'Si' begins no clause about a case.
        "Con derecho al servicio médico   Si\nClínica  13    Turno  MATUTINO   Vigente   NO",
        "Vigente  Si   Clínica 13   Turno MATUTINO   Estatus   SUSPENDIDO",
        "Con derecho al servicio médico   Si\nNombre ITZEL HERNANDEZ ROMERO   Vigente   No",
        # Two options, and nothing says which.
        "VIGENTE / NO VIGENTE",
        "X VIGENTE      NO VIGENTE",
        "XVIGENTE   NO VIGENTE",
        "[X]VIGENTE\n[ ]NO VIGENTE",
        "X CON DERECHO\nSIN DERECHO",
    ],
)
def test_what_may_be_the_other_answer_is_not_sure(status: str) -> None:
    for drawn in (scan(STATUS.format(status)), looked_again(scan(STATUS.format(status)))):
        assert not interpret("x", [drawn], SCHOOL).sure


@pytest.mark.parametrize("cut", ["SUS", "SU", "50", "SIN"])
def test_what_is_left_of_another_word_is_no_answer(cut: str) -> None:
    seen = looked_again(scan(STATUS.format(f"Vigente:   {cut}")), **{cut: "SI"})
    assert not interpret("x", [seen], SCHOOL).sure


def test_a_label_keeps_its_colon_whatever_the_other_engine_saw() -> None:
    parent = HEAD + "Nombre:   ANA ROMERO DIAZ\nCURP:   RODA750310MCSMZN00\nNSS:   53977512341\nVigente:   NO\n"
    for other in ("Hijo.", "Hijo;"):
        seen = looked_again(scan(parent + "Hijo:    PEDRO ROMERO LOPEZ\n"), Hijo_=other)
        assert not interpret("x", [seen], SCHOOL).sure


@pytest.mark.parametrize("line", ["LLAME A 800 623 2323", "Serie A 1234567890", "Ext. B 961 617 0380"])
def test_a_letter_before_a_telephone_is_no_registro(line: str) -> None:
    assert told(ocr(STATUS.format(f"Vigente:   SI\n{line}"))) == STUDENTS
    alone = HEAD + HOLDER + f"Vigente:   SI\nAgregado médico:   1F2004ES\nModalidad:   32\n{line}\n"
    assert not ocr(alone).sure


def test_the_heading_of_beneficiaries_with_nobody_legible_under_it_may_hide_a_student() -> None:
    older = HEAD + "Nombre:   ANA ROMERO DIAZ\nCURP:   RODA750310MCSMZN00\nNSS:   53977512341\nVigente:   NO\n"
    for text, take, sure in (
        ("Beneficiarios\n", ocr, False),
        ("Beneficiarios\n", read, True),
        ("Beneficiarios   ninguno\n", ocr, True),
        ("Sin beneficiarios registrados\n", ocr, True),
    ):
        assert take(older + text).sure is sure
    assert ocr(NO + "Beneficiarios\n").sure


# --- labels and verbs that one engine garbled


def garbled(text: str, **second: str) -> Reading:
    """What is read of a scan when the second engine read the words in `second` otherwise."""
    drawn = scan(HEAD + HOLDER + text + "\n" + STUDENT)
    return interpret("x.pdf", (looked_again(drawn, **second),), SCHOOL)


def test_a_label_that_only_the_second_engine_read_announces_its_value() -> None:
    shown = HOLDER.replace("Número de Seguridad Social:", "8.S.3.~                    ")
    drawn = scan(HEAD + shown + "Estatus:   VIGENTE\n" + STUDENT)
    heard = interpret("x.pdf", (looked_again(drawn, **{"8_S_3_": "N.S.S."}),), SCHOOL)
    unheard = interpret("x.pdf", (looked_again(drawn, **{"8_S_3_": "8S3"}),), SCHOOL)
    assert heard.nss is not None
    assert "etiqueta" in heard.nss.evidence.checks
    assert unheard.nss is None or "etiqueta" not in unheard.nss.evidence.checks


def test_the_second_engine_alone_never_makes_an_answer() -> None:
    assert garbled("Con derecho al servicio médico:   xx~", xx="SI").vigente is None


@pytest.mark.parametrize("verb", ["encventra", "encuemtra", "encueotra", "eocuentra"])
def test_a_misread_verb_is_the_verb_on_a_scan(verb: str) -> None:
    said = f"El asegurado se {verb} VIGENTE ante este Instituto."
    assert ocr(HEAD + HOLDER + said + "\n" + STUDENT).vigente is not None
    assert ocr(HEAD + HOLDER + said.replace("se ", "no se ") + "\n" + STUDENT).vigente is not None
    assert told(ocr(HEAD + HOLDER + said.replace("se ", "no se ") + "\n" + STUDENT))[0] is False


@pytest.mark.parametrize("verb", ["encuentre", "encuentrc", "encventre"])
def test_the_subjunctive_states_nothing_even_where_its_condition_was_lost(verb: str) -> None:
    for said in (f"no se {verb} vigente, consulte a su patrón.", f"se {verb} VIGENTE ante este Instituto."):
        assert ocr(HEAD + HOLDER + said + "\n" + STUDENT).vigente is None


def test_a_doubtful_short_word_before_the_verb_may_be_an_if() -> None:
    numbers = "con número de seguridad social 80-24-04-4217-0 {} CURP HERI041213MVZRMTC7,"
    said = f"Por la presente, {numbers}\nse encuentra VIGENTE."
    assert ocr(HEAD + HOLDER + said.format("de") + "\n" + STUDENT).sure
    assert not ocr(HEAD + HOLDER + said.format("de~") + "\n" + STUDENT).sure


def test_a_garbled_label_in_front_does_not_make_a_sentence_doubtful() -> None:
    before = "Por medio de la presente, con número~ de segvridad~ social 80-24-04-4217-0 y CURP HERI041213MVZRMTC7,"
    said = f"{before}\nse encuentra VIGENTE ante este Instituto."
    assert ocr(HEAD + HOLDER + said + "\n" + STUDENT).sure
    assert not ocr(HEAD + HOLDER + said.replace("y CURP", "y svhjio~") + "\n" + STUDENT).sure


def test_the_programme_is_proven_by_its_own_words_in_a_doubtful_sentence() -> None:
    said = f"{'Estatus:':31}VIGENTE\ninscrito~ por~ modalidad~ PROGRAMA JOVENES CONSTRUYENDO EL FUTURO"
    reading = ocr(HEAD + HOLDER + said)
    assert (reading.sure, told(reading)[1]) == (True, Through.OTRO)
