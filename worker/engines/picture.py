"""Pictures as sheets, by Pillow: every page of a TIFF, the first frame of anything else."""

from __future__ import annotations

import struct
from functools import lru_cache, partial
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
from worker.engines.cut_short import padded
from worker.engines.tones import gray, reduced

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
# So many that decoding takes some 300 MB at its peak; a plain JPEG is made smaller while it is decoded.
_MOST_PIXELS = {
    PNG: 57_000_000,
    JPEG: MAX_PIXELS,
    TIFF: 57_000_000,
    AVIF: 34_000_000,
    WEBP: 19_000_000,
    GIF: 57_000_000,
    BMP: 57_000_000,
}
_MOST_PROGRESSIVE = 46_000_000
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
_NEW_SUBFILE_TYPE = 254
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
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    # Pillow makes room for all of a WebP before anybody can ask how large it is.
    if mime == WEBP and _pixels_of_webp(content) > _MOST_PIXELS[WEBP]:
        raise TooLarge
    try:
        image = Image.open(BytesIO(content), formats=_DECODERS[mime])
        _allow(image, mime)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge from error
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


def _allow(image: Image.Image, mime: str) -> None:
    if image.width * image.height == 0:
        raise Damaged
    most = _MOST_PROGRESSIVE if "progressive" in image.info else _MOST_PIXELS[mime]
    if image.width * image.height > most:
        raise TooLarge


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
@lru_cache(maxsize=1)
def _kept(content: bytes, mime: str, frame: int, pixels: int) -> Image.Image:
    with _opened(content, mime) as image:
        try:
            image.seek(frame)
            _allow(image, mime)
            _draft(image, pixels)
            image.load()
        except Image.DecompressionBombError as error:
            raise TooLarge from error
        except _BROKEN as error:
            raise Damaged from error
        return reduced(_as_exif_says(gray(image), image), pixels)


def _draft(image: ImageFile.ImageFile, pixels: int) -> None:
    """Let the JPEG decoder itself skip what is not needed: a 50-megapixel photo then costs neither time nor memory."""
    scale = (pixels / (image.width * image.height)) ** 0.5
    if scale < 1 and image.format in ("JPEG", "MPO"):
        image.draft(None, (round(image.width * scale), round(image.height * scale)))


def _as_exif_says(picture: Image.Image, image: Image.Image) -> Image.Image:
    """The gray picture turned as the EXIF of the file's image says; as it is where the EXIF is broken."""
    try:
        turn = _EXIF_TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        return picture
    return picture if turn is None else picture.transpose(turn)
