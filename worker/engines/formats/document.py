"""Word and LibreOffice documents as containers: the text, typed on pages of its own, then the pictures that it shows.

Embedded objects, macros, templates and whatever lies outside the file are not looked at.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial
from zipfile import ZipFile

from worker.engines.base import DOCX, ODT, Budget, Damaged, Entry, Exhausted, Sheet
from worker.engines.formats.layout import Block, typed
from worker.engines.formats.typeset import drawn
from worker.engines.formats.wording import LIBRE, WORD, parsed, wording_of
from worker.engines.formats.zip_file import open_archive, unpacked

_LARGEST_XML = 8_000_000
_MOST_CHARACTERS = 150_000
# Beside pictures, a text with fewer digits than a number of anybody's is their heading and no paper.
_FEWEST_DIGITS = 10
_LIBRE_MAIN = "content.xml"
_WORD_MAIN = "word/document"


def entries(content: bytes, budget: Budget) -> Iterator[Entry]:
    """The document's own pages, then its pictures, all without a name. Raises `Exhausted`, `Damaged`."""
    with closing(open_archive(content)) as archive:
        main = _main_part(archive)
        wording = wording_of(_part(archive, main, budget), LIBRE if main == _LIBRE_MAIN else WORD)
        targets = _targets(archive, main, budget)
        names = dict.fromkeys(targets.get(reference, reference) for reference in wording.pictures)
        pictures = [name for name in names if name in archive.NameToInfo]
        sheets = _typed(wording.blocks, DOCX if main != _LIBRE_MAIN else ODT)
        if sheets and (not pictures or _has_numbers(sheets)):
            yield Entry("", sheets)
        for name in pictures:
            budget.spend_entry()
            yield Entry("", unpacked(archive, archive.getinfo(name), budget))


def _main_part(archive: ZipFile) -> str:
    names = archive.namelist()
    words = (name for name in names if name.startswith(_WORD_MAIN) and name.endswith(".xml"))
    main = next(words, _LIBRE_MAIN)
    if main not in names:
        raise Damaged
    return main


def _part(archive: ZipFile, name: str, budget: Budget) -> bytes:
    """The XML of a part. Raises `Damaged` where it cannot be had, `Exhausted` above what any text takes."""
    info = archive.getinfo(name)
    if info.file_size > _LARGEST_XML:
        raise Exhausted("ocupa demasiado al descomprimirse")
    content = unpacked(archive, info, budget)
    if not isinstance(content, bytes):
        raise Damaged
    return content


def _targets(archive: ZipFile, main: str, budget: Budget) -> Mapping[str, str]:
    """The parts that Word's references mean; LibreOffice names its parts themselves. Whatever lies outside is none."""
    folder, _, name = main.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.NameToInfo:
        return {}
    return {
        str(each.get("Id")): posixpath.normpath(posixpath.join(folder, str(each.get("Target")))).lstrip("/")
        for each in parsed(_part(archive, relations, budget))
        if each.get("TargetMode") != "External"
    }


def _typed(blocks: tuple[Block, ...], mime: str) -> tuple[Sheet, ...]:
    return tuple(
        Sheet(place, mime, b"", partial(drawn, page), written=page.words, size=(page.width, page.height))
        for place, page in enumerate(typed(_within(blocks)), start=1)
    )


def _within(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """As much of the text as any paper has, and enough of a book to be refused for its pages."""
    left = _MOST_CHARACTERS
    for block in blocks:
        if left <= 0:
            return
        left -= len(block) if isinstance(block, str) else sum(len(text) for row in block for c in row for text in c)
        yield block[:_MOST_CHARACTERS] if isinstance(block, str) else block[: _MOST_CHARACTERS // 100]


def _has_numbers(sheets: tuple[Sheet, ...]) -> bool:
    digits = sum(character.isdigit() for sheet in sheets for word in sheet.written for character in word.text)
    return digits >= _FEWEST_DIGITS
