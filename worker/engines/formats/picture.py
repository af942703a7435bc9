"""Pictures as sheets, by Pillow: every page of a TIFF, the first frame of anything else."""

from __future__ import annotations

import struct
from functools import partial
from io import BytesIO

from PIL import Image, ImageFile, UnidentifiedImageError

from worker.core.types import Defect, Unreadable
from worker.engines.base import (
    AVIF,
    BMP,
    CROP_PIXELS,
    GIF,
    JPEG,
    MAX_PIXELS,
    PNG,
    TIFF,
    WEBP,
    Damaged,
    Limits,
    Sheet,
    TooLarge,
)
from worker.engines.formats.cut_short import padded
from worker.engines.formats.tones import gray, reduced
from worker.engines.walls.room import kept, make_room

# Only these decoders are ever let near a stranger's bytes. A phone's MPO is a JPEG with further pictures behind it.
_DECODERS = {
    PNG: ("PNG",),
    JPEG: ("JPEG", "MPO"),
    TIFF: ("TIFF",),
    AVIF: ("AVIF",),
    WEBP: ("WEBP",),
    GIF: ("GIF",),
    BMP: ("BMP", "DIB"),
}
# Bytes that a pixel takes while it is decoded: Pillow keeps colours in four, and some decoders have copies beside it.
_BYTES_BY_MODE = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}
_BYTES_OF_COLOUR = 4
_BYTES_BY_KIND = {AVIF: 8, WEBP: 13, BMP: 4}
# What decoding one picture may take: 57 megapixels of colour, 200 of black on white.
_MOST_BYTES = 230_000_000
# A coefficient of a progressive JPEG, all of which are there before the first pixel is.
_COEFFICIENT = 2
_ORIENTATION = 0x0112
_EXIF_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_REDUCED_COPY = 1  # the bit of TIFF's NewSubfileType that marks a thumbnail
_NEW_SUBFILE_TYPE, _BITS_PER_SAMPLE, _ROWS_PER_STRIP = 254, 258, 278
# What Pillow's decoders raise for broken files. zlib's error and TIFF's are OSError or ValueError by then.
_BROKEN = (
    *(OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, OverflowError, EOFError),
    *(RuntimeError, struct.error),
)


def sheets(content: bytes, limits: Limits, mime: str) -> tuple[Sheet, ...] | Unreadable:
    """The pages of a picture file in order; `DANADO` where Pillow finds none, `TAMANO` above the limits."""
    whole = padded(content, mime)
    try:
        with _opened(whole, mime) as image:
            frames = _page_frames(image, limits.max_pages) if mime == TIFF else [0]
    except TooLarge:
        return Unreadable(Defect.TAMANO, "la imagen tiene demasiados píxeles")
    except Damaged:
        return Unreadable(Defect.DANADO)
    draw = partial(_draw, whole, mime)
    return limits.refuse_pages(len(frames)) or tuple(
        Sheet(number, mime, content, partial(draw, frame)) for number, frame in enumerate(frames, start=1)
    )


def _opened(content: bytes, mime: str) -> ImageFile.ImageFile:
    """The picture with its header read and its size allowed, nothing decoded yet."""
    # A photo cut short in transit shows what came; without this Pillow shows nothing of it.
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    # How large a picture may be is decided here, not by a warning on somebody's screen.
    Image.MAX_IMAGE_PIXELS = None
    # Pillow makes room for all of a WebP before anybody can ask how large it is.
    if mime == WEBP and _pixels_of_webp(content) * _BYTES_BY_KIND[WEBP] > _MOST_BYTES:
        raise TooLarge
    try:
        image = Image.open(BytesIO(content), formats=_DECODERS[mime])
        _allow(image, mime)
    except (UnidentifiedImageError, *_BROKEN) as error:
        raise Damaged from error
    assert isinstance(image, ImageFile.ImageFile)
    return image


def _pixels_of_webp(content: bytes) -> int:
    """What the first chunk claims: the canvas, or a lossless or a lossy picture that stands alone."""

    def number(start: int, end: int) -> int:
        return int.from_bytes(content[start:end], "little")

    match content[12:16]:
        case b"VP8X":
            return (number(24, 27) + 1) * (number(27, 30) + 1)
        case b"VP8L":
            return ((number(21, 25) & 0x3FFF) + 1) * ((number(21, 25) >> 14 & 0x3FFF) + 1)
        case _:
            return (number(26, 28) & 0x3FFF) * (number(28, 30) & 0x3FFF)


def _allow(image: Image.Image, mime: str) -> int:
    """The bytes that decoding the picture takes, of a JPEG those that it takes at any size.

    Raises `TooLarge` where that is too much, `Damaged` where the picture has no area.
    """
    pixels = image.width * image.height
    if pixels == 0:
        raise Damaged
    # A plain JPEG is made smaller while it is decoded.
    needed = _coefficients(image) if mime == JPEG else pixels * _bytes_a_pixel(image, mime) + _strip(image)
    if pixels > MAX_PIXELS or needed > _MOST_BYTES:
        raise TooLarge
    return needed


def _bytes_a_pixel(image: Image.Image, mime: str) -> int:
    return _BYTES_BY_KIND.get(mime) or _BYTES_BY_MODE.get(image.mode, _BYTES_OF_COLOUR)


def _strip(image: Image.Image) -> int:
    """Bytes of a TIFF's strip, which is unpacked as a whole beside the picture."""
    tags = getattr(image, "tag_v2", {})
    if not tags.get(_ROWS_PER_STRIP):
        return 0
    bits = sum(tags.get(_BITS_PER_SAMPLE, (1,)))
    return int(min(tags[_ROWS_PER_STRIP], image.height) * image.width * bits // 8)


def _coefficients(image: Image.Image) -> int:
    """Bytes of what a progressive JPEG is kept as until its last pass has come; none for a plain one."""
    if "progressive" not in image.info:
        return 0
    layers: list[tuple[int, int]] = [(layer[1], layer[2]) for layer in getattr(image, "layer", ())] or [(1, 1)]
    finest = max(h for h, _ in layers) * max(v for _, v in layers)
    return image.width * image.height * _COEFFICIENT * sum(h * v for h, v in layers) // max(1, finest)


def _page_frames(image: ImageFile.ImageFile, max_pages: int) -> list[int]:
    """Which frames of a TIFF are pages (thumbnails are not); stops one past the limit. Raises `Damaged`."""
    frames: list[int] = []
    for frame in range(10 * max_pages):
        try:
            image.seek(frame)
        except EOFError:
            break
        except _BROKEN:
            # What follows a broken directory cannot be found; the pages before it are whole.
            break
        if not _is_thumbnail(image):
            frames.append(frame)
        if len(frames) > max_pages:
            break
    if not frames:
        raise Damaged
    return frames


def _is_thumbnail(image: ImageFile.ImageFile) -> bool:
    tags = getattr(image, "tag_v2", {})
    return bool(tags.get(_NEW_SUBFILE_TYPE, 0) & _REDUCED_COPY)


def _draw(content: bytes, mime: str, frame: int, pixels: int) -> Image.Image:
    """One frame in gray, upright as its EXIF says, with about `pixels` pixels. Raises `Damaged`, `TooLarge`."""
    return reduced(_kept(content, mime, frame, max(pixels, CROP_PIXELS)), pixels)


# A page is drawn in several sizes one after the other, and decoding is what takes the time.
@kept
def _kept(content: bytes, mime: str, frame: int, pixels: int) -> Image.Image:
    with _opened(content, mime) as image:
        return _as_exif_says(_decoded(image, mime, frame, pixels), image)


def as_stored(content: bytes, pixels: int) -> Image.Image:
    """A JPEG in gray with about `pixels` pixels, however its EXIF would turn it.

    Raises `TooLarge`, and `Damaged` also where its colours are a printing press's, which may be kept upside down.
    """
    with _opened(content, JPEG) as image:
        if image.mode == "CMYK":
            raise Damaged
        return _decoded(image, JPEG, 0, pixels)


def _decoded(image: ImageFile.ImageFile, mime: str, frame: int, pixels: int) -> Image.Image:
    try:
        image.seek(frame)
        needed = _allow(image, mime)
        _draft(image, pixels)
        make_room(needed + (image.width * image.height * _bytes_a_pixel(image, mime) if mime == JPEG else 0))
        image.load()
    except _BROKEN as error:
        raise Damaged from error
    return gray(image, pixels)


def _draft(image: ImageFile.ImageFile, pixels: int) -> None:
    """Let the JPEG decoder itself skip colours and what is not needed of the size: that costs no time nor memory."""
    scale = min(1.0, (pixels / (image.width * image.height)) ** 0.5)
    if image.format in ("JPEG", "MPO"):
        image.draft("L", (max(1, round(image.width * scale)), max(1, round(image.height * scale))))


def _as_exif_says(picture: Image.Image, image: Image.Image) -> Image.Image:
    """The gray picture turned as the EXIF of the file's image says; as it is where the EXIF is broken."""
    try:
        turn = _EXIF_TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        return picture
    return picture if turn is None else picture.transpose(turn)
