from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from worker.core.identifiers import Curp, Nss
from worker.core.types import Box, Document, Evidence, Found, Reading, Through
from worker.core.wire import reading_from_store, reading_to_json, reading_to_store

texts = st.text(max_size=12)
checks = st.lists(texts, max_size=3).map(tuple)
shares = st.floats(0, 1)
boxes = st.builds(Box, shares, shares, shares, shares)
evidences = st.builds(Evidence, st.integers(1, 99), boxes, texts, texts, checks)
bodies = st.text("0123456789", min_size=10, max_size=10)
nss = bodies.map(lambda body: Nss(body + luhn.calc_check_digit(body)))


def found(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.builds(Found, values, evidences)


readings = st.builds(
    Reading,
    file=texts,
    document=st.sampled_from(Document),
    nss=found(nss),
    curp=found(st.just(Curp("HERI041213MVZRMTC7"))),
    name=found(texts),
    vigente=found(st.booleans()),
    through=found(st.sampled_from(Through)),
    issued=found(st.dates(date(2000, 1, 1))),
    page=st.none() | st.integers(1, 99),
    sure=st.booleans(),
    checks=checks,
    problems=checks,
    seconds=st.floats(0, 100),
    inline=st.booleans(),
    foreign=st.booleans(),
    for_a_person=st.booleans(),
)


@given(readings)
def test_what_is_stored_comes_back_whole(reading: Reading) -> None:
    assert reading_from_store(json.loads(json.dumps(reading_to_store(reading)))) == reading


def test_the_printed_object_has_values_only() -> None:
    proof = Evidence(2, Box(0, 0, 1, 1), "texto", "x")
    reading = Reading(
        "fotos.zip › a.pdf",
        Document.CONSTANCIA,
        nss=Found(Nss("80240442170"), proof),
        curp=Found(Curp("HERI041213MVZRMTC7"), proof),
        name=Found("ITZEL HERNANDEZ ROMERO", proof),
        vigente=Found(True, proof),
        through=Found(Through.OTRA_ESCUELA, proof),
        issued=Found(date(2026, 5, 23), proof),
        page=2,
        sure=True,
        problems=("x",),
        seconds=1.25,
    )
    assert reading_to_json(reading) == {
        "file": "fotos.zip › a.pdf",
        "document": "constancia",
        "nss": "80240442170",
        "curp": "HERI041213MVZRMTC7",
        "name": "ITZEL HERNANDEZ ROMERO",
        "vigente": True,
        "through": "otra escuela",
        "issued": "2026-05-23",
        "page": 2,
        "sure": True,
        "problems": ["x"],
        "seconds": 1.25,
    }


def test_what_was_not_found_is_null_and_a_no_is_no_null() -> None:
    empty = reading_to_json(Reading("x", Document.VACIO))
    fields = ("nss", "curp", "name", "vigente", "through", "issued", "page")
    assert all(empty[field] is None for field in fields)
    refused = Reading("x", Document.CONSTANCIA, vigente=Found(False, Evidence(1, Box(0, 0, 1, 1), "texto", "NO")))
    assert reading_to_json(refused)["vigente"] is False
