from __future__ import annotations

from tests.core.counter import (
    ANA,
    BETO,
    Counter,
    answer,
    constancia,
    curp,
    nss,
    thread,
    wishes,
)
from worker.core.cases import Purpose, Stage
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


def test_a_dispute_without_a_paper_is_for_the_officer_too(counter: Counter) -> None:
    one, other = counter.open_case(), counter.open_case()
    assert answer(counter.writes(wishes(Wish.ESTADO))) == "a-la-encargada"
    assert counter.case(one.folio).stage is Stage.EN_REVISION
    assert counter.case(other.folio).attention == counter.case(one.folio).attention


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


def test_a_thread_with_papers_of_two_people_is_done_in_one_go(counter: Counter) -> None:
    asked = counter.open_case()
    outcome = counter.writes(wishes(), constancia(0), constancia(1), subject=f"[{asked.folio}]")
    with counter.store.look() as desk:
        stages = {known.folio: known.stage for known in desk.cases()}
    assert stages.pop(asked.folio) is Stage.FALTA_DOCUMENTO
    assert list(stages.values()) == [Stage.EN_REVISION, Stage.EN_REVISION]
    assert answer(outcome) == "en-revision"


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
