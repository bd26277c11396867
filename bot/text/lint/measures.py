"""How long and how hard texts are: words in a sentence (T014), in a text (T015), and readability (T006).

Readability is measured on all texts of one guide and audience together, since it jumps from sentence to sentence.
LIX is made for Swedish (Björnsson 1968). English words are shorter, so the same text gets a lower LIX in English;
there the Automated Readability Index is used (Smith & Senter 1967): it counts letters, which a program can do
exactly, where other measures guess syllables. Both see length only: neither knows a hard short word from an easy one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from bot.dialog.model import Audience

SENTENCE = re.compile(r"[.!?:…\u061f\u06d4\u1362\u1366-\u1368]+[”\"»)]*(?=\s|$)|\n+")
"""Where a sentence ends: at the Latin marks, which Cyrillic shares, the Arabic question mark and full stop, the
Ethiopic full stop, colon, question mark and paragraph mark, and at a new line. A mark inside a number ends nothing."""
WORD = re.compile(r"[^\W\d_]+(?:['’\u200c\u064b-\u0652\u0670-]+[^\W\d_]+)*")
"""A word: letters, held together by a hyphen, an apostrophe, the Persian half space or Arabic vowel signs."""
FEW_WORDS = 20
"""A measure of readability says nothing about shorter texts: there one long word decides."""

LONGEST_SENTENCE: Mapping[Audience, int] = {Audience.ALOUD: 20, Audience.SHOWN: 20, Audience.STAFF: 22}
"""Most words in one sentence. A house rule: 8–12 on average, 20 at most where the person is to follow."""
LONGEST_TEXT: Mapping[Audience, int] = {Audience.ALOUD: 30, Audience.SHOWN: 40, Audience.STAFF: 60}
"""Most words in one text. A house rule: said in two breaths, shown at a glance, read in half a minute."""


class Reader(Enum):
    """For whom the texts of a group are, and how a message calls them."""

    PERSON = "what is said or shown"
    STAFF = "what staff read"
    LEGAL = "the legal notes"


def words_in(text: str) -> int:
    """How many words a text has."""
    return len(WORD.findall(text))


def longest_sentence(text: str) -> int:
    """Words of its longest sentence."""
    return max((words_in(part) for part in SENTENCE.split(text)), default=0)


def lix(texts: Iterable[str]) -> float | None:
    """Words per sentence plus percent of words with more than six letters; None where there are too few."""
    words, sentences = _counted(texts)
    if len(words) < FEW_WORDS:
        return None
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def ari(texts: Iterable[str]) -> float | None:
    """4.71 × letters per word + 0.5 × words per sentence − 21.43, about a school grade; None for too few."""
    words, sentences = _counted(texts)
    if len(words) < FEW_WORDS:
        return None
    return 4.71 * sum(map(len, words)) / len(words) + 0.5 * len(words) / sentences - 21.43


def _counted(texts: Iterable[str]) -> tuple[list[str], int]:
    """All words, and how many sentences hold any."""
    parts = [WORD.findall(part) for text in texts for part in SENTENCE.split(text)]
    return [word for part in parts for word in part], sum(map(bool, parts))


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of readability: its name, how it is taken, and the most that each reader is asked to bear."""

    name: str
    of: Callable[[Iterable[str]], float | None]
    hardest: Mapping[Reader, int]


MEASURES: Mapping[str, Measure] = {
    "sv": Measure("LIX", lix, {Reader.PERSON: 30, Reader.STAFF: 35, Reader.LEGAL: 45}),
    "en": Measure("ARI", ari, {Reader.PERSON: 5, Reader.STAFF: 7, Reader.LEGAL: 10}),
}
"""Language → its measure. House rules: LIX under 30 is very easy, 30–40 easy; ARI 5, 7 and 10 are that school grade."""
