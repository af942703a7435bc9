"""A mail kept as a file (.eml) as a container: one packed into a ZIP, or attached as if it were any file.

What the mail itself declares a forwarded mail, `core.mime` opens already.
"""

from __future__ import annotations

from collections.abc import Iterator

from worker.core.message import parse_message
from worker.core.types import Malformed
from worker.engines.base import Budget, Damaged, Entry


def entries(content: bytes, budget: Budget) -> Iterator[Entry]:
    """The mail's papers in order, those of mails forwarded in it too. Raises `Exhausted`, `Damaged`."""
    message = parse_message(content)
    if isinstance(message, Malformed):
        raise Damaged
    for paper in message.papers:
        budget.spend_entry()
        budget.spend(len(paper.content))
        yield Entry(paper.path.replace("›", "/"), paper.content[:])
