from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.core.counter import ANA, BETO, NOW, TODAY, Counter, constancia, curp, nss, paper, wishes
from worker.core.cases import Entry, EntryState, Outgoing, OutState, Purpose, Stage
from worker.core.summary import Summary, summarise
from worker.core.types import Document, Sort, Through
from worker.core.views import all_views, answers, case_view
from worker.core.wishes import Wish
from worker.jobs.report import Rendered, summary_of

ZONE = ZoneInfo("America/Mexico_City")
SINCE = NOW - timedelta(hours=12)
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>&lt;b&gt;{{ 7*7 }}'


def views(counter: Counter) -> list[dict[str, Any]]:
    with counter.store.look() as desk:
        return all_views(desk)


def summary(counter: Counter, since: datetime = SINCE, **changes: Any) -> Summary:
    with counter.store.look() as desk:
        entries = desk.entries_between(since, counter.now)
        mails = desk.outgoing_between(since, counter.now)
        whole = {"since": since, "now": counter.now, "zone": ZONE, "paused": False, **changes}
        return summarise(all_views(desk), entries, mails, **whole)


def busy_day(counter: Counter) -> None:
    """A case at each stage, some waiting long, some with something to look at, and some mail."""
    counter.later(days=-5)
    for number, stage in enumerate(each for each in Stage if each is not Stage.NEW):
        counter.later(hours=6)
        looked = "Mira esto." if number % 3 == 0 else None
        counter.open_case(stage, attention=looked, contacts=[f"a{number}@correo.test"], task="algo")
    counter.now = NOW - timedelta(hours=3)
    counter.writes(wishes(), constancia(through=None))
    counter.later(minutes=5)
    counter.writes(wishes(Wish.CLINICA, clinic="25"))
    counter.writes(wishes(), constancia(1, sure=False), writer=BETO)
    counter.delivers()
    counter.writes(wishes(Wish.GRACIAS))
    counter.now = NOW


# --- one case as others see it


def test_a_case_is_seen_as_plain_values(counter: Counter) -> None:
    counter.writes(wishes(Wish.CLINICA, clinic="25"), constancia(through=Through.OTRA_ESCUELA))
    counter.later(minutes=1)
    counter.delivers()
    [view] = views(counter)
    mails = view.pop("mails")
    case = counter.only_case()
    assert view == {
        "folio": case.folio,
        "stage": "baja pendiente",
        "nss": nss().digits,
        "curp": curp().text,
        "name": case.name,
        "email": ANA,
        "umf": "25",
        "vigente": True,
        "through": "otra escuela",
        "updated": NOW.isoformat(),
        "messages": 1,
        "opened": NOW.isoformat(),
        "since": NOW.isoformat(),
        "issued": TODAY.isoformat(),
        "task": None,
        "attention": None,
        "by_hand": False,
        "emails": [ANA],
    }
    [mail] = mails
    assert (mail["entry"], mail["received"], mail["sort"]) == (1, NOW.isoformat(), "estudiante")
    assert (mail["answered"], mail["held"], mail["repeated"]) == (counter.now.isoformat(), False, False)


def test_what_is_not_known_of_a_case_is_none(counter: Counter) -> None:
    opened = counter.open_case(contacts=(), stage_since=None)
    view = case_view(replace(opened, updated=None), (), {})
    unknown = (
        "nss",
        "curp",
        "name",
        "email",
        "umf",
        "vigente",
        "through",
        "updated",
        "since",
        "issued",
        "task",
        "attention",
    )
    assert [view[key] for key in unknown] == [None] * len(unknown)
    assert (view["messages"], view["mails"], view["emails"]) == (0, [], [])


def test_a_mail_that_is_held_repeated_or_unsorted_is_seen_so(counter: Counter) -> None:
    opened = counter.open_case()
    entries = [
        Entry(1, "a", NOW, EntryState.HELD),
        Entry(2, "b", NOW, sort=Sort.DUPLICATE),
        Entry(3, "c", NOW, sort=Sort.STUDENT),
    ]
    waiting = Outgoing("<x@y>", ANA, Purpose.REPLY, "s", "b", b"", OutState.DUE, entry=3)
    notice = replace(waiting, state=OutState.SENT, purpose=Purpose.NOTICE, sent=NOW)
    nobody = replace(waiting, state=OutState.SENT, entry=None, sent=NOW)
    seen = case_view(opened, entries, answers([waiting, notice, nobody]))["mails"]
    assert [(mail["held"], mail["repeated"], mail["sort"], mail["answered"]) for mail in seen] == [
        (True, False, None, None),
        (False, True, "repetido", None),
        (False, False, "estudiante", None),
    ]


# --- the numbers


def test_every_number_equals_a_query_over_the_views(counter: Counter) -> None:
    busy_day(counter)
    day, seen = summary(counter), views(counter)

    def folios(*stages: str) -> set[str]:
        return {view["folio"] for view in seen if view["stage"] in stages}

    looks = {view["folio"] for view in seen if view["attention"]}
    hers = folios("alta por tramitar", "en revisión", "hoja por entregar", "baja por tramitar")
    assert day.waiting == len(hers | looks)
    assert {line.folio for line in day.altas} == folios("alta por tramitar")
    assert {line.folio for line in day.hojas} == folios("hoja por entregar")
    assert {line.folio for line in day.bajas} == folios("baja por tramitar")
    assert {line.folio for line in day.students} == folios("falta documento", "baja pendiente")
    assert {line.folio for line in day.decisions} == folios("en revisión") | looks
    mails = [mail for view in seen for mail in view["mails"]]
    assert (day.received, day.answered) == (len(mails), sum(1 for mail in mails if mail["answered"])) == (4, 3)
    listed = (*day.altas, *day.hojas, *day.bajas, *day.decisions, *day.students)
    by_folio = {view["folio"]: view for view in seen}
    for line in listed:
        view = by_folio[line.folio]
        assert (line.nss, line.curp, line.issued) == (view["nss"] or "", view["curp"] or "", view["issued"] or "")
        assert (line.stage, line.task, line.email) == (view["stage"], view["task"] or "", view["email"])
        assert line.days == (NOW - datetime.fromisoformat(view["since"])).days


def test_who_has_waited_longest_stands_first(counter: Counter) -> None:
    for days in (2, 9, 5):
        counter.open_case(Stage.EN_REVISION, stage_since=NOW - timedelta(days=days))
    assert [line.days for line in summary(counter).decisions] == [9, 5, 2]


def test_a_mail_about_two_students_is_one_mail(counter: Counter) -> None:
    counter.writes(wishes(), constancia(0), constancia(1))
    counter.later(minutes=1)
    counter.delivers()
    counter.later(minutes=1)
    day = summary(counter)
    assert (day.received, day.answered, len(day.hojas)) == (1, 1, 2)


def test_only_the_time_since_the_last_summary_counts(counter: Counter) -> None:
    counter.writes(wishes(), constancia())
    counter.delivers()
    counter.later(hours=2)
    assert (summary(counter, since=NOW).received, summary(counter, since=NOW).answered) == (1, 1)
    later = summary(counter, since=NOW + timedelta(seconds=1))
    assert (later.received, later.answered) == (0, 0)
    assert len(later.hojas) == 1


def test_the_day_is_that_of_the_office(counter: Counter) -> None:
    day = summary(counter, now=datetime(2026, 9, 16, 1, 0, tzinfo=NOW.tzinfo), since=NOW)
    assert (day.day, day.since) == ("15 de septiembre de 2026", "15 de septiembre de 2026, 10:00")


def test_what_was_left_alone_is_listed_by_sender_and_subject(counter: Counter) -> None:
    for sort in Sort:
        counter.admit("x@y.test", str(sort), sort=sort, reason="Porque sí.", state=EntryState.DONE)
    counter.admit("", "", sort=Sort.MALFORMED)
    counter.admit("z@y.test", "falló", state=EntryState.PARKED, trace="secreto")
    counter.later(seconds=1)
    day = summary(counter)
    assert {aside.subject for aside in day.asides} == {"ajeno", "a otra dirección", "ilegible", "(sin asunto)"}
    assert {aside.why for aside in day.asides} == {"Porque sí.", "ilegible"}
    [parked] = day.parked
    assert (parked.sender, parked.subject, parked.why) == ("z@y.test", "falló", "apartado")


def test_what_did_not_leave_is_listed_with_its_text(counter: Counter) -> None:
    with counter.store.begin() as desk:
        for number, state in enumerate(OutState):
            mail = Outgoing(f"<{number}@y>", ANA, Purpose.REPLY, str(state), "Hola.\n", b"", state, created=NOW)
            desk.send(mail)
    counter.later(seconds=1)
    day = summary(counter)
    assert {mail.state for mail in day.withheld} == {"observada", "propuesta"}
    assert [(mail.state, mail.folio, mail.body) for mail in day.undelivered] == [("no entregada", "", "Hola.\n")]


# --- as it is read


def rendered(counter: Counter) -> Rendered:
    with counter.store.look() as desk:
        return summary_of(desk, ZONE, counter.now)


def test_both_forms_say_the_same_numbers_and_names(counter: Counter) -> None:
    busy_day(counter)
    made, day = rendered(counter), summary(counter, since=NOW - timedelta(days=1))
    assert made.subject == f"Afiliación, {day.day}: {day.waiting} por ti"
    for form in (made.text, made.html):
        assert f"{day.waiting} casos esperan por ti" in form
        assert f"{day.received} correos de estudiantes, {day.answered} contestados" in form
        for line in (*day.altas, *day.decisions, *day.hojas, *day.bajas, *day.students):
            assert line.folio in form
            assert line.name in form
        for line in day.altas:
            assert not line.nss or line.nss in form
            assert not line.curp or line.curp in form


def test_a_quiet_day_says_so(counter: Counter) -> None:
    made = rendered(counter)
    assert made.subject.endswith(": nada por ti")
    assert made.text.startswith("Hoy nada espera por ti.\n")
    assert "Hoy nada espera por ti" in made.html


def test_a_pause_is_said_loudly(counter: Counter) -> None:
    with counter.store.begin() as desk:
        desk.set_setting("paused", "1")
    made = rendered(counter)
    assert "EN PAUSA" in made.text
    assert "El envío está en pausa." in made.html


@pytest.mark.parametrize("form", ["html", "text"])
def test_hostile_names_and_subjects_do_no_harm(counter: Counter, form: str) -> None:
    counter.open_case(
        Stage.ALTA_POR_TRAMITAR, name=HOSTILE, attention=HOSTILE, task=HOSTILE, contacts=[f"{HOSTILE}@y.test"]
    )
    counter.open_case(Stage.EN_REVISION, name=HOSTILE, attention=HOSTILE, task=HOSTILE, contacts=[f"{HOSTILE}@y.test"])
    counter.open_case(Stage.FALTA_DOCUMENTO, name=HOSTILE)
    counter.admit(HOSTILE, HOSTILE, sort=Sort.AJENO, reason=HOSTILE)
    counter.admit(HOSTILE, HOSTILE, state=EntryState.PARKED)
    with counter.store.begin() as desk:
        for number, state in enumerate((OutState.FAILED, OutState.OBSERVED)):
            mail = Outgoing(f"<{number}@y>", ANA, Purpose.REPLY, HOSTILE, HOSTILE, b"", state, created=counter.now)
            desk.send(mail)
    counter.later(seconds=1)
    made = rendered(counter)
    assert "49" not in made.html + made.text
    if form == "text":
        assert HOSTILE in made.text
        return
    assert "<script" not in made.html
    assert "<img" not in made.html
    assert "&lt;script&gt;" in made.html


def test_papers_that_say_nothing_do_not_stand_in_the_lists_of_work(counter: Counter) -> None:
    counter.writes(wishes(), paper(Document.CURP))
    day = summary(counter)
    assert (day.waiting, len(day.students), day.altas) == (0, 1, ())
