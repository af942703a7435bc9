"""What is true of a file, as one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any, Literal

from bench.carriers import File
from bench.facts import Facts
from worker.core.types import Document

Sure = Literal["must", "may", "never"]


@dataclass(frozen=True, slots=True)
class Truth:
    """A file's truth: the fields of the samples' truth, and which layout, carrier, level (1-5) and seed made it.

    `sure` says whether a careful reader is sure of it: "must", "never" (blank status, perhaps a relative's, no
    constancia, not legible), or "may". `held` marks papers that nobody tunes on.
    """

    file: str
    document: str
    nss: str | None
    nss_of_others: tuple[str, ...]
    curp: str | None
    name: str | None
    vigente: bool | None
    through: str | None
    carrier: str
    level: int
    page: int
    layout: str
    held: bool
    seed: int
    sure: Sure

    def as_dict(self) -> dict[str, Any]:
        """As JSON knows it."""
        return asdict(self)

    @classmethod
    def of_dict(cls, fields: Mapping[str, Any]) -> Truth:
        """Back from JSON, also from truths that do not say how the paper was made; raises KeyError without a file."""
        level = fields.get("level", 4)
        known = {
            **_UNSAID,
            "sure": "must" if fields["document"] == Document.CONSTANCIA and fields["nss"] else "never",
            **{each.name: fields[each.name] for each in dataclass_fields(cls) if each.name in fields},
            "level": level if isinstance(level, int) else _LEVELS[level],
            "nss_of_others": tuple(fields["nss_of_others"]),
        }
        return cls(**known)


_UNSAID = {"layout": "?", "held": False, "seed": 0}
_LEVELS = {"digital": 1, "clean": 2, "fair": 3, "hard": 4, "unreadable": 5}


def stored(folder: Path) -> Iterator[tuple[File, Truth]]:
    """The files of a folder that has a `truth.jsonl`, in its order."""
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = Truth.of_dict(json.loads(line))
        path = folder / truth.file
        yield File(path.read_bytes(), path.suffix, truth.page), truth


@dataclass(frozen=True, slots=True)
class About:
    """What a paper says, before it is carried anywhere; fields as in `Truth`."""

    document: Document
    nss: str | None = None
    nss_of_others: tuple[str, ...] = ()
    curp: str | None = None
    name: str | None = None
    vigente: bool | None = None
    through: str | None = None
    sure: Sure = "never"


NOTHING = About(Document.ILEGIBLE)


def about(facts: Facts) -> About:
    """What a constancia says."""
    relatives = (*facts.beneficiaries, *([facts.titular] if facts.titular else []))
    others = tuple(each.nss for each in relatives)
    sure: Sure = "never" if not facts.certain else "may" if facts.person.born.year < 1990 else "must"
    who = facts.person
    through = facts.through.value if facts.through else None
    nss = None if facts.borrowed else who.nss
    return About(Document.CONSTANCIA, nss, others, who.curp, who.plain, facts.vigente, through, sure)
