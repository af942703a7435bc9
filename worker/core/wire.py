"""Readings as JSON: short for whoever calls `read --json`, whole for the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from worker.core.identifiers import Curp, Nss
from worker.core.types import Box, Document, Evidence, Found, Reading, Through

T = TypeVar("T")
Json = dict[str, Any]


def reading_to_json(reading: Reading) -> Json:
    """The object that `read --json` prints: values only, `issued` as YYYY-MM-DD, null for what was not found."""
    return {
        "file": reading.file,
        "document": reading.document.value,
        "nss": reading.nss.value.digits if reading.nss else None,
        "curp": reading.curp.value.text if reading.curp else None,
        "name": reading.name.value if reading.name else None,
        "vigente": reading.vigente.value if reading.vigente else None,
        "through": reading.through.value.value if reading.through else None,
        "issued": reading.issued.value.isoformat() if reading.issued else None,
        "page": reading.page,
        "sure": reading.sure,
        "problems": list(reading.problems),
        "seconds": reading.seconds,
    }


def reading_to_store(reading: Reading) -> Json:
    """Everything, evidence too; `reading_from_store` gives the same reading back."""
    return {
        "file": reading.file,
        "document": reading.document.value,
        "nss": _pack(reading.nss, lambda value: value.digits),
        "curp": _pack(reading.curp, lambda value: value.text),
        "name": _pack(reading.name, lambda value: value),
        "vigente": _pack(reading.vigente, lambda value: value),
        "through": _pack(reading.through, lambda value: value.value),
        "issued": _pack(reading.issued, lambda value: value.isoformat()),
        "page": reading.page,
        "sure": reading.sure,
        "checks": list(reading.checks),
        "problems": list(reading.problems),
        "seconds": reading.seconds,
        "inline": reading.inline,
        "foreign": reading.foreign,
        "for_a_person": reading.for_a_person,
    }


def reading_from_store(stored: Mapping[str, Any]) -> Reading:
    """The reading that `reading_to_store` wrote. KeyError or ValueError if `stored` was not written by it."""
    return Reading(
        file=stored["file"],
        document=Document(stored["document"]),
        nss=_unpack(stored["nss"], Nss),
        curp=_unpack(stored["curp"], Curp),
        name=_unpack(stored["name"], str),
        vigente=_unpack(stored["vigente"], bool),
        through=_unpack(stored["through"], Through),
        issued=_unpack(stored["issued"], date.fromisoformat),
        page=stored["page"],
        sure=stored["sure"],
        checks=tuple(stored["checks"]),
        problems=tuple(stored["problems"]),
        seconds=stored["seconds"],
        inline=stored["inline"],
        foreign=stored["foreign"],
        for_a_person=stored["for_a_person"],
    )


def _pack(found: Found[T] | None, plain: Callable[[T], str | bool]) -> Json | None:
    if found is None:
        return None
    seen, box = found.evidence, found.evidence.box
    return {
        "value": plain(found.value),
        "page": seen.page,
        "box": [box.left, box.top, box.right, box.bottom],
        "engine": seen.engine,
        "text": seen.text,
        "checks": list(seen.checks),
        "turn": seen.turn,
    }


def _unpack(packed: Mapping[str, Any] | None, value: Callable[[Any], T]) -> Found[T] | None:
    if packed is None:
        return None
    box = Box(*packed["box"])
    evidence = Evidence(packed["page"], box, packed["engine"], packed["text"], tuple(packed["checks"]), packed["turn"])
    return Found(value(packed["value"]), evidence)
