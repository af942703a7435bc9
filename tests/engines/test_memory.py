"""Large pictures that a student could send: each is read, by one child that never holds more than it may."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import ImageChops, ImageStat

from bench.large import LARGE, Large, flat, in_pdf, saved, warming
from bench.memory import new_pool
from tests.engines.drawn import encoded, picture
from tests.engines.measured import Highest, children, most_ever
from tests.hostile.trial import MEMORY
from worker.core.types import Unreadable
from worker.engines import Recogniser
from worker.engines.base import Limits, Sheet
from worker.engines.opening import open_sheets
from worker.engines.walls import watch

pytestmark = pytest.mark.integration

# The ones that take most, of each way that a large picture is kept down; `python -m bench.memory` has many more.
WORST = ("JPEG progresivo, 50 MP", "PNG, 50 MP", "BMP, 12 MP", "PDF con un JPEG progresivo y texto, 50 MP")
LIMITS = Limits(40_000_000, 30)


@pytest.fixture(scope="module")
def pool() -> Iterator[Recogniser]:
    with new_pool() as pool:
        for page in warming():
            pool(page)
        yield pool


@pytest.mark.parametrize("large", [large for large in LARGE if large.name in WORST], ids=lambda large: str(large.name))
def test_a_large_photo_is_read_within_the_memory_of_a_child(pool: Recogniser, large: Large) -> None:
    content, before = large.make(), children()
    with Highest() as highest:
        pages, _ = pool(content)
    assert isinstance(pages, tuple), pages
    assert highest.bytes < MEMORY
    assert max(map(most_ever, children())) < MEMORY
    assert children() == before


def test_a_child_forgets_a_file_once_it_is_read(pool: Recogniser) -> None:
    small = encoded(picture(), "PNG")
    pool(small)
    idle = watch.resident(children()[0])[1]
    pool(flat(12, "PNG", compress_level=1) + random.Random(1).randbytes(30_000_000))
    pool(small)
    assert watch.resident(children()[0])[1] < idle + 25_000_000


def sheet(content: bytes) -> Sheet:
    found = open_sheets(content, LIMITS)
    assert not isinstance(found, Unreadable), found
    return found[0]


@pytest.mark.parametrize("framed", [False, True])
def test_a_photo_on_a_page_is_drawn_as_it_is(framed: bool) -> None:
    """Its JPEG is decoded apart from the page that it lies on."""
    photo = saved(8, "JPEG")
    page, alone = sheet(in_pdf(photo, framed=framed)).picture(500_000), sheet(photo).picture(500_000)
    shown = page.crop((0, 0, page.width, round(page.height * (1 - 0.075 * framed)))).resize(alone.size)
    assert ImageStat.Stat(ImageChops.difference(shown, alone)).mean[0] < 4
    corner = page.getpixel((page.width // 2, page.height - 2))
    assert (corner == 255) is framed


def test_a_process_that_is_only_just_started_is_not_counted_twice() -> None:
    """Until it runs a program of its own it is its parent's memory, seen once more."""
    code = "import os, sys, time; os.setpgid(0, 0); x = b'x' * 10**8; os.fork(); print(flush=True); time.sleep(60)"
    leader = subprocess.Popen(["python3", "-c", code], stdout=subprocess.PIPE)
    assert leader.stdout is not None
    try:
        leader.stdout.readline()
        leader.stdout.readline()
        processes, held = watch.resident(leader.pid)
        alone = int(Path(f"/proc/{leader.pid}/statm").read_text().split()[1]) * 4096
        assert processes == 2
        assert alone <= held < 2.2 * alone
    finally:
        watch.kill_group(leader.pid)
        leader.wait()
        leader.stdout.close()
