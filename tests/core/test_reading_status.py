from __future__ import annotations

from datetime import date

import pytest

from tests.core.constancias import HEAD, HOLDER, SMALL, STUDENT, ocr, read, told
from worker.core.types import Through

YES = (
    "Con derecho al servicio médico:   SI",
    "CON DERECHO A SERVICIO MEDICO   SÍ",
    "Vigente:   Sí",
    "Estatus:   VIGENTE",
    "Vigencia:   VIGENTE",
    "Estatus   VIGENTE",
    "La persona asegurada se encuentra vigente en sus derechos.",
    "El asegurado cuenta con derecho al servicio médico a la fecha.",
    "Vigente   Estatus\nSI        VIGENTE",
    "Vigente:   (X) SI  ( ) NO",
    "Vigente:   X SI   NO",
    "Vigente:   NO   X SI",
    "Vigente:   ( ) NO  (X) SI",
    "Vigente:   [ ] NO  [ X ] SI",
    "Con derecho al servicio médico:   SI ☒  NO ☐",
    "Vigente:   SI [X]   NO [ ]",
)
NO = (
    "Con derecho al servicio médico:   NO",
    "Vigente:   NO",
    "Estatus:   NO VIGENTE",
    "Estatus:   BAJA",
    "Estatus:   BAJA DESDE 12/03/2025",
    "Con derecho al servicio médico:   SIN DERECHO",
    "El asegurado no se encuentra vigente.",
    "La persona no tiene derecho al servicio médico.",
    "El asegurado causó baja el 3 de enero de 2025.",
    "Estatus\nNO VIGENTE",
    "Vigencia   SIN VIGENCIA",
    "Estatus de vigencia   SIN VIGENCIA",
    "Situación de derechos   SIN DERECHOS",
    "Vigencia de derechos\nSIN DERECHOS",
    "Vigente:   ( ) SI  (X) NO",
    "Vigente:   ☐ SI  ☑ NO",
    "Vigente:   SI [ ]   NO [X]",
)
UNKNOWN = (
    "",
    "Con derecho al servicio médico:",
    "Con derecho al servicio médico   Turno\n                                 MATUTINO",
    "CON DERECHO AL SERVICIO MEDICO",
    "Vigente hasta:   01/12/2027",
    "Vigente:   ------",
    "Vigencia:   PENSIONADO",
    "VIGENCIA DE DERECHOS\nVIGENTE\nTURNO:   MATUTINO",
    "VIGENCIA\nVIGENTE\nTURNO:   MATUTINO",
    "Estatus:   VIGENTE HASTA 01/12/2027",
    "Vigente:   (X) SI  (X) NO",
    "Vigente:   ( ) SI  ( ) NO",
    "Vigente:   X SI X NO",
    "Vigente:   SI X NO",
    "Vigente:   SI (X) ( ) NO",
    "Vigente:   VIGENTE / NO VIGENTE",
    "CANCELADO\nVigente:   SI",
    "Vigente:        Becado:        SI",
    "Vigente         Becado         SI",
    "Estado:   BAJA   CALIFORNIA",
    "Con derecho al servicio médico:   No. 25",
    "Si se encuentra vigente acuda a su clínica.",
    "SI SE ENCUENTRA VIGENTE ACUDA A SU CLINICA.",
    "Esta constancia se encuentra vigente treinta días.",
    "En caso de que no se encuentra vigente, llame.",
    "Cuando el asegurado no se encuentra vigente debe acudir.",
)


@pytest.mark.parametrize("text", YES)
def test_every_wording_of_yes(text: str) -> None:
    assert told(read(HEAD + HOLDER + text + STUDENT + SMALL)) == (True, Through.TECNOLOGICO)


@pytest.mark.parametrize("text", NO)
def test_every_wording_of_no(text: str) -> None:
    reading = read(HEAD + HOLDER + text + STUDENT + SMALL)
    assert (told(reading), reading.sure) == ((False, None), True)


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_says_neither_yes_nor_no_is_unknown_and_never_sure(text: str) -> None:
    reading = read(HEAD + HOLDER + text + STUDENT + SMALL)
    assert (told(reading), reading.sure) == ((None, None), False)
    assert reading.problems


def test_yes_here_and_no_there_is_unknown() -> None:
    reading = read(HEAD + HOLDER + "Vigente:   SI\nCon derecho al servicio médico:   NO\n" + STUDENT)
    assert (told(reading), reading.sure) == ((None, None), False)
    assert "La constancia dice a la vez que está vigente y que no." in reading.problems


def test_a_blank_beside_a_clear_answer_is_not_sure() -> None:
    reading = read(HEAD + HOLDER + "Vigente:   SI\nCon derecho al servicio médico:\n" + STUDENT)
    assert (told(reading)[0], reading.sure) == (True, False)


def test_an_inconsistency_that_the_institute_tells_of_is_not_sure() -> None:
    reading = read(HEAD + HOLDER + "Vigente:   NO\nExiste inconsistencia en la información de su registro.\n")
    assert (told(reading)[0], reading.sure) == (False, False)


def test_an_ocrs_vigente_with_a_hole_in_front_may_have_lost_its_no() -> None:
    tight = HEAD + HOLDER + "Estatus:   VIGENTE\n" + STUDENT
    assert ocr(tight.replace("Estatus:   VIGENTE", "Estatus:                       VIGENTE")).sure
    assert ocr(tight.replace("Estatus:   VIGENTE", "Estatus: VIGENTE")).sure
    assert not ocr(tight.replace("Estatus:   VIGENTE", "Estatus:      VIGENTE")).sure
    assert ocr(tight.replace("Estatus:   VIGENTE", "Estatus\nVIGENTE")).sure
    assert not ocr(tight.replace("Estatus:   VIGENTE", "Estatus\n     VIGENTE")).sure


def test_an_ocrs_sentence_with_a_hole_may_have_lost_its_no() -> None:
    whole = HEAD + HOLDER + "El asegurado se encuentra vigente en sus derechos.\n" + STUDENT
    assert ocr(whole).sure
    assert not ocr(whole.replace("asegurado se", "asegurado      se")).sure
    assert not ocr(whole.replace("El asegurado se", "se")).sure


BARE = HEAD.replace("TUXTLA GUTIERREZ, CHIAPAS, a 23 de mayo de 2026", "")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Fecha de constancia:   05/06/2026", date(2026, 6, 5)),
        ("Fecha de emisión: viernes 5 de junio de 2026", date(2026, 6, 5)),
        ("Ciudad de México, a los 5 días del mes de junio de 2026", date(2026, 6, 5)),
        ("Vigencia:   05/06/2026", date(2026, 6, 5)),
        ("Vigente hasta:   05/06/2026", None),
        ("Vigencia:   al 31/12/2026", None),
        ("Vigencia:   01/01/2026 al 31/12/2026", None),
        ("Fecha de inicio:   05/06/2025", None),
        ("El trámite es válido hasta el 5 de junio de 2026", None),
        ("Tuxtla, a 31 de junio de 2026", None),
        ("Fecha de nacimiento:   05/06/2004", None),
        ("Fecha de emisión:   --/--/----", None),
        ("Fecha de emisión:   pendiente", None),
        ("Fecha de constancia:   05/06/2026\nFecha de emisión:   06/06/2026", None),
        ("Cadena original:\n||Invocante:x|Fecha:2026-06-05T10:00:00|Folio:1||", date(2026, 6, 5)),
        (
            "Fecha de constancia: 05/06/2026\nCadena original: ||Invocante:x|Fecha:06 de junio de 2026, 10:00:00|F:1||",
            None,
        ),
        (
            "Fecha: 05/06/2026\nFecha de emisión: 06/06/2026\nCadena original: ||Invocante:x|Fecha:2026-06-05T10|F:1||",
            date(2026, 6, 5),
        ),
        ("Cadena original: ||Invocante:x|Fecha:06 de junio de 2026|F:1||", None),
    ],
)
def test_the_day_of_issue(text: str, day: date | None) -> None:
    reading = read(BARE + HOLDER + "Con derecho al servicio médico:   SI\n" + STUDENT + text)
    assert (reading.issued.value if reading.issued else None) == day


def test_the_day_beside_vigencia_is_no_day_of_issue_for_who_is_not_vigente() -> None:
    assert read(BARE + HOLDER + "Con derecho al servicio médico:   NO\nVigencia:   05/06/2026\n").issued is None


def test_a_day_that_an_ocr_is_not_sure_of_is_not_told() -> None:
    reading = ocr(BARE + HOLDER + "Vigente:   NO\nFecha de emisión:   05/06/2026~\n")
    assert (reading.issued, reading.sure) == (None, True)


UNCLEAR = (
    "Con derecho al servicio médico:   SI   NO   X",
    "Con derecho al servicio médico   SI   NO\n                                      X",
    "Con derecho al servicio médico\nSI       NO",
    "Con derecho al servicio médico   SI\n                                 NO",
    "Estatus:   VIGENTE\nhasta el 01/01/2025",
    "Estatus:   VIGENTE   hasta 01/01/2025",
    "Con derecho al servicio médico:   SI\nFecha de baja:   02/10/2025",
    "Con derecho al servicio médico:   SI\nBaja desde el 02/10/2025",
    "Con derecho al servicio médico:   SI\nEl asegurado no se encuentra vigente.",
    "Con derecho al servicio médico:   SI\nEl asegurado causó baja y se encuentra vigente hasta 01/01/2026",
    "Con derecho al servicio médico:   SI\nEl asegurado dejó de estar vigente.",
    "Pensionado:   SI\nEl asegurado no se encuentra vigente.\nVigente:   SI",
    "El asegurado tampoco se encuentra vigente.",
    "Ninguno de los registros del asegurado se encuentra vigente.",
    "Es falso que el asegurado se encuentra vigente.",
    "Es falso que el asegurado no se encuentra vigente.",
    "No se tiene registro de que la persona está vigente.",
    "El asegurado se encuentra vigente en sus derechos hasta el 01/01/2025.",
    "El asegurado se encuentra vigente en periodo de conservación de derechos.",
)


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_may_mean_either_is_unknown_and_never_sure(text: str) -> None:
    reading = read(HEAD + HOLDER + text + STUDENT + SMALL)
    assert (told(reading), reading.sure) == ((None, None), False)


@pytest.mark.parametrize(
    "text",
    [
        "Con derecho al servicio médico:   SI   Becado:   NO",
        "Vigente   Becado\nSI        NO",
        "Vigente   SI\nBecado    NO",
        "Con derecho al servicio médico:   SI\nFecha de baja:   -----",
        "Becado:   NO\nEl asegurado se encuentra vigente en sus derechos.",
        "El asegurado con No. de control 25 se encuentra vigente en sus derechos.",
    ],
)
def test_another_labels_no_is_no_doubt(text: str) -> None:
    reading = read(HEAD + HOLDER + text + STUDENT + SMALL)
    assert (told(reading), reading.sure) == ((True, Through.TECNOLOGICO), True)


def test_a_past_baja_beside_no_is_no_doubt() -> None:
    reading = read(HEAD + HOLDER + "Vigente:   NO\nFecha de baja:   02/10/2025\n")
    assert (told(reading)[0], reading.sure) == (False, True)


def test_an_answer_that_is_glued_to_the_next_label_is_cut_off() -> None:
    reading = ocr(HEAD + HOLDER + f"Estatus: BAJAVIGENCIA: 23/07/2026\n{STUDENT}")
    assert (told(reading)[0], reading.sure) == (False, True)


@pytest.mark.parametrize("name", ["JULEN", "SOLEN"])
def test_a_name_that_is_nearly_quien_is_the_holders(name: str) -> None:
    said = f"Se hace constar que {name} HERNANDEZ ROMERO SE ENCUENTRA VIGENTE ante este Instituto.\n"
    assert told(read(HEAD + HOLDER + said + STUDENT))[0] is True


def test_small_print_about_whoever_is_not_vigente_may_be_misread_twice_in_a_word() -> None:
    small = "NO VIGENTE SE MUESTRA A OULEN MO CUENTA CON DERECHO AL SERVICIO MEDICO.\n"
    reading = ocr(HEAD + HOLDER + "Vigente:   SI\n" + STUDENT + small)
    assert (told(reading)[0], reading.sure) == (True, True)
