from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.core.counter import ANA, BETO, EVA, NOW, Counter, constancia, curp, found, nss, paper
from worker.core.cases import Case, Outgoing, Purpose, Stage
from worker.core.finding import MERGED, Keys, Match, Person, find_case, find_cases, persons
from worker.core.types import Document, Reading

NOBODY = Person(())


def keys(*references: str, folio: str | None = None, writer: str = ANA) -> Keys:
    return Keys(references, folio, writer)


def finds(counter: Counter, offered: Keys, person: Person = NOBODY) -> Match:
    with counter.store.look() as desk:
        return find_case(desk, offered, person)


def person(number: int = 0) -> Person:
    return Person((constancia(number),), nss(number), curp(number))


def wrote(counter: Counter, case: Case) -> str:
    """The Message-ID of a mail of ours about a case."""
    identifier = f"<nuestro.{case.folio}@escuela.test>"
    mail = Outgoing(identifier, ANA, Purpose.REPLY, "Re: x", "Hola.\n", b"", created=NOW, folio=case.folio)
    with counter.store.begin() as desk:
        desk.send(mail)
    return identifier


# --- persons


def holders(*readings: Reading) -> list[Sequence[Reading]]:
    return [list(each.readings) for each in persons(readings)]


def test_no_paper_is_one_person_without_numbers() -> None:
    assert persons(()) == (Person(()),)


def test_two_sure_constancias_of_two_people_are_two_persons() -> None:
    first, second = persons((constancia(0), constancia(1)))
    assert (first.nss, first.curp, second.nss, second.curp) == (nss(0), curp(0), nss(1), curp(1))
    assert (first.readings, second.readings) == ((constancia(0),), (constancia(1),))


def test_each_person_takes_the_papers_that_bear_their_numbers() -> None:
    of_the_first = paper(Document.CURP, curp=found(curp(0)))
    of_nobody = paper(Document.DOMICILIO)
    photo = constancia(1, sure=False, curp=None)
    assert holders(constancia(0), of_the_first, of_nobody, constancia(1), photo) == [
        [constancia(0), of_the_first],
        [constancia(1), photo],
    ]


def test_a_misread_number_on_an_unsure_second_photo_makes_no_second_person() -> None:
    misread = constancia(0, sure=False, nss=found(nss(1)), curp=None)
    assert holders(constancia(0), misread) == [[constancia(0), misread]]
    assert persons((misread, constancia(0)))[0].nss == nss(0)


def test_two_pages_of_one_holder_are_one_person() -> None:
    assert len(persons((constancia(0), constancia(0, curp=None), constancia(0, nss=None)))) == 1


def test_a_sure_constancias_number_goes_before_any_other_papers() -> None:
    assignment = paper(Document.ASIGNACION, nss=found(nss(1)))
    unsure = constancia(2, sure=False)
    assert persons((assignment, unsure))[0].nss == nss(2)
    assert persons((assignment, unsure, constancia(0)))[0].nss == nss(0)
    assert persons((assignment,))[0].nss == nss(1)
    assert persons((paper(Document.CURP, curp=found(curp(1))),))[0].curp == curp(1)


def test_a_sure_constancia_without_a_number_is_told_by_the_other() -> None:
    by_curp, by_nss = constancia(0, nss=None), constancia(1, curp=None)
    assert [(each.nss, each.curp) for each in persons((by_curp, by_nss))] == [(None, curp(0)), (nss(1), None)]


# --- the case


def test_nothing_known_is_no_case(counter: Counter) -> None:
    counter.open_case(contacts=[BETO])
    assert finds(counter, keys("<x@y>", folio="AF-2026-09999"), person(3)) == Match(None)


def test_the_thread_finds_the_case(counter: Counter) -> None:
    case = counter.open_case(contacts=[BETO])
    assert finds(counter, keys("<other@x>", wrote(counter, case), writer=EVA)) == Match(case)


def test_the_folio_finds_the_case_in_any_letter_case(counter: Counter) -> None:
    case = counter.open_case(contacts=[BETO])
    assert finds(counter, keys(folio=case.folio.lower(), writer=EVA)).case == case


@pytest.mark.parametrize("of", [Person((), nss(), None), Person((), None, curp()), person()])
def test_the_papers_numbers_find_the_case(counter: Counter, of: Person) -> None:
    case = counter.open_case(contacts=[BETO], nss=nss(), curp=curp())
    assert finds(counter, keys(writer=EVA), of) == Match(case)


def test_the_writer_finds_the_only_case_of_theirs(counter: Counter) -> None:
    case = counter.open_case(contacts=[BETO, ANA])
    counter.open_case(contacts=[EVA])
    assert finds(counter, keys(writer=ANA)) == Match(case)


def test_thread_folio_paper_and_writer_that_agree_are_no_dispute(counter: Counter) -> None:
    case = counter.open_case(nss=nss())
    assert finds(counter, keys(wrote(counter, case), folio=case.folio), person()) == Match(case)


def test_a_thread_of_one_case_and_a_paper_of_another_are_a_dispute(counter: Counter) -> None:
    one, other = counter.open_case(), counter.open_case(contacts=[BETO], nss=nss())
    match = finds(counter, keys(wrote(counter, one)), person())
    assert match == Match(one, "El hilo es de un caso y el papel es de otro.", (other,))


def test_a_paper_settles_which_of_two_named_cases_is_meant(counter: Counter) -> None:
    one, other = counter.open_case(), counter.open_case(nss=nss())
    assert finds(counter, keys(wrote(counter, one), folio=other.folio), person()) == Match(other)


def test_a_thread_and_a_folio_of_two_cases_are_a_dispute(counter: Counter) -> None:
    one, other = counter.open_case(), counter.open_case()
    match = finds(counter, keys(wrote(counter, one), folio=other.folio))
    assert match == Match(one, "El correo puede ser de cualquiera de estos casos.", (other,))


def test_an_nss_and_a_curp_of_two_cases_are_a_dispute(counter: Counter) -> None:
    one, other = counter.open_case(nss=nss()), counter.open_case(contacts=[BETO], curp=curp())
    match = finds(counter, keys(wrote(counter, one)), person())
    assert match == Match(one, "El NSS y la CURP del papel están en dos casos.", (other,))


def test_a_writer_of_several_cases_is_a_dispute(counter: Counter) -> None:
    one, other = counter.open_case(), counter.open_case()
    match = finds(counter, keys())
    assert match == Match(one, "Quien escribe tiene varios casos y no dice de cuál habla.", (other,))


def test_a_sure_paper_of_another_person_opens_a_case_for_the_officer(counter: Counter) -> None:
    case = counter.open_case(nss=nss(0))
    match = finds(counter, keys(), person(1))
    assert match == Match(None, "Desde esta dirección ya hay un caso, y el papel es de otra persona.", (case,))


def test_an_unsure_paper_does_not_take_the_writers_case_away(counter: Counter) -> None:
    case = counter.open_case(nss=nss(0))
    unsure = constancia(1, sure=False)
    assert finds(counter, keys(), Person((unsure,), nss(1), curp(1))) == Match(case)


def test_of_a_writers_cases_the_one_that_the_paper_does_not_contradict_is_meant(counter: Counter) -> None:
    counter.open_case(nss=nss(0))
    fits = counter.open_case()
    assert finds(counter, keys(), person(1)) == Match(fits)


def test_a_case_that_was_joined_into_another_is_that_other(counter: Counter) -> None:
    first, second, third = counter.open_case(), counter.open_case(), counter.open_case()
    with counter.store.begin() as desk:
        desk.set_setting(MERGED + first.folio, second.folio)
        desk.set_setting(MERGED + second.folio, third.folio)
    assert finds(counter, keys(wrote(counter, first), folio=second.folio, writer=EVA)) == Match(third)


def test_a_case_that_was_joined_into_one_that_is_gone_stays_itself(counter: Counter) -> None:
    case = counter.open_case()
    with counter.store.begin() as desk:
        desk.set_setting(MERGED + case.folio, "AF-2020-00001")
    assert finds(counter, keys(folio=case.folio)).case == case


# --- several persons


def both(counter: Counter, offered: Keys, *group: Person) -> list[tuple[str | None, bool]]:
    """The folio of each, and whether there is a dispute."""
    with counter.store.look() as desk:
        matches = find_cases(desk, offered, group)
    return [(match.case.folio if match.case else None, match.dispute is not None) for match in matches]


def test_two_new_students_in_one_mail_are_two_new_cases(counter: Counter) -> None:
    assert both(counter, keys(), person(0), person(1)) == [(None, False), (None, False)]


def test_numbers_tell_the_cases_of_several_whatever_the_thread(counter: Counter) -> None:
    one, other = counter.open_case(nss=nss(0)), counter.open_case(curp=curp(1))
    offered = keys(wrote(counter, one), folio=one.folio)
    assert both(counter, offered, person(0), person(1)) == [(one.folio, False), (other.folio, False)]


@pytest.mark.parametrize("offered", ["thread", "folio", "writer"])
def test_a_case_of_nobody_yet_is_the_first_ones_and_the_other_is_new(counter: Counter, offered: str) -> None:
    case = counter.open_case(contacts=[ANA if offered == "writer" else BETO])
    found_by = {"thread": keys(wrote(counter, case)), "folio": keys(folio=case.folio), "writer": keys()}[offered]
    assert both(counter, found_by, person(0), person(1)) == [(case.folio, False), (None, False)]


def test_each_of_several_may_have_a_case_of_nobody(counter: Counter) -> None:
    one, other = counter.open_case(), counter.open_case()
    assert both(counter, keys(), person(0), person(1)) == [(one.folio, False), (other.folio, False)]


def test_who_has_a_case_needs_none_of_nobody(counter: Counter) -> None:
    asked, known = counter.open_case(), counter.open_case(nss=nss(0))
    assert both(counter, keys(), person(0), person(1)) == [(known.folio, False), (asked.folio, False)]


@pytest.mark.parametrize("named", [{"name": "ANA LUNA PRUEBA"}, {"nss": nss(2)}, {"curp": curp(2)}])
def test_a_case_that_bears_a_name_or_number_is_given_to_nobody_else(counter: Counter, named: dict[str, Any]) -> None:
    case = counter.open_case(**named)
    assert both(counter, keys(folio=case.folio), person(0), person(1)) == [(None, False), (None, False)]


def test_a_closed_case_is_given_to_nobody(counter: Counter) -> None:
    counter.open_case(Stage.CERRADO)
    assert both(counter, keys(), person(0), person(1)) == [(None, False), (None, False)]


def test_a_case_whose_papers_were_anothers_is_given_to_who_they_are_of(counter: Counter) -> None:
    case = counter.open_case()
    counter.admit(folios=(case.folio,), readings=(constancia(1, sure=False),))
    assert both(counter, keys(), person(0), person(1)) == [(None, False), (case.folio, False)]


# --- what the papers that taught a case nothing say of whose it is


@pytest.mark.parametrize(
    ("before", "now", "fits"),
    [
        (constancia(0, sure=False), person(0), True),
        (constancia(0, sure=False), person(1), False),
        (constancia(0, sure=False, nss=found(nss(1))), person(1), True),
        (constancia(0, sure=False, nss=None), person(1), False),
        (constancia(0, sure=False, curp=None), person(1), False),
        (constancia(0, sure=False, nss=None, curp=None), person(1), True),
        (constancia(0, sure=False), Person((constancia(1, sure=False),)), True),
        (paper(Document.CURP, curp=found(curp(0))), replace(person(1), curp=None), True),
    ],
)
def test_the_numbers_of_earlier_papers_tell_whose_a_case_is(
    counter: Counter, before: Reading, now: Person, fits: bool
) -> None:
    case = counter.open_case()
    counter.admit(folios=(case.folio,), readings=(before,))
    assert (finds(counter, keys(), now).case is not None) is fits


def test_a_case_that_knows_a_number_is_told_by_it_alone(counter: Counter) -> None:
    case = counter.open_case(curp=curp(0))
    counter.admit(folios=(case.folio,), readings=(constancia(1, sure=False),))
    found_case = finds(counter, keys(), Person((constancia(0, nss=None),), None, curp(0))).case
    assert found_case is not None
    assert found_case.folio == case.folio


# --- two people in the numbers of one case


def test_a_case_that_bears_numbers_of_two_people_is_the_first_ones(counter: Counter) -> None:
    case = counter.open_case(nss=nss(0), curp=curp(1))
    assert both(counter, keys(), person(0), person(1)) == [(case.folio, False), (None, True)]


def test_one_person_alone_may_be_found_by_the_thread(counter: Counter) -> None:
    case = counter.open_case(contacts=[BETO])
    assert both(counter, keys(wrote(counter, case)), person(0)) == [(case.folio, False)]
    assert both(counter, keys(wrote(counter, case)), replace(person(0), readings=())) == [(case.folio, False)]
