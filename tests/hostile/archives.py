"""Hostile archives and office documents. Small on disk, made by code: no such file lies in the repository."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from io import BytesIO

from tests.engines.drawn import LINES, document, encoded, picture

MEGABYTE = 2**20
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_STORED, _DEFLATED = 0, 8
_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def paper() -> bytes:
    """A constancia as a PDF with text, the bait in many of these files."""
    return document(LINES)


def zipped(*entries: tuple[str, bytes]) -> bytes:
    """An honest archive of these names and contents."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def deflated_zeros(megabytes: int) -> bytes:
    """A raw deflate stream of so many megabytes of zeros, made without ever having them."""
    press = zlib.compressobj(9, wbits=-15)
    block = press.compress(bytes(MEGABYTE)) + press.flush(zlib.Z_FULL_FLUSH)
    return block * megabytes + zlib.compressobj(9, wbits=-15).flush()


def flat_bomb() -> bytes:
    """Four gigabytes in one entry that claims them."""
    return _archive([("constancia.pdf", deflated_zeros(4000), 4000 * MEGABYTE, _DEFLATED, 0)])


def lying_bomb() -> bytes:
    """The same in an entry that claims a hundred bytes."""
    return _archive([("constancia.pdf", deflated_zeros(4000), 100, _DEFLATED, 0)])


def nested_bomb() -> bytes:
    """A constancia in an archive in an archive …, ten deep."""
    content = paper()
    for depth in range(10):
        content = zipped((f"{depth}.zip" if depth else "constancia.pdf", content))
    return content


def broad_bomb() -> bytes:
    """Sixteen archives in each of sixteen archives in each of sixteen, a megabyte of zeros in each of the last."""
    content = zipped(("0.bin", bytes(MEGABYTE)))
    for _ in range(2):
        content = zipped(*((f"{number}.zip", content) for number in range(16)))
    return content


def many_entries() -> bytes:
    """Sixty thousand empty files."""
    return _archive([(f"{number}.txt", b"", 0, _STORED, 0) for number in range(60_000)])


def overlapping_bomb() -> bytes:
    """Two thousand entries that are all the same hundred megabytes."""
    data = deflated_zeros(100)
    local = _local("a", data, 100 * MEGABYTE, _DEFLATED, 0) + data
    directory = b"".join(_central(f"{number}.png", data, 100 * MEGABYTE, _DEFLATED, 0, 0) for number in range(2000))
    return local + directory + _end(2000, len(directory), len(local))


def traversal() -> bytes:
    """A constancia under names that lead out of any folder."""
    return zipped(("../../../../tmp/taken-over", paper()), ("/tmp/taken-over", paper()))


def odd_names() -> bytes:
    """The same constancia under names with NUL, control characters, marks of right-to-left script, 4,000 letters."""
    names = ("a\0.exe", "con\x1b[2J\x07\r\nBcc: x.pdf", "constancia\u202efdp.exe", "c" * 4000 + ".pdf", "...", "")
    return _archive([(name, paper() + b"%%%d" % at, len(paper()) + 2, _STORED, 0x800) for at, name in enumerate(names)])


def symlink() -> bytes:
    """A link to a file of the system, as archives keep links."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("constancia.pdf")
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def locked() -> bytes:
    """An entry that says it is encrypted."""
    return _archive([("constancia.pdf", paper(), len(paper()), _STORED, 1)])


def unknown_method() -> bytes:
    """An entry packed in a way that nobody knows."""
    return _archive([("constancia.pdf", paper(), len(paper()), 99, 0)])


def cut_directory() -> bytes:
    """An archive whose directory is missing."""
    return zipped(("constancia.pdf", paper()))[:-60]


def word(body: str, **parts: bytes) -> bytes:
    """A Word document with this XML as its main part; further parts by name, `__` for `/` and `_dot_` for `.`."""
    named = [(name.replace("__", "/").replace("_dot_", "."), content) for name, content in parts.items()]
    return zipped(("[Content_Types].xml", _CONTENT_TYPES.encode()), ("word/document.xml", body.encode()), *named)


def _text(lines: str, doctype: str = "", namespaces: str = "") -> str:
    head = f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<w:document xmlns:w="{_WORD}" {namespaces}><w:body>'
    return f"{head}{lines}</w:body></w:document>"


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def external_entity() -> bytes:
    """A Word document whose text is to be taken from a file of the system."""
    doctype = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return word(_text("".join(_paragraph(line) for line in (*LINES, "&secret;")), doctype))


def laughs() -> bytes:
    """A Word document of ten entities, each ten times the one before."""
    levels = ['<!ENTITY a0 "constancia">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11))]
    return word(_text(_paragraph("&a10;"), f"<!DOCTYPE x [{''.join(levels)}]>"))


def deep_xml() -> bytes:
    """A Word document whose elements are a hundred thousand deep."""
    return word(_text("<w:p>" * 100_000 + "</w:p>" * 100_000))


def xml_bomb() -> bytes:
    """A Word document whose text is a gigabyte."""
    press = zlib.compressobj(9, wbits=-15)
    head = press.compress(_text("").partition("</w:body>")[0].encode()) + press.flush(zlib.Z_FULL_FLUSH)
    spaces = zlib.compressobj(9, wbits=-15)
    block = spaces.compress(b"a " * (MEGABYTE // 2)) + spaces.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, wbits=-15).flush()
    types = zlib.compress(_CONTENT_TYPES.encode(), 9, wbits=-15)
    return _archive(
        [
            ("[Content_Types].xml", types, len(_CONTENT_TYPES), _DEFLATED, 0),
            ("word/document.xml", head + block * 1000 + end, 1000 * MEGABYTE, _DEFLATED, 0),
        ]
    )


def remote_template(port: int) -> bytes:
    """A constancia in Word with a template and a picture to be fetched from a server."""
    url = f"http://127.0.0.1:{port}/plantilla.dotm"
    relations = (
        f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="r1" Type="{_OFFICE}/attachedTemplate" Target="{url}" TargetMode="External"/>'
        f'<Relationship Id="r2" Type="{_OFFICE}/image" Target="{url}" TargetMode="External"/></Relationships>'
    ).encode()
    shown = f'<w:p><w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="{_OFFICE}" r:id="r2"/>'
    body = _text("".join(map(_paragraph, LINES)) + shown + "</w:pict></w:r></w:p>")
    out = zipped(
        ("[Content_Types].xml", _CONTENT_TYPES.encode()),
        ("word/document.xml", body.encode()),
        ("word/_rels/document.xml.rels", relations),
        ("word/_rels/settings.xml.rels", relations),
    )
    return out


def picture_bomb() -> bytes:
    """A Word document that shows two hundred pictures."""
    relations = "".join(f'<Relationship Id="r{n}" Type="{_OFFICE}/image" Target="media/{n}.png"/>' for n in range(200))
    shown = "".join(
        f'<w:p><w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" r:id="r{n}"/></w:pict></w:r></w:p>'
        for n in range(200)
    )
    blank = encoded(picture((), (200, 200)), "PNG")
    return zipped(
        ("[Content_Types].xml", _CONTENT_TYPES.encode()),
        ("word/document.xml", _text(shown, namespaces=f'xmlns:r="{_OFFICE}"').encode()),
        ("word/_rels/document.xml.rels", f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'.encode()),
        *((f"word/media/{n}.png", blank) for n in range(200)),
    )


def _archive(entries: list[tuple[str, bytes, int, int, int]]) -> bytes:
    """An archive of names, data as packed, claimed sizes, methods and flags, whatever these say."""
    body, directory = BytesIO(), BytesIO()
    for name, data, size, method, flags in entries:
        directory.write(_central(name, data, size, method, flags, body.tell()))
        body.write(_local(name, data, size, method, flags) + data)
    end = _end(len(entries), directory.tell(), body.tell())
    return body.getvalue() + directory.getvalue() + end


def _local(name: str, data: bytes, size: int, method: int, flags: int) -> bytes:
    numbers = (20, flags, method, 0, 0, zlib.crc32(data), len(data), size, len(name.encode()), 0)
    return _LOCAL + struct.pack("<HHHHHIIIHH", *numbers) + name.encode()


def _central(name: str, data: bytes, size: int, method: int, flags: int, offset: int) -> bytes:
    numbers = (
        20,
        20,
        flags,
        method,
        0,
        0,
        zlib.crc32(data),
        len(data),
        size,
        len(name.encode()),
        0,
        0,
        0,
        0,
        0,
        offset,
    )
    return _CENTRAL + struct.pack("<HHHHHHIIIHHHHHII", *numbers) + name.encode()


def _end(count: int, size: int, offset: int) -> bytes:
    return _END + struct.pack("<HHHHIIH", 0, 0, count & 0xFFFF, count & 0xFFFF, size, offset, 0)
