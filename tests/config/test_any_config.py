"""Whatever stands in a config or in a variable is taken or refused with its place, never anything else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.config import Config, ConfigError, load_local
from worker.config_errors import section

KEYS = [
    (name, key)
    for name in Config.model_fields
    if (model := section(Config, name)) is not None
    for key in model.model_fields
]
VALUES = st.one_of(
    (st.text() | st.integers() | st.booleans() | st.lists(st.text() | st.integers())).map(
        lambda value: json.dumps(value, ensure_ascii=False)
    ),
    st.floats().map(repr),
    st.sampled_from(["2026-11-20", "2026-11-20T10:00:00", "[2026-11-20T10:00:00Z]", "07:30:00", "{a = 1}", "[[1]]"]),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("config") / "config.toml"


def taken_or_refused(file: Path, source: str, environ: dict[str, str]) -> None:
    file.write_text(source, encoding="utf-8", newline="")
    try:
        load_local(file, environ)
    except ConfigError as error:
        assert all(problem.where and problem.what and problem.mend for problem in error.problems)


@given(st.sampled_from(KEYS), VALUES)
def test_any_value_of_any_key(file: Path, key: tuple[str, str], value: str) -> None:
    taken_or_refused(file, f"[{key[0]}]\n{key[1]} = {value}\n", {})


@given(st.sampled_from(KEYS), st.text())
def test_any_text_in_any_variable(file: Path, key: tuple[str, str], text: str) -> None:
    taken_or_refused(file, "", {f"AFILIACION_{key[0]}__{key[1]}".upper(): text})


@given(st.text())
def test_any_text_as_a_file(file: Path, text: str) -> None:
    taken_or_refused(file, text, {})


@given(st.binary())
def test_any_bytes_as_a_file(file: Path, raw: bytes) -> None:
    file.write_bytes(raw)
    try:
        load_local(file, {})
    except ConfigError as error:
        assert error.problems
