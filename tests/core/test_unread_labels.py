"""Labels that an OCR could not read: what stands beside them counts only where nothing else can be meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.constancias import HEAD, HOLDER, RELATIVE, SCHOOL, SMALL, STUDENT, ocr, read, told
from tests.core.pages import looked_again, page, scan
from tests.core.people import chance
from worker.core.identifiers import curps_between, repair_curp
from worker.core.paper.layout import lay_out
from worker.core.reading import interpret
from worker.core.types import Box, Reading, Through

OWN = "80240442170"


def faint(line: str) -> Reading:
    """A page with this line, read by both engines alike; `~` marks the words that the first one doubts."""
    return interpret("x.jpg", [looked_again(scan(HEAD + HOLDER + line + "\n" + STUDENT + SMALL))], SCHOOL)


# --- a status in words


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("S1tvac16n~    NO VIGENTE", False),
        ("Es7atu5~    VIGENTE", True),
        # What is left of a label is like none of the status.
        ("544bac45~    NO VIGENTE", None),
        ("C4rt1lla~ n4c10nal~    VIGENTE", None),
        ("AMA~ L0PEZ~ RU1Z~    VIGENTE", None),
        ("Sivacio1~\nSIN DERECHO", False),
        # A short answer may be that of any label.
        ("S1tvac16n~    NO", None),
        ("S1tvac16n~    SI", None),
        # Of two answers nobody knows which is the holder's.
        ("S1tvac16n~    NO VIGENTE\nEs7atu5~     VIGENTE", None),
        ("Natevmbad~   SIN DERECHO\nS1tvac16n~    SI", None),
        # A label that can be read is none of the status.
        ("Maternidad   SIN DERECHO", None),
        ("La pr5se7te~ c0nst4nc1a~ de~ qu1en~ NO VIGENTE", None),
    ],
)
def test_a_status_word_beside_a_label_in_doubt_counts_where_it_is_the_only_answer(
    line: str, answer: bool | None
) -> None:
    assert told(faint(line))[0] is answer


def test_a_status_word_beside_a_label_in_doubt_needs_both_engines() -> None:
    text = HEAD + HOLDER + "S1tvac16n~    NO VIGENTE\n" + STUDENT
    assert told(ocr(text))[0] is None
    assert told(interpret("x", [looked_again(scan(text), NO="SI")], SCHOOL))[0] is None
    assert told(read(text.replace("~", "")))[0] is None


def test_what_beats_a_readable_label_is_not_asked_of_an_unreadable_one() -> None:
    assert told(faint("S1tvac16n~    NO VIGENTE\nEstatus      VIGENTE"))[0] is True


def test_small_print_in_doubt_neither_leaves_the_status_blank_nor_says_something_else() -> None:
    small = ("NO~ CUENTA~ CON~ DERECHO~ AL~ SERVICIO~ MEDICO~", "VICENCIA~ DE~ DEPECHOS~ AL~ MORENTO~ DE")
    for line in small:
        reading = interpret("x", [looked_again(scan(HEAD + HOLDER + f"Vigente:   NO\n{line}\n"))], SCHOOL)
        assert (told(reading)[0], reading.sure) == (False, True)
        assert not interpret("x", [looked_again(scan(HEAD + HOLDER + f"{line}\n"))], SCHOOL).sure


def test_an_answer_that_a_colon_made_a_label_of_leaves_nothing_blank() -> None:
    reading = faint("Situación: NO VIGENTE: Fecha de vigencia: 19/05/2026")
    assert (told(reading)[0], reading.sure) == (False, True)


# --- numbers


@pytest.mark.parametrize("colon", [":", ""])
def test_a_number_set_at_the_right_of_the_line_below_is_its_labels_with_or_without_its_colon(colon: str) -> None:
    text = HEAD + "Nombre:   ITZEL HERNANDEZ ROMERO\nCURP:   HERI041213MVZRMTC7\n{}\nVigente:   NO\n"
    lone = f"Número de Seguridad Social (NSS){colon}\n{' ' * 60}{OWN}"
    other = f"\nTeléfono de contacto   {chance('9611234567')}"
    assert interpret("x", [looked_again(scan(text.format(lone + other)))], SCHOOL).sure


def test_a_beneficiarys_own_number_is_told_where_the_titulars_is_printed_too() -> None:
    text = (
        HEAD
        + "Nombre:   ITZEL HERNANDEZ ROMERO\nCURP:   HERI041213MVZRMTC7\n"
        + f"Número de Seguridad Social (NSS):\n{' ' * 60}{OWN}\n"
        + "Agregado médico:   3F2004OR\nVigente:   NO\nNombre del titular:   RAUL HERNANDEZ DIAZ\n"
    )
    with_titulars = text + f"NSS del titular:   {chance('8093754217')}\n"
    assert interpret("x", [looked_again(scan(with_titulars))], SCHOOL).sure
    assert not interpret("x", [looked_again(scan(text))], SCHOOL).sure


@pytest.mark.parametrize(
    "label", ["NSS del ase", "NSS del asegurado titu", "Número de Seguridad Social del tit", "NSS de la"]
)
def test_a_label_that_is_cut_off_before_it_says_whose_is_not_the_holders(label: str) -> None:
    text = HEAD + "Nombre:   ITZEL HERNANDEZ ROMERO\nCURP:   HERI041213MVZRMTC7\n{}   {}\nVigente:   NO\n"
    for take in (read, ocr):
        reading = take(text.format(label, OWN))
        assert reading.nss is None or not reading.sure


def test_words_of_the_small_print_that_are_nearly_a_label_are_none() -> None:
    lone = HEAD + f"Nombre:   ITZEL HERNANDEZ ROMERO\nCURP:   HERI041213MVZRMTC7\n{' ' * 31}{OWN}\nVigente:   NO\n"
    small = "ACTUALICE SU CLINICA EN EL MODULO DE AFILIACION, CON UN COMPROBANTE QUE NO EXCEDA DE TRES MESES.\n"
    assert interpret("x", [looked_again(scan(lone + small))], SCHOOL).sure


# --- names and keys


@pytest.mark.parametrize("line", ["SEXO    HOMBRE\nTurno   MATUTINO", "Nombre  C.U.R.", "C.U.R.  HERI041213MVZRMTC7"])
def test_what_is_left_of_a_label_is_nobodys_name(line: str) -> None:
    reading = ocr(HEAD + HOLDER + f"Vigente:   NO\n{line}\n")
    assert reading.sure, reading.problems


def test_a_curp_is_what_two_readings_of_it_allow_together() -> None:
    first, second = "JERI041213MVZRMTC7", "HERI0412I3MV2RMTCZ"
    assert repair_curp(first, lambda _: True) is None
    text = HEAD + f"Nombre:   ITZEL HERNANDEZ ROMERO\nCURP:   {first}\nNSS:   {OWN}\nVigente:   NO\n"
    again = interpret("x", [looked_again(scan(text), **{first: second})], SCHOOL)
    assert again.curp is not None and again.curp.value.text == "HERI041213MVZRMTC7"
    assert ocr(text).curp is None


def test_two_readings_that_differ_much_are_of_two_keys() -> None:
    assert list(curps_between("HERI041213MVZRMTC7", "LOPA990101HCSRRN09")) == []
    assert list(curps_between("HERI041213MVZRMTC7", "HERI041213MVZRMTC")) == []


# --- a sheet that is turned


@pytest.mark.parametrize("slope", [0.08, -0.08])
def test_the_columns_of_a_turned_sheet_stand_upright(slope: float) -> None:
    rows = "\n".join(
        f"{label:<30}{label}" for label in ("UMF", "TURNO", "FOLIO", "SEXO", "CURP", "NSS", "OOAD", "EDAD")
    )
    drawn = replace(page(rows, 1, "tesseract", 0.95, slope), slope=slope)
    starts = [line.tokens[-1].left for line in lay_out(drawn).lines]
    assert len(starts) == 8
    assert max(starts) - min(starts) < 1.0
    assert len({round(word.box.left, 3) for word in drawn.words}) > 2


def test_a_mark_after_the_label_does_not_hide_that_nothing_stands_between() -> None:
    seen = looked_again(scan(HEAD + HOLDER + "Estatus :" + " " * 60 + "VIGENTE\n" + STUDENT, 0.95))
    mark, answer = (next(word.box for word in seen.words if word.text == text) for text in (":", "VIGENTE"))
    blank = Box(mark.right, mark.top, answer.left, mark.bottom)
    assert RELATIVE not in interpret("x", [seen], SCHOOL).problems
    assert not interpret("x", [seen], SCHOOL).sure
    assert interpret("x", [replace(seen, blanks=(blank,))], SCHOOL).sure


# --- what was found to be sure and wrong


def test_what_another_paper_says_beside_the_constancia_is_not_said_of_its_holder() -> None:
    text = HEAD + HOLDER + "Modalidad:   32 SEGURO FACULTATIVO\n{}\n" + STUDENT
    lone = interpret("x", [looked_again(scan(text.format("\nio se encuentra vigente.")))], SCHOOL)
    assert not lone.sure
    assert ocr(text.format("El asegurado se encuentra vigente.")).sure


def test_two_empty_boxes_are_a_blank_whatever_became_of_their_label() -> None:
    text = HEAD + HOLDER + "El asegurado se encuentra vigente.\nC0n der3cho~   ☐ sl~   ☐ NO\n" + STUDENT
    reading = interpret("x", [scan(text)], SCHOOL)
    assert (reading.sure, reading.problems[0]) == (False, "La vigencia está en blanco.")
    ticked = interpret("x", [scan(text.replace("☐ NO", "☒ NO"))], SCHOOL)
    assert (ticked.sure, ticked.problems[0]) == (False, "No es claro lo que dice de la vigencia.")


@pytest.mark.parametrize(
    ("holder", "sure"), [("ANA ROMERO DIAZ   RODA750310MCSMZN00   53977512341", False), (None, True)]
)
def test_a_damaged_key_of_somebody_else_may_be_a_child_that_the_page_names(holder: str | None, sure: bool) -> None:
    name, curp, nss = holder.split("   ") if holder else ("ITZEL HERNANDEZ ROMERO", "HERI041213MVZRMTC7", OWN)
    text = HEAD + f"Nombre:   {name}\nCURP:   {curp}\nNSS:   {nss}\nVigente:   NO\n"
    row = "PEDROD! EIESUS MAZARIEGOSIBARRA   MAIP0104T0HOCZBD\n"
    assert interpret("x", [looked_again(scan(text))], SCHOOL).sure
    reading = interpret("x", [looked_again(scan(text + row))], SCHOOL)
    assert (reading.sure, RELATIVE in reading.problems) == (sure, not sure)


# --- sentences, tables and names as a scan gives them


def test_a_patron_that_a_sentence_names_proves_through_whom_where_the_registro_was_misread() -> None:
    text = (
        HEAD
        + "Se hace constar que ITZEL HERNANDEZ ROMERO, con NSS 80240442170 y CURP HERI041213MVZRMTC7,\n"
        + "cuenta con derecho al servicio médico: SI ante este Instituto, inscrito por INSTITUTO\n"
        + "TECNOLOGICO DE PRUEBA, registro patronal Y54H2345328. Agregado médico 1F2004ES.\n"
    )
    reading = interpret("x", [looked_again(scan(text))], SCHOOL)
    assert (told(reading), reading.sure) == ((True, Through.TECNOLOGICO), True)
    other = interpret("x", [looked_again(scan(text.replace("DE PRUEBA", "DE OTRA")))], SCHOOL)
    assert not other.sure


def test_an_answer_goes_on_with_a_word_that_the_other_engine_read() -> None:
    text = HEAD + HOLDER + "El asegurado cuenta con derecho al servicio médico: SI ant este Instituto.\n" + STUDENT
    assert told(interpret("x", [looked_again(scan(text), ant="ante")], SCHOOL))[0] is True
    assert told(interpret("x", [looked_again(scan(text), ant="y")], SCHOOL))[0] is None


def test_whose_a_number_is_does_not_say_of_whom_the_sentence_is() -> None:
    text = HEAD + "ITZEL HERNANDEZ ROMERO, con NSS del asegurado titular 53977512341 y CURP HERI041213MVZRMTC7,\n{}\n"
    assert told(read(text.format("se encuentra vigente ante este Instituto, como hija y beneficiaria.")))[0] is True
    assert told(read(text.format("cuyo titular se encuentra vigente ante este Instituto.")))[0] is None


@pytest.mark.parametrize(("born", "sure"), [("28/01/2022", True), ("28/01/2006", False), ("", False)])
def test_a_childs_day_of_birth_in_the_table_tells_whether_it_may_be_the_student(born: str, sure: bool) -> None:
    text = (
        HEAD
        + "Nombre:   ANA ROMERO DIAZ\nCURP:   RODA750310MCSMZN00\nNSS:   53977512341\nVigente:   NO\n"
        + f"Beneficiarios\nNombre                 Parentesco   Nacimiento\nYARELI ROMERO LEON     HIJA         {born}\n"
    )
    for take in (read, ocr):
        assert take(text).sure is sure


def test_a_number_under_its_label_whose_colon_stands_apart_is_read_from_a_text_layer() -> None:
    text = HEAD + "Nombre:   ITZEL HERNANDEZ ROMERO\nCURP:   HERI041213MVZRMTC7\nNSS :\n{}80240442170\nVigente:   NO\n"
    assert read(text.format(" " * 60)).sure


@pytest.mark.parametrize(
    "line",
    [
        "Nombre:   ITZEL HERNANDEZ ROMERO\nCURP:   HERI041213MVZRMTC7 1~",
        "Nombre:   ITZEL HERNANDEZ ROMEROCURP: HERI041213MVZRMTC7",
        "Nombre(s): ITZELPrimer apellido: HERNANDEZ   Segundo apellido: ROMERO\nCURP:   HERI041213MVZRMTC7",
        "Nombre:   ITZEL HERNANDEz ROMERO\nCURP:   HERI041213MVZRMTC7",
        "Nombre:   ITZEL HERNANDEZ R0MERO\nCURP:   HERI041213MVZRMTC7",
        "NOMBRE(S)   .3.~   ITZEL\nPRIMER APELLIDO   HERNANDEZ\nSEGUNDO APELLIDO   ROMERO\nCURP   HERI041213MVZRMTC7",
    ],
)
def test_names_and_keys_are_read_whatever_an_ocr_did_to_a_letter_or_a_blank(line: str) -> None:
    reading = ocr(HEAD + line + f"\nNSS:   {OWN}\nVigente:   NO\n")
    assert reading.name is not None and reading.name.value == "ITZEL HERNANDEZ ROMERO"
    assert reading.sure


def test_a_titular_whose_word_was_misread_is_still_somebody_else() -> None:
    text = HEAD + "Nombre:   ITZEL HERNANDEZ ROMERO\nCURP:   HERI041213MVZRMTC7\n{}\nVigente:   NO\n"
    lines = f"NSS del asegurado timlar   {chance('8004754217')}\nNSS:   {OWN}"
    reading = ocr(text.format(lines))
    assert reading.nss is not None and reading.nss.value.digits == OWN


def test_a_leader_that_the_other_engine_saw_as_dots_is_no_answer() -> None:
    text = HEAD + HOLDER + "CON DERECHO AL SERVICIO MEDICO   10~    SI\n" + STUDENT
    again = looked_again(scan(text), **{"10": "..."})
    assert told(interpret("x", [again], SCHOOL))[0] is True
    assert told(interpret("x", [looked_again(scan(text))], SCHOOL))[0] is None


def test_a_registro_far_from_the_schools_need_not_be_read_surely_beside_a_schools_name() -> None:
    text = HEAD + HOLDER + "Vigente:   SI\nAgregado médico:   1F2004ES\nModalidad:   SEGURO FACULTATIVO\n"
    other = text + "Registro patronal:   Z2971129325~\nPatrón:   CETIS 512\n"
    near = text + "Registro patronal:   Y5412345399~\nPatrón:   CETIS 512\n"
    one, two = (interpret("x", [looked_again(scan(drawn))], SCHOOL) for drawn in (other, near))
    assert (told(one), one.sure) == ((True, Through.OTRA_ESCUELA), True)
    assert not two.sure


@pytest.mark.parametrize(
    "line",
    [
        "LA INFORMACION CORRESPONDE A LOS REGISTROS DEL INSTITUTO A LA FECHA Y HORA DE    VIGENTE\nHASTA NUEVO AVISO.",
        "Turno   MATUTINO    0 vigente:\nConsultorio   13",
    ],
)
def test_a_label_in_the_small_print_or_of_another_paper_leaves_nothing_blank_beside_an_answer(line: str) -> None:
    assert ocr(HEAD + HOLDER + f"Vigente:   NO\n{line}\n").sure


def test_a_patron_whose_name_has_no_end_is_not_told() -> None:
    said = "Vigente:   SI\nAgregado médico:   1F2004ES\nModalidad:   SEGURO FACULTATIVO\n"
    more = "inscrito por INSTITUTO TECNOLOGICO DE PRUEBA\n" + "y sigue el texto sin signos\n" * 3
    assert ocr(HEAD + HOLDER + said + more.replace("PRUEBA", "PRUEBA,")).sure
    assert not ocr(HEAD + HOLDER + said + more).sure


@pytest.mark.parametrize(
    "line",
    [
        "Folio: 1234567890123 · Clínica: 13 · Turno: MATUTINO · Con derecho al servicio médico:       · Consultorio: 5",
        "Con~ derecho~ al~ servicio~ médico:~",
    ],
)
def test_a_label_with_its_colon_and_no_answer_is_blank_however_it_was_read(line: str) -> None:
    reading = ocr(HEAD + HOLDER + f"Estatus:   VIGENTE\n{line}\n" + STUDENT)
    assert (reading.sure, reading.problems[0]) == (False, "La vigencia está en blanco.")


def test_boxes_of_a_question_that_can_be_read_are_not_the_statuss() -> None:
    for boxes in ("☐ SI   ☒ NO", "☐ SI   ☐ NO"):
        reading = ocr(HEAD + HOLDER + f"Vigente:   ☒ SI   ☐ NO\nPensionado:   {boxes}\n" + STUDENT)
        assert told(reading)[0] is True
        assert "La vigencia está en blanco." not in reading.problems


@pytest.mark.parametrize("subject", ["Su servicio", "El servicio de agua", "Su contrato de luz", "La póliza"])
def test_what_is_vigente_is_the_holder_and_not_a_service(subject: str) -> None:
    for take in (read, ocr):
        assert told(take(HEAD + HOLDER + f"{subject} se encuentra vigente.\n" + STUDENT))[0] is None
