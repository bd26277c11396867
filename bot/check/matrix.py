"""Clause → rules and checks → steps that meet it; and the clauses that nothing meets yet.

The clauses stand in dialogs/rules/clauses.yaml: rows and invariants of the decision table, the hardest rules, the
safety rules. A rule names the clauses that it meets in `rows`, an action those that it carries out. Nothing is written
twice: the matrix is worked out, and a clause can neither be forgotten nor be listed as waiting when it is met.

R004  a clause that nothing meets, and that is not listed as waiting
R005  a clause that is listed as waiting, and is met
R006  a rule or an action names a clause that nobody has written down
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field

from bot.check.clause_schema import Clause, ClausesFile, Needs
from bot.check.rules import CLAUSES, Safety
from bot.dialog.model import Node, Program, Release
from bot.dialog.shape import open_file
from bot.dialog.tree import Tree
from bot.problem import Problem, Span, nearest


@dataclass(frozen=True, slots=True)
class Line:
    """One clause with what meets it. steps: those that do its actions, or that its rules name; waits: why nothing."""

    clause: str
    says: str
    rules: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    waits: str = ""

    @property
    def is_met(self) -> bool:
        """Whether a rule or a check holds it."""
        return bool(self.rules or self.checks)


@dataclass(frozen=True, slots=True)
class Matrix:
    """lines in the order of the file; problems of the file and of what names its clauses."""

    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    clauses: Mapping[str, Clause] = field(default_factory=dict)


def draw_up(release: Release, rules: Iterable[Safety]) -> Matrix:
    """The matrix of a release; empty where it has no list of clauses."""
    opened, problems = open_file(release.files, CLAUSES, ClausesFile)
    if opened is None:
        return Matrix((), tuple(problems))
    tree, file = opened
    rules = tuple(rules)
    doers = _doers(release.program)
    lines = tuple(_line(release.program, name, clause, rules, doers) for name, clause in file.clauses.items())
    problems += [*_unmet(release.program, tree, lines, file.clauses, doers), *_unknown(release, rules, file.clauses)]
    return Matrix(lines, tuple(problems), file.clauses)


def _line(
    program: Program, name: str, clause: Clause, rules: tuple[Safety, ...], doers: Mapping[str, tuple[str, ...]]
) -> Line:
    meeting = [rule for rule in rules if name in rule.rows]
    actions = [
        action.id
        for action in program.actions.values()
        if action.id in doers and any(name in form.action.rows for form in action.forms)
    ]
    named = [place for rule in meeting for place in _places(rule, doers)]
    steps = dict.fromkeys([step for action in actions for step in doers[action]] + named)
    return Line(
        name,
        clause.says,
        tuple(rule.name for rule in meeting),
        tuple(clause.checks),
        tuple(actions),
        tuple(steps) or tuple(dict.fromkeys(scope for rule in meeting for scope in _scope(rule))),
        clause.waits or "",
    )


def _places(rule: Safety, doers: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The steps that a rule names, and those that do the actions that it asks for."""
    if (written := rule.rule) is not None:
        yield from written.steps
        yield from (place for place in (*written.before, *written.only, *written.after) if "." in place)
        for action in (*written.all, *written.any, *written.with_):
            yield from doers.get(action, ())


def _scope(rule: Safety) -> Iterator[str]:
    """Where a rule that names no step speaks."""
    if rule.rule is not None:
        everywhere = {"finish": "every ending", "question": "every question"}.get(rule.rule.at, "every screen")
        yield from rule.rule.dialogs or (everywhere,)


def _doers(program: Program) -> dict[str, tuple[str, ...]]:
    """Action → the steps that do it; without actions that no step does."""
    found: dict[str, dict[str, None]] = {}
    for node in program.nodes:
        done = _done(node)
        for action in program.actions.values():
            if done >> action.bit & 1:
                found.setdefault(action.id, {})[node.context] = None
    return {action: tuple(steps) for action, steps in found.items()}


def _done(node: Node) -> int:
    bits = node.arrive.do
    for edge in (*node.edges, *node.options):
        bits |= edge.change.do
    return bits


def _unmet(
    program: Program,
    tree: Tree,
    lines: Iterable[Line],
    clauses: Mapping[str, Clause],
    doers: Mapping[str, tuple[str, ...]],
) -> Iterator[Problem]:
    for line in lines:
        where = tree.span(("clauses", line.clause), key=True)
        if not line.waits and not line.is_met:
            hint = "name it in “rows” of a rule, name a check, or say with “waits” why nothing meets it yet"
            yield Problem("R004", where, f"nothing meets {line.clause}", hint)
        if line.waits and (met := _met_by(program, line, clauses[line.clause].needs, doers)):
            hint = "write a rule for it and take “waits” away"
            yield Problem("R005", where, f"{line.clause} is listed as waiting, but {met}", hint)


def _met_by(program: Program, line: Line, needs: Needs, doers: Mapping[str, tuple[str, ...]]) -> str:
    """What meets a clause that is listed as waiting, "" when nothing does."""
    if line.is_met:
        return f"{(*line.rules, *line.checks)[0]} meets it"
    if line.actions:
        return f"“{doers[line.actions[0]][0]}” does “{line.actions[0]}”"
    if there := next((name for name in needs.dialogs if name in program.dialogs), ""):
        return f"there is a dialog “{there}”"
    if there := next((name for name in needs.actions if name in doers), ""):
        return f"“{doers[there][0]}” does “{there}”"
    if there := next((name for name in needs.facts if name in program.slots and _is_set(program, name)), ""):
        return f"a step sets “{there}”"
    return ""


def _is_set(program: Program, fact: str) -> bool:
    """Whether any step, answer or door gives the fact a value."""
    slot = program.slots[fact]
    if slot in program.given:
        return True
    changes = [
        change
        for node in program.nodes
        for change in (node.arrive, node.enter, *(edge.change for edge in (*node.edges, *node.options)))
    ]
    return any(slot == at for change in changes for at, _ in (*change.sets, *change.computed))


def _unknown(release: Release, rules: Iterable[Safety], clauses: Mapping[str, Clause]) -> Iterator[Problem]:
    for rule in rules:
        for name in rule.rows:
            if name not in clauses:
                yield _no_clause(rule.name, rule.where, name, clauses)
    for action in release.program.actions.values():
        for name in dict.fromkeys(name for form in action.forms for name in form.action.rows):
            if name not in clauses:
                yield _no_clause(action.id, action.where, name, clauses)


def _no_clause(who: str, where: Span, name: str, clauses: Mapping[str, Clause]) -> Problem:
    return Problem("R006", where, f"“{who}” names the clause {name}, which is not written down", nearest(name, clauses))


# --- as a table ---------------------------------------------------------------------------------------------------

HEAD = """\
# Which rule meets which clause

Generated by `fragestod matrix --markdown`; do not edit. Clauses: D rows and I invariants of the decision table, H the
hardest rules, S the safety rules of the house. A rule is proved over every path (docs/rules.md); a check is the code of
a problem (docs/codes) or a test. Steps are those that do the clause's actions, or that its rules name.
"""


def markdown(matrix: Matrix) -> str:
    """The matrix as a page: what is met, what nothing meets among it, then what waits."""
    due = [line for line in matrix.lines if not line.waits]
    rows = [f"| {x.clause} | {x.says} | {_rules(x)} | {_cell(x.checks)} | {_cell(x.steps)} |" for x in due]
    bare = ", ".join(line.clause for line in due if not line.is_met)
    waiting = [f"| {x.clause} | {x.says} | {x.waits} |" for x in matrix.lines if x.waits]
    table = ["| Clause | What it says | Rules | Checks | Steps |", "| --- | --- | --- | --- | --- |", *rows]
    later = ["| Clause | What it says | Why |", "| --- | --- | --- |", *waiting]
    return "\n".join(
        (
            HEAD,
            f"{sum(line.is_met for line in due)} clauses are met.{f' Nothing meets {bare}.' if bare else ''}\n",
            *table,
            "",
            "## Not yet handled",
            "",
            *(later if waiting else ["None."]),
            "",
        )
    )


def _rules(line: Line) -> str:
    return _cell(line.rules) if line.is_met else "**nothing**"


def _cell(names: tuple[str, ...]) -> str:
    return "<br>".join(names) or "–"


def as_json(matrix: Matrix) -> list[dict[str, object]]:
    """The lines as plain data, for tools."""
    return [{**asdict(line), "handled": line.is_met and not line.waits} for line in matrix.lines]
