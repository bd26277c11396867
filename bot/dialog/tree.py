"""YAML text → a small tree that remembers where each value stood.

Built straight from libyaml's events: no tags, anchors, aliases or types. Every scalar stays text
until the schema gives it one, so `no` is a word and `0180` keeps its zero. Knows nothing of dialogs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from bot.problem import Problem, Span

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Plain: TypeAlias = str | list[Any] | dict[str, Any] | None
Path: TypeAlias = tuple[str | int, ...]
Marks: TypeAlias = dict[str | int, tuple[Any, Any, "Marks"]]
"""Key or position → where the value stands, where its key stands (None in a list), and the same for what is inside.

The places are libyaml's own marks (lines and columns from 0): most are never asked for, so none is converted ahead.
"""
NOWHERE: Marks = {}
ROOT = ""
"""The document's own place stands under this key of the outermost marks."""


@dataclass(frozen=True, slots=True)
class Tree:
    """One parsed file.

    `data` is plain (dict, list, str, None for an empty value). `marks`: see `Marks`; the document's outermost
    value stands under `ROOT`.
    """

    file: str
    data: Plain
    marks: Marks

    def span(self, path: Path, *, key: bool = False) -> Span:
        """The place of a value (or of its key); the nearest known parent when it is missing."""
        found = self.marks.get(ROOT)
        if found is None:
            return Span(self.file, 1, 1)
        for part in path:
            inner = found[2].get(part)
            if inner is None:
                key = False
                break
            found = inner
        value, name, _ = found
        mark = name if key and name is not None else value
        return Span(self.file, mark.line + 1, mark.column + 1)

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
    reader = _Reader(text, file)
    try:
        data = reader.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Span(file, mark.line + 1, mark.column + 1) if mark else Span(file)
        message = " ".join(filter(None, (error.context, error.problem)))
        hint = "check indentation, quotes and colons on this line and the one before"
        return None, [Problem("Y001", where, f"not valid YAML: {message}", hint)]
    except yaml.YAMLError as error:
        first = str(error).splitlines()[0]
        return None, [Problem("Y001", Span(file), f"not valid YAML: {first}", "save the file as UTF-8 text")]
    if reader.problems and data is None:
        return None, reader.problems
    return Tree(file, data, reader.marks), reader.problems


class _Reader:
    """Walks the events once. Each value notes its place in the marks of what it stands in."""

    def __init__(self, text: str, file: str) -> None:
        self.loader = Loader(text)
        self.next = self.loader.get_event
        self.file = file
        self.marks: Marks = {}
        self.problems: list[Problem] = []

    def document(self) -> Plain:
        self.next()  # stream start
        if isinstance(self.next(), yaml.StreamEndEvent):
            self.problems.append(Problem("Y002", Span(self.file), "the file is empty", "write the dialog, or delete the file"))
            return None
        data = self.value(self.next(), self.marks, ROOT, None)
        self.next()  # document end
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            where = self.where(event)
            self.problems.append(Problem("Y003", where, "a second document begins here", "keep one document in a file; remove “---”"))
        return data

    def where(self, event: Any) -> Span:
        mark = event.start_mark
        return Span(self.file, mark.line + 1, mark.column + 1)

    def value(self, event: Any, around: Marks, part: str | int, key: Any) -> Plain:
        """Read the value that begins with an event. `around[part]` gets its place, `key`: the place of its key."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            around[part] = (event.start_mark, key, NOWHERE)
            text: str = event.value
            return text if text or event.style else None
        inside: Marks = {}
        around[part] = (event.start_mark, key, inside)
        if kind is yaml.MappingStartEvent:
            self.plain_only(event)
            return self.mapping(inside)
        if kind is yaml.SequenceStartEvent:
            self.plain_only(event)
            return self.sequence(inside)
        self.problems.append(Problem("Y004", self.where(event), "an alias (*name) stands here", "write the value out; anchors and aliases are not used"))
        return None

    def plain_only(self, event: Any) -> None:
        if event.anchor is not None:
            self.problems.append(Problem("Y004", self.where(event), f"an anchor (&{event.anchor}) stands here", "write the value out; anchors and aliases are not used"))

    def sequence(self, inside: Marks) -> Plain:
        items: list[Plain] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.value(event, inside, len(items), None))
        return items

    def mapping(self, inside: Marks) -> Plain:
        items: dict[str, Plain] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.problems.append(Problem("Y005", self.where(event), "a key must be one line of text", "put the key in quotes"))
                self.value(event, {}, "?", None)
                self.value(self.next(), {}, "?", None)
                continue
            key: str = event.value
            if key in items:
                first = inside[key][1].line + 1
                self.problems.append(Problem("N001", self.where(event), f"“{key}” stands twice here, first on line {first}", "rename or remove one of them"))
                self.value(self.next(), {}, "?", None)
                continue
            items[key] = self.value(self.next(), inside, key, event.start_mark)
        return items
