"""The record of which lines to say were read aloud by a person who had not written them: readings.yaml, in the dialogs
or in an organisation's own folder. There is no such file until somebody has read.

A reading is bound to the words and to the screen they stand on. A line whose words change, or that moves to another
screen, is unread again, and nobody has to remember that. The record says the reader's role and the day, and no name.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from bot.dialog.model import Audience, Program
from bot.dialog.schema import LINE_MARK, Label, Shape
from bot.dialog.shape import open_record
from bot.problem import Problem

FILE = "readings.yaml"
HEAD = "# Which lines to say were read aloud, by whom and when. Written by `fragestod read`; see docs/releases.md.\n"
Verdict = Literal["right", "long", "unclear", "stiff", "unkind", "astray", "promise"]
RIGHT: Verdict = "right"
STUMBLED: tuple[Verdict, ...] = get_args(Verdict)[1:]
"""Why a reader stumbled: not one breath; not clear to who only hears it; nobody talks so; it does not sound kind; it
does not answer what was said just before; it promises what nobody can keep."""
Words = Callable[[str, str], str]
"""Context and Swedish text → the text as it is read, "" where it has no translation."""


class ReadingFile(Shape):
    """One entry of the record."""

    role: Label
    date: dt.date
    lines: Annotated[dict[Annotated[str, StringConstraints(pattern=LINE_MARK)], Verdict], Field(min_length=1)]


class ReadingsFile(Shape):
    """The file readings.yaml."""

    readings: list[ReadingFile]


@dataclass(frozen=True, slots=True)
class Line:
    """A line to say or show. mark: what a reading is bound to. inside: it is said to a colleague or another authority,
    not to the person. after: answers that lead to its screen. around: what staff read on that screen."""

    mark: str
    dialog: str
    title: str
    text: str
    audience: Audience
    inside: bool
    after: tuple[str, ...]
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """How many lines there are, how many of them a person has read aloud, and those at which the reader stumbled."""

    lines: int
    read: int
    stumbled: tuple[tuple[Line, Verdict], ...]

    @property
    def told(self) -> str:
        """In one sentence. Only persons are counted: a program writes no reading."""
        told = f"{self.read:,} of {self.lines:,} lines to say were read aloud by a person"
        return f"{told}, who stumbled at {len(self.stumbled):,}" if self.stumbled else told


def mark(context: str, text: str) -> str:
    """What a reading of a line is bound to: its screen, and 12 hex digits of the SHA-256 of its words."""
    return f"{context}/{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def lines_to_say(program: Program, words: Words | None = None, staff: Words = lambda _, text: text) -> tuple[Line, ...]:
    """Every line to say or show, each once a screen, as the guides go.

    Args:
        program: the guides.
        words: another language; then only what the person hears or reads, and what is translated.
        staff: the language of what stands around the line.
    """
    into: dict[int, list[str]] = {}
    for node in program.nodes:
        for edge in (edge for edge in node.edges if edge.label):
            label = edge.label or ""
            into.setdefault(edge.target, []).append(staff(node.context, label) if edge.translate else label)
    found: dict[str, Line] = {}
    for node in program.nodes:
        around = tuple(staff(each.context, each.text) for each in node.passages if each.audience is Audience.STAFF)
        for passage in node.passages:
            if passage.audience is Audience.STAFF or (words and not passage.is_for_person):
                continue
            if text := words(passage.context, passage.text) if words else passage.text:
                key, inside = mark(passage.context, text), passage.to != "person"
                after = dict.fromkeys((*(found[key].after if key in found else ()), *into.get(node.index, ())))
                of_guide = node.title == program.dialogs[node.dialog].title
                title = staff("dialog" if of_guide else node.context, node.title)
                found[key] = Line(key, node.dialog, title, text, passage.audience, inside, tuple(after), around)
    return tuple(found.values())


def read_readings(files: Mapping[str, bytes], place: str = FILE) -> tuple[tuple[ReadingFile, ...], list[Problem]]:
    """The record of a folder, () when it has none, and the faults of its form.

    Args:
        files: all files, path → content.
        place: what the record is called in problems.
    """
    opened, problems = open_record(files, FILE, ReadingsFile, place)
    return tuple(opened[1].readings) if opened else (), problems


def verdicts(readings: Iterable[ReadingFile]) -> dict[str, Verdict]:
    """Of each line that was read, by its mark, what its last reader found."""
    return {key: found for reading in readings for key, found in reading.lines.items()}


def heard(lines: Sequence[Line], readings: Iterable[ReadingFile]) -> Heard:
    """How far the reading has come. What was read and is not there any more does not count."""
    known = verdicts(readings)
    read = [(line, known[line.mark]) for line in lines if line.mark in known]
    return Heard(len(lines), len(read), tuple(each for each in read if each[1] != RIGHT))


def with_reading(
    readings: Sequence[ReadingFile], role: str, day: dt.date, key: str, found: Verdict
) -> tuple[ReadingFile, ...]:
    """The record with one more line read. A reader of the same role and day goes on with the last entry."""
    last = readings[-1] if readings else None
    if last and (last.role, last.date) == (role, day):
        others = {known: verdict for known, verdict in last.lines.items() if known != key}
        return (*readings[:-1], ReadingFile(role=role, date=day, lines={**others, key: found}))
    return (*readings, ReadingFile(role=role, date=day, lines={key: found}))


def as_text(readings: Iterable[ReadingFile]) -> str:
    """The record as the text of its file."""
    return HEAD + "readings:\n" + "\n".join(line for reading in readings for line in _entry(reading)) + "\n"


def _entry(reading: ReadingFile) -> Iterator[str]:
    yield f"  - role: {json.dumps(reading.role, ensure_ascii=False)}"
    yield f"    date: {reading.date.isoformat()}"
    yield "    lines:"
    yield from (f"      {key}: {found}" for key, found in reading.lines.items())
