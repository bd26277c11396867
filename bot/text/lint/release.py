"""All texts of a release, in every language → faults, readability, exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from bot.dialog.assessment_schema import CONTEXT as ASSESSMENT
from bot.dialog.model import Audience, Release
from bot.dialog.schema import Exempt
from bot.dialog.tree import read
from bot.problem import Problem, Severity, Span, in_file_order, nearest
from bot.text.catalogues import LOCALES, SOURCE, shown
from bot.text.entry import Entry, Kind
from bot.text.extract import HOUSE
from bot.text.lint import record
from bot.text.lint.betrayal import betraying
from bot.text.lint.faults import faults
from bot.text.lint.measures import MEASURES, Measure, Reader, words_in
from bot.text.lint.numbers import known_numbers, telephone_numbers
from bot.text.lint.words import SAYS, Fault

SOURCES = "sources.yaml"
MEASURED = frozenset((Kind.PASSAGE, Kind.WHY, Kind.QUESTION, Kind.ACTION))
"""What is read as running text; headings and buttons have no sentences to measure."""
GENDER = "T012"
SHORTER = {"T014": "make it two sentences", "T015": "say it shorter, or in two texts"}


@dataclass(frozen=True, slots=True)
class Text:
    """One text in one language, as it is shown."""

    language: str
    entry: Entry
    words: str
    where: Span


@dataclass(frozen=True, slots=True)
class Readability:
    """How hard the texts of one guide are for one reader. value: None when they are too few to be measured."""

    language: str
    guide: str
    reader: Reader
    measure: Measure
    value: float | None
    words: int
    where: Span

    @property
    def is_hard(self) -> bool:
        """Whether the measure is above what the reader is asked to bear."""
        return self.value is not None and self.value > self.measure.hardest[self.reader]


@dataclass(frozen=True, slots=True)
class Judged:
    """problems: in file order. texts: how many were judged. exempt: the exceptions that excused something."""

    problems: tuple[Problem, ...]
    readability: tuple[Readability, ...]
    exempt: tuple[Exempt, ...]
    texts: int


def judge(release: Release, found: Iterable[Entry], only: str = "") -> Judged:
    """Judge the words of a release.

    Args:
        release: its catalogues are judged when they stand among its files.
        found: its texts, from `extract.entries`.
        only: one language, else all.
    """
    texts = [text for text in _texts(release, found) if only in ("", text.language)]
    numbers = known_numbers(release)
    excused = {(exempt.language, exempt.code, exempt.text): exempt for exempt in release.house.exempt}
    used: dict[tuple[str, str, str], Exempt] = {}
    problems = [*_betrayed(release, texts), *record.problems(release)]
    for text in texts:
        problems += (_number(text.where, *found) for found in _numbers(text, numbers))
        for fault in _faults(text):
            key = (text.language, fault.code, text.words)
            if key in excused:
                used[key] = excused[key]
            else:
                problems.append(_problem(text.where, fault))
    readability = tuple(_readability(release, texts))
    problems += (_hard(measured) for measured in readability if measured.is_hard)
    problems += _idle(release, used.values(), {text.language for text in texts}, {text.words for text in texts})
    return Judged(in_file_order(problems), readability, tuple(used.values()), len(texts))


def problems(release: Release, found: Iterable[Entry]) -> tuple[Problem, ...]:
    """All faults of the words of a release. found: its texts, from `extract.entries`."""
    return judge(release, found).problems


def _texts(release: Release, found: Iterable[Entry]) -> Iterator[Text]:
    """Swedish first, then each catalogue that can be read; what is wrong with one that cannot, `merge` tells. Last what
    an organisation has translated itself."""
    wanted = {entry.key: entry for entry in found}
    for entry in wanted.values():
        yield Text(SOURCE, entry, entry.text, entry.where[0])
    for name, content in release.files.items():
        language = name.removeprefix(LOCALES).partition("/")[0]
        if name.startswith(LOCALES) and name.endswith(".po"):
            with suppress(ValueError):
                for key, words, line in shown(content):
                    if key in wanted:
                        yield Text(language, wanted[key], words, Span(name, line, 1))
    for own in release.translations:
        if (key := (own.context, own.source)) in wanted:
            yield Text(own.language, wanted[key], own.words, own.where)


def _betrayed(release: Release, texts: Iterable[Text]) -> Iterator[Problem]:
    """Swedish only: a translation that betrays is told by `merge` (T110), as is one that is too long (T105)."""
    words = release.house.betraying.get(SOURCE, [])
    for text in texts:
        if text.language != SOURCE:
            continue
        if text.entry.open and (word := betraying(text.words, words)):
            hint = "say it neutrally, or move the step to a dialog with “private: yes”"
            yield Problem("T001", text.where, f"“{word}” can be seen before the two are alone", hint)
        if len(text.words) > text.entry.limit:
            message = f"{len(text.words)} characters; {text.entry.limit} fit"
            yield Problem("T007", text.where, message, "say it shorter, or in two")


def _faults(text: Text) -> Iterator[Fault]:
    """Names of contacts are given: nobody may mend them here. What is not meant as it stands is not judged."""
    if text.entry.judged and not (text.entry.kind is Kind.LABEL and text.entry.context.startswith("contact.")):
        found = faults(text.words, text.entry.audience, text.language, text.entry.kind)
        yield from (fault for fault in found if not (text.entry.named and fault.code == GENDER))


def _problem(where: Span, fault: Fault) -> Problem:
    if fault.code in SHORTER:
        return Problem(fault.code, where, fault.found, SHORTER[fault.code])
    says, hint = SAYS[fault.code]
    return Problem(fault.code, where, f"“{fault.found}” {says}", hint)


def _numbers(text: Text, known: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Those of the directory itself stand where they should."""
    return () if text.entry.context.startswith("contact.") else telephone_numbers(text.words, known)


def _number(where: Span, number: str, hint: str) -> Problem:
    return Problem("T005", where, f"“{number}” is a telephone number", hint)


def _readability(release: Release, texts: Iterable[Text]) -> Iterator[Readability]:
    """One for each language, guide and reader; all actions count as one guide, as do the self-assessments, the notes of
    sources, and the words of each kind of page."""
    groups: dict[tuple[str, str, Reader], list[tuple[str, Span]]] = {}
    for text in texts:
        if text.language.partition("-")[0] in MEASURES and text.entry.kind in MEASURED:
            reader = _reader(text.entry)
            guide = text.entry.context.partition(".")[0]
            groups.setdefault((text.language, guide, reader), []).append((text.words, text.where))
    notes = [(source.note, Span(SOURCES)) for source in release.sources.values() if source.note]
    if notes and any(language == SOURCE for language, _, _ in groups):
        groups[SOURCE, "sources", Reader.LEGAL] = notes
    for (language, guide, reader), found in groups.items():
        words = [text for text, _ in found]
        measure = MEASURES[language.partition("-")[0]]
        value, count = measure.of(words), sum(map(words_in, words))
        yield Readability(language, guide, reader, measure, value, count, found[0][1])


def _reader(entry: Entry) -> Reader:
    """A self-assessment is read at an office, beside the law that it speaks of."""
    if entry.audience is not Audience.STAFF:
        return Reader.PERSON
    return Reader.LEGAL if entry.context.startswith(ASSESSMENT) else Reader.STAFF


def _hard(found: Readability) -> Problem:
    most = found.measure.hardest[found.reader]
    message = f"{found.measure.name} of {found.reader.value} here is {found.value:.0f}"
    return Problem("T006", found.where, message, f"{most} at most: shorter sentences, shorter words", Severity.WARNING)


def _idle(release: Release, used: Iterable[Exempt], languages: set[str], texts: set[str]) -> Iterator[Problem]:
    """Exceptions that excuse nothing: the words have changed, or never had that fault."""
    known = list(used)
    tree = read(release.files[HOUSE].decode("utf-8-sig"), HOUSE)[0] if release.house.exempt else None
    for number, exempt in enumerate(release.house.exempt):
        if exempt in known or exempt.language not in languages:
            continue
        where = tree.span(("exempt", number)) if tree else Span(HOUSE)
        there = exempt.text in texts
        hint = "remove it" if there else nearest(exempt.text, texts) or "copy the text letter by letter, or remove it"
        what = "this text has no such fault" if there else "no text is like this"
        yield Problem("T022", where, f"the exception from {exempt.code} excuses nothing: {what}", hint)
