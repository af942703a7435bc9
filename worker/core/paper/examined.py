"""Everything that was found on a constancia's page, as the checks look at it."""

from __future__ import annotations

from dataclasses import dataclass

from worker.core.paper.holder import Holder
from worker.core.paper.insurance import Insurance
from worker.core.paper.issue import Issue
from worker.core.paper.scope import Scope
from worker.core.paper.status import Status


@dataclass(frozen=True)
class Constancia:
    """Everything that was found on the page.

    `insurance` is None unless the holder is vigente; `titled` whether a constancia's title is seen.
    """

    scope: Scope
    holder: Holder
    status: Status
    insurance: Insurance | None
    issue: Issue
    titled: bool = True

    @property
    def printed(self) -> bool:
        """Whether the words come from a text layer: what stands there was not misread."""
        return self.scope.sheet.printed
