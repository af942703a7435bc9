"""What is surely wrong is called so; what is only missed is not; shares have their intervals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.run import Result
from bench.score import Verdict, verdict
from bench.statistic import Share, percentile
from bench.table import report
from bench.truth import Truth
from worker.core.identifiers import Nss
from worker.core.types import Box, Document, Evidence, Found, Reading, Through

OWN, ANOTHER = "12345678903", "92919084431"
SEEN = Evidence(1, Box(0, 0, 1, 1), "pp-ocr", "")
TRUTH = Truth(
    file="x.jpg",
    document="constancia",
    nss=OWN,
    nss_of_others=(ANOTHER,),
    curp=None,
    name=None,
    vigente=True,
    through="tecnologico",
    carrier="hard_photo",
    level=4,
    page=1,
    layout="ficha",
    held=False,
    seed=1,
    sure="must",
)
RIGHT = Reading(
    "x.jpg",
    Document.CONSTANCIA,
    nss=Found(Nss(OWN), SEEN),
    vigente=Found(True, SEEN),
    through=Found(Through.TECNOLOGICO, SEEN),
    page=1,
    sure=True,
)
WRONG = replace(RIGHT, nss=Found(Nss(ANOTHER), SEEN))


def _result(marks: Verdict) -> Result:
    return Result(marks, 1.0, 1, 4.0, False)


def test_a_right_and_sure_reading_has_nothing_wrong() -> None:
    marks = verdict(TRUTH, RIGHT)
    assert (marks.proven, marks.wrong, marks.missed) == (True, (), ())


def test_a_wrong_nss_on_a_sure_reading_is_surely_wrong() -> None:
    marks = verdict(replace(TRUTH, nss_of_others=()), WRONG)
    assert marks.wrong == ("nss",)
    assert marks.proven is False


def test_another_persons_nss_is_called_so() -> None:
    assert verdict(TRUTH, WRONG).wrong == ("nss of another", "nss")


@pytest.mark.parametrize(
    ("field", "found"), [("vigente", Found(False, SEEN)), ("through", Found(Through.EMPLEO, SEEN)), ("through", None)]
)
def test_a_wrong_value_on_a_sure_reading_is_surely_wrong(field: str, found: Found[object] | None) -> None:
    assert verdict(TRUTH, replace(RIGHT, **{field: found})).wrong == (field,)  # type: ignore[arg-type]


def test_a_wrong_nss_that_is_in_doubt_is_only_missed() -> None:
    marks = verdict(TRUTH, replace(WRONG, sure=False))
    assert marks.wrong == ()
    assert marks.missed == ("nss", "proven")


@pytest.mark.parametrize(
    "truth",
    [
        replace(TRUTH, sure="never"),
        replace(TRUTH, level=5, document="ilegible", nss=None, vigente=None, through=None, sure="never"),
        replace(TRUTH, document="asignacion nss", vigente=None, through=None, sure="never"),
    ],
    ids=["a relative's page", "nobody can read it", "another paper"],
)
def test_being_sure_where_nobody_can_be_is_wrong(truth: Truth) -> None:
    assert verdict(truth, RIGHT).wrong


def test_what_nobody_can_read_is_asked_for_nothing() -> None:
    lost = replace(TRUTH, level=5, document="ilegible", sure="never")
    marks = verdict(lost, Reading("x.jpg", Document.ILEGIBLE))
    assert marks.missed == marks.wrong == ()


def test_a_share_has_wilsons_interval() -> None:
    low, high = Share(98, 100).interval
    assert (round(low, 4), round(high, 4)) == (0.9300, 0.9945)
    assert Share(10, 10).interval[0] < 0.75
    assert Share(0, 0).interval == (0.0, 1.0)


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile([3.0, 1.0, 2.0, 10.0], 0.95) == 10.0
    assert percentile([3.0, 1.0, 2.0, 10.0], 0.5) == 2.0


def test_the_report_sets_tuned_and_held_apart_and_names_what_is_surely_wrong() -> None:
    tuned = [_result(verdict(TRUTH, RIGHT))] * 3
    held = [_result(verdict(replace(TRUTH, held=True, file="mal.jpg"), WRONG))]
    text = report([*tuned, *held], peak=2**29)
    assert "tuned (n = 3) | held (n = 1)" in text
    assert "| surely wrong | 0 | 0 | 1 |" in text
    assert "| mal.jpg | ficha | hard_photo | nss of another, nss |" in text
    assert "-100.0 |" in text
    assert "0.25 (1.00 s; reference 4.00 s)" in text
    assert "512 MB" in text
