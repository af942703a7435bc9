from __future__ import annotations

import pytest

from tests.core.counter import (
    ANA,
    BETO,
    EVA,
    Counter,
    answer,
    constancia,
    curp,
    nss,
    paper,
    thread,
    wishes,
)
from worker.core.cases import Case, Purpose, Stage
from worker.core.types import Document, Reading
from worker.core.wishes import Wish


def test_keys_that_disagree_go_to_the_officer_and_are_noted_on_each_case(counter: Counter) -> None:
    one, other = counter.open_case(), counter.open_case(contacts=[BETO], nss=nss())
    outcome = counter.writes(wishes(), constancia(), subject=f"[{one.folio}]")
    dispute = "El hilo es de un caso y el papel es de otro."
    assert answer(outcome) == "en-revision"
    after, touched = counter.case(one.folio), counter.case(other.folio)
    assert (after.stage, after.task, after.attention) == (Stage.EN_REVISION, "revisar de quién es el correo", dispute)
    assert (touched.stage, touched.attention) == (Stage.FALTA_DOCUMENTO, dispute)
    assert after.nss is None
    entry = counter.entry(outcome)
    assert (entry.folios, entry.rules) == ((one.folio, other.folio), ("desacuerdo", "desacuerdo"))
    assert outcome.events[0].detail["desacuerdo"] == dispute


SEVERAL = "Quien escribe tiene varios casos y no dice de cuál habla."


def two_cases(counter: Counter) -> tuple[Case, Case]:
    """A mother and the cases of her two children."""
    one = counter.open_case(Stage.ALTA_POR_TRAMITAR, nss=nss(0), umf="13", task="tramitar el alta")
    return one, counter.open_case(Stage.HOJA_POR_ENTREGAR, nss=nss(1), umf="25", task="preparar hoja")


def test_a_dispute_without_a_paper_is_for_the_officer_and_moves_nothing(counter: Counter) -> None:
    cases = two_cases(counter)
    assert answer(counter.writes(wishes(Wish.ESTADO))) == "a-la-encargada"
    for before in cases:
        after = counter.case(before.folio)
        assert (after.stage, after.task, after.attention) == (before.stage, before.task, SEVERAL)


def test_a_second_such_mail_gets_no_second_such_reply(counter: Counter) -> None:
    two_cases(counter)
    counter.writes(wishes(Wish.ESTADO))
    assert counter.writes(wishes(Wish.ESTADO)).mails == ()


def test_thanks_in_a_dispute_are_nobodys_work(counter: Counter) -> None:
    cases = two_cases(counter)
    assert counter.writes(wishes(Wish.GRACIAS)).mails == ()
    for before in cases:
        after = counter.case(before.folio)
        assert (after.stage, after.task, after.attention) == (before.stage, before.task, None)


def test_an_emergency_in_a_dispute_is_answered_and_told_at_once(counter: Counter) -> None:
    cases = two_cases(counter)
    reply, notice = counter.writes(wishes(Wish.URGENCIA)).mails
    assert (reply.template, notice.purpose) == ("urgencia", Purpose.OFFICER)
    assert "911" in reply.body
    for before in cases:
        after = counter.case(before.folio)
        assert (after.stage, after.task) == (before.stage, before.task)
        assert SEVERAL in str(after.attention)


@pytest.mark.parametrize("readings", [(), (paper(Document.CURP),)])
@pytest.mark.parametrize("said", [{Wish.CLINICA}, {Wish.CLINICA, Wish.ESTADO}])
def test_a_clinic_in_a_dispute_is_recorded_for_nobody(
    counter: Counter, said: set[Wish], readings: tuple[Reading, ...]
) -> None:
    one, other = two_cases(counter)
    counter.writes(wishes(*said, clinic="48"), *readings)
    assert (counter.case(one.folio).umf, counter.case(other.folio).umf) == ("13", "25")
    assert "UMF" not in counter.replies()[0].body


# --- several students in one mail


def test_several_students_get_a_case_each_and_one_reply(counter: Counter) -> None:
    outcome = counter.writes(wishes(), constancia(0), constancia(1, through=None))
    [reply] = counter.replies()
    with counter.store.look() as desk:
        first, second = desk.cases()
    assert [first.stage, second.stage] == [Stage.HOJA_POR_ENTREGAR, Stage.ALTA_POR_TRAMITAR]
    assert first.contacts == second.contacts == (ANA,)
    assert first.folio in reply.body
    assert second.folio in reply.body
    assert "AF-" not in reply.subject
    assert counter.entry(outcome).folios == (first.folio, second.folio)


def test_an_answer_to_that_one_reply_is_about_both(counter: Counter) -> None:
    counter.writes(wishes(), constancia(0), constancia(1))
    [reply] = counter.replies()
    assert answer(counter.writes(wishes(Wish.ESTADO), **thread(reply))) == "a-la-encargada"


def test_who_asked_first_and_sends_papers_of_two_people_has_two_cases(counter: Counter) -> None:
    asked = counter.open_case()
    outcome = counter.writes(wishes(), constancia(0), constancia(1, through=None), subject=f"[{asked.folio}]")
    with counter.store.look() as desk:
        first, second = desk.cases()
    assert (first.folio, first.stage, first.nss) == (asked.folio, Stage.HOJA_POR_ENTREGAR, nss(0))
    assert (second.stage, second.nss) == (Stage.ALTA_POR_TRAMITAR, nss(1))
    assert (first.attention, second.attention) == (None, None)
    assert answer(outcome) == "hoja"


def test_a_case_with_the_numbers_of_two_is_the_first_ones_and_the_officer_looks(counter: Counter) -> None:
    mixed = counter.open_case(nss=nss(0), curp=curp(1))
    counter.writes(wishes(), constancia(0, curp=None), constancia(1, nss=None))
    with counter.store.look() as desk:
        first, second = desk.cases()
    assert (first.folio, first.version) == (mixed.folio, mixed.version + 1)
    assert second.stage is Stage.EN_REVISION
    assert "los de otra persona" in str(second.attention)


def test_of_three_siblings_the_one_with_a_case_elsewhere_is_asked_about(counter: Counter) -> None:
    elsewhere = counter.open_case(contacts=[BETO], nss=nss(2))
    outcome = counter.writes(wishes(), *map(constancia, range(3)))
    with counter.store.look() as desk:
        stages = {known.folio: known.stage for known in desk.cases()}
    assert stages.pop(elsewhere.folio) is Stage.FALTA_DOCUMENTO
    assert list(stages.values()) == [Stage.HOJA_POR_ENTREGAR, Stage.HOJA_POR_ENTREGAR]
    assert [mail.recipient for mail in outcome.mails] == [ANA, BETO]


def test_a_sibling_after_a_blurred_paper_is_not_put_into_that_case(counter: Counter) -> None:
    counter.writes(wishes(), constancia(0, sure=False, problems=("No se lee el NSS.",)))
    counter.writes(wishes(), constancia(1))
    with counter.store.look() as desk:
        first, second = desk.cases()
    assert (first.stage, first.nss) == (Stage.EN_REVISION, None)
    assert (second.stage, second.task) == (Stage.EN_REVISION, "revisar de quién es el correo")
    assert "el papel es de otra persona" in str(second.attention)
    assert first.attention is None


def test_nobody_is_told_of_an_asking_that_was_not_sent(counter: Counter) -> None:
    counter.open_case(contacts=[BETO], nss=nss(1))
    counter.writes(wishes(), constancia(1), writer=EVA)
    counter.writes(wishes(), constancia(0), constancia(1))
    assert "preguntamos" not in counter.replies()[0].body


def test_two_disputes_about_one_case_are_noted_on_it_once(counter: Counter) -> None:
    counter.open_case(nss=nss(0))
    counter.open_case(curp=curp(1))
    disputed = counter.open_case(contacts=[BETO], nss=nss(1), curp=curp(0))
    counter.writes(wishes(), constancia(0), constancia(1))
    assert counter.case(disputed.folio).attention == "El NSS y la CURP del papel están en dos casos."
    assert counter.case(disputed.folio).version == disputed.version + 1


def test_a_case_that_is_disputed_and_decided_in_one_mail_is_saved_once(counter: Counter) -> None:
    counter.open_case(nss=nss(0))
    both = counter.open_case(nss=nss(1), curp=curp(0))
    counter.writes(wishes(), constancia(0), constancia(1, curp=None))
    after = counter.case(both.folio)
    assert (after.stage, after.version) == (Stage.HOJA_POR_ENTREGAR, both.version + 1)


def test_of_several_students_only_the_writers_own_are_told_about(counter: Counter) -> None:
    known = counter.open_case(contacts=[BETO], nss=nss(1), name="BEATRIZ AJENA SUPUESTA")
    outcome = counter.writes(wishes(), constancia(0), constancia(1, through=None))
    [reply] = counter.replies()
    assert known.folio not in reply.body + reply.subject
    assert "preguntamos si este mensaje es suyo" in reply.body
    assert "()" not in reply.body
    after = counter.case(known.folio)
    assert (after.stage, after.attention) == (Stage.FALTA_DOCUMENTO, "Llegó un papel suyo desde otra dirección.")
    [asked] = [mail for mail in counter.outgoing() if mail.purpose is Purpose.ASK_LINK]
    assert (asked.recipient, asked.folio) == (BETO, known.folio)
    assert known.folio not in counter.entry(outcome).folios


def test_a_writer_who_knows_none_of_several_is_told_nothing(counter: Counter) -> None:
    one = counter.open_case(contacts=[BETO], nss=nss(0))
    two = counter.open_case(contacts=[BETO], nss=nss(1))
    outcome = counter.writes(wishes(), constancia(0), constancia(1))
    [reply] = counter.replies()
    assert reply.template == "otra-direccion"
    assert counter.entry(outcome).folios == ()
    assert {one.folio, two.folio} == {mail.folio for mail in outcome.mails if mail.purpose is Purpose.ASK_LINK}
