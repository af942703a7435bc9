"""What students write is read as the examples say; in doubt it is for a person, never for a wrong answer."""

from __future__ import annotations

import pytest

from worker.rulebook import DEFAULT_FOLDER, RuleBook, WrongExample, wrong_examples

FILES = sorted(path.name for path in (DEFAULT_FOLDER / "casos").glob("*.toml"))


@pytest.fixture(scope="module")
def examples(_book: RuleBook) -> tuple[int, tuple[WrongExample, ...]]:
    return wrong_examples(DEFAULT_FOLDER, _book)


def test_there_are_enough_examples(examples: tuple[int, tuple[WrongExample, ...]]) -> None:
    assert examples[0] >= 200


@pytest.mark.parametrize("file", FILES)
def test_each_example_is_read_as_it_says(file: str, examples: tuple[int, tuple[WrongExample, ...]]) -> None:
    wrong = [f"«{each.text}»: {each.got}, debía {each.expected}" for each in examples[1] if each.file == file]
    assert not wrong, "\n".join([f"{len(wrong)} en {file}:", *wrong])
