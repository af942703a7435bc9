"""The names of files as people are shown them: strangers chose them, so nothing but their plain letters is kept."""

from __future__ import annotations

import re
import unicodedata

BETWEEN = " › "
"""Stands between the names of files that lie inside each other."""

_CHARS = 120
_EXTENSION_CHARS = 10
_NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def shown_name(name: str) -> str:
    """The last part of a path on one line, at most 120 characters with its extension kept; empty if nothing is left.

    Control and format characters (line ends, NUL, marks that turn the direction of writing) are gone.
    """
    shown = (c for c in name[-4_000:] if c.isspace() or unicodedata.category(c) not in _NOT_SHOWN)
    plain = "".join(shown)
    parts = [" ".join(part.split()).strip(" .") for part in re.split(r"[/\\]", plain.replace("›", "-"))]
    return _shortened(next((part for part in reversed(parts) if part), ""))


def _shortened(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    if len(name) <= _CHARS or not dot or len(extension) > _EXTENSION_CHARS:
        return name[:_CHARS].rstrip()
    return f"{stem[: _CHARS - len(extension) - 1]}.{extension}"
