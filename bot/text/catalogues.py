"""gettext catalogues, read from PO text at load. Swedish is the source: its text is the message id.

A missing or fuzzy translation falls back to Swedish, and the answer says so; it is never silent.

A catalogue is either for staff, and then holds every text (header `X-Holds: all`), or for the person, and then holds
only what is said or shown (`X-Holds: said`). The latter is offered when its header says that it is whole
(`X-Ready: yes`), or at least all that is shown (`X-Ready: shown`): cards can be used before the rest is translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from bot.dialog.model import Translation
from bot.problem import Problem, Span, nearest
from bot.text.languages import PERSONS
from bot.text.po import NotPoError, messages

SOURCE = "sv"
LOCALES = "locales/"
"""Where catalogues lie among the files of a release."""
CATALOGUE = "LC_MESSAGES/fragestod.po"
"""Where one lies in the folder of its language."""
MAX_BYTES = 10_000_000
"""Of one catalogue; the largest that ships has less than 2 million."""
LANGUAGES = ("sv", "en", "ar", "fi", "so", "ti", "uk", "fa", "pl", "ckb", "sv-x-easy")
"""All languages there can be, in the order that tokens count them; new ones are only ever put last (16 fit)."""
REVIEW, HOLDS, READY = "X-Review", "X-Holds", "X-Ready"
"""Header lines of ours: by whom a catalogue was reviewed, what it holds, and whether it is whole."""
SAID = "said"
"""What the catalogue of a person's language holds; without the line it holds all."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Catalogues:
    """language → (context, Swedish text) → translation.

    languages: those that staff can read, in the order of `LANGUAGES`. persons: those that are only said or shown,
    and whole; the same order. unreviewed: those that no person has read.
    """

    languages: tuple[str, ...]
    texts: Mapping[str, Mapping[Key, str]]
    unreviewed: frozenset[str] = frozenset()
    persons: tuple[str, ...] = ()

    def get(self, language: str, context: str, text: str) -> tuple[str, bool]:
        """The text in a language, and whether it had to fall back to Swedish."""
        if language == SOURCE:
            return text, False
        found = self.texts.get(language, {}).get((context, text))
        return (text, True) if found is None else (found, False)


def is_catalogue(name: str) -> bool:
    """Whether a file of the folder of translations is a catalogue, by its path in there."""
    return name.partition("/")[2] == CATALOGUE


def read_catalogues(files: Mapping[str, bytes]) -> tuple[Catalogues, tuple[Problem, ...]]:
    """PO files (language → bytes) → catalogues, and a problem for each that cannot be read or is not known.

    Those whose header does not say by whom they were reviewed stand in `unreviewed` (see `reviewer`).
    """
    texts: dict[str, dict[Key, str]] = {}
    unreviewed: set[str] = set()
    persons: set[str] = set()
    problems = []
    for language, content in sorted(files.items()):
        where = Span(f"{LOCALES}{language}/{CATALOGUE}")
        if language not in LANGUAGES:
            problems.append(
                Problem("T112", where, f"“{language}” is not a language here", nearest(language, LANGUAGES))
            )
            continue
        if len(content) > MAX_BYTES:
            message = f"the file has {len(content):,} bytes; {MAX_BYTES:,} are read"
            problems.append(Problem("Y009", where, message, "see whether it is the right file"))
            continue
        try:
            texts[language] = {key: text for key, text, _ in shown(content)}
        except ValueError as error:
            problems.append(not_po(error, where.file))
            continue
        if not reviewer(content):
            unreviewed.add(language)
        if holds_said(content, language):
            persons.add(language)
            if readiness(content) is Ready.NO:
                del texts[language]
    there = {SOURCE, *texts}
    languages = tuple(name for name in LANGUAGES if name in there - persons)
    said = tuple(name for name in LANGUAGES if name in there & persons)
    return Catalogues(languages, texts, frozenset(unreviewed), said), tuple(problems)


def with_translations(catalogues: Catalogues, translations: Iterable[Translation]) -> Catalogues:
    """The catalogues with what an organisation has translated itself; what it has not falls back, and says so."""
    texts = {language: dict(known) for language, known in catalogues.texts.items()}
    for each in translations:
        if each.language in texts:
            texts[each.language][each.context, each.source] = each.words
    return replace(catalogues, texts=texts)


def unknown_languages(translations: Iterable[Translation]) -> Iterator[Problem]:
    """Own translations into something that is no language here, or is the source itself."""
    known = [language for language in LANGUAGES if language != SOURCE]
    for each in translations:
        if each.language not in known:
            yield Problem(
                "T112", each.where, f"“{each.language}” is not a language here", nearest(each.language, known)
            )


def reviewer(content: bytes) -> str:
    """Who answers for a catalogue, by its header `X-Review`: roles and date; empty for “none” and for nothing."""
    who = _header(content, REVIEW)
    return "" if who.lower() == "none" else who


def holds_said(content: bytes, language: str) -> bool:
    """Whether a catalogue holds only what is said or shown: it is a person's language, and no staff read it.

    The languages of persons do, unless the header says otherwise: a lost line never puts half a language before staff.
    """
    return (_header(content, HOLDS).lower() or (SAID if language in PERSONS else "")) == SAID


class Ready(Enum):
    """How much of a person's language is shipped as whole. NO: there is “no text yet” in it."""

    NO = "no"
    SHOWN = "shown"
    YES = "yes"


def readiness(content: bytes) -> Ready:
    """How far a catalogue is, by its header `X-Ready`; anything but what is listed counts as nothing."""
    told = _header(content, READY).lower()
    return next((each for each in Ready if each.value == told), Ready.NO)


def _header(content: bytes, name: str) -> str:
    """One header line of ours, "" without it.

    The library drops headers that it does not know, so the line is read here; a blank line ends the header.
    """
    header = re.split(rb"\r?\n\s*\r?\n", content.lstrip(), maxsplit=1)[0].decode("utf-8", "replace")
    found = re.search(rf'^"{name}:(?P<value>.*?)(\\n)?"\s*$', header, re.MULTILINE | re.IGNORECASE)
    return found["value"].strip() if found else ""


def not_po(error: ValueError, file: str) -> Problem:
    """What the reader stumbled over, and where."""
    line = error.line if isinstance(error, NotPoError) else None
    where = Span(file) if line is None else Span(file, line, 1)
    return Problem("T100", where, f"not a PO file: {error}", "save it again in a PO editor")


def shown(content: bytes) -> Iterator[tuple[Key, str, int]]:
    """The translations of a PO file that are shown, neither missing nor fuzzy: what of, the words, the line.

    Raises:
        NotPoError, UnicodeDecodeError, ValueError: when it is not a PO file.
    """
    for context, key, text, fuzzy, line in messages(content):
        if isinstance(key, str) and isinstance(text, str) and text and not fuzzy:
            yield (context, key), text, line
