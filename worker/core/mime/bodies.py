"""What a mail says: its text, and the links to shared files in the writer's own part of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from email.message import Message as Mime

from worker.core.mime.attachments import is_body, is_shown_text
from worker.core.mime.html_text import Page, read_html
from worker.core.mime.quoting import own_words
from worker.core.mime.tree import children, forwarded, text

FULL_CHARS = 100_000
_LINKS = 20
_FORWARD_LINE = "---------- Forwarded message ----------"
_MAX_DEPTH = 10

_URL = re.compile(r"https?://([a-z0-9.-]{3,255})(?::\d{1,5})?/([^\s<>\"']{1,2000})", re.IGNORECASE)
_WRAPPED = re.compile(
    r"(?:safelinks\.protection\.outlook\.com/|google\.com/url)[^\s<>\"']{0,500}?[?&](?:url|q)=([^&\s]+)", re.IGNORECASE
)
_SHARES = re.compile(
    r"(?:^|\.)(?:(?:drive|docs|photos)\.google\.com|photos\.app\.goo\.gl|1drv\.ms|onedrive\.live\.com|sharepoint\.com"
    r"|dropbox\.com|icloud\.com|wetransfer\.com|we\.tl|mega\.(?:nz|io)|mediafire\.com|box\.com|drive\.proton\.me"
    r"|terabox\.com)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Body:
    """`full` is everything written, forwarded mails included, capped; `own` the writer's own words in it."""

    full: str
    own: str
    links: tuple[str, ...]


def body_of(tree: Mime) -> Body:
    """The text of a mail: plain text where there is any, else its HTML as text.

    Links are looked for in the writer's own words and in the HTML, each address once, at most 20.
    """
    # Text that bears a file's name counts only where there is no other.
    read = _read(tree, is_body) or _read(tree, is_shown_text)
    said = _said(tree, read)
    own = own_words(said)
    hrefs = [link for page in read.values() for link in page.links]
    forwards = (f"{_FORWARD_LINE}\n{text}" for text in _forwarded_texts(tree, 0))
    return Body("\n\n".join(filter(None, [said, *forwards]))[:FULL_CHARS], own, shared_links([own, *hrefs]))


def shared_links(texts: Iterable[str]) -> tuple[str, ...]:
    """The addresses in these texts that look like a file on somebody's drive, unwrapped, each once, at most 20."""
    found: dict[str, None] = {}
    for part in texts:
        plain = _WRAPPED.sub(lambda match: f" {_unescaped(match[1])} ", part)
        for match in _URL.finditer(plain):
            if _SHARES.search(match[1]):
                found[match[0].rstrip(".,;:!?)]}*_")] = None
    return tuple(found)[:_LINKS]


def _unescaped(address: str) -> str:
    return re.sub(r"%([2-7][0-9a-f])", lambda match: chr(int(match[1], 16)), address, flags=re.IGNORECASE)


def _read(part: Mime, wanted: Callable[[Mime], bool]) -> dict[Mime, Page]:
    """Each text of the mail itself, read once: HTML is costly."""
    if wanted(part):
        return {part: _page(part)}
    return {each: page for child in _inside(part) for each, page in _read(child, wanted).items()}


def _inside(part: Mime) -> Sequence[Mime]:
    return () if part.get_content_maintype() == "message" else children(part)


def _page(part: Mime) -> Page:
    written = text(part)
    return read_html(written) if part.get_content_type() == "text/html" else Page(written.strip(), ())


def _said(tree: Mime, read: dict[Mime, Page]) -> str:
    return "\n".join(_chosen(tree, read)).strip()[:FULL_CHARS]


def _chosen(part: Mime, read: dict[Mime, Page]) -> list[str]:
    """The texts to show, in order; of alternatives the plain one that says anything, else whichever does."""
    if part in read:
        return [said] if (said := read[part].text) else []
    inside = _inside(part)
    if part.get_content_type() == "multipart/alternative":
        first = sorted(inside, key=lambda child: child.get_content_type() != "text/plain")
        return next(filter(None, (_chosen(child, read) for child in first)), [])
    if part.get_content_maintype() == "multipart" and not inside:
        return [text(part)]
    return [said for child in inside for said in _chosen(child, read)]


def _forwarded_texts(part: Mime, depth: int) -> list[str]:
    mail = forwarded(part) if depth < _MAX_DEPTH else None
    texts = [] if mail is None else [_said(mail, _read(mail, is_body))]
    deeper = depth + len(texts)
    return [
        *texts,
        *(found for child in children(part if mail is None else mail) for found in _forwarded_texts(child, deeper)),
    ]
