"""Results as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bench.levels import LOST_LEVEL
from bench.run import Result
from bench.score import share
from bench.statistic import Share, mean, percentile

LEVEL_NAMES = {1: "1 born digital", 2: "2 clean scan", 3: "3 fair", 4: "4 hard photo", 5: "5 unreadable"}
_TARGETS = (
    ("NSS exact, legible constancias", "≥ 99.5 %", "nss", (1, 2, 3, 4)),
    ("… born digital and clean scans", "100 %", "nss", (1, 2)),
    ("… hard photos", "≥ 97 %", "nss", (4,)),
    ("NSS and vigencia right and sure", "≥ 98 %", "proven", (1, 2, 3, 4)),
    ("CURP exact", "≥ 98 %", "curp", (1, 2, 3, 4)),
    ("`through` right", "≥ 98 %", "through", (1, 2, 3, 4)),
    ("name right (accents aside)", "≥ 98 %", "name", (1, 2, 3, 4)),
    ("kind of paper right", "≥ 99 %", "kind", (1, 2, 3, 4)),
)
Group = tuple[str, Callable[[Result], bool]]
_GROUPS: tuple[Group, ...] = (("tuned", lambda each: not each.truth.held), ("held", lambda each: each.truth.held))


def report(results: Sequence[Result], peak: int) -> str:
    """The whole report: targets, levels, time and memory, what is surely wrong, what was missed."""
    pages = sum(each.pages for each in results)
    head = f"{len(results)} papers ({pages} pages)."
    parts = [head, targets(results), levels(results), machine_table(results, peak), faults(results), misses(results)]
    return "\n\n".join(parts) + "\n"


def targets(results: Sequence[Result]) -> str:
    """The target table, tuned and held apart; shares with Wilson's 95 % interval."""
    groups = [(name, [each for each in results if holds(each)]) for name, holds in _GROUPS]
    rows = [["", "target", *(f"{name} (n = {len(listed)})" for name, listed in groups), "held less tuned"]]
    for label, target, field, wanted in _TARGETS:
        shares = [share([each.verdict for each in listed if each.truth.level in wanted], field) for _, listed in groups]
        rows.append([label, target, *(f"{each} of {each.of}" if each.of else "–" for each in shares), _apart(*shares)])
    wrong = [str(sum(bool(each.verdict.wrong) for each in listed)) for _, listed in groups]
    return markdown([*rows, ["surely wrong", "0", *wrong, ""]])


def _apart(tuned: Share, held: Share) -> str:
    """How far two shares differ, in points."""
    if tuned.value is None or held.value is None:
        return "–"
    return f"{100 * (held.value - tuned.value):+.1f}"


def levels(results: Sequence[Result]) -> str:
    """NSS, sure and right, and kind per level, tuned and held apart."""
    rows = [["level", "papers", "NSS exact", "sure and right", "kind", "sure though unreadable"]]
    for name, holds in _GROUPS:
        for level, label in LEVEL_NAMES.items():
            listed = [each.verdict for each in results if holds(each) and each.truth.level == level]
            lost = Share.among(each.sure for each in listed) if level == LOST_LEVEL else Share(0, 0)
            marks = [str(share(listed, field)) for field in ("nss", "proven", "kind")]
            rows.append([f"{name}, {label}", str(len(listed)), *marks, f"{lost.hits} of {lost.of}" if lost.of else "–"])
    return markdown([row for row in rows if row[1] != "0"])


def machine_table(results: Sequence[Result], peak: int) -> str:
    """Time against the reference, text PDFs, memory."""
    ratios = [each.ratio for each in results if each.ratio is not None]
    images = [each for each in results if not each.text_layer]
    ours = mean(each.seconds / each.pages for each in images)
    theirs = mean(each.reference / each.pages for each in images if each.reference is not None)
    both = [(each.seconds, each.reference) for each in images if each.reference is not None]
    whole = sum(ours for ours, _ in both) / sum(theirs for _, theirs in both) if both else float("nan")
    texts = [1000 * each.seconds / each.pages for each in results if each.text_layer]
    rows = [
        ["", "target", f"measured (reference on {len(ratios)} files)"],
        ["mean processor time per image page", "≤ 0.35 of it", f"{whole:.2f} ({ours:.2f} s; reference {theirs:.2f} s)"],
        ["95th percentile of the ratio", "≤ 0.9", f"{percentile(ratios, 0.95):.2f}"],
        ["largest ratio", "≤ 5", f"{max(ratios, default=float('nan')):.2f}"],
        ["longest image page", "", f"{max((each.seconds / each.pages for each in images), default=0):.2f} s"],
        ["text-layer PDF, per page, warm", "≤ 100 ms", f"{mean(texts):.0f} ms, 95 %: {percentile(texts, 0.95):.0f} ms"],
        ["memory of a reading child", "≤ 600 MB", f"{peak / 2**20:.0f} MB"],
    ]  # fmt: skip
    return markdown(rows)


def faults(results: Sequence[Result]) -> str:
    """What is surely wrong: file, layout, carrier, which value."""
    wrong = [each.verdict for each in results if each.verdict.wrong or each.verdict.slips]
    if not wrong:
        return "Surely wrong: nothing."
    rows = [["file", "layout", "carrier", "surely wrong", "other values wrong on a sure reading"]]
    for each in wrong:
        truth = each.truth
        rows.append([truth.file, truth.layout, truth.carrier, ", ".join(each.wrong), ", ".join(each.slips)])
    return "Surely wrong:\n\n" + markdown(rows)


def misses(results: Sequence[Result]) -> str:
    """How often each mark failed, by layout and by carrier."""
    rows = [["", "papers", "nss", "proven", "curp", "through", "name", "kind"]]
    for name in ("layout", "carrier"):
        for value in sorted({getattr(each.truth, name) for each in results}):
            listed = [each.verdict for each in results if getattr(each.truth, name) == value]
            counts = [sum(field in each.missed for each in listed) for field in rows[0][2:]]
            if any(counts):
                rows.append([f"{name} {value}", str(len(listed)), *(str(count or "") for count in counts)])
    return "Missed:\n\n" + markdown(rows) if len(rows) > 1 else "Missed: nothing."


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """A table; the first row is its head."""
    head, *rest = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *rest])
