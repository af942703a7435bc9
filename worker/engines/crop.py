"""The piece of a paper that a value was read from, as a picture for a person's eyes."""

from __future__ import annotations

from io import BytesIO
from math import sqrt

from PIL import Image, ImageOps

from worker.core.types import Box, Defect, Evidence, Unreadable
from worker.engines.base import CROP_PIXELS, Damaged, Limits, TooLarge
from worker.engines.opening import open_sheets
from worker.engines.turning import turned

# In heights of a line: enough for accents and for an edge that was measured a little tight.
_MARGIN = 0.2
# Of a line of print, a letter is so much of its height wide.
_LETTER = 0.6
# Pixels: a height of a line that eyes and engines alike read well, and white around so that no letter touches the edge.
# A piece of several lines keeps its size.
_HEIGHT = 48
_WHITE_BORDER = 16
_SEVERAL = 2.2
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
    line = _line_height(evidence, page)
    piece = page.crop(_pixels(evidence.box, page, _MARGIN * line))
    several = piece.height > _SEVERAL * line
    return _png(ImageOps.expand(piece if several else _sized(piece), _WHITE_BORDER, fill=255))


def _line_height(evidence: Evidence, page: Image.Image) -> float:
    """About how high one line of what was read is, in pixels of the page: all of it, or a part of several lines."""
    width = (evidence.box.right - evidence.box.left) * page.width
    height = (evidence.box.bottom - evidence.box.top) * page.height
    return min(height, sqrt(width * height / (_LETTER * max(1, len(evidence.text)))))


def _pixels(box: Box, page: Image.Image, margin: float) -> tuple[int, int, int, int]:
    """The box with its margin, in whole pixels of the page, at least one wide and high."""
    left = max(0, int(box.left * page.width - margin))
    top = max(0, int(box.top * page.height - margin))
    right = min(page.width, int(box.right * page.width + margin) + 1)
    bottom = min(page.height, int(box.bottom * page.height + margin) + 1)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _sized(piece: Image.Image) -> Image.Image:
    scale = min(_HEIGHT / piece.height, _MOST_ENLARGED)
    size = (max(1, round(piece.width * scale)), max(1, round(piece.height * scale)))
    return piece.resize(size, Image.Resampling.LANCZOS)


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
