"""The config.toml at the top is the administrator's reference: complete, and true to the code."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from worker.config import Config, load_config
from worker.config_errors import section
from worker.settings import Section

EXAMPLE = Path(__file__).parents[2] / "config.toml"
SECTIONS = {name: found for name in Config.model_fields if (found := section(Config, name))}
SECRETS = {("imap", "password"), ("smtp", "password")}
KEYS = {(name, key) for name, model in SECTIONS.items() for key in model.model_fields} - SECRETS
EXAMPLES_ONLY = {
    ("officer", "address"), ("imap", "host"), ("imap", "user"), ("imap", "address"), ("smtp", "host"), ("smtp", "user"),
}  # fmt: skip


def written() -> dict[tuple[str, str], Any]:
    """Every key in the example, those in comments too."""
    source = re.sub(r"^# (\w+ = .*)$", r"\1", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    data = tomllib.loads(source)
    assert data.pop("rules_dir")
    return {(name, key): value for name, keys in data.items() for key, value in keys.items()}


def defaults() -> Config:
    """Only what has no default is given."""
    given = {key: value for key, value in written().items() if key in EXAMPLES_ONLY}
    data: dict[str, dict[str, Any]] = {}
    for (name, key), value in given.items():
        data.setdefault(name, {})[key] = value
    return Config.model_validate(data)


def test_it_loads() -> None:
    load_config(EXAMPLE, {})


def test_every_key_stands_in_it_and_no_other() -> None:
    assert set(written()) == KEYS


@pytest.mark.parametrize("name", sorted(SECTIONS))
def test_the_values_it_states_are_the_defaults(name: str) -> None:
    stated, default = getattr(load_config(EXAMPLE, {}), name), getattr(defaults(), name)
    assert isinstance(stated, Section)
    assert stated.model_dump(exclude={"data_dir", "url"}) == default.model_dump(exclude={"data_dir", "url"})


def test_the_data_folder_it_states_is_the_default() -> None:
    assert written()["store", "data_dir"] == str(defaults().store.data_dir)


@pytest.mark.parametrize(("name", "key"), sorted(KEYS))
def test_each_key_is_explained(name: str, key: str) -> None:
    block = EXAMPLE.read_text(encoding="utf-8").split(f"[{name}]", 1)[1].split("\n[", 1)[0]
    line = next(line for line in block.splitlines() if re.match(rf"(# )?{key} = ", line))
    obvious = {"host", "at", "days", "auth"}
    assert key in obvious or "  # " in line.removeprefix("# "), line
