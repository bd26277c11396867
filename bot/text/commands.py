"""`fragestod text extract | merge | stats`: from folder to folder. These read and write the disk and print."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.dialog.load import load, read_folder
from bot.problem import Problem, has_errors
from bot.text.entry import Entry
from bot.text.extract import entries
from bot.text.merge import INSIDE, catalogue_files, merge, problems
from bot.text.stats import State, measure, table
from bot.text.template import NAME, template, write

REQUIRED = "en"
"""The language that has to be complete before a change lands."""

Words = dict[str, list[str]]


def extract(dialogs: Path, locales: Path, *, as_json: bool = False) -> int:
    """Write the template. Returns the exit code."""
    found, _ = _read(dialogs)
    if not found:
        return 1
    _write(locales / NAME, write(template(found, dialogs.name)))
    _print({"template": str(locales / NAME), "texts": len(found)}, f"{locales / NAME}: {len(found)} texts", as_json)
    return 0


def merge_all(dialogs: Path, locales: Path, *, begin: str = "", as_json: bool = False) -> int:
    """Write the template and bring every language up to date. `begin`: a language to begin. Returns the exit code."""
    found, words = _read(dialogs)
    if not found:
        return 1
    pattern = template(found, dialogs.name)
    _write(locales / NAME, write(pattern))
    files = catalogue_files(locales)
    if begin:
        files.setdefault(begin, locales / begin / INSIDE)
    for language, path in files.items():
        _write(path, merge(pattern, path.read_bytes() if path.exists() else b"", language))
    states, gathered = _states(found, words, locales)
    _report(states, gathered, as_json, errors_only=True)
    return int(has_errors(gathered))


def stats(dialogs: Path, locales: Path, *, strict: bool = False, as_json: bool = False) -> int:
    """Print how far each language has come. strict: 1 unless English is complete and no language is wrong."""
    found, words = _read(dialogs)
    if not found:
        return 1
    states, gathered = _states(found, words, locales)
    _report(states, gathered, as_json, errors_only=not strict)
    complete = any(state.language == REQUIRED and state.is_complete for state in states)
    return int(strict and (not complete or has_errors(gathered)))


def _read(dialogs: Path) -> tuple[tuple[Entry, ...], Words]:
    """Entries and betraying words; says what is wrong and gives nothing when the dialogs do not compile."""
    loaded = load(read_folder(dialogs))
    if loaded.release is None:
        print(*(problem.inside(dialogs) for problem in loaded.problems), sep="\n", file=sys.stderr)
        return (), {}
    return entries(loaded.release), loaded.release.house.betraying


def _states(found: tuple[Entry, ...], words: Words, locales: Path) -> tuple[list[State], list[Problem]]:
    states: list[State] = []
    gathered: list[Problem] = []
    for language, path in catalogue_files(locales).items():
        content = path.read_bytes()
        own = problems(found, content, str(path), language, words)
        states.append(measure(found, content, language, own))
        gathered += own
    return states, gathered


def _report(states: list[State], gathered: list[Problem], as_json: bool, *, errors_only: bool) -> None:
    told = [problem for problem in gathered if not errors_only or has_errors((problem,))]
    data = {"languages": [state.as_json() for state in states], "problems": [problem.as_json() for problem in told]}
    _print(data, "\n".join([*map(str, told), table(states)]), as_json)


def _print(data: Mapping[str, object], text: str, as_json: bool) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2) if as_json else text)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)
