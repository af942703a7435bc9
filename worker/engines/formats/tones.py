"""Any picture of Pillow's as 8-bit gray of a wanted size, without a second copy of a large one in memory."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

_BAND_PIXELS = 2_000_000
_FULL = 255


Bands = Callable[[int, int], Image.Image]
"""The part of a picture in 8-bit gray between two of its rows, the upper one and the one after the last."""


def gray(image: Image.Image, pixels: int) -> Image.Image:
    """The picture as 8-bit gray, what is transparent on white, with at most about `pixels` pixels."""
    tones = _tones_of(image)
    return from_bands(image.size, lambda top, end: tones(image.crop((0, top, image.width, end))), pixels)


def from_bands(size: tuple[int, int], band: Bands, pixels: int) -> Image.Image:
    """A gray picture of this size put together from its bands, with at most about `pixels` pixels.

    Where that is less by several times, each band is made smaller at once, so that the whole is never there.
    """
    width, height = size
    times = max(1, int((width * height / pixels) ** 0.5))
    rows = times * max(1, _BAND_PIXELS // (width * times))
    whole = Image.new("L", (-(-width // times), -(-height // times)))
    for top in range(0, height, rows):
        whole.paste(band(top, min(height, top + rows)).reduce(times), (0, top // times))
    return reduced(whole, pixels)


def reduced(image: Image.Image, pixels: int) -> Image.Image:
    """A gray picture with at most about `pixels` pixels."""
    scale = (pixels / (image.width * image.height)) ** 0.5
    if scale >= 1:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _tones_of(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """How a band of this picture becomes gray."""
    if image.mode.startswith(("I", "F")):
        return _deep(image)
    if image.has_transparency_data:
        return _on_white
    if image.mode == "LAB":
        return lambda band: band.getchannel("L")
    return lambda band: band.convert("L")


def _on_white(band: Image.Image) -> Image.Image:
    clear = band.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", band.size, "white"), clear).convert("L")


def _deep(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """16 and 32 bits to 8 by the range that is really used: scanners fill 10, 12 or 16 of the bits."""
    extrema = image.getextrema()
    low, high = float(extrema[0]), float(extrema[1])  # type: ignore[arg-type]
    scale = _FULL / (high - low) if high > low else 0.0

    def tones(band: Image.Image) -> Image.Image:
        floats = band.convert("I").convert("F") if band.mode.startswith("I") else band
        return floats.point(lambda value: value * scale - low * scale).convert("L")

    return tones
