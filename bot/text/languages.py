"""Languages as a reader meets them: by their own names, which way they run, how they quote."""

from __future__ import annotations

NAMES = {
    "sv": "Svenska",
    "en": "English",
    "ar": "العربية",
    "fi": "Suomi",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "uk": "Українська",
    "fa": "فارسی",
    "pl": "Polski",
    "ckb": "کوردیی ناوەندی",
    "sv-x-easy": "Lätt svenska",
}
"""Languages by their own names, so that who needs one finds it."""

RIGHT_TO_LEFT = frozenset(("ar", "fa", "ckb", "he", "ur", "ps", "prs"))


def direction(language: str) -> str:
    """Which way a language is written."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


_QUOTES = {"en": "“”", "so": "“”", "ti": "“”", "uk": "«»", "ar": "«»", "fa": "«»", "ckb": "«»", "pl": "„”"}


def quotes(language: str) -> tuple[str, str]:
    """The marks around what somebody says; Swedish and Finnish have the same on both sides."""
    marks = _QUOTES.get(language, "””")
    return marks[0], marks[1]
