from __future__ import annotations

import pytest

from worker.core.glyphs import latin
from worker.core.identifiers import Curp, Nss


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("NSS", "NSS"),
        ("СURР", "CURP"),
        ("ΝΟΜΒRΕ", "NOMBRE"),
        ("Ｎｕｍ ８０２４", "Num 8024"),
        ("8\u200b0\u00ad24", "8024"),
        ("80–24−04", "80-24-04"),
        ("Bene\ufb01ciario", "Beneficiario"),
        ("Mun\u0303oz Peña Á", "Muñoz Peña Á"),
        ("ΩЖ١٢", "ΩЖ١٢"),
    ],
)
def test_what_only_looks_latin_is_folded_and_accents_stay(text: str, plain: str) -> None:
    assert latin(text) == plain


def test_numbers_in_full_width_and_keys_in_look_alikes_are_the_same_ones() -> None:
    assert Nss("８０２４０６４２１７５") == Nss("80240642175")
    assert Curp("НЕRІ041213МVZRМТС7") == Curp("HERI041213MVZRMTC7")
