"""Telephone numbers in the form that Telegram itself makes callable.

Telegram finds a number that begins with + and its country's code, as in +1-212-555-0123, and has no tel: links.
Short numbers (112, 1177, 116 016) it does not find: they are set in bold, to be dialled by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.directory.model import Contact, Directory, dialable
from bot.text.languages import direction

SWEDEN = "+46"
SHORTEST = 7
"""Digits of the shortest national number with its leading 0; what is shorter is a short number."""
_SEPARATORS = re.compile(r"[ \u00a0\u2007\u202f-]+")
_AS_IT_RUNS = "\u2066{}\u2069"
"""A number in a text that runs from right to left keeps its own order (LRI … PDI of Unicode's bidirectional rules)."""


def international(number: str) -> str:
    """“020-55 00 00” → “+46-20-55-00-00”; "" for a short number, which has no such form."""
    digits = dialable(number)
    if digits.startswith("+"):
        return _SEPARATORS.sub("-", number.strip())
    if not digits.startswith("0") or len(digits) < SHORTEST:
        return ""
    return f"{SWEDEN}-{_SEPARATORS.sub('-', number.strip())[1:]}"


def callable_number(number: str, language: str = "sv") -> str:
    """A number as HTML in a text of this language."""
    form = international(number) or f"<b>{number}</b>"
    return form if direction(language) == "ltr" else _AS_IT_RUNS.format(form)


class Numbers:
    """All numbers of a directory, to be found in texts. Others (years, paragraphs, days) are left alone.

    directory: None for practice, where no number can be called.
    """

    def __init__(self, directory: Directory | None) -> None:
        contacts = _contacts(directory) if directory else ()
        known = {number for contact in contacts for number in (contact.number, *contact.also) if number}
        longest_first = sorted(known, key=lambda number: (-len(number), number))
        found = "|".join(re.escape(number) for number in longest_first) or r"(?!)"
        self._found = re.compile(rf"(?<![\d§:+.,/-])(?:{found})(?![\d§:/-]|[.,]\d| §)")

    def mark(self, html: str, language: str) -> str:
        """Escaped text → the same with each known number made callable."""
        return self._found.sub(lambda match: callable_number(match[0], language), html)


def _contacts(directory: Directory) -> Iterator[Contact]:
    yield from directory.contacts.values()
    if organisation := directory.organisation:
        groups: Iterable[Iterable[Contact]] = (
            organisation.contacts.values(),
            *(contacts.values() for contacts in organisation.municipalities.values()),
            *(unit.contacts.values() for unit in organisation.units.values()),
        )
        for group in groups:
            yield from group
