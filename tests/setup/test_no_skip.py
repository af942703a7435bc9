"""On CI a test of a real server cannot be skipped unseen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = """
import pytest

@pytest.mark.{mark}
def test_skipped():
    pytest.skip("no server here")
"""


@pytest.mark.parametrize(("mark", "ci", "code"), [("integration", "1", 1), ("integration", "", 0), ("slow", "1", 0)])
def test_a_skipped_integration_test_fails_on_ci_only(tmp_path: Path, mark: str, ci: str, code: int) -> None:
    file = tmp_path / "test_it.py"
    file.write_text(SKIPPED.format(mark=mark))
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.conftest",
        "-c",
        str(ROOT / "pyproject.toml"),
        str(file),
    ]
    done = subprocess.run(
        [*words, "-p", "no:cacheprovider"],
        cwd=ROOT,
        env={**os.environ, "CI_NO_SKIP": ci},
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stdout
