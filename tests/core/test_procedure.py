from __future__ import annotations

from datetime import timedelta

import pytest

from tests.core.counter import (
    DAYS,
    OFFICER,
    TODAY,
    Counter,
    answer,
    case,
    constancia,
    paper,
    wishes,
)
from worker.core.cases import Stage
from worker.core.facts import combine
from worker.core.rules import Rules, decide
from worker.core.types import Document, Reading, Through
from worker.core.wishes import Wish
from worker.rulebook import RuleBook

OLD = TODAY - timedelta(days=DAYS + 1)
NO_VIGENCIA = [
    *(Document.ASIGNACION, Document.SEMANAS, Document.MOVIMIENTOS, Document.CARNET, Document.CURP),
    *(Document.IDENTIFICACION, Document.DOMICILIO, Document.OTRO, Document.HOJA),
]
OPEN_STAGES = [
    Stage.ALTA_POR_TRAMITAR,
    Stage.BAJA_PENDIENTE,
    Stage.HOJA_POR_ENTREGAR,
    Stage.EN_REVISION,
    Stage.AFILIADO,
]
HOW = ("www.imss.gob.mx", "«Derechohabientes y público en general»", "«Escritorio virtual»")
CARNET = ("carnet", "Comprobante de domicilio reciente", "2 fotografías tamaño infantil")

Row = tuple[str, Stage, list[Reading], set[Wish], Stage, str | None, str | None]


def row(
    what: str,
    came: list[Reading],
    said: set[Wish],
    to: Stage,
    reply: str | None,
    task: str | None = None,
    at: Stage = Stage.NEW,
) -> Row:
    return (what, at, came, said, to, reply, task)


PROCEDURE = [
    row("a question, no paper", [], {Wish.PREGUNTA}, Stage.FALTA_DOCUMENTO, "como-obtenerla"),
    row("vigente through the Tecnológico", [constancia()], set(), Stage.HOJA_POR_ENTREGAR, "hoja", "preparar hoja"),
    row("not vigente", [constancia(through=None)], set(), Stage.ALTA_POR_TRAMITAR, "alta-recibida", "tramitar el alta"),
    row(
        "through another school",
        [constancia(through=Through.OTRA_ESCUELA)],
        set(),
        Stage.BAJA_PENDIENTE,
        "baja-primero",
    ),
    *(
        row(
            f"through {through}",
            [constancia(through=through)],
            set(),
            Stage.EN_REVISION,
            "otra-instancia",
            "confirmar si pide su baja: está vigente por un empleo, un familiar u otra instancia",
        )
        for through in (Through.EMPLEO, Through.BENEFICIARIO, Through.OTRO)
    ),
    *(
        row(
            f"old, through {through}",
            [constancia(through=through, issued=OLD)],
            set(),
            Stage.FALTA_DOCUMENTO,
            "constancia-vieja",
        )
        for through in Through
    ),
    row(
        "old, not vigente",
        [constancia(through=None, issued=OLD)],
        set(),
        Stage.ALTA_POR_TRAMITAR,
        "alta-recibida",
        "tramitar el alta",
    ),
    row("has the Hoja", [], {Wish.HOJA}, Stage.AFILIADO, "carnet"),
    row("has the Hoja, as was due", [], {Wish.HOJA}, Stage.AFILIADO, "carnet", at=Stage.HOJA_POR_ENTREGAR),
    row("names the clinic", [], {Wish.CLINICA}, Stage.ALTA_POR_TRAMITAR, "clinica-anotada", at=Stage.ALTA_POR_TRAMITAR),
    row("names the clinic first of all", [], {Wish.CLINICA}, Stage.FALTA_DOCUMENTO, "clinica-anotada"),
    *(row(f"{kind}", [paper(kind)], set(), Stage.FALTA_DOCUMENTO, "otro-papel") for kind in NO_VIGENCIA),
    *(
        row(f"{kind}, at {at}", [paper(kind)], set(), at, "otro-papel", at=at)
        for kind in NO_VIGENCIA
        for at in OPEN_STAGES
    ),
    *(
        row(f"{kind}", [paper(kind)], set(), Stage.FALTA_DOCUMENTO, "mandalo-de-nuevo")
        for kind in (Document.ILEGIBLE, Document.PROTEGIDO, Document.VACIO)
    ),
    row("a missing file", [], {Wish.ENVIA}, Stage.FALTA_DOCUMENTO, "sin-adjunto"),
    row("an empty mail", [], set(), Stage.FALTA_DOCUMENTO, "sin-adjunto"),
    row("not certain", [constancia(sure=False)], set(), Stage.EN_REVISION, "en-revision", "revisar el papel"),
    row(
        "contradictory",
        [constancia(), constancia(through=None)],
        set(),
        Stage.EN_REVISION,
        "en-revision",
        "revisar el papel",
    ),
    row("no date", [constancia(issued=None)], set(), Stage.EN_REVISION, "en-revision", "revisar el papel"),
    row(
        "the portal's refusal",
        [paper(Document.OTRO, for_a_person=True)],
        set(),
        Stage.EN_REVISION,
        "en-revision",
        "revisar el papel",
    ),
    row(
        "not certain, again",
        [constancia(sure=False)],
        set(),
        Stage.EN_REVISION,
        None,
        "revisar el papel",
        Stage.EN_REVISION,
    ),
    row(
        "not vigente after the baja",
        [constancia(through=None)],
        set(),
        Stage.ALTA_POR_TRAMITAR,
        "alta-recibida",
        "tramitar el alta",
        Stage.BAJA_PENDIENTE,
    ),
    row("did the baja", [], {Wish.BAJA}, Stage.BAJA_PENDIENTE, "manda-nueva", at=Stage.BAJA_PENDIENTE),
    row("an emergency", [], {Wish.URGENCIA}, Stage.EN_REVISION, "urgencia", "llamar o escribir al estudiante"),
    row("how does it stand", [], {Wish.ESTADO}, Stage.ALTA_POR_TRAMITAR, "estado", at=Stage.ALTA_POR_TRAMITAR),
    row("thanks", [], {Wish.GRACIAS}, Stage.ALTA_POR_TRAMITAR, None, at=Stage.ALTA_POR_TRAMITAR),
    row("thanks of a stranger", [], {Wish.GRACIAS}, Stage.NEW, None),
    row("something else", [], {Wish.OTRA}, Stage.EN_REVISION, "a-la-encargada", "contestar al estudiante"),
]


@pytest.fixture(scope="module")
def rules(book: RuleBook) -> Rules:
    return book.rules


@pytest.mark.parametrize(
    ("what", "at", "came", "said", "to", "reply", "task"), PROCEDURE, ids=[row[0] for row in PROCEDURE]
)
def test_each_row_of_the_procedure(
    rules: Rules,
    what: str,
    at: Stage,
    came: list[Reading],
    said: set[Wish],
    to: Stage,
    reply: str | None,
    task: str | None,
) -> None:
    decision = decide(rules, combine(came, frozenset(said), case(at), TODAY, constancia_days=DAYS))
    assert (decision.stage, decision.reply, decision.task) == (to, reply, task)


def test_a_link_instead_of_a_file_is_told_so(counter: Counter) -> None:
    assert answer(counter.writes(wishes(Wish.ENVIA), links=("https://nube.test/x",))) == "mandalo-de-nuevo"
    assert "no abrimos ligas" in counter.replies()[0].body


@pytest.mark.parametrize(
    ("readings", "said", "words"),
    [
        ([], {Wish.PREGUNTA}, HOW),
        (
            [constancia()],
            set(),
            ("Departamento de Servicios Escolares", "Tu seguro está activo", "ya tiene el aviso", *CARNET),
        ),
        ([constancia(through=None)], set(), ("va a tramitar tu alta", "en qué clínica", "UMF 13", "UMF 23", "UMF 25")),
        ([constancia(through=Through.OTRA_ESCUELA)], set(), ("Pide tu baja", "saca otra constancia")),
        (
            [constancia(through=Through.EMPLEO)],
            set(),
            ("Todavía no hagas nada", "por un empleo", "solicitar antes la baja"),
        ),
        ([constancia(issued=OLD)], set(), ("constancia de vigencia nueva", "15 de agosto de 2026", "30 días", *HOW)),
        ([], {Wish.HOJA}, ("ya puedes ir a tu clínica", *CARNET)),
        ([paper(Document.CURP)], set(), ("es tu CURP; gracias", *HOW)),
        (
            [paper(Document.ILEGIBLE, problems=("Raro.",))],
            set(),
            ("otra vez", "no lo pudimos leer. Raro.", "buena luz"),
        ),
        (
            [paper(Document.ILEGIBLE, problems=("La imagen está borrosa.", "No se alcanza a leer."))],
            set(),
            ("otra vez", "no lo pudimos leer. La imagen está borrosa.", "espera a que la cámara enfoque"),
        ),
        (
            [paper(Document.PROTEGIDO, problems=("El archivo está protegido con contraseña.",))],
            set(),
            ("sin contraseña", "«Guardar como PDF»"),
        ),
        (
            [constancia(sure=False, problems=("No se lee el NSS.",))],
            set(),
            ("no tienes que hacer nada", "Lo que encontramos: no se lee el NSS."),
        ),
        ([], {Wish.URGENCIA}, ("911", OFFICER, "no podemos darte indicaciones médicas")),
    ],
)
def test_a_reply_says_what_the_procedure_asks_for(
    counter: Counter, readings: list[Reading], said: set[Wish], words: tuple[str, ...]
) -> None:
    counter.writes(wishes(*said), *readings)
    [reply] = counter.replies()
    assert [each for each in words if each not in reply.body] == []
    assert f"[{counter.only_case().folio}]" in reply.subject
