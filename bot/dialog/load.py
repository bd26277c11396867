"""Source files → a release, with every fault of every file at once.

The files come as a mapping (relative path → bytes), from a folder or from an archive alike, so that a
release that was live last month compiles by the same code as today's.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from bot.dialog import (
    assessment_schema,
    case_schema,
    directory_schema,
    flashcard,
    package,
    phrase_schema,
    readings,
    schema,
    signatures,
)
from bot.dialog.cases import compile_cases
from bot.dialog.compile import Parsed, compile_program
from bot.dialog.directory_check import read_directory
from bot.dialog.directory_schema import MunicipalitiesFile, NationalFile, RegionsFile
from bot.dialog.model import Release
from bot.dialog.package import compile_packages
from bot.dialog.routine import translations
from bot.dialog.routine_schema import ROUTINE, RoutineFile
from bot.dialog.shape import empties, fitting
from bot.dialog.steps import Places
from bot.dialog.tree import Tree, read
from bot.problem import Problem, Span, has_errors, in_file_order, nearest

Model = TypeVar("Model", bound=BaseModel)
TERMS = "terms.yaml"
FILES = ("house.yaml", "facts.yaml", "actions.yaml", "sources.yaml", TERMS, signatures.FILE, readings.FILE)
DIRECTORY = tuple(f"directory/{stem}.yaml" for stem in directory_schema.FILES)
FOLDERS = ("guides/", case_schema.FOLDER, "rules/", assessment_schema.FOLDER, phrase_schema.FOLDER)
FOLLOW_UPS: Mapping[str, tuple[str, ...]] = {
    "facts.yaml": ("N003",),
    "actions.yaml": ("N006",),
    "sources.yaml": ("N007", "D003"),
    "directory/": ("N007", "N008", "D001", "D003", "D005", "D007"),
    "guides/": ("N005", "F008", "F009"),
}
"""A file or folder → the codes of names that are unknown only because it could not be read."""
OF_STEPS = ("S005", "S010", "S011")
"""Faults of shape that leave nothing unread."""
UNSURE = ("S005", "S010", "N002", "N003", "X004", "F002", "F004", "F005", "F006", "F007", "K001")
"""What may seem wrong in a file only because other parts of it could not be read."""
MAX_BYTES = 1_000_000
"""Of one file; the largest that ships has 40,000."""
FORMAT = 1
"""Version of the dialog format; part of a release's identity."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """release: None when a problem is an error."""

    release: Release | None
    problems: tuple[Problem, ...]


def release_id(files: Mapping[str, bytes]) -> str:
    """Content hash of the sources: SHA-256, hex."""
    digest = hashlib.sha256(f"format {FORMAT}\n".encode())
    for name in sorted(files):
        digest.update(f"{name}\n{len(files[name])}\n".encode())
        digest.update(files[name])
    return digest.hexdigest()


def load(files: Mapping[str, bytes], faults: Iterable[Problem] = ()) -> Loaded:
    """Compile a release from its files. Never raises for an author's fault. faults: those of reading the files."""
    with no_collector():
        return _load(files, list(faults))


def _load(files: Mapping[str, bytes], problems: list[Problem]) -> Loaded:
    texts = dict(_texts(files, problems))
    trees = dict(_trees(texts, problems))
    house = _one(trees, "house.yaml", schema.House, problems)
    dialogs = []
    for name, tree in trees.items():
        if _is_dialog(name, tree):
            found = _shaped(tree, schema.Dialog, problems)
            if found:
                dialogs.append((tree, found))
    problems += _names(dialogs)
    sources = _sources(trees, problems)
    directory, faults = read_directory(_directory_texts(texts), sources, "directory")
    problems += faults
    listed = directory.get("sources")
    if isinstance(listed, schema.SourcesFile):
        problems += _twice(texts["directory/sources.yaml"], sources.keys() & listed.sources.keys())
        sources |= listed.sources
    terms = _one(trees, TERMS, schema.TermsFile, problems)
    phrases = _phrases(trees, sources, problems)
    routine = _one(trees, ROUTINE, RoutineFile, problems)
    parsed = Parsed(
        dialogs=tuple({d.dialog: (t, d) for t, d in reversed(dialogs)}.values())[::-1],
        facts=_one(trees, "facts.yaml", schema.FactsFile, problems),
        actions=_one(trees, "actions.yaml", schema.ActionsFile, problems),
        house=house or (Tree("house.yaml", {}, {}), schema.House()),
        sources=frozenset(sources),
        contacts=_contacts(directory.get("national")),
        places=_places(directory.get("regions"), directory.get("municipalities")),
        routine=routine,
    )
    if not parsed.dialogs:
        problems += _nothing([*files, *(problem.where.file for problem in problems)], trees)
        return Loaded(None, in_file_order(problems))
    program, faults = compile_program(parsed)
    cases, unnamed = compile_cases(_cases(trees, problems), sources, program.dialogs)
    deck = _one(trees, flashcard.FILE, flashcard.Deck, problems)
    flashcards, strange = flashcard.compile_cards(deck, sources, program.dialogs)
    packages, unknown = compile_packages(_one(trees, package.FILE, package.Shelf, problems), cases)
    ordered = in_file_order(_without_follow_ups([*problems, *faults, *unnamed, *strange, *unknown]))
    if has_errors(ordered):
        return Loaded(None, ordered)
    release = Release(
        release_id(files),
        program,
        parsed.house[1],
        sources,
        directory,
        dict(files),
        phrases,
        terms[1].terms if terms else {},
        routine[1] if routine else None,
        tuple(translations(*routine)) if routine else (),
        cases,
        flashcards,
        packages,
    )
    return Loaded(release, ordered)


def _texts(files: Mapping[str, bytes], problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """The texts of all files that somebody reads."""
    for name, content in files.items():
        if not name.endswith((".yaml", ".yml")):
            continue
        if len(content) > MAX_BYTES:
            message = f"the file has {len(content):,} bytes; {MAX_BYTES:,} are read"
            problems.append(Problem("Y009", Span(name), message, "split it, or see whether it is the right file"))
            continue
        try:
            yield name, content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            begin = content.rfind(b"\n", 0, error.start) + 1
            column = len(content[begin : error.start].decode("utf-8-sig")) + 1
            problems.append(
                Problem("Y006", Span(name, line, column), "this is not UTF-8 text", "save the file as UTF-8")
            )


def _trees(texts: Mapping[str, str], problems: list[Problem]) -> Iterator[tuple[str, Tree]]:
    for name, text in texts.items():
        if name in DIRECTORY:
            continue
        tree, faults = read(text, name)
        problems += faults
        if tree is not None:
            if not name.startswith(FOLDERS) and name not in (*FILES, ROUTINE) and not _is_dialog(name, tree):
                hint = nearest(name, (*FILES, *DIRECTORY)) or "guides stand in guides/"
                problems.append(Problem("N010", Span(name), "nothing reads this file", hint))
            yield name, tree


def _nothing(files: Iterable[str], trees: Mapping[str, Tree]) -> list[Problem]:
    """That there is no dialog at all; one that could not be read has been told of."""
    if any(name.startswith("guides/") for name in files) or any(_is_dialog(name, tree) for name, tree in trees.items()):
        return []
    hint = "put one in guides/<name>.yaml, with “dialog: <name>” on its first line"
    return [Problem("F009", Span("."), "there is no dialog here", hint)]


def _without_follow_ups(problems: Collection[Problem]) -> list[Problem]:
    """Leave out what seems wrong only because a file, or a part of it, could not be read."""
    unread = {problem.where.file for problem in problems if problem.code[0] in "YS" and problem.code not in OF_STEPS}
    hidden = {
        code for start, codes in FOLLOW_UPS.items() for code in codes if any(name.startswith(start) for name in unread)
    }
    return [p for p in problems if p.code not in hidden and not (p.where.file in unread and p.code in UNSURE)]


def _is_dialog(name: str, tree: Tree) -> bool:
    return name.startswith("guides/") or (isinstance(tree.data, dict) and "dialog" in tree.data)


def _shaped(tree: Tree, model: type[Model], problems: list[Problem]) -> Model | None:
    found, faults = fitting(tree, model)
    problems += [*faults, *empties(tree, faults)]
    return found


def _one(
    trees: Mapping[str, Tree], name: str, model: type[Model], problems: list[Problem]
) -> tuple[Tree, Model] | None:
    tree = trees.get(name)
    found = _shaped(tree, model, problems) if tree else None
    return (tree, found) if tree and found else None


def _names(dialogs: Iterable[tuple[Tree, schema.Dialog]]) -> list[Problem]:
    """A dialog is called as its file, and no two alike."""
    problems = []
    seen: dict[str, str] = {}
    for tree, dialog in dialogs:
        where = tree.span(("dialog",))
        if Path(tree.file).stem != dialog.dialog:
            problems.append(
                Problem(
                    "N009",
                    where,
                    f"the file is called “{Path(tree.file).name}”, the dialog “{dialog.dialog}”",
                    "give both the same name",
                )
            )
        if dialog.dialog in seen:
            problems.append(
                Problem("N001", where, f"“{dialog.dialog}” is also in {seen[dialog.dialog]}", "rename one of them")
            )
        seen.setdefault(dialog.dialog, tree.file)
    return problems


def _sources(trees: Mapping[str, Tree], problems: list[Problem]) -> dict[str, schema.Source]:
    file = _one(trees, "sources.yaml", schema.SourcesFile, problems)
    return dict(file[1].sources) if file else {}


def _twice(text: str, names: Iterable[str]) -> list[Problem]:
    """Sources of the directory that sources.yaml has too."""
    if not names:
        return []
    tree, _ = read(text, "directory/sources.yaml")
    where = [tree.span(("sources", name), key=True) for name in sorted(names)] if tree else []
    return [Problem("N001", span, "this source is also in sources.yaml", "keep it in one place") for span in where]


def _phrases(
    trees: Mapping[str, Tree], sources: Collection[str], problems: list[Problem]
) -> tuple[phrase_schema.Phrase, ...]:
    """The record phrases, in the order that they are offered."""
    found = []
    for name, tree in trees.items():
        phrase = _shaped(tree, phrase_schema.Phrase, problems) if name.startswith(phrase_schema.FOLDER) else None
        if phrase is None:
            continue
        found.append(phrase)
        if Path(name).stem != phrase.phrase:
            message = f"the file is called “{Path(name).name}”, the phrase “{phrase.phrase}”"
            problems.append(Problem("N009", tree.span(("phrase",)), message, "give both the same name"))
        problems += [
            Problem("N007", tree.span(("sources", place)), f"no source is called “{source}”", nearest(source, sources))
            for place, source in enumerate(phrase.sources)
            if source not in sources
        ]
    return tuple(sorted(found, key=lambda phrase: (phrase.order, phrase.phrase)))


def _cases(trees: Mapping[str, Tree], problems: list[Problem]) -> list[tuple[Tree, case_schema.Case]]:
    """The practice cases whose form is right, with their files."""
    others = (flashcard.FILE, package.FILE)
    files = [tree for name, tree in trees.items() if name.startswith(case_schema.FOLDER) and name not in others]
    return [(tree, case) for tree in files if (case := _shaped(tree, case_schema.Case, problems))]


def _directory_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """The directory's files by name without folder and ending."""
    return {Path(name).stem: texts[name] for name in DIRECTORY if name in texts}


def _contacts(national: schema.Shape | None) -> frozenset[str]:
    if not isinstance(national, NationalFile):
        return frozenset()
    return frozenset((*national.contacts, *national.roles))


def _places(regions: schema.Shape | None, places: schema.Shape | None) -> Places:
    if not isinstance(regions, RegionsFile) or not isinstance(places, MunicipalitiesFile):
        return Places()
    found = []
    for code, region in regions.regions.items():
        if own := places.municipalities.get(code):  # a county without places would be a question without answers
            found.append((code, region.county, tuple(own.items())))
    return Places(tuple(found))


@contextmanager
def no_collector() -> Iterator[None]:
    """Run without the collector of cycles. Loading and proving make many objects and no cycles: its passes would be a
    third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
