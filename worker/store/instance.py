"""One worker on one store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from worker.store.errors import StoreBusy, disk_faults
from worker.store.files import private_folder


@contextmanager
def single_instance(data_dir: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the store's lock file (`worker.lock`) while the block runs; the kernel frees it however the process ends.

    StoreBusy where another worker still holds it after `wait_seconds`; StoreError where the folder cannot be used.
    """
    # Not thread-local: the scheduler's threads belong to the one worker. No soft fallback: that one outlives a kill.
    lock = FileLock(
        data_dir / "worker.lock", timeout=wait_seconds, mode=0o600, thread_local=False, fallback_to_soft=False
    )
    with disk_faults("No se puede crear el archivo de candado del almacén"):
        private_folder(data_dir)
        try:
            lock.acquire()
        except Timeout:
            raise StoreBusy(f"Ya hay otro afiliacion en marcha sobre este almacén ({data_dir}).") from None
    try:
        yield
    finally:
        lock.release()
