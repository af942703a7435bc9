"""Names of files that strangers chose, as people are shown them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.core.file_names import shown_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Mi constancia.pdf", "Mi constancia.pdf"),
        ("../../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\foto.jpg", "foto.jpg"),
        ("fotos/", "fotos"),
        ("a\0b.pdf", "ab.pdf"),
        ("a\r\nBcc: otra@correo.test.pdf", "a Bcc: otra@correo.test.pdf"),
        ("constancia\u202efdp.exe", "constanciafdp.exe"),
        ("a › b.pdf", "a - b.pdf"),
        (" . ", ""),
        ("", ""),
        ("Ñandú 😀.png", "Ñandú 😀.png"),
        ("x" * 4000 + ".pdf", "x" * 116 + ".pdf"),
        ("y" * 4000, "y" * 120),
    ],
)
def test_only_what_can_be_shown_is_kept(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@given(st.text())
def test_any_name_is_one_short_line(name: str) -> None:
    shown = shown_name(name)
    assert len(shown) <= 120
    assert not set(shown) & {"/", "\\", "›", "\n", "\0", "\u202e"}
    assert shown == shown.strip()
