"""Pictures (PNG, JPEG, TIFF) as sheets, by Pillow: every page of a TIFF, the first frame of anything else."""

from __future__ import annotations

import struct
from functools import partial
from io import BytesIO

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from worker.core.types import Defect, Unreadable
from worker.engines.base import JPEG, MAX_PIXELS, PNG, TIFF, Damaged, Limits, Sheet, TooLarge

# Only these decoders are ever let near a stranger's bytes. A phone's MPO is a JPEG with further pictures behind it.
_DECODERS = {PNG: ("PNG",), JPEG: ("JPEG", "MPO"), TIFF: ("TIFF",)}
_REDUCED_COPY = 1  # the bit of TIFF's NewSubfileType that marks a thumbnail
_NEW_SUBFILE_TYPE = 254
# What Pillow's decoders raise for broken files. zlib's error and TIFF's are OSError or ValueError by then.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, OverflowError, EOFError, struct.error)


def sheets(content: bytes, limits: Limits, mime: str) -> tuple[Sheet, ...] | Unreadable:
    """The pages of a picture file in order; `DANADO` where Pillow finds none, `TAMANO` above the limits."""
    try:
        with _opened(content, mime) as image:
            frames = _page_frames(image, limits.max_pages) if mime == TIFF else [0]
    except TooLarge:
        return Unreadable(Defect.TAMANO, "la imagen tiene demasiados píxeles")
    except Damaged:
        return Unreadable(Defect.DANADO)
    draw = partial(_draw, content, mime)
    return limits.refuse_pages(len(frames)) or tuple(
        Sheet(number, mime, content, partial(draw, frame)) for number, frame in enumerate(frames, start=1)
    )


def _opened(content: bytes, mime: str) -> ImageFile.ImageFile:
    """The picture with its header read and its size allowed, nothing decoded yet."""
    # A photo cut short in transit shows what came; without this Pillow shows nothing of it.
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        image = Image.open(BytesIO(content), formats=_DECODERS[mime])
        _allow(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge from error
    except (UnidentifiedImageError, *_BROKEN) as error:
        raise Damaged from error
    assert isinstance(image, ImageFile.ImageFile)
    return image


def _allow(image: Image.Image) -> None:
    # Pillow's own guard only warns up to twice its limit.
    if image.width * image.height > MAX_PIXELS:
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
    """One frame in gray, upright as its EXIF says, reduced to about `pixels`. Raises `Damaged`, `TooLarge`."""
    with _opened(content, mime) as image:
        try:
            image.seek(frame)
            _allow(image)
            _draft(image, pixels)
            image.load()
        except Image.DecompressionBombError as error:
            raise TooLarge from error
        except _BROKEN as error:
            raise Damaged from error
        return gray(reduced(_as_exif_says(image), pixels))


def _draft(image: ImageFile.ImageFile, pixels: int) -> None:
    """Let the JPEG decoder itself skip what is not needed: a 50-megapixel photo then costs neither time nor memory."""
    scale = (pixels / (image.width * image.height)) ** 0.5
    if scale < 1 and image.format in ("JPEG", "MPO"):
        image.draft(None, (round(image.width * scale), round(image.height * scale)))


def _as_exif_says(image: Image.Image) -> Image.Image:
    """The picture turned as its EXIF says; as it is where the EXIF is broken."""
    try:
        return ImageOps.exif_transpose(image)
    except _BROKEN:
        return image


def reduced(image: Image.Image, pixels: int) -> Image.Image:
    """The picture with at most about `pixels` pixels, in a mode that can be made smaller without tearing letters."""
    scale = (pixels / (image.width * image.height)) ** 0.5
    if scale >= 1:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return _smooth(image).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _smooth(image: Image.Image) -> Image.Image:
    if image.mode == "P":
        return image.convert("RGBA")
    return gray(image) if image.mode.startswith(("1", "I", "F")) else image


def gray(image: Image.Image) -> Image.Image:
    """Any picture of Pillow's as 8-bit gray, what is transparent on white."""
    if image.mode.startswith(("I", "F")):
        return _deep_to_gray(image)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    if image.mode == "LAB":
        return image.getchannel("L")
    return image.convert("L")


def _deep_to_gray(image: Image.Image) -> Image.Image:
    """16 and 32 bits to 8 by the range that is really used: scanners fill 10, 12 or 16 of the bits."""
    floats = image.convert("I").convert("F") if image.mode.startswith("I") else image
    extrema = floats.getextrema()
    low, high = float(extrema[0]), float(extrema[1])  # type: ignore[arg-type]
    scale = 255 / (high - low) if high > low else 0.0
    return floats.point(lambda value: value * scale - low * scale).convert("L")
