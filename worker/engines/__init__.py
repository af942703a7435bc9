"""Engines: bytes in, pages or the reason why not out. All of it runs in child processes with limits.

`Recogniser` is the way in; it starts its children when the first file comes. `registry` has the ordered tables of
formats and engines; `tesseract.check` says whether Tesseract is there. Neither is imported here, so that only the
children load the libraries that open files.
"""

from worker.engines.base import EngineDown, EngineError, EngineMissing
from worker.engines.pool import Recogniser

__all__ = ["EngineDown", "EngineError", "EngineMissing", "Recogniser"]
