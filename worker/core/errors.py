"""The one error that the school's own files can cause: it says where, what and how to mend it."""

from __future__ import annotations


class RulesError(ValueError):
    """A file of rules, words or replies that the worker refuses to start on.

    Args:
        file: the file's name as the user knows it.
        line: the line, from 1; None where the whole file is meant.
        what: what is wrong, in one sentence.
        mend: what to do about it, in one sentence.
    """

    def __init__(self, file: str, line: int | None, what: str, mend: str) -> None:
        place = file if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {what} {mend}".strip())
        self.file, self.line, self.what, self.mend = file, line, what, mend
