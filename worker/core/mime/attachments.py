"""Which parts of a mail are papers, and what they are called.

A paper is whatever a student may have meant as one: every file that is not text, signature, calendar or card, and every
picture inside the text that is not too small to be one.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message as Mime
from itertools import count, islice

from worker.core.file_names import BETWEEN
from worker.core.mime.decoration import is_decoration, is_empty_envelope
from worker.core.mime.tree import children, content, file_name, forwarded, walk
from worker.core.types import Paper

MAX_PAPERS = 50
_MAX_DEPTH = 10
# What tells whether a file is a paper stands in so many of its first bytes; what is larger is one.
_HEAD = 2**20
_FORWARDED = "reenviado"

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"PK\x03\x04", "zip"),
    (b"BM", "bmp"),
)
_DATA = re.compile(rb"data:image/[a-z+.-]{1,20};base64,([A-Za-z0-9+/=%\s]{100,})", re.IGNORECASE)
_MOST_WRITTEN = 100
_NEVER_NAMED = (".p7s", ".asc", ".ics", ".vcf")
_NEVER = re.compile(
    r"message/|multipart/|application/(?:x-)?(?:pkcs7-signature|pgp-|ics$|vcard|applefile|mbox)", re.IGNORECASE
)


def papers_of(tree: Mime) -> tuple[tuple[Paper, ...], int]:
    """The papers of a mail and of the mails forwarded in it, at most 50, and how many more there were.

    No two have the same path; a nameless one gets `adjunto-N` with N its place among the papers.
    """
    found = list(_papers(tree, (), _cited(tree)))
    kept = tuple(_with_distinct_paths(found[:MAX_PAPERS]))
    return kept, len(found) - len(kept)


def kind_of(octets: bytes) -> str:
    """The file name extension that the first bytes of a picture, PDF or ZIP speak of; empty for anything else."""
    if octets[8:12] == b"WEBP":
        return "webp"
    if octets[4:8] == b"ftyp" and octets[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"hevc"}:
        return "heic"
    return next((extension for magic, extension in _MAGIC if octets.startswith(magic)), "")


def is_shown_text(part: Mime) -> bool:
    """Whether the part is text that mail programs show: plain or HTML, not attached."""
    return part.get_content_type() in {"text/plain", "text/html"} and part.get_content_disposition() != "attachment"


def is_body(part: Mime) -> bool:
    """Whether the part is shown text that bears no file's name."""
    return is_shown_text(part) and not part.get_filename()


def _papers(part: Mime, trail: tuple[str, ...], cited: frozenset[str]) -> Iterator[Paper]:
    mail = forwarded(part)
    if mail is not None:
        if len(trail) < _MAX_DEPTH:
            yield from _papers(mail, (*trail, _FORWARDED), _cited(mail))
        return
    inside = children(part)
    for child in inside:
        yield from _papers(child, trail, cited)
    if not inside:
        yield from _leaf(part, trail, cited)


def _leaf(part: Mime, trail: tuple[str, ...], cited: frozenset[str]) -> Iterator[Paper]:
    if _NEVER.match(part.get_content_type()) or file_name(part).lower().endswith(_NEVER_NAMED):
        return
    octets = content(part)
    head = octets[:_HEAD]
    kind = kind_of(head)
    if part.get_content_maintype() == "text" and kind in {"", "zip", "bmp"}:
        if part.get_content_type() == "text/html" and is_shown_text(part):
            yield from _written_pictures(octets[:], trail)
        return
    name = file_name(part) or f".{kind or 'bin'}"
    inline = part.get_content_disposition() == "inline" or _content_id(part) in cited
    if not (inline and is_decoration(head)) and not (len(octets) <= _HEAD and is_empty_envelope(head)):
        yield Paper(BETWEEN.join((*trail, name)), octets, inline)


def _written_pictures(html: bytes, trail: tuple[str, ...]) -> Iterator[Paper]:
    """The pictures that stand in an HTML text itself (data: addresses); nothing is ever loaded from elsewhere."""
    for octets in islice(map(_decoded_picture, _DATA.findall(html)), _MOST_WRITTEN):
        if (kind := kind_of(octets)) and not is_decoration(octets):
            yield Paper(BETWEEN.join((*trail, f".{kind}")), octets, inline=True)


def _decoded_picture(text: bytes) -> bytes:
    unescaped = re.sub(rb"%([0-9a-fA-F]{2})", lambda found: bytes.fromhex(found[1].decode()), text)
    plain = re.sub(rb"[^A-Za-z0-9+/]", b"", unescaped)
    whole = plain[:-1] if len(plain) % 4 == 1 else plain
    return b64decode(whole + b"=" * (-len(whole) % 4))


def _cited(mail: Mime) -> frozenset[str]:
    pages = (content(part)[:] for part in walk(mail) if part.get_content_type() == "text/html")
    ids = (found for page in pages for found in re.findall(rb"cid:([^\"'\s<>)]{1,200})", page))
    return frozenset(found.decode("utf-8", "replace").lower() for found in ids)


def _content_id(part: Mime) -> str:
    return str(part.get("content-id", "")).strip().strip("<>").lower()


def _with_distinct_paths(papers: list[Paper]) -> Iterator[Paper]:
    taken: set[str] = set()
    for number, paper in enumerate(papers, 1):
        trail, between, name = paper.path.rpartition(BETWEEN)
        whole = f"adjunto-{number}{name}" if name.startswith(".") else name
        stem, dot, extension = whole.rpartition(".") if "." in whole else (whole, "", "")
        suffixes = (f" ({again})" for again in count(2))
        while f"{trail}{between}{whole}".casefold() in taken:
            whole = f"{stem}{next(suffixes)}{dot}{extension}"
        taken.add(f"{trail}{between}{whole}".casefold())
        yield replace(paper, path=f"{trail}{between}{whole}")
