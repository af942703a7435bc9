"""Whether words that no phrase explains look like a question or a request, or like a remark that asks for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from worker.core.text.phrases import FOREIGN_CLINIC, Token
from worker.core.text.words import NUMBER, Words

REMARK_LIMIT = 4
"""A remark holds no more words than this that nobody knows; what is longer may ask for something."""

TOLD_OR_ASKED = re.compile(r"\w{2,}(?:[ai]eron|aron|[aeo]n?me|[aeo]n?os|[aeo]lo|[aeo]la)")
"""How verbs end that tell what others did ('cobraron') or ask for something ('dígame', 'avísenos')."""

SHORT = 6
"""Shorter words may end so by chance ('tome', 'ellos')."""


def pleads(tokens: Iterable[Token], words: Words) -> bool:
    """Whether a person should read what was said with these words; in doubt, yes.

    Args:
        tokens: the words that no phrase explains.
        words: the table of words.
    """
    strange = 0
    for token in tokens:
        if token.term in words.pleading or (token.weighty and token.term in (FOREIGN_CLINIC, NUMBER)):
            return True
        if token.weighty and not token.known and token.term not in words.names:
            strange += token.term not in words.other
            if len(token.term) >= SHORT and TOLD_OR_ASKED.fullmatch(token.term):
                return True
    return strange > REMARK_LIMIT
