"""Hostile PDF files, most of them written by hand, since no library would write them."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Literal

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.engines.drawn import LINES, document, saved
from tests.hostile.archives import deflated_zeros
from tests.hostile.pictures import jpeg_header

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 450 280] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >>"
    b" /XObject << /X0 6 0 R >> >> >>"
)


def handmade(*objects: bytes, trailer: bytes = b"", xref_at: int | None = None) -> bytes:
    """A PDF of these objects, numbered from 1, the first of them its root, with a right cross-reference table.

    `xref_at` puts another place into the pointer at the end.
    """
    out, places = BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, 2)
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % (table if xref_at is None else xref_at))
    return out.getvalue()


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object's text."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def text(lines: tuple[str, ...] = LINES) -> bytes:
    """A page's drawing of these lines."""
    shown = (f"1 0 0 1 20 {250 - 35 * number} Tm ({line}) Tj" for number, line in enumerate(lines))
    return f"BT /F1 13 Tf {' '.join(shown)} ET".encode()


def one_page(
    content: bytes,
    page: bytes = _PAGE,
    extra: tuple[bytes, ...] = (),
    catalog: bytes = b"",
    pages: bytes = b"/Kids [3 0 R] /Count 1",
) -> bytes:
    """A PDF with one page: object 4 is its drawing, 5 its font, 6 and on what else is given."""
    root, tree = b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog, b"<< /Type /Pages %s >>" % pages
    return handmade(root, tree, page, content, _FONT, *extra)


def many_pages() -> bytes:
    """Ten thousand pages."""
    kids = b" ".join(b"%d 0 R" % (number + 6) for number in range(10_000))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 450 280] /Contents 4 0 R >>"
    return one_page(stream(text()), extra=(page,) * 10_000, pages=b"/Kids [%s] /Count 10000" % kids)


def claimed_pages() -> bytes:
    """One page where two thousand million are claimed."""
    return one_page(stream(text()), pages=b"/Kids [3 0 R] /Count 2000000000")


def huge_box() -> bytes:
    """A page of a thousand million points."""
    return one_page(stream(b"0 0 9 9 re"), _PAGE.replace(b"[0 0 450 280]", b"[0 0 1000000000 1000000000]"))


def long_box() -> bytes:
    """A page a hundred thousand times longer than wide."""
    return one_page(stream(text()), _PAGE.replace(b"[0 0 450 280]", b"[0 0 10 1000000]"))


def empty_box() -> bytes:
    """A page without any area."""
    return one_page(stream(text()), _PAGE.replace(b"[0 0 450 280]", b"[7 7 7 7]"))


def huge_unit() -> bytes:
    """A page whose unit is a kilometre."""
    return one_page(stream(text()), _PAGE.replace(b"/Type /Page", b"/Type /Page /UserUnit 2800000"))


def deep_arrays() -> bytes:
    """Two hundred thousand arrays within each other, in the page itself."""
    return one_page(stream(text()), _PAGE.replace(b"/Type /Page", b"/Type /Page /X " + b"[" * 200_000 + b"]" * 200_000))


def deep_dictionaries() -> bytes:
    """A hundred thousand dictionaries within each other, in the catalog."""
    return one_page(stream(text()), catalog=b"/X " + b"<< /X " * 100_000 + b"1 " + b">>" * 100_000)


def deep_drawing() -> bytes:
    """A drawing that saves its state a million times and opens as many arrays."""
    return one_page(stream(b"q " * 1_000_000 + text() + b"[" * 1_000_000))


def deep_tree() -> bytes:
    """A tree of pages that is five thousand deep."""
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (n + 7, n + 5) for n in range(5000)]
    page = b"<< /Type /Page /MediaBox [0 0 450 280] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    return one_page(stream(text()), extra=(*nodes, page), pages=b"/Kids [6 0 R] /Count 1")


def looping_tree() -> bytes:
    """A tree of pages that is its own branch."""
    return one_page(stream(text()), pages=b"/Kids [2 0 R 2 0 R] /Count 4")


def drawing_bomb() -> bytes:
    """A page whose drawing is four gigabytes of nothing."""
    return one_page(stream(_zlib(deflated_zeros(4000)), b"/Filter /FlateDecode"))


def filter_bomb() -> bytes:
    """A page whose drawing is packed twice, the second time to a thousandth."""
    packed = zlib.compress(_zlib(deflated_zeros(4000)), 9)
    return one_page(stream(packed, b"/Filter [/FlateDecode /FlateDecode]"))


def picture_bomb() -> bytes:
    """A page that shows a picture of 30,000 by 30,000 points."""
    entries = b"/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    image = stream(_zlib(deflated_zeros(2600)), entries + b" /Filter /FlateDecode")
    return one_page(stream(b"450 0 0 280 0 0 cm /X0 Do"), extra=(image,))


def object_bomb() -> bytes:
    """A stream of objects that is two gigabytes, with the catalog's pages in it."""
    packed = stream(_zlib(deflated_zeros(2000)), b"/Type /ObjStm /N 2 /First 10 /Filter /FlateDecode")
    return handmade(b"<< /Type /Catalog /Pages 9 0 R >>", packed)


def form_bomb() -> bytes:
    """Ten drawings, each of which calls the next one twenty times."""
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 450 280] /Resources << /XObject << /X %d 0 R >> >>"
    forms = [stream(b"/X Do " * 20, entries % (number + 7)) for number in range(10)]
    last = stream(b"0 0 400 200 re f " * 20, b"/Type /XObject /Subtype /Form /BBox [0 0 450 280]")
    return one_page(stream(b"/X0 Do"), extra=(*forms, last))


def form_loop() -> bytes:
    """A drawing that calls itself."""
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 450 280] /Resources << /XObject << /X 6 0 R >> >>"
    return one_page(stream(text() + b" /X0 Do"), extra=(stream(b"/X Do /X Do", entries),))


def tiling_bomb() -> bytes:
    """A page filled with tiles of a hundred-thousandth of a point."""
    page = _PAGE.replace(b"/XObject << /X0 6 0 R >>", b"/Pattern << /P 6 0 R >>")
    entries = b"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.00001 /YStep 0.00001"
    tile = stream(b"1 0 0 rg 0 0 1 1 re f", entries + b" /Resources << >>")
    return one_page(stream(b"/Pattern cs /P scn 0 0 450 280 re f"), page, (tile,))


def line_bomb() -> bytes:
    """A page of three million lines."""
    lines = b"0 0 m 450 280 l S 450 0 m 0 280 l S\n" * 1_200_000
    return one_page(stream(zlib.compress(lines), b"/Filter /FlateDecode"))


def text_bomb() -> bytes:
    """A page of five million words."""
    words = b"(constancia de vigencia ) Tj\n" * 1_700_000
    return one_page(stream(zlib.compress(b"BT /F1 1 Tf " + words + b" ET"), b"/Filter /FlateDecode"))


def photo_bomb(said: int) -> bytes:
    """A page that is nothing but a JPEG whose header says 65,000 by 65,000; the page says `said` by `said`."""
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8" % (
        said,
        said,
    )
    image = stream(jpeg_header(), entries + b" /Filter /DCTDecode")
    return one_page(stream(b"450 0 0 280 0 0 cm /X0 Do"), extra=(image,))


def jpx_bomb() -> bytes:
    """A JPEG 2000 picture that claims 60,000 by 60,000 points."""
    size = b"\xff\x51\x00\x29\x00\x00" + b"\x00\x00\xea\x60" * 2 + bytes(8) + b"\x00\x00\xea\x60" * 2 + bytes(8)
    head = b"\xff\x4f" + size + b"\x00\x01\x07\x01\x01\xff\x52\x00\x0c\x00\x00\x00\x01\x00\x05\x04\x04\x00\x00"
    entries = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /Filter /JPXDecode"
    return one_page(stream(b"450 0 0 280 0 0 cm /X0 Do"), extra=(stream(head + b"\xff\xd9", entries),))


def xref_loop() -> bytes:
    """A cross-reference table whose predecessor is itself, in a file that is right otherwise."""
    first = one_page(stream(text()))
    table = first.rindex(b"xref\n0")
    return first.replace(b"/Root 1 0 R ", b"/Root 1 0 R /Prev %d" % table)


def xref_rubbish() -> bytes:
    """A file whose cross-reference table lies a gigabyte beyond its end."""
    return handmade(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _PAGE,
        stream(text()),
        _FONT,
        xref_at=10**9,
    )


def length_loop() -> bytes:
    """A drawing whose length is said to be in the drawing itself."""
    drawing = b"<< /Length 4 0 R >>\nstream\n%s\nendstream" % text()
    return one_page(drawing)


def with_actions(marker: str, port: int) -> bytes:
    """A constancia that on opening runs a script, a program and a form's sending, and has a program attached."""
    with pikepdf.open(BytesIO(document(LINES))) as pdf:
        launch = Dictionary(S=Name.Launch, F=f"/usr/bin/touch {marker}", Win=Dictionary(F="touch", P=marker))
        script = f"this.submitForm('http://127.0.0.1:{port}/'); app.launchURL('http://127.0.0.1:{port}/');"
        send = Dictionary(S=Name.SubmitForm, F=f"http://127.0.0.1:{port}/", Next=launch)
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=script, Next=Array([launch, send]))
        pdf.pages[0].obj.AA = Dictionary(O=launch)
        pdf.attachments["constancia.exe"] = b"MZ" + bytes(1000)
        pdf.attachments["otra.pdf"] = document(("CONSTANCIA DE VIGENCIA", "NSS 99999999999"))
        return saved(pdf)


def encrypted(user: str, revision: Literal[3, 6]) -> bytes:
    """A constancia encrypted with this password (RC4 for revision 3, AES of 256 bits for 6)."""
    with pikepdf.open(BytesIO(document(LINES))) as pdf:
        aes = revision >= 4
        return saved(pdf, encryption=pikepdf.Encryption(owner="dueña", user=user, R=revision, aes=aes, metadata=aes))


def _zlib(raw: bytes) -> bytes:
    """A raw deflate stream in zlib's wrapping; its checksum is wrong, which no reader of PDF minds."""
    return b"\x78\xda" + raw + bytes(4)
