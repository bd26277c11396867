"""What a fault of words is, and how a language's table of words is searched. Knows no language itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.text.lint.voices import Sentence, Voice


@dataclass(frozen=True, slots=True)
class Fault:
    """code, and what was found. `told` gives message and hint."""

    code: str
    found: str


SAYS: Mapping[str, tuple[str, str]] = {
    "T002": (
        "promises secrecy",
        "secrecy has limits; say what you must do and that you tell the person first if you can",
    ),
    "T003": ("asks the person for an excuse", "ask what happened, or how it is"),
    "T004": (
        "proposes a joint talk",
        "offer each a way of their own; joint talks are not offered while there is violence",
    ),
    "T008": ("puts blame on the one who was harmed", "the responsibility lies with the one who uses violence; say so"),
    "T009": ("puts the answer in the person's mouth", "ask openly, so that yes and no are as easy to say"),
    "T010": ("asks two things at once", "one question a line; put the second in a text of its own"),
    "T011": ("labels a person", "say what somebody has done or been through, not what they are"),
    "T012": ("takes somebody's gender or part for granted", "write partner, parent, the person, they"),
    "T013": ("is a word of the trade", "say it in everyday words, or explain it there and then"),
    "T016": ("shouts", "write it calmly: small letters, a full stop, no pictures"),
    "T017": ("promises what nobody can promise", "promise only what you do yourself; say what you do not know"),
    "T018": ("makes violence small", "name what was done, without “only”, “row” or comparison"),
    "T019": ("presses", "offer, and leave the choice to the person"),
    "T020": ("judges the partner", "speak of what was done, not of what somebody is"),
    "T021": ("makes a diagnosis", "describe what you hear or see; a diagnosis is made by those who may"),
    "T025": ("grades a person's risk", "name the signs; how urgent it is, whoever talks with the person decides"),
}
"""Code → what the found words do, and the remedy."""


@dataclass(frozen=True)
class Words:
    """What one code looks for in one language: alternatives of a regular expression, in small letters, one on a line
    or more; a line whose brackets are open goes on in the next.

    always: in every voice. said, staff: in that voice as well. unless: a sentence with this is left alone.
    advised: staff may be told not to (a sentence for staff that denies before the words is left alone).
    """

    always: str = ""
    said: str = ""
    staff: str = ""
    unless: str = ""
    advised: bool = True

    def parts(self, voice: Voice) -> tuple[str, str]:
        """What is looked for in a voice."""
        return self.always, self.said if voice is Voice.SAID else self.staff

    @cached_property
    def by_voice(self) -> Mapping[Voice, re.Pattern[str] | None]:
        """The one expression of each voice, None where nothing is looked for."""
        return {voice: _any_of(*self.parts(voice)) for voice in Voice}

    @cached_property
    def exempt(self) -> re.Pattern[str] | None:
        """The expression of `unless`."""
        return _any_of(self.unless)


@dataclass(frozen=True)
class Table:
    """codes: code → words, for one language."""

    codes: Mapping[str, Words]

    @cached_property
    def anything(self) -> Mapping[Voice, re.Pattern[str] | None]:
        """One expression of each voice for all codes: most sentences have nothing of any."""
        each = self.codes.values()
        return {voice: _any_of(*(part for words in each for part in words.parts(voice))) for voice in Voice}


def _any_of(*parts: str) -> re.Pattern[str] | None:
    found: list[str] = []
    for line in (line.strip() for part in parts for line in part.strip().splitlines()):
        if found and found[-1].count("(") > found[-1].count(")"):
            found[-1] += line
        elif line:
            found.append(line)
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})") if found else None


def search(sentence: Sentence, table: Table, denial: re.Pattern[str]) -> Iterator[Fault]:
    """What a table finds in a sentence, at most once a code.

    Args:
        sentence: from `voices.sentences`.
        table: the language's.
        denial: words of that language by which staff are told not to do something.
    """
    small = sentence.text.lower()
    anything = table.anything[sentence.voice]
    if anything is None or not anything.search(small):
        return
    for code, words in table.codes.items():
        pattern = words.by_voice[sentence.voice]
        match = pattern.search(small) if pattern else None
        if match is None or (words.exempt and words.exempt.search(small)):
            continue
        if words.advised and sentence.voice is Voice.STAFF and denial.search(small, 0, match.start()):
            continue
        yield Fault(code, sentence.text[match.start() : match.end()])
