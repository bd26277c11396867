"""Names in the self-assessments: dialogs/assessment/*.yaml.

E001  the frame has no such area, measure or role
E002  there is no such guide, or no such clause in the decision table
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from bot.check.clause_schema import ClausesFile
from bot.check.rules import CLAUSES
from bot.dialog.assessment import Form, read_form
from bot.dialog.assessment_schema import FRAME
from bot.dialog.cycle_schema import CYCLES
from bot.dialog.model import Release
from bot.dialog.shape import open_file
from bot.dialog.tree import Tree
from bot.problem import Problem, Span, nearest


def problems(release: Release) -> tuple[Problem, ...]:
    """All faults of the self-assessments; none where there is no assessment."""
    form, found = read_form(release.files)
    if form is None:
        return tuple(found)
    clauses, _ = open_file(release.files, CLAUSES, ClausesFile)
    known = frozenset(clauses[1].clauses) if clauses else frozenset[str]()
    return (*found, *_frame(form), *_sectors(form, release, known), *_cycles(form))


def _frame(form: Form) -> Iterator[Problem]:
    for key, measure in form.frame.measures.items():
        yield from _unknown(
            "E001", "role", [measure.role], form.frame.roles, form.trees[FRAME], ("measures", key, "role")
        )


def _cycles(form: Form) -> Iterator[Problem]:
    for key, question in form.cycles.questions.items() if form.cycles else ():
        yield from _unknown(
            "E001",
            "measure",
            question.changes,
            form.frame.measures,
            form.trees[CYCLES],
            ("questions", key, "changes"),
        )


def _sectors(form: Form, release: Release, clauses: Collection[str]) -> Iterator[Problem]:
    for name, tree in form.trees.items():
        if name in (FRAME, CYCLES):
            continue
        sector = str(tree.at(("assessment",)))
        if Path(name).stem != sector:
            message = f"the file is called “{Path(name).name}”, the assessment “{sector}”"
            yield Problem("N009", tree.span(("assessment",)), message, "give both the same name")
            continue
        assessment = next(found for key, found in form.assessments.items() if key == sector)
        for key, statement in assessment.statements.items():
            at = ("statements", key)
            yield from _unknown("E001", "area", [statement.area], form.frame.areas, tree, (*at, "area"))
            for code, what, field, known in (
                ("E001", "measure", "measures", form.frame.measures),
                ("N007", "source", "sources", release.sources),
                ("E002", "guide", "guides", release.program.dialogs),
                ("E002", "clause", "clauses", clauses),
            ):
                yield from _unknown(code, what, getattr(statement, field), known, tree, (*at, field))


def _unknown(
    code: str, what: str, names: list[str], known: Collection[str], tree: Tree, path: tuple[str | int, ...]
) -> Iterator[Problem]:
    """Names that nothing has. path: of the list, or of the one name."""
    for number, name in enumerate(names):
        if name not in known:
            where: Span = tree.span((*path, number)) if isinstance(tree.at(path), list) else tree.span(path)
            yield Problem(code, where, f"no {what} is called “{name}”", nearest(name, known))
