from __future__ import annotations

from typing import Any

import pytest

from tests.core.counter import ANA, BETO, EVA, PEOPLE, TODAY, Counter, constancia, curp, nss, thread, wishes
from worker.core.cases import EntryState, LinkAsk, Stage
from worker.core.finding import MERGED
from worker.core.types import Sort, Through
from worker.core.wishes import Wish


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (f"nss {nss(0).digits}", {"nss": nss(0)}),
        (f"curp {curp(0).text}", {"curp": curp(0)}),
        ("umf 25", {"umf": "25"}),
        ("nombre ana luna", {"name": "ANA LUNA"}),
    ],
)
def test_a_datum_that_was_known_is_refused(counter: Counter, text: str, known: dict[str, Any]) -> None:
    opened = counter.open_case(**known)
    assert counter.refused(opened.folio, text) == f"{opened.folio} ya tenía ese dato."


@pytest.mark.parametrize("text", [f"nss {nss(1).digits}", f"curp {curp(1).text}"])
def test_a_number_of_another_case_is_refused_with_its_folio(counter: Counter, text: str) -> None:
    other = counter.open_case(nss=nss(1), curp=curp(1))
    opened = counter.open_case()
    assert f"«une {other.folio}»" in counter.refused(opened.folio, text)


def test_a_clinic_that_is_not_in_the_table_is_refused(counter: Counter) -> None:
    opened = counter.open_case()
    assert counter.refused(opened.folio, "umf 99") == "La UMF 99 no está en la tabla de clínicas (13, 23, 25)."


def test_two_cases_of_one_student_become_one(counter: Counter) -> None:
    mine = counter.open_case(Stage.HOJA_POR_ENTREGAR, nss=nss(), contacts=[ANA], attention="x")
    other = counter.open_case(
        curp=curp(),
        contacts=[BETO, ANA],
        name=PEOPLE[0].name,
        umf="25",
        vigente=True,
        through=Through.TECNOLOGICO,
        issued=TODAY,
    )
    written = counter.writes(wishes(Wish.ESTADO), writer=BETO)
    counter.delivers()
    counter.done(mine.folio, f"une {other.folio.lower()}")
    joined, emptied = counter.case(mine.folio), counter.case(other.folio)
    assert (joined.nss, joined.curp, joined.name, joined.umf) == (nss(), curp(), PEOPLE[0].name, "25")
    assert (joined.vigente, joined.through, joined.issued) == (True, Through.TECNOLOGICO, TODAY)
    assert (joined.contacts, joined.stage, joined.attention) == ((ANA, BETO), Stage.HOJA_POR_ENTREGAR, None)
    assert (emptied.stage, emptied.curp, emptied.contacts) == (Stage.CERRADO, None, ())
    assert counter.entry(written).folios == (mine.folio,)
    letter = counter.outgoing()[-1]
    assert (letter.template, letter.recipient) == ("orden-une", ANA)
    assert mine.folio in letter.body
    with counter.store.look() as desk:
        assert desk.setting(MERGED + other.folio) == mine.folio
        assert [event.kind for _, _, event in desk.history(other.folio)][-1] == "unido"
    answered = counter.writes(wishes(Wish.ESTADO), writer=BETO, **thread(counter.replies(BETO)[0]))
    assert counter.entry(answered).folios == (mine.folio,)


def test_what_the_case_knows_itself_goes_before_the_others(counter: Counter) -> None:
    mine = counter.open_case(name="ANA UNO", umf="13", vigente=False)
    other = counter.open_case(name="ANA DOS", umf="25", vigente=True, through=Through.EMPLEO, contacts=[BETO])
    counter.done(mine.folio, f"une {other.folio}")
    joined = counter.case(mine.folio)
    assert (joined.name, joined.umf, joined.vigente) == ("ANA UNO", "13", False)


@pytest.mark.parametrize(
    ("one", "two", "which"), [({"nss": nss(0)}, {"nss": nss(1)}, "NSS"), ({"curp": curp(0)}, {"curp": curp(1)}, "CURP")]
)
def test_cases_of_two_people_are_not_joined(
    counter: Counter, one: dict[str, Any], two: dict[str, Any], which: str
) -> None:
    mine, other = counter.open_case(**one), counter.open_case(**two)
    why = counter.refused(mine.folio, f"une {other.folio}")
    assert why == f"{mine.folio} y {other.folio} tienen {which} distintos: no parecen la misma persona."


def test_a_case_is_joined_with_another_that_exists(counter: Counter) -> None:
    mine = counter.open_case()
    for folio in (mine.folio, "AF-2020-00001"):
        assert counter.refused(mine.folio, f"une {folio}") == f"No hay otro caso {folio} que unir con {mine.folio}."


def test_cases_are_never_joined_in_a_ring(counter: Counter) -> None:
    mine, other, third = (counter.open_case() for _ in range(3))
    counter.done(mine.folio, f"une {other.folio}")
    why = f"{other.folio} ya se unió a {mine.folio}; lo que sigue se dice de {mine.folio}."
    assert counter.refused(other.folio, f"une {mine.folio}") == why
    assert counter.refused(third.folio, f"une {other.folio}") == why
    assert counter.entry(counter.writes(wishes(Wish.ESTADO), subject=f"[{other.folio}]")).folios == (mine.folio,)


def test_a_case_that_never_was_ours_is_forgotten(counter: Counter) -> None:
    written = counter.writes(wishes(), constancia())
    opened = counter.only_case()
    outcome = counter.done(opened.folio, "ajeno")
    after = counter.only_case()
    assert (after.stage, after.nss, after.curp, after.name, after.contacts) == (Stage.CERRADO, None, None, None, ())
    entry = counter.entry(written)
    assert (entry.sort, entry.folios, entry.readings) == (Sort.AJENO, (), ())
    assert entry.reason == "La encargada dijo que es ajeno."
    assert outcome.mails == ()
    assert outcome.said.startswith(opened.folio)


def test_an_address_that_she_names_is_known_and_its_mail_decided_anew(counter: Counter) -> None:
    opened = counter.open_case(Stage.AFILIADO)
    held = counter.writes(wishes(Wish.ESTADO), writer=BETO, subject=f"[{opened.folio}]")
    outcome = counter.done(opened.folio, f"correo {BETO}")
    after = counter.case(opened.folio)
    assert (after.contacts, after.attention) == ((ANA, BETO), None)
    assert counter.entry(held).state is EntryState.RECEIVED
    assert outcome.said == f"{opened.folio}: dirección agregada; correos suyos que esperaban y se atienden ahora: 1."
    with counter.store.look() as desk:
        ask = desk.link_ask(opened.folio, BETO)
    assert ask is not None
    assert not ask.open


def test_an_address_that_nobody_asked_about_may_be_named_too(counter: Counter) -> None:
    opened = counter.open_case(contacts=())
    outcome = counter.done(opened.folio, f"correo {EVA}")
    assert (outcome.asks, counter.only_case().contacts) == ((), (EVA,))
    assert counter.refused(opened.folio, f"correo {EVA}") == f"{opened.folio} ya conocía esa dirección."


def test_an_earlier_no_is_overruled_by_her(counter: Counter) -> None:
    opened = counter.open_case()
    with counter.store.begin() as desk:
        desk.save_link_ask(LinkAsk(opened.folio, BETO, ANA, "<p@escuela.test>", open=False))
    counter.done(opened.folio, f"correo {BETO}")
    assert counter.only_case().contacts == (ANA, BETO)
