"""The self-assessments of a release: frame and sectors, as far as they have the shape that they must."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.dialog.assessment_schema import CONTEXT, FOLDER, FRAME, Assessment, Frame, Key
from bot.dialog.cycle_schema import CONTEXT as CYCLE
from bot.dialog.cycle_schema import CYCLES, Cycles
from bot.dialog.schema import Sector
from bot.dialog.shape import open_file
from bot.dialog.tree import Path, Tree
from bot.problem import Problem


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked of an organisation: the frame, and each sector's statements. trees: where all of it stands.
    cycles: what follow-up has to choose from, None where there is none."""

    frame: Frame
    assessments: Mapping[Sector, Assessment]
    trees: Mapping[str, Tree] = field(repr=False)
    cycles: Cycles | None = None

    @property
    def texts(self) -> Iterator[tuple[str, str, str, Path, bool]]:
        """Each text with its context, file and place; whether it is a heading or an answer."""
        for key, area in self.frame.areas.items():
            yield CONTEXT, area.title, FRAME, ("areas", key, "title"), True
        for number, level in enumerate(self.frame.levels):
            yield CONTEXT, level.title, FRAME, ("levels", number, "title"), True
            yield CONTEXT, level.says, FRAME, ("levels", number, "says"), False
        for part in ("unknown", "beside"):
            answer = getattr(self.frame, part)
            yield CONTEXT, answer.title, FRAME, (part, "title"), True
            yield CONTEXT, answer.says, FRAME, (part, "says"), False
        for part in ("reasons", "papers", "uses", "changes", "soon", "roles"):
            for key, label in getattr(self.frame, part).items():
                yield CONTEXT, label, FRAME, (part, key), True
        for key, measure in self.frame.measures.items():
            yield CONTEXT, measure.says, FRAME, ("measures", key, "says"), False
        for sector, assessment in self.assessments.items():
            file = f"{FOLDER}{sector}.yaml"
            yield CONTEXT, assessment.title, file, ("title",), True
            for statement in assessment.statements:
                yield from _statement(assessment, statement, file)
        if self.cycles:
            yield from _cycles(self.cycles)


def _statement(assessment: Assessment, key: Key, file: str) -> Iterator[tuple[str, str, str, Path, bool]]:
    found, context = assessment.statements[key], context_of(key)
    yield context, found.says, file, ("statements", key, "says"), False
    yield context, found.basis, file, ("statements", key, "basis"), False
    for number, text in enumerate(found.levels):
        yield context, text, file, ("statements", key, "levels", number), False


def _cycles(cycles: Cycles) -> Iterator[tuple[str, str, str, Path, bool]]:
    for counts, label in cycles.figures.items():
        yield CYCLE, label, CYCLES, ("figures", counts), True
    for part in ("questions", "lessons"):
        for key, each in getattr(cycles, part).items():
            yield CYCLE, each.says, CYCLES, (part, key, "says"), False


def context_of(key: Key) -> str:
    """The gettext context of a statement."""
    return f"{CONTEXT}.{key}"


def read_form(files: Mapping[str, bytes]) -> tuple[Form | None, list[Problem]]:
    """The form, and the faults of shape. None: the release has no frame, or it cannot be read."""
    opened, problems = open_file(files, FRAME, Frame)
    assessments: dict[Sector, Assessment] = {}
    trees: dict[str, Tree] = {}
    for name in sorted(files):
        if name.startswith(FOLDER) and name.endswith(".yaml") and name not in (FRAME, CYCLES):
            found, faults = open_file(files, name, Assessment)
            problems += faults
            if found is not None:
                trees[name], assessment = found
                assessments.setdefault(assessment.assessment, assessment)
    if opened is None:
        return None, problems
    trees[FRAME], frame = opened
    followed, faults = open_file(files, CYCLES, Cycles)
    problems += faults
    if followed is not None:
        trees[CYCLES] = followed[0]
    return Form(frame, assessments, trees, followed[1] if followed else None), problems
