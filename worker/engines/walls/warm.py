"""Imported once by the server that the children are forked from, and by nothing else: it loads the engines for all.

The server has to outlive a SIGTERM as its children do (see `child.prepare`): if it went, they would all look dead.
It ends when the process that it serves does.
"""

from __future__ import annotations

import signal

import worker.engines.crop  # noqa: F401

signal.signal(signal.SIGTERM, signal.SIG_IGN)
