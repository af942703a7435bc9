"""The optional key of an example that says whether something beside the paper is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from worker.rulebook import load_rulebook, wrong_examples


@pytest.mark.parametrize(
    ("text", "said", "right"),
    [
        ("esto me dieron", "false", True),
        ("esto me dieron", "true", False),
        ("quisiera hablar con usted", "true", True),
        ("quisiera hablar con usted", "false", False),
    ],
)
def test_an_example_may_say_whether_it_asks_beside(tmp_path: Path, text: str, said: str, right: bool) -> None:
    (tmp_path / "casos").mkdir()
    example = f'[[caso]]\ntexto = "{text}"\npide = ["otra cosa"]\npregunta_suelta = {said}\n'
    (tmp_path / "casos/uno.toml").write_text(example, "utf-8")
    total, wrong = wrong_examples(tmp_path, load_rulebook())
    assert total == 1
    assert (not wrong) is right
