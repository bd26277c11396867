"""gettext catalogues, read from PO text at load. Swedish is the source: its text is the message id.

A missing or fuzzy translation falls back to Swedish, and the answer says so; it is never silent.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from babel.messages.pofile import PoFileError, read_po

from bot.problem import Problem, Span, nearest

SOURCE = "sv"
LOCALES = "locales/"
"""Where catalogues lie among the files of a release."""
LANGUAGES = ("sv", "en", "ar", "fi", "so", "ti", "uk", "fa", "pl", "ckb", "sv-x-easy")
"""All languages there can be, in the order that tokens count them; new ones are only ever put last (16 fit)."""
REVIEW = re.compile(r'^"X-Review:(?P<who>.*?)(\\n)?"\s*$', re.MULTILINE | re.IGNORECASE)
"""The header line that says by whom a catalogue was reviewed."""
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


def read_catalogues(files: Mapping[str, bytes]) -> tuple[Catalogues, tuple[Problem, ...]]:
    """PO files (language → bytes) → catalogues, and a problem for each that cannot be read or is not known.

    Those whose header does not say by whom they were reviewed stand in `unreviewed` (see `reviewer`).
    """
    texts: dict[str, dict[Key, str]] = {}
    unreviewed: set[str] = set()
    problems = []
    for language, content in sorted(files.items()):
        where = Span(f"{LOCALES}{language}/LC_MESSAGES/fragestod.po")
        if language not in LANGUAGES:
            problems.append(
                Problem("T112", where, f"“{language}” is not a language here", nearest(language, LANGUAGES))
            )
            continue
        try:
            texts[language] = {key: text for key, text, _ in shown(content)}
        except (PoFileError, UnicodeDecodeError, ValueError) as error:
            problems.append(not_po(error, where.file))
            continue
        if not reviewer(content):
            unreviewed.add(language)
    there = {SOURCE, *texts}
    languages = tuple(name for name in LANGUAGES if name in there)
    return Catalogues(languages, texts, frozenset(unreviewed)), tuple(problems)


def reviewer(content: bytes) -> str:
    """Who answers for a catalogue, by its header `X-Review`: roles and date; empty for “none” and for nothing.

    The library drops headers that it does not know, so the line is read here; a blank line ends the header.
    """
    header = re.split(rb"\r?\n\s*\r?\n", content.lstrip(), maxsplit=1)[0]
    found = REVIEW.search(header.decode("utf-8", "replace"))
    who = found["who"].strip() if found else ""
    return "" if who.lower() == "none" else who


def not_po(error: Exception, file: str) -> Problem:
    """What the library stumbled over, and where; it counts lines from 0."""
    line = getattr(error, "lineno", None)
    where = Span(file) if line is None else Span(file, line + 1, 1)
    return Problem("T100", where, f"not a PO file: {error}", "save it again in a PO editor")


def shown(content: bytes) -> Iterator[tuple[Key, str, int]]:
    """The translations of a PO file that are shown, neither missing nor fuzzy: what of, the words, the line.

    Raises:
        PoFileError, UnicodeDecodeError, ValueError: when it is not a PO file.
    """
    for message in read_po(io.BytesIO(content), abort_invalid=True):
        key, text = message.id, message.string
        if isinstance(key, str) and isinstance(text, str) and key and text and not message.fuzzy:
            yield (message.context or "", key), text, message.lineno or 0
