"""Any picture of Pillow's as 8-bit gray of a wanted size, without a second copy of a large one in memory."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

_BAND_PIXELS = 2_000_000
_FULL = 255


def gray(image: Image.Image) -> Image.Image:
    """The picture as 8-bit gray, what is transparent on white; band by band, since some modes take detours."""
    tones = _tones_of(image)
    whole = Image.new("L", image.size)
    rows = max(1, _BAND_PIXELS // image.width)
    for top in range(0, image.height, rows):
        band = image.crop((0, top, image.width, min(image.height, top + rows)))
        whole.paste(tones(band), (0, top))
    return whole


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
