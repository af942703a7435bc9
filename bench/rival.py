"""The same scans through OCRmyPDF.

Both readings end in the same core: ours takes the PDF as it comes, the other the text layer that OCRmyPDF (Tesseract
behind it, with its own deskewing and turning) leaves. Same files, same core of the machine, same run. OCRmyPDF's time
includes starting it, as a service that called it would have to.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

import pdfplumber

from bench.carriers import File
from bench.machine import own_seconds
from bench.papers import draw
from bench.run import read_one, recogniser, warm
from bench.school import SCHOOL
from bench.score import Verdict, share, verdict
from bench.statistic import mean
from bench.table import markdown
from bench.truth import Truth
from worker.core.reading import interpret
from worker.core.types import Box, Page, Word
from worker.engines import Recogniser

_OPTIONS = ("-l", "spa", "--force-ocr", "--rotate-pages", "--deskew", "--output-type", "pdf", "--jobs", "1", "--quiet")
_LEVELS = (2, 3)
_SCANS = frozenset({"scan_pdf", "scan_later_page", "photo_in_pdf", "fax"})


@dataclass(frozen=True, slots=True)
class Pair:
    """One scan read both ways: marks and seconds of ours and of the other."""

    ours: Verdict
    our_seconds: float
    theirs: Verdict
    their_seconds: float


def scans(seed: int, layouts: str) -> Iterator[tuple[File, Truth]]:
    """Constancias as PDFs without a text layer, clean and fair in turn, for ever."""
    for number in count():
        file, truth = draw(seed, number, _LEVELS[number % 2], layouts, "constancias")
        if file.suffix == ".pdf" and truth.carrier in _SCANS:
            yield file, truth


def compare(file: File, truth: Truth, engine: Recogniser) -> Pair:
    """Read one scan both ways. Raises CalledProcessError where OCRmyPDF fails."""
    ours, our_seconds, _ = read_one(file.content, truth.file, engine)
    started = own_seconds()
    pages = pages_of(ocrmypdf(file.content))
    theirs = interpret(truth.file, pages, SCHOOL)
    return Pair(verdict(truth, ours), our_seconds, verdict(truth, theirs), own_seconds() - started)


def ocrmypdf(pdf: bytes) -> bytes:
    """The PDF with the text layer that OCRmyPDF puts in. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "before.pdf"), Path(folder, "after.pdf")
        before.write_bytes(pdf)
        subprocess.run([sys.executable, "-m", "ocrmypdf", *_OPTIONS, before, after], check=True, capture_output=True)
        return after.read_bytes()


def pages_of(pdf: bytes) -> tuple[Page, ...]:
    """The words of a text layer, as pages; an OCR made it, so the engine is not called a text layer's."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return tuple(
            Page(page.page_number, float(page.width), float(page.height), _words(page), "ocrmypdf")
            for page in document.pages
        )


def _words(page: pdfplumber.page.Page) -> tuple[Word, ...]:
    sizes = {"x0": page.width, "top": page.height, "x1": page.width, "bottom": page.height}
    return tuple(
        Word(str(word["text"]), Box(*(float(word[side]) / float(size) for side, size in sizes.items())))
        for word in page.extract_words()
    )


def report(number: int, seed: int) -> str:
    """A table of both, over so many scans of all layouts."""
    with recogniser() as engine:
        warm(engine)
        pairs = [compare(file, truth, engine) for file, truth in islice(scans(seed, "all"), number)]
    sides = (
        ("this worker", [pair.ours for pair in pairs], [pair.our_seconds for pair in pairs]),
        ("OCRmyPDF, its text read by the same core", [pair.theirs for pair in pairs], [p.their_seconds for p in pairs]),
    )
    rows = [["", "NSS exact", "sure and right", "CURP exact", "surely wrong", "seconds a file"]]
    for name, verdicts, seconds in sides:
        marks = [str(share(verdicts, field)) for field in ("nss", "proven", "curp")]
        rows.append([name, *marks, str(sum(bool(each.wrong) for each in verdicts)), f"{mean(seconds):.1f}"])
    return f"{len(pairs)} scanned PDFs.\n\n{markdown(rows)}"
