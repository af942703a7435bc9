"""The log: one event a line on standard error, JSON for machines and coloured text on a terminal.

Nobody writes personal data into the log; should somebody ever do, what looks like an NSS or a CURP is masked here.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_PERSONAL = re.compile(
    r"(?P<hash>\b(?=\d*[a-f])[0-9a-f]{40,}\b)"
    r"|(?P<curp>[A-Z]{4}[ -]?\d{6}[ -]?[A-Z]{6}[ -]?[A-Z0-9]\d)"
    r"|(?P<nss>(?<!\d)\d(?:[ -]?\d){10}(?!\d)|\d{11,})",
    re.IGNORECASE,
)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def setup_logging(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send this program's events and the libraries' to one place, in place of whatever was set up before.

    Args:
        level: the least level that is shown of our own events (`DEBUG`, `INFO`, `WARNING`, `ERROR`); the libraries
            are heard from `WARNING` on.
        stream: where to; standard error unless given. A terminal gets text, anything else JSON.
    """
    target = stream or sys.stderr
    handler = logging.StreamHandler(target)
    handler.setFormatter(_Masked(foreign_pre_chain=_common(), processors=_rendering(target.isatty())))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("worker").setLevel(level)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_common(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=_our_logger,
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def mask(text: str) -> str:
    """Put `[nss]` or `[curp]` in place of every run that could be one; the hash of a file stays."""
    return _PERSONAL.sub(lambda match: match[0] if match["hash"] else f"[{match.lastgroup}]", text)


def one_line(text: str) -> str:
    """Make control characters visible, so that nothing in a value can forge a line or speak to a terminal."""
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


class _Masked(structlog.stdlib.ProcessorFormatter):
    # The mask comes after rendering: nothing that a value, a key or a traceback holds can get past it.
    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def _our_logger(*_: object) -> logging.Logger:
    return logging.getLogger("worker")


def _common() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.format_exc_info,  # the traceback's lines only: local variables may hold a student's data
    ]


def _rendering(terminal: bool) -> list[Processor]:
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if terminal:
        return [remove, _flat, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [remove, _short_numbers, _json]


def _flat(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {k: one_line(v) if isinstance(v, str) and k != "exception" else v for k, v in event.items()}


def _short_numbers(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    # A masked bare number would not be JSON any more.
    return {k: _short(v) for k, v in event.items()}


def _short(value: object) -> object:
    if isinstance(value, float):
        return round(value, 6)
    return str(value) if type(value) is int and abs(value) >= 10**10 else value


def _json(_: WrappedLogger, __: str, event: EventDict) -> str:
    return one_line(json.dumps(event, ensure_ascii=False, default=str))
