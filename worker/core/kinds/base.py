"""What a kind of paper is, and what can be found on one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from worker.core.identifiers import Curp, Nss
from worker.core.paper.evidence import found
from worker.core.paper.holder import find_holder
from worker.core.paper.lines import Sheet
from worker.core.paper.scope import part
from worker.core.school import School
from worker.core.types import Document, Found, Through


@dataclass(frozen=True)
class Findings:
    """What one page says, with `sure` only for a proven constancia; fields as in `Reading`."""

    nss: Found[Nss] | None = None
    curp: Found[Curp] | None = None
    name: Found[str] | None = None
    vigente: Found[bool] | None = None
    through: Found[Through] | None = None
    issued: Found[date] | None = None
    sure: bool = False
    checks: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


class Kind(Protocol):
    """A kind of paper; a module is one."""

    @property
    def DOCUMENT(self) -> Document:
        """What the reading calls it."""

    def identify(self, sheet: Sheet, /) -> bool:
        """Whether the page is such a paper, by its title words."""

    def extract(self, sheet: Sheet, school: School, /) -> Findings:
        """What the page says."""


def holder_only(sheet: Sheet) -> Findings:
    """What a paper without vigencia says: whom it is about."""
    holder = find_holder(part(sheet))
    return Findings(
        nss=found(holder.nss, sheet),
        curp=found(holder.curp, sheet),
        name=found(holder.name, sheet),
    )
