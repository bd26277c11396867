"""A text → its sentences, each with the voice it is in: said to the person, or read by staff.

What is quoted in a text for staff is words to say, and judged as said. Two kinds of quoted words are not judged: bad
examples (“Säg inte: …”, “Avoid …”), and what somebody else says (“Personen säger: …”).
A text that is itself said or shown is said throughout, quotes included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bot.dialog.model import Audience


class Voice(Enum):
    """Whether words reach the person, or only the one who asks."""

    SAID = "said"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its mark at the end. line: its number in the text, from 0."""

    text: str
    voice: Voice
    line: int

    @property
    def is_question(self) -> bool:
        """Whether it ends with a question mark."""
        return self.text.rstrip("”\"'») ").endswith("?")


END = re.compile(r"(?<=[.!?:…])(?<!\bkap\.)(?<!\bbl\.a\.)(?<!\bt\.ex\.)(?<!\be\.g\.)[”\"»)]*\s+")
QUOTED = re.compile(r"[“”\"»]([^“”\"«»]+)[”“\"«]")
NOT_JUDGED = re.compile(
    r"\b(?:säg|fråga|skriv|lova|använd) (?:inte|aldrig)\b|\bundvik|\bi stället för\b|\binte\W*$"
    r"|\b(?:personen|hen|någon|patienten|barnet|partnern|den (?:unga|andra)) (?:säger|frågar|svarar|ber|ropar)\b"
    r"|\b(?:do not|don't|never) (?:say|ask|write|promise|use)\b|\bavoid|\binstead of\b|\b(?:not|rather than)\W*$"
    r"|\b(?:the person|someone|the patient|the child|the partner|they) (?:says?|asks?|answers?|calls?)\b",
    re.IGNORECASE,
)


def sentences(text: str, audience: Audience) -> Iterator[Sentence]:
    """The sentences of a text that are to be judged, in order; quoted ones follow what they stood in."""
    for number, line in enumerate(text.split("\n")):
        plain = line.removeprefix("- ").strip()
        if audience is not Audience.STAFF:
            yield from _cut(plain, Voice.SAID, number)
            continue
        said: list[Sentence] = []
        for match in QUOTED.finditer(plain):
            before = END.split(plain[: match.start()].replace(": ", " "))[-1]
            if not NOT_JUDGED.search(before):
                said += _cut(match[1], Voice.SAID, number)
        yield from _cut(QUOTED.sub("…", plain), Voice.STAFF, number)
        yield from said


def _cut(line: str, voice: Voice, number: int) -> Iterator[Sentence]:
    for part in END.split(line):
        if part := part.strip():
            yield Sentence(part, voice, number)
