"""The five levels and the carriers of each; those that need augraphy are left out where it is not installed."""

from __future__ import annotations

from collections.abc import Mapping

from bench import carriers, lost, worn, wrapped
from bench.carriers import Carrier

LOST_LEVEL = 5


def _named(*listed: Carrier) -> Mapping[str, Carrier]:
    able = [each for each in listed if each not in _WORN or worn.installed()]
    return {each.__name__: each for each in able}


_WORN = (carriers.worn_copy, carriers.worn_photo)
LEVELS: Mapping[int, Mapping[str, Carrier]] = {
    1: _named(carriers.pdf_text, carriers.screenshot),
    2: _named(
        carriers.scan_jpeg,
        carriers.scan_pdf,
        carriers.scan_later_page,
        carriers.scan_tiff,
        carriers.sharp_screenshot,
        wrapped.tiff_pages,
        wrapped.zipped,
        wrapped.bad_layer_pdf,
        wrapped.unmapped_pdf,
        wrapped.uncommon,
    ),
    3: _named(
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
        wrapped.odt,
    ),
    4: _named(
        carriers.hard_photo,
        carriers.turned_photo,
        carriers.exif_photo,
        carriers.beside_photo,
        carriers.folded_photo,
        carriers.marked_photo,
        carriers.worn_photo,
        carriers.glare_photo,
        carriers.screen_photo,
        carriers.small_photo,
        carriers.far_photo,
    ),
    LOST_LEVEL: _named(lost.blurred, lost.shaken, lost.tiny, lost.dark, lost.washed_out, lost.blank),
}
ON_SCREEN = frozenset({"screenshot", "sharp_screenshot", "small_screenshot", "screen_photo"})
"""Carriers of what lives on a screen: nobody scans a telephone."""
WITH_OTHERS = frozenset({"scan_later_page", "tiff_pages", "beside_photo"})
"""Carriers of several papers at once."""
