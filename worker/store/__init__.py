"""The store: cases, received mail, our own mail and history in a database; raw mails on disk."""

from worker.store.blobs import Blobs
from worker.store.desk import SqlDesk, Store
from worker.store.errors import StoreBusy, StoreError
from worker.store.instance import single_instance
from worker.store.migrations import upgrade

__all__ = ["Blobs", "SqlDesk", "Store", "StoreBusy", "StoreError", "single_instance", "upgrade"]
