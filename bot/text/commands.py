"""`fragestod text extract | merge | stats`: from folder to folder. These read and write the disk and print."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Release
from bot.problem import Problem, has_errors
from bot.text.catalogues import CATALOGUE
from bot.text.entry import Entry
from bot.text.extract import entries
from bot.text.merge import catalogue_files, merge, problems, wanted_in
from bot.text.stats import State, measure, table
from bot.text.template import NAME, template, write
from bot.text.terms import TermBase

REQUIRED = "en"
"""The language that has to be complete before a change lands."""


def extract(dialogs: Path, locales: Path, *, as_json: bool = False) -> int:
    """Write the template. Returns the exit code."""
    release = _read(dialogs)
    if release is None:
        return 1
    found = entries(release)
    _write(locales / NAME, write(template(found, dialogs.name)))
    _print({"template": str(locales / NAME), "texts": len(found)}, f"{locales / NAME}: {len(found)} texts", as_json)
    return 0


def merge_all(dialogs: Path, locales: Path, *, begin: str = "", as_json: bool = False) -> int:
    """Write the template and bring every language up to date. `begin`: a language to begin. Returns the exit code."""
    release = _read(dialogs)
    if release is None:
        return 1
    found = entries(release)
    _write(locales / NAME, write(template(found, dialogs.name)))
    files = catalogue_files(locales)
    if begin:
        files.setdefault(begin, locales / begin / CATALOGUE)
    for language, path in files.items():
        content = path.read_bytes() if path.exists() else b""
        _write(path, merge(template(wanted_in(found, content, language), dialogs.name), content, language))
    states, gathered = _states(release, found, locales)
    _report(states, gathered, as_json, errors_only=True)
    return int(has_errors(gathered))


def stats(dialogs: Path, locales: Path, *, strict: bool = False, as_json: bool = False) -> int:
    """Print how far each language has come. strict: 1 unless English and each language that is shipped as
    whole are complete and no language is wrong."""
    release = _read(dialogs)
    if release is None:
        return 1
    states, gathered = _states(release, entries(release), locales)
    _report(states, gathered, as_json, errors_only=not strict)
    there = any(state.language == REQUIRED for state in states)
    kept = all(state.keeps_its_word and (state.is_complete or state.language != REQUIRED) for state in states)
    return int(strict and (not there or not kept or has_errors(gathered)))


def _read(dialogs: Path) -> Release | None:
    """What the dialogs compile to; says what is wrong and gives nothing when they do not."""
    loaded = load(read_folder(dialogs))
    if loaded.release is None:
        print(*(problem.inside(dialogs) for problem in loaded.problems), sep="\n", file=sys.stderr)
    return loaded.release


def _states(release: Release, found: tuple[Entry, ...], locales: Path) -> tuple[list[State], list[Problem]]:
    states: list[State] = []
    gathered: list[Problem] = []
    terms = TermBase(release.terms)
    for language, path in catalogue_files(locales).items():
        content = path.read_bytes()
        own = problems(found, content, str(path), language, release.house.betraying, terms)
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
