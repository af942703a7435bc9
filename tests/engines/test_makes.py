"""Pictures of every make drawn as a viewer shows them; cut short, as far as they came; too large, not at all."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy
import pillow_heif
import pytest
from PIL import Image

from tests.engines.drawn import NSS, encoded, pages_of, picture, text_of
from worker.core.types import Defect, Unreadable
from worker.engines.base import Damaged, Limits, Sheet
from worker.engines.formats.cut_short import padded
from worker.engines.opening import open_sheets
from worker.engines.recognise import recognise

LIMITS = Limits(max_bytes=20_000_000, max_pages=4)
ORIENTATION = 0x0112
PAPER = picture()


def sheets(content: bytes) -> tuple[Sheet, ...]:
    found = open_sheets(content, LIMITS)
    assert not isinstance(found, Unreadable), found
    return found


def drawn(content: bytes) -> Image.Image:
    (sheet,) = sheets(content)
    return sheet.picture(4_000_000)


def unlike(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures in gray tones."""
    assert one.size == other.size
    pair = [numpy.asarray(each.convert("L")).astype(int) for each in (one, other)]
    return float(numpy.abs(pair[0] - pair[1]).mean())


def heic(*pictures: Image.Image, **options: Any) -> bytes:
    """The pictures as an iPhone keeps them."""
    file = pillow_heif.from_pillow(pictures[0])
    for each in pictures[1:]:
        file.add_from_pillow(each)
    out = BytesIO()
    file.save(out, quality=80, **options)
    return out.getvalue()


def inverted_cmyk() -> bytes:
    """CMYK the way Adobe's programs write it, upside down; Pillow writes the same and says so by a mark."""
    content = encoded(PAPER.convert("CMYK"), "JPEG", quality=90)
    assert b"Adobe" in content
    return content


def deep_colour() -> bytes:
    """16 bits a channel."""
    rows = (numpy.asarray(PAPER).astype(">u2") * 257).tobytes()
    width, height = PAPER.size
    lines = b"".join(b"\0" + rows[at : at + width * 6] for at in range(0, len(rows), width * 6))
    header = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


@pytest.mark.parametrize(
    "content",
    [
        heic(PAPER),
        heic(PAPER, tile_size=256),
        heic(PAPER.convert("RGBA")),
        heic(PAPER.convert("L")),
        encoded(PAPER, "AVIF"),
        encoded(PAPER, "WEBP"),
        encoded(PAPER, "WEBP", lossless=True),
        encoded(PAPER, "GIF"),
        encoded(PAPER.convert("1"), "BMP"),
        encoded(PAPER, "BMP"),
        encoded(PAPER.convert("LAB"), "TIFF"),
        encoded(PAPER, "TIFF", compression="jpeg"),
        inverted_cmyk(),
        encoded(PAPER, "JPEG", quality=90, keep_rgb=True),
        deep_colour(),
        encoded(PAPER.convert("P"), "PNG", transparency=3),
    ],
    ids=lambda content: content[:12].hex(),
)
def test_every_make_is_drawn_as_it_is(content: bytes) -> None:
    assert unlike(drawn(content), PAPER) < 4


@pytest.mark.parametrize("kind", ["HEIC", "WEBP", "GIF", "BMP"])
def test_the_words_on_it_are_read(kind: str) -> None:
    content = heic(PAPER) if kind == "HEIC" else encoded(PAPER, kind)
    assert NSS in text_of(pages_of(recognise(content, LIMITS))[0])


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_the_exif_orientation_is_applied(orientation: int, kind: str) -> None:
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = PAPER.transpose(turns[orientation]) if orientation in turns else PAPER
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    assert unlike(drawn(encoded(stored, kind, exif=exif)), PAPER) < 6


def test_a_heic_is_turned_once() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    assert unlike(drawn(heic(PAPER.transpose(Image.Transpose.ROTATE_90), exif=exif.tobytes())), PAPER) < 4


def test_all_pictures_of_a_heic_are_pages() -> None:
    content = heic(PAPER, picture(lines=("DOS",)), picture(lines=("TRES",)))
    assert [(sheet.number, sheet.place) for sheet in sheets(content)] == [(1, 1), (2, 2), (3, 3)]
    assert unlike(sheets(content)[1].picture(4_000_000), picture(lines=("DOS",))) < 4
    assert open_sheets(heic(*[PAPER] * 5), LIMITS) == Unreadable(Defect.TAMANO, "5 páginas; se leen hasta 4")


def grained() -> Image.Image:
    """The paper with a camera's grain, so that every part of its file says something."""
    grain = numpy.random.default_rng(7).integers(-15, 15, (PAPER.height, PAPER.width, 3))
    return Image.fromarray((numpy.asarray(PAPER).astype(int) + grain).clip(0, 255).astype(numpy.uint8))


@pytest.mark.parametrize(
    "encode",
    [
        lambda: encoded(grained(), "JPEG", quality=90),
        lambda: encoded(grained(), "JPEG", quality=90, progressive=True),
        lambda: encoded(grained(), "PNG"),
        lambda: encoded(grained(), "TIFF"),
        lambda: encoded(grained(), "BMP")[:54] + encoded(grained(), "BMP")[54:],
        lambda: encoded(grained(), "GIF"),
        lambda: encoded(grained(), "WEBP", quality=90),
        lambda: heic(grained()),
    ],
    ids=["jpeg", "progressive jpeg", "png", "tiff", "bmp", "gif", "webp", "heic"],
)
def test_of_a_picture_cut_short_what_came_is_drawn(encode: Callable[[], bytes]) -> None:
    whole = encode()
    seen = drawn(whole[: len(whole) * 7 // 10])
    assert seen.size == PAPER.size
    halves = [(0, 0, PAPER.width, 250), (0, 310, PAPER.width, PAPER.height)]
    kept = [unlike(seen.crop(half), PAPER.crop(half)) for half in halves]
    assert min(kept) < 14


def test_a_heic_that_cannot_be_decoded_is_damaged_and_not_black() -> None:
    whole = bytearray(heic(PAPER))
    at = whole.find(b"mdat")
    whole[at + 4 :] = bytes(len(whole) - at - 4)
    (sheet,) = sheets(bytes(whole))
    with pytest.raises(Damaged):
        sheet.picture(1_000_000)


@pytest.mark.parametrize("length", [b"\xff\xff\xff\x7f", b"\0\0\0\0"])
def test_a_file_that_lies_about_its_length_stays_as_it_is(length: bytes) -> None:
    content = encoded(PAPER, "WEBP")
    assert padded(content[:4] + length + content[8:], "image/webp") == content[:4] + length + content[8:]


def claims(kind: str, width: int, height: int) -> bytes:
    """A small file of this kind with another size in its header."""
    content = bytearray(encoded(picture(lines=(), size=(64, 64)), kind))
    if kind == "GIF":
        content[6:10] = struct.pack("<HH", width, height)
        at = content.find(b"\x2c\0\0\0\0")
        content[at + 5 : at + 9] = struct.pack("<HH", width, height)
    elif kind == "BMP":
        content[18:26] = struct.pack("<ii", width, height)
    elif kind == "JPEG":
        at = content.find(b"\xff\xc0")
        content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    elif kind == "TIFF":
        for tag, side in ((256, width), (257, height)):
            at = next(at for kind in (3, 4) if (at := content.find(struct.pack("<HHI", tag, kind, 1))) >= 0)
            content[at + 2 : at + 12] = struct.pack("<HII", 4, 1, side)
    return bytes(content)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "JPEG", "TIFF"])
def test_a_header_that_claims_too_much_is_refused_before_anything_is_decoded(kind: str) -> None:
    found = open_sheets(claims(kind, 65_000, 65_000), LIMITS)
    assert isinstance(found, Unreadable)
    assert found.defect is Defect.TAMANO


@pytest.mark.parametrize(("width", "height"), [(15_000, 15_000), (9_000, 11_000)])
def test_nothing_but_the_answer_is_said_of_a_picture_that_is_too_large(width: int, height: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = open_sheets(claims("BMP", width, height), LIMITS)
    assert found == Unreadable(Defect.TAMANO, "la imagen tiene demasiados píxeles")


def test_a_large_scan_in_black_and_white_takes_a_quarter_of_a_photo_and_is_let_pass() -> None:
    fax = encoded(Image.new("1", (9_921, 14_031), 1), "TIFF", compression="group4")
    assert sheets(fax)[0].picture(100_000).size[0] < 300
    assert isinstance(open_sheets(claims("TIFF", 9_921, 14_031), LIMITS), Unreadable)


def test_drawing_twice_gives_the_same() -> None:
    (sheet,) = sheets(encoded(grained(), "PNG"))
    assert sheet.picture(300_000).tobytes() == sheet.picture(300_000).tobytes()
    small, large = sheet.picture(100_000), sheet.picture(9_000_000)
    assert small.size < large.size == PAPER.size
