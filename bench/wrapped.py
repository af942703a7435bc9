"""Carriers that put a picture into something else: other formats, documents, archives, a PDF with a bad text layer."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pikepdf
import pillow_heif
import pypdfium2 as pdfium
from PIL import Image

from bench.canvas import Canvas
from bench.carriers import File, Given, good_photo, scan_jpeg, scan_pdf
from bench.raster import render, tiff

_QUICK = {"preset": "ultrafast"}
_OLD = (1980, 1, 1, 0, 0, 0)
_CONFUSED = str.maketrans("0185ISOBaeiouñ", "O1B6lS0Raeloun")


_Saved = tuple[Image.Image, str, str, dict[str, Any]]
_UNCOMMON: tuple[Callable[[Mapping[str, Image.Image]], _Saved], ...] = (
    lambda of: (of["colour"], "JPEG", ".jpg", {"quality": 85, "progressive": True}),
    lambda of: (of["colour"].convert("CMYK"), "JPEG", ".jpg", {"quality": 85}),
    lambda of: (of["deep"], "PNG", ".png", {}),
    lambda of: (of["deep"], "TIFF", ".tif", {"compression": "tiff_lzw"}),
    lambda of: (of["colour"], "GIF", ".gif", {}),
    lambda of: (of["gray"], "BMP", ".bmp", {}),
)


def heic(given: Given) -> File:
    """A careful photo as an iPhone keeps it."""
    return _again(good_photo(given), given, "HEIF", ".heic")


def webp(given: Given) -> File:
    """A careful photo as a messenger's sticker-minded cousin keeps it."""
    return _again(good_photo(given), given, "WEBP", ".webp")


def _again(file: File, given: Given, kind: str, suffix: str) -> File:
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    with Image.open(io.BytesIO(file.content)) as picture:
        picture.save(out, kind, quality=given.rng.randint(55, 85), enc_params=_QUICK)
    return File(out.getvalue(), suffix)


def uncommon(given: Given) -> File:
    """A clean scan in a form that few devices write: progressive or for print, of 16 bits, of few colours, bare."""
    with Image.open(io.BytesIO(scan_jpeg(given).content)) as scan:
        gray, colour = scan.convert("L"), scan.convert("RGB")
    deep = Image.fromarray(np.asarray(gray, dtype=np.uint16) * 257)
    picture, kind, suffix, options = given.rng.choice(_UNCOMMON)({"gray": gray, "colour": colour, "deep": deep})
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return File(out.getvalue(), suffix)


def tiff_pages(given: Given) -> File:
    """A gray TIFF in which the page is the second."""
    pages = (given.others[0], given.page)
    gray = [Image.fromarray(render(page, 200 / 25.4)).convert("L") for page in pages]
    return File(tiff(gray, 200, "tiff_lzw"), ".tif", 2)


def zipped(given: Given) -> File:
    """A scan in a ZIP, under a name with an accent."""
    return File(_archive({"documentos/constancia año 2026.jpg": scan_jpeg(given).content}), ".zip")


def docx(given: Given) -> File:
    """A careful photo pasted into a Word document."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/'
        '2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://'
        'schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/'
        'picture" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><w:body><w:p><w:r>'
        '<w:drawing><wp:inline><wp:extent cx="5400000" cy="7200000"/><wp:docPr id="1" name="foto"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr'
        ' id="1" name="foto"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect'
        "/></a:stretch></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        "</w:p></w:body></w:document>"
    )
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        'Target="{target}"/></Relationships>'
    )
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension='
        '"jpg" ContentType="image/jpeg"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxml'
        'formats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    parts = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations.format(kind="officeDocument", target="word/document.xml").encode(),
        "word/document.xml": body.encode(),
        "word/_rels/document.xml.rels": relations.format(kind="image", target="media/foto.jpg").encode(),
        "word/media/foto.jpg": good_photo(given).content,
    }
    return File(_archive(parts), ".docx")


def odt(given: Given) -> File:
    """A careful photo pasted into an OpenDocument text."""
    spaces = "urn:oasis:names:tc:opendocument:xmlns:"
    body = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{spaces}office:1.0" xmlns:text="{spaces}text:1.0"'
        f' xmlns:draw="{spaces}drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3">'
        '<office:body><office:text><text:p><draw:frame draw:name="foto"><draw:image xlink:href="Pictures/foto.jpg"/>'
        "</draw:frame></text:p></office:text></office:body></office:document-content>"
    )
    manifest = f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{spaces}manifest:1.0" manifest:version="1.3"/>'
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": body.encode(),
        "META-INF/manifest.xml": manifest.encode(),
        "Pictures/foto.jpg": good_photo(given).content,
    }
    return File(_archive(parts), ".odt")


def _archive(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, _OLD), content)
    return out.getvalue()


def bad_layer_pdf(given: Given) -> File:
    """A scan in a PDF with the hidden text of a poor OCR: letters confused, lines lost; the picture says the truth."""
    page = given.page
    canvas = Canvas((page.width, page.height), margin=0)
    canvas.picture(scan_jpeg(replace(given, page=page)).content, 0, 0, page.width)
    for number, line in enumerate(_lines(page.pdf)):
        if given.rng.random() < 0.8:
            canvas.hidden(12, 12 + 5.0 * number, _misread(line, given.rng), 9)
    return File(canvas.finish().pdf, ".pdf")


def unmapped_pdf(given: Given) -> File:
    """The PDF itself without the map from its letters' shapes to characters; a scan where its type needs no map."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(given.page.pdf)) as document:
        fonts: dict[str, Any] = dict(document.pages[0].Resources.get("/Font", {}))
        mapped = [font for font in fonts.values() if "/ToUnicode" in font]
        for font in mapped:
            del font["/ToUnicode"]
        document.save(out, deterministic_id=True)
    return File(out.getvalue(), ".pdf") if mapped else scan_pdf(given)


def _lines(pdf: bytes) -> list[str]:
    document = pdfium.PdfDocument(pdf)
    try:
        return [line for line in document[0].get_textpage().get_text_range().splitlines() if line.strip()]
    finally:
        document.close()


def _misread(line: str, rng: random.Random) -> str:
    """A line as a poor OCR gives it: one character in six confused or lost, in Latin-1."""
    seen = []
    for char in line:
        fate = rng.random()
        seen.append(char.translate(_CONFUSED) if fate < 0.12 else "" if fate < 0.17 else char)
    return "".join(seen).encode("latin-1", "ignore").decode("latin-1")
