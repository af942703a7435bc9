"""Hostile pictures: small files that claim or unfold to huge ones, and files that lead their readers in circles."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pillow_heif
from PIL import Image

from tests.engines.drawn import encoded, picture
from tests.hostile.archives import deflated_zeros

_SIDE = 65_000


def shown() -> Image.Image:
    """A constancia as a picture."""
    return picture()


def png(width: int, height: int, data: bytes, *chunks: tuple[bytes, bytes], depth: int = 8, colour: int = 2) -> bytes:
    """A PNG with this header, these chunks and this packed data, whatever they say."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    pieces = ((b"IHDR", header), *chunks, (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in pieces)


def png_header() -> bytes:
    """65,000 by 65,000 points and no data to speak of."""
    return png(_SIDE, _SIDE, zlib.compress(bytes(100)))


def png_bomb() -> bytes:
    """The same with all of its twelve gigabytes, packed."""
    return png(_SIDE, _SIDE, _zlib(12_000))


def png_largest() -> bytes:
    """The largest picture that is let pass, in colour, packed to a thousandth."""
    return png(9_999, 10_000, _zlib(300))


def png_deepest() -> bytes:
    """The same with 16 bits a colour and transparency."""
    return png(9_999, 10_000, _zlib(800), depth=16, colour=6)


def png_long_data() -> bytes:
    """A small picture with four gigabytes of data behind it."""
    return png(900, 560, _zlib(4000))


def png_text_bomb() -> bytes:
    """A constancia with a comment of two gigabytes, packed."""
    return _with_chunk(b"zTXt", b"Comment\0\0" + _zlib(2000))


def png_profile_bomb() -> bytes:
    """A constancia with a colour profile of two gigabytes, packed."""
    return _with_chunk(b"iCCP", b"profile\0\0" + _zlib(2000))


def png_frames() -> bytes:
    """A picture that says it moves, in two thousand million frames."""
    return _with_chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))


def jpeg_header() -> bytes:
    """A JPEG whose header says 65,000 by 65,000."""
    return _resized_jpeg(encoded(shown(), "JPEG"), _SIDE, _SIDE)


def jpeg_scans() -> bytes:
    """A progressive JPEG of 16 megapixels whose last pass comes again two thousand times."""
    content = encoded(Image.new("L", (4000, 4000), 200), "JPEG", progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:-2] + content[last:-2] * 2000 + b"\xff\xd9"


def jpeg_cut() -> bytes:
    """A photo that was cut short in the middle: what is there can be read."""
    content = encoded(shown(), "JPEG", quality=95)
    return content[: len(content) * 9 // 10]


def jpeg_exif_loop() -> bytes:
    """A constancia whose EXIF directory is followed by itself."""
    directory = struct.pack("<HHHIII", 1, 0x8769, 4, 1, 8, 8)
    exif = b"Exif\0\0II*\0" + struct.pack("<I", 8) + directory
    content = encoded(shown(), "JPEG")
    return content[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + content[2:]


def tiff_header() -> bytes:
    """A TIFF of one strip that says 65,000 by 65,000."""
    return tiff([_tags(_SIDE, _SIDE, 8, 100)], bytes(100))


def tiff_bomb() -> bytes:
    """The same with all of its four gigabytes, packed."""
    data = _zlib(4000)
    return tiff([_tags(_SIDE, _SIDE, 8, len(data), compression=8)], data)


def tiff_loop() -> bytes:
    """Two directories of a TIFF, each followed by the other."""
    data = bytes(60 * 40)
    return tiff([_tags(60, 40, 8, len(data))] * 2, data, loop=True)


def tiff_many() -> bytes:
    """A TIFF of five thousand pages."""
    data = bytes(60 * 40)
    return tiff([_tags(60, 40, 8, len(data))] * 5000, data)


def tiff_tiles() -> bytes:
    """A TIFF cut into tiles of two thousand million points."""
    plain = {tag: value for tag, value in _tags(900, 560, 8, 100).items() if tag not in (273, 278, 279)}
    tiles = {322: 2**31 - 16, 323: 2**31 - 16, 324: 8, 325: 99}
    return tiff([{**plain, **{tag: (4, 1, value) for tag, value in tiles.items()}}], bytes(100))


def tiff_counts() -> bytes:
    """A TIFF with four thousand million strips."""
    return tiff([{**_tags(900, 560, 8, 100), 273: (4, 2**32 - 1, 8), 279: (4, 2**32 - 1, 8)}], bytes(100))


def heic_header() -> bytes:
    """A HEIC whose size is said to be 65,000 by 65,000."""
    content = heic()
    at = content.index(b"ispe") + 8
    return content[:at] + struct.pack(">II", _SIDE, _SIDE) + content[at + 8 :]


def avif_header() -> bytes:
    """An AVIF whose size is said to be 65,000 by 65,000."""
    content = encoded(shown(), "AVIF")
    at = content.index(b"ispe") + 8
    return content[:at] + struct.pack(">II", _SIDE, _SIDE) + content[at + 8 :]


def heic_rubbish() -> bytes:
    """A HEIC whose picture is rubbish."""
    content = heic()
    return content[: content.index(b"mdat") + 4] + b"\xa5" * 3000


def heic() -> bytes:
    """A constancia as an iPhone keeps it."""
    out = BytesIO()
    pillow_heif.from_pillow(shown()).save(out)
    return out.getvalue()


def webp_header() -> bytes:
    """A WebP whose canvas is said to be 65,000 by 65,000, with one point on it."""
    size = struct.pack("<I", _SIDE - 1)[:3]
    return _riff(b"VP8X" + struct.pack("<II", 10, 0) + size + size + _one_colour(1, 1))


def webp_bomb() -> bytes:
    """A WebP of 16,383 by 16,383 points of one colour: a few bytes."""
    return _riff(_one_colour(16_383, 16_383))


def _one_colour(width: int, height: int) -> bytes:
    """A lossless picture in which no point takes a bit: no transform, five codes of one symbol each."""
    bits = (width - 1) | (height - 1) << 14 | 0x11111 << 35
    return b"VP8L" + struct.pack("<I", 20) + b"\x2f" + bits.to_bytes(12, "little") + bytes(7)


def webp_frames() -> bytes:
    """A WebP that moves, in three hundred frames."""
    frames = [Image.new("L", (64, 64), number % 256) for number in range(300)]
    return encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])


def gif_header() -> bytes:
    """A GIF whose screen is 65,000 by 65,000 and whose picture is one point."""
    content = encoded(Image.new("P", (1, 1)), "GIF")
    return content[:6] + struct.pack("<HH", _SIDE, _SIDE) + content[10:]


def gif_frames() -> bytes:
    """A GIF with fifty thousand frames behind a constancia."""
    content = encoded(shown(), "GIF")
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return content[:-1] + frame * 50_000 + b";"


def bmp_header() -> bytes:
    """A BMP whose header says 65,000 by 65,000."""
    content = encoded(shown(), "BMP")
    return content[:18] + struct.pack("<ii", _SIDE, _SIDE) + content[26:]


def bmp_run_lengths() -> bytes:
    """A BMP packed by runs, of 9,999 by 10,000 points, whose runs lead nowhere."""
    header = struct.pack("<IiiHHIIiiII", 40, 9_999, 10_000, 1, 8, 1, 600_000, 0, 0, 256, 0)
    body = header + bytes(1024) + b"\x00\x02\xff\xff" * 150_000
    return b"BM" + struct.pack("<IHHI", 14 + len(body), 0, 0, 14 + 40 + 1024) + body


def tiff(pages: list[dict[int, tuple[int, int, int]]], data: bytes, loop: bool = False) -> bytes:
    """A TIFF with these directories, each tag as its type, count and value, and its data at byte 8.

    With `loop` the first directory follows the last.
    """
    at = 8 + len(data) + len(data) % 2
    sizes = [2 + 12 * len(tags) + 4 for tags in pages]
    starts = [at + sum(sizes[:number]) for number in range(len(pages))]
    following = [*starts[1:], starts[0] if loop else 0]
    out = b"II*\0" + struct.pack("<I", starts[0]) + data + bytes(len(data) % 2)
    return out + b"".join(_directory(tags, after) for tags, after in zip(pages, following, strict=True))


def _directory(tags: dict[int, tuple[int, int, int]], following: int) -> bytes:
    entries = b"".join(struct.pack("<HHII", tag, *value) for tag, value in sorted(tags.items()))
    return struct.pack("<H", len(tags)) + entries + struct.pack("<I", following)


def _tags(width: int, height: int, bits: int, length: int, compression: int = 1) -> dict[int, tuple[int, int, int]]:
    values = {256: width, 257: height, 258: bits, 259: compression, 262: 1, 273: 8, 277: 1, 278: height, 279: length}
    return {tag: (4, 1, value) for tag, value in values.items()}


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _with_chunk(kind: bytes, content: bytes) -> bytes:
    """A constancia as a PNG with this chunk behind its header."""
    whole = encoded(shown(), "PNG")
    return whole[:33] + _chunk(kind, content) + whole[33:]


def _zlib(megabytes: int) -> bytes:
    return b"\x78\xda" + deflated_zeros(megabytes) + bytes(4)


def _riff(content: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", len(content) + 4) + b"WEBP" + content


def _resized_jpeg(content: bytes, width: int, height: int) -> bytes:
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]
