"""The engine that reads a page from its picture with PP-OCR: a recipe of stages, each tried while it is worth it.

A line costs as much to read as finding all of them, so the lines that carry labels and values come first, and the
reading stops where a person would. What remains in doubt then is looked at by Tesseract, which is independent of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from worker.core.types import Page
from worker.engines.base import CROP_PIXELS, Sheet
from worker.engines.codes import codes_of
from worker.engines.judge import Judge
from worker.engines.ppocr.apart import papers_apart
from worker.engines.ppocr.bands import around, closer_lines, outline, spreading_lines
from worker.engines.ppocr.bend import bend_of
from worker.engines.ppocr.boxes import with_boxes
from worker.engines.ppocr.detect import lines_of
from worker.engines.ppocr.draft import Draft, draft_of
from worker.engines.ppocr.labels import with_labels
from worker.engines.ppocr.light import flattened, is_uneven
from worker.engines.ppocr.models import Gray, missing
from worker.engines.ppocr.order import turns_of
from worker.engines.ppocr.overlooked import with_overlooked
from worker.engines.ppocr.paper import sheet_of
from worker.engines.ppocr.second import confirmed, with_earlier
from worker.engines.quality import flaws_of

NAME = "pp-ocr"

# A letter page at 170 dpi: its small print is 12 pixels high, and the detector sees half of that.
READING_PIXELS = 3_000_000
# A page has more lines than the first, and they take more of its picture than the second, unless it lies far away.
_FEW_LINES, _SMALL_PART = 8, 0.3
# A mean confidence of letters above which light is not what keeps the page from being understood.
_CLEAR = 0.97


@dataclass(frozen=True)
class Task:
    """What the stages are given."""

    sheet: Sheet
    judge: Judge
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """What a stage leaves to the next: the draft, and the page made of it."""

    draft: Draft
    page: Page
    closer: bool = False


Stage = Callable[[Task, Look], Look]


def read(sheet: Sheet, judge: Judge) -> Page | None:
    """The words of the page as a picture, upright; None where PP-OCR is not installed.

    Raises `Damaged`, `TooLarge`, `EngineMissing`.
    """
    if missing():
        return None
    picture = np.asarray(sheet.picture(READING_PIXELS))
    task = Task(sheet, judge, codes_of(picture))
    look = _look(task, _draft(sheet, picture))
    for stage in FIRST_LOOK:
        look = look if judge.settles(look.page) else stage(task, look)
    for stage in SECOND_LOOK:
        look = look if judge.suffices(look.page) else stage(task, look)
    # Also of a page that seems certain: a glare may hide what stands before an answer.
    return replace(look.page, flaws=flaws_of(look.draft.picture, look.page.words))


def _draft(sheet: Sheet, picture: Gray) -> Draft:
    """The page's lines; where there are hardly any, or only in a small part, the paper is looked at larger."""
    quads = lines_of(picture)
    left, top, right, bottom = around(picture, quads)
    if len(quads) >= _FEW_LINES and (right - left) * (bottom - top) >= _SMALL_PART * picture.size:
        return draft_of(picture, quads)
    paper = sheet_of(picture)
    if paper is None and not quads:
        return draft_of(picture, quads)
    large = np.asarray(sheet.picture(CROP_PIXELS))
    factor = np.float32(large.shape[0] / picture.shape[0])
    known = [quad * factor for quad in quads]
    if paper is None and len(quads) < _FEW_LINES:
        return draft_of(large, spreading_lines(large, known))
    return draft_of(large, closer_lines(large, known, around(large, known if paper is None else [paper * factor])))


def _look(task: Task, draft: Draft) -> Look:
    return Look(draft, _page(task, draft))


def _page(task: Task, draft: Draft) -> Page:
    height, width = draft.picture.shape
    slope = draft.slope()
    words = with_boxes(draft.picture, draft.words(), slope)
    number, path = task.sheet.number, task.sheet.path
    fall, *bend = bend_of(draft.quads, width, height) or (slope,)
    return Page(number, width, height, words, NAME, draft.turn, path, codes=task.codes, slope=fall, bend=tuple(bend))


def usual_print(task: Task, look: Look) -> Look:
    """Labels and values, and the sentences among them: any of these may name somebody else, or deny."""
    labels, sentences, _ = turns_of(look.draft.quads)
    look.draft.look([*labels, *sentences])
    return replace(look, page=_page(task, look.draft))


def small_print(task: Task, look: Look) -> Look:
    """What is left to be read."""
    look.draft.look(range(len(look.draft.quads)))
    return replace(look, page=_page(task, look.draft))


def one_paper(task: Task, look: Look) -> Look:
    """The lines of one paper only, where another that lies beside it is in its way."""
    best = look
    for places in papers_apart(look.draft.quads):
        draft = look.draft.only(places)
        new = replace(look, draft=draft, page=_page(task, draft))
        best = new if task.judge.worth(new.page) > task.judge.worth(best.page) else best
    return best


def known_labels(task: Task, look: Look) -> Look:
    """Labels that cannot be spelled but can only be one, where one may be missing."""
    if not task.judge.may_lack_labels(look.page):
        return look
    draft = with_labels(look.draft)
    new = look if draft is look.draft else replace(look, draft=draft, page=_page(task, draft))
    return new if task.judge.worth(new.page) >= task.judge.worth(look.page) else look


def second_reader(task: Task, look: Look) -> Look:
    """What is in doubt, read by Tesseract too; first what may have been overlooked beside it."""
    slope = look.draft.slope_at
    page = with_overlooked(look.page, task.judge.doubts(look.page), task.sheet, slope)
    return replace(look, page=confirmed(page, task.judge.doubts(page), task.sheet, slope))


def closer(task: Task, look: Look) -> Look:
    """The lines looked for again where there are any, larger: faint labels and small print appear."""
    if look.closer or not look.draft.quads:
        return look
    new = replace(
        _again(task, look, _turned(np.asarray(task.sheet.picture(CROP_PIXELS)), look.draft.turn)), closer=True
    )
    return new if task.judge.worth(new.page) >= task.judge.worth(look.page) else replace(look, closer=True)


def closer_for_gaps(task: Task, look: Look) -> Look:
    """The same, at once where a value was not found: the second reader reads what was found."""
    return closer(task, look) if task.judge.misses(look.page) else look


def confirmed_closer(task: Task, look: Look) -> Look:
    """The same, where the second reader left doubts."""
    if look.closer or not task.judge.could_settle(look.page):
        return look
    new = second_reader(task, known_labels(task, closer(task, look)))
    return replace(new, page=with_earlier(new.page, look.page))


def evened(task: Task, look: Look) -> Look:
    """The page without its shadows, where they leave much in doubt."""
    if not task.judge.could_settle(look.page) or look.draft.certainty() >= _CLEAR:
        return look
    left, top, right, bottom = around(look.draft.picture, look.draft.quads)
    if not is_uneven(look.draft.picture[top:bottom, left:right]):
        return look
    new = _again(task, look, flattened(look.draft.picture))
    new = second_reader(task, replace(new, closer=look.closer))
    return new if task.judge.worth(new.page) > task.judge.worth(look.page) else look


def _again(task: Task, look: Look, picture: Gray) -> Look:
    """The page found and read anew in another picture of it, where that is in doubt. What was clear is kept."""
    factor = np.float32(picture.shape[0] / look.draft.picture.shape[0])
    known, clear = ([quad * factor for quad in quads] for quads in (look.draft.quads, look.draft.clear()))
    corners = [outline(box, picture) for box in task.judge.corners(look.page)]
    draft = Draft(picture, look.draft.turn, closer_lines(picture, known, around(picture, corners or known), clear))
    draft.adopt(look.draft, clear=True)
    draft.look(turns_of(draft.quads)[0])
    # A sentence in doubt is rarely what is missed, and long; what no look has read yet is read all the same.
    draft.adopt(look.draft, clear=False)
    draft.look(range(len(draft.quads)))
    return replace(look, draft=draft, page=_page(task, draft))


def _turned(picture: Gray, turn: int) -> Gray:
    return np.ascontiguousarray(np.rot90(picture, -(turn // 90)))


FIRST_LOOK: tuple[Stage, ...] = (usual_print, small_print)
SECOND_LOOK: tuple[Stage, ...] = (one_paper, closer_for_gaps, known_labels, second_reader, confirmed_closer, evened)
