"""Faults of authors, as values.

A fault in a file that a person wrote is never an exception: it is a `Problem`, gathered with all
others and shown in file order. Each has a stable code (one letter for the family, three digits), the
place, what is wrong, and what to do.

Families: Y YAML, S shape, N names, C conditions, F flow, T texts and translation, A accessibility, M what a channel
can carry, K token, D directory, L local layer, V validity, P plans, B budget, G gate, R rules, E self-assessment, X
practice cases. Each code has a page in docs/codes.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file. `line` and `column` count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


class Severity(Enum):
    """How bad a problem is: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: what is wrong, where, and what to do. As text: `where: severity code message`, the rest below it.

    story: lines that show it, such as the conversation that breaks a rule.
    """

    code: str
    where: Span
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    story: tuple[str, ...] = ()

    def __str__(self) -> str:
        told = f"{self.where}: {self.severity.value} {self.code} {self.message}"
        line = " ".join(told.splitlines())  # an author's own text, or a name, may have two lines; tools read one
        return "\n    ".join(filter(None, (line, *self.story, self.hint)))

    def inside(self, folder: Path) -> Problem:
        """The same problem with its file found from where the program runs."""
        return replace(self, where=replace(self.where, file=str(folder / self.where.file)))

    def as_json(self) -> dict[str, object]:
        """The problem as plain data, for tools."""
        return {
            "file": self.where.file,
            "line": self.where.line,
            "column": self.where.column,
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "hint": self.hint,
            "story": list(self.story),
        }


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort by file, line, column, code; drop exact repeats."""
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda p: (p.where, p.code, p.message)))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems stops the build."""
    return any(p.severity is Severity.ERROR for p in problems)


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known name, or lists the choices: all when they are few, else the first."""
    choices = sorted(set(known))
    alike = [each for each in choices if each.casefold() == name.casefold()]
    close = alike or difflib.get_close_matches(name, choices, n=1, cutoff=0.65)
    if close:
        return f"did you mean “{close[0]}”?"
    if not choices:
        return "none is declared"
    if len(choices) <= 8:
        return "use one of: " + ", ".join(choices)
    return f"there are {len(choices)}: " + ", ".join(choices[:4]) + ", …"
