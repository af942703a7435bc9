"""What a word processor's XML says, as paragraphs and tables, and which pictures it shows.

Two dialects, Word's and LibreOffice's, in one walk: what differs are the names of the elements. What a reader does not
see is left out: struck and hidden text, comments, the copy that is kept for older programs. No entity is resolved,
nothing is loaded from anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]

from worker.engines.base import Damaged
from worker.engines.formats.layout import Block, Row

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_MOST_SPACES = 80


@dataclass(frozen=True, slots=True)
class Dialect:
    """The names that a format gives to what both have. `runs` are the elements whose text counts; None: all."""

    body: str
    paragraphs: frozenset[str]
    table: str
    row: str
    cell: str
    tabs: frozenset[str]
    breaks: frozenset[str]
    unseen: frozenset[str]
    runs: frozenset[str] | None
    pictures: dict[str, str]


WORD = Dialect(
    body=f"{_W}body",
    paragraphs=frozenset({f"{_W}p"}),
    table=f"{_W}tbl",
    row=f"{_W}tr",
    cell=f"{_W}tc",
    tabs=frozenset({f"{_W}tab", f"{_W}ptab"}),
    breaks=frozenset({f"{_W}br", f"{_W}cr"}),
    unseen=frozenset({f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}pPr", f"{_W}tblPr", f"{_W}instrText"}),
    runs=frozenset({f"{_W}t"}),
    pictures={f"{_A}blip": f"{_R}embed", f"{_V}imagedata": f"{_R}id"},
)
LIBRE = Dialect(
    body=f"{_OFFICE}text",
    paragraphs=frozenset({f"{_TEXT}p", f"{_TEXT}h"}),
    table=f"{_TABLE}table",
    row=f"{_TABLE}table-row",
    cell=f"{_TABLE}table-cell",
    tabs=frozenset({f"{_TEXT}tab"}),
    breaks=frozenset({f"{_TEXT}line-break"}),
    unseen=frozenset({f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}hidden-text"}),
    runs=None,
    pictures={f"{_DRAW}image": _LINK},
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a document says, in order, and the references of the pictures that it shows, each once."""

    blocks: tuple[Block, ...]
    pictures: tuple[str, ...]


def wording_of(xml: bytes, dialect: Dialect) -> Wording:
    """The document's blocks and pictures; raises `Damaged` for what is no such XML."""
    body = parsed(xml).find(f".//{dialect.body}")
    if body is None:
        raise Damaged
    shown = dict.fromkeys(_pictures(body, dialect))
    return Wording(tuple(_blocks(body, dialect)), tuple(shown))


def parsed(xml: bytes) -> etree._Element:
    """The root of a stranger's XML, nothing in it resolved or loaded. Raises `Damaged`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Damaged from error
    if root is None:
        raise Damaged
    return root


def _seen(element: etree._Element, dialect: Dialect) -> list[etree._Element]:
    return [child for child in element if isinstance(child.tag, str) and not _is_unseen(child, dialect)]


def _is_unseen(element: etree._Element, dialect: Dialect) -> bool:
    if element.tag in dialect.unseen:
        return True
    style = element.find(f"{_W}rPr")
    return style is not None and (style.find(f"{_W}vanish") is not None or _is_white(style.find(f"{_W}color")))


def _is_white(color: etree._Element | None) -> bool:
    return color is not None and str(color.get(f"{_W}val")).upper() == "FFFFFF"


def _pictures(element: etree._Element, dialect: Dialect) -> Iterator[str]:
    for child in _seen(element, dialect):
        reference = child.get(dialect.pictures[child.tag]) if child.tag in dialect.pictures else None
        if reference:
            yield reference
        yield from _pictures(child, dialect)


def _blocks(element: etree._Element, dialect: Dialect) -> Iterator[Block]:
    """Paragraphs and tables below an element in order; those of a text box follow the paragraph that it hangs on."""
    for child in _seen(element, dialect):
        if child.tag == dialect.table:
            yield tuple(_rows(child, dialect))
            continue
        if child.tag in dialect.paragraphs:
            yield "".join(_pieces(child, dialect))
        yield from _blocks(child, dialect)


def _rows(table: etree._Element, dialect: Dialect) -> Iterator[Row]:
    for child in _seen(table, dialect):
        if child.tag == dialect.row:
            yield tuple(_cell(cell, dialect) for cell in _seen(child, dialect) if cell.tag == dialect.cell)
        elif child.tag != dialect.table:
            yield from _rows(child, dialect)


def _cell(cell: etree._Element, dialect: Dialect) -> tuple[str, ...]:
    """The lines of a cell; a table within it row by row."""
    lines: list[str] = []
    for block in _blocks(cell, dialect):
        rows = [block] if isinstance(block, str) else [" ".join(" ".join(inner) for inner in row) for row in block]
        lines += [line for row in rows for line in row.split("\n") if line.strip()]
    return tuple(lines)


def _pieces(element: etree._Element, dialect: Dialect) -> Iterator[str]:
    """The text of a paragraph, without what stands in text boxes and tables that hang on it."""
    counts = dialect.runs is None or element.tag in dialect.runs
    yield _plain(element.text) if counts else ""
    for child in _seen(element, dialect):
        yield from _mark(child, dialect)
        if child.tag != dialect.table and child.tag not in dialect.paragraphs:
            yield from _pieces(child, dialect)
        yield _plain(child.tail) if dialect.runs is None else ""


def _mark(element: etree._Element, dialect: Dialect) -> Iterator[str]:
    if element.tag in dialect.tabs:
        yield "\t"
    elif element.tag in dialect.breaks:
        yield "\n"
    elif element.tag == f"{_W}noBreakHyphen":
        yield "-"
    elif element.tag == f"{_TEXT}s":
        count = element.get(f"{_TEXT}c", "1")
        yield " " * (min(int(count), _MOST_SPACES) if count.isascii() and count.isdigit() else 1)


def _plain(text: str | None) -> str:
    """Text as XML has it: every run of white space is one blank."""
    return "" if text is None else "".join(" " if character.isspace() else character for character in text)
