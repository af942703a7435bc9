"""Real files of each format, made by code, and what chance makes of them."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from io import BytesIO

import pikepdf
import pillow_heif
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from tests.engines.packed import winmail

_LINES = (
    "CONSTANCIA DE VIGENCIA DE DERECHOS",
    "Nombre: FULANA DE TAL EJEMPLO",
    "Numero de Seguridad Social: 12345678903",
    "Con derecho al servicio medico: SI",
)
# Numbers that lengths, counts and offsets are least prepared for.
_EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
_TOKENS = (b"obj", b"endstream", b"/Length", b"/Kids", b"/Prev", b"<<", b"[", b"PK\x01\x02", b"IHDR", b"\xff\xd8")

Seeds = Mapping[str, tuple[bytes, ...]]


def seeds() -> Seeds:
    """Sound files of every format that is opened, by the format's name: small, so that a mutation hits something."""
    page = _picture()
    pdf = _pdf()
    return {
        "pdf": (pdf, _pdf(plain=True), _with_picture(), _packed(pdf), _locked(pdf)),
        "jpeg": (_saved(page, "JPEG"), _saved(page, "JPEG", progressive=True), _saved(page.convert("CMYK"), "JPEG")),
        "png": (_saved(page, "PNG"), _saved(page.convert("P"), "PNG"), _saved(page.convert("I;16"), "PNG")),
        "tiff": (
            _saved(page, "TIFF", save_all=True, append_images=[page]),
            *(_saved(page.convert("1"), "TIFF", compression=each) for each in ("group4", "tiff_lzw", "tiff_deflate")),
        ),
        "heic": (_heic(page),),
        "webp": (_saved(page, "WEBP"), _saved(page, "WEBP", lossless=True)),
        "avif": (_saved(page, "AVIF"),),
        "gif": (_saved(page.convert("P"), "GIF", save_all=True, append_images=[page.convert("L")]),),
        "bmp": (_saved(page, "BMP"), _saved(page.convert("P"), "BMP")),
        "docx": (_docx(),),
        "odt": (_odt(),),
        "zip": (zipped(("a.pdf", pdf), ("b.jpg", _saved(page, "JPEG"))), zipped(("a.zip", zipped(("b.pdf", pdf))))),
        "eml": (_mail(pdf),),
        "winmail": (winmail({"a.pdf": pdf, "b.jpg": _saved(page, "JPEG")}),),
    }


def mutated(content: bytes, others: tuple[bytes, ...], chance: random.Random) -> bytes:
    """The file with a few accidents: bits, numbers, words, pieces lost, doubled, moved, or taken from another file.

    Half of the accidents of an archive happen to a file in it before it is packed.
    """
    if content.startswith(b"PK") and chance.random() < 0.5:
        return _repacked(content, others, chance)
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        chance.choice(_ACCIDENTS)(data, chance)
    if chance.random() < 0.1:
        other = chance.choice(others)
        data[chance.randrange(len(data) + 1) :] = other[chance.randrange(len(other)) :]
    return bytes(data)


def _repacked(content: bytes, others: tuple[bytes, ...], chance: random.Random) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = [(info.filename, archive.read(info)) for info in archive.infolist()]
    at = chance.randrange(len(entries))
    entries[at] = (entries[at][0], mutated(entries[at][1], others, chance))
    return zipped(*entries)


def _flip(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _edge(data: bytearray, chance: random.Random) -> None:
    """A number at the edge where some number may have stood, in either order of bytes."""
    width = chance.choice((1, 2, 4))
    at = chance.randrange(max(1, len(data) - width))
    value = chance.choice(_EDGES) & (1 << 8 * width) - 1
    data[at : at + width] = value.to_bytes(width, chance.choice(("big", "little")))


def _digit(data: bytearray, chance: random.Random) -> None:
    """Other digits where a number is written out, as PDF does."""
    places = [at for at, byte in enumerate(data[:20_000]) if 48 <= byte <= 57]
    if places:
        at = chance.choice(places)
        data[at : at + 1] = chance.choice((b"0", b"9", b"-", b"99999999", b"2147483648", b"1e9"))


def _token(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.choice(_TOKENS)


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _drop(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    del data[at : at + chance.choice((1, 2, 16, 500))]


def _double(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = data[at : at + chance.choice((1, 16, 500))] * chance.choice((1, 3, 50))


def _move(data: bytearray, chance: random.Random) -> None:
    at, to = chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)
    piece = data[at : at + chance.choice((4, 100))]
    data[to : to + len(piece)] = piece


def _blank(data: bytearray, chance: random.Random) -> None:
    at, length = chance.randrange(len(data) + 1), chance.choice((4, 64, 1000))
    data[at : at + length] = bytes(min(length, len(data) - at))


_ACCIDENTS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    *(_flip, _flip, _edge, _edge, _digit),
    *(_token, _cut, _drop, _double, _move, _blank),
)


def _picture() -> Image.Image:
    image = Image.new("RGB", (300, 120), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(12)
    for number, line in enumerate(_LINES):
        pen.text((8, 8 + 26 * number), line, fill="black", font=font)
    return image


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _pdf(plain: bool = False) -> bytes:
    pdf = FPDF(unit="pt", format=(450, 280))
    pdf.set_compression(not plain)
    pdf.add_page()
    pdf.set_font("Helvetica", size=13)
    for number, line in enumerate(_LINES):
        pdf.text(20, 32 + 35 * number, line)
    return bytes(pdf.output())


def _with_picture() -> bytes:
    pdf = FPDF(unit="pt", format=(450, 280))
    pdf.add_page()
    pdf.image(_picture(), 0, 0, 450, 180)
    return bytes(pdf.output())


def _packed(content: bytes) -> bytes:
    """The PDF with its objects and its table in streams."""
    return _resaved(content, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _locked(content: bytes) -> bytes:
    return _resaved(content, encryption=pikepdf.Encryption(owner="dueña", user=""))


def _resaved(content: bytes, **options: object) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def _heic(image: Image.Image) -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(image).save(out)
    return out.getvalue()


def zipped(*entries: tuple[str, bytes]) -> bytes:
    """An archive of these names and contents."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def _docx() -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in _LINES)
    body = f'<?xml version="1.0"?><w:document xmlns:w="{word}"><w:body>{lines}</w:body></w:document>'
    return zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", body.encode()))


def _odt() -> bytes:
    office, text = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "text"))
    lines = "".join(f"<t:p>{line}</t:p>" for line in _LINES)
    body = f'<o:document-content xmlns:o="{office}" xmlns:t="{text}"><o:body><o:text>{lines}</o:text></o:body>'
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f"{body}</o:document-content>")
    return out.getvalue()


def _mail(pdf: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.com", "b@example.com", "constancia"
    mail["Message-ID"], mail["Date"] = "<1@example.com>", "Mon, 7 Sep 2026 10:00:00 -0600"
    mail.set_content("va")
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="constancia.pdf")
    return mail.as_bytes()
