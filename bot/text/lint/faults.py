"""One text → its faults. Pure: the same function judges a dialog, a translation and a sentence of the corpus."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.dialog.model import Audience
from bot.text.entry import Kind
from bot.text.lint import english, swedish
from bot.text.lint.grades import graded
from bot.text.lint.measures import LONGEST_SENTENCE, LONGEST_TEXT, longest_sentence, words_in
from bot.text.lint.questions import GRAMMARS, Grammar, double, leading
from bot.text.lint.voices import Sentence, Voice, sentences
from bot.text.lint.words import Fault, Table, search

NAMES = frozenset((
    "ABCDE", "ADHD", "BRIS", "CAMHS", "FREDA", "GDPR", "HBTQ", "HBTQI", "HSLF", "HTML", "LGBTQ", "LGBTQI", "MARAC",
    "PATRIARK", "PTSD", "ROKS", "SARA", "SBAR", "UNIZON", "WCAG",
))  # fmt: skip
"""Names and terms in capitals that are no shout."""
SHOUTS = re.compile(
    r"!|\?{2,}|[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\ufe0f\u203c\u2049]"
    r"|\b[A-ZÅÄÖ]{2,} [A-ZÅÄÖ]{2,}\b|\b[A-ZÅÄÖ]{4,}\b"
)


@dataclass(frozen=True, slots=True)
class Language:
    """What the lint knows of a language."""

    table: Table
    denial: re.Pattern[str]
    abbreviation: re.Pattern[str]
    grammar: Grammar


LANGUAGES: Mapping[str, Language] = {
    "sv": Language(swedish.TABLE, swedish.DENIAL, swedish.ABBREVIATION, GRAMMARS["sv"]),
    "en": Language(english.TABLE, english.DENIAL, english.ABBREVIATION, GRAMMARS["en"]),
}
"""The languages whose words are judged; others are judged by length and signs alone."""


def faults(text: str, audience: Audience, language: str, kind: Kind = Kind.PASSAGE) -> Iterator[Fault]:
    """All faults of the words of one text, each code once.

    Args:
        text: as it is written, with its lines and placeholders.
        audience: for whom it is.
        language: Swedish or English, or a variant (“sv-x-easy”); of any other, only length, signs and grades of risk.
        kind: what the text is; the question of a screen is judged as a question although staff read it.
    """
    yield from _found(text, audience, language, kind)


@lru_cache(maxsize=1 << 16)
def _found(text: str, audience: Audience, language: str, kind: Kind) -> tuple[Fault, ...]:
    """Judged once for as long as they are the same: an author saves one file at a time."""
    found: dict[str, Fault] = {}
    for fault in _all(text, audience, language, kind):
        found.setdefault(fault.code, fault)
    return tuple(found.values())


def _all(text: str, audience: Audience, language: str, kind: Kind) -> Iterator[Fault]:
    if match := next((m for m in SHOUTS.finditer(text) if m[0] not in NAMES), None):
        yield Fault("T016", match[0])
    if (most := longest_sentence(text)) > LONGEST_SENTENCE[audience]:
        yield Fault("T014", f"{most} words in one sentence; {LONGEST_SENTENCE[audience]} at most")
    if (count := words_in(text)) > LONGEST_TEXT[audience]:
        yield Fault("T015", f"{count} words; {LONGEST_TEXT[audience]} at most")
    if grade := graded(text, language):
        yield Fault("T025", grade)
    known = LANGUAGES.get(language.partition("-")[0])
    if known is None:
        return
    parts = list(sentences(text, audience))
    for part in parts:
        yield from search(part, known.table, known.denial)
        yield from _abbreviated(part, known.abbreviation)
        yield from leading(part, known.grammar)
    yield from double(parts, known.grammar, to_staff=kind is Kind.QUESTION)


def _abbreviated(sentence: Sentence, abbreviation: re.Pattern[str]) -> Iterator[Fault]:
    if sentence.voice is Voice.SAID and (match := abbreviation.search(sentence.text)) and match[0] != "BRIS":
        yield Fault("T013", match[0])
