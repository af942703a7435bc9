"""A file's bytes reach a child whole, and lie nowhere once it is done with them."""

from __future__ import annotations

import hashlib
import os
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.engines import mad
from worker.core.types import Defect, Unreadable
from worker.engines import Recogniser, child
from worker.engines.walls.handover import Places

pytestmark = pytest.mark.integration


class Drawn:
    """Octets that are in memory a slice at a time."""

    def __init__(self, size: int, seed: int) -> None:
        self._size, self._seed = size, seed

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, where: slice) -> bytes:
        start, stop, _ = where.indices(self._size)
        return random.Random(f"{self._seed} {start}").randbytes(max(0, stop - start))

    def told(self) -> str:
        pieces = (self[at : at + 2**20] for at in range(0, self._size, 2**20))
        return hashlib.sha256(b"".join(pieces)).hexdigest()


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Recogniser]]:
    """Children that do this instead of reading."""
    monkeypatch.setattr(child, "prepare", mad.prepare)
    opened: list[Recogniser] = []

    def start(madness: Callable[..., Any], workers: int = 1) -> Recogniser:
        monkeypatch.setattr(child, "read", madness)
        opened.append(Recogniser(workers, 20, 40_000_000))
        return opened[0]

    yield start
    opened[0].close()


def held() -> int:
    """Bytes that lie in places of this process."""
    sizes: dict[int, int] = {}
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            if "memfd:paper" in os.readlink(entry):
                sizes[os.stat(entry).st_ino] = os.stat(entry).st_size
    return sum(sizes.values())


@pytest.mark.parametrize("size", [1, 2**20 - 1, 2**20, 2**20 + 1, 40_000_000])
def test_a_file_arrives_whole_and_no_program_that_reads_it_has_others_open(
    reading: Callable[..., Recogniser], size: int
) -> None:
    paper = Drawn(size, 1)
    assert str(reading(mad.tell)(paper)[0]) == f"{paper.told()} 0/1"
    assert held() == 0


def test_files_that_are_read_at_once_are_not_mixed_up(reading: Callable[..., Recogniser]) -> None:
    pool, told = reading(mad.tell, 2), dict[int, str]()

    def read(number: int) -> None:
        told[number] = str(pool(Drawn(100_000 * number, number))[0])

    threads = [threading.Thread(target=read, args=(number,)) for number in range(1, 13)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == {number: f"{Drawn(100_000 * number, number).told()} 0/2" for number in range(1, 13)}


def test_a_file_that_kills_its_child_lies_nowhere_afterwards(reading: Callable[..., Recogniser]) -> None:
    assert reading(mad.leave)(b"x" * 3_000_000)[0] == Unreadable(Defect.FALLO, "el archivo hizo fallar al lector")
    assert held() == 0


def test_a_place_is_emptied_even_where_the_reading_of_the_file_fails() -> None:
    places = Places(1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), places.holding(b"personal"):
            assert held() == 8
            _ = 1 / 0
    assert held() == 0
