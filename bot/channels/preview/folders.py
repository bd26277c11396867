"""Where the author's files lie: read, watched, shown line by line, and found again in the author's own editor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bot.dialog.routine_schema import ROUTINE
from bot.plans.form import FOLDER, SUFFIX
from bot.text.catalogues import LOCALES

WATCHED = frozenset((".yaml", ".yml", ".po", SUFFIX))
AROUND = 7
"""Lines shown before and after the one that is meant."""
EDITORS: Mapping[str, str] = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "none": "",
}
"""Editors by name → the address that opens a file there; another one is given as such an address. A path begins with
a slash. VS Code: its documentation, "Opening VS Code with URLs"."""

WORD = re.compile(r"[\w.-]+")

Stamps = Mapping[Path, tuple[int, int]]
"""File → time of its last change (nanoseconds) and size."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines of a file around one. marked: number of that line, from 1; column: from 1, 0 for the whole line."""

    file: str
    first: int
    lines: tuple[str, ...]
    marked: int
    column: int
    editor: str

    @property
    def pieces(self) -> tuple[str, str, str]:
        """The marked line: what stands before the word that is meant, the word, and what stands after it; without a
        column the whole line is meant."""
        line = self.lines[self.marked - self.first]
        if not 0 < self.column <= len(line):
            return "", line or " ", ""
        begin = self.column - 1
        found = WORD.match(line, begin)
        end = found.end() if found else begin + 1
        return line[:begin], line[begin:end], line[end:]


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of dialogs, translations and the organisation's own layer; editor: see `EDITORS`."""

    dialogs: Path
    locales: Path | None
    local: Path | None
    editor: str = ""

    def stamps(self) -> Stamps:
        """What tells one state of the files from another. Looks at the disk; a file that just vanished is no fault."""
        found = {}
        for folder in (self.dialogs, self.locales, self.local):
            for path in folder.rglob("*") if folder is not None else ():
                if path.suffix in WATCHED:
                    try:
                        seen = path.stat()
                    except OSError:  # gone, or a link to itself
                        continue
                    found[path] = (seen.st_mtime_ns, seen.st_size)
        return found

    def path(self, name: str) -> Path | None:
        """Where a file lies that a problem names; None for one that is not the author's."""
        if name.startswith(LOCALES) and self.locales is not None:
            path = self.locales / name.removeprefix(LOCALES)
        elif name == ROUTINE and self.local is not None:
            path = self.local / name
        else:
            path = self.dialogs / name  # an absolute name stays as it is
        inside = any(
            folder is not None and path.resolve().is_relative_to(folder.resolve())
            for folder in (self.dialogs, self.locales, self.local)
        )
        return path.absolute() if inside and path.suffix in WATCHED and path.is_file() else None

    def excerpt(self, name: str, line: int, column: int) -> Excerpt | None:
        """The lines around a place, None when there is no such file. Reads the disk."""
        path = self.path(name)
        if path is None:
            return None
        lines = path.read_bytes().decode("utf-8", "replace").splitlines() or [""]
        marked = min(max(1, line), len(lines))
        first = max(1, marked - AROUND)
        shown = tuple(lines[first - 1 : marked + AROUND])
        return Excerpt(name, first, shown, marked, column, self.address(path, marked, max(1, column)))

    def address(self, path: Path, line: int, column: int) -> str:
        """The address that opens a place in the author's editor, "" for none."""
        return self.editor.format(path=quote(path.as_posix()), line=line, column=column) if self.editor else ""

    def plan(self, name: str) -> Path:
        """Where a plan of that name lies."""
        return self.dialogs / FOLDER / f"{name}{SUFFIX}"
