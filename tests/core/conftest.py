"""The real store on SQLite and the school's own rules, for the tests of what core decides."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.counter import Counter, house_of
from worker.core.house import House
from worker.rulebook import RuleBook
from worker.store import Store


@pytest.fixture(scope="session")
def book(_book: RuleBook) -> RuleBook:
    return _book


@pytest.fixture(scope="session")
def house(book: RuleBook) -> House:
    return house_of(book)


@pytest.fixture
def store(_tables: Path, tmp_path: Path, house: House) -> Iterator[Store]:
    shutil.copy(_tables, tmp_path / "store.sqlite")
    with Store(f"sqlite:///{tmp_path}/store.sqlite", tmp_path / "data", house.rules.folders) as opened:
        yield opened


@pytest.fixture
def counter(store: Store, house: House) -> Counter:
    return Counter(store, house)
