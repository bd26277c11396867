"""Languages as a reader meets them: by their own names, which way they run, in which script, how they quote.

Tags follow BCP 47. `fa` is Persian as it is written in Iran and Afghanistan alike (Dari), `ckb` Kurdish as in Sorani.
Easy Swedish has no tag of its own; `sv-x-easy` is private use, and a program that does not know it reads Swedish.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import name

NAMES = {
    "sv": "Svenska",
    "en": "English",
    "ar": "العربية",
    "fi": "Suomi",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "uk": "Українська",
    "fa": "فارسی / دری",
    "pl": "Polski",
    "ckb": "کوردیی ناوەندی",
    "sv-x-easy": "Lätt svenska",
}
"""Languages by their own names, so that who needs one finds it."""
PERSONS = ("ar", "fi", "so", "ti", "uk", "fa", "pl", "ckb", "sv-x-easy")
"""Languages in which only what is said or shown is written: the person's, not those of staff."""
UNWRITTEN = {"se": "Davvisámegiella", "fit": "Meänkieli"}
"""Languages that people here have a right to and that have no text yet: staff ask for an interpreter."""
EASY = "sv-x-easy"
"""Swedish in easy words. Staff who speak Swedish need no interpreter for it."""

RIGHT_TO_LEFT = frozenset(("ar", "fa", "ckb", "he", "ur", "ps", "prs"))


def direction(language: str) -> str:
    """Which way a language is written."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


_SCRIPTS = {"ar": "ARABIC", "fa": "ARABIC", "ckb": "ARABIC", "ti": "ETHIOPIC", "uk": "CYRILLIC"}


def script(language: str) -> str:
    """The script that a language is written in, as Unicode's names of letters begin."""
    return _SCRIPTS.get(language.partition("-")[0], "LATIN")


def is_written_in(text: str, language: str) -> bool:
    """Whether most letters of a text are of the language's script. A text without letters is."""
    letters = [letter for letter in re.sub(r"\{[^{}]*\}", "", text) if letter.isalpha()]
    wanted = script(language)
    own = sum(_is_of(letter, wanted) for letter in letters)
    return 2 * own > len(letters) or not letters


@cache
def _is_of(letter: str, wanted: str) -> bool:
    """Whether a letter is of a script, as `script` names it."""
    return name(letter, "").startswith(wanted)


_QUOTES = {"en": "“”", "so": "“”", "ti": "“”", "uk": "«»", "ar": "«»", "fa": "«»", "ckb": "«»", "pl": "„”"}


def quotes(language: str) -> tuple[str, str]:
    """The marks around what somebody says; Swedish and Finnish have the same on both sides."""
    marks = _QUOTES.get(language, "””")
    return marks[0], marks[1]
