"""Files packed in other files, made up: archives, office documents, mails, winmail.dat."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from io import BytesIO
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files in this order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def locked(content: bytes) -> bytes:
    """The archive with the mark that its entries are encrypted."""
    marked = bytearray(content)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(mark)
        while at >= 0:
            marked[at + flags] |= 1
            at = marked.find(mark, at + 4)
    return bytes(marked)


def paragraph(text: str, extra: str = "") -> str:
    """A paragraph of Word's; a tab character is a tab."""
    runs = '</w:t></w:r><w:r><w:tab/><w:t xml:space="preserve">'.join(escape(part) for part in text.split("\t"))
    return f'<w:p><w:r>{extra}<w:t xml:space="preserve">{runs}</w:t></w:r></w:p>'


def shown(reference: str) -> str:
    """A paragraph that shows a picture, as new programs do and, for old ones, a second time."""
    drawing = f'<w:drawing><a:blip r:embed="{reference}"/></w:drawing>'
    return f"<w:p><w:r>{drawing}</w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of Word's."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(body: str, pictures: Mapping[str, bytes] | None = None, doctype: str = "", relations: str = "") -> bytes:
    """A Word document; its pictures go by rId1, rId2 … in the order given."""
    given = dict(pictures or {})
    related = "".join(
        f'<Relationship Id="rId{number}" Type="x/image" Target="media/{name}"/>' for number, name in enumerate(given, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    relations = f'<Relationships xmlns="{space}">{related}{relations}</Relationships>'
    document = f'<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:a="{A}"><w:body>{body}</w:body></w:document>'
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": f"{doctype}{document}".encode(),
            "word/_rels/document.xml.rels": relations.encode(),
            **{f"word/media/{name}": content for name, content in given.items()},
        }
    )


def odt(body: str, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """A LibreOffice document."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"))
    )
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": content.encode(),
            **{f"Pictures/{name}": picture for name, picture in (pictures or {}).items()},
        }
    )


def mail(files: Mapping[str, bytes], subject: str = "Constancia") -> bytes:
    """A mail with these files attached."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ana@correo.test", "beto@correo.test", subject
    message["Message-ID"] = "<uno@correo.test>"
    message.set_content("Va la constancia.")
    for name, content in files.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def winmail(files: Mapping[str, bytes]) -> bytes:
    """A winmail.dat with these files; each name twice, cut to eight letters and in full."""
    out = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x00089006, struct.pack("<I", 0x00010000))
    for name, content in files.items():
        full = (name + "\0").encode("utf-16-le")
        padding = bytes(-len(full) % 4)
        properties = struct.pack("<IHHII", 1, 0x1F, 0x3707, 1, len(full)) + full + padding
        out += attribute(2, 0x00069002, bytes(14))
        out += attribute(2, 0x00018010, name[:8].encode("ascii", "replace") + b"\0")
        out += attribute(2, 0x0006800F, content) + attribute(2, 0x00069005, properties)
    return out


def attribute(level: int, kind: int, value: bytes) -> bytes:
    """One attribute of a winmail.dat."""
    return struct.pack("<BII", level, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
