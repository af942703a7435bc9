"""The command line: what the administrator and the officer type, and the exit code that they get.

0 done, 1 a bug, 2 bad usage, config or rules, 3 the outside world failed, 4 the audit found a breach.
"""

from __future__ import annotations

import sys

from worker.cli import cases, check, demo, papers, rules, service  # noqa: F401 - each adds its commands
from worker.cli.base import app
from worker.config import ConfigError
from worker.core.errors import RulesError
from worker.engines import EngineError
from worker.mail.base import DeliveryError, InboxError
from worker.store import StoreError

USAGE, WORLD = 2, 3


def main() -> None:
    """Run the command line; the one top-level handler, which tells what was expected from a bug."""
    try:
        app()
    except (ConfigError, RulesError) as error:
        _end(str(error), USAGE)
    except (StoreError, InboxError, DeliveryError, EngineError) as error:
        _end(str(error), WORLD)


def _end(why: str, code: int) -> None:
    print(why, file=sys.stderr)
    raise SystemExit(code)
