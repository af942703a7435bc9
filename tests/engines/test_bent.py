"""Lines of a page that is curled or folded: found as they run, read as if they were level, put into rows."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.core.pages import page
from tests.engines.drawn import picture
from worker.core.boxes import bend_terms, fall_of, sunk
from worker.core.paper.layout import lay_out
from worker.core.paper.lines import text_of
from worker.core.types import Box, Page
from worker.engines.ppocr.bend import bend_of
from worker.engines.ppocr.detect import lines_of
from worker.engines.ppocr.draft import Draft, draft_of, lies_on_its_side, quarter
from worker.engines.ppocr.lines import letters_of, pieces_of
from worker.engines.ppocr.models import Floats, Gray, missing
from worker.engines.ppocr.outlines import Quad, corners, edges, is_bent, outline_of, quartered, size_of

with_engine = pytest.mark.skipif(bool(missing()), reason="the lighter engine reads the whole page at once")

LABELS = ("TURNO", "CONSULTORIO", "VIGENCIA", "REG PATRONAL", "MODALIDAD", "DELEGACION", "AGREGADO", "SEXO", "UMF")
VALUES = ("MATUTINO", "07", "28/10/2026", "B5320817322", "FACULTATIVO", "CHIAPAS", "1F1999ES", "MUJER", "013")
SENTENCE = "se encuentra VIGENTE ante este Instituto, con agregado 1M2004ES"


def sagging(depth: float) -> Gray:
    """A sentence whose middle hangs so many pixels lower than its ends, with a line above and one below it."""
    flat = np.asarray(picture((SENTENCE, SENTENCE, SENTENCE), (1500, 300), "L"))
    height, width = flat.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    sag = depth * (1 - (2 * x / width - 1) ** 2)
    return np.asarray(cv2.remap(flat, x, y - sag.astype(np.float32), cv2.INTER_CUBIC, borderValue=(255,)), np.uint8)


def mark(depth: float, thick: float = 12.0) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    """The contour of a band 400 pixels long whose middle hangs so many pixels lower than its ends."""
    x = np.linspace(20, 420, 81)
    y = 100 + depth * (1 - ((x - 220) / 200) ** 2)
    above, below = np.stack([x, y - thick / 2], axis=1), np.stack([x, y + thick / 2], axis=1)
    return np.round(np.concatenate([above, below[::-1]])).astype(np.int32)[:, None, :]


def test_a_straight_mark_gets_four_corners() -> None:
    assert not is_bent(outline_of(mark(0), 1.6))


@pytest.mark.parametrize("depth", [14.0, -14.0, 25.0])
def test_the_outline_of_a_bent_mark_follows_its_middle(depth: float) -> None:
    quad = outline_of(mark(depth), 1.6)
    assert is_bent(quad)
    upper, lower = edges(quad, np.array([0.5]))
    middle = float((upper[0, 1] + lower[0, 1]) / 2)
    assert abs(middle - (100 + depth)) < 3
    # The rectangle around it would be as high as the mark and its sag together.
    assert 12 < size_of(quad)[1] < 12 + 1.6 * 14


def test_a_bent_outline_turned_with_its_page_is_bent_and_begins_upper_left() -> None:
    height = 500
    upright = outline_of(mark(20.0), 1.6)
    on_its_side: Quad = np.stack([upright[:, 1], height - upright[:, 0]], axis=1).astype(np.float32)
    turned = quartered(on_its_side, height)
    assert is_bent(turned)
    assert np.allclose(corners(turned), corners(upright), atol=2)
    back = turned
    for _ in range(4):
        back = quartered(back, height)
    assert np.allclose(corners(back), corners(turned), atol=2)


def test_corners_of_a_bent_outline_that_lies_on_its_side_are_those_of_the_page() -> None:
    upright = outline_of(mark(20.0), 1.6)
    length, high = size_of(upright)
    on_its_side = quartered(upright, 500)
    assert size_of(on_its_side) == pytest.approx((high, length), abs=2)


@with_engine
@pytest.mark.integration
def test_a_sentence_that_hangs_is_read_whole() -> None:
    shot = sagging(18.0)
    lines = [quad for quad in lines_of(shot) if size_of(quad)[0] > 700]
    assert any(is_bent(quad) for quad in lines)
    texts = [" ".join(piece.text for piece in pieces_of(letters_of(shot, quad))) for quad in lines]
    assert sum("VIGENTE ante este Instituto" in text and "1M2004ES" in text for text in texts) == 3


@with_engine
@pytest.mark.integration
def test_narrow_letters_are_read_once_more_wider() -> None:
    flat = np.asarray(picture((SENTENCE,), (1500, 90), "L"))
    quad = max(lines_of(flat), key=lambda quad: size_of(quad)[0])
    narrow = np.asarray(cv2.resize(flat, None, fx=0.5, fy=1.0, interpolation=cv2.INTER_AREA), np.uint8)
    squeezed = quad * np.array([0.5, 1.0], dtype=np.float32)
    read = " ".join(piece.text for piece in pieces_of(letters_of(narrow, squeezed)))
    assert "VIGENTE" in read
    assert "1M2004ES" in read


# --- the sheet of the whole page


def quads_on(bend: tuple[float, ...], slope: float = 0.0, width: int = 1000, height: int = 1300) -> list[Floats]:
    """Outlines of level words on a page that is bent so, three to a row."""
    bare = Page(1, width, height, (), "x", slope=slope, bend=bend)
    quads: list[Floats] = []
    for row in np.linspace(0.1, 0.9, 14):
        for left in (0.08, 0.4, 0.7):
            ends = [(x, row + sunk(bare, x, row)) for x in (left, left + 0.18)]
            (x0, y0), (x1, y1) = ((x * width, y * height) for x, y in ends)
            quads.append(np.array([[x0, y0 - 9], [x1, y1 - 9], [x1, y1 + 9], [x0, y0 + 9]], dtype=np.float32))
    return quads


def test_a_flat_page_that_is_askew_has_no_bend() -> None:
    assert bend_of(quads_on((), slope=0.06), 1000, 1300) == ()


def test_a_few_lines_tell_of_no_bend() -> None:
    assert bend_of(quads_on((0.05, 0, 0, 0, 0))[:6], 1000, 1300) == ()


@pytest.mark.parametrize("bend", [(0.06, 0.0, 0.0, 0.0, 0.0), (0.0, 0.1, 0.0, 0.0, 0.0), (0.0, 0.0, 0.08, 0.0, 0.0)])
def test_the_bend_of_a_page_is_found_from_its_lines(bend: tuple[float, ...]) -> None:
    found = bend_of(quads_on(bend, slope=0.02), 1000, 1300)
    assert found
    seen = Page(1, 1000, 1300, (), "x", slope=found[0], bend=found[1:])
    true = Page(1, 1000, 1300, (), "x", slope=0.02, bend=bend)
    places = [(x, y) for x in (0.1, 0.3, 0.5, 0.7, 0.9) for y in (0.15, 0.5, 0.85)]
    assert max(abs(sunk(seen, x, y) - sunk(true, x, y)) for x, y in places) < 9 / 1300


def test_another_paper_beside_it_does_not_bend_a_page() -> None:
    other = [quad + np.array([0, (quad[:, 0] - 800).mean() * 0.4], dtype=np.float32) for quad in quads_on(())[2:9:3]]
    assert bend_of([*quads_on(()), *other], 1000, 1300) == ()


def curled(text: str, bend: tuple[float, ...]) -> Page:
    """A page of text whose lines run as the bend says."""
    flat = page(text)
    shape = Page(1, flat.width, flat.height, (), "x", slope=0.0, bend=bend)

    def moved(box: Box) -> Box:
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        down = sunk(shape, x, y)
        return Box(box.left, box.top + down, box.right, box.bottom + down)

    words = tuple(replace(word, box=moved(word.box)) for word in flat.words)
    return replace(flat, words=words, slope=0.0, bend=bend)


def test_values_of_a_curled_page_stand_beside_their_own_labels() -> None:
    """Without the bend, each value of the right column would stand beside the label above its own."""
    text = "\n".join(f"Etiqueta{row}:{' ' * 60}valor{row}" for row in range(1, 13))
    bend = (0.16, 0.0, 0.0, 0.0, 0.0)
    told = curled(text, bend)
    assert [text_of(line.tokens) for line in lay_out(told).lines] == [f"Etiqueta{n}: valor{n}" for n in range(1, 13)]
    untold = replace(told, bend=())
    assert [text_of(line.tokens) for line in lay_out(untold).lines] != [f"Etiqueta{n}: valor{n}" for n in range(1, 13)]


def test_lines_fall_differently_at_each_side_of_a_curled_page() -> None:
    drawn = Page(1, 700, 1000, (), "x", slope=0.0, bend=(0.1, 0.0, 0.0, 0.0, 0.0))
    left, right = (fall_of(drawn, Box(x, 0.5, x + 0.1, 0.52)) for x in (0.1, 0.8))
    assert left == pytest.approx(-0.07, abs=1e-6)
    assert right == pytest.approx(0.07, abs=1e-6)
    assert fall_of(drawn) == 0.0
    assert len(bend_terms(0.2, 0.3)) == 5


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
@pytest.mark.parametrize("askew", [-0.12, 0.0, 0.12])
def test_which_way_a_page_lies_is_told_however_askew_its_lines_are(turn: int, askew: float) -> None:
    quads = [
        np.array([[x0, y0 + askew * x0], [x1, y0 + askew * x1], [x1, y0 + 20 + askew * x1], [x0, y0 + 20 + askew * x0]])
        for y0 in range(200, 900, 70)
        for x0, x1 in ((80.0, 700.0), (90.0, 300.0))
    ]
    draft = Draft(np.full((1100, 850), 255, np.uint8), 0, [quad.astype(np.float32) for quad in quads])
    for _ in range(turn):
        draft = quarter(draft)
    assert lies_on_its_side(draft.quads) == bool(turn % 2)


@with_engine
@pytest.mark.integration
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_form_of_dotted_leaders_is_set_upright(turn: int) -> None:
    """Dots look the same upside down, and to the network surer than letters do."""
    rows = [f"{label} {'. ' * 24}{value}" for label, value in zip(LABELS, VALUES, strict=True)]
    shot = picture(rows, (1000, 720), "L").rotate(turn, expand=True, fillcolor=255)
    gray = np.asarray(shot)
    assert draft_of(gray, lines_of(gray)).turn == turn
