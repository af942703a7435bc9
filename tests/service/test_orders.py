"""What the officer says about a case: what it does, what the student reads, and where it is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from tests.conftest import OpenOffice
from tests.office import Office
from tests.service.checks import check_secret
from tests.service.papers import BACHILLERATO, EMPLOYER, SCHOOL, lapsed, vigente
from worker.core.orders import EXAMPLES
from worker.demo.mails import Attachment
from worker.demo.people import Person
from worker.store import StoreError

pytestmark = pytest.mark.integration

People = tuple[Person, ...]
INSURED, OTHER_SCHOOL, EMPLOYED, NOT, NOTHING = "hoja", "baja", "revisión", "alta", "nada"


def paper(office: Office, student: Person, which: str) -> tuple[Attachment, ...]:
    if which in (NOT, NOTHING):
        return (lapsed(student, office.ago(2)),) if which == NOT else ()
    insurance = {INSURED: SCHOOL, OTHER_SCHOOL: BACHILLERATO, EMPLOYED: EMPLOYER}[which]
    return (vigente(student, office.ago(2), insurance),)


def opened(office: Office, student: Person, which: str, *before: str) -> str:
    """A case that this paper opened, after these orders; its folio."""
    office.writes(
        student,
        "mi constancia" if which != NOTHING else "¿Cómo tramito mi alta en el imss?",
        *paper(office, student, which),
    )
    office.round()
    folio = next(case["folio"] for case in office.cases() if student.mail in case["emails"])
    for text in before:
        assert not office.order(folio, text).startswith("no: ")
    return str(folio)


@dataclass(frozen=True)
class Told:
    """An order on a case, the stage after it, and words of what the student reads (None: nothing)."""

    text: str
    which: str
    stage: str
    words: str | None
    before: tuple[str, ...] = ()


RIGHT = (
    Told("alta hecha", NOT, "hoja por entregar", "Pide tu Hoja de Afiliación"),
    Told("Alta hecha.", EMPLOYED, "hoja por entregar", "Pide tu Hoja de Afiliación"),
    Told("hoja entregada", INSURED, "afiliado", "Solo te falta el carnet"),
    Told("egresado", INSURED, "baja por tramitar", "como egresaste"),
    Told("baja hecha", INSURED, "cerrado", "ya está hecha", ("egresado",)),
    Told("pide baja", EMPLOYED, "baja pendiente", "Pide tu baja"),
    Told("nss 71210501236", NOT, "alta por tramitar", "tu NSS, que termina en 1236"),
    Told("curp {curp}", NOT, "alta por tramitar", "tu CURP, que termina en {curp4}"),
    Told("umf 25", NOT, "alta por tramitar", "tu clínica es la UMF 25"),
    Told("nombre Juana Prueba Ficticio", NOT, "alta por tramitar", "tu nombre"),
    Told("correo otra@example.org", NOT, "alta por tramitar", None),
    Told("no vigente", EMPLOYED, "alta por tramitar", "en qué clínica"),
    Told("vigente por tecnológico", EMPLOYED, "hoja por entregar", "Pide tu Hoja de Afiliación"),
    Told("vigente por otra escuela", EMPLOYED, "baja pendiente", "Pide tu baja"),
    Told("responde: Ven el lunes.", NOT, "alta por tramitar", "Ven el lunes."),
    Told("rectifica: Sí estás vigente.", NOT, "alta por tramitar", "corrige el que te mandamos el 15 de septiembre"),
    Told("cierra", NOT, "cerrado", "cerró tu trámite"),
    Told("reabre", NOT, "en revisión", "abrió de nuevo", ("cierra",)),
)  # fmt: skip


@pytest.mark.parametrize("told", RIGHT, ids=lambda told: told.text)
def test_an_order_changes_the_case_and_tells_the_student(office: Office, people: People, told: Told) -> None:
    student, other = people[:2]
    folio = opened(office, student, told.which, *told.before)
    before = len(office.sent_to(student))
    said = office.order(folio, told.text.format(curp=other.curp))
    assert said.startswith(f"{folio}: ")
    case = office.case()
    assert case["stage"] == told.stage
    mails = office.sent_to(student)[before:]
    assert len(mails) == (told.words is not None)
    for mail in mails:
        assert told.words is not None and told.words.format(curp4=other.curp[-4:]) in mail.text
        assert mail.subject == f"Re: Constancia [{folio}]"
        assert mail.mail["In-Reply-To"]
        check_secret(mail, student, other)
    [(folder, raws)] = office.folders().items()
    assert len(raws) == 1
    assert folder.startswith("Afiliación/")
    assert case["attention"] is None


@pytest.mark.parametrize("again", ["alta hecha", "hoja entregada", "egresado", "pide baja", "cierra", "umf 25"])
def test_the_same_order_again_is_refused_and_says_nothing_twice(office: Office, people: People, again: str) -> None:
    which = {"hoja entregada": INSURED, "pide baja": EMPLOYED}.get(again, NOT)
    folio = opened(office, people[0], which, again)
    before, case = office.sent(), office.case()
    assert office.order(folio, again).startswith("no: ")
    assert office.case() == case
    assert len(office.sent()) == len(before)


WRONG = (
    ("alta hecha", NOTHING, (), "se dice de un caso en «alta por tramitar»"),
    ("hoja entregada", NOT, (), "«hoja por entregar»"),
    ("egresado", NOT, ("cierra",), "está en «cerrado»"),
    ("baja hecha", INSURED, (), "«baja por tramitar»"),
    ("pide baja", OTHER_SCHOOL, (), "ya estaba en «baja pendiente»"),
    ("nss 71210501235", NOT, (), "NSS no es válido"),
    ("curp XXXX000000XXXXXX00", NOT, (), "CURP no es válida"),
    ("umf 99", NOT, (), "no está en la tabla de clínicas"),
    ("nombre Juana", NOT, (), "nombre completo"),
    ("correo juana", NOT, (), "no es una dirección"),
    ("no vigente", NOT, ("cierra",), "primero «reabre»"),
    ("vigente por milagro", NOT, (), "Di por quién"),
    ("responde:", NOT, (), "Faltan tus palabras"),
    ("rectifica:", NOT, (), "Faltan tus palabras"),
    ("une AF-2026-00099", NOT, (), "No hay otro caso"),
    ("cierra", NOT, ("cierra",), "ya estaba en «cerrado»"),
    ("reabre", NOT, (), "está en «alta por tramitar»"),
    ("envía", NOT, (), "ninguna respuesta propuesta"),
    ("no envíes", NOT, (), "ninguna respuesta propuesta"),
    ("haz magia", NOT, (), "No entendí"),
)


@pytest.mark.parametrize(("text", "which", "before", "why"), WRONG, ids=[text for text, *_ in WRONG])
def test_an_order_that_cannot_hold_changes_nothing_and_says_why(
    office: Office, people: People, text: str, which: str, before: tuple[str, ...], why: str
) -> None:
    folio = opened(office, people[0], which, *before)
    case, sent = office.case(), len(office.sent())
    said = office.order(folio, text)
    assert said.startswith("no: ")
    assert why in said
    assert office.case() == case
    assert len(office.sent()) == sent


def test_every_order_of_the_help_is_tried_right_and_wrong() -> None:
    apart = {"ajeno", "une", "envía", "no envíes"}  # tested by themselves, below and with the modes
    verbs = {re.split(r"[ :]", example)[0] for example in EXAMPLES} | {"no envíes"}
    right = {re.split(r"[ :.]", told.text)[0].lower() for told in RIGHT} | apart
    wrong = {re.split(r"[ :]", text)[0] for text, *_ in WRONG} | {"ajeno", "no envíes"}
    assert verbs <= right
    assert verbs <= wrong


def test_an_unknown_folio_is_refused(office: Office) -> None:
    assert office.order("AF-2026-00099", "alta hecha") == "no: No hay ningún caso AF-2026-00099."


def test_a_number_that_another_case_bears_is_refused(office: Office, people: People) -> None:
    opened(office, people[0], NOT)
    folio = opened(office, people[1], NOT)
    said = office.order(folio, f"nss {people[0].nss}")
    assert "ya está en AF-2026-00001" in said
    assert people[0].nss not in said


def test_a_known_address_is_refused(office: Office, people: People) -> None:
    folio = opened(office, people[0], NOT)
    assert office.order(folio, f"correo {people[0].mail}").startswith("no: ")


def test_correo_lets_the_held_mail_be_answered(office: Office, people: People) -> None:
    folio = opened(office, people[0], NOT)
    office.writes("otra@example.org", "mi constancia", vigente(people[0], office.ago(1)))
    office.round()
    office.order(folio, "correo otra@example.org")
    assert office.case()["stage"] == "hoja por entregar"
    assert "Pide tu Hoja" in office.sent_to("otra@example.org")[1].first


def test_rectifica_names_the_earlier_mail(office: Office, people: People) -> None:
    folio = opened(office, people[0], INSURED)
    office.clock.forward(days=1)
    office.order(folio, "rectifica: Todavía no estás vigente; espera nuestro aviso.")
    mail = office.sent_to(people[0])[1]
    assert f"el 15 de septiembre de 2026, con el asunto «Re: Constancia [{folio}]»" in mail.first
    assert "Todavía no estás vigente; espera nuestro aviso." in mail.text


def test_rectifica_where_nothing_was_sent_is_refused(office: Office) -> None:
    office.order("nuevo", "María Prueba Ejemplo, no vigente")
    assert "nada que rectificar" in office.order(office.case()["folio"], "rectifica: nada")


def test_une_joins_mails_addresses_and_numbers_of_one_student(office: Office, people: People) -> None:
    kept = opened(office, people[0], NOT)
    other = opened(office, people[1], NOTHING)
    office.order(kept, f"une {other}")
    joined, emptied = office.cases()
    assert (joined["stage"], joined["messages"], joined["emails"]) == (
        "alta por tramitar",
        2,
        [people[0].mail, people[1].mail],
    )
    assert (emptied["stage"], emptied["messages"], emptied["emails"]) == ("cerrado", 0, [])
    assert list(office.folders()) == ["Afiliación/Altas por tramitar"]
    office.writes(people[1], "la 13", subject=other)
    office.round()
    assert office.cases()[0]["umf"] == "13"


def test_une_of_two_students_is_refused(office: Office, people: People) -> None:
    one, two = opened(office, people[0], NOT), opened(office, people[1], NOT)
    assert "NSS distintos" in office.order(one, f"une {two}")


def test_ajeno_gives_the_mails_back_to_the_inbox_and_forgets(office: Office, people: People) -> None:
    folio = opened(office, people[0], NOT)
    office.order(folio, "ajeno")
    assert list(office.folders()) == ["INBOX"]
    case = office.case()
    assert (case["stage"], case["nss"], case["name"], case["emails"], case["messages"]) == (
        "cerrado",
        None,
        None,
        [],
        0,
    )
    assert len(office.sent_to(people[0])) == 1
    office.round()
    assert len(office.entries()) == 1
    assert len(office.sent_to(people[0])) == 1
    with pytest.raises(StoreError):
        office.context.store.blobs.get(office.entries()[0].sha256)


def test_nuevo_opens_a_case_for_a_student_at_the_counter(office: Office, people: People) -> None:
    student = people[0]
    said = office.order("nuevo", f"{student.name}, nss {student.nss}, correo {student.mail}, umf 13, no vigente")
    case = office.case()
    assert case["folio"] in said
    assert (case["stage"], case["nss"], case["umf"], case["emails"]) == (
        "alta por tramitar",
        student.nss,
        "13",
        [student.mail],
    )
    mail = office.reply_to(student)
    assert case["folio"] in mail.subject
    check_secret(mail, student)
    office.writes(student, "mi constancia", vigente(student, office.ago(1)))
    office.round()
    assert office.case()["stage"] == "hoja por entregar"


def test_nuevo_for_a_known_number_is_refused(office: Office, people: People) -> None:
    folio = opened(office, people[0], NOT)
    assert folio in office.order("nuevo", f"María Prueba Ejemplo, nss {people[0].nss}")
    assert len(office.cases()) == 1


def test_an_order_to_a_student_without_an_address_says_so(office: Office) -> None:
    assert "no se le escribe" in office.order("nuevo", "María Prueba Ejemplo, no vigente")
    assert office.sent() == []


@pytest.mark.parametrize("order", ["ajeno", "responde: Ven el lunes.", "cierra"])
def test_a_reply_that_still_waits_does_not_leave_after_her_word(hire: OpenOffice, people: People, order: str) -> None:
    office = hire(settle=90)
    office.writes(people[0], "Adjunto mi constancia")
    office.round()
    office.order(office.case()["folio"], order)
    office.round(settled=True)
    said = [reply.first for reply in office.sent()]
    assert not any("llegó sin ningún archivo" in first for first in said)
    assert len(said) == (0 if order == "ajeno" else 1)
