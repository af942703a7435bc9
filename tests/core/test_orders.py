from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core.counter import curp, nss
from worker.core.orders import (
    EXAMPLES,
    GENERAL,
    Ajeno,
    AltaHecha,
    BajaHecha,
    Cierra,
    Correo,
    Corrige,
    Egresado,
    Envio,
    HojaEntregada,
    NotUnderstood,
    Nuevo,
    Order,
    PideBaja,
    Reabre,
    Rectifica,
    Responde,
    Suelta,
    Une,
    Vigencia,
    parse_new,
    parse_order,
)
from worker.core.types import Through

PLAIN: list[tuple[str, Order]] = [
    ("alta hecha", AltaHecha()),
    ("hoja entregada", HojaEntregada()),
    ("egresado", Egresado()),
    ("egresada", Egresado()),
    ("baja hecha", BajaHecha()),
    ("pide baja", PideBaja()),
    ("no vigente", Vigencia(None)),
    ("cierra", Cierra()),
    ("cerrar", Cierra()),
    ("reabre", Reabre()),
    ("reabrir", Reabre()),
    ("ajeno", Ajeno()),
    ("envía", Suelta(True)),
    ("enviar", Suelta(True)),
    ("no envíes", Suelta(False)),
    ("no enviar", Suelta(False)),
    ("pausa", Envio(False)),
    ("sigue", Envio(True)),
    ("umf 25", Corrige("umf", "25")),
    ("umf no. 25", Corrige("umf", "25")),
    ("umf núm 025", Corrige("umf", "25")),
    ("clínica 13", Corrige("umf", "13")),
    ("clínica umf 13", Corrige("umf", "13")),
    ("vigente por tecnológico", Vigencia(Through.TECNOLOGICO)),
    ("vigente por el tecnológico", Vigencia(Through.TECNOLOGICO)),
    ("vigente tec", Vigencia(Through.TECNOLOGICO)),
    ("vigente por el tec", Vigencia(Through.TECNOLOGICO)),
    ("vigente por otra escuela", Vigencia(Through.OTRA_ESCUELA)),
    ("vigente por bachillerato", Vigencia(Through.OTRA_ESCUELA)),
    ("vigente por empleo", Vigencia(Through.EMPLEO)),
    ("vigente por un empleo", Vigencia(Through.EMPLEO)),
    ("vigente por beneficiario", Vigencia(Through.BENEFICIARIO)),
    ("vigente por familiar", Vigencia(Through.BENEFICIARIO)),
    ("vigente por otro", Vigencia(Through.OTRO)),
    ("vigente por otra instancia", Vigencia(Through.OTRO)),
    ("nombre María Pérez", Corrige("name", "MARÍA PÉREZ")),
    ("correo ana@correo.test", Correo("ana@correo.test")),
    ("une AF-2026-00012", Une("AF-2026-00012")),
    ("une con AF-2026-00012", Une("AF-2026-00012")),
    (f"nss {nss().digits}", Corrige("nss", nss())),
    (f"curp {curp().text}", Corrige("curp", curp())),
]


def bare(text: str) -> str:
    """Without accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@pytest.mark.parametrize(("text", "order"), PLAIN, ids=[text for text, _ in PLAIN])
def test_an_order_is_read_whatever_its_case_accents_blanks_and_full_stop(text: str, order: Order) -> None:
    assert parse_order(text) == order
    if not isinstance(order, Corrige) or order.field != "name":
        assert parse_order(bare(text)) == order
    assert parse_order(text.upper()) == order
    assert parse_order(f"  {text.replace(' ', '   ')} \n") == order
    assert parse_order(f"{text}.") == order
    verb, _, rest = text.partition(" ")
    if rest and text.split()[0] in {"umf", "nss", "curp", "nombre", "correo", "une", "vigente", "clínica"}:
        assert parse_order(f"{verb}: {rest}") == order


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("responde: Ven el lunes.", Responde("Ven el lunes.")),
        ("Responde ven el lunes", Responde("ven el lunes")),
        ("RESPONDE :  ven", Responde("ven")),
        ("responde:\nHola, Ana:\n\n  ven el lunes.\n", Responde("Hola, Ana:\n\n  ven el lunes.")),
        ("rectifica: no es la 13, es la 25", Rectifica("no es la 13, es la 25")),
        ("rectifica:\nera otra\ncosa", Rectifica("era otra\ncosa")),
    ],
)
def test_her_own_words_stay_as_she_wrote_them(text: str, order: Order) -> None:
    assert parse_order(text) == order


def test_a_number_is_read_in_any_of_its_printed_forms() -> None:
    digits = nss().digits
    assert parse_order(f"nss {digits[:2]}-{digits[2:4]} {digits[4:10]}-{digits[10]}.") == Corrige("nss", nss())


WRONG = [
    ("", "No entendí «»"),
    ("hola", "No entendí «hola». Órdenes: alta hecha · hoja entregada"),
    ("alta", "No entendí"),
    ("alta hecha ya", "No entendí"),
    ("ya alta hecha", "No entendí"),
    ("alta no hecha", "No entendí"),
    ("no cierra", "No entendí"),
    ("altahecha", "No entendí"),
    ("nuevo", "No entendí"),
    ("nss", "Ese NSS no es válido"),
    ("nss 12345678901", "Ese NSS no es válido"),
    ("nss 1234567890", "Ese NSS no es válido"),
    ("curp", "Esa CURP no es válida"),
    ("curp BOXW310820HNERXN08", "Esa CURP no es válida"),
    ("umf", "Di la clínica con su número"),
    ("umf trece", "Di la clínica con su número"),
    ("umf 13 o 25", "Di la clínica con su número"),
    ("umf 1234", "Di la clínica con su número"),
    ("nombre", "Escribe el nombre completo"),
    ("nombre María", "Escribe el nombre completo"),
    ("nombre María P3rez", "Escribe el nombre completo"),
    ("correo", "Eso no es una dirección"),
    ("correo ana", "Eso no es una dirección"),
    ("correo ana@correo", "Eso no es una dirección"),
    ("correo ana@correo.test y eva@correo.test", "Eso no es una dirección"),
    ("correo añá@correo.test", "Eso no es una dirección"),
    ("correo ana@correo.test, eva@correo.test", "Eso no es una dirección"),
    ("vigente", "Di por quién"),
    ("vigente por mi tía", "Di por quién"),
    ("vigente por", "Di por quién"),
    ("no vigente por empleo", "No entendí"),
    ("une", "Di con qué caso"),
    ("une 12", "Di con qué caso"),
    ("une AF-26-12", "Di con qué caso"),
    ("responde", "Faltan tus palabras: «responde: …»."),
    ("responde: ", "Faltan tus palabras"),
    ("rectifica :", "Faltan tus palabras: «rectifica: …»."),
]


@pytest.mark.parametrize(("text", "why"), WRONG, ids=[text or "nothing" for text, _ in WRONG])
def test_what_is_no_order_says_why(text: str, why: str) -> None:
    for written in (text, text.upper(), f" {text}  "):
        order = parse_order(written)
        assert isinstance(order, NotUnderstood)
        assert order.why.casefold().startswith(why.casefold())


def test_a_wrong_number_is_not_repeated() -> None:
    for text in ("nss 12345678901", "curp BOXW310820HNERXN08"):
        order = parse_order(text)
        assert isinstance(order, NotUnderstood)
        assert not re.search(r"\d{4}", order.why)


def test_every_example_that_is_shown_is_an_order() -> None:
    shown = {"curp …": f"curp {curp().text}", "nombre …": "nombre María Pérez", "correo …": "correo a@b.test"}
    for example_ in EXAMPLES:
        assert not isinstance(parse_order(shown.get(example_, example_)), NotUnderstood), example_


def test_the_general_orders_are_about_no_case() -> None:
    assert GENERAL == ("nuevo", "pausa", "sigue")


# --- random text


_SIMPLE = {bare(text) for text, _ in PLAIN if text.split()[0] not in {"umf", "nss", "curp", "nombre", "correo", "une"}}
_SIMPLE |= {text.replace("vigente por ", "vigente ") for text in _SIMPLE}
_GRAMMAR = (
    r"(nss|curp|umf|clinica|nombre|correo|une):* .+",
    r"(responde|rectifica):* [\s\S]*[^\s:][\s\S]*",
)


def allowed(text: str) -> bool:
    """Whether a text has the form of an order, told in another way than the parser does."""
    folded = bare(text.casefold())
    line = " ".join(folded.split())
    if line.rstrip(".! ") in _SIMPLE or re.sub(r"^vigente:+ ", "vigente ", line).rstrip(". ") in _SIMPLE:
        return True
    return any(re.fullmatch(form, line) for form in _GRAMMAR)


words = st.sampled_from(
    [
        "alta",
        "hecha",
        "hoja",
        "entregada",
        "no",
        "vigente",
        "por",
        "tecnológico",
        "empleo",
        "nss",
        "curp",
        "umf",
        "25",
        "correo",
        "une",
        "cierra",
        "responde:",
        "ajeno",
        "ya",
        "el",
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=60) | st.lists(words, max_size=5).map(" ".join))
@example("alta hecha no")
@example("responde:\u2003")
@example("\u0130")
def test_random_text_is_never_an_order_unless_it_has_the_form_of_one(text: str) -> None:
    order = parse_order(text)
    if not isinstance(order, NotUnderstood):
        assert allowed(text)
    new = parse_new(text)
    assert isinstance(new, Nuevo | NotUnderstood)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_no_address_is_taken_that_no_mail_could_go_to(text: str) -> None:
    order = parse_order(f"correo {text}")
    if isinstance(order, Correo):
        assert order.address.isascii()
        assert re.fullmatch(r"[^\s@<>,;]+@[^\s@<>,;]+", order.address)
        assert not order.address.endswith(".")


# --- a student at the counter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("María Pérez López", Nuevo("MARÍA PÉREZ LÓPEZ")),
        ("nombre: María Pérez López.", Nuevo("MARÍA PÉREZ LÓPEZ")),
        (
            f"María Pérez, nss {nss().digits}, curp {curp().text}, umf 25, correo Ana@correo.test, no vigente",
            Nuevo("MARÍA PÉREZ", nss(), curp(), "25", "ana@correo.test", Vigencia(None)),
        ),
        (
            "Nombre María Pérez\nana@correo.test; vigente por empleo\n",
            Nuevo("MARÍA PÉREZ", address="ana@correo.test", vigencia=Vigencia(Through.EMPLEO)),
        ),
        ("nombreana luna, umf 13", Nuevo("NOMBREANA LUNA", umf="13")),
    ],
)
def test_a_new_student_is_told_between_commas(text: str, expected: Nuevo) -> None:
    assert parse_new(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Empieza por el nombre completo"),
        ("María", "Empieza por el nombre completo"),
        ("nss 123, María Pérez", "Empieza por el nombre completo"),
        ("María Pérez, nss 123", "Ese NSS no es válido"),
        ("María Pérez, ana@correo", "Eso no es una dirección"),
        ("María Pérez, hola", "No entendí «hola»"),
        ("María Pérez, cierra", "De un caso nuevo se dice"),
        ("María Pérez, nombre Ana Luna", "De un caso nuevo se dice"),
    ],
)
def test_a_new_student_who_is_not_told_whole_is_not_opened(text: str, why: str) -> None:
    new = parse_new(text)
    assert isinstance(new, NotUnderstood)
    assert new.why.startswith(why)
