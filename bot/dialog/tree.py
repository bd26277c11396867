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
Marks: TypeAlias = dict[Path, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Tree:
    """One parsed file.

    `data` is plain (dict, list, str, None for an empty value). `marks` gives line and column (from 1)
    of each value by its path; a key's own place stands under the path + ("#key",).
    """

    file: str
    data: Plain
    marks: Marks

    def span(self, path: Path, *, key: bool = False) -> Span:
        """The place of a value (or of its key); the nearest known parent when it is missing."""
        wanted: Path = (*path, "#key") if key else path
        while wanted and wanted not in self.marks:
            wanted = wanted[:-1]
        line, column = self.marks.get(wanted, (1, 1))
        return Span(self.file, line, column)


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
    """Walks the events once. `key` is the place of the mapping key, the value's place is its own."""

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
        data = self.value(self.next(), ())
        self.next()  # document end
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            where = self.where(event)
            self.problems.append(Problem("Y003", where, "a second document begins here", "keep one document in a file; remove “---”"))
        return data

    def where(self, event: Any) -> Span:
        mark = event.start_mark
        return Span(self.file, mark.line + 1, mark.column + 1)

    def value(self, event: Any, path: Path) -> Plain:
        mark = event.start_mark
        self.marks[path] = (mark.line + 1, mark.column + 1)
        kind = type(event)
        if kind is yaml.ScalarEvent:
            text: str = event.value
            return text if text or event.style else None
        if kind is yaml.MappingStartEvent:
            self.plain_only(event)
            return self.mapping(path)
        if kind is yaml.SequenceStartEvent:
            self.plain_only(event)
            return self.sequence(path)
        self.problems.append(Problem("Y004", self.where(event), "an alias (*name) stands here", "write the value out; anchors and aliases are not used"))
        return None

    def plain_only(self, event: Any) -> None:
        if event.anchor is not None:
            self.problems.append(Problem("Y004", self.where(event), f"an anchor (&{event.anchor}) stands here", "write the value out; anchors and aliases are not used"))

    def sequence(self, path: Path) -> Plain:
        items: list[Plain] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.value(event, (*path, len(items))))
        return items

    def mapping(self, path: Path) -> Plain:
        items: dict[str, Plain] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.problems.append(Problem("Y005", self.where(event), "a key must be one line of text", "put the key in quotes"))
                self.value(event, (*path, "?"))
                self.value(self.next(), (*path, "?"))
                continue
            key: str = event.value
            here = (*path, key)
            if key in items:
                first = self.marks[(*here, "#key")][0]
                self.problems.append(Problem("N001", self.where(event), f"“{key}” stands twice here, first on line {first}", "rename or remove one of them"))
                self.value(self.next(), (*path, "?"))
                continue
            mark: Any = event.start_mark
            self.marks[(*here, "#key")] = (mark.line + 1, mark.column + 1)
            items[key] = self.value(self.next(), here)
        return items
