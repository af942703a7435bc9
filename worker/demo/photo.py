"""What happens to a paper on its way into a mail: scanned, photographed, captured, turned, locked."""

from __future__ import annotations

import io
import random
import time

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from worker.demo.sheet import Sheet

_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
_SCREEN = (1440, 2960)
_MADE = time.gmtime(1_767_225_600)


def scan(pdf: bytes, seed: int = 0) -> bytes:
    """A PDF with one grey picture of the first page at 200 dpi, a little askew, without a text layer."""
    rng = random.Random(seed)
    page = _render(pdf, 200).convert("L").rotate(rng.uniform(-0.6, 0.6), Image.Resampling.BICUBIC, fillcolor=255)
    grey = page.point(lambda level: level * 0.94 + 10)
    # A fixed date, so that the same paper scanned twice is the same file.
    return _saved(_noisy(rng, grey, 5), "PDF", resolution=200.0, creationDate=_MADE, modDate=_MADE)


def photo(pdf: bytes, seed: int = 0) -> bytes:
    """A JPEG of the first page as a phone takes it: on a table, in perspective, in uneven light, a little soft."""
    rng = random.Random(seed)
    page = _render(pdf, 200)
    view = _table(rng, page.width * 9 // 8, page.height * 10 // 9)
    view.paste(page, ((view.width - page.width) // 2, (view.height - page.height) // 2))
    seen = _tilted(rng, view).filter(ImageFilter.BoxBlur(rng.uniform(0.3, 0.6)))
    return _saved(_noisy(rng, _lit(rng, seen), 9), "JPEG", quality=84)


def screenshot(pdf: bytes) -> bytes:
    """A PNG of a phone's screen (1440 x 2960) that shows the first page in a viewer."""
    screen = Image.new("RGB", _SCREEN, (82, 86, 89))
    page = _render(pdf, 72 * _SCREEN[0] / 612).resize((_SCREEN[0], round(_SCREEN[0] * 11 / 8.5)))
    screen.paste(page, (0, 330))
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, _SCREEN[0], 300), fill=(32, 33, 36))
    draw.text((60, 30), "10:42", fill="white", font_size=46)
    draw.text((150, 170), "constancia.pdf", fill="white", font_size=58)
    draw.rounded_rectangle((1270, 42, 1370, 84), 12, outline="white", width=4)
    return _saved(screen, "PNG")


def turned(jpeg: bytes, degrees: int) -> bytes:
    """The picture turned clockwise in its pixels, as when a phone does not note how it was held.

    Raises:
        KeyError: `degrees` is not 90, 180 or 270.
    """
    return _saved(Image.open(io.BytesIO(jpeg)).transpose(_TURNS[degrees]), "JPEG", quality=88)


def unreadable(pdf: bytes, seed: int = 0) -> bytes:
    """A JPEG so badly out of focus that nobody can read it."""
    shot = Image.open(io.BytesIO(photo(pdf, seed)))
    return _saved(shot.resize((shot.width // 2, shot.height // 2)).filter(ImageFilter.GaussianBlur(11)), "JPEG")


def protect(pdf: bytes, password: str) -> bytes:
    """A PDF of the first page's picture that nobody can open without the password."""
    sheet = Sheet()
    sheet.picture(_saved(_render(pdf, 110), "JPEG", quality=80))
    sheet.lock(password)
    return sheet.finish(mark=False)


def _render(pdf: bytes, dpi: float) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        image: Image.Image = document[0].render(scale=dpi / 72).to_pil()
        return image.convert("RGB")
    finally:
        document.close()


def _table(rng: random.Random, width: int, height: int) -> Image.Image:
    # Boards: noise stretched along one axis looks like grain.
    grain = _noise(rng, width // 8, height // 160 + 2).resize((width, height), Image.Resampling.BICUBIC)
    return ImageOps.colorize(grain, (88, 58, 36), (138, 100, 70))


def _tilted(rng: random.Random, view: Image.Image) -> Image.Image:
    """What the camera sees that is not held quite straight above the middle."""
    width, height = view.size
    quad = []
    for x, y in ((0, 0), (0, height), (width, height), (width, 0)):
        quad += [x + rng.uniform(-0.022, 0.022) * width, y + rng.uniform(-0.022, 0.022) * height]
    return view.transform(view.size, Image.Transform.QUAD, quad, Image.Resampling.BILINEAR, fillcolor=(92, 62, 40))


def _lit(rng: random.Random, view: Image.Image) -> Image.Image:
    """The view under a lamp at one side, a little warm."""
    side = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180, 270))).resize(view.size)
    depth = rng.uniform(0.12, 0.22)
    light = [side.point(lambda level, most=most: most - level * depth) for most in (250, 246, 234)]
    return ImageChops.multiply(view, Image.merge("RGB", light))


def _noisy(rng: random.Random, view: Image.Image, depth: int) -> Image.Image:
    """The view with a sensor's noise, up to `depth` levels either way."""
    noise = _noise(rng, *view.size).point(lambda level: level * 2 * depth // 255)
    grain = noise if view.mode == "L" else Image.merge("RGB", [noise] * 3)
    return ImageChops.add(view, grain, offset=-depth)


def _noise(rng: random.Random, width: int, height: int) -> Image.Image:
    return Image.frombytes("L", (width, height), rng.randbytes(width * height))


def _saved(image: Image.Image, kind: str, **options: float | time.struct_time) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
