"""A folder on disk → the contents of what is read there, and a problem for each file that nobody reads.

What editors and systems put beside the files is nobody's content and is passed over: hidden names (“.”), copies (“~”).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.problem import Problem, Severity, Span

YAML = (".yaml", ".yml")
CATALOGUE = ".po"
PLANS, PLAN = "plans/", ".plan"
BESIDE = (".md", ".schema.json")
"""Endings of what may lie among the dialogs for people and editors."""
NOBODY = "nothing reads this file"


@dataclass(frozen=True, slots=True)
class Found:
    """files: relative path → content. faults: of what was to be read and cannot be, and of what nobody reads."""

    files: dict[str, bytes]
    faults: tuple[Problem, ...]


def read_folder(folder: Path) -> dict[str, bytes]:
    """All YAML and PO files of a folder, by relative path. Reads the disk.

    Raises:
        OSError: one of them, or a folder in it, cannot be read.
    """
    return {
        name: path.read_bytes()
        for name, path in within(folder, _refuse)
        if name.endswith((*YAML, CATALOGUE)) and (path.is_file() or not path.exists())
    }


def look(folder: Path, is_read: Callable[[str], bool], astray: Callable[[str], Problem | None]) -> Found:
    """Read a folder, whatever its files are like.

    Args:
        folder: where to look.
        is_read: whether a file of this relative path is part of the content.
        astray: what is wrong with one that is not; None when it may lie there.
    """
    files: dict[str, bytes] = {}
    faults: list[Problem] = []

    def unread(error: OSError) -> None:
        faults.append(_unreadable(Path(error.filename).relative_to(folder).as_posix(), str(error.strerror)))

    for name, path in within(folder, unread):
        if path.is_dir() and path.is_symlink():
            hint = "put the files themselves here"
            faults.append(Problem("N010", Span(name), "a link to a folder is not followed", hint))
        elif path.is_dir() and not is_read(name):
            continue
        elif not is_read(name):
            faults += filter(None, (astray(name),))
        elif path.exists() and not path.is_file():
            faults.append(_unreadable(name, "it is no file"))
        else:
            try:
                files[name] = path.read_bytes()
            except OSError as error:
                unread(error)
    return Found(files, tuple(faults))


def read_house(folder: Path) -> Found:
    """All that a folder of dialogs holds for a release. Reads the disk."""
    found = look(folder, lambda name: name.endswith(YAML) or is_plan(name), _astray)
    return Found({name: content for name, content in found.files.items() if not is_plan(name)}, found.faults)


def is_plan(name: str) -> bool:
    """Whether a file among the dialogs is a plan, by its path."""
    return name.startswith(PLANS) and name.endswith(PLAN)


def _astray(name: str) -> Problem | None:
    """What is wrong with a file among the dialogs that nobody reads."""
    if name.endswith(PLAN):
        return Problem("N010", Span(name), NOBODY, "plans lie in plans/")
    if name.endswith(CATALOGUE):
        return Problem("N010", Span(name), NOBODY, "translations lie in locales/, not among the dialogs")
    last = Path(name).name.lower()
    meant = next((ending for ending in (*YAML, PLAN) if ending in last), None)
    if meant:
        return Problem("N010", Span(name), NOBODY, f"its name must end in {meant}, in small letters")
    if name.endswith(BESIDE):
        return None
    hint = "guides and rules end in .yaml, plans in .plan; let all else lie somewhere else"
    return Problem("N010", Span(name), NOBODY, hint, Severity.WARNING)


def within(folder: Path, fault: Callable[[OSError], None]) -> Iterator[tuple[str, Path]]:
    """All files and folders below a folder, by relative path in order. fault: told of a folder that cannot be read."""
    found = []
    for top, folders, files in os.walk(folder, onerror=fault):
        folders[:] = [each for each in folders if not _is_beside(each)]
        found += [Path(top, each) for each in (*folders, *files) if not _is_beside(each)]
    for path in sorted(found):
        yield path.relative_to(folder).as_posix(), path


def _is_beside(name: str) -> bool:
    """Whether an editor or a system made it beside a person's files."""
    return name.startswith((".", "#")) or name.endswith("~")


def _unreadable(name: str, why: str) -> Problem:
    hint = "put a file there that the user of the program may read, or remove it"
    return Problem("Y010", Span(name), f"this cannot be read: {why}", hint)


def _refuse(error: OSError) -> None:
    raise error
