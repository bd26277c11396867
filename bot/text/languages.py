"""Languages as a reader meets them: by their own names, and which way they run."""

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
