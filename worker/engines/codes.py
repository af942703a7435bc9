"""The square codes on a page, by zxing-cpp."""

from __future__ import annotations

from importlib.util import find_spec

from worker.engines.ppocr.models import Gray

# The cadena original has some 300 characters; a code holds 4,296 at most.
_LONGEST = 4_296


def codes_of(picture: Gray) -> tuple[str, ...]:
    """The texts of the QR codes in a gray picture (height, width), however they are turned; none without zxing-cpp."""
    if find_spec("zxingcpp") is None:
        return ()
    import zxingcpp

    square = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    found = zxingcpp.read_barcodes(picture, formats=square, try_invert=False)
    return tuple(code.text[:_LONGEST] for code in found)
