"""The cadena original: the line of a seal that says whose paper it is, printed or in a bar code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from worker.core.identifiers import Curp, Nss, parse_curp, parse_nss
from worker.core.paper.dates import parse_date, plain


@dataclass(frozen=True)
class Cadena:
    """What the cadena original says, as far as it parses; `contradicts` where the printed one and a code's differ."""

    nss: Nss | None = None
    curp: Curp | None = None
    issued: date | None = None
    contradicts: bool = False


def read_cadena(printed: str, codes: Iterable[str]) -> Cadena:
    """What the cadena says; empty where there is none or an OCR broke it.

    Args:
        printed: the words of the page's seals.
        codes: the texts of its bar codes; those that are no cadena are ignored.
    """
    coded = (code for code in codes if code.lstrip("| ").upper().startswith("INVOCANTE"))
    return _one_cadena([_parse_cadena(text) for text in (*coded, printed)])


def _one_cadena(cadenas: Sequence[Cadena]) -> Cadena:
    """What several say together: each value from the first that has it."""
    nss = [cadena.nss for cadena in cadenas if cadena.nss is not None]
    curps = [cadena.curp for cadena in cadenas if cadena.curp is not None]
    days = [cadena.issued for cadena in cadenas if cadena.issued is not None]
    contradicts = len(set(nss)) > 1 or len(set(curps)) > 1
    return Cadena(next(iter(nss), None), next(iter(curps), None), next(iter(days), None), contradicts)


def _parse_cadena(cadena: str) -> Cadena:
    text = plain(cadena)
    start = text.find("INVOCANTE")
    if start < 0:
        return Cadena()
    spaced = text[start:].split("SELLO DIGITAL")[0]
    close = spaced.replace(" ", "")
    curp = re.search(r"CURP:([A-Z0-9]{18})(?![A-Z0-9])", close)
    nss = re.search(r"SEGURIDADSOCIAL(?:\(NSS\))?:(\d{11})(?!\d)", close)
    day = re.search(r"FECHA:\s*([^|]{8,40})", spaced)
    issued = parse_date(day[1].replace("'", "")) if day else None
    return Cadena(parse_nss(nss[1]) if nss else None, parse_curp(curp[1]) if curp else None, issued)
