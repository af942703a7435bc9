from __future__ import annotations

import pytest

from tests.core.counter import ANA, BETO, NOW, Counter, constancia, curp, nss, wishes
from worker.core.cases import Case, OutState, Purpose, Stage
from worker.core.notify import Refused
from worker.core.orders import Envio, Nuevo, Vigencia
from worker.core.outcome import Outcome, Sender
from worker.core.types import Sort, Through
from worker.core.wishes import Wish

STORED: list[Stage] = [stage for stage in Stage if stage is not Stage.NEW]
WORKING = [
    *(Stage.FALTA_DOCUMENTO, Stage.ALTA_POR_TRAMITAR, Stage.BAJA_PENDIENTE, Stage.HOJA_POR_ENTREGAR),
    *(Stage.EN_REVISION, Stage.AFILIADO),
]
MOVES: dict[str, tuple[set[Stage], Stage, str | None, str]] = {
    "alta hecha": (
        {Stage.ALTA_POR_TRAMITAR, Stage.EN_REVISION},
        Stage.HOJA_POR_ENTREGAR,
        "preparar hoja",
        "orden-alta-hecha",
    ),
    "hoja entregada": ({Stage.HOJA_POR_ENTREGAR, Stage.EN_REVISION}, Stage.AFILIADO, None, "orden-hoja-entregada"),
    "egresado": (set(WORKING), Stage.BAJA_POR_TRAMITAR, "tramitar la baja", "orden-egresado"),
    "baja hecha": ({Stage.BAJA_POR_TRAMITAR}, Stage.CERRADO, None, "orden-baja-hecha"),
    "pide baja": (set(WORKING) - {Stage.BAJA_PENDIENTE}, Stage.BAJA_PENDIENTE, None, "orden-pide-baja"),
    "cierra": (set(STORED) - {Stage.CERRADO}, Stage.CERRADO, None, "orden-cierra"),
    "reabre": (
        {Stage.CERRADO, Stage.BAJA_POR_TRAMITAR},
        Stage.EN_REVISION,
        "revisar en qué va el caso",
        "orden-reabre",
    ),
}
VIGENTE: dict[str, tuple[Stage, str, str | None]] = {
    "no vigente": (Stage.ALTA_POR_TRAMITAR, "alta-recibida", "tramitar el alta"),
    "vigente por tecnológico": (Stage.HOJA_POR_ENTREGAR, "hoja", "preparar hoja"),
    "vigente por otra escuela": (Stage.BAJA_PENDIENTE, "baja-primero", None),
    "vigente por empleo": (Stage.EN_REVISION, "otra-instancia", "confirmar si pide su baja"),
    "vigente por beneficiario": (Stage.EN_REVISION, "otra-instancia", "confirmar si pide su baja"),
    "vigente por otro": (Stage.EN_REVISION, "otra-instancia", "confirmar si pide su baja"),
}
ANYWHERE = {
    f"nss {nss(1).digits}": "orden-dato",
    f"curp {curp(1).text}": "orden-dato",
    "umf 25": "orden-dato",
    "nombre Ana Luna Prueba": "orden-dato",
    "responde: Ven el lunes.": "orden-responde",
}


# --- every order at every stage


@pytest.mark.parametrize("stage", STORED)
@pytest.mark.parametrize("text", MOVES)
def test_a_step_is_taken_from_its_stages_and_refused_from_the_others(counter: Counter, text: str, stage: Stage) -> None:
    source, target, task, template = MOVES[text]
    opened = counter.open_case(stage, attention="Mira esto.", task="algo")
    counter.later(hours=1)
    if stage not in source:
        why = counter.refused(opened.folio, text)
        assert opened.folio in why
        assert f"«{stage}»" in why
        assert why.endswith(".")
        return
    outcome = counter.done(opened.folio, text)
    after = counter.case(opened.folio)
    assert (after.stage, after.task, after.attention) == (target, task, None)
    assert (after.stage_since, after.updated) == (counter.now, counter.now)
    [mail] = counter.outgoing()
    assert (mail.template, mail.recipient, mail.purpose) == (template, ANA, Purpose.NOTICE)
    assert outcome.said == f"{opened.folio}: {target}; se le escribe."
    [event] = outcome.events
    assert (event.kind, event.detail, event.folio) == ("orden", {"orden": text, "etapa": str(target)}, opened.folio)


@pytest.mark.parametrize("stage", STORED)
@pytest.mark.parametrize("text", VIGENTE)
def test_what_the_constancia_really_says_is_decided_by_the_rules(counter: Counter, text: str, stage: Stage) -> None:
    opened = counter.open_case(stage, attention="Mira esto.", vigente=None)
    if stage not in WORKING:
        why = counter.refused(opened.folio, text)
        assert why == f"{opened.folio} está en «{stage}»; primero «reabre»."
        return
    target, template, task = VIGENTE[text]
    if text.endswith("tecnológico") and stage is Stage.HOJA_POR_ENTREGAR:
        target, template = stage, "estado"
    if text.endswith("tecnológico") and stage is Stage.AFILIADO:
        target, template, task = stage, "carnet", None
    counter.later(hours=1)
    counter.done(opened.folio, text)
    after = counter.case(opened.folio)
    assert (after.stage, after.attention) == (target, None)
    assert (after.task or "").startswith(task or "")
    assert (after.task is None) == (task is None)
    assert after.vigente is (text != "no vigente")
    assert (after.through is None) == (text == "no vigente")
    assert after.stage_since == (NOW if target is stage else counter.now)
    assert [mail.template for mail in counter.outgoing()] == [template]


@pytest.mark.parametrize("stage", STORED)
@pytest.mark.parametrize("text", ANYWHERE, ids=lambda text: str(text).split()[0])
def test_a_datum_and_her_words_go_at_every_stage(counter: Counter, text: str, stage: Stage) -> None:
    opened = counter.open_case(stage, attention="Mira esto.", task="algo")
    outcome = counter.done(opened.folio, text)
    after = counter.case(opened.folio)
    assert (after.stage, after.task, after.attention) == (stage, "algo", None)
    assert [mail.template for mail in counter.outgoing()] == [ANYWHERE[text]]
    assert outcome.said.startswith(f"{opened.folio}: {stage};")


def test_a_student_without_an_address_is_told_nothing(counter: Counter) -> None:
    opened = counter.open_case(Stage.ALTA_POR_TRAMITAR, contacts=())
    outcome = counter.done(opened.folio, "alta hecha")
    assert outcome.said.endswith("no tiene dirección: no se le escribe.")
    assert counter.outgoing() == []
    assert counter.case(opened.folio).stage is Stage.HOJA_POR_ENTREGAR


# --- what the student is told


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        (
            "alta hecha",
            Stage.ALTA_POR_TRAMITAR,
            ("Pide tu Hoja de Afiliación", "ya está hecha", "UMF 25", "carnet"),
        ),
        ("hoja entregada", Stage.HOJA_POR_ENTREGAR, ("Solo te falta el carnet", "El carnet lo tramitas tú")),
        ("egresado", Stage.AFILIADO, ("va a tramitar la baja",)),
        ("baja hecha", Stage.BAJA_POR_TRAMITAR, ("cerrado",)),
        (
            "pide baja",
            Stage.EN_REVISION,
            ("Pide tu baja donde tienes el otro seguro", "un empleo", "ya revisó tu caso"),
        ),
        ("cierra", Stage.EN_REVISION, ("cerró tu trámite",)),
        ("reabre", Stage.CERRADO, ("abrió de nuevo",)),
        ("umf 13", Stage.ALTA_POR_TRAMITAR, ("tu clínica es la UMF 13 (Las Palmas)",)),
        ("nombre Ana Luna", Stage.ALTA_POR_TRAMITAR, ("Hola, Ana:", "corrigió un dato de tu trámite: tu nombre")),
        ("responde: Ven el lunes.\nGracias.", Stage.AFILIADO, ("Ven el lunes.\nGracias.", "Lic. Ángeles Fingida")),
        ("no vigente", Stage.EN_REVISION, ("va a tramitar tu alta",)),
    ],
)
def test_the_student_is_told_what_changed_for_them(
    counter: Counter, text: str, at: Stage, words: tuple[str, ...]
) -> None:
    opened = counter.open_case(at, umf="25", through=Through.EMPLEO)
    counter.done(opened.folio, text)
    [mail] = counter.outgoing()
    assert [each for each in words if each not in mail.body] == []
    assert f"[{opened.folio}]" in mail.subject


@pytest.mark.parametrize(
    ("text", "whole"), [(f"nss {nss(1).digits}", nss(1).digits), (f"curp {curp(1).text}", curp(1).text)]
)
def test_of_a_corrected_number_only_the_last_four_are_told(counter: Counter, text: str, whole: str) -> None:
    opened = counter.open_case(nss=nss(0), curp=curp(0))
    counter.done(opened.folio, text)
    [mail] = counter.outgoing()
    assert f"termina en {whole[-4:]}." in mail.body
    assert whole[-5:] not in mail.body
    assert whole not in str(counter.done(opened.folio, "umf 25").events)


def test_the_letter_is_in_the_thread_of_what_the_student_wrote_last(counter: Counter) -> None:
    counter.writes(wishes(), constancia(through=None), subject="Mi alta")
    opened = counter.only_case()
    counter.writes(wishes(Wish.CLINICA, clinic="25"), subject="Re: Mi clínica")
    counter.admit(f"MAILER-DAEMON@{ANA}", "Undelivered Mail", folios=(opened.folio,), sort=Sort.BOUNCE)
    counter.writes(wishes(Wish.ESTADO), writer=BETO, subject=f"¿Y esto? [{opened.folio}]")
    counter.done(opened.folio, "alta hecha")
    letter = counter.outgoing()[-1]
    assert letter.subject == f"Re: Mi clínica [{opened.folio}]"
    assert b"In-Reply-To: \r\n <2@correo.test>" in letter.mime or b"In-Reply-To: <2@correo.test>" in letter.mime


def test_a_letter_without_a_thread_has_a_subject_of_its_own(counter: Counter) -> None:
    opened = counter.open_case()
    counter.done(opened.folio, "responde: Hola.")
    [mail] = counter.outgoing()
    assert mail.subject == f"Re: Tu afiliación al IMSS [{opened.folio}]"


def test_the_same_words_twice_are_two_letters(counter: Counter) -> None:
    opened = counter.open_case()
    counter.done(opened.folio, "responde: Hola.")
    counter.done(opened.folio, "responde: Hola.")
    assert len(counter.outgoing()) == 2


# --- what was sent


def test_an_earlier_mail_is_put_right_by_naming_it(counter: Counter) -> None:
    counter.writes(wishes(), constancia(through=Through.EMPLEO), subject="Mi papel")
    opened = counter.only_case()
    why = counter.refused(opened.folio, "rectifica: era otra cosa")
    assert why == f"A {opened.folio} no se le ha mandado nada que rectificar; usa «responde: …»."
    counter.delivers()
    counter.done(opened.folio, "rectifica: No pidas la baja.")
    letter = counter.outgoing()[-1]
    assert letter.template == "orden-rectifica"
    assert f"el 15 de septiembre de 2026, con el asunto «Re: Mi papel [{opened.folio}]»" in letter.body
    assert "No pidas la baja." in letter.body


def proposing(counter: Counter) -> Case:
    counter.sender = Sender(counter.sender.address, "Afiliaciones", counter.sender.officer, mode="propose")
    counter.writes(wishes(), constancia())
    return counter.only_case()


@pytest.mark.parametrize(
    ("text", "state", "said"), [("envía", OutState.DUE, "salen"), ("no envíes", OutState.DISCARDED, "no salen")]
)
def test_a_proposed_reply_is_released_or_dropped(counter: Counter, text: str, state: OutState, said: str) -> None:
    opened = proposing(counter)
    assert [mail.state for mail in counter.replies()] == [OutState.PROPOSED]
    outcome = counter.done(opened.folio, text)
    assert [mail.state for mail in counter.replies()] == [state]
    assert outcome.said == f"{opened.folio}: 1 respuesta(s) {said}."
    assert counter.refused(opened.folio, text) == f"{opened.folio} no tiene ninguna respuesta propuesta."


def test_her_own_words_take_the_place_of_a_proposed_reply(counter: Counter) -> None:
    opened = proposing(counter)
    counter.done(opened.folio, "responde: Yo te digo.")
    assert [mail.state for mail in counter.replies()] == [OutState.DISCARDED]


# --- about no existing case


def test_sending_is_switched_off_and_on(counter: Counter) -> None:
    off = counter.orders_anew(Envio(False))
    with counter.store.look() as desk:
        assert desk.setting("paused") == "1"
    on = counter.orders_anew(Envio(True))
    with counter.store.look() as desk:
        assert desk.setting("paused") is None
    assert isinstance(off, Outcome)
    assert isinstance(on, Outcome)
    assert (off.events[0].kind, on.events[0].kind) == ("envío en pausa", "envío reanudado")
    assert "En pausa" in off.said


def test_a_student_at_the_counter_gets_a_case_and_a_letter(counter: Counter) -> None:
    done_ = counter.orders_anew(Nuevo("ANA LUNA", nss(), curp(), "25", ANA))
    assert isinstance(done_, Outcome)
    opened = counter.only_case()
    assert (opened.stage, opened.stage_since) == (Stage.FALTA_DOCUMENTO, NOW)
    assert (opened.name, opened.nss, opened.curp, opened.umf, opened.contacts) == (
        "ANA LUNA",
        nss(),
        curp(),
        "25",
        (ANA,),
    )
    [mail] = counter.outgoing()
    assert mail.template == "orden-nuevo"
    assert "Falta que nos mandes tu constancia" in mail.body
    assert counter.orders_anew(Nuevo("OTRA", nss())) == Refused(
        f"Ya hay un caso con ese NSS o esa CURP: {opened.folio}."
    )


@pytest.mark.parametrize(
    ("vigencia", "stage"),
    [(Vigencia(None), Stage.ALTA_POR_TRAMITAR), (Vigencia(Through.TECNOLOGICO), Stage.HOJA_POR_ENTREGAR)],
)
def test_what_the_counter_saw_on_the_constancia_decides(counter: Counter, vigencia: Vigencia, stage: Stage) -> None:
    counter.orders_anew(Nuevo("ANA LUNA", vigencia=vigencia))
    opened = counter.only_case()
    assert (opened.stage, opened.vigente, opened.contacts) == (stage, vigencia.through is not None, ())


@pytest.mark.parametrize("stage", [Stage.ALTA_POR_TRAMITAR, Stage.EN_REVISION])
def test_whose_alta_is_filed_is_vigente_through_the_school(counter: Counter, stage: Stage) -> None:
    opened = counter.open_case(stage, vigente=False)
    counter.done(opened.folio, "alta hecha")
    after = counter.case(opened.folio)
    assert (after.vigente, after.through) == (True, Through.TECNOLOGICO)
    counter.done(opened.folio, "hoja entregada")
    assert counter.case(opened.folio).vigente


def test_no_other_step_says_what_the_institute_has(counter: Counter) -> None:
    opened = counter.open_case(Stage.HOJA_POR_ENTREGAR)
    counter.done(opened.folio, "hoja entregada")
    assert (counter.case(opened.folio).vigente, counter.case(opened.folio).through) == (None, None)
