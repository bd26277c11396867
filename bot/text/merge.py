"""A template and a language's catalogue → the catalogue brought up to date; and what is wrong in it.

T100  the file cannot be read                          T104  placeholders differ from the Swedish
T101  no translation yet (warning)                     T105  longer than the text may be
T102  fuzzy: taken from a similar text (warning)       T106  list lines differ from the Swedish
T103  no longer in the dialogs (warning)               T107  plural forms, which are not used here
                                                       T108  the Swedish asks, this does not (warning)
                                                       T110  a word that betrays the subject, where others see it
                                                       T111  no betraying words are known in this language
T113  a term not as the term base says                 T114  not in the language's script
T115  a text for staff in a person's language
A text that is missing or fuzzy is shown in Swedish, and the screen says so; that is why those are warnings.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.problem import Problem, Severity, Span, in_file_order
from bot.text.catalogues import CATALOGUE, HOLDS, READY, SAID, holds_said, not_po
from bot.text.entry import Entry
from bot.text.languages import PERSONS, is_written_in, script
from bot.text.lint.betrayal import betraying
from bot.text.po import Message, messages
from bot.text.template import write
from bot.text.terms import TermBase

PLACEHOLDER = re.compile(r"\{[^{}]*\}")
NUMBER = re.compile(r"\d+")
"""In the figures of any script; 20 000 and 20,000 are alike."""
LIST_LINE = re.compile(r"^- ", re.MULTILINE)
ASKS = ("?", "؟", "፧")
"""Question marks: Latin, Arabic, Ethiopic."""
MERGE = "run fragestod text merge"
NEW = b'"X-Review: none\\n"\n'
"""Nobody has reviewed a new catalogue; whoever has replaces the word, and screens then say nothing more."""
NEW_SAID = NEW + f'"{HOLDS}: {SAID}\\n"\n"{READY}: no\\n"\n'.encode()
"""The same for a person's language, which is not offered until somebody writes that it is ready."""
NO_TERMS = TermBase({})


def catalogue_files(locales: Path) -> dict[str, Path]:
    """Language → its catalogue, by name. Reads the disk."""
    return {path.parents[1].name: path for path in sorted(locales.glob(f"*/{CATALOGUE}"))}


def merge(template: Catalog, content: bytes, language: str) -> bytes:
    """Bring a catalogue up to date: new texts in, near ones as fuzzy, gone ones kept below as obsolete.

    Args:
        template: from `template`.
        content: the PO file as it is; empty for a language that begins.
        language: its code, as the folder is called.
    """
    catalogue = _read(content, language) if content else Catalog(_locale(language), project="Frågestöd", version="1")
    if not content:
        catalogue.header_comment = template.header_comment
        catalogue.last_translator = catalogue.language_team = "none"
        catalogue.fuzzy = False
    catalogue.update(template)
    return write(catalogue, like=content or (NEW_SAID if language in PERSONS else NEW))


def wanted_in(found: Iterable[Entry], content: bytes, language: str) -> tuple[Entry, ...]:
    """The texts that a catalogue should hold: all, or only what is said and shown (see `catalogues`).

    content: the catalogue as it is; empty for a language that begins.
    """
    said = holds_said(content, language)
    return tuple(entry for entry in found if entry.is_said or not said)


def problems(
    found: Iterable[Entry],
    content: bytes,
    file: str,
    language: str,
    words: Mapping[str, Iterable[str]],
    terms: TermBase = NO_TERMS,
) -> tuple[Problem, ...]:
    """All faults of one catalogue.

    Args:
        found: what the release has.
        content: the PO file.
        file: its path, for the places.
        language: its code, as the folder is called.
        words: language → words that betray the subject (house.yaml).
        terms: the term base (terms.yaml).
    """
    try:
        catalogue = messages(content)
    except ValueError as error:
        return (not_po(error, file),)
    every = {entry.key: entry for entry in found}
    wanted = {entry.key: entry for entry in wanted_in(every.values(), content, language)}
    plural = [message for message in catalogue if isinstance(message.id, tuple)]
    there = {(message.context, message.id): message for message in catalogue if isinstance(message.id, str)}
    own = words.get(language) or words.get(language.partition("-")[0])
    gathered = [
        *(_missing(entry, file) for key, entry in wanted.items() if key not in there),
        *(
            problem
            for key, message in there.items()
            if key in wanted or key not in every
            for problem in _message(wanted.get(key), message, file, own or ())
        ),
    ]
    for key, message in there.items():
        if key in wanted and _is_shown(message):
            gathered += _in_language(wanted[key], message, Span(file, message.line, 1), language, terms)
        elif key in every and key not in wanted and _is_shown(message):
            hint = "remove it; the person's language holds only what is said or shown"
            where = Span(file, message.line, 1)
            gathered.append(Problem("T115", where, f"“{message.id}” is for staff alone", hint))
    for message in plural:
        hint = "write msgid and msgstr alone; a sentence with a number stands for every number"
        gathered.append(Problem("T107", Span(file, message.line, 1), "plural forms are not used here", hint))
    if own is None:
        hint = f"list them in house.yaml under betraying: {language}"
        gathered.append(Problem("T111", Span(file), f"which words betray the subject in “{language}”?", hint))
    return in_file_order(gathered)


def _read(content: bytes, language: str) -> Catalog:
    return read_po(io.BytesIO(content), locale=_locale(language), abort_invalid=True)


def _locale(language: str) -> str | None:
    """The language as the library knows it, None when it does not: plural forms are not used here."""
    with suppress(UnknownLocaleError, ValueError):
        return str(Locale.parse(language, sep="-"))
    return None


def _missing(entry: Entry, file: str) -> Problem:
    what = f"no translation of “{entry.text}” ({entry.context})"
    return Problem("T101", Span(file), what, MERGE, Severity.WARNING)


def _is_shown(message: Message) -> bool:
    return bool(message.string) and isinstance(message.string, str) and not message.fuzzy


def _in_language(entry: Entry, message: Message, where: Span, language: str, terms: TermBase) -> Iterator[Problem]:
    """Whether what is said or shown is in the language's script, and each text says each term as the term base does."""
    text = str(message.string)
    if entry.is_said and not is_written_in(text, language):
        hint = "see whether it stands in the right file"
        yield Problem("T114", where, f"“{text}” is not written in {script(language).lower()} letters", hint)
    for name, said in terms.asked(entry.text, language):
        if not any(word.casefold() in text.casefold() for word in said):
            hint = f"the term base says {', '.join(said)}"
            yield Problem("T113", where, f"the Swedish has the term “{name}”, this has not", hint)


def _message(entry: Entry | None, message: Message, file: str, words: Iterable[str]) -> Iterator[Problem]:
    """The faults of one translation. What is not shown (missing, fuzzy, stale) is not judged further."""
    where = Span(file, message.line, 1)
    text = message.string if isinstance(message.string, str) else ""
    if entry is None:
        yield Problem("T103", where, f"“{message.id}” is no longer in the dialogs", MERGE, Severity.WARNING)
    elif not text:
        hint = "until then it is shown in Swedish"
        yield Problem("T101", where, f"no translation of “{message.id}” ({entry.context})", hint, Severity.WARNING)
    elif message.fuzzy:
        hint = "correct it and take the mark “fuzzy” away; until then it is shown in Swedish"
        yield Problem("T102", where, f"taken from a similar text: “{text}”", hint, Severity.WARNING)
    else:
        yield from translated(entry, text, where, words)


def translated(entry: Entry, text: str, where: Span, words: Iterable[str]) -> Iterator[Problem]:
    """The faults of a translation that is shown. words: those that betray the subject in its language."""
    if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(entry.text)):
        wanted = ", ".join(PLACEHOLDER.findall(entry.text)) or "none"
        yield Problem("T104", where, f"placeholders differ; the Swedish has {wanted}", "copy them letter by letter")
    if len(text) > entry.limit:
        yield Problem("T105", where, f"{len(text)} characters; {entry.limit} fit", "say it shorter")
    if len(LIST_LINE.findall(text)) != len(LIST_LINE.findall(entry.text)):
        yield Problem("T106", where, "the lines that begin with “- ” are not as many as in Swedish", "keep the list")
    if entry.text.rstrip().endswith("?") and not text.rstrip().endswith(ASKS):
        hint = "end it with a question mark, so that it is asked"
        yield Problem("T108", where, "the Swedish is a question, this is none", hint, Severity.WARNING)
    if (said := _numbers(text)) != (meant := _numbers(entry.text)):
        told = ", ".join(map(str, meant)) or "none"
        there = ", ".join(map(str, said)) or "none"
        hint = "write the same numbers, in figures"
        yield Problem("T109", where, f"the Swedish has the numbers {told}, this has {there}", hint)
    if entry.open and (word := betraying(text, words)):
        yield Problem("T110", where, f"“{word}” can be seen before the two are alone", "say it neutrally")


def _numbers(text: str) -> list[int]:
    """The numbers of a text, in order of size: a language may say them in another order."""
    return sorted(map(int, NUMBER.findall(PLACEHOLDER.sub("", text))))
