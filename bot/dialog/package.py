"""Packages of practice: ten minutes of a staff meeting over a few decisions of one case. Form and compiled value.

A package tells no case anew. It names a case and where its thread begins, and adds what a leader needs: what has
happened before, two questions, and one about the own routine. `read` is the mark of the decisions that the questions
were written for; when the case is changed there, the package is stale, and somebody has to read it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.dialog.assessment_schema import KEY
from bot.dialog.case_model import Case, Scene, context
from bot.dialog.case_schema import FOLDER
from bot.dialog.schema import Label, Name, Shape, Text
from bot.dialog.tree import Tree
from bot.problem import Problem, Span, nearest

FILE = f"{FOLDER}packages.yaml"
SHELF = "packages"
"""What stands for the name of a case in the gettext context of their texts."""
MARK = r"^[0-9a-f]{8}$"


class Entry(Shape):
    """One package. begins: the scene of the case that it begins with. decisions: how many, from there on. so_far: what
    has happened by then. routine: the question about the own routine, asked last. statements: of the sector's
    self-assessment, for which a gap can be taken up so."""

    title: Label
    case: Name
    begins: Name
    decisions: Annotated[int, Field(ge=1, le=3)] = 2
    so_far: Text
    questions: Annotated[list[Text], Field(min_length=2, max_length=2)]
    routine: Text
    statements: list[Annotated[str, StringConstraints(pattern=KEY)]] = Field(default_factory=list)
    read: Annotated[str, StringConstraints(pattern=MARK)]


class Shelf(Shape):
    """The file."""

    packages: dict[Name, Entry]


@dataclass(frozen=True, slots=True)
class Package:
    """A package, compiled."""

    id: str
    case: Case
    data: Entry
    where: Span

    @property
    def context(self) -> str:
        """The gettext context of its texts."""
        return context(SHELF, self.id)


def compile_packages(
    file: tuple[Tree, Shelf] | None, cases: Iterable[Case]
) -> tuple[tuple[Package, ...], list[Problem]]:
    """All packages in the order of the file, and every fault of a name in them. file: None where there is none."""
    if file is None:
        return (), []
    tree, shelf = file
    known = {case.id: case for case in cases}
    found, problems = [], []
    for name, entry in shelf.packages.items():
        path, case = (SHELF, name), known.get(entry.case)
        if name in known:
            message = f"a case is called “{name}” already, and both have a sheet by that name"
            problems.append(Problem("N001", tree.span(path, key=True), message, "choose another name"))
        if case is None:
            message = f"no case is called “{entry.case}”"
            problems.append(Problem("N002", tree.span((*path, "case")), message, nearest(entry.case, known)))
            continue
        scenes = [scene.id for scene in case.scenes]
        if entry.begins not in scenes:
            message = f"“{entry.case}” has no scene “{entry.begins}”"
            problems.append(Problem("N002", tree.span((*path, "begins")), message, nearest(entry.begins, scenes)))
            continue
        found.append(Package(name, case, entry, tree.span(path, key=True)))
    return tuple(found), problems


def mark(scenes: Iterable[Scene]) -> str:
    """What names the words of some decisions: eight hex digits, others as soon as a word is."""
    told = json.dumps([scene.data.model_dump() for scene in scenes], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:8]
