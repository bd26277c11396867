"""YAML text → a small tree that remembers where each value stood.

Built straight from libyaml's events: no tags, anchors, aliases or types. Every scalar stays text
until the schema gives it one, so `no` is a word and `0180` keeps its zero. Knows nothing of dialogs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from bot.dialog import offset, unreadable
from bot.problem import Problem, Span

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Plain: TypeAlias = str | list[Any] | dict[str, Any] | None
Path: TypeAlias = tuple[str | int, ...]
Marks: TypeAlias = dict[str | int, tuple[Any, Any, "Marks"]]
"""Key or position → where the value stands, where its key stands (None in a list), and the same for what is inside.

The places are libyaml's own marks (lines and columns from 0): most are never asked for, so none is converted ahead.
"""
SCALAR, MAPPING, SEQUENCE = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
MAPPING_END, SEQUENCE_END = yaml.MappingEndEvent, yaml.SequenceEndEvent
NOWHERE: Marks = {}
MAX_DEPTH = 24
"""Lists and mappings inside each other; the format needs eight."""
PLAIN_ONLY = "write the value out; anchors, aliases and tags are not used"
ROOT = ""
"""The document's own place stands under this key of the outermost marks."""


@dataclass(frozen=True, slots=True)
class Tree:
    """One parsed file.

    `data` is plain (dict, list, str, None for an empty value). `marks`: see `Marks`; the document's outermost
    value stands under `ROOT`. `text` is the file itself. `has_empty`: somewhere a key or “-” has nothing after it.
    """

    file: str
    data: Plain
    marks: Marks
    text: str = ""
    has_empty: bool = False

    def at(self, path: Path) -> Plain:
        """The value at a path that exists."""
        data: Any = self.data
        for part in path:
            data = data[part]
        found: Plain = data
        return found

    def span(self, path: Path, *, key: bool = False) -> Span:
        """The place of a value (or of its key); the nearest known parent when it is missing."""
        mark = self._mark(path, key)
        return Span(self.file, mark.line + 1, mark.column + 1) if mark else Span(self.file, 1, 1)

    def inside(self, path: Path, character: int, *, key: bool = False) -> Span:
        """The place of a character of a text (or of its key), counted from 0."""
        mark = self._mark(path, key)
        return Span(self.file, *offset.place(self.text, mark.index, character)) if mark else Span(self.file, 1, 1)

    def _mark(self, path: Path, key: bool) -> Any:
        found = self.marks.get(ROOT)
        if found is None:
            return None
        for part in path:
            inner = found[2].get(part)
            if inner is None:
                key = False
                break
            found = inner
        value, name, _ = found
        return name if key and name is not None else value

    def known(self, location: Path) -> Path:
        """The parts of a location that exist in the file; others (a schema's own) are left out."""
        path: Path = ()
        _, _, inside = self.marks.get(ROOT, (None, None, NOWHERE))
        for part in location:
            if part in inside:
                path = (*path, part)
                inside = inside[part][2]
        return path


def read(text: str, file: str) -> tuple[Tree | None, list[Problem]]:
    """Parse one YAML document. Returns the tree (None when it cannot be read) and all problems."""
    if unreadable.has_foreign_breaks(text):
        return None, [*unreadable.invisible(text, file)]
    reader = _Reader(file)
    reader.problems += unreadable.split_letters(text, file)
    try:
        data = reader.document(text)
    except _TooDeepError as error:
        hint = "close the brackets; no file needs so many lists inside each other"
        return None, [
            *reader.problems,
            Problem("Y007", error.where, f"more than {MAX_DEPTH} lists or mappings stand inside each other", hint),
        ]
    except yaml.MarkedYAMLError as error:
        return None, [*reader.problems, unreadable.explained(error, text, file)]
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        return None, [*unreadable.invisible(text, file)]
    if data is None:
        return None, reader.problems
    return Tree(file, data, reader.marks, text, reader.has_empty), reader.problems


class _TooDeepError(Exception):
    """Nested beyond `MAX_DEPTH`, where recursion would become a danger."""

    def __init__(self, where: Span) -> None:
        super().__init__(str(where))
        self.where = where


class _Reader:
    """Walks the events once. Each value notes its place in the marks of what it stands in."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.depth = 0
        self.has_empty = False
        self.marks: Marks = {}
        self.problems: list[Problem] = []

    def document(self, text: str) -> Plain:
        self.next = Loader(text).get_event
        self.next()  # stream start
        data = None
        if not isinstance(self.next(), yaml.StreamEndEvent):
            data = self.value(self.next(), self.marks, ROOT, None)
        if data is None:
            self.problems.append(
                Problem("Y002", Span(self.file), "the file is empty", "write the dialog, or delete the file")
            )
            return None
        self.next()  # document end
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            where = self.where(event)
            self.problems.append(
                Problem("Y003", where, "a second document begins here", "keep one document in a file; remove “---”")
            )
        return data

    def where(self, event: Any) -> Span:
        mark = event.start_mark
        return Span(self.file, mark.line + 1, mark.column + 1)

    def value(self, event: Any, around: Marks, part: str | int, key: Any) -> Plain:
        """Read the value that begins with an event. `around[part]` gets its place, `key`: the place of its key."""
        kind = type(event)
        if kind is SCALAR:
            around[part] = (event.start_mark, key, NOWHERE)
            if event.anchor is not None or event.tag is not None:
                self.plain_only(event)
            text: str = event.value
            if text or event.style:
                return text
            self.has_empty = True
            return None
        inside: Marks = {}
        around[part] = (event.start_mark, key, inside)
        if kind is yaml.AliasEvent:
            self.problems.append(
                Problem("Y004", self.where(event), f"an alias (*{event.anchor}) stands here", PLAIN_ONLY)
            )
            return f"*{event.anchor}"
        self.plain_only(event)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _TooDeepError(self.where(event))
        data = self.mapping(inside) if kind is MAPPING else self.sequence(inside)
        self.depth -= 1
        return data

    def plain_only(self, event: Any) -> None:
        if event.anchor is not None:
            self.problems.append(
                Problem("Y004", self.where(event), f"an anchor (&{event.anchor}) stands here", PLAIN_ONLY)
            )
        if event.tag is not None:
            self.problems.append(Problem("Y004", self.where(event), f"a tag ({event.tag}) stands here", PLAIN_ONLY))

    def sequence(self, inside: Marks) -> Plain:
        items: list[Plain] = []
        following = self.next
        while type(event := following()) is not SEQUENCE_END:
            items.append(self.value(event, inside, len(items), None))
        return items

    def mapping(self, inside: Marks) -> Plain:
        items: dict[str, Plain] = {}
        following = self.next
        while type(event := following()) is not MAPPING_END:
            if type(event) is not SCALAR:
                self.problems.append(
                    Problem("Y005", self.where(event), "a key must be one line of text", "put the key in quotes")
                )
                self.value(event, {}, "?", None)
                self.value(following(), {}, "?", None)
                continue
            if event.anchor is not None or event.tag is not None:
                self.plain_only(event)
            key: str = event.value
            if key != key.strip() or "\n" in key:
                self.problems.append(
                    Problem(
                        "Y005",
                        self.where(event),
                        f"“{key}” begins or ends with a space, or has two lines",
                        "write the key without",
                    )
                )
            if key in items:
                first = inside[key][1].line + 1
                self.problems.append(
                    Problem(
                        "N001",
                        self.where(event),
                        f"“{key}” stands twice here, first on line {first}",
                        "rename or remove one of them",
                    )
                )
                self.value(following(), {}, "?", None)
                continue
            items[key] = self.value(following(), inside, key, event.start_mark)
        return items
