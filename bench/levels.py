"""The five levels and the carriers of each."""

from __future__ import annotations

from collections.abc import Mapping

from bench import carriers, lost, wrapped
from bench.carriers import Carrier

LOST_LEVEL = 5
LEVELS: Mapping[int, Mapping[str, Carrier]] = {
    1: {each.__name__: each for each in (carriers.pdf_text, carriers.screenshot)},
    2: {
        each.__name__: each
        for each in (
            carriers.scan_jpeg,
            carriers.scan_pdf,
            carriers.scan_later_page,
            carriers.scan_tiff,
            carriers.sharp_screenshot,
            wrapped.tiff_pages,
            wrapped.zipped,
            wrapped.bad_layer_pdf,
        )
    },
    3: {
        each.__name__: each
        for each in (
            carriers.messenger,
            carriers.fax,
            carriers.rough_scan,
            carriers.worn_copy,
            carriers.small_screenshot,
            carriers.good_photo,
            carriers.photo_in_pdf,
            wrapped.heic,
            wrapped.webp,
            wrapped.docx,
        )
    },
    4: {
        each.__name__: each
        for each in (
            carriers.hard_photo,
            carriers.turned_photo,
            carriers.exif_photo,
            carriers.beside_photo,
            carriers.folded_photo,
            carriers.marked_photo,
            carriers.worn_photo,
            carriers.glare_photo,
            carriers.screen_photo,
        )
    },
    LOST_LEVEL: {each.__name__: each for each in (lost.blurred, lost.shaken, lost.tiny, lost.dark, lost.washed_out)},
}
ON_SCREEN = frozenset({"screenshot", "sharp_screenshot", "small_screenshot", "screen_photo"})
"""Carriers of what lives on a screen: nobody scans a telephone."""
