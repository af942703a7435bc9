"""Tesseract, by pytesseract: the words of a picture, and which way up it thinks the picture is."""

from __future__ import annotations

import re

import pytesseract
from PIL import Image

from worker.core.types import Box, Word
from worker.engines.base import EngineMissing

LANGUAGE = "spa"
_PACKAGES = "tesseract-ocr tesseract-ocr-spa"
_MISSING = "Tesseract {what}: instala los paquetes {packages} (en Debian: apt-get install {packages})."
# Tesseract would guess the resolution from the text; at READING_PIXELS a letter page has about this one.
_CONFIG = "--oem 1 --psm 3 --dpi 200"
_BLOCK_CONFIG = "--oem 1 --psm 6 --dpi 300"
# Its Spanish takes the I that a key in capitals and digits begins with for an exclamation mark.
_SPANISH_I = re.compile(r"^[¡|](?=[A-Z0-9]{4})")
_OSD_CONFIG = "--dpi 200"


def check() -> None:
    """Raise `EngineMissing` unless Tesseract and its Spanish and orientation data are installed."""
    try:
        languages = pytesseract.get_languages()
    except pytesseract.TesseractNotFoundError as error:
        raise _missing("no está instalado") from error
    lacking = sorted({LANGUAGE, "osd"} - set(languages))
    if lacking:
        raise _missing(f"no tiene los datos de {', '.join(lacking)}")


def words_of(picture: Image.Image) -> tuple[Word, ...]:
    """The words that Tesseract finds in a gray picture, in its order, in fractions of the picture.

    Raises `EngineMissing` where Tesseract or its Spanish data are not there.
    """
    return _read(picture, _CONFIG)


def words_of_block(picture: Image.Image) -> tuple[Word, ...]:
    """As `words_of`, for a picture that is one block of lines, such as crops put below each other."""
    return _read(picture, _BLOCK_CONFIG)


def _read(picture: Image.Image, config: str) -> tuple[Word, ...]:
    try:
        data = pytesseract.image_to_data(
            _plain(picture), lang=LANGUAGE, config=config, output_type=pytesseract.Output.DICT
        )
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError) as error:
        raise _explained(error) from error
    columns = ("text", "conf", "left", "top", "width", "height")
    rows = [row for row in zip(*(data.get(column, ()) for column in columns), strict=True) if str(row[0]).strip()]
    return tuple(
        Word(
            _SPANISH_I.sub("I", str(text).strip()),
            _box(left, top, width, height, picture),
            max(0.0, float(confidence)) / 100,
        )
        for text, confidence, left, top, width, height in rows
    )


def guess_turn(picture: Image.Image) -> tuple[int, float]:
    """Degrees clockwise that would set the picture upright, and Tesseract's confidence (0 where it cannot tell).

    Raises `EngineMissing` where Tesseract is not there.
    """
    try:
        found = pytesseract.image_to_osd(_plain(picture), config=_OSD_CONFIG, output_type=pytesseract.Output.DICT)
    except pytesseract.TesseractNotFoundError as error:
        raise _missing("no está instalado") from error
    except pytesseract.TesseractError:
        # Its way of saying that there are too few characters to tell.
        return 0, 0.0
    return int(found.get("rotate", 0)) % 360, float(found.get("orientation_conf", 0.0))


def _plain(picture: Image.Image) -> Image.Image:
    """The same picture, marked to be handed over uncompressed: writing a PNG takes longer than one would think."""
    plain = picture.copy()
    plain.format = "PPM"
    return plain


def _box(left: int, top: int, width: int, height: int, picture: Image.Image) -> Box:
    return Box(
        left / picture.width,
        top / picture.height,
        min(1.0, (left + width) / picture.width),
        min(1.0, (top + height) / picture.height),
    )


def _explained(error: Exception) -> Exception:
    """`EngineMissing` where the failure means that something is not installed, else the failure itself."""
    if isinstance(error, pytesseract.TesseractNotFoundError):
        return _missing("no está instalado")
    if "loading language" in str(error) or "opening data file" in str(error):
        return _missing(f"no tiene los datos de {LANGUAGE}")
    return error


def _missing(what: str) -> EngineMissing:
    return EngineMissing(_MISSING.format(what=what, packages=_PACKAGES))
