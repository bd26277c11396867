"""The form of a plan: one line a thing, told apart by its first character.

# Why this conversation matters.            a note; notes and empty lines may stand anywhere
@ hub sector=health asks=everybody          where it begins, and what the door knows of the unit
? Vad behöver du?                           what the screen asks, or its title when it asks nothing
> Någon har berättat                        the answer, by its label; several ticks are joined by “ + ”
? Innan ni skiljs åt                        the title of the ending
! report-child                              each action of the ending, by id, in order
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.dialog.folder import within
from bot.problem import Problem, Span

FOLDER, SUFFIX = "plans", ".plan"
NOTE, BEGIN, SCREEN, ANSWER, ACTION = "#", "@", "?", ">", "!"
MARKS = "“# a note”, “@ where it begins”, “? what is asked”, “> the answer” or “! an action”"
MAX_BYTES = 1_000_000
"""Of one plan; the largest that ships has 3,000."""
TEXT_COLUMN = 3
"""Where a line's text begins, counted from 1: after its mark and a space."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line's text without its mark. number: in the file, from 1; 0 when no file has it.
    before: the notes and empty lines that stand before it, as they are written."""

    text: str
    number: int = 0
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A screen and the answer to it. screen: None when the author left it out."""

    screen: Line | None
    answer: Line


@dataclass(frozen=True, slots=True)
class Plan:
    """A conversation from its entry to its ending.

    file: its path inside the folder of dialogs. given: fact → value, what the door knows. ending: the title of the
    last screen, None when the author left it out. actions: ids in order. after: notes below the last line.
    """

    file: str
    begin: Line
    entry: str
    given: Mapping[str, str]
    exchanges: tuple[Exchange, ...]
    ending: Line | None
    actions: tuple[Line, ...]
    after: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its file's name without the ending."""
        return Path(self.file).stem

    @property
    def about(self) -> str:
        """What its first notes say of the situation."""
        notes = (note.removeprefix(NOTE).strip() for note in self.begin.before if note.startswith(NOTE))
        return " ".join(notes)

    def where(self, line: Line | None) -> Span:
        """The place of a line's text; the beginning when there is no such line."""
        return Span(self.file, (line or self.begin).number, TEXT_COLUMN)


def files(dialogs: Path) -> dict[str, bytes]:
    """All plans of a folder of dialogs, by path inside it. Reads the disk."""
    found = within(dialogs / FOLDER, lambda error: None)  # a folder without plans is none that cannot be read
    there = {f"{FOLDER}/{name}": path for name, path in found if name.endswith(SUFFIX)}
    return {name: path.read_bytes() for name, path in there.items() if path.is_file()}


def read(content: bytes, file: str) -> tuple[Plan | None, list[Problem]]:
    """A plan and every fault of its form; None when it has no beginning or is no text."""
    if len(content) > MAX_BYTES:
        message = f"the file has {len(content):,} bytes; {MAX_BYTES:,} are read"
        return None, [Problem("Y009", Span(file), message, "see whether it is the right file")]
    try:
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig"))  # labels are compared
    except UnicodeDecodeError as error:
        place = Span(file, content.count(b"\n", 0, error.start) + 1, 1)
        return None, [Problem("P001", place, "this is not UTF-8 text", "save the file as UTF-8")]
    reader = _Reader(file)
    for number, line in enumerate(text.splitlines(), 1):
        reader.take(number, line.rstrip())
    return reader.plan(), reader.problems


def write(plan: Plan) -> str:
    """The text of a plan; `read` gives the same plan back."""
    return "".join(f"{line}\n" for line in (*_written(plan), *plan.after))


def begin_line(entry: str, given: Mapping[str, str]) -> str:
    """The text of the line that tells where a plan begins."""
    return " ".join((entry, *(f"{name}={value}" for name, value in given.items())))


def _written(plan: Plan) -> Iterator[str]:
    marked: list[tuple[str, Line]] = [(BEGIN, plan.begin)]
    for exchange in plan.exchanges:
        marked += [(SCREEN, exchange.screen)] if exchange.screen else []
        marked.append((ANSWER, exchange.answer))
    marked += [(SCREEN, plan.ending)] if plan.ending else []
    marked += [(ACTION, action) for action in plan.actions]
    for mark, line in marked:
        yield from line.before
        yield f"{mark} {line.text}"


@dataclass(slots=True)
class _Reader:
    """Takes the lines one by one; what is out of place is told and left out."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    begin: Line | None = None
    screen: Line | None = None
    exchanges: list[Exchange] = field(default_factory=list)
    actions: list[Line] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def take(self, number: int, raw: str) -> None:
        if not raw or raw.startswith(NOTE):
            self.waiting.append(raw)
            return
        line = Line(raw[1:].strip(), number, tuple(self.waiting))
        self.waiting.clear()
        match raw[0]:
            case _ if not line.text:
                self.fault("P001", number, f"nothing stands after “{raw[0]}”", f"write {MARKS}")
            case "@":
                self.take_begin(line)
            case "?":
                self.take_screen(line)
            case ">":
                self.take_answer(line)
            case "!":
                self.take_action(line)
            case _:
                self.fault("P001", number, f"“{raw[:20]}” is no line of a plan", f"begin it with one of {MARKS}")

    def take_begin(self, line: Line) -> None:
        if self.begin is not None:
            self.fault("P002", line.number, "a plan begins once", "put the second conversation in a file of its own")
        elif self.screen or self.exchanges or self.actions:
            self.fault("P002", line.number, "the beginning stands below a screen", "move it above the first “?”")
        else:
            self.begin = line

    def take_screen(self, line: Line) -> None:
        if self.actions:
            self.fault("P002", line.number, "a screen stands below the actions", "actions belong to the last screen")
        elif self.screen is not None:
            self.fault("P002", self.screen.number, "no answer follows this screen", "write it below: “> the answer”")
            self.screen = line
        else:
            self.screen = line

    def take_answer(self, line: Line) -> None:
        if self.actions:
            self.fault("P002", line.number, "an answer stands below the actions", "nothing follows an ending")
        else:
            self.exchanges.append(Exchange(self.screen, line))
            self.screen = None

    def take_action(self, line: Line) -> None:
        if any(action.text == line.text for action in self.actions):
            self.fault("P002", line.number, f"“{line.text}” stands twice", "remove one of them")
        else:
            self.actions.append(line)

    def fault(self, code: str, number: int, message: str, hint: str) -> None:
        self.problems.append(Problem(code, Span(self.file, number, 1), message, hint))

    def plan(self) -> Plan | None:
        if self.begin is None:
            where = Span(self.file, 1, 1)
            hint = "write “@ hub” above the first “?”, or another entry"
            self.problems.append(Problem("P003", where, "it is not said where this plan begins", hint))
            return None
        entry, *rest = self.begin.text.split()
        return Plan(
            self.file,
            self.begin,
            entry,
            dict(self.given(rest)),
            tuple(self.exchanges),
            self.screen,
            tuple(self.actions),
            tuple(self.waiting),
        )

    def given(self, words: Iterable[str]) -> Iterator[tuple[str, str]]:
        assert self.begin is not None
        for word in words:
            name, equals, value = word.partition("=")
            if not (name and equals and value):
                hint = "write a fact and its value, as in sector=health"
                self.fault("P003", self.begin.number, f"“{word}” gives no fact a value", hint)
            else:
                yield name, value
