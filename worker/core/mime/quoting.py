"""The writer's own words in a mail's text: quoted and forwarded mail, signatures of programs and phones cut off.

Every pattern is linear and looks at single lines of capped length, so that no text costs more than its size.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LINE_CHARS = 2_000
_HEADER_LINES = 8
_ATTRIBUTION_LINES = 4
_KNOWN_WORDS = 4

_QUOTED = re.compile(r"\s{0,3}>")
_ATTRIBUTION_START = re.compile(r"\W{0,3}(?:el|en|on|em|le)\b|\W{0,3}\d{1,4}[-/]\d", re.IGNORECASE)
_ATTRIBUTION_END = re.compile(r"(?:escribi[oó]|wrote|escreveu|a écrit)\s?:$|<[^\s<>]+@[^\s<>]+>\s?:$", re.IGNORECASE)
_DATED = re.compile(r"\d:\d\d|\b20\d\d\b|@")
_FORWARD = re.compile(
    r"[-_\s]{0,20}(?:forwarded message|mensaje reenviado|begin forwarded message|inicio del mensaje reenviado"
    r"|mensagem encaminhada)\s?:?[-_\s]{0,20}$",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(r"[-_\s]{2,20}(?:mensaje original|original message|mensagem original)[-_\s]{2,20}$", re.I)
_HEADER = re.compile(
    r"[*_\s]{0,3}(de|from|enviado(?: el)?|sent|fecha|date|para|to|asunto|subject)[*_\s]{0,3}:", re.IGNORECASE
)
_SENT_FROM = re.compile(
    r"(?:enviado|sent) (?:desde|from|con|with)\b.{0,40}\b(?:iphone|ipad|android|samsung|galaxy|huawei|xiaomi|redmi|moto"
    r"|motorola|oppo|honor|outlook|yahoo|correo|mail|windows|blackberry|smartphone|dispositivo|celular|m[oó]vil"
    r"|tel[eé]fono)\b[^?¿]{0,40}$"
    r"|(?:obtener|obtén|get|descargar|descarga|consigue) (?:outlook|yahoo)\b[^?¿]{0,60}$",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-_=\s]{5,}$")
_SIGNATURE = frozenset({"--", "-- "})


def own_words(text: str) -> str:
    """The lines that the writer of this mail wrote, without what was quoted, forwarded or added by a program.

    Lines written below or between lines marked by '>' are kept. Below a heading of quoted mail whose lines are not
    marked nothing can be told apart, so all of it goes; `strip_known` on the full text finds what was written there.
    """
    lines = [line[:_LINE_CHARS] for line in text.split("\n")]
    kept: list[str] = []
    at = 0
    while at < len(lines):
        length = _heading(lines, at)
        if length and not _is_marked(lines, at + length):
            break
        kept += [] if length or _is_noise(lines[at]) else [lines[at]]
        at += length or 1
    return _tidy(_without_signature(kept))


def strip_known(text: str, known: str) -> str:
    """The text without the lines that stand word by word in `known`, our earlier mail, quoted without any mark.

    A line of four words or more is looked for anywhere; a shorter one only as the start of `known` or where the
    line before it left off, so that a short answer is never taken for a quote by chance.
    """
    words = f" {_words(known)} "
    kept: list[str] = []
    follows = 0
    for line in text.split("\n"):
        said = f" {_words(line)} "
        at = follows if words.startswith(said, follows) else words.find(said)
        if not said.strip():
            kept.append(line)
        elif at == follows or (at >= 0 and said.count(" ") > _KNOWN_WORDS):
            follows = at + len(said) - 1
        else:
            kept.append(line)
    return _tidy(kept)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _heading(lines: Sequence[str], at: int) -> int:
    """How many lines the heading of a quote takes that starts here; 0 if none does."""
    line = lines[at].strip()
    if not line or _QUOTED.match(line):
        return 0
    if _FORWARD.match(line):
        return len(lines) - at
    if _ORIGINAL.match(line):
        return 1
    return _attribution(lines, at) or _header_block(lines, at)


def _attribution(lines: Sequence[str], at: int) -> int:
    """'El lun, 3 ago 2026 a las 10:01, X escribió:', which programs break into up to four lines."""
    if not _ATTRIBUTION_START.match(lines[at]):
        return 0
    joined = ""
    for length, line in enumerate(lines[at : at + _ATTRIBUTION_LINES], 1):
        joined = f"{joined} {line.strip()}"
        if _ATTRIBUTION_END.search(joined[-200:]):
            return length if _DATED.search(joined) else 0
        if not line.strip():
            return 0
    return 0


def _header_block(lines: Sequence[str], at: int) -> int:
    """Outlook's 'De: … Enviado: … Para: … Asunto: …'. A letter's own 'De:', 'Para:' and 'Fecha:' name no address."""
    if not re.match(r"[*_\s]{0,3}(?:de|from)\b", lines[at], re.IGNORECASE):
        return 0
    found: dict[str, str] = {}
    for line in lines[at : at + _HEADER_LINES]:
        match = _HEADER.match(line)
        if match:
            found.setdefault(match[1].lower().removesuffix(" el"), line)
    sent = {"enviado", "sent"} & found.keys() or ({"fecha", "date"} & found.keys() and "@" in lines[at])
    about = {"para", "to", "asunto", "subject"} & found.keys()
    return len(found) if sent and about and len(found) > 2 else 0


def _is_marked(lines: Sequence[str], at: int) -> bool:
    following = next((line for line in lines[at : at + _HEADER_LINES] if line.strip()), "")
    return _QUOTED.match(following) is not None


def _is_noise(line: str) -> bool:
    bare = re.sub(r"<[^<>]*>|\(?https?://\S+", "", line).strip(" .*_")
    return bool(_QUOTED.match(line) or _SENT_FROM.match(bare))


def _without_signature(lines: list[str]) -> list[str]:
    at = next((n for n, line in enumerate(lines) if line in _SIGNATURE), len(lines))
    return lines[:at] if any(line.strip() for line in lines[:at]) else lines


def _tidy(lines: list[str]) -> str:
    """Joined, with no rule such as Outlook's long underscore at the end, and at most one empty line in a row."""
    ends = [n for n, line in enumerate(lines, 1) if line.strip() and not _RULE.match(line)]
    joined = "\n".join(line.rstrip() for line in lines[: ends[-1] if ends else 0])
    return re.sub(r"\n{3,}", "\n\n", joined).strip("\n")
