"""HTML of a mail as plain text: one line a block, quoted mail marked by '> ' as in plain text, hidden text dropped.

The only module that speaks to lxml. Its event parser is used because it is linear and knows no depth limit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]

_HTML_CHARS = 500_000
_PICTURE = re.compile(r"data:[a-z]{1,20}/[^\"'\s>]*", re.I)
_BLOCKS = re.compile(
    r"address|article|blockquote|d[dlt]|div|fieldset|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section"
    r"|table|tbody|tfoot|thead|tr|ul"
)
_DROPPED = frozenset({"head", "iframe", "noembed", "noscript", "object", "script", "style", "svg", "template", "title"})
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d])", re.I)
_QUOTING = re.compile(r"(?:^|\s)(?:gmail_quote|yahoo_quoted|protonmail_quote|moz-forward-container)", re.I)


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader sees of an HTML text, and the addresses that its unquoted links lead to."""

    text: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Open:
    """What holds inside an open element: not shown, quoted mail, line breaks kept."""

    hidden: bool = False
    quoted: bool = False
    kept: bool = False


@dataclass(slots=True)
class _Reader:
    """Takes lxml's events, which are balanced: each start has its end."""

    pieces: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=lambda: [_Open()])
    at_start: bool = True

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if _BLOCKS.fullmatch(tag):
            self._block()
        above = self.stack[-1]
        here = _Open(
            hidden=above.hidden or _hides(tag, attributes),
            quoted=above.quoted or _quotes(tag, attributes),
            kept=above.kept or tag == "pre",
        )
        if tag == "a" and not (here.hidden or here.quoted):
            self.links.append(attributes.get("href", ""))
        self.stack.append(here)

    def end(self, tag: str) -> None:
        self.stack.pop()
        if tag == "br":
            self._newline()
        elif _BLOCKS.fullmatch(tag):
            self._block()
        elif tag in {"td", "th"}:
            self.pieces.append(" ")

    def data(self, text: str) -> None:
        here = self.stack[-1]
        if here.hidden:
            return
        first, *others = text.splitlines() if here.kept and text.strip() else [text]
        self._words(first, here.quoted)
        for line in others:
            self._newline()
            self._words(line, here.quoted)

    def close(self) -> Page:
        lines = [re.sub(r" {2,}", " ", line).strip() for line in "".join(self.pieces).split("\n")]
        return Page(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), tuple(self.links))

    def _words(self, text: str, quoted: bool) -> None:
        plain = re.sub(r"\s+", " ", text)
        if self.at_start and not plain.strip():
            return
        self.pieces.append(f"> {plain.lstrip()}" if quoted and self.at_start else plain)
        self.at_start = False

    def _block(self) -> None:
        if not self.at_start:
            self._newline()

    def _newline(self) -> None:
        self.pieces.append("\n")
        self.at_start = True


def read_html(html: str) -> Page:
    """The visible text of an HTML body, of its first 500,000 characters without the pictures written into it.

    Any text that can be encoded is good; none raises.
    """
    parser = etree.HTMLParser(target=_Reader(), recover=True)
    parser.feed(_PICTURE.sub("", html)[:_HTML_CHARS] or " ")
    page: Page = parser.close()
    return page


def _hides(tag: str, attributes: dict[str, str]) -> bool:
    return tag in _DROPPED or "hidden" in attributes or _HIDING.search(attributes.get("style", "")) is not None


def _quotes(tag: str, attributes: dict[str, str]) -> bool:
    # The indent button of mail programs makes a blockquote too, without border: that is the writer's own text.
    indented = re.search(r"border\s*:\s*(?:none|0)", attributes.get("style", "")) is not None
    own = tag == "blockquote" and attributes.get("type") != "cite" and indented
    return (tag == "blockquote" and not own) or _QUOTING.search(attributes.get("class", "")) is not None
