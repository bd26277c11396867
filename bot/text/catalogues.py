"""gettext catalogues, read from PO text at load. Swedish is the source: its text is the message id.

A missing or fuzzy translation falls back to Swedish, and the answer says so; it is never silent.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from babel.messages.pofile import read_po

SOURCE = "sv"
LANGUAGES = ("sv", "en", "ar", "fi", "so", "ti", "uk", "fa", "pl", "ckb", "sv-x-easy")
"""All languages there can be, in the order that tokens count them; new ones are only ever put last (16 fit)."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Catalogues:
    """language → (context, Swedish text) → translation.

    languages: those that exist here, in the order of `LANGUAGES`. unreviewed: those that no person has read.
    """

    languages: tuple[str, ...]
    texts: Mapping[str, Mapping[Key, str]]
    unreviewed: frozenset[str] = frozenset()

    def get(self, language: str, context: str, text: str) -> tuple[str, bool]:
        """The text in a language, and whether it had to fall back to Swedish."""
        if language == SOURCE:
            return text, False
        found = self.texts.get(language, {}).get((context, text))
        return (text, True) if found is None else (found, False)


def read_catalogues(files: Mapping[str, bytes]) -> Catalogues:
    """PO files (language → bytes) → catalogues. Machine-made ones are told by their header's
    `X-Review: none` and stand in `unreviewed`."""
    texts: dict[str, dict[Key, str]] = {}
    unreviewed = set()
    for language, content in sorted(files.items()):
        catalogue = read_po(io.BytesIO(content), locale=language)
        texts[language] = {
            (message.context or "", message.id): message.string
            for message in catalogue
            if message.id
            and message.string
            and not message.fuzzy
            and isinstance(message.id, str)
            and isinstance(message.string, str)
        }
        if (
            any(name.lower() == "x-review" and value.strip() == "none" for name, value in catalogue.mime_headers)
            or b"X-Review: none" in content
        ):
            unreviewed.add(language)
    there = {SOURCE, *texts}
    return Catalogues(tuple(name for name in LANGUAGES if name in there), texts, frozenset(unreviewed))
