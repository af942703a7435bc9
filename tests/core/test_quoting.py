from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.core.mime.quoting import own_words, strip_known

MINE = "Quiero la UMF 13"
QUOTE = "¿A qué clínica quieres ir?\nEn una emergencia acude a urgencias."
MARKED = "> ¿A qué clínica quieres ir?\n> En una emergencia acude a urgencias."
ATTRIBUTIONS = [
    "El lun, 3 ago 2026 a las 10:01, Afiliaciones (<afiliaciones@escuela.test>) escribió:",
    "El lun, 3 ago 2026 a las 10:01, Afiliaciones Tecnológico (<\nafiliaciones@escuela.test>) escribió:",
    "El lun., 3 de agosto de 2026 10:01 a. m., Afiliaciones\n<afiliaciones@escuela.test>\nescribió:",
    "El 3 ago 2026, a la(s) 10:01 a.m., Afiliaciones <afiliaciones@escuela.test> escribió:",
    "El 03/08/26 a las 10:01, Afiliaciones escribio:",
    "En lunes, 3 de agosto de 2026, 10:01:00 CST, Afiliaciones <a@escuela.test> escribió:",
    "2026-08-03 10:01 GMT-06:00 Afiliaciones <a@escuela.test>:",
    "On Mon, Aug 3, 2026 at 10:01 AM Afiliaciones <a@escuela.test> wrote:",
    "Em seg., 3 de ago. de 2026 às 10:01, Afiliaciones escreveu:",
    "-----Mensaje original-----",
    "-------- Original Message --------",
]
HEADINGS = [
    "De: Afiliaciones <a@escuela.test>\nEnviado: lunes, 3 de agosto de 2026 10:01\nPara: Ana\nAsunto: Re: x",
    "*De:* Afiliaciones\n*Enviado el:* lunes, 3 de agosto de 2026 10:01\n*Para:* Ana\n*Asunto:* Re: x",
    "________________________________\nDe: A\nEnviado: lunes\nPara: Ana\nAsunto: x",
    "From: A <a@escuela.test>\nSent: Monday\nTo: Ana\nSubject: x",
    "De: A <a@escuela.test>\nFecha: lunes, 3 de agosto\nPara: Ana\nAsunto: x",
]
FORWARDS = [
    "---------- Forwarded message ---------\nDe: IMSS <i@imss.test>",
    "---------- Mensaje reenviado ----------\n> De: IMSS",
    "Inicio del mensaje reenviado:\n\n> De: IMSS",
    "Begin forwarded message:\n\n> From: IMSS",
]
ENDINGS = [
    "Enviado desde mi iPhone",
    "Enviado desde mi iPad.",
    "Sent from my iPhone",
    "Enviado desde mi Samsung Galaxy smartphone.",
    "Enviado desde Yahoo Mail para Android <https://yahoo.test/x>",
    "Obtener Outlook para iOS<https://aka.ms/o0ukef>",
    "Get Outlook for Android",
    "*Sent from Mail for Windows*",
    "--\nAna Prueba\nIng. en Sistemas, hospital escuela",
    "-- \nAna Prueba",
]


@pytest.mark.parametrize("heading", [*ATTRIBUTIONS, *HEADINGS])
def test_a_quote_without_marks_is_cut_below_its_heading(heading: str) -> None:
    assert own_words(f"{MINE}\n\n{heading}\n\n{QUOTE}") == MINE


@pytest.mark.parametrize("heading", ATTRIBUTIONS)
def test_what_is_written_below_and_between_marked_lines_is_kept(heading: str) -> None:
    assert own_words(f"{heading}\n{MARKED}\n\nla del CRIT\n\n> ¿Sigues?\nSí") == "la del CRIT\n\nSí"


@pytest.mark.parametrize("heading", FORWARDS)
def test_forwarded_mail_is_cut_even_where_it_is_marked(heading: str) -> None:
    assert own_words(f"{MINE}\n{heading}\n\n{QUOTE}") == MINE


@pytest.mark.parametrize("ending", ENDINGS)
def test_signatures_of_programs_and_persons_are_cut(ending: str) -> None:
    assert own_words(f"{MINE}\n\n{ending}") == MINE


def test_a_heading_inside_a_quote_does_not_cut_what_is_below() -> None:
    assert own_words(f"> {ATTRIBUTIONS[0]}\n>> hola\n\n{MINE}") == MINE


@pytest.mark.parametrize(
    "text",
    [
        "El lunes 3 fui al IMSS y la señorita me escribió:\nque regresara mañana",
        "El doctor escribió:\nsano",
        "On the paper it says: alta",
        "De: Ana Prueba\nPara: Encargada de afiliaciones\nAsunto: alta\nFecha: 3 de agosto\n\nSolicito mi alta",
        "De antemano gracias\nAsunto: alta",
        "¿Enviado desde mi celular la constancia, sí les llegó?",
        "Ya envié el mensaje original a la escuela",
        "--\nQuiero mi alta",
        "El 3\n\nde agosto escribió:",
        "En 2026",
    ],
)
def test_the_writers_own_lines_are_not_taken_for_a_quote(text: str) -> None:
    assert own_words(text) == text


def test_empty_lines_are_made_one_and_the_ends_are_clean() -> None:
    assert own_words("\n\nuno  \n\n\n\ndos\n\n_____________\n") == "uno\n\ndos"
    assert own_words("") == ""
    assert own_words("> solo\n> cita") == ""


@pytest.mark.parametrize("line", ["", ">", "El 3 ", "De: a@b", "--", "Enviado desde " * 9, "<" * 50, "_" * 50])
def test_hostile_text_costs_no_more_than_its_size(line: str) -> None:
    start = time.process_time()
    own_words(f"{line}\n" * 20_000)
    own_words(line * 20_000)
    assert time.process_time() - start < 3


KNOWN = "Hola, Ana:\n\nRecibimos tu constancia y está vigente.\n¿A qué clínica quieres ir: 13, 23 o 25?\n\nSaludos"


def test_a_quote_without_any_mark_is_known_by_its_words() -> None:
    wrapped = "Hola, Ana:\nRecibimos tu constancia y está\nvigente. ¿A qué clínica quieres ir: 13, 23\no 25?\nSaludos"
    assert strip_known(f"La 13 por favor\n\n{wrapped}", KNOWN) == "La 13 por favor"
    assert strip_known(f"{wrapped}\nLa 13 por favor", KNOWN) == "La 13 por favor"


def test_a_short_answer_is_kept_though_its_word_stands_in_our_mail() -> None:
    assert strip_known("vigente\n13", KNOWN) == "vigente\n13"
    assert strip_known("sí\n\n> no", "") == "sí\n\n> no"


@given(st.lists(st.text("ab \n¿,", max_size=12), max_size=8).map("\n".join))
def test_our_own_mail_leaves_nothing_of_itself(known: str) -> None:
    assert not any(c.isalnum() for c in strip_known(known, known))


@given(st.text(), st.text())
def test_only_whole_lines_are_ever_taken(text: str, known: str) -> None:
    lines = [line.rstrip() for line in text.split("\n")]
    assert all(line in lines for line in strip_known(text, known).split("\n") if line)
    assert all(line in lines for line in own_words(text).split("\n") if line)
