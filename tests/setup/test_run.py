"""The run script on machines that lack something: each ends with one sentence that says what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("dirname", "id", "cmp", "cat", "grep", "ls", "env", "sh", "tr")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("run", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A PATH with nothing on it but the tools that every Debian has."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, tool
        put(folder, tool, f'exec {found} "$@"')  # a link would let a test write through it to the machine's own
    return folder


def put(path: Path, name: str, script: str) -> None:
    (path / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (path / name).chmod(0o755)


def run(checkout: Path, path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": str(path), "HOME": str(checkout)}
    return subprocess.run([checkout / "run", *arguments], env=environ, capture_output=True, text=True, timeout=30)


def test_without_a_command_it_helps(checkout: Path, path: Path) -> None:
    done = run(checkout, path)
    assert done.returncode == 0
    assert all(f"\n  {command} " in done.stdout for command in ("setup", "demo", "test", "lint", "lock"))


def test_unknown_command_is_bad_usage(checkout: Path, path: Path) -> None:
    done = run(checkout, path, "desmo")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage" in done.stderr


def test_who_may_not_install_is_told_the_command(checkout: Path, path: Path) -> None:
    put(path, "id", "echo 1000")
    put(path, "apt-get", "exit 1")
    put(path, "sudo", "exit 1")
    done = run(checkout, path, "setup")
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "run: missing packages that only an administrator may install; "
        "run: sudo apt-get install -y tesseract-ocr tesseract-ocr-spa"
    ]


def test_tesseract_without_spanish_counts_as_missing(checkout: Path, path: Path) -> None:
    put(path, "tesseract", "echo eng")
    put(path, "id", "echo 1000")
    assert "tesseract-ocr-spa" in run(checkout, path, "setup").stderr


def test_python_that_is_too_old_is_named(checkout: Path, path: Path) -> None:
    put(path, "tesseract", "echo spa")
    put(path, "python3", "exit 1")
    done = run(checkout, path, "setup")
    assert (done.returncode, done.stderr) == (
        3,
        "run: Python 3.11 or newer is needed; 'python3' is none (set PYTHON=...)\n",
    )


def test_missing_pip_is_told_with_its_command(checkout: Path, path: Path) -> None:
    put(path, "tesseract", "echo spa")
    put(path, "python3", '[ "$1" = -c ]')
    done = run(checkout, path, "setup")
    assert done.returncode == 3
    assert done.stderr == "run: python3 has no pip; run: sudo apt-get install -y python3-pip\n"


def made(checkout: Path, python: str) -> None:
    """The virtual environment as setup leaves it, with this script for its Python."""
    bin = checkout / ".venv" / "bin"
    bin.mkdir(parents=True)
    put(bin, "python", python)
    wanted = "".join((checkout / name).read_text() for name in ("pyproject.toml", "requirements.lock"))
    (checkout / ".venv" / "made-from").write_text(f"{checkout}\n{wanted}")


def test_unchanged_checkout_is_not_set_up_again(checkout: Path, path: Path) -> None:
    put(path, "tesseract", "echo spa")
    made(checkout, "exit 1")
    assert run(checkout, path, "setup").returncode == 0
    with (checkout / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    assert run(checkout, path, "setup").returncode == 3


EVERY_CORE = "-m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder"


@pytest.mark.parametrize(
    ("words", "called"),
    [
        ("", EVERY_CORE),
        ("-k two", f"{EVERY_CORE} -k two"),
        ("-n 0", f"{EVERY_CORE} -n 0"),
        ("-p no:xdist -x", "-m pytest -p no:xdist -x"),
    ],
)
def test_the_tests_run_on_every_core_unless_one_says_otherwise(
    checkout: Path, path: Path, words: str, called: str
) -> None:
    put(path, "tesseract", "echo spa")
    put(path, "openssl", "exit 1")
    made(checkout, 'echo "$@"')
    done = run(checkout, path, "test", *words.split())
    assert (done.returncode, done.stdout) == (0, f"{called}\n"), done.stderr


def test_make_knows_the_same_commands() -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("a bare Debian has no make")
    for command in ("demo", "test", "lint", "lock", "setup"):
        done = subprocess.run([make, "-n", command], cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout == f"./run {command}\n"


def test_lock_is_hashed_and_names_no_host() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert all("://" not in line and not line.lstrip().startswith("--index") for line in lines)
    pins = [index for index, line in enumerate(lines) if line and line[0].isalnum()]
    assert len(pins) > 40
    assert all(lines[index + 1].startswith("    --hash=sha256:") for index in pins)


def test_scripts_can_be_run() -> None:
    assert all(os.access(ROOT / script, os.X_OK) for script in ("run", ".ci/run"))
