"""Spanish or not: short and mixed texts count as Spanish."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.core.text.language import is_spanish


@pytest.mark.parametrize(
    "text",
    [
        *("", "13", "ok thanks", "la 13", "ola kiero mi oja", "no", "thank you", "hello licenciada ya tengo mi hoja"),
        "I need mi hoja porque ya la tengo y no me la dan en la clínica",
        "constancia vigencia imss umf 25",
        "ya quedo mi tramite o que onda",
    ],
)
def test_spanish_short_and_mixed_texts_are_spanish(text: str) -> None:
    assert is_spanish(text)


@pytest.mark.parametrize(
    "text",
    [
        "I already have my hoja, what do I need?",
        "Hello, I would like to know how my application is going. Thank you very much.",
        "Bonjour madame, je voudrais savoir comment obtenir mon assurance, merci",
        "Guten Tag, ich habe eine Frage zu meiner Versicherung und bitte um Hilfe",
        "Vorrei sapere come posso avere il mio documento, grazie",
        "Eu gostaria de saber se você já fez meu cadastro, obrigado",
        "Здравствуйте, как получить страховку в вашем институте",
        "你好我想知道如何获得我的学生医疗保险谢谢你们的帮助",
    ],
)
def test_clearly_foreign_texts_are_not(text: str) -> None:
    assert not is_spanish(text)


@given(st.text())
def test_any_text_is_one_or_the_other(text: str) -> None:
    assert is_spanish(text) in (True, False)
