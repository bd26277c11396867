"""Words that betray the subject (T001 in Swedish, T110 in translations). The list itself stands in house.yaml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
SHORT = 3
"""A word of at most so many letters is looked for as a whole word with these endings, since it hides in others."""
ENDINGS = "s|et|ets|en|ens|a|ad|at|ar|as|ats|ade|ades|ande|else|elsen|elser|elserna|full|fullt|fulla"


def betraying(text: str, words: Iterable[str]) -> str | None:
    """The first word of a text that betrays the subject, None when there is none.

    Args:
        text: in any language.
        words: those of house.yaml. Up to three letters match a whole word with Swedish endings (“hot” is in
            hotet and hotade, not in hotell); longer ones match anywhere in a word.
    """
    found = _betrayals(tuple(words)).search(unicodedata.normalize("NFC", text).translate(INVISIBLE).casefold())
    return found[0] if found else None


@cache
def _betrayals(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = []
    for word in words:
        stem = re.escape(unicodedata.normalize("NFC", word).casefold())
        parts.append(rf"\b{stem}(?:{ENDINGS})?\b" if len(word) <= SHORT else rf"\w*{stem}\w*")
    return re.compile("|".join(parts) or r"(?!)")
