"""The largest mail whose papers are all read, and how large the service gets over it."""

from __future__ import annotations

import subprocess
import sys
from base64 import encodebytes
from collections.abc import Mapping
from pathlib import Path

from worker.demo.mails import Attachment
from worker.settings import Reading

# What may stand after a PDF's last line; a fax machine's software writes such.
_FILLING = b"%" + b" \xa5\x5a\x0f" * 999 + b"\n"
_ROUND = """
import sys
from worker.cli import main
try:
    main()
finally:
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def sizes() -> tuple[int, ...]:
    """How large the papers are: each as large as a file may be, all of them as large as those of a mail may be."""
    limits = Reading()
    rest = limits.mail_bytes % limits.max_bytes
    return (limits.max_bytes,) * (limits.mail_bytes // limits.max_bytes) + ((rest,) if rest else ())


def enlarged(raw: bytes, paper: Attachment) -> bytes:
    """A mail that brings this paper as often as there are `sizes`, with each of them grown to its size."""
    for size in sizes():
        raw = raw.replace(_in_base64(paper.content), _in_base64(_filled(paper.content, size)), 1)
    return raw


def most_of_a_round(config: Path, environment: Mapping[str, str]) -> int:
    """The most bytes that the service was ever resident with in one `afiliacion poll`, a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _ROUND, "--config", str(config), "poll"],
        env=environment,
        cwd=config.parent,
        capture_output=True,
        check=True,
        timeout=120,
    )
    return int(done.stdout.split()[-1]) * 1024


def _filled(content: bytes, size: int) -> bytes:
    return (content + _FILLING * ((size - len(content)) // len(_FILLING) + 1))[:size]


def _in_base64(content: bytes) -> bytes:
    return encodebytes(content).replace(b"\n", b"\r\n")
