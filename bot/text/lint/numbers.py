"""Telephone numbers in texts (T005). They come from the directory alone, where they have a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.dialog.directory_schema import NationalFile
from bot.dialog.model import Release

DIGITS = re.compile(r"(?<![\d:.,/-])\+?\d(?:[\d -]*\d)?(?!\d|[:./-]\d)")
DATE = re.compile(r"\d{4}(-\d{2}){1,2}|\d{4} ?- ?\d{4}")
UNKNOWN_NUMBER = 6
"""Digits from which a number that no contact has is taken for a telephone number; a leading 0 or + is enough too."""


def known_numbers(release: Release) -> dict[str, str]:
    """Digits → the contact that has them."""
    national = release.directory.get("national")
    if not isinstance(national, NationalFile):
        return {}
    return {
        re.sub(r"\D", "", number): key
        for key, contact in reversed(national.contacts.items())
        for number in (contact.number, *contact.also)
        if number
    }


def telephone_numbers(text: str, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each number that can be dialled, and what to write instead.

    Args:
        text: in any language.
        known: from `known_numbers`.
    """
    for match in DIGITS.finditer(DATE.sub("", text)):
        plain = re.sub(r"\D", "", match[0])
        if plain in known:
            yield match[0], f"write {{{known[plain]}}}; today's number stands there when it is shown"
        elif len(plain) >= UNKNOWN_NUMBER or (len(plain) > 1 and match[0].startswith(("0", "+"))):
            yield match[0], "put it in the directory, and its key in braces here"
