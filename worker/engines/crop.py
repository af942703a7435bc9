"""The piece of a paper that a value was read from, as a picture for a person's eyes."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

from worker.core.types import Box, Defect, Evidence, Unreadable
from worker.engines.base import CROP_PIXELS, Damaged, Limits, TooLarge
from worker.engines.ocr import turned
from worker.engines.opening import open_sheets

# In heights of the box: enough for accents and for an edge that was measured a little tight.
_MARGIN = 0.2
# Pixels: a height of a line that eyes and engines alike read well, and white around so that no letter touches the edge.
# A taller piece has several lines and keeps its size.
_HEIGHT = 48
_WHITE_BORDER = 16
_MOST_ENLARGED = 4.0


def crop(content: bytes, evidence: Evidence, limits: Limits) -> bytes | Unreadable:
    """The box of `evidence` cut out of its page, upright, as a PNG; or why the file cannot be opened.

    Args:
        content: the paper's file, the same that was read.
        evidence: which page (from 1), how it was turned, and which box.
        limits: as for reading.

    Raises:
        IndexError: the file has no such page; the evidence belongs to another file.
    """
    sheets = open_sheets(content, limits)
    if isinstance(sheets, Unreadable):
        return sheets
    try:
        page = turned(sheets[evidence.page - 1].picture(CROP_PIXELS), evidence.turn)
    except Damaged:
        return Unreadable(Defect.DANADO)
    except TooLarge:
        return Unreadable(Defect.TAMANO)
    return _png(ImageOps.expand(_sized(page.crop(_pixels(evidence.box, page))), _WHITE_BORDER, fill=255))


def _pixels(box: Box, page: Image.Image) -> tuple[int, int, int, int]:
    """The box with its margin, in whole pixels of the page, at least one wide and high."""
    margin = _MARGIN * (box.bottom - box.top) * page.height
    left = max(0, int(box.left * page.width - margin))
    top = max(0, int(box.top * page.height - margin))
    right = min(page.width, int(box.right * page.width + margin) + 1)
    bottom = min(page.height, int(box.bottom * page.height + margin) + 1)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _sized(piece: Image.Image) -> Image.Image:
    several = piece.height > 2.5 * _HEIGHT
    scale = 1.0 if several else min(_HEIGHT / piece.height, _MOST_ENLARGED)
    size = (max(1, round(piece.width * scale)), max(1, round(piece.height * scale)))
    return piece.resize(size, Image.Resampling.LANCZOS)


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
