"""The children that read, with their crops."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from worker.engines import Recogniser


@pytest.fixture(scope="session")
def recogniser() -> Iterator[Recogniser]:
    with Recogniser(workers=1, timeout_seconds=60, max_bytes=40_000_000) as recogniser:
        yield recogniser
