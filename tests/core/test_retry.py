from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.counter import NOW
from worker.core.retry import FIRST, LONGEST, next_try


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 1), (1, 2), (2, 4), (7, 128), (8, 240), (20, 240), (10**6, 240)])
def test_each_failure_waits_twice_as_long_up_to_four_hours(attempts: int, minutes: int) -> None:
    assert next_try(NOW, attempts) == NOW + timedelta(minutes=minutes)


@given(st.integers(0, 10**9))
def test_the_next_try_is_never_earlier_than_the_one_before(attempts: int) -> None:
    assert FIRST <= next_try(NOW, attempts) - NOW <= next_try(NOW, attempts + 1) - NOW <= LONGEST
