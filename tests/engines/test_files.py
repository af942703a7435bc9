"""What a file is told apart by, and what becomes of those that cannot be read."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
import pytest

from tests.engines.drawn import LINES, document, encoded, pages_of, picture, saved, text_of
from worker.core.types import Defect, Unreadable
from worker.engines.base import Limits
from worker.engines.recognise import recognise

LIMITS = Limits(max_bytes=2_000_000, max_pages=3)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def defect(content: bytes) -> Unreadable:
    result = recognise(content, LIMITS)
    assert isinstance(result, Unreadable), result
    return result


def zipped(**files: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG of a hundred bytes that claims to be this large."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    data = b"IDAT" + zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


@pytest.mark.parametrize("content", [b"", b"\0" * 50, b" \r\n"])
def test_a_file_of_nothing_at_all_is_damaged(content: bytes) -> None:
    assert defect(content) == Unreadable(Defect.DANADO, "llegó sin nada adentro")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"Buenas tardes, mando mi constancia.", "texto"),
        (b"<!DOCTYPE html><html><body>hola</body></html>", "página web"),
        (zipped(uno="x"), "texto"),
        (zipped(**{"[Content_Types].xml": "x", "xl__workbook.xml": "x", "xl__a.xml": "x"}), "Excel"),
        (b"Rar!\x1a\x07\x01\0" + b"\0" * 40, "RAR"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, "7z"),
        (OLE + b"\0" * 600, "Office"),
        (OLE + "__properties_version1.0".encode("utf-16-le"), "MSG"),
        (b"{\\rtf1\\ansi hola}", "RTF"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "texto"),
        (b"Asunto: va la constancia\nFrom: nadie\n", "texto"),
        (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41", "video"),
        (b"MZ" + bytes(range(256)) * 4, "no se reconoce"),
        (bytes(range(256)) * 4, "no se reconoce"),
    ],
)
def test_what_is_not_read_is_named(content: bytes, what: str) -> None:
    found = defect(content)
    assert found.defect is Defect.FORMATO
    assert what in found.detail


def test_a_pdf_is_known_behind_some_rubbish() -> None:
    assert "VIGENCIA" in text_of(pages_of(recognise(b"\r\nX-Gateway: 1\r\n" + document(LINES), LIMITS))[0])


def test_a_password_is_asked_for() -> None:
    with pikepdf.open(BytesIO(document(LINES))) as pdf:
        locked = saved(pdf, encryption=pikepdf.Encryption(owner="dueña", user="secreto"))
    assert defect(locked) == Unreadable(Defect.PROTEGIDO)


def test_a_word_document_with_a_password_is_told_from_others() -> None:
    assert defect(OLE + "EncryptedPackage".encode("utf-16-le")) == Unreadable(Defect.PROTEGIDO)


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    with pikepdf.open(BytesIO(document(LINES))) as pdf:
        guarded = saved(pdf, encryption=pikepdf.Encryption(owner="dueña", user=""))
    (page,) = pages_of(recognise(guarded, LIMITS))
    assert page.engine == "pdfplumber"
    assert "VIGENCIA" in text_of(page)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + b"obj endobj xref " * 50,
        document(LINES)[:300],
        encoded(picture(), "PNG")[:30],
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40,
        zipped(**{"[Content_Types].xml": "x", "word__document.xml": "x"}),
        b"II*\0" + struct.pack("<I", 8) + b"\xff" * 20,
    ],
    ids=["pdf of rubbish", "pdf cut short", "png cut within its header", "heic", "docx", "tiff of rubbish"],
)
def test_a_broken_file_is_damaged(content: bytes) -> None:
    assert defect(content).defect is Defect.DANADO


def test_a_picture_that_claims_to_be_huge_is_not_decoded() -> None:
    for side in (15_000, 65_000):
        assert defect(png_header(side, side)).defect is Defect.TAMANO


def test_a_file_above_the_size_is_not_opened() -> None:
    found = defect(document(LINES) + b"\n" * 100 + b"x" * 2_000_000)
    assert found == Unreadable(Defect.TAMANO, "2 MB; se leen hasta 2 MB")


def test_a_document_with_too_many_pages_is_not_half_read() -> None:
    assert defect(document(*[LINES] * 4)) == Unreadable(Defect.TAMANO, "4 páginas; se leen hasta 3")


def test_so_is_a_tiff_with_too_many() -> None:
    page = picture(size=(60, 40))
    assert defect(encoded(page, "TIFF", save_all=True, append_images=[page] * 3)).defect is Defect.TAMANO
