"""Which language somebody means: by its code, or by its name in Swedish, English or itself."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from babel.core import Locale

from bot.dialog.directory_schema import OTHERS
from bot.text.catalogues import SOURCE
from bot.text.languages import NAMES

SIGNED = "swl"
"""Swedish Sign Language (ISO 639-3), which CLDR has no name for."""
OFFERED = (SOURCE, "en", SIGNED, OTHERS)
"""What a door offers to choose: which of all other languages it is makes no difference to who is found."""
_MORE = {
    "teckenspråk": SIGNED,
    "svenskt teckenspråk": SIGNED,
    "sign language": SIGNED,
    "swedish sign language": SIGNED,
    "annat språk": OTHERS,
    "another language": OTHERS,
}


def read_language(text: str) -> str | None:
    """The code of the language that is meant, "" for no text; None when nothing is like it."""
    wanted = text.strip().casefold()
    return wanted if wanted in ("", *_names().values()) else _names().get(wanted)


def resembling(text: str) -> tuple[str, ...]:
    """Names that a misspelt one may have meant, best first, at most three."""
    return tuple(get_close_matches(text.strip().casefold(), _names(), n=3, cutoff=0.6))


@cache
def _names() -> dict[str, str]:
    """Name in small letters → code. Names from Unicode's CLDR; one of a country leads to the language itself."""
    found = {name.casefold(): code for code, name in NAMES.items()}
    for locale in ("en", SOURCE):
        found |= {name.casefold(): code.partition("_")[0] for code, name in Locale(locale).languages.items()}
    return found | _MORE
