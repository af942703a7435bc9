from __future__ import annotations

import time
from datetime import date

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.engines.degraded import (
    Shot,
    blurred,
    cropped,
    darkened,
    faults,
    faxed,
    lit,
    opened,
    shadowed,
    shot,
    shrunk,
)
from worker.core.types import Box, Fault, Flaw
from worker.demo import photo
from worker.demo.constancias import constancia
from worker.demo.people import students
from worker.demo.school import SCHOOL
from worker.engines.cuts import BOTTOM, LEFT, RIGHT, TOP
from worker.engines.quality import flaws_of

WHO = students(1)[0]
PAPER = constancia(WHO, True, SCHOOL, issued=date(2026, 9, 7))


@pytest.fixture(scope="module")
def scan() -> Shot:
    return shot(opened(photo.scan(PAPER, 1)))


@pytest.fixture(scope="module")
def photographed() -> Shot:
    return shot(opened(photo.photo(PAPER, 1)))


def flaws(page: Shot) -> tuple[Flaw, ...]:
    return flaws_of(page.picture, page.words)


# --- pictures that are well taken


def test_a_scan_a_photo_and_a_fax_have_no_flaws(scan: Shot, photographed: Shot) -> None:
    assert [flaws(page) for page in (scan, photographed, faxed(scan))] == [(), (), ()]


def test_a_screenshot_has_no_flaws_although_its_clock_stands_at_the_edge() -> None:
    assert flaws(shot(opened(photo.screenshot(PAPER)))) == ()


def test_a_shadow_over_half_of_a_photo_is_no_flaw(photographed: Shot) -> None:
    assert flaws(shadowed(photographed)) == ()


def test_a_picture_made_half_as_large_is_still_fine(scan: Shot) -> None:
    assert flaws(shrunk(scan, 6)) == ()


def test_the_numbers_of_an_array_are_judged_as_the_picture_is(scan: Shot) -> None:
    assert flaws_of(np.asarray(blurred(scan, 0.4).picture), scan.words) == (Flaw(Fault.BORROSA),)


# --- blur, light, size


@pytest.mark.parametrize("letters", [0.25, 0.4, 0.8])
def test_a_page_out_of_focus_is_blurred_and_nothing_else(scan: Shot, photographed: Shot, letters: float) -> None:
    assert flaws(blurred(scan, letters)) == (Flaw(Fault.BORROSA),)
    assert Fault.BORROSA in faults(flaws(blurred(photographed, letters)))


@pytest.mark.parametrize("letters", [0.8, 1.5, 3.0])
def test_a_page_so_blurred_that_no_word_is_found_is_blurred(scan: Shot, photographed: Shot, letters: float) -> None:
    for page in (scan, photographed):
        assert flaws_of(blurred(page, letters).picture, ()) == (Flaw(Fault.BORROSA),)


def test_a_little_softness_is_no_flaw(scan: Shot, photographed: Shot) -> None:
    assert [flaws(blurred(page, 0.08)) for page in (scan, photographed)] == [(), ()]


def test_a_sharp_table_does_not_make_a_blurred_page_sharp(photographed: Shot) -> None:
    soft = np.asarray(blurred(photographed, 0.5).picture).copy()
    grain = np.random.default_rng(3).integers(20, 160, soft.shape, dtype=np.uint8)
    margin = soft.shape[1] // 20
    soft[:, :margin], soft[:, -margin:] = grain[:, :margin], grain[:, -margin:]
    assert Fault.BORROSA in faults(flaws_of(soft, photographed.words))


def test_a_smear_along_the_lines_is_a_blur_too(scan: Shot) -> None:
    tones = np.asarray(scan.picture, dtype=float)
    length = round(1.5 * scan.letter)
    smeared = np.mean([np.roll(tones, step, axis=1) for step in range(length)], axis=0)
    assert faults(flaws_of(smeared.astype(np.uint8), scan.words)) == {Fault.BORROSA}


@pytest.mark.parametrize("share", [0.3, 0.15])
def test_a_dark_photo_is_dark_and_nothing_else(photographed: Shot, share: float) -> None:
    assert flaws(darkened(photographed, share)) == (Flaw(Fault.OSCURA),)


def test_a_black_picture_without_words_is_dark(photographed: Shot) -> None:
    assert flaws_of(darkened(photographed, 0.04).picture, ()) == (Flaw(Fault.OSCURA),)


@pytest.mark.parametrize("letter", [2.0, 3.0, 4.0])
def test_letters_of_four_pixels_and_less_are_too_small(scan: Shot, letter: float) -> None:
    assert flaws(shrunk(scan, letter)) == (Flaw(Fault.PEQUENA),)


def test_a_thumbnail_on_which_no_word_is_found_is_too_small(scan: Shot) -> None:
    assert flaws_of(shrunk(scan, 2.5).picture, ()) == (Flaw(Fault.PEQUENA),)


def test_light_words_on_a_dark_screen_are_not_dark(scan: Shot) -> None:
    negative = Image.fromarray(255 - np.asarray(scan.picture))
    assert Fault.OSCURA not in faults(flaws_of(negative, scan.words))


# --- glare


def test_a_glare_is_found_where_it_is(photographed: Shot) -> None:
    number = photographed.box_of(WHO.nss)
    [flaw] = flaws(lit(photographed, number))
    assert flaw.fault is Fault.REFLEJO and flaw.box is not None
    assert flaw.box.left < number.right and number.left < flaw.box.right
    assert flaw.box.top < number.top and number.bottom < flaw.box.bottom < number.bottom + 0.2


def test_a_white_box_on_a_gray_screen_is_no_glare(scan: Shot) -> None:
    screen = Image.fromarray((np.asarray(scan.picture) * 0.85).astype(np.uint8))
    box = scan.box_of(WHO.nss)
    place = (
        round(box.left * screen.width - 60),
        round(box.top * screen.height - 30),
        round(box.right * screen.width + 60),
        round(box.bottom * screen.height + 30),
    )
    ImageDraw.Draw(screen).rectangle(place, fill=255)
    words = tuple(word for word in scan.words if word.box != box)
    assert flaws_of(screen, words) == ()


# --- cut sides


@pytest.mark.parametrize(
    ("side", "box"),
    [("left", LEFT), ("right", RIGHT), ("top", TOP), ("bottom", BOTTOM)],
)
@pytest.mark.parametrize("carrier", ["scan", "photographed"])
def test_a_page_that_is_cut_names_that_side_and_no_other(
    carrier: str, side: str, box: Box, request: pytest.FixtureRequest
) -> None:
    page: Shot = request.getfixturevalue(carrier)
    at = page.box_of(WHO.nss)
    through = {"left": 0.2, "right": at.right - 0.05, "top": (at.top + at.bottom) / 2, "bottom": at.top + 0.01}[side]
    assert flaws(cropped(page, **{side: through})) == (Flaw(Fault.CORTADA, box),)


def test_two_cut_sides_are_both_named(scan: Shot) -> None:
    corner = cropped(scan, left=0.2, bottom=0.6)
    assert flaws(corner) == (Flaw(Fault.CORTADA, LEFT), Flaw(Fault.CORTADA, BOTTOM))


@pytest.mark.parametrize(("turn", "box"), [(0, BOTTOM), (90, RIGHT), (180, TOP), (270, LEFT)])
def test_a_picture_whose_data_ended_too_soon_is_cut_where_it_ended(scan: Shot, turn: int, box: Box) -> None:
    tones = np.asarray(scan.picture).copy()
    tones[-tones.shape[0] // 3 :] = 128
    assert flaws_of(np.rot90(tones, turn // 90), ()) == (Flaw(Fault.CORTADA, box),)


def test_a_picture_that_merely_ends_where_the_text_begins_is_not_cut_at_that_side(scan: Shot) -> None:
    left = min(word.box.left for word in scan.words if len(word.text) > 2) - 0.4 * scan.letter / scan.picture.width
    assert Flaw(Fault.CORTADA, LEFT) not in flaws(cropped(scan, left=left))


# --- what is no page at all, and what it costs


def test_a_picture_of_something_else_has_no_flaws() -> None:
    wall = np.random.default_rng(4).normal(170, 6, (900, 700)).clip(0, 255).astype(np.uint8)
    face = Image.fromarray(wall)
    ImageDraw.Draw(face).ellipse((150, 150, 550, 750), fill=60)
    assert [flaws_of(picture, ()) for picture in (wall, face)] == [(), ()]


def test_what_is_hardly_a_picture_has_no_flaws() -> None:
    assert flaws_of(np.zeros((5, 900), np.uint8), ()) == ()


def test_it_costs_little(photographed: Shot) -> None:
    large = photographed.picture.resize((2300, 3000))
    flaws_of(large, photographed.words)
    before = time.thread_time()
    flaws_of(large, photographed.words)
    assert time.thread_time() - before < 0.05
