"""Days as Mexican papers print them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_NAMES = [
    "ENERO",
    "FEBRERO",
    "MARZO",
    "ABRIL",
    "MAYO",
    "JUNIO",
    "JULIO",
    "AGOSTO",
    "SEPTIEMBRE",
    "OCTUBRE",
    "NOVIEMBRE",
    "DICIEMBRE",
]
_MONTHS = {form: number for number, name in enumerate(_NAMES, 1) for form in (name, name[:3])} | {"SETIEMBRE": 9}
_ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(20\d\d)(?!\d)")
_WORDY = re.compile(
    # An OCR loses blanks: '23demayode2026'.
    r"(?<!\d)(\d{1,2})[\s/\-]*(?:DIAS\s*)?(?:DEL?\s*)?(?:MES\s*)?(?:DE\s*)?([A-Z]{3,10}?)"
    r"[\s/.,\-]*(?:DEL?\s*)?(?:ANO\s*)?(20\d\d)(?!\d)"
)


def plain(text: str) -> str:
    """`text` in upper case without accents, runs of blanks as one."""
    marks = unicodedata.normalize("NFKD", text.upper())
    return " ".join("".join(char for char in marks if not unicodedata.combining(char)).split())


def parse_date(text: str) -> date | None:
    """The first day named in `text` (23/05/2026, 2026-05-23, 23 de mayo de 2026, 23/MAY/2026), or None.

    Years outside 2000 to 2099 and days that do not exist count as no date.
    """
    upper = plain(text)
    if match := _ISO.search(upper):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.search(upper):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    if match := _WORDY.search(upper):
        return _day(int(match[3]), _MONTHS.get(match[2], 0), int(match[1]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
