"""Raw mails on disk: durable, whole, and closed to others."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.made_up import FOLDERS
from worker.store import Blobs, Store, StoreError, single_instance


@pytest.fixture(params=[0o000, 0o277])
def umask(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mode & 0o777 for path in folder.rglob("*")}


@pytest.mark.usefixtures("umask")
def test_everything_is_closed_to_others_whatever_the_umask(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Store(f"sqlite:///{home}/db/store.sqlite", home / "data", FOLDERS) as store, single_instance(home / "data"):
        store.blobs.put(b"raw mail")
        with store.begin() as desk:
            desk.set_setting("a", "b")
        found = modes(tmp_path)
    files = {name for name in found if (tmp_path / name).is_file() or name.endswith(("-wal", "-shm"))}
    assert {found[name] for name in files} == {0o600}
    assert {found[name] for name in found.keys() - files} == {0o700}
    assert {Path(name).name for name in files} >= {"store.sqlite", "store.sqlite-wal", "worker.lock"}


def test_a_content_is_kept_under_its_hash(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    sha256 = blobs.put(b"raw \x00 mail")
    assert sha256 == hashlib.sha256(b"raw \x00 mail").hexdigest()
    assert (tmp_path / "blobs" / sha256[:2] / sha256[2:]).read_bytes() == b"raw \x00 mail"
    assert Blobs(tmp_path / "blobs").get(sha256)[:] == b"raw \x00 mail"


def test_a_large_content_is_kept_and_read_a_slice_at_a_time(tmp_path: Path) -> None:
    content = bytes(range(251)) * 10_000
    blobs = Blobs(tmp_path)
    kept = blobs.get(blobs.put(content))
    assert blobs.put(kept) == hashlib.sha256(content).hexdigest()
    assert len(kept) == len(content)
    for where in (slice(None), slice(7), slice(1_000_000, 1_000_009), slice(-3, None), slice(9, 3), slice(10**9, None)):
        assert kept[where] == content[where]


def test_the_same_content_twice_is_one_file(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    assert blobs.put(b"") == blobs.put(b"")
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1


def test_a_missing_content_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Falta el correo"):
        Blobs(tmp_path).get("ab" * 32)


def test_a_removed_content_is_gone_and_may_be_removed_again(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    sha256, other = blobs.put(b"raw mail"), blobs.put(b"other mail")
    blobs.remove(sha256)
    blobs.remove(sha256)
    with pytest.raises(StoreError, match="Falta el correo"):
        blobs.get(sha256)
    assert blobs.get(other)[:] == b"other mail"


def test_a_damaged_content_is_told_and_mended_when_it_comes_again(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    sha256 = blobs.put(b"raw mail")
    (tmp_path / sha256[:2] / sha256[2:]).write_bytes(b"raw")
    with pytest.raises(StoreError, match="está dañado"):
        blobs.get(sha256)
    blobs.put(b"raw mail")
    assert blobs.get(sha256)[:] == b"raw mail"


def test_what_a_crash_left_half_written_is_swept_away_later(tmp_path: Path) -> None:
    Blobs(tmp_path)
    old, fresh = tmp_path / "parts" / "old", tmp_path / "parts" / "fresh"
    old.write_bytes(b"half a ma")
    fresh.write_bytes(b"half a ma")
    os.utime(old, (0, 0))
    Blobs(tmp_path)
    assert (old.exists(), fresh.exists()) == (False, True)
